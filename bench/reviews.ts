/**
 * A review cycle for everybody: its launch (stages, reviews, tasks, notices planned) against
 * the bare set-wise SQL that writes the same reviews, tasks, notices, letters and entries of the
 * ledger, and the memory that it takes.
 * Then what a manager of twenty opens while writing, against plain statements for the same rows.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { actor } from '../fixtures/actors.ts'
import { addDays, type Instant } from '../server/platform/clock.ts'
import { drain } from '../server/platform/jobs.ts'
import { work } from '../server/work.ts'
import { alternate, milliseconds, type Row, times } from './row.ts'
import { size, world, type World } from './world.ts'

/** What a launch may hold in memory, whatever the size of the company. */
const mostMemory = 150

export async function measure(): Promise<Row[]> {
  const w = await world()
  await switchOn(w)
  const client = new pg.Client({ connectionString: w.installation.url })
  await client.connect()
  try {
    const before = process.memoryUsage().rss
    let top = before
    const watch = setInterval(() => (top = Math.max(top, process.memoryUsage().rss)), 50)
    let cycleId = ''
    const [ours, theirs] = await alternate(
      async () => {
        const launch = await planned(w)
        cycleId = launch.cycleId
        return milliseconds(async () => {
          await w.lead.call('reviews.launch', launch)
          await drain(w.installation.base, work)
        })
      },
      () => bareLaunch(client, w.c.organizationId, w.c.clock.now()),
      3,
    )
    clearInterval(watch)
    return [
      times(`review cycle launched for ${size}`, 'ms', ours, theirs, 3),
      times('memory on top while it launches', 'MiB', (top - before) / 2 ** 20, mostMemory, 1),
      await form(w, client, cycleId),
    ]
  } finally {
    await client.end()
  }
}

/** The measured company's program has no reviews yet. */
async function switchOn({ lead, programId, waveId, installation }: World): Promise<void> {
  const program = await lead.call('program.get', { programId })
  if (program.draft.design.elements.reviews.on) return
  await lead.call('program.saveDraft', {
    programId,
    change: {
      group: 'elements',
      revision: program.draft.groups.elements ?? 0,
      value: { ...program.draft.design.elements, reviews: { ...program.draft.design.elements.reviews, on: true } },
    },
  })
  const { draft } = await lead.call('program.get', { programId })
  await lead.call('program.publish', { programId, revision: draft.revision, note: '' })
  const number = (await lead.call('program.get', { programId })).program.version!
  await lead.call('waves.move', { waveId, number })
  await drain(installation.base, work)
}

async function planned({ lead, c }: World): Promise<{ cycleId: string; revision: number; people: number }> {
  const today = c.clock.today('UTC')
  const made = await lead.call('reviews.createCycle', { name: `Half-year ${randomUUID()}`, formId: 'half-year' })
  const on = ['self', 'upward', 'manager', 'share', 'acknowledge']
  const saved = await lead.call('reviews.savePlan', {
    cycleId: made.id,
    revision: made.revision,
    plan: {
      ...made.plan,
      stages: made.plan.stages.map((s) => {
        const is = on.includes(s.id)
        return { ...s, on: is, opensOn: is ? today : null, dueOn: is ? addDays(today, 14) : null }
      }),
    },
  })
  const { people } = await lead.call('reviews.check', { cycleId: made.id })
  return { cycleId: made.id, revision: saved.revision, people }
}

/** The same rows, written by whoever owns the tables, and taken back. */
async function bareLaunch(client: pg.Client, organizationId: string, at: Instant): Promise<number> {
  const cycle = randomUUID()
  await client.query('begin')
  await client.query(
    `insert into review_cycle (organization_id, id, plan, created_by, created_at)
      select organization_id, $2, '{}', person_id, $3 from roster where organization_id = $1 limit 1`,
    [organizationId, cycle, at],
  )
  const tasks = (role: string, writer: string, join = '') =>
    client.query(
      `insert into review_task (organization_id, cycle_id, review_id, subject_id, role, writer_id, created_at)
        select v.organization_id, v.cycle_id, v.id, v.person_id, '${role}', ${writer}, $3 from review v ${join}
        where v.organization_id = $1 and v.cycle_id = $2 and ${writer} is not null`,
      [organizationId, cycle, at],
    )
  const spent = await milliseconds(async () => {
    await client.query(
      `insert into review (organization_id, cycle_id, person_id, manager_id, second_manager_id, department, title, joined_at)
        select r.organization_id, $2, r.person_id, r.manager_id, r.second_manager_id, r.department, r.title, $3 from roster r where r.organization_id = $1 and r.employed`,
      [organizationId, cycle, at],
    )
    // Without it, plans made while the tables were empty read all of them for each row.
    await client.query('analyze review, review_task')
    await tasks('self', 'v.person_id')
    await tasks('manager', 'v.manager_id')
    await tasks(
      'upward',
      't.person_id',
      'join roster t on t.organization_id = v.organization_id and t.manager_id = v.person_id and t.employed',
    )
    for (const role of ['self', 'manager', 'upward']) await told(client, organizationId, cycle, role, at)
  })
  await client.query('rollback')
  return spent
}

