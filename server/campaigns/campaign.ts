/** Writing, approving and scheduling one message. */
import { sql } from 'kysely'
import { type Campaign, type campaigns, isAct, type ReaderKind } from '../../contract/campaigns.ts'
import { languages } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { departures, putInInbox, sendMail, takeFromInboxes, withdrawLetters } from '../attention/attention.ts'
import { chooseLanguage, compileLetter, fieldWords, template, templates } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { schedule as scheduleDue, unschedule } from '../platform/jobs.ts'
import { problem } from '../platform/problem.ts'
import { usualSender, writtenFor } from './choosing.ts'
import { staleIn, staleOf } from './corrected.ts'
import { designOfWave } from './designs.ts'
import { changedSince, keepWords } from './keeping.ts'
import { confirmKept, forgetKept, keptOf } from './kept.ts'
import { type Missing, missingIn } from './missing.ts'
import { saysTheSame, withVersions } from './own-words.ts'
import { campaignRow, campaignRows, type ListedRow, namedPeople, type Row } from './queries.ts'
import { addressable } from './addressing.ts'
import { demandKnown } from './known.ts'
import { stateOf } from './state.ts'
import { tellLeads } from './telling.ts'
import { endTrial, shownTrial } from './trials.ts'
import { type Asked, askVoices, forgetVoices, ownVoices, say, waitsForVoice } from './voices.ts'
import { textIn } from './words.ts'

type Listed = Answer<typeof campaigns.list>['campaigns'][number]

type Own = Awaited<ReturnType<typeof ownVoices>>

function listed(c: Context, row: ListedRow, own: Own): Listed {
  const language = c.viewer.locale.slice(0, 2)
  const titleOf = (id: string) => {
    const texts = templates().find((t) => t.id === id)?.texts
    return (texts?.find((t) => t.language === language) ?? texts?.[0])?.title ?? id
  }
  const named = fieldWords(chooseLanguage(languages, c.viewer.locale, null).language)
  return {
    id: row.id,
    programId: row.program_id,
    wave: { id: row.wave_id, name: row.wave_name },
    readers: row.readers,
    audience: row.audience_id ? { id: row.audience_id, name: row.audience_name ?? '' } : null,
    template: row.template,
    follows: row.derived_from
      ? { id: row.derived_from, title: titleOf(row.derived_template!), reach: row.reach! }
      : null,
    title: titleOf(row.template),
    sender: row.sender_id ? { id: row.sender_id, name: row.sender_name ?? '', title: row.sender_title ?? '' } : null,
    voice: row.voice,
    asChampion: own.get(row.id) ?? null,
    senderLeft: row.sender_id !== null && !row.sender_here,
    changed: row.started_at ? [] : row.changed.map((field) => named[field]!),
    sendsOn: row.sends_on,
    sendsAt: row.sends_at,
    revision: row.revision,
    state: stateOf(row, row.unsent),
    approval: {
      askedAt: row.asked_at,
      approvedAt: row.approved_revision === row.revision ? row.approved_at : null,
      declinedAt: row.declined_at,
      declinedBecause: isTeam(c) || row.sender_id === c.viewer.personId ? row.declined_because : null,
    },
    scheduledAt: row.scheduled_at,
    startedAt: row.started_at,
    cancelledAt: row.cancelled_at,
    mayApprove: row.sender_id === c.viewer.personId || own.has(row.id),
    createdAt: row.created_at,
  }
}

async function whole(c: Context, row: Row): Promise<Campaign> {
  const stale = await staleOf(c, row)
  const own = await ownVoices(c)
  return {
    ...listed(c, row, own),
    texts: row.texts,
    missing: row.started_at ? [] : await missingIn(c, row, 'schedule'),
    senderUnmailed: row.sender_here && !row.started_at && (await isUnmailed(c, row)),
    instead: row.sender_id && !row.sender_here && !row.started_at ? await insteadOf(c, row) : null,
    stale: stale?.say(chooseLanguage(languages, c.viewer.locale, null).language) ?? [],
    trial: await shownTrial(c, row),
    led: (
      await campaignRows(
        c.db,
        c.organizationId,
        sql`(k.derived_from = ${row.id} or (k.wave_id = ${row.wave_id} and k.reach = 'seen' and k.started_at is null and ${stale !== null}))`,
      )
    ).map((one) => {
      const { id, title, follows, state } = listed(c, one, own)
      return { id, title, reach: follows!.reach, state }
    }),
  }
}

