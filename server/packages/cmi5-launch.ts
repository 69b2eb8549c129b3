/** Launching a unit: what was left open is abandoned, the launch is said, and the unit finds its data. */
import { createHmac, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { joined } from './addresses.ts'
import { type Registration, saidIn, satisfy, say } from './cmi5-records.ts'
import { meets } from './cmi5-rules.ts'
import { type Account, activities, extensions, launchDocument, type Mode, preferences } from './cmi5-words.ts'
import type { PackagePart } from './manifest.ts'

/** An account without a name: the same for one person and one course each time, and nothing that two courses could compare. */
export const accountFor = (
  c: Pick<Context, 'config' | 'organizationId'>,
  personId: string,
  courseId: string,
): Account => ({
  objectType: 'Agent',
  account: {
    homePage: c.config.contentUrl!,
    name: createHmac('sha256', c.config.secret)
      .update(`cmi5 ${c.organizationId} ${courseId} ${personId}`)
      .digest('hex')
      .slice(0, 24),
  },
})

export type How = {
  /** Asked of them; whoever only tries a course browses. */
  asked: boolean
  /** They finished the course, here or elsewhere. */
  finished: boolean
}

/** The address's end with which the unit is opened. `at`: where this opening is served. */
export async function launch(
  tx: Tx,
  c: Context,
  of: Registration,
  { part, opening, how, at }: { part: PackagePart; opening: number; how: How; at: string },
): Promise<string> {
  const unit = part.unit!
  await abandon(tx, c, of)
  if (how.finished) await waive(tx, c, of)
  const said = (await saidIn(tx, c, of.registration)).get(part.id) ?? new Set()
  const ended = (['waived', 'passed', 'completed'] as const).some((verb) => said.has(verb)) && meets(unit.moveOn, said)
  const mode: Mode = !how.asked ? 'Browse' : ended ? 'Review' : 'Normal'
  const now = c.clock.now()
  const sessionId = randomUUID()
  await sql`insert into content_session (organization_id, id, attempt_id, registration, opening, part_id, mode, launched_at, last_at)
    values (${c.organizationId}, ${sessionId}, ${of.attemptId}, ${of.registration}, ${opening}, ${part.id}, ${mode}, ${now}, ${now})`.execute(
    tx,
  )
  await writeDocuments(tx, c, of, part, { sessionId, mode, at })
  const activityId = activities.unit(of.packageId, part.id)
  await say(tx, c, of, {
    verb: 'launched',
    sessionId,
    part,
    object: { id: activityId, publisherId: unit.publisherId },
    context: {
      [extensions.launchMode]: mode,
      // Without what makes this opening's address work.
      [extensions.launchUrl]: `${c.config.contentUrl}/content/files/${part.file.split('/').map(encodeURIComponent).join('/')}${part.search}`,
      [extensions.moveOn]: unit.moveOn,
      ...(part.mastery === null ? {} : { [extensions.masteryScore]: part.mastery }),
      ...(unit.launchParameters === null ? {} : { [extensions.launchParameters]: unit.launchParameters }),
    },
  })
  await satisfy(tx, c, of, randomUUID())
  const asked = new URLSearchParams({
    endpoint: `${at}xapi/`,
    fetch: `${at}fetch`,
    actor: JSON.stringify(of.actor),
    registration: of.registration,
    activityId,
  })
  const [search, hash] = cut(part.search)
  return joined(search, asked.toString()) + hash
}

const cut = (search: string): [string, string] => {
  const at = search.indexOf('#')
  return at < 0 ? [search, ''] : [search.slice(0, at), search.slice(at)]
}

/** Launches that never said their last word end here; nothing of them is heard any more. */
async function abandon(tx: Tx, c: Context, of: Registration): Promise<void> {
  const { rows } = await sql<{
    id: string
    registration: string
    part_id: string
    launched_at: Instant
    last_at: Instant
  }>`
    update content_session set abandoned_at = ${c.clock.now()}
    where organization_id = ${c.organizationId} and attempt_id = ${of.attemptId} and terminated_at is null and abandoned_at is null
    returning id, registration, part_id, launched_at, last_at`.execute(tx)
  for (const row of rows) {
    const part = of.parts.find((one) => one.id === row.part_id)
    if (!part) continue
    const seconds = Math.max(0, (Date.parse(row.last_at) - Date.parse(row.launched_at)) / 1000)
    await say(
      tx,
      c,
      { ...of, registration: row.registration },
      {
        verb: 'abandoned',
        sessionId: row.id,
        part,
        object: { id: activities.unit(of.packageId, part.id), publisherId: part.unit!.publisherId },
        result: { duration: `PT${seconds.toFixed(2)}S` },
      },
    )
  }
}

/** Whoever finished the course elsewhere, in a session or in an earlier version, is not asked for its units again. */
async function waive(tx: Tx, c: Context, of: Registration): Promise<void> {
  const said = await saidIn(tx, c, of.registration)
  const open = of.parts.filter((one) => !meets(one.unit!.moveOn, said.get(one.id) ?? new Set()))
  for (const part of open)
    await say(tx, c, of, {
      verb: 'waived',
      sessionId: randomUUID(),
      part,
      object: { id: activities.unit(of.packageId, part.id), publisherId: part.unit!.publisherId },
      result: { success: true, completion: true, extensions: { [extensions.reason]: 'Equivalent Outside Activity' } },
    })
  await sql`insert into content_attempt_part as p (organization_id, attempt_id, part_id, done_on, saved_at)
    select ${c.organizationId}, ${of.attemptId}, x.id, ${c.clock.today(c.viewer.timeZone)}, ${c.clock.now()} from unnest(${open.map((one) => one.id)}::text[]) as x (id)
    on conflict (organization_id, attempt_id, part_id) do update set done_on = coalesce(p.done_on, excluded.done_on)`.execute(
    tx,
  )
}

async function writeDocuments(
  tx: Tx,
  c: Context,
  of: Registration,
  part: PackagePart,
  { sessionId, mode, at }: { sessionId: string; mode: Mode; at: string },
): Promise<void> {
  const unit = part.unit!
  const data = {
    contextTemplate: {
      registration: of.registration,
      contextActivities: { grouping: [{ objectType: 'Activity', id: unit.publisherId }] },
      extensions: { [extensions.sessionId]: sessionId },
    },
    launchMode: mode,
    moveOn: unit.moveOn,
    ...(part.mastery === null ? {} : { masteryScore: part.mastery }),
    ...(unit.launchParameters === null ? {} : { launchParameters: unit.launchParameters }),
    ...(unit.entitlementKey === null ? {} : { entitlementKey: { courseStructure: unit.entitlementKey } }),
    returnURL: `${at}left`,
  }
  const write = (kind: string, partId: string, name: string, content: object, over: boolean) =>
    sql`insert into content_document (organization_id, registration, kind, part_id, name, attempt_id, media_type, bytes, updated_at)
      values (${c.organizationId}, ${of.registration}, ${kind}, ${partId}, ${name}, ${of.attemptId}, 'application/json', ${Buffer.from(JSON.stringify(content))}, ${c.clock.now()})
      on conflict (organization_id, registration, kind, part_id, name) do update set bytes = excluded.bytes, media_type = excluded.media_type, updated_at = excluded.updated_at
      where ${over}::boolean`.execute(tx)
  await write('state', part.id, launchDocument, data, true)
  // Of the course, not of the person: what somebody's pages speak is nobody else's to know.
  await write('agent', '', preferences, { languagePreference: of.language, audioPreference: 'on' }, false)
}
