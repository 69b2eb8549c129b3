/** Formal or informal: how the company addresses its people in each language, and which texts stand in both ways. */
import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'
import fold from '../ui/fold.module.css'
import { useLanguageName } from '../ui/languages.ts'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, Note, RowsSkeleton } from '../ui/states.tsx'
import classes from './address.module.css'

type One = Answer<'library.address'>['languages'][number]
const stale = [
  'library.address',
  'library.get',
  'library.list',
  'letters.list',
  'letters.get',
  'campaigns.sample',
] as const

export function AddressPage() {
  const { t } = useTranslation('campaigns')
  const query = useOperation('library.address', {})
  const lead = useMe().roles.includes('lead')
  return (
    <Page
      title={t('address.title')}
      description={t('address.description')}
      help={t('address.help')}
      width="reading"
      back={{ to: '/program/communications/letters', label: t('letters.title') }}
    >
      {lead ? null : <Note>{t('letters.readOnly')}</Note>}
      <Loaded query={query} skeleton={<RowsSkeleton rows={6} />}>
        {({ languages }) => languages.map((one) => <Language key={one.language} one={one} readOnly={!lead} />)}
      </Loaded>
    </Page>
  )
}

function Language({ one, readOnly }: { one: One; readOnly: boolean }) {
  const { t } = useTranslation('campaigns')
  const f = useFormat()
  const name = useLanguageName()
  const choose = useAct('library.chooseAddress', { invalidates: stale, done: t('address.saved') })
  const none = one.messages.informal + one.letters.informal === 0
  const count = (kind: 'messages' | 'letters') =>
    t(`address.${kind}`, { informal: f.number(one[kind].informal), all: f.number(one[kind].all) })
  return (
    <Section title={name(one.language)}>
      <div className={classes.language}>
        <Switch
          label={t(`address.informal.${one.language}`)}
          description={t(none ? 'address.none' : one.informal ? 'address.isInformal' : 'address.isFormal')}
          checked={one.informal}
          disabled={readOnly || (none && !one.informal) || choose.isPending}
          onChange={(event) => choose.mutate({ language: one.language, informal: event.currentTarget.checked })}
        />
        <ul className={classes.counts}>
          <li>{count('messages')}</li>
          <li>{count('letters')}</li>
          <li>{t('address.other')}</li>
        </ul>
        {none || one.formalOnly.length === 0 ? null : (
          <details className={fold.fold}>
            <summary>
              <span>
                {t('address.formalOnly', { count: one.formalOnly.length, number: f.number(one.formalOnly.length) })}
              </span>
            </summary>
            <ul className={classes.titles} lang={one.language}>
              {one.formalOnly.map(({ id, title }) => (
                <li key={id}>{title}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </Section>
  )
}
