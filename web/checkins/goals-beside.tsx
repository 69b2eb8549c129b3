/** The report's goals beside the talk, for both: how they stand, and progress said where it comes up. */
import { Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useOperation, type Answer } from '../api.ts'
import { useProgress } from '../goals/acts.ts'
import { Going, toneOf } from '../goals/amount.tsx'
import { QuickShare, QuickValue } from '../goals/key-results.tsx'
import { Go } from '../ui/link.tsx'
import { Meter } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'
import type { Conversation } from './acts.ts'
import classes from './checkins.module.css'

type Goal = Answer<'goals.list'>['goals'][number]

export function GoalsBeside({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const goals = useOperation(
    'goals.list',
    k.side === 'report' ? { scope: 'mine', limit: 6 } : { scope: 'person', ownerId: k.report.id, limit: 6 },
  )
  if (!goals.data || (goals.data.goals.length === 0 && k.side === 'manager')) return null
  return (
    <section className={classes.block} aria-labelledby="goals-in-view">
      <div className={classes.blockTop}>
        <h2 id="goals-in-view">{t('goals')}</h2>
      </div>
      <ul className={classes.goals}>
        {goals.data.goals.map((g) => (
          <GoalRow key={g.id} goal={g} />
        ))}
      </ul>
      {goals.data.goals.length === 0 ? <Go to="/goals">{t('firstGoal')}</Go> : null}
    </section>
  )
}

const confidences = ['on_track', 'at_risk', 'off_track'] as const

function GoalRow({ goal }: { goal: Goal }) {
  const { t } = useTranslation('checkins')
  const goals = useTranslation('goals').t
  const f = useFormat()
  const progress = useProgress()
  const [open, setOpen] = useState(false)
  const { status } = goal
  const live = goal.mayWrite && (status.state === 'active' || status.state === 'over')
  const said = status.state === 'active' && status.said ? status.going : ''
  return (
    <li>
      <span className={classes.goalTop}>
        <Go to={`/goals/${goal.id}`} dir="auto">
          {goal.title}
        </Go>
        {live ? (
          <button
            type="button"
            className={classes.goalOpen}
            aria-expanded={open}
            aria-label={t('goalProgress', { title: goal.title })}
            onClick={() => setOpen(!open)}
          >
            {open ? <IconChevronUp size={16} aria-hidden /> : <IconChevronDown size={16} aria-hidden />}
          </button>
        ) : null}
      </span>
      <Meter size="small" share={goal.reached} label={f.list([goal.title])} tone={toneOf(status)} />
      {status.state === 'active' && status.going === 'on_track' ? null : <Going status={status} />}
      {live && open ? (
        <div className={classes.goalNow}>
          {goal.keyResults.length === 0 ? <QuickShare goal={goal} /> : null}
          {goal.keyResults.map((r) => (
            <div key={r.id} className={classes.goalLine}>
              <span dir="auto">{r.title}</span>
              <QuickValue goal={goal} k={r} />
            </div>
          ))}
          {status.state === 'active' ? (
            <Select
              size="xs"
              className={classes.choice}
              label={goals('report.title')}
              allowDeselect={false}
              placeholder={t('goalNotSaid')}
              value={said || null}
              onChange={(value) => {
                const confidence = confidences.find((x) => x === value)
                if (confidence) progress.mutate({ goalId: goal.id, confidence })
              }}
              data={confidences.map((value) => ({ value, label: goals(`going.${value}`) }))}
            />
          ) : null}
        </div>
      ) : null}
    </li>
  )
}
