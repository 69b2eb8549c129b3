/** A calibration session: the same people by both ratings, as a distribution and as a table. */
import { Button, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { Outlet, useParams } from '@tanstack/react-router'
import { useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Filter, FilterBar } from '../ui/filter-bar.tsx'
import { useAddress, useGo } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import { homeOf, isChanged, useSessionActs, type Row, type Session } from './acts.ts'
import { Distribution } from './distribution.tsx'
import { RatingGrid } from './grid.tsx'
import { PeopleTable } from './people-table.tsx'
import { SeatList, SeatsDialog } from './seats.tsx'
import { SessionState } from './sessions.tsx'
import { Severity } from './severity.tsx'
import classes from './calibration.module.css'

export function SessionPage() {
  const { t } = useTranslation('calibration')
  const { sessionId = '' } = useParams({ strict: false }) as { sessionId?: string }
  const me = useMe()
  const [live, setLive] = useState(false)
  // Others may change ratings at the same time.
  const query = useOperation('calibration.get', { sessionId }, { every: live ? 8000 : false })
  const open = query.data?.state.state === 'open'
  if (open !== live) setLive(open)
  const s = query.data
  const prepares = me.roles.includes('lead') || me.roles.includes('hr')
  const back =
    prepares && s
      ? { to: `/program/reviews/${s.cycle.id}`, label: s.cycle.name }
      : { to: '/reviews', label: t('session.back') }
  if (query.error && !s) {
    return (
      <Page title={t('session.title')} width="reading" back={back}>
        <ProblemNote error={query.error} retry={() => void query.refetch()} />
      </Page>
    )
  }
  if (!s) return <PageSkeleton />
  return (
    <Page
      title={s.name}
      width="wide"
      back={back}
      help={t('session.help')}
      description={
        <span className={classes.description}>
          <SessionState session={s} />
          <span>
            {s.cycle.name} · <When on={s.heldOn} style="long" />
          </span>
        </span>
      }
      {...(s.as === 'facilitator' ? { action: <Main s={s} />, more: <More s={s} /> } : {})}
    >
      <Standing s={s} />
      <Views s={s} />
      <Outlet />
    </Page>
  )
}

function Main({ s }: { s: Session }) {
  const { t } = useTranslation('calibration')
  const f = useFormat()
  const { open, close } = useSessionActs()
  const [asking, setAsking] = useState(false)
  const changed = s.rows.filter(isChanged).length
  const lapsed = s.rows.filter((row) => row.state !== 'rated' && row.moves.some((n) => !n.undone)).length
  if (s.state.state === 'prepared') {
    return (
      <>
        <Button onClick={() => setAsking(true)}>{t('open.act')}</Button>
        <ConfirmDialog
          opened={asking}
          onClose={() => setAsking(false)}
          title={t('open.title', { name: s.name })}
          confirm={t('open.act')}
          busy={open.isPending}
          error={open.error}
          onConfirm={() => open.mutate({ sessionId: s.id }, { onSuccess: () => setAsking(false) })}
        >
          {t('open.body')}
        </ConfirmDialog>
      </>
    )
  }
  if (s.state.state !== 'open') return null
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('close.act')}</Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('close.title', { name: s.name })}
        confirm={t('close.act')}
        busy={close.isPending}
        error={close.error}
        onConfirm={() => close.mutate({ sessionId: s.id, changed }, { onSuccess: () => setAsking(false) })}
      >
        <p>{t('close.changed', { n: f.number(changed), count: changed })}</p>
        {lapsed > 0 ? <p>{t('close.lapsed', { n: f.number(lapsed), count: lapsed })}</p> : null}
        <p>{t('close.body')}</p>
      </ConfirmDialog>
    </>
  )
}

function More({ s }: { s: Session }) {
  const { t } = useTranslation('calibration')
  const go = useGo()
  const { remove } = useSessionActs()
  const [asking, setAsking] = useState(false)
  if (!s.mayPrepare) return null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconDots size={16} aria-hidden />}>
            {t('session.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void go(`${homeOf(s.id)}/edit`)}>{t('session.edit')}</Menu.Item>
          {s.state.state === 'prepared' ? (
            <Menu.Item color="red" onClick={() => setAsking(true)}>
              {t('remove.act')}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('remove.title', { name: s.name })}
        confirm={t('remove.act')}
        danger
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          remove.mutate(
            { sessionId: s.id },
            { onSuccess: () => void go(`/program/reviews/${s.cycle.id}`, { search: { view: 'calibration' } }) },
          )
        }
      >
        {t('remove.body')}
      </ConfirmDialog>
    </>
  )
}

