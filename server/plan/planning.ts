/** Making a plan and changing it. What has a campaign is changed in it, so that nothing stands twice. */
import { sql } from 'kysely'
import type { Voice } from '../../contract/campaigns.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Caps, communications, PlanFix } from '../../contract/plan.ts'
import { createIn, removeIn, updateIn } from '../campaigns/campaigns.ts'
import type { Day } from '../platform/clock.ts'
import { companyDaysOff } from '../directory/directory.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { dateOf } from './calendar.ts'
import { checksOf } from './checks.ts'
import { generate as generated } from './generate.ts'
import { pieces } from './pieces.ts'
import type { Plan, SenderKind } from './planned.ts'
import { daysKept, limitsOf, planRow, type PlanRow, speakersOf, type Whole, wholePlan } from './queries.ts'

export async function generate(
  c: Context,
  input: Input<typeof communications.generate>,
): Promise<Answer<typeof communications.generate>> {
  return generateFrom(c, (await wholePlan(c, input.programId)).plan, input)
}

async function generateFrom(
  c: Context,
  plan: Plan,
  input: Input<typeof communications.generate>,
): Promise<Answer<typeof communications.generate>> {
  const waves = plan.waves.filter((w) => input.waveId === null || w.id === input.waveId)
  if (input.waveId !== null && waves.length === 0) throw problem('not_found')
  return c.db.transaction().execute(async (tx) => {
    // A second press of the button waits for the first, and then finds its rows there.
    await sql`select 1 from program where organization_id = ${c.organizationId} and id = ${input.programId} for update`.execute(
      tx,
    )
    let added = 0
    for (const wave of waves) {
      const there = plan.messages.filter((m) => m.waveId === wave.id)
      for (const { template, day } of generated(wave, there, plan.caps))
        if (await insert(tx, c, { waveId: wave.id, template, day, made: true })) added++
    }
    await record(tx, c, {
      type: 'plan.generated',
      subject: { kind: 'program', id: input.programId },
      data: { added, waveId: input.waveId },
    })
    return { added }
  })
}

type New = { waveId: string; template: string; day: number; made: boolean }
/** Answers its id; null where another hand was quicker, or the wave is not there. */
async function insert(tx: Tx, c: Context, one: New): Promise<string | null> {
  const piece = pieces().get(one.template)
  if (!piece) throw problem('not_found')
  const { rows } = await sql<{ id: string }>`
    insert into plan_message (organization_id, program_id, wave_id, made_from, template, day, readers, sender, created_by, created_at)
    select ${c.organizationId}, w.program_id, w.id, ${one.made ? piece.id : null}, ${piece.id}, ${one.day}, ${piece.readers}, ${piece.sender},
      ${c.viewer.personId}, ${c.clock.now()}
    from wave w where w.organization_id = ${c.organizationId} and w.id = ${one.waveId}
    on conflict do nothing returning id`.execute(tx)
  return rows[0]?.id ?? null
}

export async function add(
  c: Context,
  input: Input<typeof communications.add>,
): Promise<Answer<typeof communications.add>> {
  return c.db.transaction().execute(async (tx) => ({ messageId: await addIn(tx, c, input) }))
}

async function addIn(tx: Tx, c: Context, { waveId, template, day }: Omit<New, 'made'>): Promise<string> {
  const id = await insert(tx, c, { waveId, template, day, made: false })
  if (id === null) throw problem('not_found')
  await record(tx, c, { type: 'plan.added', subject: { kind: 'plan_message', id }, data: { waveId } })
  return id
}

type Change = Omit<Input<typeof communications.change>, 'messageId'>

export async function change(
  c: Context,
  input: Input<typeof communications.change>,
): Promise<Answer<typeof communications.change>> {
  const { messageId, ...next } = input
  await c.db.transaction().execute((tx) => changeIn(tx, c, messageId, next))
  return { changed: true }
}

