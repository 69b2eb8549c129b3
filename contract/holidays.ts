/** Days on which nobody works, for the company, a country or a location: brought by the company, never made up. */
import * as z from 'zod'
import { lineName } from './names.ts'
import { operation } from './operation.ts'

const place = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('company') }),
  z.strictObject({ kind: z.enum(['country', 'location']), value: z.string().min(1).max(400) }),
])
export type HolidayPlace = z.output<typeof place>

/** At most so many days in one calendar. */
export const mostHolidays = 1000

const calendar = z.object({
  id: z.uuid(),
  name: z.string(),
  places: z.array(place),
  days: z.array(z.object({ day: z.iso.date(), name: z.string() })),
  changedBy: z.object({ id: z.uuid(), name: z.string() }),
  changedAt: z.iso.datetime(),
})

const about = {
  name: lineName(120),
  places: z.array(place).max(500),
  /** A calendar file (iCalendar), or a list: a line each, a day as 2027-01-01 and after it what it is. It stands instead of what was there. */
  text: z.string().max(500_000),
}
const id = z.object({ calendarId: z.uuid() })
const problems = ['holidays_unreadable', 'holidays_none', 'holidays_too_many', 'holidays_name_taken'] as const

export const holidays = {
  list: operation({
    id: 'holidays.list',
    method: 'GET',
    path: '/holiday-calendars',
    permission: 'holidays.read',
    summary: 'The calendars of days on which nobody works, and the places that the people file knows',
    response: z.object({
      calendars: z.array(calendar),
      countries: z.array(z.string()),
      locations: z.array(z.string()),
      today: z.iso.date(),
    }),
  }),
  create: operation({
    id: 'holidays.create',
    method: 'POST',
    path: '/holiday-calendars',
    permission: 'holidays.write',
    summary: 'Add a calendar from a file or a list',
    body: z.object(about),
    response: calendar,
    problems,
  }),
  update: operation({
    id: 'holidays.update',
    method: 'PATCH',
    path: '/holiday-calendars/:calendarId',
    permission: 'holidays.write',
    summary: 'Name a calendar otherwise, say anew for whom it holds, or bring its days anew',
    params: id,
    body: z.object(about).partial(),
    response: calendar,
    problems: [...problems, 'not_found'],
  }),
  remove: operation({
    id: 'holidays.remove',
    method: 'DELETE',
    path: '/holiday-calendars/:calendarId',
    permission: 'holidays.write',
    summary: 'Remove a calendar; letters that wait keep their hour',
    params: id,
    response: z.object({ removed: z.literal(true) }),
    problems: ['not_found'],
  }),
}
