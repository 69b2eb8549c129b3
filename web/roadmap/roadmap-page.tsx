/** What has to be done by when, and will the next go-live hold? */
import { Button, Menu, Select } from '@mantine/core'
import { IconChevronDown, IconRoute } from '@tabler/icons-react'
import { Outlet, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf, useAct, useOperation } from '../api.ts'
import { WithProgram, type Program } from '../program/current.tsx'
import { Go, useAddress } from '../ui/link.tsx'
import { usePhone } from '../ui/media.ts'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, Note, RowsSkeleton } from '../ui/states.tsx'
import { ViewTabs } from '../ui/tabs.tsx'
import { toast } from '../ui/toasts.tsx'
import { all, type At, home, type Roadmap, shown, shows } from './acts.ts'
import { CalendarDialog } from './calendar-dialog.tsx'
import { Gantt } from './gantt.tsx'
import { HandOn } from './hand-on.tsx'
import classes from './roadmap.module.css'
import { TaskList } from './task-list.tsx'

export function RoadmapPage() {
  return <WithProgram>{(program) => <Inside program={program} />}</WithProgram>
}

function Inside({ program }: { program: Program }) {
  const { t } = useTranslation('roadmap')
  const query = useOperation('roadmap.get', { programId: program.id })
  const map = query.data
  const make = useMake(program.id)
  const [settling, setSettling] = useState(false)
  const keep = useAct('roadmap.keepDates', { invalidates: all, done: t('kept.done') })
  const first = (
    <Button loading={make.isPending} onClick={() => make.mutate({ programId: program.id })}>
      {t('make.first')}
    </Button>
  )
  return (
    <Page
      title={t('title')}
      description={t('description')}
      help={t('help')}
      width="wide"
      action={
        map?.made && map.mayPlan ? (
          <Button component={Go} to={`${home}/new`} search={true}>
            {t('add.act')}
          </Button>
        ) : null
      }
      more={
        map?.made ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
                {t('more')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {map.mayPlan ? (
                <>
                  <Menu.Item onClick={() => make.mutate({ programId: program.id })}>{t('make.again')}</Menu.Item>
                  <Menu.Item onClick={() => keep.mutate({ programId: program.id })}>{t('kept.act')}</Menu.Item>
                  <Menu.Item onClick={() => setSettling(true)}>{t('calendar.act')}</Menu.Item>
                </>
              ) : null}
              <Menu.Item component="a" href={addressOf('roadmap.file', { programId: program.id })}>
                {t('file')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null
      }
    >
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={8} />}
        empty={(a) =>
          !a.made && (
            <Empty
              icon={<IconRoute size={22} stroke={1.6} />}
              title={t(a.mayPlan ? 'none.title' : 'none.others')}
              action={a.mayPlan ? first : undefined}
            >
              {a.mayPlan ? t('none.body', { count: a.missing }) : t('none.othersBody')}
            </Empty>
          )
        }
      >
        {(data) => (
          <Made
            map={data}
            onMake={() => make.mutate({ programId: program.id })}
            making={make.isPending}
            key={data.program.id}
          />
        )}
      </Loaded>
      {settling && map ? <CalendarDialog map={map} onClose={() => setSettling(false)} /> : null}
      <Outlet />
    </Page>
  )
}

function useMake(programId: string) {
  const { t } = useTranslation('roadmap')
  return useAct('roadmap.make', {
    invalidates: [...all, 'program.get'],
    onDone: (a) =>
      toast({
        message:
          a.added > 0
            ? t('make.added', { count: a.added })
            : a.unneeded > 0
              ? t('make.unneeded', { count: a.unneeded })
              : t('make.nothing'),
      }),
  }) satisfies { mutate: (input: { programId: typeof programId }) => void }
}

const views = ['list', 'chart'] as const

function Made({ map, onMake, making }: { map: Roadmap; onMake: () => void; making: boolean }) {
  const { t } = useTranslation('roadmap')
  const { taskId } = useParams({ strict: false }) as { taskId?: string }
  const phone = usePhone()
  const f = useFormat()
  const [at, setAt] = useAddress<At>()
  const view = at.view === 'chart' ? 'chart' : 'list'
  const tasks = shown(map, at)
  const open = map.tasks.filter((one) => !one.leftOut)
  const count = (show: string) => shown(map, { show }).length
  const gone = [
    ...new Map(
      open.flatMap((one) =>
        one.owner && !one.owner.here && one.state !== 'done' ? [[one.owner.id, one.owner] as const] : [],
      ),
    ).values(),
  ]
  const out = map.tasks.filter((one) => one.leftOut).length
  return (
    <>
      <GoLives map={map} />
      {map.missing > 0 ? (
        <div className={classes.note}>
          <Note
            tone="accent"
            title={t('make.missing', { count: map.missing })}
            action={
              <Button size="compact-sm" loading={making} onClick={onMake}>
                {t('make.again')}
              </Button>
            }
          >
            {t('make.missingBody')}
          </Note>
        </div>
      ) : null}
      {map.mayPlan && gone.length > 0 ? <HandOn map={map} gone={gone} /> : null}
      {map.mayPlan && map.kept === null ? (
        <div className={classes.note}>
          <Note title={t('kept.none')}>{t('kept.noneBody')}</Note>
        </div>
      ) : null}
      <div className={classes.tools}>
        <ViewTabs
          label={t('view.label')}
          value={view}
          onChange={(value) => setAt({ view: value === 'chart' ? 'chart' : undefined })}
          tabs={views.map((value) => ({ value, label: t(`view.${value}`) }))}
        />
        <div className={classes.filters} role="group" aria-label={t('show.label')}>
          {shows.map((show) => (
            <button
              key={show}
              type="button"
              className={classes.chip}
              aria-pressed={at.show === show}
              onClick={() => setAt({ show: at.show === show ? undefined : show })}
            >
              {t(`show.${show}`)} <span>{count(show)}</span>
            </button>
          ))}
          {map.goLives.length > 1 ? (
            <Select
              aria-label={t('show.wave')}
              placeholder={t('show.wave')}
              size="xs"
              clearable
              clearButtonProps={{ 'aria-label': t('show.everyWave') }}
              value={at.wave ?? null}
              onChange={(wave) => setAt({ wave: wave ?? undefined })}
              data={map.goLives.map((one) => ({ value: one.wave.id, label: one.wave.name }))}
            />
          ) : null}
          {out > 0 ? (
            <button
              type="button"
              className={classes.chip}
              aria-pressed={at.out !== undefined}
              onClick={() => setAt({ out: at.out ? undefined : 'yes' })}
            >
              {t('show.out')} <span>{out}</span>
            </button>
          ) : null}
        </div>
      </div>
      {tasks.length === 0 ? (
        <p className={classes.nothing}>{t('show.nothing')}</p>
      ) : view === 'chart' ? (
        <Gantt map={map} tasks={tasks} current={taskId ?? null} phone={phone} />
      ) : (
        <TaskList map={map} tasks={tasks} current={taskId ?? null} />
      )}
      <p className={classes.foot}>
        {map.kept ? t('kept.since', { day: f.day(map.kept.on, 'long') }) : null}
        {map.kept ? ' · ' : null}
        {t('calendar.holidays')}
      </p>
    </>
  )
}

/** Each go-live that is still to come: what is left before it, or what is missing. */
function GoLives({ map }: { map: Roadmap }) {
  const { t } = useTranslation('roadmap')
  const f = useFormat()
  const ahead = map.goLives.filter((one) => !one.live)
  if (ahead.length === 0) return null
  return (
    <ul className={classes.goLives}>
      {ahead.map((one) => (
        <li
          key={one.wave.id}
          data-tone={one.overBy > 0 ? 'bad' : one.buffer !== null && one.buffer < 2 ? 'warn' : 'good'}
        >
          <Go to={`/program/waves/${one.wave.id}`} dir="auto">
            {one.wave.name}
          </Go>
          <strong>{one.goesLiveOn ? f.day(one.goesLiveOn, 'long') : t('goLive.undated')}</strong>
          <span>
            {one.overBy > 0
              ? t('goLive.over', { count: one.overBy, n: f.number(one.overBy) })
              : one.goesLiveOn === null
                ? t('goLive.undatedBody')
                : one.buffer === null
                  ? t('goLive.free')
                  : t('goLive.buffer', { count: one.buffer, n: f.number(one.buffer) })}
          </span>
        </li>
      ))}
    </ul>
  )
}