async function changeIn(tx: Tx, c: Context, messageId: string, next: Change): Promise<void> {
  if (!(await isPlanned(tx, c, messageId))) return changeCampaign(tx, c, messageId, next)
  const row = await planRow(tx, c, messageId)
  const wave = await waveOf(tx, c, row.wave_id)
  const piece = next.template === undefined ? null : pieces().get(next.template)
  if (piece === undefined) throw problem('not_found')
  // Another text is for whom it was written, from whom it suits; what somebody chose with it goes before.
  const readers = next.readers ?? (piece ? piece.readers : row.readers)
  const sender = next.sender ?? (piece ? piece.sender : row.sender)
  // Another role speaks: whoever holds it, unless somebody is named.
  const senderId = next.senderId === undefined ? (sender === row.sender ? row.sender_id : null) : next.senderId
  const day = next.day ?? row.day
  if (row.campaign_id) {
    // Before its wave has a date, a message has its days from it alone.
    const moved = next.day !== undefined && wave.goesLiveOn !== null
    const speaks = next.sender !== undefined || next.senderId !== undefined || piece !== null
    if (moved || speaks || next.template !== undefined || next.readers !== undefined)
      await updateIn(tx, c, {
        campaignId: row.campaign_id,
        ...(next.template === undefined ? {} : { template: next.template }),
        ...(next.readers === undefined && !piece ? {} : { readers }),
        ...(speaks ? { senderId: senderId ?? (await speakerOf(c, row, sender)), voice: voiceOf(sender) } : {}),
        ...(moved ? { sendsOn: dateOf({ ...wave, off: await companyDaysOff(tx, c) }, day) } : {}),
      })
  }
  await sql`update plan_message set template = ${next.template ?? row.template}, day = ${day}, readers = ${readers}, sender = ${sender}, sender_id = ${senderId},
      dated_for = ${next.day === undefined ? row.dated_for : row.campaign_id ? wave.goesLiveOn : null}, changed_by = ${c.viewer.personId}, changed_at = ${c.clock.now()}
    where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
  await record(tx, c, {
    type: 'plan.changed',
    subject: { kind: 'plan_message', id: row.id },
    data: { changed: Object.keys(next).filter((key) => next[key as keyof Change] !== undefined) },
  })
}

async function waveOf(tx: Tx, c: Context, waveId: string): Promise<{ goesLiveOn: Day | null }> {
  const { rows } = await sql<{ goesLiveOn: Day | null }>`select goes_live_on as "goesLiveOn" from wave
    where organization_id = ${c.organizationId} and id = ${waveId}`.execute(tx)
  return rows[0]!
}

/** Who holds a part of the program today; null: nobody. */
const speakerOf = async (
  c: Context,
  row: Pick<PlanRow, 'program_id' | 'wave_id'>,
  sender: SenderKind,
): Promise<string | null> => (await speakersOf(c, row.program_id, row.wave_id))[sender] ?? null

const voiceOf = (sender: SenderKind): Voice => (sender === 'champion' ? 'champion' : 'sender')

export async function leaveOut(
  c: Context,
  input: Input<typeof communications.leaveOut>,
): Promise<Answer<typeof communications.leaveOut>> {
  await c.db.transaction().execute((tx) => leaveOutIn(tx, c, input.messageId))
  return { leftOut: true }
}

/** Its campaign goes with it; one that is scheduled or has gone out refuses. */
async function leaveOutIn(tx: Tx, c: Context, id: string): Promise<void> {
  if (!(await isPlanned(tx, c, id))) return removeIn(tx, c, id)
  const row = await planRow(tx, c, id)
  if (row.campaign_id) await removeIn(tx, c, row.campaign_id)
  await sql`update plan_message set campaign_id = null, dated_for = null, removed_by = ${c.viewer.personId}, removed_at = ${c.clock.now()}
    where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
  await record(tx, c, { type: 'plan.left_out', subject: { kind: 'plan_message', id: row.id } })
}

export async function bringBack(
  c: Context,
  input: Input<typeof communications.bringBack>,
): Promise<Answer<typeof communications.bringBack>> {
  await c.db.transaction().execute((tx) => bringBackIn(tx, c, input.messageId))
  return { back: true }
}

async function bringBackIn(tx: Tx, c: Context, messageId: string): Promise<void> {
  const row = await planRow(tx, c, messageId)
  await sql`update plan_message set removed_by = null, removed_at = null where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
    tx,
  )
  await record(tx, c, { type: 'plan.brought_back', subject: { kind: 'plan_message', id: row.id } })
}

/**
 * The campaign of a planned message, made from it where there is none: audience, sender and date come with it.
 * `senderId`: who speaks, where a plan that was just read has said so.
 */
export async function begin(
  c: Context,
  input: Input<typeof communications.begin>,
  senderId: string | null = null,
): Promise<Answer<typeof communications.begin>> {
  return c.db.transaction().execute(async (tx) => {
    const row = await planRow(tx, c, input.messageId)
    if (row.campaign_id) return { campaignId: row.campaign_id }
    if (row.removed_at !== null) throw problem('not_found')
    const { goesLiveOn } = await waveOf(tx, c, row.wave_id)
    const campaignId = await createIn(tx, c, {
      template: row.template,
      waveId: row.wave_id,
      readers: row.readers,
      audienceId: null,
      senderId: row.sender_id ?? senderId ?? (await speakerOf(c, row, row.sender)),
      voice: voiceOf(row.sender),
      sendsOn: dateOf({ goesLiveOn, off: await companyDaysOff(tx, c) }, row.day),
      sendsAt: '09:00',
    })
    await sql`update plan_message set campaign_id = ${campaignId}, dated_for = ${goesLiveOn} where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
      tx,
    )
    return { campaignId }
  })
}

/** Nobody presses a button more often than this; the rules end long before. */
const mostFixes = 200

