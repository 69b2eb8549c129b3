/** The attention budget as its page shows it. Numbers of groups alone, each of as many people as the company's smallest group. */
import { sql } from 'kysely'
import {
  type BudgetCaps,
  budgetRoles,
  type BudgetRole,
  type attentionBudget,
  usualBudget,
} from '../../contract/budget.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { organizationDay } from '../directory/directory.ts'
import { addDays, type Day, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { countedWeeks, uncounted } from './ledger.ts'
import { layOut } from './outgoing.ts'

/** Weeks that the page looks back on, and ahead to. */
const [back, ahead] = [12, 6]

type CapRow = { role: BudgetRole; asks: number; minutes: number; by: string; name: string; set_at: Instant }
const capRows = async (db: Db | Tx, c: Context): Promise<CapRow[]> =>
  (
    await sql<CapRow>`select k.role, k.asks, k.minutes, k.set_by as by, p.full_name as name, k.set_at from attention_cap k
      join person p on p.organization_id = k.organization_id and p.id = k.set_by
      where k.organization_id = ${c.organizationId} order by k.set_at desc`.execute(db)
  ).rows

const capsFrom = (rows: readonly CapRow[]): BudgetCaps => {
  const of = (role: BudgetRole) => {
    const row = rows.find((one) => one.role === role)
    return row ? { asks: row.asks, minutes: row.minutes } : null
  }
  return { employees: of('employees'), managers: of('managers'), hr: of('hr'), lead: of('lead') }
}

/** What a week may ask of whom; null: no limit is set. */
export const capsHere = async (db: Db | Tx, c: Context): Promise<BudgetCaps> => capsFrom(await capRows(db, c))

export async function getBudget(c: Context): Promise<Answer<typeof attentionBudget.weeks>> {
  const caps = await capRows(c.db, c)
  const today = await organizationDay(c)
  type Week = {
    week: Day
    role: BudgetRole
    kind: string
    people: number
    asks: number
    minutes: number
    waited: number
    dropped: number
  }
  const { rows } = await sql<Week>`
    select n.* from (
      select week, role, kind, people, asks, minutes, waited, dropped from time_asked_week where organization_id = ${c.organizationId}
      union all ${countedWeeks(c, sql`a.day >= ${uncounted(c)} and a.day < ${addDays(today, 7 * ahead)}::date`)}
    ) n where n.week >= ${addDays(today, -7 * back)}::date order by n.week desc, n.role, n.kind`.execute(c.db)
  const { rows: known } = await sql<{ now: Day; floor: number }>`
    select date_trunc('week', ${today}::date)::date as now, smallest_group(${c.organizationId}) as floor`.execute(c.db)
  const { now, floor } = known[0]!
  const enough = (people: number): number | null => (people < floor ? null : people)
  return {
    caps: capsFrom(caps),
    usual: usualBudget,
    set: caps[0] ? { by: { id: caps[0].by, name: caps[0].name }, at: caps[0].set_at } : null,
    now,
    weeks: rows
      .filter((row) => row.kind === '')
      .map(({ week, role, people, asks, minutes }) => {
        const shown = enough(people) !== null
        return {
          week,
          role,
          people: enough(people),
          asks: shown ? tenths(asks / people) : null,
          minutes: shown ? tenths(minutes / people) : null,
        }
      }),
    waited: rows
      .filter((row) => row.kind !== '' && row.waited + row.dropped > 0)
      .map(({ week, role, kind, waited, dropped }) => ({
        week,
        role,
        kind,
        waits: waited === 0 ? 0 : enough(waited),
        appOnly: dropped === 0 ? 0 : enough(dropped),
      })),
    smallestGroup: floor,
  }
}

const tenths = (n: number): number => Math.round(n * 10) / 10

export async function setBudget(
  c: Context,
  input: Input<typeof attentionBudget.limits>,
): Promise<Answer<typeof attentionBudget.limits>> {
  await c.db.transaction().execute(async (tx) => {
    const before = await capsHere(tx, c)
    const changed = budgetRoles.filter((role) => {
      const [was, is] = [before[role], input.caps[role]]
      return was?.asks !== is?.asks || was?.minutes !== is?.minutes
    })
    for (const role of changed) {
      const cap = input.caps[role]
      if (cap)
        await sql`insert into attention_cap (organization_id, role, asks, minutes, set_by, set_at)
          values (${c.organizationId}, ${role}, ${cap.asks}, ${cap.minutes}, ${c.viewer.personId}, ${c.clock.now()})
          on conflict (organization_id, role) do update set asks = excluded.asks, minutes = excluded.minutes, set_by = excluded.set_by, set_at = excluded.set_at`.execute(
          tx,
        )
      else
        await sql`delete from attention_cap where organization_id = ${c.organizationId} and role = ${role}`.execute(tx)
    }
    await layOut(tx, c, 'all')
    await record(tx, c, {
      type: 'budget.set',
      subject: { kind: 'organization', id: c.organizationId },
      data: { changed },
    })
  })
  return getBudget(c)
}
