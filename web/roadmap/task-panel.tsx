/** One task: whose, by when, what it waits for, and what a change of it would move. */
import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { WithProgram, type Program } from '../program/current.tsx'
import { useMe } from '../shell/me.ts'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Facts } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, Note, TextSkeleton } from '../ui/states.tsx'
import { all, evidenceOf, home, type Roadmap, type Task, tones } from './acts.ts'
import classes from './roadmap.module.css'
import { Tick } from './tick.tsx'
import { Dates, Owner, Words } from './task-forms.tsx'

export function TaskPanel() {
  return <WithProgram>{(program) => <Inside program={program} />}</WithProgram>
}

function Inside({ program }: { program: Program }) {
  const { t } = useTranslation('roadmap')
  const { taskId = '' } = useParams({ strict: false }) as { taskId?: string }
  const query = useOperation('roadmap.get', { programId: program.id })
  const task = query.data?.tasks.find((one) => one.id === taskId)
  return (
    <SidePanel title={task?.title ?? t('task')} kind={t(task?.kind === 'milestone' ? 'milestone' : 'task')} back={home}>
      <Loaded query={query} skeleton={<TextSkeleton lines={8} />}>
        {(map) => (task ? <Body key={task.id} map={map} task={task} /> : <Note title={t('notThere')} />)}
      </Loaded>
    </SidePanel>
  )
}

function Body({ map, task }: { map: Roadmap; task: Task }) {
  const { t } = useTranslation('roadmap')
  const f = useFormat()
  const me = useMe()
  const title = (id: string) => map.tasks.find((one) => one.id === id)
  const before = task.after.flatMap((id) => title(id) ?? [])
  const next = map.tasks.filter((one) => one.after.includes(task.id) && !one.leftOut)
  const out = useAct('roadmap.leaveOut', { invalidates: all, done: task.leftOut ? t('out.back') : t('out.done') })
  const evidence = evidenceOf(task, me.roles)
  const links = (tasks: readonly Task[]) =>
    tasks.length === 0 ? (
      t('nothing')
    ) : (
      <>
        {tasks.map((one) => (
          <div key={one.id}>
            <Go to={`${home}/${one.id}`} search={true} className={classes.link} dir="auto">
              {one.wave && one.wave.id !== task.wave?.id ? `${one.title} (${one.wave.name})` : one.title}
            </Go>
          </div>
        ))}
      </>
    )
  return (
    <div className={classes.panel}>
      <div className={classes.states}>
        <State tone={tones[task.state]}>{t(`state.${task.state}`)}</State>
        {task.critical && task.state !== 'done' ? <State tone="warn">{t('critical')}</State> : null}
        {task.conflict > 0 ? (
          <State tone="bad">{t('conflict', { count: task.conflict, n: f.number(task.conflict) })}</State>
        ) : null}
        {task.held ? <State tone="quiet">{t('held')}</State> : null}
      </div>
      {task.about ? (
        <p className={classes.written} dir="auto">
          {task.about}
        </p>
      ) : null}
      {task.watches ? (
        <Note
          tone={task.state === 'done' ? 'good' : 'plain'}
          title={task.done ? t('seenOn', { day: f.day(task.done.on, 'long') }) : t('seen')}
          action={
            evidence ? (
              <Go to={evidence} className={classes.inNote}>
                {t('evidence')}
              </Go>
            ) : undefined
          }
        >
          {t('seenBody')}
        </Note>
      ) : task.leftOut ? null : map.mayPlan || task.mine ? (
        <Tick task={task} today={map.today} />
      ) : task.done?.note ? (
        <p className={classes.written} dir="auto">
          {task.done.note}
        </p>
      ) : null}
      <Facts
        facts={[
          { label: t('column.phase'), value: t(`phase.${task.phase}`) },
          ...(task.wave ? [{ label: t('column.wave'), value: <span dir="auto">{task.wave.name}</span> }] : []),
          ...(task.kind === 'task'
            ? [
                { label: t('column.starts'), value: <When on={task.startsOn} style="long" /> },
                { label: t('column.due'), value: <When on={task.dueOn} style="long" /> },
                { label: t('column.days'), value: f.number(task.days) },
              ]
            : [{ label: t('column.day'), value: <When on={task.dueOn} style="long" /> }]),
          ...(task.ownerOff.length > 0
            ? [{ label: t('column.off'), value: f.list(task.ownerOff.map((day) => f.day(day, 'short'))) }]
            : []),
          ...(task.state !== 'done' && task.expectedOn !== task.dueOn
            ? [{ label: t('column.expected'), value: <When on={task.expectedOn} style="long" /> }]
            : []),
          ...(task.slack !== null
            ? [
                {
                  label: t('column.slack'),
                  value:
                    task.slack < 0
                      ? t('slack.missing', { count: -task.slack, n: f.number(-task.slack) })
                      : t('slack.left', { count: task.slack, n: f.number(task.slack) }),
                },
              ]
            : []),
          ...(task.kept && task.slipped !== null
            ? [
                {
                  label: t('column.kept'),
                  value: (
                    <>
                      <When on={task.kept.dueOn} style="long" />
                      {task.slipped !== 0 ? (
                        <span className={classes.quiet}>
                          {' '}
                          {task.slipped > 0
                            ? t('slipped', { count: task.slipped, n: f.number(task.slipped) })
                            : t('earlier', { count: -task.slipped, n: f.number(-task.slipped) })}
                        </span>
                      ) : null}
                    </>
                  ),
                },
              ]
            : []),
          { label: t('after'), value: links(before) },
          { label: t('before'), value: links(next) },
          ...(map.mayPlan && task.watches === null
            ? []
            : task.owner
              ? [{ label: t('owner.label'), value: <span dir="auto">{task.owner.name}</span> }]
              : []),
        ]}
      />
      {map.mayPlan && !task.leftOut ? (
        <>
          {task.watches === null ? <Owner task={task} /> : null}
          {task.watches === null && task.state !== 'done' ? <Dates map={map} task={task} /> : null}
          <Words task={task} />
        </>
      ) : null}
      {map.mayPlan ? (
        <div className={classes.part}>
          {task.unneeded && !task.leftOut ? <p className={classes.plain}>{t('unneededBody')}</p> : null}
          <div>
            <Button
              variant="subtle"
              color="gray"
              loading={out.isPending}
              onClick={() => out.mutate({ taskId: task.id, out: !task.leftOut })}
            >
              {task.leftOut ? t('out.bringBack') : t('out.act')}
            </Button>
          </div>
        </div>
      ) : null}
    </div>
  )
}
