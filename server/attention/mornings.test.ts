/** Nine o'clock on the next working day: of the reader's clock, the company's days off and those of their own place. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { actor } from '../../fixtures/actors.ts'
import { cast, lumenwerk } from '../../fixtures/lumenwerk.ts'
import { staffed } from '../campaigns/testing-company.ts'
import { contextFor } from '../platform/context.ts'
import { testBase } from '../platform/testing.ts'
import { planAtNine } from './mornings.ts'

const spots = [
  { number: 'B', location: 'Berlin', country: 'DE', timeZone: 'Europe/Berlin' },
  { number: 'M', location: 'Madrid', country: 'ES', timeZone: 'Europe/Madrid' },
  { number: 'T', location: 'Tokyo', country: 'JP', timeZone: 'Asia/Tokyo' },
  { number: 'L', location: 'Los Angeles', country: 'US', timeZone: 'America/Los_Angeles' },
]

async function house(at: string) {
  const base = await testBase({ at })
  const model = lumenwerk().find((p) => p.number === cast.lead)!
  const staff = [
    ...lumenwerk().filter((p) => p.number === cast.lead || p.number === cast.sponsor),
    ...spots.map((spot) => ({
      ...model,
      ...spot,
      given: spot.number,
      email: `${spot.number.toLowerCase()}@lumenwerk.example`,
      manager: cast.lead,
    })),
  ]
  const { c, ids, office } = await staffed(base, staff, { asOf: '2026-03-01', locale: 'en' })
  return { base, c: contextFor(base, c.organizationId), ids, office: actor(base, c.organizationId, office.personId) }
}
type House = Awaited<ReturnType<typeof house>>

/** When each gets the letter, on their own clock, by number. */
async function planned({ c, ids }: House, more: { lastDay?: string; inApp?: Record<string, unknown> } = {}) {
  const subject = { kind: 'training_session', id: '00000000-0000-4000-8000-000000000001' }
  const whom = spots.map((spot) => ids.get(spot.number)!)
  const kind = 'live_invited'
  await c.db.transaction().execute((tx) =>
    planAtNine(tx, c, sql`select x.person_id from unnest(${whom}::uuid[]) as x (person_id)`, {
      kind,
      subject,
      ...more,
    }),
  )
  const { rows } = await sql<{ id: string; at: string; app: string | null }>`
    select m.person_id as id, to_char(m.due_at at time zone r.time_zone, 'YYYY-MM-DD HH24:MI') as at,
      (select to_char(i.appears_at at time zone r.time_zone, 'YYYY-MM-DD HH24:MI') from inbox_item i
        where i.organization_id = m.organization_id and i.person_id = m.person_id and i.subject_id = m.subject_id) as app
    from outgoing_mail m join roster r on r.organization_id = m.organization_id and r.person_id = m.person_id
    where m.organization_id = ${c.organizationId} and m.subject_id = ${subject.id}`.execute(c.db)
  const of = (pick: 'at' | 'app') =>
    Object.fromEntries(spots.map((s) => [s.number, rows.find((row) => row.id === ids.get(s.number))![pick]]))
  return { letters: of('at'), app: of('app') }
}

it('is today where nine has not come, the next working day where it has, and never a weekend', async () => {
  // Friday noon in Berlin: nine has passed there, in Madrid and in Tokyo, not in Los Angeles.
  const { letters, app } = await planned(await house('2026-03-13T11:00:00Z'), { inApp: { name: 'x' } })
  const expected = { B: '2026-03-16 09:00', M: '2026-03-16 09:00', T: '2026-03-16 09:00', L: '2026-03-13 09:00' }
  expect(letters).toEqual(expected)
  expect(app).toEqual(expected)
})

it('passes over a day off of the whole company, and one at a place for those who work there', async () => {
  const made = await house('2026-03-13T18:00:00Z')
  await made.office.call('holidays.create', {
    name: 'Everybody',
    places: [{ kind: 'company' }],
    text: '2026-03-16 Founding day',
  })
  await made.office.call('holidays.create', {
    name: 'Spain',
    places: [{ kind: 'country', value: 'ES' }],
    text: '2026-03-17 A feast\n2026-03-18 Another',
  })
  expect((await planned(made)).letters).toEqual({
    B: '2026-03-17 09:00',
    M: '2026-03-19 09:00',
    T: '2026-03-17 09:00',
    L: '2026-03-17 09:00',
  })
})

it('does not wait beyond the day after which it is of no use', async () => {
  // Saturday, about something on Sunday.
  const { letters } = await planned(await house('2026-03-14T06:00:00Z'), { lastDay: '2026-03-14' })
  expect(letters['B']).toBe('2026-03-14 09:00')
})