/** Whether letters that ask its sender reach nobody: they have no address, or one that takes no mail. */
async function isUnmailed(c: Context, row: Row): Promise<boolean> {
  if (row.sender_email === null) return true
  const { rows } = await sql`select 1 from bounced_address
    where organization_id = ${c.organizationId} and address = lower(${row.sender_email})`.execute(c.db)
  return rows.length > 0
}

/** Who could stand under a message whose sender has left: the program's own for it, else its lead. */
async function insteadOf(c: Context, row: Row): Promise<Campaign['instead']> {
  const design = (await designOfWave(c.db, c, row.program_id, row.wave_id))?.design
  const usual = templates().some((t) => t.id === row.template) ? await usualSender(c, row.wave_id, row.template) : null
  const candidates = [usual, design?.leadId ?? null]
  const { rows } = await sql<{ id: string }>`select person_id as id from roster
    where organization_id = ${c.organizationId} and person_id = any(${candidates.filter((id) => id !== null)}::uuid[])`.execute(
    c.db,
  )
  const id = candidates.find((one) => rows.some((here) => here.id === one))
  const person = id ? (await namedPeople(c.db, c.organizationId, [id])).get(id) : undefined
  return person ? { id: person.id, name: person.name, title: person.title } : null
}

export async function list(c: Context): Promise<Answer<typeof campaigns.list>> {
  const own = await ownVoices(c)
  return { campaigns: (await campaignRows(c.db, c.organizationId)).map((row) => listed(c, row, own)) }
}

export async function toApprove(c: Context): Promise<Answer<typeof campaigns.toApprove>> {
  const rows = await campaignRows(
    c.db,
    c.organizationId,
    sql`(k.sender_id = ${c.viewer.personId} and k.asked_at is not null
    and k.declined_at is null and k.approved_revision is distinct from k.revision and k.started_at is null and k.cancelled_at is null
    or ${waitsForVoice(c, c.viewer.personId)})`,
  )
  const own = await ownVoices(c)
  return { campaigns: rows.map((row) => listed(c, row, own)) }
}

export const isTeam = (c: Context): boolean =>
  c.viewer.roles.some((role) => role === 'lead' || role === 'sponsor' || role === 'admin')

/** The program team reads all; anybody else only what goes out in their own name. */
export async function readable(c: Context, id: string): Promise<Row> {
  const row = await campaignRow(c.db, c.organizationId, id)
  if (isTeam(c) || (row.sender_id === c.viewer.personId && row.asked_at)) return row
  if (!(await ownVoices(c, id)).has(id)) throw problem('not_found')
  return row
}

export async function get(c: Context, input: Input<typeof campaigns.get>): Promise<Campaign> {
  return whole(c, await readable(c, input.campaignId))
}

export async function create(c: Context, input: Input<typeof campaigns.create>): Promise<Campaign> {
  const senderId = input.senderId ?? (await usualSender(c, input.waveId, input.template))
  const readers = input.readers ?? writtenFor(input.template)
  const suggested = input.senderId === null && template(input.template).sender === 'champion' ? 'champion' : 'sender'
  const campaignId = await c.db
    .transaction()
    .execute((tx) => createIn(tx, c, { ...input, readers, senderId, voice: input.voice ?? suggested }))
  return get(c, { campaignId })
}

type New = Input<typeof campaigns.create> & { readers: ReaderKind }

