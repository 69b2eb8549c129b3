/** Does everybody hear what they need, and not too much of it? The plan of all messages, before anything is sent. */
import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconSpeakerphone } from '@tabler/icons-react'
import { Outlet, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { WithProgram, type Program } from '../program/current.tsx'
import { languageOf } from '../program/language.ts'
import { useMe } from '../shell/me.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Filter, FilterBar } from '../ui/filter-bar.tsx'
import { Go, useAddress } from '../ui/link.tsx'
import { useMedia } from '../ui/media.ts'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { ViewTabs } from '../ui/tabs.tsx'
import { reads, type Plan, type PlanWave } from './acts.ts'
import { BillLine } from './bill-note.tsx'
import { PlanChecks } from './checks.tsx'
import { Coverage } from './coverage.tsx'
import { Limits } from './limits.tsx'
import classes from './plan.module.css'
import { CommunicationsTabs } from '../campaigns/communications-tabs.tsx'
import { PlannedState, useSaid } from './said.tsx'
import { Agenda, Calendar } from './weeks.tsx'

type At = {
  wave?: string
  for?: string | string[]
  from?: string | string[]
  as?: 'list'
}

export function PlanPage() {
  return <WithProgram>{(program) => <Planned program={program} />}</WithProgram>
}

function Planned({ program }: { program: Program }) {
  const { t, i18n } = useTranslation('plan')
  const me = useMe()
  const plan = useOperation(
    'plan.get',
    { programId: program.id, language: languageOf(i18n.language) },
    { every: 30_000, keep: true },
  )
  const mayWrite = me.roles.includes('lead')
  if (plan.error && !plan.data)
    return (
      <Page title={t('title')} width="wide">
        <ProblemNote error={plan.error} retry={() => void plan.refetch()} />
      </Page>
    )
  return (
    <Loaded query={plan} skeleton={<PageSkeleton />}>
      {(found) => <Whole plan={found} mayWrite={mayWrite} />}
    </Loaded>
  )
}

const several = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

/** The wave that somebody means: the chosen one, else the next that is not live, else the last. */
const focused = (plan: Plan, chosen: string | undefined): PlanWave | undefined =>
  plan.waves.find((w) => w.id === chosen) ??
  plan.waves.find((w) => w.toSchedule > 0) ??
  plan.waves.find((w) => !w.live && w.toAsk > 0) ??
  plan.waves.find((w) => w.toAsk > 0)

function Whole({ plan, mayWrite }: { plan: Plan; mayWrite: boolean }) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const [at, setAt] = useAddress<At>()
  const [asking, setAsking] = useState(false)
  const [limiting, setLimiting] = useState(false)
  const { programId } = plan
  const wave = focused(plan, at.wave)
  const left = (n: number) => (n > 0 ? ` ${t('done.left', { count: n, n: f.number(n) })}` : '')
  const generate = useAct('plan.generate', {
    invalidates: reads,
    done: (answer) => t('done.generated', { count: answer.added, n: f.number(answer.added) }),
  })
  const ask = useAct('plan.ask', {
    invalidates: reads,
    showsProblem: true,
    done: (a) =>
      t('done.asked', { count: a.senders.length, names: f.list(a.senders.map((s) => s.name)) }) + left(a.left.length),
    onDone: () => setAsking(false),
  })
  const schedule = useAct('plan.schedule', {
    invalidates: reads,
    done: (a) => t('done.scheduled', { count: a.scheduled, n: f.number(a.scheduled) }) + left(a.left.length),
  })
  const make = (
    <Button loading={generate.isPending} onClick={() => generate.mutate({ programId })}>
      {t('make')}
    </Button>
  )
  const action =
    !mayWrite || !wave ? undefined : wave.toSchedule > 0 ? (
      <Button loading={schedule.isPending} onClick={() => schedule.mutate({ waveId: wave.id })}>
        {t('schedule', { count: wave.toSchedule, n: f.number(wave.toSchedule) })}
      </Button>
    ) : wave.toAsk > 0 ? (
      <Button onClick={() => setAsking(true)}>{t('ask')}</Button>
    ) : undefined
  const empty = plan.messages.length === 0
  return (
    <Page
      title={t('title')}
      description={t('description')}
      help={t('help')}
      width="wide"
      below={<CommunicationsTabs />}
      action={empty ? undefined : action}
      more={
        mayWrite && !empty ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
                {t('more')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => generate.mutate({ programId })}>{t('again')}</Menu.Item>
              <Menu.Item component={Go} to="/program/communications/new">
                {t('addOwn')}
              </Menu.Item>
              <Menu.Item onClick={() => setLimiting(true)}>{t('limits.open')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : undefined
      }
    >
      {plan.waves.length === 0 ? (
        <Empty
          title={t('noWave.title')}
          icon={<IconSpeakerphone size={22} stroke={1.6} />}
          action={
            <Button component={Go} to="/program/waves">
              {t('noWave.action')}
            </Button>
          }
        >
          {t('noWave.body')}
        </Empty>
      ) : empty ? (
        <Empty
          title={t('none.title')}
          icon={<IconSpeakerphone size={22} stroke={1.6} />}
          action={mayWrite ? make : undefined}
          example={<Example />}
        >
          {t(mayWrite ? 'none.body' : 'none.readOnly')}
        </Empty>
      ) : (
        <Views plan={plan} at={at} setAt={setAt} mayWrite={mayWrite} />
      )}
      {wave ? (
        <ConfirmDialog
          opened={asking}
          onClose={() => setAsking(false)}
          title={t('asking.title', { wave: wave.name })}
          confirm={t('ask')}
          busy={ask.isPending}
          error={ask.error}
          onConfirm={() => ask.mutate({ waveId: wave.id })}
        >
          <Senders plan={plan} wave={wave} />
        </ConfirmDialog>
      ) : null}
      {limiting ? <Limits plan={plan} onClose={() => setLimiting(false)} /> : null}
      <Outlet />
    </Page>
  )
}

/** Whom a request goes to, and how much each has to read. */
function Senders({ plan, wave }: { plan: Plan; wave: PlanWave }) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const theirs = plan.messages.filter(
    (m) =>
      m.waveId === wave.id &&
      (m.state === 'planned' || m.state === 'draft') &&
      m.sender &&
      (m.on === null ? m.day !== null : m.on >= plan.today),
  )
  return (
    <>
      <p>{t('asking.body')}</p>
      <ul className={classes.senders}>
        {[...Map.groupBy(theirs, (m) => m.sender!.id)].map(([id, messages]) => (
          <li key={id}>
            <strong>{messages[0]!.sender!.name}</strong>{' '}
            {t('asking.each', {
              count: messages.length,
              n: f.number(messages.length),
              minutes: f.number(
                messages.reduce((sum, m) => sum + m.minutes, 0),
                1,
              ),
            })}
          </li>
        ))}
      </ul>
    </>
  )
}

