/** What would be published, what is still missing, and the one button. */
import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { BillNote } from '../plan/bill-note.tsx'
import { useGo } from '../ui/link.tsx'
import { Section } from '../ui/page.tsx'
import { Loaded, Note, ProblemNote } from '../ui/states.tsx'
import { Checks } from '../ui/steps.tsx'
import { useMetricNames } from '../metrics/names.ts'
import { toast } from '../ui/toasts.tsx'
import { Differences } from './differences.tsx'
import type { StepProps } from './design-page.tsx'
import { useDesign } from './drafts.ts'
import { LanguageGaps } from './gaps.tsx'
import { stepOf } from './step-ids.ts'
import classes from './steps.module.css'
import { TextLink } from './text-link.tsx'

export function PublishStep({ program, whole, mayDesign }: StepProps) {
  const { t } = useTranslation('program')
  const { nameOf } = useMetricNames()
  const go = useGo()
  const { state } = useDesign(program.id)
  const difference = useOperation('program.difference', { programId: program.id })
  const [note, setNote] = useState('')
  const { missing, revision } = whole.draft
  const stops = missing.filter((m) => m.needed === 'publish')
  const later = missing.filter((m) => m.needed === 'launch')
  const next = (whole.program.version ?? 0) + 1
  const publish = useAct('program.publish', {
    invalidates: [
      'program.list',
      'program.get',
      'program.versions',
      'program.difference',
      'waves.list',
      'launch.checks',
      'access.me',
      'program.brand',
    ],
    showsProblem: true,
    onDone: (answer) => {
      toast({ message: t('publish.done', { number: answer.number }), tone: 'good' })
      for (const { role, person } of answer.granted)
        toast({ message: t(`publish.granted.${role}`, { name: person.name }), tone: 'good' })
      void go(whole.program.waves === 0 ? '/program/waves' : '/program')
    },
  })
  const gaps = (items: typeof missing) =>
    items.map((m) => ({
      id: m.id + (m.about ?? ''),
      state: 'fail' as const,
      label: t(`missing.${m.id}`, {
        about: m.group === 'metrics' && m.about ? nameOf(m.about) : (m.about ?? ''),
      }),
      action: (
        <TextLink to={`/program/design/${stepOf[m.group]}`} search={true}>
          {t(`steps.${stepOf[m.group]}.label`)}
        </TextLink>
      ),
    }))
  return (
    <Loaded query={difference}>
      {(found) => {
        const same = found.differences.length === 0
        return (
          <>
            {stops.length > 0 ? (
              <Section title={t('publish.stops')}>
                <Checks checks={gaps(stops)} />
              </Section>
            ) : null}
            {later.length > 0 ? (
              <Section title={t('publish.later')} description={t('publish.laterBody')}>
                <Checks checks={gaps(later)} />
              </Section>
            ) : null}
            <LanguageGaps programId={program.id} design={whole.draft.design} differences={found.differences} />
            {same ? <Note tone="good">{t('publish.same', { number: whole.program.version ?? 0 })}</Note> : null}
            {mayDesign && !same ? (
              <form
                className={classes.two}
                onSubmit={(event) => {
                  event.preventDefault()
                  publish.mutate({ programId: program.id, revision, note: note.trim() })
                }}
              >
                <Textarea
                  label={t('publish.note')}
                  description={t('publish.noteHint')}
                  value={note}
                  maxLength={500}
                  onChange={(e) => setNote(e.currentTarget.value)}
                />
                {whole.program.liveWaves > 0 ? (
                  <Note>{t('publish.live', { count: whole.program.liveWaves })}</Note>
                ) : null}
                {publish.error ? <ProblemNote small error={publish.error} /> : null}
                <div>
                  <Button type="submit" loading={publish.isPending} disabled={stops.length > 0 || state !== 'saved'}>
                    {t('publish.button', { number: next })}
                  </Button>
                </div>
              </form>
            ) : null}
            {/* It takes a moment: below the button, which nothing moves under the pointer. */}
            {same ? null : <BillNote programId={program.id} />}
            {same ? null : (
              <div className={classes.two}>
                <p className={classes.used}>
                  {found.from === null ? t('publish.first') : t('publish.since', { number: found.from })}
                </p>
                <Differences found={found} />
              </div>
            )}
          </>
        )
      }}
    </Loaded>
  )
}
