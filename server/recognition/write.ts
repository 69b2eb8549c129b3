import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Design } from '../../contract/design.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Recognition, recognition } from '../../contract/recognition.ts'
import { takeFromInboxes } from '../attention/attention.ts'
import { dayOf, demandOpen, type Practice, practiceOf } from '../goals/goals.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { elementOfEach, type ElementGrant } from '../program/program.ts'
import { lockPiece, type Person, peopleOf, piecesOf, seesGoal } from './queries.ts'
import { changeUntil, pieceOf } from './read.ts'
import { tell, tellGiven } from './telling.ts'

export const event = (type: string, id: string, data: Record<string, unknown> = {}) => ({
  type: `recognition.${type}`,
  subject: { kind: 'recognition', id },
  data,
})

export async function demandRecognition(c: Context): Promise<Practice<'recognition'>> {
  const practice = await practiceOf(c, 'recognition')
  demandOpen(practice, 'recognition')
  return practice
}

type Written = Pick<Input<typeof recognition.edit>, 'words' | 'mentions' | 'valueId' | 'goalId'>
type Settled = {
  settings: Design['elements']['recognition']
  value: { programId: string; version: number } | null
  mentions: Person[]
  /** Of those mentioned, the ones who have recognition themselves. */
  told: string[]
}

/** What holds for the words of somebody to these people; refuses what cannot stand. */
async function settle(
  c: Context,
  people: readonly string[],
  written: Written,
  now: Tx | Context['db'],
): Promise<Settled> {
  const mentioned = [...new Set(written.mentions)].filter((id) => id !== c.viewer.personId)
  const grants = await elementOfEach(c, [c.viewer.personId, ...people, ...mentioned], 'recognition')
  const mentions = await peopleOf(now, c, mentioned)
  if (mentions.length < mentioned.length) throw problem('person_unknown')
  // A manager may lead people who have it without having it themself: then theirs decides.
  const grant: ElementGrant<'recognition'> | undefined =
    grants.get(c.viewer.personId) ?? people.map((id) => grants.get(id)).find((g) => g !== undefined)
  const settings = grant?.settings
  if (!settings) throw problem('element_off', { name: '', element: 'recognition' })
  if (written.valueId && !settings.values.some((v) => v.id === written.valueId)) throw problem('recognition_value')
  if (written.goalId && !(await seesGoal(now, c, written.goalId))) throw problem('recognition_goal')
  return {
    settings,
    value: written.valueId ? { programId: grant.programId, version: grant.versionNumber } : null,
    mentions,
    told: mentions.map((p) => p.id).filter((id) => grants.has(id) && !people.includes(id)),
  }
}

export async function give(
  c: Context,
  input: Input<typeof recognition.give>,
): Promise<Answer<typeof recognition.give>> {
  const { name } = await demandRecognition(c)
  if (input.people.includes(c.viewer.personId)) throw problem('recognition_self')
  const people = await peopleOf(c.db, c, input.people)
  if (people.length < input.people.length) throw problem('person_unknown')
  const grants = await elementOfEach(c, input.people, 'recognition')
  const without = people.filter((p) => !grants.has(p.id))
  if (without.length > 0) throw problem('recognition_people', { names: without.map((p) => p.name).join(', ') })
  const terms = await settle(c, input.people, input, c.db)
  if (input.quiet && !terms.settings.quiet) throw problem('recognition_quiet')
  const id = input.id ?? randomUUID()
  return c.db.transaction().execute(async (tx) => {
    const inside = { ...c, db: tx }
    const now = c.clock.now()
    const made = await sql`
      insert into recognition (organization_id, id, author_id, given_at, given_on, quiet, words, mentions, value_id, program_id, version, goal_id)
      values (${c.organizationId}, ${id}, ${c.viewer.personId}, ${now}, ${await dayOf(inside)}, ${input.quiet}, ${input.words},
        ${terms.mentions.map((p) => p.id)}, ${input.valueId}, ${terms.value?.programId ?? null}, ${terms.value?.version ?? null}, ${input.goalId})
      on conflict do nothing returning 1`.execute(tx)
    if (made.rows.length === 0) {
      const [before] = await piecesOf(tx, c, [id])
      if (before?.author_id !== c.viewer.personId) throw problem('conflict')
      countRecorded(c, 1) // the first request gave it
      return pieceOf(tx, c, id)
    }
    await sql`insert into recognition_person (organization_id, recognition_id, person_id, given_at)
      select ${c.organizationId}, ${id}, p, ${now}::timestamptz from unnest(${input.people}::uuid[]) p`.execute(tx)
    if (!input.quiet)
      await sql`insert into recognition_department (organization_id, department, given_at, recognition_id)
        select distinct ${c.organizationId}::uuid, d, ${now}::timestamptz, ${id}::uuid from unnest(${people.map((p) => p.department)}::text[]) d where d <> ''`.execute(
        tx,
      )
    await tellGiven(tx, c, { id, by: name, people, mentioned: input.quiet ? [] : terms.told })
    await record(tx, c, event('given', id, { personIds: input.people }))
    return pieceOf(tx, c, id)
  })
}