function Standing({ s }: { s: Session }) {
  const { t } = useTranslation('calibration')
  const f = useFormat()
  const { state } = s
  return (
    <div className={classes.banner}>
      {state.state === 'closed' ? (
        <Note tone="good" title={t('session.closedBy', { name: state.by.name, day: f.dayAt(state.at, 'short') })}>
          {t(s.as === 'facilitator' ? 'session.closedBody' : 'session.closedOwn')}
        </Note>
      ) : state.state === 'ended' ? (
        <Note title={t('session.ended')}>{t('session.endedBody')}</Note>
      ) : state.state === 'prepared' ? (
        <Note title={t(s.as === 'facilitator' ? 'session.prepared' : 'session.preparedOwn')}>
          {t(s.as === 'facilitator' ? 'session.preparedBody' : 'session.preparedOwnBody')}
        </Note>
      ) : s.as === 'participant' ? (
        <Note title={t('session.openOwn')}>{t('session.openOwnBody')}</Note>
      ) : null}
      <p className={classes.hint}>{t('session.notShown')}</p>
    </div>
  )
}

const views = ['grid', 'distribution', 'table', 'managers', 'about'] as const

function Views({ s }: { s: Session }) {
  const { t } = useTranslation('calibration')
  const { reviewId = null } = useParams({ strict: false }) as { reviewId?: string }
  const offered = views.filter(
    (v) => (v !== 'grid' || s.questions.length > 1) && (v !== 'managers' || s.as === 'facilitator'),
  )
  const [asked, setView] = useTab(views)
  const view = offered.includes(asked) ? asked : offered[0]!
  const [at, setAt] = useAddress<{ q?: string; manager?: string[]; changed?: boolean }>()
  const search = useDeferredValue((at.q ?? '').toLocaleLowerCase())
  const managers = useMemo(() => managersOf(s.rows), [s.rows])
  const wanted = s.as === 'facilitator' ? (at.manager ?? []) : []
  const rows = s.rows.filter(
    (row) =>
      (search === '' || row.person.name.toLocaleLowerCase().includes(search)) &&
      (wanted.length === 0 || wanted.includes(row.manager?.id ?? '')) &&
      (!at.changed || isChanged(row)),
  )
  const active = (wanted.length > 0 ? 1 : 0) + (at.changed ? 1 : 0)
  const filters = view === 'grid' || view === 'distribution' || view === 'table'
  const filtered = active > 0 || search !== ''
  return (
    <>
      <ViewTabs
        label={t('session.views')}
        value={view}
        onChange={setView}
        tabs={offered.map((v) => ({ value: v, label: t(`view.${v}`) }))}
      />
      <div className={classes.view}>
        {filters && s.rows.length > 0 ? (
          <FilterBar
            search={{ value: at.q, onChange: (q) => setAt({ q: q as string }), label: t('session.search') }}
            active={active}
            onClear={() => setAt({ manager: [], changed: false })}
          >
            {s.as === 'facilitator' ? (
              <Filter
                label={t('table.manager')}
                options={managers}
                value={wanted}
                onChange={(manager) => setAt({ manager })}
              />
            ) : null}
            <Filter
              single
              label={t('session.changes')}
              options={[{ value: 'yes', label: t('session.changedOnly') }]}
              value={at.changed ? ['yes'] : []}
              onChange={(v) => setAt({ changed: v.length > 0 })}
            />
          </FilterBar>
        ) : null}
        {view === 'about' ? (
          <About s={s} />
        ) : view === 'managers' ? (
          <Severity session={s} />
        ) : s.rows.length === 0 ? (
          <Empty small title={t('session.nobody')} />
        ) : rows.length === 0 ? (
          <Empty small title={t('session.noneFound')} />
        ) : view === 'grid' ? (
          <RatingGrid session={s} rows={rows} current={reviewId} />
        ) : view === 'distribution' ? (
          <Distribution session={s} rows={rows} />
        ) : (
          <PeopleTable session={s} rows={rows} current={reviewId} filtered={filtered} />
        )}
      </div>
    </>
  )
}

function managersOf(rows: readonly Row[]) {
  return [...Map.groupBy(rows, (row) => row.manager?.id ?? '')]
    .flatMap(([value, list]) => (value ? [{ value, label: list[0]!.manager!.name, count: list.length }] : []))
    .toSorted((a, b) => a.label.localeCompare(b.label))
}

function About({ s }: { s: Session }) {
  const { t } = useTranslation('calibration')
  const [seating, setSeating] = useState(false)
  return (
    <div className={classes.about}>
      <Section title={t('about.agenda')}>
        {s.agenda ? (
          <p className={classes.agenda} dir="auto">
            {s.agenda}
          </p>
        ) : (
          <p className={classes.hint}>{t('about.noAgenda')}</p>
        )}
      </Section>
      <Section title={t('about.people')} description={t(`scope.is.${s.scope.kind}`, { name: s.scope.name })} bare>
        <SeatList session={s} onChange={s.mayPrepare ? () => setSeating(true) : null} />
      </Section>
      {seating ? <SeatsDialog session={s} onClose={() => setSeating(false)} /> : null}
    </div>
  )
}