/** Everybody who writes in a stage hears of it once: in the inbox, by letter and in the account of time. */
async function told(
  client: pg.Client,
  organizationId: string,
  cycle: string,
  role: string,
  at: Instant,
): Promise<void> {
  const notice = randomUUID()
  const writers = `(select distinct t.writer_id as id from review_task t where t.organization_id = $1 and t.cycle_id = $3 and t.role = '${role}') w`
  await client.query(
    `insert into outgoing_mail (organization_id, person_id, address, kind, bulk, subject_kind, subject_id, params, created_at, due_at)
      select $1, p.id, coalesce(p.email, ''), 'review_opens', true, 'review_notice', $2, '{}', $4, $4
      from ${writers} join person p on p.organization_id = $1 and p.id = w.id`,
    [organizationId, notice, cycle, at],
  )
  await client.query(
    `insert into inbox_item (organization_id, person_id, kind, subject_kind, subject_id, params, appears_at)
      select $1, w.id, 'review_opens', 'review_notice', $2, '{"cycle": "Half-year"}', $4 from ${writers}`,
    [organizationId, notice, cycle, at],
  )
  await client.query(
    `insert into time_asked (organization_id, person_id, kind, source_id, role, minutes, rank, letter, wanted_at, due_at, day)
      select $1, w.id, 'review_opens', $2, 'employees', 10, 1, true, $4, $4, $4::timestamptz::date from ${writers}`,
    [organizationId, notice, cycle, at],
  )
}

/** A manager of about twenty, one of their forms, half a line written. */
async function form({ installation: { base }, c }: World, client: pg.Client, cycleId: string): Promise<Row> {
  const { rows } = await sql<{ id: string; task_id: string; review_id: string; subject_id: string }>`
    select t.writer_id as id, t.id as task_id, t.review_id, t.subject_id from review_task t where t.organization_id = ${c.organizationId} and t.cycle_id = ${cycleId} and t.role = 'manager'
      and t.writer_id = (select m.person_id from roster m where m.organization_id = ${c.organizationId} and m.direct_reports = 20 order by m.seq limit 1) limit 1`.execute(
    c.db,
  )
  const one = rows[0]
  if (!one) throw new Error('nobody leads about twenty people in the measured company')
  const manager = actor(base, c.organizationId, one.id)
  await manager.call('reviews.save', { taskId: one.task_id, answers: { worked: { words: 'Calm in the storm' } } })
  const org = c.organizationId
  const bare = async () => {
    const read = (name: string, text: string, values: unknown[]) => client.query({ name, text, values })
    await client.query('begin')
    await read('viewer', 'select * from roster where organization_id = $1 and person_id = $2', [org, one.id])
    await read(
      'tasks',
      `select t.*, p.full_name, v.title, v.manager_id, s.opens_on, s.due_on, h.answers, h.revision, y.plan from review_task t
        join review v on v.organization_id = t.organization_id and v.id = t.review_id join review_cycle y on y.organization_id = t.organization_id and y.id = t.cycle_id
        join review_stage s on s.organization_id = t.organization_id and s.cycle_id = t.cycle_id and s.stage = 'manager'
        join person p on p.organization_id = t.organization_id and p.id = t.subject_id
        left join review_sheet h on h.organization_id = t.organization_id and h.task_id = t.id where t.organization_id = $1 and t.id = $2`,
      [org, one.task_id],
    )
    await read(
      'sheets',
      `select h.answers, p.full_name from review_task t join review_sheet h on h.organization_id = t.organization_id and h.task_id = t.id
        join person p on p.organization_id = t.organization_id and p.id = t.writer_id where t.organization_id = $1 and t.review_id = $2`,
      [org, one.review_id],
    )
    await read('voices', 'select * from review_voice where organization_id = $1 and review_id = $2', [
      org,
      one.review_id,
    ])
    await read(
      'goals',
      'select id, title, ends_on from goal where organization_id = $1 and owner_id = $2 and removed_at is null order by ends_on limit 30',
      [org, one.subject_id],
    )
    await read('turns', 'select * from review_turn where organization_id = $1 and task_id = $2 order by number', [
      org,
      one.task_id,
    ])
    await client.query('commit')
  }
  const many = (act: () => Promise<unknown>) =>
    milliseconds(async () => {
      for (let n = 0; n < 60; n++) await act()
    })
  const [ours, theirs] = await alternate(
    () => many(() => manager.call('reviews.sheet', { taskId: one.task_id })),
    () => many(bare),
  )
  return times('review form of a manager of twenty', 'ms', ours / 60, theirs / 60, 2.5)
}
