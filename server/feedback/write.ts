import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { feedback, FeedbackMode } from '../../contract/feedback.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { putInInbox, putInInboxes, takeFromInboxes, withdrawLetters } from '../attention/attention.ts'
import { asPerson } from '../checkins/checkins.ts'
import { dayOf } from '../goals/goals.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { insertWords, itemOf, type ItemRow, lockItem } from './queries.ts'
import { detailOf, toDetail } from './read.ts'
import { takeBackUntil } from './rules.ts'
import { termsOf } from './terms.ts'
import { tell } from './telling.ts'

export const event = (type: string, id: string, data: Record<string, unknown> = {}) => ({
  type: `feedback.${type}`,
  subject: { kind: 'feedback', id },
  data,
})

/** Sends feedback that nobody asked for, or keeps it as a draft. The id of an own draft writes that one anew. */
export async function give(c: Context, input: Input<typeof feedback.give>): Promise<Answer<typeof feedback.give>> {
  if (input.aboutId === c.viewer.personId) throw problem('feedback_self')
  const terms = await termsOf(c, 'give', input.aboutId)
  const mode: FeedbackMode = input.mode
  if (!terms.modes.includes(mode)) throw problem('feedback_mode')
  const said = input.answers.filter((a) => a.words !== '').map((a) => ({ questionId: null, ...a }))
  if (said.length === 0 && !input.draft) throw problem('feedback_empty')
  const namesTo = mode === 'confidential' ? (terms.namesTo?.id ?? null) : null
  const shares = input.withManager && terms.settings.sharing === 'author' && mode === 'attributed'
  return asPerson(c, async (tx, inside) => {
    const id = input.id ?? randomUUID()
    const today = await dayOf(inside)
    const now = c.clock.now()
    const sent = input.draft ? null : today
    const atOnce = sent !== null && mode === 'attributed' ? now : null
    await clearDraft(tx, c, id)
    const made = await sql`
      insert into feedback_item (organization_id, id, about_id, mode, names_to, template, saved_on, sent_on, sent_at, arrived_at, shared_by, shared_at)
      values (${c.organizationId}, ${id}, ${input.aboutId}, ${mode}, ${namesTo}, ${input.template}, ${today}, ${sent}, ${atOnce}, ${atOnce},
        ${shares && sent ? c.viewer.personId : null}, ${shares && sent ? now : null})
      on conflict (organization_id, id) do update set about_id = excluded.about_id, mode = excluded.mode, names_to = excluded.names_to,
        template = excluded.template, saved_on = excluded.saved_on, sent_on = excluded.sent_on, sent_at = excluded.sent_at, arrived_at = excluded.arrived_at,
        shared_by = excluded.shared_by, shared_at = excluded.shared_at
      where feedback_item.sent_on is null and feedback_item.taken_back_on is null
        and exists (select from feedback_author a where a.organization_id = feedback_item.organization_id and a.item_id = feedback_item.id and a.author_id = ${c.viewer.personId})
      returning 1`.execute(tx)
    if (made.rows.length === 0) throw problem((await itemOf(tx, c, id)) ? 'feedback_sent' : 'conflict')
    await sql`insert into feedback_author (organization_id, item_id, author_id) values (${c.organizationId}, ${id}, ${c.viewer.personId}) on conflict do nothing`.execute(
      tx,
    )
    await insertWords(tx, c, id, said)
    if (sent === null) {
      // Whom somebody thinks of writing to is their own business until they send it.
      await record(tx, c, event('drafted', id))
    } else if (mode === 'attributed') {
      await record(tx, c, event('given', id, { aboutId: input.aboutId }))
      await tell(tx, c, terms.about, { kind: 'feedback_received', itemId: id, from: c.viewer.personId, letter: true })
    } else countRecorded(c, 1) // recorded in the night, together with others', without a time
    return detailOf(tx, inside, id)
  })
}

/** Words of a draft are written anew as a whole. */
async function clearDraft(tx: Tx, c: Context, id: string): Promise<void> {
  await sql`delete from feedback_words w using feedback_item i
    where w.organization_id = ${c.organizationId} and w.item_id = ${id} and i.organization_id = w.organization_id and i.id = w.item_id and i.sent_on is null`.execute(
    tx,
  )
}

/** An item that the viewer may read, locked. */
async function mine(tx: Tx, c: Context, id: string): Promise<ItemRow> {
  await lockItem(tx, c, id)
  const row = await itemOf(tx, c, id)
  if (!row) throw problem('not_found')
  return row
}

