/** How far a cycle is: each part with how many of how many, by department, and who is late. */
import { Button, Menu, Modal, SegmentedControl, Textarea } from '@mantine/core'
import { IconDots, IconDownload } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf, useOperation, useRows, type Answer } from '../api.ts'
import { CycleSessions } from '../calibration/sessions.tsx'
import { useMe } from '../shell/me.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { DateField } from '../ui/date-field.tsx'
import { FilterBar } from '../ui/filter-bar.tsx'
import { Go, useAddress, useGo } from '../ui/link.tsx'
import { LongWork } from '../ui/long-work.tsx'
import { Meter, State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, Note, PageSkeleton, ProblemNote, RowsSkeleton } from '../ui/states.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import { useRowWindow } from '../ui/window.ts'
import { useCycleActs, type Cycle, type StageId } from './acts.ts'
import { CycleState } from './cycles-page.tsx'
import { ReopenDialog } from './reopen-dialog.tsx'
import classes from './reviews.module.css'

type Progress = Answer<'reviews.progress'>
type Row = Answer<'reviews.people'>['people'][number]

export function CyclePage() {
  const { t } = useTranslation('reviews')
  const { cycleId = '' } = useParams({ strict: false }) as { cycleId?: string }
  const me = useMe()
  const [fast, setFast] = useState(false)
  const query = useOperation('reviews.cycle', { cycleId }, { every: fast ? 1500 : false })
  const launching = query.data?.state.state === 'launching'
  if (launching !== fast) setFast(launching)
  const back = { to: '/program/reviews', label: t('cycles.short') }
  if (query.error && !query.data) {
    return (
      <Page title={t('cycles.title')} width="reading" back={back}>
        <ProblemNote error={query.error} retry={() => void query.refetch()} />
      </Page>
    )
  }
  if (!query.data) return <PageSkeleton />
  const cycle = query.data
  if (!cycle.launched) {
    return (
      <Page title={cycle.name} width="reading" back={back} description={<CycleState cycle={cycle} />}>
        <Note
          title={t('cycle.draftNote')}
          action={
            <Button component={Go} to={`/program/reviews/${cycleId}/plan/people`} size="xs">
              {t('cycle.toPlan')}
            </Button>
          }
        />
      </Page>
    )
  }
  return (
    <Page
      title={cycle.name}
      back={back}
      help={t('cycle.help')}
      description={
        <>
          <When on={cycle.startsOn} style="short" /> – <When on={cycle.endsOn} style="short" /> ·{' '}
          {t('cycle.launchedBy', { name: cycle.launched.by.name })} <When at={cycle.launched.at} />
        </>
      }
      more={
        <>
          {me.roles.includes('hr') && !launching ? (
            <Button
              component="a"
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden />}
              href={addressOf('reviews.export', { cycleId })}
            >
              {t('cycle.export')}
            </Button>
          ) : null}
          {cycle.mayDesign && cycle.state.state === 'running' ? <Acts cycle={cycle} /> : null}
        </>
      }
    >
      {launching ? (
        <LongWork title={t('launch.running')} state="running" step={t('launch.mayLeave')} />
      ) : (
        <Running cycle={cycle} />
      )}
    </Page>
  )
}

function Acts({ cycle }: { cycle: Cycle }) {
  const { t } = useTranslation('reviews')
  const { close } = useCycleActs()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconDots size={16} aria-hidden />}>
            {t('cycle.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking(true)}>{t('cycle.close')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('cycle.closeTitle', { name: cycle.name })}
        confirm={t('cycle.close')}
        danger
        busy={close.isPending}
        error={close.error}
        onConfirm={() => close.mutate({ cycleId: cycle.id }, { onSuccess: () => setAsking(false) })}
      >
        {t('cycle.closeBody')}
      </ConfirmDialog>
    </>
  )
}

