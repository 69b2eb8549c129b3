/** A company with people but no program: what to do first, and what will come of it. */
import { Button, TextInput } from '@mantine/core'
import { IconFlag } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { useGo } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { Empty, Note, ProblemNote } from '../ui/states.tsx'
import classes from './first-program.module.css'
import { TextLink } from './text-link.tsx'

export function FirstProgram() {
  const { t } = useTranslation('program')
  const me = useMe()
  const go = useGo()
  const [lead, setLead] = useState<Pickable | null>({ id: me.person.id, name: me.person.name, title: me.person.title })
  const [name, setName] = useState('')
  const people = useOperation('people.list', { limit: 2 })
  const create = useAct('program.create', {
    invalidates: ['program.list', 'access.me', 'program.brand'],
    showsProblem: true,
  })
  if (!me.roles.some((role) => role === 'admin' || role === 'lead')) {
    return (
      <Page title={t('first.noneTitle')} width="reading">
        <Empty title={t('first.none')} icon={<IconFlag size={22} stroke={1.6} />}>
          {t('first.noneBody')}
        </Empty>
      </Page>
    )
  }
  const mine = lead?.id === me.person.id
  return (
    <Page title={t('first.title')} description={t('first.description')} help={t('first.help')}>
      <div className={classes.columns}>
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            if (lead)
              create.mutate(
                { name: name.trim(), leadId: lead.id },
                { onSuccess: () => void go(mine ? '/program/design/name' : '/program') },
              )
          }}
        >
          <PersonPicker
            label={t('first.lead')}
            description={t('first.leadWhy')}
            value={lead}
            onChange={setLead}
            useFind={usePeopleSearch}
            required
          />
          <TextInput
            label={t('first.name')}
            description={t('first.nameWhy')}
            placeholder={t('first.nameExample')}
            value={name}
            maxLength={60}
            onChange={(e) => setName(e.currentTarget.value)}
          />
          {create.error ? <ProblemNote small error={create.error} /> : null}
          {!mine && lead ? <Note>{t('first.other', { name: lead.name })}</Note> : null}
          <div>
            <Button type="submit" loading={create.isPending} disabled={!lead}>
              {mine ? t('first.begin') : t('first.hand', { name: lead?.name ?? '' })}
            </Button>
          </div>
          {me.roles.includes('admin') && people.data && people.data.people.length < 2 ? (
            <p className={classes.quiet}>
              {t('first.people')} <TextLink to="/settings/people">{t('first.peopleLink')}</TextLink>
            </p>
          ) : null}
        </form>
        <ol className={classes.path} aria-label={t('first.path')}>
          {(['design', 'publish', 'waves', 'launch'] as const).map((step) => (
            <li key={step}>
              <strong>{t(`first.steps.${step}.title`)}</strong>
              <span>{t(`first.steps.${step}.body`)}</span>
            </li>
          ))}
          <li className={classes.example}>
            <span>{t('first.example')}</span>
          </li>
        </ol>
      </div>
    </Page>
  )
}