/** The same within a transaction of somebody else's; the sender is as given. Answers its id. */
export async function createIn(tx: Tx, c: Context, input: New): Promise<string> {
  await demandKnown(tx, c, input)
  const { rows } = await sql<{ id: string }>`
    insert into campaign (organization_id, program_id, wave_id, readers, audience_id, template, sender_id, voice, sends_on, sends_at, created_by, created_at)
    select ${c.organizationId}, w.program_id, w.id, ${input.readers}, ${input.audienceId}, ${input.template}, ${input.senderId}, ${input.voice ?? 'sender'}, ${input.sendsOn}, ${input.sendsAt}::time, ${c.viewer.personId}, ${c.clock.now()}
    from wave w where w.organization_id = ${c.organizationId} and w.id = ${input.waveId} returning id`.execute(tx)
  if (!rows[0]) throw problem('not_found')
  await record(tx, c, { type: 'campaign.created', subject: { kind: 'campaign', id: rows[0].id } })
  return rows[0].id
}

/** Takes the row for change and refuses one that has started. */
export async function open(tx: Tx, c: Context, id: string): Promise<Row> {
  await sql`select 1 from campaign where organization_id = ${c.organizationId} and id = ${id} for update`.execute(tx)
  const row = await campaignRow(tx, c.organizationId, id)
  if (row.started_at || row.cancelled_at) throw problem('campaign_started')
  return row
}

export async function update(c: Context, input: Input<typeof campaigns.update>): Promise<Campaign> {
  await c.db.transaction().execute((tx) => updateIn(tx, c, input))
  return get(c, { campaignId: input.campaignId })
}

type Change = Omit<Input<typeof campaigns.update>, 'revision'> & { revision?: number }

/** Without a revision: whatever it is now. */
export async function updateIn(tx: Tx, c: Context, input: Change): Promise<void> {
  const { campaignId, revision, ...change } = input
  const row = await open(tx, c, campaignId)
  if (revision !== undefined && row.revision !== revision) throw problem('conflict')
  if (row.derived_from && (change.readers ?? change.waveId ?? change.audienceId) != null)
    throw problem('campaign_readers_fixed')
  await demandKnown(tx, c, change)
  if (change.voice === 'champion' && row.derived_from && row.reach !== 'unseen') throw problem('champions_derived')
  const as = change.template ?? row.template
  const stood = as === row.template ? row.texts : {}
  const next = {
    template: as,
    texts: change.texts ? withVersions(as, stood, change.texts) : stood,
    sender: change.senderId === undefined ? row.sender_id : change.senderId,
    voice: change.voice ?? row.voice,
    readers: change.readers ?? row.readers,
    audience: change.audienceId === undefined ? row.audience_id : change.audienceId,
    wave: change.waveId ?? row.wave_id,
    on: change.sendsOn === undefined ? row.sends_on : change.sendsOn,
    at: change.sendsAt ?? row.sends_at,
  }
  // Refuses an unknown field or broken words now, not in the night.
  for (const language of languages) compileLetter(textIn({ template: next.template, texts: next.texts }, language), {})
  const changed = Object.keys(change).filter((key) => change[key as keyof typeof change] !== undefined)
  if (changed.length === 1 && change.texts && saysTheSame(row.texts, next.texts)) {
    // Compared with the library's newer text, and kept: it is the same message, and its approval stands.
    await sql`update campaign set texts = ${JSON.stringify(next.texts)}::jsonb
      where organization_id = ${c.organizationId} and id = ${campaignId}`.execute(tx)
    await record(tx, c, { type: 'campaign.compared', subject: { kind: 'campaign', id: campaignId } })
    return
  }
  await sql`update campaign set template = ${next.template}, texts = ${JSON.stringify(next.texts)}::jsonb, sender_id = ${next.sender}, voice = ${next.voice}, readers = ${next.readers}, audience_id = ${next.audience},
      wave_id = ${next.wave}, program_id = (select program_id from wave where organization_id = ${c.organizationId} and id = ${next.wave}),
      sends_on = ${next.on}, sends_at = ${next.at}::time, revision = revision + 1, asked_at = null, declined_at = null, declined_because = null, scheduled_at = null, scheduled_by = null
    where organization_id = ${c.organizationId} and id = ${campaignId}`.execute(tx)
  await unschedule(tx, { organizationId: c.organizationId, kind: 'campaigns.start', subjectId: campaignId })
  await takeFromInboxes(tx, c, { kind: 'campaign_approval', id: campaignId })
  await record(tx, c, { type: 'campaign.updated', subject: { kind: 'campaign', id: campaignId }, data: { changed } })
}

