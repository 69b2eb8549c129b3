/** What people do, and how often. Only what this release has can be switched on. */
import { Switch } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Design, ElementId } from '../../contract/design.ts'
import type { StepProps } from './design-page.tsx'
import { useGroup } from './drafts.ts'
import { CheckinsElement } from './element-checkins.tsx'
import { FeedbackElement } from './element-feedback.tsx'
import { GoalsElement } from './element-goals.tsx'
import { ReviewsElement } from './element-reviews.tsx'
import { PulseElement } from './element-pulse.tsx'
import { RecognitionElement } from './element-recognition.tsx'
import classes from './steps.module.css'

type Elements = Design['elements']
/** Elements that this release has. */
type Offered = 'goals' | 'checkins' | 'feedback' | 'recognition' | 'reviews' | 'pulse'
export type ElementProps<E extends ElementId> = {
  settings: Elements[E]
  set: (change: Partial<Elements[E]>) => void
}

export function ElementsStep({ program, design }: StepProps) {
  const { t } = useTranslation('program')
  const [elements, set] = useGroup(program.id, design, 'elements')
  const propsOf = <E extends Offered>(id: E): ElementProps<E> => ({
    settings: elements[id],
    set: (change) => set({ ...elements, [id]: { ...elements[id], ...change } }),
  })
  /** What this release has, each with what can be set about it. */
  const offered: { id: Offered; body: ReactNode }[] = [
    { id: 'goals', body: <GoalsElement {...propsOf('goals')} /> },
    { id: 'checkins', body: <CheckinsElement {...propsOf('checkins')} /> },
    { id: 'feedback', body: <FeedbackElement {...propsOf('feedback')} /> },
    { id: 'recognition', body: <RecognitionElement {...propsOf('recognition')} /> },
    { id: 'reviews', body: <ReviewsElement {...propsOf('reviews')} /> },
    { id: 'pulse', body: <PulseElement {...propsOf('pulse')} /> },
  ]
  return (
    <>
      {offered.map(({ id, body }) => (
        <section key={id} className={classes.element}>
          <div className={classes.elementHead}>
            <div>
              <h2 id={`element-${id}`}>{t(`element.${id}`)}</h2>
              <p>{t(`elements.${id}What`)}</p>
            </div>
            <Switch
              aria-labelledby={`element-${id}`}
              checked={elements[id].on}
              onChange={(e) => propsOf(id).set({ on: e.currentTarget.checked })}
            />
          </div>
          {elements[id].on ? body : null}
        </section>
      ))}
    </>
  )
}
