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
import { pickLanguage } from '../words.ts'
import { ApplyButton } from './apply-button.tsx'
import { useLookAgain } from './look-again.ts'
import { FindingsList } from './findings-list.tsx'
import { NamedList } from './named-list.tsx'
import { running, unmapped, useSaying, type Whole } from './saying.ts'
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

/** The dry run counted something, and it may still be written. */
const open = ({ import: of }: Whole): boolean =>
  of.counts !== null && (of.state === 'looked' || (of.state === 'refused' && applicable.has(of.code)))
const good = ({ import: of }: Whole): number => (of.counts ? of.counts.rows - of.counts.refused : 0)

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
                <span role="status">
                  <StateWord state={of.state} />
                </span>
                {' · '}
                {t('asOf')} <When on={of.asOf} style="long" /> {' · '}
                {of.createdBy ?? t('feed.byServer')}, <When at={of.createdAt} />
              </>
            ),
          }
        : {})}
      action={whole.data && open(whole.data) && good(whole.data) > 0 ? <ApplyButton whole={whole.data} /> : undefined}
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
  const counted = of.counts !== null && of.counts.rows > 0 && !unmapped(of)
  return (
    <div className={classes.stack}>
      <Outcome whole={whole} />
      {open(whole) ? <Alerts whole={whole} /> : null}
      {counted ? <Counts whole={whole} /> : null}
      {counted && open(whole) ? <NamedList whole={whole} /> : null}
      {counted ? <Found whole={whole} /> : null}
      {open(whole) || unmapped(of) ? <Discard whole={whole} /> : null}
    </div>
  )
}