function Running({ cycle }: { cycle: Cycle }) {
  const { t } = useTranslation('reviews')
  const views = cycle.stages.some((s) => s.id === 'calibration')
    ? (['stages', 'departments', 'late', 'people', 'calibration'] as const)
    : (['stages', 'departments', 'late', 'people'] as const)
  const [view, setView] = useTab<(typeof views)[number]>([...views])
  const progress = useOperation('reviews.progress', { cycleId: cycle.id }, { staleTime: 30_000 })
  return (
    <>
      <ViewTabs
        label={t('cycle.views')}
        value={view}
        onChange={setView}
        tabs={views.map((v) => ({
          value: v,
          label: t(`cycle.view.${v}`),
        }))}
      />
      <div className={classes.view}>
        {view === 'calibration' ? (
          <CycleSessions cycleId={cycle.id} running={cycle.state.state === 'running'} />
        ) : view === 'late' ? (
          <Late cycle={cycle} />
        ) : view === 'people' ? (
          <People cycle={cycle} notIn={progress.data?.notIn ?? 0} />
        ) : (
          <Loaded query={progress} skeleton={<RowsSkeleton rows={5} />}>
            {(p) =>
              p.people === 0 ? (
                <Empty small title={t('cycle.nobody')} />
              ) : view === 'stages' ? (
                <Stages cycle={cycle} progress={p} />
              ) : (
                <Departments progress={p} />
              )
            }
          </Loaded>
        )}
      </div>
    </>
  )
}

