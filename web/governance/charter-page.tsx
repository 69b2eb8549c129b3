/** What is the committee for? Its charter, once, and whenever it changes. */
import { Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Request } from '../api.ts'
import { TimeField } from '../ui/date-field.tsx'
import { Go, useGo } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Empty, Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { all, home, type Overview } from './acts.ts'
import classes from './governance.module.css'

type Charter = Request<'governance.setCharter'>

export function CharterPage() {
  const { t } = useTranslation('governance')
  const query = useOperation('governance.get', {})
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(found) => (
        <Page
          title={t('charter.page')}
          width="reading"
          help={t('charter.help')}
          back={{ to: `${home}/committee`, label: t('tabs.committee') }}
        >
          {found.programs.length === 0 ? (
            <Empty
              title={t('charter.noProgram')}
              action={
                <Button component={Go} to="/program">
                  {t('charter.toProgram')}
                </Button>
              }
            >
              {t('charter.noProgramBody')}
            </Empty>
          ) : found.may.shape ? (
            <Form found={found} />
          ) : (
            <Note title={t('charter.leadOnly')} />
          )}
        </Page>
      )}
    </Loaded>
  )
}

function Form({ found }: { found: Overview }) {
  const { t } = useTranslation('governance')
  const go = useGo()
  const { committee } = found
  const [charter, set] = useState<Charter>({
    programId: committee?.programId ?? found.programs[0]!.id,
    purpose: committee?.purpose ?? t('charter.first.purpose'),
    decides: committee?.decides ?? t('charter.first.decides'),
    decidesNot: committee?.decidesNot ?? t('charter.first.decidesNot'),
    cadenceWeeks: committee?.cadenceWeeks ?? 4,
    starts: committee?.starts ?? '10:00',
    minutes: committee?.minutes ?? 60,
    timeZone: committee?.timeZone ?? found.timeZone,
    place: committee?.place ?? '',
    link: committee?.link ?? '',
  })
  const put = (change: Partial<Charter>) => set((old) => ({ ...old, ...change }))
  const save = useAct('governance.setCharter', {
    invalidates: all,
    showsProblem: true,
    done: t('charter.saved'),
    onDone: () => void go(`${home}/committee`),
  })
  const wrongLink = Boolean(charter.link) && !/^https:\/\/\S+$/.test(charter.link ?? '')
  const text = (key: 'purpose' | 'decides' | 'decidesNot') => (
    <Textarea
      label={t(`charter.${key}`)}
      description={t(`charter.${key}Says`)}
      autosize
      minRows={2}
      maxRows={12}
      maxLength={2000}
      dir="auto"
      value={charter[key] ?? ''}
      onChange={(e) => put({ [key]: e.currentTarget.value })}
    />
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (charter.purpose.trim() && !wrongLink) save.mutate(charter)
      }}
    >
      {committee ? null : <Note>{t('charter.firstSays')}</Note>}
      <Section title={t('charter.what')}>
        <div className={classes.fields}>
          {found.programs.length > 1 ? (
            <Select
              label={t('charter.program')}
              allowDeselect={false}
              value={charter.programId}
              onChange={(id) => id && put({ programId: id })}
              data={found.programs.map((p) => ({ value: p.id, label: p.name }))}
            />
          ) : null}
          {text('purpose')}
          {text('decides')}
          {text('decidesNot')}
        </div>
      </Section>
      <Section title={t('charter.rhythm')} description={t('charter.rhythmHint')}>
        <div className={classes.fields}>
          <div className={classes.three}>
            <NumberInput
              label={t('charter.every')}
              min={1}
              max={26}
              allowDecimal={false}
              clampBehavior="strict"
              value={charter.cadenceWeeks}
              onChange={(n) => typeof n === 'number' && n >= 1 && put({ cadenceWeeks: n })}
            />
            <TimeField
              label={t('charter.starts')}
              required
              value={charter.starts}
              onChange={(starts) => starts && put({ starts })}
            />
            <NumberInput
              label={t('charter.minutes')}
              min={15}
              max={480}
              step={15}
              allowDecimal={false}
              clampBehavior="blur"
              value={charter.minutes}
              onChange={(n) => typeof n === 'number' && put({ minutes: n })}
            />
          </div>
          <Select
            label={t('charter.zone')}
            description={t('charter.zoneSays')}
            searchable
            allowDeselect={false}
            value={charter.timeZone}
            data={[...new Set([charter.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])]}
            onChange={(timeZone) => timeZone && put({ timeZone })}
            limit={80}
          />
          <TextInput
            label={t('when.place')}
            maxLength={200}
            dir="auto"
            value={charter.place ?? ''}
            onChange={(e) => put({ place: e.currentTarget.value })}
          />
          <TextInput
            label={t('when.link')}
            maxLength={500}
            value={charter.link ?? ''}
            error={wrongLink ? t('when.linkWrong') : undefined}
            onChange={(e) => put({ link: e.currentTarget.value.trim() })}
          />
        </div>
      </Section>
      {save.error ? <ProblemNote small error={save.error} /> : null}
      <div className={classes.buttons}>
        <Button type="submit" loading={save.isPending} disabled={!charter.purpose.trim() || wrongLink}>
          {t('charter.save')}
        </Button>
      </div>
    </form>
  )
}
