/** Whom a message addresses: the people of its wave, narrowed, or readers of another message. */
import { type RawBuilder, sql } from 'kysely'
import type { AudienceRule } from '../../contract/audiences.ts'
import { isAct, type ReaderKind } from '../../contract/campaigns.ts'
import { audienceCondition, countable, organizationDay, ruleOf } from '../directory/directory.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import type { Row } from './queries.ts'
import { reachedBy, readersOf } from './reaching.ts'

/** The people that a message addresses today, as a condition over `roster r`: the wave's, narrowed by the audience. */
export async function addressed(db: Db | Tx, c: Context, row: Row): Promise<RawBuilder<boolean>> {
  if (row.derived_from) return readersOf(db, c, row, row.derived_from, row.reach!)
  const today = await organizationDay(c)
  const [wave, audience] = await rulesOf(db, c, row)
  return bothOf(c, row, today, wave, audience)
}

/** The same for whoever asks before it is sent: with `upTo` these are all who could be addressed. */
export async function addressable(
  db: Db | Tx,
  c: Context,
  row: Row,
): Promise<{ people: RawBuilder<boolean>; upTo: boolean }> {
  if (row.derived_from) {
    // Whoever has not done something is never counted before: all whom the other message addressed, at most.
    const upTo = isAct(row.reach)
    return {
      people: upTo ? reachedBy(c, row.derived_from) : await readersOf(db, c, row, row.derived_from, row.reach!),
      upTo,
    }
  }
  const today = await organizationDay(c)
  const [wave, audience] = (await rulesOf(db, c, row)).map((rule) => rule && countable(rule, 'joined'))
  const upTo = [wave, audience].some((asked) => asked?.upTo)
  return { people: bothOf(c, row, today, wave?.rule ?? null, audience?.rule ?? null), upTo }
}

async function rulesOf(db: Db | Tx, c: Context, row: Row): Promise<(AudienceRule | null)[]> {
  const wave = row.launched_at ? null : row.wave_audience_id
  return Promise.all([wave, row.audience_id].map(async (id) => (id ? await ruleOf(db, c.organizationId, id) : null)))
}

function bothOf(
  c: Context,
  row: Row,
  today: Day,
  rule: AudienceRule | null | undefined,
  audience: AudienceRule | null | undefined,
): RawBuilder<boolean> {
  const wave = row.launched_at
    ? sql<boolean>`exists (select 1 from wave_member wm where wm.organization_id = r.organization_id and wm.person_id = r.person_id
        and wm.wave_id = ${row.wave_id} and wm.superseded is null and wm.holds @> ${today}::date)`
    : rule
      ? audienceCondition(rule, today)
      : sql<boolean>`false`
  const narrowed = audience ? audienceCondition(audience, today) : sql<boolean>`true`
  const part = row.readers === 'newcomers' ? newcomersOf(row, today) : partOf(row.readers)
  return sql<boolean>`(r.organization_id = ${c.organizationId} and r.employed and ${wave} and ${part} and ${narrowed})`
}

/** Days for which somebody is new. */
const daysNew = 30

/** Who joined a live wave after its go-live, and not long ago; before it there is nobody who came later. */
const newcomersOf = (row: Row, today: Day): RawBuilder<boolean> =>
  row.launched_at
    ? sql<boolean>`exists (select 1 from wave_member nm where nm.organization_id = r.organization_id and nm.person_id = r.person_id
        and nm.wave_id = ${row.wave_id} and nm.superseded is null and nm.holds @> ${today}::date
        and lower(nm.holds) > ${row.goes_live_on}::date and lower(nm.holds) >= ${addDays(today, -daysNew)}::date)`
    : sql<boolean>`false`

/** Which part of a wave a message is for. */
function partOf(readers: Exclude<ReaderKind, 'newcomers'>): RawBuilder<boolean> {
  const holds = (role: 'hr' | 'champion') =>
    sql<boolean>`exists (select 1 from role_grant g where g.organization_id = r.organization_id and g.person_id = r.person_id and g.role = ${role} and g.ended_at is null)`
  switch (readers) {
    case 'everyone':
      return sql<boolean>`true`
    case 'employees':
      return sql<boolean>`r.direct_reports = 0`
    case 'managers':
      return sql<boolean>`r.direct_reports > 0`
    case 'leaders':
      return sql<boolean>`exists (select 1 from roster t where t.organization_id = r.organization_id and t.manager_id = r.person_id and t.employed and t.direct_reports > 0)`
    case 'hr':
      return holds('hr')
    case 'champions':
      return holds('champion')
  }
}
