/** One people file: how far it is, what it would do or did, what was found, and applying it. */
import { Button } from '@mantine/core'
import { IconColumns3, IconDownload } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf, useAct, useOperation } from '../api.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Go } from '../ui/link.tsx'
import { LongWork } from '../ui/long-work.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Loaded, Note, StatsSkeleton } from '../ui/states.tsx'
import { ApplySection } from './apply-section.tsx'
import { useLookAgain } from './look-again.ts'
import { FindingsList } from './findings-list.tsx'
import { running, useSaying, type Whole } from './saying.ts'
import { StateWord } from './state-word.tsx'
import classes from './people.module.css'

/** Refusals of the writing itself; what the dry run showed still holds. */
const applicable = new Set([
  'people_rows_refused',
  'people_leavers_unconfirmed',
  'people_file_older',
  'people_import_running',
  'internal',
])

export function ImportPage() {
  const { t } = useTranslation('people')
  const { importId = '' } = useParams({ strict: false }) as { importId?: string }
  const [goesOn, setGoesOn] = useState(true)
  const whole = useOperation('imports.get', { id: importId }, { every: goesOn ? 1500 : false })
  const state = whole.data?.import.state
  useEffect(() => setGoesOn(state === undefined ? !whole.error : running(state)), [state, whole.error])
  useFreshWhenDone(state)
  const of = whole.data?.import
  return (
    <Page
      title={of?.fileName ?? t('import.title')}
      back={{ to: '/settings/people', label: t('feed.title') }}
      help={t('import.help')}
      {...(of
        ? {
            description: (
              <>
                <StateWord state={of.state} /> {' · '}
                {t('asOf')} <When on={of.asOf} style="long" /> {' · '}
                {of.createdBy ?? t('feed.byServer')}, <When at={of.createdAt} />
              </>
            ),
          }
        : {})}
      more={
        whole.data?.file && of && !running(of.state) && of.state !== 'cancelled' ? (
          <Button
            component={Go}
            to={`/settings/people/${importId}/columns`}
            variant="default"
            leftSection={<IconColumns3 size={16} aria-hidden />}
          >
            {t('columns.open')}
          </Button>
        ) : undefined
      }
    >
      <Loaded query={whole} skeleton={<StatsSkeleton count={4} />}>
        {(w) => <Body whole={w} />}
      </Loaded>
    </Page>
  )
}

/** What was read about people before the file was written is old afterwards. */
function useFreshWhenDone(state: string | undefined) {
  const client = useQueryClient()
  const before = useRef(state)
  useEffect(() => {
    if (before.current === 'applying' && state === 'applied') {
      for (const read of ['people', 'audiences', 'imports'])
        void client.invalidateQueries({ predicate: (q) => String(q.queryKey[0]).startsWith(read + '.') })
    }
    before.current = state
  }, [state, client])
}

function Body({ whole }: { whole: Whole }) {
  const of = whole.import
  if (running(of.state)) return <Progress whole={whole} />
  const counted = of.counts !== null && !(of.state === 'refused' && of.code === 'people_columns_missing')
  return (
    <div className={classes.stack}>
      <Outcome whole={whole} />
      {counted ? <Counts whole={whole} /> : null}
      {of.state === 'looked' || (of.state === 'refused' && counted && applicable.has(of.code)) ? (
        <ApplySection whole={whole} />
      ) : null}
      {counted ? <Found whole={whole} /> : null}
    </div>
  )
}

function Progress({ whole }: { whole: Whole }) {
  const { t } = useTranslation('people')
  const of = whole.import
  const cancel = useAct('imports.cancel', { invalidates: ['imports.get', 'imports.list'], done: t('cancel.done') })
  const safe = of.state !== 'applying'
  const far = of.state === 'looking' || of.state === 'applying' ? { done: of.rows, all: of.of } : {}
  return (
    <LongWork
      title={t(of.state === 'applying' ? 'progress.applying' : 'progress.looking')}
      state="running"
      step={t(`progress.step.${of.state as 'waiting' | 'looking' | 'applying'}`)}
      {...far}
      {...(safe ? { onStop: () => cancel.mutate({ id: of.id }), stopping: cancel.isPending } : {})}
    />
  )
}