function Progress({ whole }: { whole: Whole }) {
  const { t } = useTranslation('people')
  const of = whole.import
  const cancel = useAct('imports.cancel', { invalidates: ['imports.get', 'imports.list'], done: t('cancel.done') })
  const safe = of.state !== 'applying'
  const writes = of.state === 'applying' || (of.state === 'waiting' && of.next === 'apply')
  const reads = (of.state === 'looking' || of.state === 'applying') && (of.of === null || of.rows < of.of)
  const step =
    of.state === 'waiting' ? 'waiting' : writes ? (reads ? 'rereading' : 'applying') : reads ? 'looking' : 'comparing'
  // How long the database takes after the last row nobody can say; the bar then only moves.
  const far = reads ? { done: of.rows, all: of.of } : {}
  return (
    <LongWork
      title={t(writes ? 'progress.applying' : 'progress.looking')}
      state="running"
      step={t(`progress.step.${step}`)}
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
          <p className={classes.plain}>{t('outcome.appliedBody')}</p>
          <When at={of.at} />
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
          <p className={classes.plain}>{t('outcome.cancelledBody')}</p>
          <When at={of.at} />
        </Note>
      )
    case 'refused':
      if (unmapped(of))
        return (
          <Note
            tone="warn"
            title={t('outcome.columns')}
            action={
              <Button component={Go} to={`/settings/people/${of.id}/columns`}>
                {t('outcome.toColumns')}
              </Button>
            }
          >
            {t('outcome.columnsMissing')}
          </Note>
        )
      return (
        <Note
          tone="bad"
          title={t('outcome.refused')}
          action={
            of.code.startsWith('people_mapping_') ? (
              <Button component={Go} to={`/settings/people/${of.id}/columns`}>
                {t('outcome.toColumns')}
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
          {say.refusal(of)}
        </Note>
      )
    case 'looked': {
      const counts = of.counts!
      if (good(whole) <= 0)
        return (
          <Note
            tone="bad"
            title={t(counts.rows === 0 ? 'outcome.nobody' : 'outcome.noneGood')}
            action={
              counts.rows > 0 ? (
                <Button component={Go} to={`/settings/people/${of.id}/columns`}>
                  {t('outcome.toColumns')}
                </Button>
              ) : (
                <Button component={Go} to="/settings/people" variant="default">
                  {t('outcome.another')}
                </Button>
              )
            }
          >
            {t(counts.rows === 0 ? 'outcome.nobodyBody' : 'apply.noneGood')}
          </Note>
        )
      return counts.added + counts.changed + counts.left + counts.rehired + counts.refused === 0 ? (
        <Note tone="good" title={t('outcome.nothing')}>
          {t('apply.nothingNew')}
        </Note>
      ) : (
        <Note tone="accent" title={t('outcome.looked')}>
          {t('outcome.lookedBody')}
        </Note>
      )
    }
    default:
      return null
  }
}

/** What to think about before it is applied. */
function Alerts({ whole }: { whole: Whole }) {
  const { t } = useTranslation('people')
  const f = useFormat()
  const counts = whole.import.counts!
  return (
    <>
      {whole.leaverLimit.exceeded && good(whole) > 0 ? (
        <Note
          tone="warn"
          title={t('apply.leavers', {
            count: counts.left,
            number: f.number(counts.left),
            present: f.number(counts.present),
          })}
        >
          {t('apply.leaversWhy', { limit: f.number(whole.leaverLimit.percent) })}
        </Note>
      ) : null}
      {whole.newerAsOf === null ? null : (
        <Note tone="warn" title={t('alerts.newer', { newest: f.day(whole.newerAsOf, 'long') })}>
          {t('alerts.newerBody', { day: f.day(whole.import.asOf, 'long') })}
        </Note>
      )}
      {counts.refused > 0 && good(whole) > 0 ? (
        <Note
          tone="warn"
          title={t('alerts.refused', {
            count: counts.refused,
            number: f.number(counts.refused),
            rows: f.number(counts.rows),
          })}
        >
          {t('alerts.refusedBody')}
        </Note>
      ) : null}
    </>
  )
}

function Counts({ whole }: { whole: Whole }) {
  const { t } = useTranslation('people')
  const f = useFormat()
  const counts = whole.import.counts!
  // Before the first file there was nobody to be a part of.
  const people =
    counts.present > 0 ? t('counts.ofPeople', { count: counts.present, number: f.number(counts.present) }) : null
  const rows = t('counts.ofRows', { count: counts.rows, number: f.number(counts.rows) })
  const past = whole.import.state === 'applied'
  const cells = [
    { name: 'added', detail: rows },
    { name: 'changed', detail: people },
    { name: 'left', detail: people, tone: whole.leaverLimit.exceeded && !past ? 'bad' : undefined },
    { name: 'rehired', detail: rows },
    { name: 'unchanged', detail: people },
    { name: 'moved', detail: t('counts.movedDetail') },
    { name: 'refused', detail: rows, tone: counts.refused ? 'bad' : undefined },
    { name: 'warnings', detail: t('counts.warningsDetail'), tone: counts.warnings ? 'warn' : undefined },
  ] as const
  return (
    <section aria-label={t(past ? 'counts.did' : 'counts.would')}>
      <dl className={classes.counts}>
        {cells.map((cell) => (
          <div
            key={cell.name}
            className={classes.count}
            data-tone={'tone' in cell ? cell.tone : undefined}
            data-none={counts[cell.name] === 0 || undefined}
          >
            <dt>{t(`counts.${cell.name}`)}</dt>
            <dd>
              <strong>{f.number(counts[cell.name])}</strong>
              {cell.detail ? <small>{cell.detail}</small> : null}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Found({ whole }: { whole: Whole }) {
  const { t, i18n } = useTranslation('people')
  const f = useFormat()
  const of = whole.import
  const counts = of.counts!
  return (
    <Section
      title={t('found.title')}
      description={t('found.description')}
      action={
        counts.refused > 0 ? (
          <Button
            component="a"
            href={addressOf('imports.refusedRows', { id: of.id, language: pickLanguage([i18n.language]) })}
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
  )
}

/** The way out without writing; the report stays. */
function Discard({ whole }: { whole: Whole }) {
  const { t } = useTranslation('people')
  const of = whole.import
  const [leaving, setLeaving] = useState(false)
  const cancel = useAct('imports.cancel', {
    invalidates: ['imports.get', 'imports.list'],
    showsProblem: true,
    done: t('cancel.done'),
    onDone: () => setLeaving(false),
  })
  return (
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
  )
}
