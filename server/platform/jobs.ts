/**
 * Work that runs beside requests. The queue carries only work to do now; what is
 * due at a time is a row in `due`, read against our clock and handed over by the
 * ticker. Payloads carry ids.
 */
import { Logger, type Runner, run, runTaskListOnce, type TaskList } from 'graphile-worker'
import { sql } from 'kysely'
import type pg from 'pg'
import { freeAbandonedJobs, stayAlive } from './alive.ts'
import { contextFor, type Context, type OpenContext } from './context.ts'
import { type Clock, clockAt, type Instant } from './clock.ts'
import type { Tx, Db } from './db.ts'

/** `dueAt`: when it was due, for work that hangs on a time. */
export type Payload = { organizationId: string; subjectId: string; dueAt?: Instant; [key: string]: unknown }
export type Job = (c: Context, payload: Payload) => Promise<void>
/** Job name → work. Names are `module.verb`. */
export type Jobs = Record<string, Job>
/** Event type → jobs that it sets off, each handed the event's subject. */
export type Reactions = Record<string, readonly string[]>
/** Job name → when it next runs, for every organization, after an instant. */
export type Recurring = Record<string, (after: Instant, organization: { timeZone: string }) => Instant>

/** A job for now, in the caller's transaction: it exists only if the change does. */
export async function enqueue(
  tx: Tx | Db,
  name: string,
  payload: Payload,
  options: { key?: string; queue?: string } = {},
): Promise<void> {
  await sql`select enqueue_job(${name}, ${JSON.stringify(payload)}::json, ${options.key ?? null}, ${options.queue ?? null})`.execute(
    tx,
  )
}

/** Something that happens later. `kind` is the job's name. The same row twice is one. */
export async function schedule(
  tx: Tx | Db,
  what: { organizationId: string; kind: string; subjectId: string; dueAt: Instant },
): Promise<void> {
  await sql`insert into due (organization_id, kind, subject_id, due_at)
    values (${what.organizationId}, ${what.kind}, ${what.subjectId}, ${what.dueAt}) on conflict do nothing`.execute(tx)
}

/** Takes back what was scheduled for a subject. */
export async function unschedule(
  tx: Tx | Db,
  what: { organizationId: string; kind: string; subjectId: string },
): Promise<void> {
  await sql`delete from due where organization_id = ${what.organizationId} and kind = ${what.kind} and subject_id = ${what.subjectId}`.execute(
    tx,
  )
}

export type Work = { jobs: Jobs; reactions: Reactions; recurring: Recurring }

/** Whoever found that work was due may have a clock ahead of ours; for the work it is at least that late. */
const notBefore = (clock: Clock, dueAt: Instant | undefined): Clock =>
  dueAt === undefined ? clock : clockAt(() => Math.max(Date.parse(clock.now()), Date.parse(dueAt)))

function taskList(base: OpenContext, work: Work): TaskList {
  const tasks: TaskList = {}
  for (const [name, job] of Object.entries(work.jobs)) {
    tasks[name] = async (payload) => {
      const p = payload as Payload
      await job({ ...contextFor(base, p.organizationId), clock: notBefore(base.clock, p.dueAt) }, p)
    }
  }
  return tasks
}

/** Hands over what is due by now. Returns how many rows it took. */
export async function tick(base: OpenContext, work: Work): Promise<number> {
  const { rows } = await base.database.owner.query<{
    organization_id: string
    kind: string
    subject_id: string
    due_at: Instant
  }>('select * from due_until($1, 2000)', [base.clock.now()])
  for (const row of rows) {
    const db = base.database.for(row.organization_id)
    await db.transaction().execute(async (tx) => {
      const taken = await sql<{ time_zone: string }>`with taken as (
          delete from due where organization_id = ${row.organization_id} and kind = ${row.kind}
            and subject_id = ${row.subject_id} and due_at = ${row.due_at} returning organization_id)
        select o.time_zone from taken join organization o on o.id = taken.organization_id`.execute(tx)
      const [organization] = taken.rows
      if (!organization) return // another process was first
      await enqueue(tx, row.kind, { organizationId: row.organization_id, subjectId: row.subject_id, dueAt: row.due_at })
      const next = work.recurring[row.kind]
      if (next) {
        // From the due time, not from now: under a moved clock no night is skipped.
        const dueAt = next(row.due_at, { timeZone: organization.time_zone })
        await schedule(tx, { organizationId: row.organization_id, kind: row.kind, subjectId: row.subject_id, dueAt })
      }
    })
  }
  return rows.length
}