/** What became of it, and the next step. */
function Outcome({ whole }: { whole: Whole }) {
  const { t } = useTranslation('people')
  const say = useSaying()
  const of = whole.import
  const again = useLookAgain(whole)
  switch (of.state) {
    case 'applied':
      return (
        <Note
          tone="good"
          title={t('outcome.applied')}
          action={
            <Button component={Go} to="/people" variant="default">
              {t('outcome.people')}
            </Button>
          }
        >
          <When at={of.at} />. {t('outcome.appliedBody')}
        </Note>
      )
    case 'cancelled':
      return (
        <Note
          title={t('outcome.cancelled')}
          action={
            <Button component={Go} to="/settings/people" variant="default">
              {t('outcome.another')}
            </Button>
          }
        >
          <When at={of.at} />. {t('outcome.cancelledBody')}
        </Note>
      )
    case 'refused':
      return (
        <Note
          tone="bad"
          title={t('outcome.refused')}
          action={
            of.code === 'people_columns_missing' || of.code === 'people_mapping_invalid' ? (
              <Button component={Go} to={`/settings/people/${of.id}/columns`}>
                {t('columns.open')}
              </Button>
            ) : of.code.startsWith('people_file_') && of.code !== 'people_file_older' ? (
              <Button component={Go} to="/settings/people" variant="default">
                {t('outcome.another')}
              </Button>
            ) : (
              <Button variant="default" loading={again.isPending} onClick={again.look}>
                {t('again')}
              </Button>
            )
          }
        >
          {of.code === 'people_columns_missing' ? t('outcome.columnsMissing') : say.refusal(of)}
        </Note>
      )
    case 'looked':
      return (
        <Note tone="accent" title={t('outcome.looked')}>
          {t('outcome.lookedBody')}
        </Note>
      )
    default:
      return null
  }
}

function Counts({ whole }: { whole: Whole }) {
  const { t } = useTranslation('people')
  const f = useFormat()
  const counts = whole.import.counts!
  const people = t('counts.ofPeople', { count: counts.present, number: f.number(counts.present) })
  const rows = t('counts.ofRows', { count: counts.rows, number: f.number(counts.rows) })
  const past = whole.import.state === 'applied'
  const cells = [
    { name: 'added', detail: rows },
    { name: 'changed', detail: people },
    { name: 'moved', detail: t('counts.movedDetail') },
    { name: 'left', detail: people, tone: whole.leaverLimit.exceeded ? 'bad' : undefined },
    { name: 'rehired', detail: rows },
    { name: 'unchanged', detail: people },
    { name: 'refused', detail: rows, tone: counts.refused ? 'bad' : undefined },
    { name: 'warnings', detail: t('counts.warningsDetail'), tone: counts.warnings ? 'warn' : undefined },
  ] as const
  return (
    <section aria-label={t(past ? 'counts.did' : 'counts.would')}>
      <dl className={classes.counts}>
        {cells.map((cell) => (
          <div key={cell.name} className={classes.count} data-tone={'tone' in cell ? cell.tone : undefined}>
            <dt>{t(`counts.${cell.name}`)}</dt>
            <dd>
              <strong>{f.number(counts[cell.name])}</strong>
              <small>{cell.detail}</small>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Found({ whole }: { whole: Whole }) {
  const { t } = useTranslation('people')
  const f = useFormat()
  const of = whole.import
  const counts = of.counts!
  const [leaving, setLeaving] = useState(false)
  const cancel = useAct('imports.cancel', {
    invalidates: ['imports.get', 'imports.list'],
    showsProblem: true,
    done: t('cancel.done'),
    onDone: () => setLeaving(false),
  })
  const open = of.state === 'looked' || of.state === 'refused'
  return (
    <>
      <Section
        title={t('found.title')}
        description={t('found.description')}
        action={
          counts.refused > 0 ? (
            <Button
              component="a"
              href={addressOf('imports.refusedRows', { id: of.id })}
              download
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden />}
            >
              {t('found.download', { count: counts.refused, number: f.number(counts.refused) })}
            </Button>
          ) : undefined
        }
      >
        {whole.kinds.length ? <FindingsList whole={whole} /> : <p className={classes.nothing}>{t('found.nothing')}</p>}
      </Section>
      {open ? (
        <div>
          <Button variant="subtle" color="red" onClick={() => setLeaving(true)}>
            {t('cancel.open')}
          </Button>
          <ConfirmDialog
            opened={leaving}
            onClose={() => setLeaving(false)}
            title={t('cancel.title', { file: of.fileName })}
            confirm={t('cancel.open')}
            danger
            busy={cancel.isPending}
            error={cancel.error}
            onConfirm={() => cancel.mutate({ id: of.id })}
          >
            {t('cancel.body')}
          </ConfirmDialog>
        </div>
      ) : null}
    </>
  )
}