export async function remove(c: Context, input: Input<typeof campaigns.remove>): Promise<{ removed: true }> {
  await c.db.transaction().execute((tx) => removeIn(tx, c, input.campaignId))
  return { removed: true }
}

export async function removeIn(tx: Tx, c: Context, campaignId: string): Promise<void> {
  const row = await open(tx, c, campaignId)
  if (row.scheduled_at) throw problem('campaign_started')
  await takeFromInboxes(tx, c, { kind: 'campaign_approval', id: campaignId })
  // Whoever takes a correction away lets what was said stand; it is not drafted again the next night.
  if (row.reach === 'seen')
    for (const { row: outdated } of await staleIn(c, row.wave_id)) await markLetStand(tx, c, outdated)
  await sql`delete from campaign where organization_id = ${c.organizationId} and id = ${campaignId}`.execute(tx)
  await record(tx, c, { type: 'campaign.removed', subject: { kind: 'campaign', id: campaignId } })
}

async function markLetStand(tx: Tx, c: Context, row: Row): Promise<string[]> {
  const stale = await staleOf(c, row)
  if (!stale) return []
  await sql`update campaign set let_stand = let_stand || ${JSON.stringify(stale.values)}::jsonb
    where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
  await takeFromInboxes(tx, c, { kind: 'campaign_stale', id: row.id })
  return stale.fields
}

/** What it said stands as it was sent, until it is otherwise again; a correction that nobody has scheduled goes. */
export async function letStand(c: Context, input: Input<typeof campaigns.letStand>): Promise<Campaign> {
  await c.db.transaction().execute(async (tx) => {
    await sql`select 1 from campaign where organization_id = ${c.organizationId} and id = ${input.campaignId} for update`.execute(
      tx,
    )
    const row = await campaignRow(tx, c.organizationId, input.campaignId)
    const fields = await markLetStand(tx, c, row)
    if (fields.length === 0) throw problem('nothing_to_correct')
    // What is let stand of one is let stand of all that said it there: a correction is about all of them.
    for (const { row: other } of await staleIn(c, row.wave_id)) await markLetStand(tx, c, other)
    const { rows } = await sql<{ id: string }>`select id from campaign where organization_id = ${c.organizationId}
      and wave_id = ${row.wave_id} and reach = 'seen' and scheduled_at is null and started_at is null and cancelled_at is null`.execute(
      tx,
    )
    for (const { id } of rows) await removeIn(tx, c, id)
    await record(tx, c, { type: 'campaign.let_stand', subject: { kind: 'campaign', id: row.id }, data: { fields } })
  })
  return get(c, input)
}

function refuseIncomplete(missing: readonly Missing[]): void {
  if (missing.length > 0) throw problem('campaign_incomplete', { missing: missing.map(inWords).join(', ') })
}

/** A field by its name and the place where it is filled in; anything else by its code. */
const inWords = ({ code, params }: Missing): string =>
  code === 'field'
    ? `${params['field']} (filled in: ${params['place']})`
    : code === 'element'
      ? `${params['element']} (switched on: design)`
      : code.replaceAll('_', ' ')

export async function ask(c: Context, input: Input<typeof campaigns.ask>): Promise<Campaign> {
  await c.db.transaction().execute(async (tx) => {
    const row = await open(tx, c, input.campaignId)
    const state = stateOf(row, false)
    if (row.voice === 'champion' && (state === 'approved' || state === 'scheduled')) {
      // Its sender has approved it; champions who came since, or were not near anybody then, are asked as well.
      const { people } = await addressable(tx, c, row)
      await mailVoices(tx, c, row, await askVoices(tx, c, row, people))
      return
    }
    if (state === 'scheduled') throw problem('conflict')
    refuseIncomplete(await missingIn(c, row, 'ask'))
    await askBy(tx, c, await markAsked(tx, c, row))
  })
  return get(c, input)
}

export type Asking = { row: Row; voices: readonly Asked[] }

/** The letters to its sender and to champions whose names it asks for, about this one alone. */
export async function askBy(tx: Tx, c: Context, { row, voices }: Asking): Promise<void> {
  const { people } = await addressable(tx, c, row)
  const { rows } = await sql<{ n: number }>`select count(*) as n from roster r where ${people}`.execute(tx)
  await sendMail(tx, c, {
    personId: row.sender_id!,
    kind: 'approve_message',
    params: { campaignId: row.id, revision: row.revision, people: rows[0]!.n },
  })
  await mailVoices(tx, c, row, voices)
}

async function mailVoices(tx: Tx, c: Context, row: Row, voices: readonly Asked[]): Promise<void> {
  for (const { id, readers } of voices)
    if (id !== row.sender_id)
      await sendMail(tx, c, {
        personId: id,
        kind: 'approve_message',
        params: { campaignId: row.id, revision: row.revision, people: readers },
      })
}

/** From now on it says what it says now, and whose names it asks for find it in the app; the letters are the caller's. */
export async function markAsked(tx: Tx, c: Context, asked: Row): Promise<Asking> {
  const row = await keepWords(tx, c, asked)
  await sql`update campaign set asked_at = ${c.clock.now()}, declined_at = null, declined_because = null where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
    tx,
  )
  await record(tx, c, {
    type: 'campaign.approval_asked',
    subject: { kind: 'campaign', id: row.id },
    data: { senderId: row.sender_id, revision: row.revision },
  })
  await putInInbox(tx, c, row.sender_id!, {
    kind: 'campaign_approval',
    subject: { kind: 'campaign_approval', id: row.id },
  })
  const voices = await askVoices(tx, c, row, (await addressable(tx, c, row)).people)
  return { row: await campaignRow(tx, c.organizationId, row.id), voices }
}