export async function takeBack(
  c: Context,
  input: Input<typeof feedback.takeBack>,
): Promise<Answer<typeof feedback.takeBack>> {
  return asPerson(c, async (tx, inside) => {
    const row = await mine(tx, c, input.itemId)
    if (row.author_id !== c.viewer.personId) throw problem('not_found')
    const facts = {
      mode: row.mode,
      sentOn: row.sent_on,
      sentAt: row.sent_at,
      arrived: row.arrived_at !== null,
      read: row.read_at !== null,
    }
    if (row.sent_on !== null && takeBackUntil(facts, c.clock.now(), row.zone) === null)
      throw problem('feedback_too_late')
    await sql`delete from feedback_words where organization_id = ${c.organizationId} and item_id = ${row.id}`.execute(
      tx,
    )
    await sql`update feedback_item set taken_back_on = ${await dayOf(inside)} where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
      tx,
    )
    await takeFromInboxes(tx, c, { kind: 'feedback', id: row.id })
    await withdrawLetters(tx, c, row.id, 'not_needed')
    // Asked again: the request waits for them as before.
    if (row.request_id && row.mode !== 'anonymous')
      await sql`update feedback_rater set took_part_on = null, counted_on = null where organization_id = ${c.organizationId}
        and request_id = ${row.request_id} and person_id = ${c.viewer.personId}`.execute(tx)
    if (row.mode === 'attributed') await record(tx, c, event('taken_back', row.id))
    else countRecorded(c, 1) // nothing was recorded of it yet
    return { takenBack: true }
  })
}

/** Only the person it is about, once it has reached them. */
async function received(tx: Tx, c: Context, id: string): Promise<ItemRow> {
  const row = await mine(tx, c, id)
  if (!toDetail(row, c).may.respond) throw problem('not_found')
  return row
}

export async function read(c: Context, input: Input<typeof feedback.read>): Promise<Answer<typeof feedback.read>> {
  return asPerson(c, async (tx) => {
    const row = await received(tx, c, input.itemId)
    if (row.read_at) countRecorded(c, 1) // read already
    else {
      await sql`update feedback_item set read_at = ${c.clock.now()} where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
        tx,
      )
      await record(tx, c, event('read', row.id))
    }
    return { read: true }
  })
}

/** The author is told in their own inbox, also where the person does not know who that is. */
async function tellAuthor(tx: Tx, c: Context, row: ItemRow, kind: string): Promise<void> {
  await putInInboxes(
    tx,
    c,
    sql`select feedback_author_of(${c.organizationId}, ${row.id}) as person_id, ${c.clock.now()}::timestamptz as appears_at`,
    { kind, subject: { kind: 'feedback', id: row.id }, params: { name: row.about_name } },
  )
}

export async function respond(
  c: Context,
  input: Input<typeof feedback.respond>,
): Promise<Answer<typeof feedback.respond>> {
  return asPerson(c, async (tx, inside) => {
    const row = await received(tx, c, input.itemId)
    const today = await dayOf(inside)
    const did: string[] = []
    if (input.thanks && !row.thanked_on) did.push('thanks')
    if (input.talk && !row.talk_on) did.push('talk')
    if (input.reply) {
      if (row.reply) throw problem('feedback_replied')
      await sql`insert into feedback_reply (organization_id, item_id, words, replied_on) values (${c.organizationId}, ${row.id}, ${input.reply}, ${today})`.execute(
        tx,
      )
      did.push('reply')
    }
    await sql`update feedback_item set read_at = coalesce(read_at, ${c.clock.now()}), thanked_on = coalesce(thanked_on, ${did.includes('thanks') ? today : null}::date),
      talk_on = coalesce(talk_on, ${did.includes('talk') ? today : null}::date) where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
      tx,
    )
    for (const one of did) await tellAuthor(tx, c, row, `feedback_${one}`)
    if (did.length > 0) await record(tx, c, event('responded', row.id, { did }))
    else countRecorded(c, 1) // done already
    return detailOf(tx, inside, row.id)
  })
}

export async function share(c: Context, input: Input<typeof feedback.share>): Promise<Answer<typeof feedback.share>> {
  return asPerson(c, async (tx, inside) => {
    const row = await mine(tx, c, input.itemId)
    const { may } = toDetail(row, c)
    const now = c.clock.now()
    if (input.passOn) {
      if (!may.passOn && row.passed_on_at === null) throw problem('not_found')
      if (row.passed_on_at) countRecorded(c, 1) // passed on already
      else {
        await sql`update feedback_item set passed_on_at = ${now} where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
          tx,
        )
        await record(tx, c, event('passed_on', row.id, { aboutId: row.about_id }))
        await putInInbox(tx, c, row.about_id, {
          kind: 'feedback_passed_on',
          subject: { kind: 'feedback', id: row.id },
        })
      }
    } else {
      if (!may.share) throw problem('not_found')
      const on = input.withManager ?? false
      await sql`update feedback_item set shared_by = ${on ? c.viewer.personId : null}, shared_at = ${on ? now : null}
        where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
      await record(tx, c, event('shared', row.id, { withManager: on }))
    }
    return detailOf(tx, inside, row.id)
  })
}
