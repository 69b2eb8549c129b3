/** When numbers are computed and given out, and computing them again. */
import { sql } from 'kysely'
import type { MetricId } from '../../contract/metrics.ts'
import { settleUsefulness } from '../checkins/checkins.ts'
import { addDays, type Day, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { graceDays, keepHireDates } from './picture.ts'
import { keepLargeMoves } from './moments.ts'
import { type Cell, kindsOf, nameOf, type Scope } from './count.ts'
import { atOf, floorOf, recount, release, type Release } from './release.ts'

/** Two releases of one company never overlap: each is judged against all before it. */
async function oneAtATime(tx: Tx, c: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('metrics ' || ${c.organizationId}::text, 0))`.execute(tx)
}

export async function zoneOf(c: Context): Promise<string> {
  const { rows } = await sql<{
    time_zone: string
  }>`select time_zone from organization where id = ${c.organizationId}`.execute(c.db)
  return rows[0]!.time_zone
}

/** Least days between two releases of the tables, so that the first one does not stand beside the next month's. */
const tablesApart = 20

/**
 * The tables are given out once a month: the first time when a wave is past its grace days, so that what
 * counts earlier does not keep the rest waiting for a month, then in the first night of each month. The
 * summary is given out whenever it is computed.
 */
async function scopeFor(tx: Tx, c: Context, asOf: Day): Promise<Scope> {
  const { rows } = await sql<{ last: Day | null; grown: boolean }>`select
    (select max(as_of) from metric_release where organization_id = ${c.organizationId} and scope = 'tables' and published) as last,
    exists (select from wave where organization_id = ${c.organizationId} and launched_at is not null and goes_live_on <= ${addDays(asOf, -graceDays)}::date) as grown`.execute(
    tx,
  )
  const { last, grown } = rows[0]!
  if (last === null) return grown ? 'tables' : 'summary'
  const monthEnd = addDays(`${addDays(asOf, 1).slice(0, 7)}-01`, -1)
  return last < monthEnd && addDays(last, tablesApart) <= asOf ? 'tables' : 'summary'
}

/** Computes a day as known now and gives it to viewers, unless a later day was given out already. */
export async function publish(c: Context, asOf: Day): Promise<Release | null> {
  return c.db.transaction().execute(async (tx) => {
    await sql`set local statement_timeout = 0`.execute(tx)
    await oneAtATime(tx, c)
    const { rows } = await sql<{ live: boolean; last: Day | null }>`select
      exists (select from wave where organization_id = ${c.organizationId} and launched_at is not null) as live,
      (select max(as_of) from metric_release where organization_id = ${c.organizationId} and published) as last`.execute(
      tx,
    )
    if (!rows[0]!.live || (rows[0]!.last !== null && rows[0]!.last > asOf)) return null
    await keepHireDates(tx, c.organizationId, c.clock.now())
    const scope = await scopeFor(tx, c, asOf)
    const made = await release(tx, atOf(c, asOf), {
      scope,
      publish: true,
      restated: false,
      floor: await floorOf(tx, c.organizationId),
    })
    if (made)
      await record(tx, c, {
        type: 'metrics.released',
        subject: { kind: 'metric_release', id: made.id },
        happenedOn: asOf,
        data: { scope },
      })
    return made
  })
}

/** Every night, for the day that ended. */
export async function nightly(c: Context): Promise<void> {
  const day = addDays(c.clock.today(await zoneOf(c)), -1)
  // Anonymous answers come out in whole batches, by the floor of that day, before anything counts them.
  await settleUsefulness(c, day, await floorOf(c.db, c.organizationId))
  await keepLargeMoves(c, day)
  await publish(c, day)
}

export type Recomputed = {
  asOf: Day
  knownAt: Instant
  scope: Scope
  /** Numbers of the release, and how many of them came out the same as known then. */
  numbers: number
  same: number
  /** Numbers that are different as known now; kept beside as restated. */
  restated: number
}

const saysOf = (k: Pick<Cell, 'numerator' | 'denominator' | 'value' | 'population'>) =>
  `${k.numerator}/${k.denominator} ${k.value} ${k.population}`

/** Computes the releases of a period again: as known then, which must give the same, and as known now, which is kept where it differs. */
export async function recompute(
  c: Context,
  from: Day,
  to: Day,
  told: (done: number, of: number) => void = () => {},
): Promise<Recomputed[]> {
  const { rows: releases } = await sql<{ id: string; as_of: Day; known_at: Instant; scope: Scope; floor: number }>`
    select id, as_of, known_at, scope, floor from metric_release
    where organization_id = ${c.organizationId} and as_of between ${from}::date and ${to}::date and not restated and scope <> 'own' order by as_of, known_at`.execute(
    c.db,
  )
  const results: Recomputed[] = []
  for (const [i, r] of releases.entries()) {
    results.push(
      await c.db.transaction().execute(async (tx) => {
        await sql`set local statement_timeout = 0`.execute(tx)
        await oneAtATime(tx, c)
        const { rows: kept } = await sql<{
          kind: Cell['kind']
          key: string
          roster: Cell['roster']
          metric: MetricId
          version: number
          numerator: number
          denominator: number
          value: number | null
          population: number
        }>`
        select segment_kind as kind, segment_key as key, roster, metric, version, numerator, denominator, value, population
        from metric_cell where organization_id = ${c.organizationId} and release_id = ${r.id}`.execute(tx)
        // Metrics that came after the release, or that nobody counted in then, are no part of it.
        const versions = new Map(kept.map((k) => [k.metric, k.version]))
        const kinds = kindsOf(r.scope)
        const then = new Map(
          (await recount(tx, atOf(c, r.as_of, r.known_at), kinds, versions, versions)).map((k) => [
            nameOf(k),
            saysOf(k),
          ]),
        )
        const same = kept.filter((k) => then.get(nameOf(k)) === saysOf(k)).length
        const now = await recount(tx, atOf(c, r.as_of), kinds, new Map(), versions)
        const before = new Map(kept.map((k) => [nameOf(k), saysOf(k)]))
        const nowNames = new Set(now.map(nameOf))
        const restated =
          now.filter((k) => before.get(nameOf(k)) !== saysOf(k)).length +
          kept.filter((k) => !nowNames.has(nameOf(k))).length
        if (restated > 0) {
          const made = await release(tx, atOf(c, r.as_of), {
            scope: r.scope,
            publish: false,
            restated: true,
            floor: r.floor,
          })
          if (made)
            await record(tx, c, {
              type: 'metrics.restated',
              subject: { kind: 'metric_release', id: made.id },
              happenedOn: r.as_of,
              data: { numbers: restated },
            })
        }
        return {
          asOf: r.as_of,
          knownAt: r.known_at,
          scope: r.scope,
          numbers: Math.max(kept.length, then.size),
          same,
          restated,
        }
      }),
    )
    told(i + 1, releases.length)
  }
  return results
}
