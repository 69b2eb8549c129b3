/** Tasks of people who left: offered to be handed on, all of one person’s at once. */
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { PersonPicker } from '../ui/person-picker.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Note } from '../ui/states.tsx'
import { all, type Roadmap } from './acts.ts'
import classes from './roadmap.module.css'

export function HandOn({ map, gone }: { map: Roadmap; gone: readonly { id: string; name: string }[] }) {
  const { t } = useTranslation('roadmap')
  const f = useFormat()
  const hand = useAct('roadmap.handOver', { invalidates: all, done: t('hand.done') })
  const open = (id: string) => map.tasks.filter((one) => one.owner?.id === id && one.state !== 'done' && !one.leftOut)
  return (
    <div className={classes.note}>
      <Note tone="warn" title={t('hand.title')}>
        <ul className={classes.gone}>
          {gone.map((one) => (
            <li key={one.id}>
              <span dir="auto">
                {t('hand.line', { name: one.name, count: open(one.id).length, n: f.number(open(one.id).length) })}
              </span>
              <PersonPicker
                label={t('hand.to')}
                value={null}
                disabled={hand.isPending}
                useFind={usePeopleSearch}
                onChange={(person) =>
                  person && hand.mutate({ programId: map.program.id, fromId: one.id, toId: person.id })
                }
              />
            </li>
          ))}
        </ul>
      </Note>
    </div>
  )
}
