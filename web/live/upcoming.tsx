/** Sessions that the viewer may book, among what they learn. */
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { Go } from '../ui/link.tsx'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded } from '../ui/states.tsx'
import classes from './live.module.css'
import { SeatButton, SeatState, type OwnSession } from './seat.tsx'
import { DayTile } from './times.tsx'

export function Upcoming() {
  const { t } = useTranslation('live')
  const query = useOperation('live.upcoming', {})
  return (
    <Loaded query={query} skeleton={<></>}>
      {({ sessions }) =>
        sessions.length === 0 ? null : (
          <Section title={t('title')} description={t('yourTime')} bare>
            <ul className={classes.list}>
              {sessions.map((one) => (
                <Row key={one.id} session={one} />
              ))}
            </ul>
          </Section>
        )
      }
    </Loaded>
  )
}

function Row({ session }: { session: OwnSession }) {
  const f = useFormat()
  return (
    <li className={classes.row}>
      <DayTile at={session.startsAt} />
      <div className={classes.words}>
        <Go to={`/learning/sessions/${session.id}`} className={classes.rowTitle}>
          {session.title}
        </Go>
        <span className={classes.quiet}>
          <time dateTime={session.startsAt}>{f.exact(session.startsAt)}</time>
          {session.place ? <span dir="auto"> · {session.place}</span> : null}
        </span>
        <SeatState session={session} />
      </div>
      <SeatButton session={session} />
    </li>
  )
}
