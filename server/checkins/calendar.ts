/**
 * A meeting as a calendar file (RFC 5545, RFC 5546). The check-in is the entry: its id is the
 * UID for ever, each change has the next SEQUENCE. Times are in UTC, so that each calendar
 * shows its reader's own. A series is not a recurrence rule: each talk is an entry of its own,
 * because each moves on its own and none stands in a calendar that nobody agreed to.
 */
import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  ICalEventStatus,
} from 'ical-generator'
import { addMs, type Instant } from '../platform/clock.ts'

export type CalendarPerson = { name: string; address: string; accepted: boolean }
export type CalendarEntry = {
  uid: string
  sequence: number
  startsAt: Instant
  minutes: number
  summary: string
  description: string
  place: string
  url: string
  /** When this state of it was made. */
  stampedAt: Instant
  manager: CalendarPerson
  report: CalendarPerson
}

/** `publish`: a file to take; the others are messages to a calendar. */
export function calendarFile(entry: CalendarEntry, method: 'request' | 'cancel' | 'publish'): string {
  const calendar = ical({
    prodId: { company: 'Belay', product: 'Check-ins', language: 'EN' },
    method: {
      request: ICalCalendarMethod.REQUEST,
      cancel: ICalCalendarMethod.CANCEL,
      publish: ICalCalendarMethod.PUBLISH,
    }[method],
  })
  const attendee = (person: CalendarPerson, role: ICalAttendeeRole) => ({
    name: person.name,
    email: person.address,
    role,
    type: ICalAttendeeType.INDIVIDUAL,
    status: person.accepted ? ICalAttendeeStatus.ACCEPTED : ICalAttendeeStatus.NEEDSACTION,
    rsvp: !person.accepted && method === 'request',
  })
  const { manager, report } = entry
  calendar.createEvent({
    id: entry.uid,
    sequence: entry.sequence,
    start: new Date(entry.startsAt),
    end: new Date(addMs(entry.startsAt, entry.minutes * 60_000)),
    stamp: new Date(entry.stampedAt),
    lastModified: new Date(entry.stampedAt),
    summary: entry.summary,
    ...(entry.description ? { description: entry.description } : {}),
    ...(entry.place ? { location: entry.place } : {}),
    url: entry.url,
    status: method === 'cancel' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    busystatus: method === 'cancel' ? ICalEventBusyStatus.FREE : ICalEventBusyStatus.BUSY,
    ...(manager.address ? { organizer: { name: manager.name, email: manager.address } } : {}),
    attendees: [
      ...(manager.address ? [attendee(manager, ICalAttendeeRole.CHAIR)] : []),
      ...(report.address ? [attendee(report, ICalAttendeeRole.REQ)] : []),
    ],
  })
  return calendar.toString()
}
