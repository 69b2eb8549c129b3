/**
 * A meeting as a calendar file (RFC 5545, RFC 5546). Whatever it is about gives it a UID that
 * stays for ever; each change has the next SEQUENCE. Times are in UTC, so that each calendar
 * shows its reader's own.
 */
import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  ICalEventStatus,
} from 'ical-generator'
import type { Instant } from './clock.ts'

export type CalendarPerson = { name: string; address: string; accepted: boolean }
export type CalendarEntry = {
  uid: string
  sequence: number
  startsAt: Instant
  endsAt: Instant
  summary: string
  description: string
  place: string
  url: string
  /** When this state of it was made. */
  stampedAt: Instant
  /** Without an address they are left out, as are others. */
  organizer: CalendarPerson
  others: readonly CalendarPerson[]
}

/** `publish`: a file to take; the others are messages to a calendar. */
export function calendarFile(entry: CalendarEntry, method: 'request' | 'cancel' | 'publish'): string {
  const calendar = ical({
    prodId: { company: 'Belay', product: 'Belay', language: 'EN' },
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
  const { organizer } = entry
  calendar.createEvent({
    id: entry.uid,
    sequence: entry.sequence,
    start: new Date(entry.startsAt),
    end: new Date(entry.endsAt),
    stamp: new Date(entry.stampedAt),
    lastModified: new Date(entry.stampedAt),
    summary: entry.summary,
    ...(entry.description ? { description: entry.description } : {}),
    ...(entry.place ? { location: entry.place } : {}),
    url: entry.url,
    status: method === 'cancel' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    busystatus: method === 'cancel' ? ICalEventBusyStatus.FREE : ICalEventBusyStatus.BUSY,
    ...(organizer.address ? { organizer: { name: organizer.name, email: organizer.address } } : {}),
    attendees: [
      ...(organizer.address ? [attendee(organizer, ICalAttendeeRole.CHAIR)] : []),
      ...entry.others.filter((one) => one.address).map((one) => attendee(one, ICalAttendeeRole.REQ)),
    ],
  })
  return calendar.toString()
}
