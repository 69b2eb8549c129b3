/** Reads of the desk: questions, threads, and who may see which. */
import { type RawBuilder, sql } from 'kysely'
import type { DeskRole, DeskState, DeskTopic, OpenedQuestion, Thread } from '../../contract/desk.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'

export type QuestionRow = {
  id: string
  asked_by: string
  asker: string
  asker_title: string
  asked_at: Instant
  title: string
  private: boolean
  place: string | null
  topic: DeskTopic | null
  waiting_since: Instant | null
  due_at: Instant | null
  taken_by: string | null
  taken_name: string | null
  answered_by: string | null
  answered_name: string | null
  closed_at: Instant | null
  /** Whoever asked wrote last by mail. */
  by_mail: boolean
  /** The viewer looks after whoever asked, as an HR partner. */
  in_care: boolean
}

/** The viewer looks after whoever asked question `q`. */
export const inCare = (c: Context): RawBuilder<boolean> =>
  sql<boolean>`exists (select from population_member pm where pm.organization_id = q.organization_id and pm.person_id = q.asked_by
    and pm.population_id = any(${c.viewer.populations as string[]}::uuid[]))`

/** A person stands above whoever asked question `q`: in their line, or as their second manager. */
const aboveAsker = (personId: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`exists (
  select from roster a join roster b on b.organization_id = a.organization_id and b.person_id = ${personId}
  where a.organization_id = q.organization_id and a.person_id = q.asked_by
    and ((a.seq > b.seq and a.seq <= b.last_seq) or a.second_manager_id = b.person_id))`

/**
 * Which questions `q` of others the viewer finds at the desk: the lead all, HR partners those of their population,
 * champions what is not private. A private one is found by nobody who stands above whoever asked.
 */
const atDesk = (c: Context): RawBuilder<boolean> => {
  const has = (role: 'lead' | 'champion') => c.viewer.roles.includes(role)
  return sql<boolean>`(q.asked_by <> ${c.viewer.personId} and (${has('lead')} or (${has('champion')} and not q.private) or ${inCare(c)})
    and not (q.private and ${aboveAsker(sql`${c.viewer.personId}::uuid`)}))`
}

/** The same rule for anybody, by the roles that they hold now: nobody is told of a question that they may not read. */
export const readBy = (personId: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`(q.asked_by <> ${personId}
  and exists (select from role_grant g join roster h on h.organization_id = g.organization_id and h.person_id = g.person_id
    where g.organization_id = q.organization_id and g.person_id = ${personId} and g.ended_at is null
      and (g.role = 'lead' or (g.role = 'champion' and not q.private) or (g.role = 'hr' and exists (
        select from population_member pm where pm.organization_id = g.organization_id and pm.population_id = g.population_id and pm.person_id = q.asked_by))))
  and not (q.private and ${aboveAsker(personId)}))`

const select = (c: Context) => sql`
  select q.id, q.asked_by, p.full_name as asker, coalesce(r.title, '') as asker_title, q.asked_at, q.title, q.private, q.place, q.topic,
    q.waiting_since, q.due_at, q.taken_by, t.full_name as taken_name, q.answered_by, a.full_name as answered_name, q.closed_at, q.by_mail is not null as by_mail, ${inCare(c)} as in_care
  from desk_question q
  join person p on p.organization_id = q.organization_id and p.id = q.asked_by
  left join roster r on r.organization_id = q.organization_id and r.person_id = q.asked_by
  left join person t on t.organization_id = q.organization_id and t.id = q.taken_by
  left join person a on a.organization_id = q.organization_id and a.id = q.answered_by
  where q.organization_id = ${c.organizationId}`

export async function ownQuestions(db: Db | Tx, c: Context): Promise<QuestionRow[]> {
  const { rows } = await sql<QuestionRow>`${select(c)} and q.asked_by = ${c.viewer.personId}
    order by q.asked_at desc, q.id limit 200`.execute(db)
  return rows
}

/** One's own question, or one that the viewer finds at the desk; held still where it is about to change. */
export async function questionRow(
  db: Db | Tx,
  c: Context,
  questionId: string,
  whose: 'own' | 'desk',
  hold = false,
): Promise<QuestionRow> {
  if (hold)
    await sql`select 1 from desk_question where organization_id = ${c.organizationId} and id = ${questionId} for update`.execute(
      db,
    )
  const { rows } = await sql<QuestionRow>`${select(c)} and q.id = ${questionId}
    and ${whose === 'own' ? sql`q.asked_by = ${c.viewer.personId}` : atDesk(c)}`.execute(db)
  if (!rows[0]) throw problem('not_found')
  return rows[0]
}

export type Show = 'waiting' | 'answered' | 'closed'
const conditions: Record<Show, RawBuilder<boolean>> = {
  waiting: sql<boolean>`q.waiting_since is not null`,
  answered: sql<boolean>`q.waiting_since is null and q.closed_at is null`,
  closed: sql<boolean>`q.closed_at is not null`,
}

export async function deskRows(
  db: Db,
  c: Context,
  which: { show: Show; offset: number; limit: number },
): Promise<QuestionRow[]> {
  const { rows } = await sql<QuestionRow>`${select(c)} and ${atDesk(c)} and ${conditions[which.show]}
    order by ${which.show === 'waiting' ? sql`q.due_at, q.id` : sql`q.asked_at desc, q.id`} limit ${which.limit} offset ${which.offset}`.execute(
    db,
  )
  return rows
}

type DeskCounts = { waiting: number; late: number; answered: number; closed: number }
export async function deskCounts(db: Db | Tx, c: Context): Promise<DeskCounts> {
  const { rows } = await sql<DeskCounts>`
    select count(*) filter (where ${conditions.waiting}) as waiting,
      count(*) filter (where q.due_at < ${c.clock.now()}::timestamptz) as late,
      count(*) filter (where ${conditions.answered}) as answered, count(*) filter (where ${conditions.closed}) as closed
    from desk_question q where q.organization_id = ${c.organizationId} and ${atDesk(c)}`.execute(db)
  return rows[0]!
}

/** What waits, by its own index: asked for with every This week. */
export async function waitingCounts(
  db: Db,
  c: Context,
  programId: string | null = null,
): Promise<Pick<DeskCounts, 'waiting' | 'late'>> {
  const { rows } = await sql<Pick<DeskCounts, 'waiting' | 'late'>>`
    select count(*) as waiting, count(*) filter (where q.due_at < ${c.clock.now()}::timestamptz) as late
    from desk_question q where q.organization_id = ${c.organizationId} and q.waiting_since is not null and ${atDesk(c)}
      and (${programId}::uuid is null or not exists (select from wave o where o.organization_id = q.organization_id and o.id = q.wave_id
        and o.program_id <> ${programId}))`.execute(db)
  return rows[0]!
}

export function stateOf(
  q: Pick<
    QuestionRow,
    'waiting_since' | 'due_at' | 'taken_by' | 'taken_name' | 'answered_by' | 'answered_name' | 'closed_at'
  >,
): DeskState {
  if (q.closed_at) return { is: 'closed', at: q.closed_at }
  if (q.waiting_since === null) return { is: 'answered', by: { id: q.answered_by!, name: q.answered_name ?? '' } }
  if (q.taken_by) return { is: 'taken', by: { id: q.taken_by, name: q.taken_name ?? '' }, dueAt: q.due_at! }
  return { is: 'open', dueAt: q.due_at! }
}

export const aboutOf = (q: QuestionRow) => ({
  id: q.id,
  title: q.title,
  private: q.private,
  askedAt: q.asked_at,
  state: stateOf(q),
  topic: q.topic,
})

/** As the desk has it in its list. */
export const rowOf = (c: Context, q: QuestionRow) => ({
  ...aboutOf(q),
  asker: { id: q.asked_by, name: q.asker, title: q.asker_title },
  late: q.due_at !== null && q.due_at < c.clock.now(),
})

async function messagesOf(db: Db | Tx, c: Context, questionId: string): Promise<Thread['messages']> {
  const { rows } = await sql<{
    id: string
    by: string
    name: string
    role: DeskRole | null
    at: Instant
    words: string
  }>`select m.id, m.written_by as by, p.full_name as name, m.role, m.written_at as at, m.words from desk_message m
    join person p on p.organization_id = m.organization_id and p.id = m.written_by
    where m.organization_id = ${c.organizationId} and m.question_id = ${questionId} order by m.written_at, m.id limit 500`.execute(
    db,
  )
  return rows.map(({ by, name, ...rest }) => ({ ...rest, by: { id: by, name } }))
}

/** What was said last, by whomever. */
export async function lastMessage(tx: Tx, c: Context, questionId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from desk_message where organization_id = ${c.organizationId}
    and question_id = ${questionId} order by written_at desc, id desc limit 1`.execute(tx)
  return rows[0]?.id ?? null
}

export async function threadOf(db: Db | Tx, c: Context, questionId: string): Promise<Thread> {
  const q = await questionRow(db, c, questionId, 'own')
  return { ...aboutOf(q), messages: await messagesOf(db, c, q.id) }
}

export async function openedOf(db: Db | Tx, c: Context, questionId: string): Promise<OpenedQuestion> {
  const q = await questionRow(db, c, questionId, 'desk')
  return {
    ...rowOf(c, q),
    messages: await messagesOf(db, c, q.id),
    place: q.place,
    byMail: q.by_mail,
    mine: q.taken_by === c.viewer.personId,
  }
}

export async function writeMessage(
  tx: Tx,
  c: Context,
  questionId: string,
  words: string,
  role: DeskRole | null,
): Promise<string> {
  const { rows } = await sql<{
    id: string
  }>`insert into desk_message (organization_id, question_id, written_by, written_at, role, words)
    values (${c.organizationId}, ${questionId}, ${c.viewer.personId}, ${c.clock.now()}, ${role}, ${words}) returning id`.execute(
    tx,
  )
  return rows[0]!.id
}