/** Sees to it that every recurring job has its next row, for one organization. */
export async function planRecurring(
  tx: Tx | Db,
  work: Pick<Work, 'recurring'>,
  organization: { id: string; timeZone: string },
  after: Instant,
): Promise<void> {
  for (const [kind, next] of Object.entries(work.recurring)) {
    await sql`insert into due (organization_id, kind, subject_id, due_at)
      select ${organization.id}::uuid, ${kind}, ${organization.id}::uuid, ${next(after, organization)}::timestamptz
      where not exists (select 1 from due where organization_id = ${organization.id} and kind = ${kind})`.execute(tx)
  }
}

/** Every company's recurring jobs, from now on; a company made since the last time gets its own. */
export async function planAllRecurring(base: OpenContext, work: Pick<Work, 'recurring'>): Promise<void> {
  const { rows } = await sql<{
    id: string
    timeZone: string
  }>`select id, time_zone as "timeZone" from organization`.execute(base.database.open)
  for (const organization of rows)
    await planRecurring(base.database.for(organization.id), work, organization, base.clock.now())
}

type Seen = { organization_id: string; id: number; type: string; subject_id: string | null }

/**
 * Reads the log behind the oldest open transaction and sets off reactions; what is committed in front of that is read
 * ahead and noted, so that no long transaction keeps anybody waiting. Returns how many events it read.
 */