function Views({
  plan,
  at,
  setAt,
  mayWrite,
}: {
  plan: Plan
  at: Partial<At>
  setAt: (change: Partial<At>) => void
  mayWrite: boolean
}) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const said = useSaid(plan)
  const wide = useMedia('(min-width: 62em)')
  const { messageId = null } = useParams({ strict: false }) as { messageId?: string }
  const wanted = { readers: several(at.for), from: several(at.from) }
  const waves = plan.waves.filter((w) => !at.wave || w.id === at.wave)
  const shownWaves = new Set(waves.map((w) => w.id))
  const there = plan.messages.filter((m) => shownWaves.has(m.waveId) && m.state !== 'removed')
  const shown = there.filter(
    (m) =>
      (wanted.readers.length === 0 || wanted.readers.includes(m.readers ?? 'everyone')) &&
      (wanted.from.length === 0 || wanted.from.includes(m.sender?.id ?? 'nobody')),
  )
  const out = plan.messages.filter((m) => shownWaves.has(m.waveId) && m.state === 'removed')
  // Waves with nothing to come stand back until somebody chooses them.
  const ahead = waves.filter(
    (w) => !w.live || there.some((m) => m.waveId === w.id && m.state !== 'sent' && m.state !== 'cancelled'),
  )
  const checks = plan.checks.filter((one) => one.waveId === null || shownWaves.has(one.waveId))
  const options = (key: (m: (typeof there)[number]) => string, label: (m: (typeof there)[number]) => string) =>
    [...Map.groupBy(there, key)].map(([value, found]) => ({ value, label: label(found[0]!), count: found.length }))
  const list = at.as === 'list' || !wide
  const props = { plan, messages: shown, current: messageId, mayWrite, waves: shownWaves }
  return (
    <>
      <FilterBar
        active={wanted.readers.length + wanted.from.length + (at.wave ? 1 : 0)}
        onClear={() => setAt({ wave: undefined, for: undefined, from: undefined })}
        end={
          wide ? (
            <ViewTabs
              label={t('view.label')}
              value={list ? 'list' : 'calendar'}
              onChange={(value) => setAt({ as: value === 'list' ? 'list' : undefined })}
              tabs={[
                { value: 'calendar', label: t('view.calendar') },
                { value: 'list', label: t('view.list') },
              ]}
            />
          ) : undefined
        }
      >
        {plan.waves.length > 1 ? (
          <Filter
            single
            label={t('filter.wave')}
            options={plan.waves.map((w) => ({ value: w.id, label: w.name }))}
            value={at.wave ? [at.wave] : []}
            onChange={([value]) => setAt({ wave: value })}
          />
        ) : null}
        <Filter
          label={t('filter.readers')}
          options={options(
            (m) => m.readers ?? 'everyone',
            (m) => t(`readers.${m.readers ?? 'everyone'}`),
          )}
          value={wanted.readers}
          onChange={(value) => setAt({ for: value })}
        />
        <Filter
          label={t('filter.sender')}
          options={options(
            (m) => m.sender?.id ?? 'nobody',
            (m) => m.sender?.name ?? t('nobody'),
          )}
          value={wanted.from}
          onChange={(value) => setAt({ from: value })}
        />
      </FilterBar>
      <BillLine programId={plan.programId} />
      <Coverage plan={plan} waves={at.wave || ahead.length === 0 ? waves : ahead} />
      <PlanChecks plan={plan} checks={checks} mayWrite={mayWrite} />
      <h2 className={classes.heading}>{t('calendar', { count: shown.length, n: f.number(shown.length) })}</h2>
      {mayWrite && wide ? <p className={classes.sub}>{t('keys')}</p> : null}
      {shown.length === 0 ? <Note>{t('noneFits')}</Note> : list ? <Agenda {...props} /> : <Calendar {...props} />}
      {out.length > 0 ? (
        <Section
          title={t('leftOut', { count: out.length, n: f.number(out.length) })}
          description={t('leftOutBody')}
          bare
        >
          <ul className={classes.rows}>
            {out.map((m) => (
              <li key={m.id}>
                <Go
                  to={`/program/communications/plan/${m.id}`}
                  search={true}
                  className={classes.row}
                  data-state={m.state}
                >
                  <span className={classes.chipWords}>
                    <strong>{m.title}</strong>
                    <small>
                      {said.readers(m)} · {said.waveName(m.waveId)}
                    </small>
                  </span>
                  <PlannedState m={m} />
                </Go>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  )
}

/** A muted picture of what will stand here. */
function Example() {
  const { t } = useTranslation('plan')
  return (
    <ul className={classes.rows}>
      {(['one', 'two', 'three'] as const).map((key) => (
        <li key={key} className={classes.row}>
          <span className={classes.chipWords}>
            <strong>{t(`example.${key}`)}</strong>
            <small>{t(`example.${key}To`)}</small>
          </span>
        </li>
      ))}
    </ul>
  )
}
