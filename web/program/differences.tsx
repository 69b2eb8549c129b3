/** What a version changed, part by part; a first version as a plain sheet, since everything in it is new. */
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { Diff } from '../ui/diff.tsx'
import { Facts, Section } from '../ui/page.tsx'
import { useChanges } from './changes.ts'
import classes from './differences.module.css'
import { stepOf } from './step-ids.ts'

export function Differences({ found }: { found: Answer<'program.difference'> }) {
  const { t } = useTranslation('program')
  const changesOf = useChanges()
  return (
    <div className={classes.parts}>
      {changesOf(found).map((group) => (
        <Section key={group.area} title={t(`steps.${stepOf[group.area]}.label`)}>
          {found.from === null ? (
            <Facts
              facts={group.changes.map((c, i) => ({
                label: group.changes.length > 1 && !c.field ? `${c.label} ${i + 1}` : c.label,
                value: c.after ?? '–',
              }))}
            />
          ) : (
            <Diff changes={group.changes} />
          )}
        </Section>
      ))}
    </div>
  )
}