export async function fix(
  c: Context,
  input: Input<typeof communications.fix>,
): Promise<Answer<typeof communications.fix>> {
  let fixed = 0
  let whole: Whole | null = null
  for (; fixed < mostFixes; fixed++) {
    whole = await wholePlan(c, input.programId, whole)
    const next = checksOf(whole.plan).find(
      (one) => one.fix.act !== 'go' && (input.key === null ? one.fix.act !== 'accept' : one.key === input.key),
    )
    if (!next) {
      // Somebody else has mended it, or it is mended in another way by now.
      if (input.key !== null && fixed === 0) throw problem('conflict')
      break
    }
    await apply(c, input.programId, whole.plan, next.fix)
    if (input.key !== null) return { fixed: 1 }
  }
  return { fixed }
}

async function apply(c: Context, programId: string, plan: Plan, one: PlanFix): Promise<void> {
  if (one.act === 'generate') {
    await generateFrom(c, plan, { programId, waveId: one.waveId })
    return
  }
  await c.db.transaction().execute(async (tx) => {
    switch (one.act) {
      case 'add':
        await addIn(tx, c, one)
        return
      case 'bring_back':
        await bringBackIn(tx, c, one.messageId)
        return changeIn(tx, c, one.messageId, { day: one.day })
      case 'move':
        return changeIn(tx, c, one.messageId, { day: one.day })
      case 'lead_signs':
        return changeIn(tx, c, one.messageId, { sender: 'lead', senderId: null })
      case 'leave_out':
        return leaveOutIn(tx, c, one.messageId)
      case 'follow': {
        const row = await planRow(tx, c, one.messageId)
        const { rows } = await sql<{
          on: Day | null
        }>`select sends_on as on from campaign where organization_id = ${c.organizationId} and id = ${row.campaign_id}`.execute(
          tx,
        )
        const day = daysKept(row, rows[0]?.on ?? null, await companyDaysOff(tx, c))
        const { goesLiveOn } = await waveOf(tx, c, row.wave_id)
        // It follows already, or somebody has just set its date.
        if (day === null || row.dated_for === goesLiveOn) throw problem('conflict')
        return changeIn(tx, c, row.id, { day })
      }
      case 'accept':
        await limit(tx, c, programId, (old) => ({
          ...old,
          accepted: [...new Set([...old.accepted, one.key])].slice(-500),
        }))
        return
      case 'go':
        throw problem('conflict')
    }
  })
}

/** A message of the plan, or a campaign that was begun outside it: that one has no row of its own. */
async function isPlanned(tx: Tx, c: Context, id: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from plan_message where organization_id = ${c.organizationId} and id = ${id}`.execute(tx)
  return rows.length > 0
}

/** The same for a campaign that was begun outside the plan. */
async function changeCampaign(tx: Tx, c: Context, campaignId: string, next: Change): Promise<void> {
  const { rows } = await sql<Pick<PlanRow, 'program_id' | 'wave_id'> & { live_on: Day | null }>`
    select k.program_id, k.wave_id, w.goes_live_on as live_on from campaign k join wave w on w.organization_id = k.organization_id and w.id = k.wave_id
    where k.organization_id = ${c.organizationId} and k.id = ${campaignId}`.execute(tx)
  const row = rows[0]
  if (!row) throw problem('not_found')
  if (next.day !== undefined && row.live_on === null) throw problem('plan_no_date')
  const senderId = next.senderId ?? (next.sender ? await speakerOf(c, row, next.sender) : next.senderId)
  await updateIn(tx, c, {
    campaignId,
    ...(next.template === undefined ? {} : { template: next.template }),
    ...(next.readers === undefined ? {} : { readers: next.readers, audienceId: null }),
    ...(senderId === undefined ? {} : { senderId }),
    ...(next.sender === undefined ? {} : { voice: voiceOf(next.sender) }),
    ...(next.day === undefined
      ? {}
      : { sendsOn: dateOf({ goesLiveOn: row.live_on, off: await companyDaysOff(tx, c) }, next.day) }),
  })
}

export async function limits(
  c: Context,
  input: Input<typeof communications.limits>,
): Promise<Answer<typeof communications.limits>> {
  await c.db.transaction().execute(async (tx) => {
    await limit(tx, c, input.programId, () => ({ caps: input.caps, accepted: [] }))
  })
  return { caps: input.caps }
}

type Limits = { caps: Caps; accepted: string[] }
async function limit(tx: Tx, c: Context, programId: string, next: (old: Limits) => Limits): Promise<void> {
  const { rows } =
    await sql`select 1 from program where organization_id = ${c.organizationId} and id = ${programId} for update`.execute(
      tx,
    )
  if (rows.length === 0) throw problem('not_found')
  const { caps, accepted } = next(await limitsOf(tx, c, programId))
  await sql`insert into plan_limit (organization_id, program_id, caps, accepted, changed_by, changed_at)
    values (${c.organizationId}, ${programId}, ${JSON.stringify(caps)}::jsonb, ${accepted}::text[], ${c.viewer.personId}, ${c.clock.now()})
    on conflict (organization_id, program_id) do update set caps = excluded.caps, accepted = excluded.accepted, changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(
    tx,
  )
  await record(tx, c, {
    type: 'plan.limits',
    subject: { kind: 'program', id: programId },
    data: { accepted: accepted.length },
  })
}