export async function approve(c: Context, input: Input<typeof campaigns.approve>): Promise<Campaign> {
  await c.db.transaction().execute((tx) => approveIn(tx, c, input))
  return get(c, input)
}

export async function approveIn(tx: Tx, c: Context, input: Input<typeof campaigns.approve>): Promise<void> {
  const row = await open(tx, c, input.campaignId)
  const own = (await ownVoices(c, row.id)).has(row.id)
  if (row.sender_id !== c.viewer.personId && !own) throw problem('forbidden')
  if (row.revision !== input.revision) throw problem('conflict')
  // Published or moved since it was asked for: whoever approves has not read what would go out.
  if ((await changedSince(tx, c, row)).length > 0) throw problem('conflict')
  if (own) await say(tx, c, row, 'approved')
  if (row.sender_id !== c.viewer.personId) return
  if (!(await keptOf(tx, c, row))) await keepWords(tx, c, row)
  await confirmKept(tx, c, row.id)
  await sql`update campaign set approved_revision = revision, approved_at = ${c.clock.now()}, declined_at = null, declined_because = null
    where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
  await takeFromInboxes(tx, c, { kind: 'campaign_approval', id: row.id, personId: c.viewer.personId })
  await record(tx, c, {
    type: 'campaign.approved',
    subject: { kind: 'campaign', id: row.id },
    data: { revision: row.revision },
  })
}

export async function decline(c: Context, input: Input<typeof campaigns.decline>): Promise<Campaign> {
  await c.db.transaction().execute(async (tx) => {
    const row = await open(tx, c, input.campaignId)
    if (row.sender_id !== c.viewer.personId) {
      // A champion's no holds for their own name: their readers get it from another one, or from the sender.
      if (!(await say(tx, c, row, 'declined'))) throw problem('forbidden')
      return
    }
    await sql`update campaign set approved_revision = null, approved_at = null, declined_at = ${c.clock.now()}, declined_because = ${input.because || null},
        scheduled_at = null, scheduled_by = null
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await unschedule(tx, { organizationId: c.organizationId, kind: 'campaigns.start', subjectId: row.id })
    await forgetKept(tx, c, row.id)
    await forgetVoices(tx, c, row.id)
    await takeFromInboxes(tx, c, { kind: 'campaign_approval', id: row.id })
    await record(tx, c, { type: 'campaign.declined', subject: { kind: 'campaign', id: row.id } })
    await tellLeads(tx, c, row.id, 'campaign_declined', { name: row.sender_name })
  })
  return get(c, input)
}

