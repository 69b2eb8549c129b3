/** Feedback that somebody received, beside a talk with them or their review: as far as the reader may read it, in full, on the same page. */
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { useFormat, When } from '../ui/reader.tsx'
import { Answers } from './answers.tsx'
import classes from './feedback.module.css'

type Received = Answer<'feedback.about'>['items'][number]

/** So many stand there at once; the others unfold. */
const few = 3

/** Feedback of some days; nothing where there is none to read. */
export function useFeedbackAbout(personId: string, days: { from?: string; to?: string }, enabled = true) {
  const query = useOperation('feedback.about', { personId, ...days }, { enabled, staleTime: 300_000 })
  return query.data?.items ?? []
}

export function FeedbackBeside({ items }: { items: readonly Received[] }) {
  const { t } = useTranslation('feedback')
  const f = useFormat()
  const rest = items.slice(few)
  return (
    <>
      <ul className={classes.beside}>
        {items.slice(0, few).map((item) => (
          <Piece key={item.id} item={item} />
        ))}
      </ul>
      {rest.length > 0 ? (
        <details className={classes.besideMore}>
          <summary>{t('beside.more', { n: f.number(rest.length), count: rest.length })}</summary>
          <ul className={classes.beside}>
            {rest.map((item) => (
              <Piece key={item.id} item={item} />
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}

function Piece({ item }: { item: Received }) {
  const { t } = useTranslation('feedback')
  const me = useMe()
  const from = item.from === null ? t('somebody') : item.from.id === me.person.id ? t('you') : item.from.name
  return (
    <li>
      <details>
        <summary>
          <span className={classes.besideBy} dir="auto">
            {from} · <When on={item.on} style="short" />
          </span>
          <span className={classes.besideBegins} dir="auto">
            {item.answers[0]?.words}
          </span>
        </summary>
        <Answers answers={item.answers} />
      </details>
    </li>
  )
}
