/**
 * What viewers read: numbers of releases, looked up by segment. Nothing is counted
 * here, so a page costs the same in a company of any size.
 */
import { sql } from 'kysely'
import { cadenceDays } from '../../contract/design.ts'
import type { Chart, metrics } from '../../contract/metrics.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { programCadence } from '../checkins/checkins.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { elementOfEach } from '../program/program.ts'
import { kindsFor } from '../publication/publication.ts'
import { aimsOf, asksAbout, notYet, ownOf, programOf, today } from './aims.ts'
import { firstOf, madeBy, rowsOf, seriesOf, standingOf, toPoint, visible } from './cells.ts'
import { hasTables, isOfPeople, isOwn } from './metric.ts'
import { annotationsOf } from './moments.ts'
import { broughtBy, registryOf } from './own.ts'
import { describe, languageOf } from './registry.ts'
import { floorOf } from './release.ts'
import { wanted } from './segments.ts'

export async function dashboard(
  c: Context,
  input: Input<typeof metrics.dashboard>,
): Promise<Answer<typeof metrics.dashboard>> {
  const segment = await wanted(c, input.kind, input.key)
  const [rows, program, now, floor, known] = [
    await rowsOf(c, segment.kind, segment.key, input.roster),
    await programOf(c),
    await today(c),
    await floorOf(c.db, c.organizationId),
    await registryOf(c),
  ]
  const own = [...rows.values()].some((r) => r.length === 0) ? await ownOf(c, segment) : null
  const whole = segment.kind === 'organization'
  const charts = known.all
    // Answers know no roster and some know no parts of the company; what is brought is of the parts that it names.
    .filter(
      ({ id, newest }) =>
        isOfPeople(newest) ||
        (input.roster === 'live' && (whole || (isOwn(newest) ? rows.get(id)!.length > 0 : hasTables(newest)))),
    )
    .filter(({ newest }) => asksAbout(program, newest.element))
    .map(({ id, newest }): Chart => {
      const mine = rows.get(id)!
      return {
        definition: describe(madeBy(newest, mine), languageOf(c.viewer, input.language)),
        now: standingOf(mine) ?? notYet(program, newest, now, own),
        series: seriesOf(mine),
        ...aimsOf(program, newest, firstOf(mine)),
      }
    })
  const asOf =
    [...rows.values()]
      .flatMap((r) => r.at(-1)?.as_of ?? [])
      .sort()
      .at(-1) ?? null
  const mine = segment.kind === 'line' && segment.key === c.viewer.personId
  return {
    segment,
    roster: input.roster,
    charts,
    asOf,
    floor,
    tables: kindsFor(c.viewer),
    annotations: await annotationsOf(c, program, segment),
    ownLine: mine,
    team: mine ? await ownTeam(c, now) : null,
  }
}

/** The viewer's own pairs: that a check-in was held they know anyway, so there is no floor. */
async function ownTeam(c: Context, now: Day): Promise<Answer<typeof metrics.dashboard>['team']> {
  const { rows: reports } = await sql<{
    id: string
    held: Day | null
    since: Day | null
    joined: Day | null
    department: string
    location: string
    country: string
    level: string
  }>`
    select r.person_id as id, r.present_since as joined, r.department, r.location, r.country, r.level, (select max(k.held_on) from checkin k where k.organization_id = r.organization_id and k.report_id = r.person_id and k.manager_id = r.manager_id and k.disputed_at is null) as held,
      (select max(lower(p.holds)) from placement p where p.organization_id = r.organization_id and p.person_id = r.person_id and p.superseded is null and lower(p.holds) <= ${now}::date
        and not exists (select from placement q where q.organization_id = p.organization_id and q.person_id = p.person_id and q.superseded is null and upper(q.holds) = lower(p.holds) and q.manager_id = p.manager_id)) as since
    from roster r where r.organization_id = ${c.organizationId} and r.manager_id = ${c.viewer.personId} and r.status = 'active'`.execute(
    c.db,
  )
  const elements = await elementOfEach(
    c,
    reports.map((r) => r.id),
    'checkins',
  )
  let [held, pairs] = [0, 0]
  for (const r of reports) {
    const element = elements.get(r.id)
    if (!element) continue
    const days = cadenceDays[programCadence(element.settings, r, now)]
    const since = r.since !== null && r.since > element.since ? r.since : element.since
    if (addDays(since, days) > now) continue
    pairs++
    if (r.held !== null && addDays(r.held, days) >= now) held++
  }
  return pairs === 0 ? null : { held, pairs, asOf: now }
}

export async function explain(
  c: Context,
  input: Input<typeof metrics.explain>,
): Promise<Answer<typeof metrics.explain>> {
  const segment = await wanted(c, input.kind, input.key)
  const known = await registryOf(c)
  const wantedMetric = known.metric(input.metric)
  if (!hasTables(wantedMetric) && segment.kind !== 'organization') throw problem('segment_unknown')
  const [program, floor] = [await programOf(c), await floorOf(c.db, c.organizationId)]
  const all = (await rowsOf(c, segment.kind, segment.key, input.roster)).get(input.metric)!
  const rows = input.asOf ? all.filter((r) => r.as_of <= input.asOf!) : all
  const standing = standingOf(rows) ?? notYet(program, wantedMetric, await today(c), await ownOf(c, segment))
  const at =
    standing.state === 'shown' || standing.state === 'held'
      ? rows.find((r) => r.as_of === standing.point.asOf)
      : rows.at(-1)
  return {
    definition: known.describe(input.metric, languageOf(c.viewer, input.language), at?.version),
    segment,
    roster: input.roster,
    now: standing,
    knownAt: at?.known_at ?? null,
    brought: at && isOwn(wantedMetric) ? await broughtBy(c, input.metric, at.known_at) : null,
    floor,
    ...aimsOf(program, wantedMetric, firstOf(all)),
    history: rows.filter(visible).toReversed().slice(0, 26).map(toPoint),
  }
}

export async function listRegistry(
  c: Context,
  input: Input<typeof metrics.registry>,
): Promise<Answer<typeof metrics.registry>> {
  return {
    metrics: (await registryOf(c)).all.map((m) => describe(m.newest, languageOf(c.viewer, input.language))),
    floor: await floorOf(c.db, c.organizationId),
  }
}

/** Raises the floor; before the first launch it may also come down again, never under five. */
export async function setFloor(
  c: Context,
  { people }: Input<typeof metrics.setFloor>,
): Promise<Answer<typeof metrics.setFloor>> {
  return c.db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('belay.floor:' || ${c.organizationId}, 0))`.execute(tx)
    const floor = await floorOf(tx, c.organizationId)
    const { rows } =
      await sql`select 1 from wave where organization_id = ${c.organizationId} and launched_at is not null limit 1`.execute(
        tx,
      )
    if (people < floor && rows.length > 0) throw problem('floor_falls', { floor })
    // Under a clock that stands still two floors may be set at one instant: the later one stands just after.
    await sql`insert into metric_floor (organization_id, set_at, people, set_by)
      select ${c.organizationId}, greatest(${c.clock.now()}::timestamptz, max(f.set_at) + interval '1 millisecond'), ${people}, ${c.viewer.personId}
      from metric_floor f where f.organization_id = ${c.organizationId}`.execute(tx)
    await record(tx, c, {
      type: 'metrics.floor-set',
      subject: { kind: 'organization', id: c.organizationId },
      data: { people },
    })
    return { floor: people }
  })
}