export async function react(base: OpenContext, work: Work): Promise<number> {
  const client = await base.database.owner.connect()
  try {
    await client.query('begin')
    // As text: the place that a restored backup begins at is greater than any number of JavaScript.
    const cursor = await client.query<{ xid: string; id: string }>(
      `select xid::text, id::text from event_cursor where name = 'reactions' for update skip locked`,
    )
    const from = cursor.rows[0]
    if (!from) {
      await client.query('rollback')
      return 0
    }
    const read = (await readBehind(client, work, from)) || (await readAhead(client, work, from))
    await client.query('commit')
    return read
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

/** Moves the reader's place, and sets off what was not read ahead of it. */
async function readBehind(client: pg.PoolClient, work: Work, from: { xid: string; id: string }): Promise<number> {
  const { rows } = await client.query<Seen & { xid: string }>(
    'select organization_id, id, type, subject_id, xid::text from events_after($1::xid8, $2, 5000)',
    [from.xid, from.id],
  )
  const last = rows.at(-1)
  if (!last) return 0
  const ahead = await client.query<{ id: number }>(
    'delete from event_ahead a using unnest($1::uuid[], $2::bigint[]) as e (organization_id, id) where a.organization_id = e.organization_id and a.id = e.id returning a.id',
    [rows.map((e) => e.organization_id), rows.map((e) => e.id)],
  )
  const done = new Set(ahead.rows.map(({ id }) => id))
  await setOff(
    client,
    work,
    rows.filter(({ id }) => !done.has(id)),
  )
  await client.query(`update event_cursor set xid = $1::xid8, id = $2 where name = 'reactions'`, [last.xid, last.id])
  return rows.length
}

/** Sets off what stands in front of the reader's place and notes it; the place stays, for what may yet be committed. */
async function readAhead(client: pg.PoolClient, work: Work, from: { xid: string; id: string }): Promise<number> {
  const { rows } = await client.query<Seen>(
    'select organization_id, id, type, subject_id from events_ahead($1::xid8, $2, $3, 5000)',
    [from.xid, from.id, Object.keys(work.reactions)],
  )
  if (rows.length === 0) return 0
  await setOff(client, work, rows)
  await client.query('insert into event_ahead (organization_id, id) select * from unnest($1::uuid[], $2::bigint[])', [
    rows.map((e) => e.organization_id),
    rows.map((e) => e.id),
  ])
  return rows.length
}

async function setOff(client: pg.PoolClient, work: Work, events: readonly Seen[]): Promise<void> {
  for (const event of events) {
    for (const name of work.reactions[event.type] ?? []) {
      await client.query('select enqueue_job($1, $2::json)', [
        name,
        JSON.stringify({ organizationId: event.organization_id, subjectId: event.subject_id, eventId: event.id }),
      ])
    }
  }
}

type Left = {
  due: boolean
  events: boolean
  /** The reader's place waits behind an open transaction, in which events may be that nobody can see yet. */
  heldBack: boolean
  jobs: boolean
  elsewhere: boolean
  nextDue: Instant | null
}

/** What is left to do at this instant, all of it as it stood at one moment. */
async function leftToDo(base: OpenContext, work: Work): Promise<Left> {
  const { rows } = await base.database.owner.query<Left>({
    name: 'left-to-do',
    text: `select coalesce(next_due() <= $1, false) as due, next_due() as "nextDue",
        exists (select from events_after(c.xid, c.id, 1)) or exists (select from events_ahead(c.xid, c.id, $2, 1)) as events,
        events_held_back(c.xid, c.id) as "heldBack",
        exists (select from graphile_worker._private_jobs
          where run_at <= clock_timestamp() and attempts < max_attempts and locked_at is null) as jobs,
        exists (select from graphile_worker._private_jobs where locked_at > clock_timestamp() - interval '10 minutes') as elsewhere
      from event_cursor c where c.name = 'reactions'`,
    values: [base.clock.now(), Object.keys(work.reactions)],
  })
  return rows[0]!
}

/**
 * Runs queued jobs, reactions and due work until nothing is left at this instant. A transaction that is open
 * elsewhere on the same server holds the log back, and another process may be at a job; then this waits for
 * them, so that nothing is left for a later instant.
 */
export async function drain(base: OpenContext, work: Work): Promise<void> {
  await atTheQueue(base, work, (drainNow) => drainNow())
}

/** Works off what there is at this instant, and says when the next thing falls due. */
type DrainNow = () => Promise<Instant | null>

/** The same again and again, as a clock that moves needs it: at the queue once, for all its stops. */
export async function atTheQueue(
  base: OpenContext,
  work: Work,
  doing: (drainNow: DrainNow) => Promise<unknown>,
): Promise<void> {
  const tasks = taskList(base, work)
  // The same for each run: the queue keeps what it knows of the jobs' names with its options.
  const options = { pgPool: base.database.owner, noHandleSignals: true, logger: quietLogger() }
  const runQueued = async () => {
    const client = await base.database.owner.connect()
    try {
      await runTaskListOnce(options, tasks, client).promise
    } finally {
      client.release()
    }
  }
  await freeAbandonedJobs(base.database.owner)
  const alive = await stayAlive(base.database.owner)
  try {
    await doing(() => drainAlive(base, work, runQueued))
  } finally {
    await alive.release()
  }
}

async function drainAlive(base: OpenContext, work: Work, runQueued: () => Promise<void>): Promise<Instant | null> {
  for (;;) {
    const left = await leftToDo(base, work)
    const handedOver = left.due ? await tick(base, work) : 0
    const read = left.events ? await react(base, work) : 0
    if (left.jobs || handedOver > 0) await runQueued()
    else if (read === 0) {
      if (!left.due && !left.events && !left.elsewhere && !left.heldBack) return left.nextDue
      // Somebody else is at it.
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

export type Workers = { stop(): Promise<void>; running(): boolean }

/** Starts the queue's workers, the ticker and the reaction loop of this process. */
export async function startWorkers(base: OpenContext, work: Work): Promise<Workers> {
  const freed = await freeAbandonedJobs(base.database.owner)
  if (freed > 0) base.log.warn({ jobs: freed }, 'jobs of a process that ended in the middle are begun again')
  const alive = await stayAlive(base.database.owner)
  const runner: Runner = await run({
    pgPool: base.database.owner,
    taskList: taskList(base, work),
    concurrency: 4,
    pollInterval: 1000,
    noHandleSignals: true,
    logger: quietLogger(),
  })
  let stopped = false
  let wake: (() => void) | undefined
  const loop = (async () => {
    for (let round = 0; !stopped; round++) {
      try {
        if (round % 30 === 0) await planAllRecurring(base, work)
        await tick(base, work)
        while (!stopped && (await react(base, work)) > 0);
      } catch (error) {
        if (!stopped) base.log.error({ err: error }, 'due work could not be read; trying again')
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1000)
        wake = () => (clearTimeout(timer), resolve())
      })
    }
  })()
  return {
    running: () => !stopped,
    async stop() {
      stopped = true
      wake?.()
      await loop
      await runner.stop()
      await alive.release()
    },
  }
}

function quietLogger() {
  return new Logger(() => (level, message, meta) => {
    if (level === 'error')
      process.stderr.write(JSON.stringify({ level: 'error', msg: message, ...((meta ?? {}) as object) }) + '\n')
  })
}
