/** Hearing statements: all of one request or none, by the rules, and what follows from them. */
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { keepResult } from './attempts.ts'
import { insertStatement, saidIn, satisfy } from './cmi5-records.ts'
import { type Heard, type Launch, meets, objection } from './cmi5-rules.ts'
import { hold, refusal, type Session } from './cmi5-session.ts'
import { keptOf, readStatement, type Statement } from './cmi5-statement.ts'
import { activities, type UnitVerb, verbOf } from './cmi5-words.ts'

/** What has to be done elsewhere when somebody got on in a course. */
export type Follow = (tx: Tx, c: Context, courseId: string) => Promise<void>

/** Far more than any course says in one sitting. */
const most = { statements: 5000, atOnce: 200 }

/** The ids of what was said. Throws a refusal where anything of it may not be said. */
export async function hear(session: Session, sent: readonly unknown[], follow: Follow): Promise<string[]> {
  if (sent.length > most.atOnce) throw refusal(413, `More than ${most.atOnce} statements at once.`)
  const said = sent.map((one, i) => {
    const read = readStatement(one)
    if (typeof read === 'string') throw refusal(400, `Statement ${i + 1}: ${read}`)
    if (/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(keptOf(read, session.part.unit!.publisherId))))
      throw refusal(400, `Statement ${i + 1}: it holds what is no text`)
    return read
  })
  if (new Set(said.map((one) => one.id)).size !== said.length) throw refusal(400, 'Two statements have the same id.')
  await session.c.db.transaction().execute(async (tx) => hearIn(tx, session, said, follow))
  return said.map((one) => one.id)
}

async function hearIn(tx: Tx, session: Session, said: readonly Statement[], follow: Follow): Promise<void> {
  const { c, part, of } = session
  const row = await hold(tx, session)
  const news = await unheard(tx, session, said)
  if (news.length === 0) return
  if (row.statements + news.length > most.statements) throw refusal(429, 'This launch has said more than is kept.')
  const launch: Launch = {
    sessionId: row.id,
    registration: of.registration,
    actor: of.actor,
    activityId: activities.unit(of.packageId, part.id),
    publisherId: part.unit!.publisherId,
    mode: row.mode,
    mastery: part.mastery,
  }
  const heard = await heardBefore(tx, session, row)
  for (const one of news) {
    const wrong = objection(one, launch, heard)
    if (wrong) throw refusal(403, `Statement ${one.id}: ${wrong}.`)
    await insertStatement(tx, c, of, {
      id: one.id,
      sessionId: row.id,
      partId: part.id,
      verb: one.verb.id,
      object: one.object.id,
      defined: one.defined,
      saidAt: one.timestamp,
      digest: one.digest,
      statement: keptOf(one, launch.publisherId),
    })
    const verb = one.defined ? (verbOf(one.verb.id) as UnitVerb) : null
    if (!verb) continue
    heard.session.add(verb)
    heard.registration.add(verb)
    if (verb === 'initialized') heard.initializedAt = one.timestamp
    if (verb === 'terminated') heard.terminatedAt = one.timestamp
  }
  const now = c.clock.now()
  await sql`update content_session set statements = statements + ${news.length}, last_at = ${now}, initialized_at = ${heard.initializedAt},
    terminated_at = ${heard.terminatedAt}, terminated_heard_at = case when ${heard.terminatedAt}::timestamptz is null then null else coalesce(terminated_heard_at, ${now}) end
    where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
  if (news.some((one) => one.defined) && row.mode === 'Normal') await getOn(tx, session, news, heard, follow)
}

/** What is not kept yet. The same id with other content is a conflict. */
async function unheard(tx: Tx, { c, of }: Session, said: readonly Statement[]): Promise<Statement[]> {
  const { rows } = await sql<{ id: string; digest: Buffer }>`select id, digest from content_statement
    where organization_id = ${c.organizationId} and registration = ${of.registration} and id = any(${said.map((one) => one.id)}::uuid[])`.execute(
    tx,
  )
  const known = new Map(rows.map((one) => [one.id, one.digest]))
  return said.filter((one) => {
    const before = known.get(one.id)
    if (before && !before.equals(one.digest)) throw refusal(409, `There is another statement with the id ${one.id}.`)
    return !before
  })
}

type Open = Heard & { session: Set<UnitVerb>; registration: Set<UnitVerb> }
async function heardBefore(tx: Tx, { c, of, part }: Session, row: Session['row']): Promise<Open> {
  const { rows } = await sql<{ verb: string }>`select verb from content_statement
    where organization_id = ${c.organizationId} and registration = ${of.registration} and session_id = ${row.id} and defined`.execute(
    tx,
  )
  return {
    session: new Set(rows.map((one) => verbOf(one.verb) as UnitVerb)),
    registration: new Set((await saidIn(tx, c, of.registration)).get(part.id) as Set<UnitVerb> | undefined),
    initializedAt: row.initialized_at,
    terminatedAt: row.terminated_at,
  }
}

/** The unit is done where its rule is met; a rule that asks nothing is met when it was opened. */
async function getOn(
  tx: Tx,
  session: Session,
  news: readonly Statement[],
  heard: Heard,
  follow: Follow,
): Promise<void> {
  const { c, part, of, row } = session
  const scores = news.flatMap((one) => (one.defined ? (scoreOf(one) ?? []) : []))
  const passed = heard.registration.has('passed') ? true : heard.session.has('failed') ? false : null
  await keepResult(
    tx,
    c,
    { attemptId: of.attemptId, partId: part.id },
    {},
    {
      done: meets(part.unit!.moveOn, heard.registration),
      passed,
      score: scores.length > 0 ? Math.max(...scores) : null,
    },
  )
  await satisfy(tx, c, of, row.id)
  await follow(tx, c, row.course_id)
}

function scoreOf(said: Statement): number | null {
  const score = said.result?.score
  if (!score) return null
  if (score.scaled !== undefined) return Math.max(0, score.scaled)
  if (score.raw === undefined) return null
  return (score.raw - score.min!) / (score.max! - score.min!)
}