function Stages({ cycle, progress }: { cycle: Cycle; progress: Progress }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const [moving, setMoving] = useState<StageId | null>(null)
  const running = cycle.state.state === 'running'
  return (
    <>
      <p className={classes.lead}>
        {t('cycle.people', { n: f.number(progress.people), count: progress.people })}
        {progress.leftOut > 0
          ? ` ${t('cycle.leftOut', { n: f.number(progress.leftOut), count: progress.leftOut })}`
          : ''}{' '}
        <span className={classes.small}>
          {t('cycle.asOf')} <When at={progress.asOf} />
        </span>
      </p>
      {progress.noManager > 0 ? (
        <div className={classes.banner}>
          <Note
            tone="warn"
            title={t('cycle.noManager', { n: f.number(progress.noManager), count: progress.noManager })}
            action={
              <Button
                component={Go}
                to={`/program/reviews/${cycle.id}`}
                search={{ view: 'people', show: 'no_manager' }}
                size="xs"
                variant="default"
              >
                {t('act.look')}
              </Button>
            }
          />
        </div>
      ) : null}
      <ol className={classes.progressStages}>
        {cycle.stages.map((s) => {
          const share = progress.stages.find((x) => x.stage === s.id)
          return (
            <li key={s.id} data-state={s.state}>
              <div>
                <h2>{t(`stage.${s.id}`)}</h2>
                <span className={classes.small}>
                  <When on={s.opensOn} style="short" /> – <When on={s.dueOn} style="short" />
                  {' · '}
                  {t(`stageState.${s.state}`)}
                </span>
              </div>
              {share && share.of > 0 ? (
                <div className={classes.progressShare}>
                  <Meter
                    share={share.done / share.of}
                    label={t(`stage.${s.id}`)}
                    tone={share.late > 0 ? 'warn' : share.done === share.of ? 'good' : 'accent'}
                    showValue={false}
                  />
                  <span>{t('cycle.share', { done: f.number(share.done), all: f.number(share.of) })}</span>
                  {share.late > 0 ? (
                    <State tone="warn">{t('cycle.lateCount', { n: f.number(share.late), count: share.late })}</State>
                  ) : null}
                </div>
              ) : (
                <div className={classes.progressShare}>
                  <span className={classes.small}>{t('cycle.nothingYet')}</span>
                </div>
              )}
              {cycle.mayDesign && running ? (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  onClick={() => setMoving(s.id)}
                  aria-label={`${t('cycle.move')}: ${t(`stage.${s.id}`)}`}
                >
                  {t('cycle.move')}
                </Button>
              ) : null}
            </li>
          )
        })}
      </ol>
      {cycle.moves.length > 0 ? (
        <Section title={t('cycle.moves')} bare>
          <ul className={classes.plainList}>
            {cycle.moves.map((m, at) => (
              <li key={at}>
                {t('cycle.moved', {
                  name: m.by.name,
                  stage: t(`stage.${m.stage}`),
                  from: f.day(m.from.dueOn, 'short'),
                  to: f.day(m.to.dueOn, 'short'),
                })}{' '}
                <span className={classes.small}>
                  <When at={m.at} />
                </span>
                {m.reason ? <p className={classes.hint}>{m.reason}</p> : null}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {moving ? <Move cycle={cycle} stage={moving} onClose={() => setMoving(null)} /> : null}
    </>
  )
}

function Move({ cycle, stage, onClose }: { cycle: Cycle; stage: StageId; onClose: () => void }) {
  const { t } = useTranslation('reviews')
  const { move } = useCycleActs()
  const now = cycle.stages.find((s) => s.id === stage)!
  const [opensOn, setOpensOn] = useState(now.opensOn)
  const [dueOn, setDueOn] = useState(now.dueOn)
  const [reason, setReason] = useState('')
  return (
    <Modal opened onClose={onClose} title={t('move.title', { stage: t(`stage.${stage}`) })} size={480}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          move.mutate({ cycleId: cycle.id, stage, opensOn, dueOn, reason }, { onSuccess: onClose })
        }}
      >
        <div className={classes.two}>
          <DateField required label={t('plan.opensOn')} value={opensOn} onChange={(d) => d && setOpensOn(d)} />
          <DateField required label={t('plan.dueOn')} value={dueOn} min={opensOn} onChange={(d) => d && setDueOn(d)} />
        </div>
        <Textarea
          autosize
          minRows={2}
          maxLength={1000}
          label={t('move.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {move.error ? <ProblemNote small error={move.error} /> : null}
        <div>
          <Button type="submit" loading={move.isPending}>
            {t('move.act')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Departments({ progress }: { progress: Progress }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const rows = useRows(progress.departments)
  return (
    <DataTable
      label={t('cycle.view.departments')}
      name="reviews-departments"
      counted={(count, number) => t('cycle.counted.departments', { count, number })}
      rows={rows}
      rowKey={(d) => d.department}
      dense
      columns={[
        {
          id: 'department',
          header: t('cycle.department'),
          width: 'minmax(160px, 1.6fr)',
          fixed: true,
          phone: 'title',
          cell: (d) => <span dir="auto">{d.department || t('cycle.noDepartment')}</span>,
        },
        {
          id: 'people',
          header: t('cycle.reviews'),
          width: '110px',
          align: 'end',
          phone: 'end',
          cell: (d) => f.number(d.people),
        },
        ...progress.stages.map(({ stage }) => ({
          id: stage,
          header: t(`stage.${stage}`),
          width: 'minmax(120px, 1fr)',
          align: 'end' as const,
          phone: 'detail' as const,
          cell: (d: Progress['departments'][number]) => {
            const share = d.stages.find((s) => s.stage === stage)
            if (!share || share.of === 0) return '–'
            return (
              <span data-late={share.late > 0 || undefined} className={classes.of}>
                {t('cycle.share', { done: f.number(share.done), all: f.number(share.of) })}
              </span>
            )
          },
        })),
      ]}
    />
  )
}

function Late({ cycle }: { cycle: Cycle }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const [at, setAt] = useAddress<{ q?: string }>()
  const rows = useRowWindow(
    'reviews.late',
    { cycleId: cycle.id, ...(at.q ? { search: at.q } : {}) },
    { page: (offset, limit) => ({ offset, limit }), read: (a) => ({ rows: a.tasks, total: a.total }) },
  )
  return (
    <>
      <FilterBar
        search={{ value: at.q, onChange: (q) => setAt({ q }), label: t('cycle.search') }}
        active={0}
        onClear={() => {}}
      />
      <DataTable
        label={t('cycle.view.late')}
        name="reviews-late"
        counted={(count, number) => t('cycle.counted.late', { count, number })}
        rows={rows}
        rowKey={(x) => x.id}
        filtered={Boolean(at.q)}
        empty={<Empty small title={t('cycle.noneLate')} />}
        columns={[
          {
            id: 'writer',
            header: t('cycle.writer'),
            width: '2fr',
            fixed: true,
            phone: 'title',
            cell: (x) => <Person person={x.writer} size={24} />,
          },
          { id: 'role', header: t('cycle.role'), width: '1.4fr', phone: 'detail', cell: (x) => t(`role.${x.role}`) },
          { id: 'subject', header: t('cycle.subject'), width: '1.6fr', phone: 'detail', cell: (x) => x.subject.name },
          { id: 'department', header: t('cycle.department'), width: '1.4fr', phone: 'off', cell: (x) => x.department },
          {
            id: 'days',
            header: t('cycle.since'),
            width: '130px',
            phone: 'end',
            cell: (x) => <State tone="warn">{t('cycle.days', { n: f.number(x.days), count: x.days })}</State>,
          },
        ]}
      />
    </>
  )
}

const shows = ['in', 'no_manager', 'not_in', 'left_out'] as const

function People({ cycle, notIn }: { cycle: Cycle; notIn: number }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const go = useGo()
  const me = useMe()
  const [at, setAt] = useAddress<{ q?: string; show?: (typeof shows)[number] }>()
  const show = shows.find((s) => s === at.show) ?? 'in'
  const [leaving, setLeaving] = useState<Row | null>(null)
  const [naming, setNaming] = useState<Row | null>(null)
  const [opening, setOpening] = useState<Row | null>(null)
  const { add, bringBack } = useCycleActs()
  const rows = useRowWindow(
    'reviews.people',
    { cycleId: cycle.id, show, ...(at.q ? { search: at.q } : {}) },
    { page: (offset, limit) => ({ offset, limit }), read: (a) => ({ rows: a.people, total: a.total }) },
  )
  const running = cycle.state.state === 'running'
  const designs = cycle.mayDesign && running
  const offered = shows.filter((s) => s !== 'not_in' || cycle.mayDesign)
  const acts = (v: Row) => {
    if (designs && show === 'not_in')
      return (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => add.mutate({ cycleId: cycle.id, personIds: [v.person.id] })}
        >
          {t('cycle.takeIn')}
        </Button>
      )
    if (!v.id) return null
    const reviewId = v.id
    if (v.leftOut)
      return designs && v.leftOut.because === 'decided' ? (
        <Button size="compact-sm" variant="default" onClick={() => bringBack.mutate({ reviewId })}>
          {t('cycle.bringBack')}
        </Button>
      ) : null
    const written = v.roles.some((r) => r.done > 0) && v.person.id !== me.person.id
    const before = designs && !v.sharedAt
    if (!written && !before) return null
    return (
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="compact-sm" variant="subtle" color="gray" aria-label={t('form.more', { name: v.person.name })}>
            <IconDots size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {written ? <Menu.Item onClick={() => setOpening(v)}>{t('reopen.act')}</Menu.Item> : null}
          {before ? <Menu.Item onClick={() => setNaming(v)}>{t('cycle.setManager')}</Menu.Item> : null}
          {before ? <Menu.Item onClick={() => setLeaving(v)}>{t('cycle.leaveOut')}</Menu.Item> : null}
        </Menu.Dropdown>
      </Menu>
    )
  }
  return (
    <>
      <FilterBar
        search={{ value: at.q, onChange: (q) => setAt({ q }), label: t('cycle.searchPeople') }}
        active={0}
        onClear={() => {}}
        end={
          <SegmentedControl
            size="xs"
            aria-label={t('cycle.show')}
            value={show}
            onChange={(v) => setAt({ show: v === 'in' ? undefined : (v as (typeof shows)[number]) })}
            data={offered.map((s) => ({
              value: s,
              label:
                s === 'not_in' && notIn > 0 ? `${t('cycle.shows.not_in')} (${f.number(notIn)})` : t(`cycle.shows.${s}`),
            }))}
          />
        }
      />
      <DataTable
        label={t('cycle.view.people')}
        name="reviews-people"
        counted={(count, number) => t('cycle.counted.people', { count, number })}
        rows={rows}
        rowKey={(v) => v.person.id}
        filtered={Boolean(at.q)}
        onOpen={(v) => void go(v.id && me.roles.includes('hr') ? `/reviews/${v.id}` : `/people/${v.person.id}`)}
        empty={<Empty small title={t(`cycle.empty.${show}`)} />}
        columns={[
          {
            id: 'person',
            header: t('cycle.person'),
            width: '2fr',
            fixed: true,
            phone: 'title',
            cell: (v) => <Person person={v.person} size={28} />,
          },
          {
            id: 'department',
            header: t('cycle.department'),
            width: '1.3fr',
            phone: 'off',
            cell: (v) => v.person.department,
          },
          {
            id: 'manager',
            header: t('role.manager'),
            width: '1.4fr',
            phone: 'detail',
            cell: (v) => v.manager?.name ?? '–',
          },
          {
            id: 'written',
            header: t('cycle.written'),
            width: '1.6fr',
            phone: 'detail',
            cell: (v) =>
              v.leftOut ? (
                <span className={classes.small}>{v.leftOut.words || t(`cycle.because.${v.leftOut.because}`)}</span>
              ) : (
                <span className={classes.small}>
                  {v.roles.map((r) => `${t(`short.${r.role}`)} ${f.number(r.done)}/${f.number(r.of)}`).join(' · ')}
                </span>
              ),
          },
          {
            id: 'state',
            header: t('cycle.state'),
            width: '140px',
            phone: 'end',
            cell: (v) =>
              v.acknowledgedAt ? (
                <State tone="good">{t('own.read')}</State>
              ) : v.sharedAt ? (
                <State tone="good">{t('team.shared')}</State>
              ) : v.onLeave ? (
                <State tone="quiet">{t('team.onLeave')}</State>
              ) : v.roles.some((r) => r.late > 0) ? (
                <State tone="warn">{t('state.late')}</State>
              ) : null,
          },
          ...(running
            ? [
                {
                  id: 'acts',
                  header: t('cycle.acts'),
                  width: '110px',
                  align: 'end' as const,
                  phone: 'detail' as const,
                  cell: acts,
                },
              ]
            : []),
        ]}
      />
      {leaving?.id ? <LeaveOut review={leaving} reviewId={leaving.id} onClose={() => setLeaving(null)} /> : null}
      {opening?.id ? (
        <ReopenDialog reviewId={opening.id} name={opening.person.name} onClose={() => setOpening(null)} />
      ) : null}
      {naming?.id ? <SetManager review={naming} reviewId={naming.id} onClose={() => setNaming(null)} /> : null}
    </>
  )
}

function LeaveOut({ review, reviewId, onClose }: { review: Row; reviewId: string; onClose: () => void }) {
  const { t } = useTranslation('reviews')
  const { leaveOut } = useCycleActs()
  const [reason, setReason] = useState('')
  return (
    <Modal opened onClose={onClose} title={t('leaveOut.title', { name: review.person.name })} size={460}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (reason.trim()) leaveOut.mutate({ reviewId, reason: reason.trim() }, { onSuccess: onClose })
        }}
      >
        <p className={classes.hint}>{t('leaveOut.body')}</p>
        <Textarea
          data-autofocus
          autosize
          minRows={2}
          maxLength={1000}
          required
          label={t('leaveOut.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {leaveOut.error ? <ProblemNote small error={leaveOut.error} /> : null}
        <div>
          <Button type="submit" disabled={!reason.trim()} loading={leaveOut.isPending}>
            {t('cycle.leaveOut')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function SetManager({ review, reviewId, onClose }: { review: Row; reviewId: string; onClose: () => void }) {
  const { t } = useTranslation('reviews')
  const { setManager } = useCycleActs()
  const [person, setPerson] = useState<Pickable | null>(null)
  const [reason, setReason] = useState('')
  return (
    <Modal opened onClose={onClose} title={t('setManager.title', { name: review.person.name })} size={460}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (person && reason.trim())
            setManager.mutate({ reviewId, personId: person.id, reason: reason.trim() }, { onSuccess: onClose })
        }}
      >
        <PersonPicker
          label={t('setManager.who')}
          value={person}
          onChange={setPerson}
          useFind={usePeopleSearch}
          without={[review.person.id]}
        />
        <Textarea
          autosize
          minRows={2}
          maxLength={1000}
          required
          label={t('leaveOut.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {setManager.error ? <ProblemNote small error={setManager.error} /> : null}
        <div>
          <Button type="submit" disabled={!person || !reason.trim()} loading={setManager.isPending}>
            {t('setManager.act')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
