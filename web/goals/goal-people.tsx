/** Who has to do with a goal: whom it is for, who helps, whom a private one is shown to. */
import { CloseButton, SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { PersonPicker } from '../ui/person-picker.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { goalReads } from './acts.ts'
import type { Detail } from './goal-panel.tsx'
import classes from './goals.module.css'

export function GoalPeople({ goal }: { goal: Detail }) {
  const { t } = useTranslation('goals')
  const me = useMe()
  const level = useAct('goals.level', { invalidates: goalReads, done: t('done.level') })
  const contributors = useAct('goals.contributors', { invalidates: goalReads })
  const share = useAct('goals.share', { invalidates: goalReads })
  const mine = goal.owner.id === me.person.id
  const open = goal.status.state !== 'closed'
  const mayJoin = goal.mayWrite && open && (goal.visibility === 'public' || mine)
  const mayLevel = open && goal.visibility === 'public' && goal.mayLevel.length > 1
  return (
    <>
      {mayLevel ? (
        <div>
          <div id="whom-for" className={classes.blockTitle}>
            {t('level.title')}
          </div>
          <SegmentedControl
            fullWidth
            aria-labelledby="whom-for"
            value={goal.level}
            disabled={level.isPending}
            onChange={(value) => level.mutate({ goalId: goal.id, level: value as Detail['level'] })}
            data={goal.mayLevel.map((value) => ({ value, label: t(`level.${value}`) }))}
          />
        </div>
      ) : null}
      {mayJoin || goal.contributors.length > 0 ? (
        <PeopleList
          title={t('contributors.title')}
          hint={t('contributors.hint')}
          add={t('contributors.add')}
          people={goal.contributors}
          fixed={!mayJoin}
          without={[goal.owner.id]}
          onChange={(personIds) => contributors.mutate({ goalId: goal.id, personIds })}
        />
      ) : null}
      {goal.visibility === 'private' && mine ? (
        <PeopleList
          title={t('readers.title')}
          hint={t('readers.hint')}
          add={t('readers.add')}
          people={goal.chosenReaders}
          fixed={false}
          without={[goal.owner.id, ...goal.readers.map((r) => r.id)]}
          onChange={(personIds) => share.mutate({ goalId: goal.id, personIds })}
        />
      ) : null}
    </>
  )
}

/** Names with a way to take each out, and a field to add one. */
function PeopleList({
  title,
  hint,
  add,
  people,
  fixed,
  without,
  onChange,
}: {
  title: string
  hint: string
  add: string
  people: readonly { id: string; name: string }[]
  fixed: boolean
  without: readonly string[]
  onChange: (ids: string[]) => void
}) {
  const { t } = useTranslation('goals')
  const ids = people.map((p) => p.id)
  return (
    <div>
      <div className={classes.blockTitle}>{title}</div>
      {people.length > 0 ? (
        <ul className={classes.people}>
          {people.map((person) => (
            <li key={person.id}>
              <Person person={person} size={20} link detail={null} />
              {fixed ? null : (
                <CloseButton
                  size="sm"
                  aria-label={t('contributors.remove', { name: person.name })}
                  onClick={() => onChange(ids.filter((id) => id !== person.id))}
                />
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {fixed ? null : (
        <>
          <PersonPicker
            inside
            label={add}
            value={null}
            onChange={(person) => person && onChange([...ids, person.id])}
            useFind={usePeopleSearch}
            without={[...without, ...ids]}
          />
          <p className={classes.when}>{hint}</p>
        </>
      )}
    </div>
  )
}

/** Who looks after a key result: nobody in particular, the owner, or one who helps. */
export function useNames(goal: Detail): { value: string; label: string }[] {
  const { t } = useTranslation('goals')
  return [
    { value: '', label: t('keyResult.ofOwner', { name: goal.owner.name }) },
    ...goal.contributors.map((p) => ({ value: p.id, label: p.name })),
  ]
}

/** In how far a key result counts: "60 % of the goal". */
export function useCounts(goal: Detail): (weight: number) => string {
  const { t } = useTranslation('goals')
  const f = useFormat()
  const all = goal.keyResults.reduce((sum, k) => sum + k.weight, 0)
  return (weight) => t('keyResult.counts', { share: f.share(Math.round((weight / Math.max(1, all)) * 100), 100) })
}
