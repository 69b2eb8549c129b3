/** What the report was told in the last months, beside the talk: as far as each of the two may read it. */
import { useTranslation } from 'react-i18next'
import { FeedbackBeside as Pieces, useFeedbackAbout } from '../feedback/beside.tsx'
import type { Conversation } from './acts.ts'
import classes from './checkins.module.css'

export function FeedbackBeside({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const items = useFeedbackAbout(k.report.id, {}, k.current)
  if (items.length === 0) return null
  return (
    <section className={classes.block} aria-labelledby="feedback-in-view">
      <div className={classes.blockTop}>
        <h2 id="feedback-in-view">{t('feedback.title')}</h2>
      </div>
      <Pieces items={items} />
      <span className={classes.save}>
        {k.side === 'report' ? t('feedback.own', { name: k.manager.name }) : t('feedback.theirs')}
      </span>
    </section>
  )
}