/** The viewer's own piece, locked, while it can still be changed. */
async function changeable(tx: Tx, c: Context, id: string): Promise<Recognition> {
  await lockPiece(tx, c, id)
  const piece = await pieceOf(tx, c, id)
  if (piece.author.id !== c.viewer.personId) throw problem('not_found')
  if (piece.hidden || changeUntil(piece.at, c.clock.now()) === null) throw problem('recognition_late')
  return piece
}

export async function edit(
  c: Context,
  input: Input<typeof recognition.edit>,
): Promise<Answer<typeof recognition.edit>> {
  const { name } = await demandRecognition(c)
  return c.db.transaction().execute(async (tx) => {
    const before = await changeable(tx, c, input.recognitionId)
    const people = before.people.map((p) => p.id)
    // A value that was chosen under an earlier version stays as it was worded then.
    const keeps = input.valueId !== null && input.valueId === before.value?.id
    const terms = await settle({ ...c, db: tx }, people, keeps ? { ...input, valueId: null } : input, tx)
    const mentions = terms.mentions.map((p) => p.id)
    const fields = [
      ...(input.words !== before.words ? ['words'] : []),
      ...(input.valueId !== (before.value?.id ?? null) ? ['value'] : []),
      ...(input.goalId !== (before.goal?.id ?? null) ? ['goal'] : []),
    ]
    if (fields.length === 0) {
      countRecorded(c, 1) // as it was
      return before
    }
    await sql`update recognition set words = ${input.words}, mentions = ${mentions}, goal_id = ${input.goalId}, edited_at = ${c.clock.now()},
      value_id = ${input.valueId}, program_id = case when ${keeps} then program_id else ${terms.value?.programId ?? null}::uuid end,
      version = case when ${keeps} then version else ${terms.value?.version ?? null}::integer end
      where organization_id = ${c.organizationId} and id = ${before.id}`.execute(tx)
    const known = before.mentions.map((m) => m.id)
    if (!before.quiet)
      await tell(
        tx,
        c,
        terms.told.filter((id) => !known.includes(id)),
        'recognition_mentioned',
        before.id,
        { name },
      )
    await record(tx, c, event('edited', before.id, { fields }))
    return pieceOf(tx, c, before.id)
  })
}

export async function takeBack(
  c: Context,
  input: Input<typeof recognition.takeBack>,
): Promise<Answer<typeof recognition.takeBack>> {
  await demandRecognition(c)
  return c.db.transaction().execute(async (tx) => {
    const { id } = await changeable(tx, c, input.recognitionId)
    const now = c.clock.now()
    const mine = sql`organization_id = ${c.organizationId} and recognition_id = ${id}`
    await sql`update recognition set taken_back_at = ${now}, words = '', mentions = '{}' where organization_id = ${c.organizationId} and id = ${id}`.execute(
      tx,
    )
    await sql`update recognition_comment set taken_back_at = ${now}, words = '' where ${mine} and taken_back_at is null`.execute(
      tx,
    )
    await sql`delete from recognition_reaction where ${mine}`.execute(tx)
    await sql`delete from recognition_department where ${mine}`.execute(tx)
    await sql`update recognition_report set settled_at = ${now}, outcome = 'left' where ${mine} and settled_at is null`.execute(
      tx,
    )
    await takeFromInboxes(tx, c, { kind: 'recognition', id })
    await record(tx, c, event('taken_back', id))
    return { takenBack: true }
  })
}
