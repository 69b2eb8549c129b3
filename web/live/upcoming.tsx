/** Sessions that the viewer may book, among what they learn. */
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { List, Row } from '../ui/list.tsx'
import { DayTile } from '../ui/marks.tsx'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded } from '../ui/states.tsx'
import { SeatButton, SeatState, type OwnSession } from './seat.tsx'

export function Upcoming() {
  const { t } = useTranslation('live')
  const query = useOperation('live.upcoming', {})
  return (
    <Loaded query={query} skeleton={<></>}>
      {({ sessions }) =>
        sessions.length === 0 ? null : (
          <Section title={t('title')} description={t('yourTime')} bare>
            <List>
              {sessions.map((one) => (
                <Session key={one.id} session={one} />
              ))}
            </List>
          </Section>
        )
      }
    </Loaded>
  )
}

function Session({ session }: { session: OwnSession }) {
  const f = useFormat()
  return (
    <Row
      lead={<DayTile at={session.startsAt} />}
      title={session.title}
      to={`/learning/sessions/${session.id}`}
      says={[
        <span key="when">
          <time dateTime={session.startsAt}>{f.exact(session.startsAt)}</time>
          {session.place ? <span dir="auto"> · {session.place}</span> : null}
        </span>,
        <SeatState key="seat" session={session} />,
      ]}
      acts={<SeatButton session={session} />}
    />
  )
}