export async function schedule(c: Context, input: Input<typeof campaigns.schedule>): Promise<Campaign> {
  await c.db.transaction().execute(async (tx) => {
    const row = await open(tx, c, input.campaignId)
    if (row.approved_revision !== row.revision)
      throw problem('campaign_not_approved', { sender: row.sender_name ?? 'the sender' })
    refuseIncomplete(await missingIn(c, row, 'schedule'))
    if (row.sends_on! < c.clock.today('Pacific/Pago_Pago')) throw problem('campaign_date_past')
    // With the audience as it could be: whoever joins it before then is not passed over.
    const { people } = await addressable(tx, c, row)
    const theirs = await departures(tx, c, row.sends_on!, row.sends_at, { whom: people })
    // Nobody is in it yet: then the earliest hour at which anybody could be.
    const { times } = theirs.times.length > 0 ? theirs : await departures(tx, c, row.sends_on!, row.sends_at)
    const dueAt = times.toSorted()[0] ?? c.clock.now()
    await sql`update campaign set scheduled_at = ${c.clock.now()}, scheduled_by = ${c.viewer.personId}, scheduled_for = ${row.goes_live_on} where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
      tx,
    )
    await unschedule(tx, { organizationId: c.organizationId, kind: 'campaigns.start', subjectId: row.id })
    await scheduleDue(tx, { organizationId: c.organizationId, kind: 'campaigns.start', subjectId: row.id, dueAt })
    await record(tx, c, {
      type: 'campaign.scheduled',
      subject: { kind: 'campaign', id: row.id },
      data: { sendsOn: row.sends_on },
    })
  })
  return get(c, input)
}

/** Takes a message back from going out: what has not left does not leave. Needs the row's lock. */
async function stop(tx: Tx, c: Context, row: Row): Promise<void> {
  await unschedule(tx, { organizationId: c.organizationId, kind: 'campaigns.start', subjectId: row.id })
  if (!row.started_at) {
    // Not a single letter has left: it goes back to being approved.
    await sql`update campaign set scheduled_at = null, scheduled_by = null where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
      tx,
    )
    await record(tx, c, { type: 'campaign.unscheduled', subject: { kind: 'campaign', id: row.id } })
    return
  }
  const stopped = (await withdrawLetters(tx, c, row.id, 'stopped')) + (await endTrial(tx, c, row, 'stopped'))
  await takeFromInboxes(tx, c, { kind: 'campaign', id: row.id }, 'unseen')
  await sql`update campaign set cancelled_at = ${c.clock.now()} where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
    tx,
  )
  await record(tx, c, {
    type: 'campaign.stopped',
    subject: { kind: 'campaign', id: row.id },
    data: isAct(row.reach) ? {} : { letters: stopped },
  })
}

/**
 * A wave was taken back to before its go-live: nothing of it goes out by itself any more. What was set to go
 * waits for a new date, what is on its way stops.
 */
export async function stopOfWave(tx: Tx, c: Context, waveId: string): Promise<void> {
  const { rows } = await sql<{
    id: string
  }>`select k.id from campaign k where k.organization_id = ${c.organizationId} and k.wave_id = ${waveId}
    and k.cancelled_at is null and (k.scheduled_at is not null and k.started_at is null
      or k.started_at is not null and (exists (select from outgoing_mail m where m.organization_id = k.organization_id and m.subject_id = k.id and m.state = 'waiting')
        or exists (select from campaign_trial t where t.organization_id = k.organization_id and t.campaign_id = k.id and t.decided_at is null)))
    order by k.id for update`.execute(tx)
  for (const { id } of rows) await stop(tx, c, await campaignRow(tx, c.organizationId, id))
}

export async function cancel(c: Context, input: Input<typeof campaigns.cancel>): Promise<Campaign> {
  await c.db.transaction().execute(async (tx) => {
    await sql`select 1 from campaign where organization_id = ${c.organizationId} and id = ${input.campaignId} for update`.execute(
      tx,
    )
    const row = await campaignRow(tx, c.organizationId, input.campaignId)
    if (row.cancelled_at) throw problem('campaign_started')
    await stop(tx, c, row)
  })
  return get(c, input)
}
