/** Reading colleagues as a viewer: the list, one person, the line above them, their history. */
import type { directory } from '../../contract/directory.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { demand, may } from '../access/access.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import {
  countPeople,
  facetValues,
  lineAbove,
  listPeople,
  lookUp,
  onePerson,
  placementsOf,
  profileOf,
  recordOf,
  spellsOf,
} from './queries.ts'

export async function list(c: Context, input: Input<typeof directory.list>): Promise<Answer<typeof directory.list>> {
  const { limit, offset, count, ...filter } = input
  const sought = await lookUp(c.db, filter)
  const [people, total] = await Promise.all([
    listPeople(c.db, c.viewer, sought, limit, offset),
    count ? countPeople(c.db, c.viewer, sought) : null,
  ])
  return { people, total }
}

export async function facets(
  c: Context,
  filter: Input<typeof directory.facets>,
): Promise<Answer<typeof directory.facets>> {
  return { facets: await facetValues(c.db, c.viewer, await lookUp(c.db, filter)) }
}

export async function get(c: Context, input: Input<typeof directory.get>): Promise<Answer<typeof directory.get>> {
  const row = await profileOf(c.db, c.viewer, input.personId)
  if (!row) throw problem('not_found')
  const { seq: _seq, lastSeq: _last, employed: _employed, secondManagerId, ...person } = row
  const [line, secondManager, mayReadHistory] = await Promise.all([
    lineAbove(c.db, c.viewer, input.personId),
    secondManagerId ? onePerson(c.db, c.viewer, secondManagerId) : undefined,
    may(c, 'people.history', input.personId),
  ])
  return {
    ...person,
    line,
    secondManager: secondManager ?? null,
    mayReadHistory,
    localTime: wallClock(c.clock.now(), person.timeZone || (await companyZone(c))),
  }
}

export async function history(
  c: Context,
  input: Input<typeof directory.history>,
): Promise<Answer<typeof directory.history>> {
  await demand(c, 'people.history', input.personId)
  const record = await recordOf(c.db, c.organizationId, input.personId)
  if (!record) throw problem('not_found')
  const [spells, placements] = await Promise.all([
    spellsOf(c.db, c.organizationId, input.personId),
    placementsOf(c.db, c.organizationId, input.personId),
  ])
  return { ...record, spells, placements }
}

/** For people from outside, whose zone no people file told. */
async function companyZone(c: Context): Promise<string> {
  return (
    await c.db
      .selectFrom('organization')
      .select('time_zone')
      .where('id', '=', c.organizationId)
      .executeTakeFirstOrThrow()
  ).time_zone
}

function wallClock(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(at),
  )
}
