/** The hand-over of a wave: what it needs, who signs, and the record that stays. */
import { sql } from 'kysely'
import {
  type Criterion,
  type handover,
  type HandoverPart,
  handoverParts,
  type HandoverState,
  type handoverSteps,
} from '../../contract/hypercare.ts'
import { defaultAccent } from '../../contract/colour.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { putInInbox, sendMail } from '../attention/attention.ts'
import { handOverCheck } from '../library/library.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { brandFor, designState, today as todayOf } from '../program/program.ts'
import { readerOf } from '../training/training.ts'
import { isMet } from './criteria.ts'
import { headOf, liveWave, look, openWave, takeSignaturesBack, type WaveRow } from './first-weeks.ts'

type Named = { id: string; name: string }
type Signature = { part: HandoverPart; person: Named; signedAt: Instant | null }

/** As it stood when the last one signed. Everything that the paper says is in it. */
export type HandoverRecord = {
  house: string
  accent: string
  wave: string
  program: string
  wentLiveOn: Day
  days: number
  completedOn: Day
  criteria: Criterion[]
  risks: { words: string; by: string; accepted: { by: string; on: Instant } | null }[]
  check: { by: string; at: Instant } | null
  signatures: { part: HandoverPart; name: string; at: Instant }[]
}

async function signaturesOf(
  db: Db | Tx,
  c: Context,
  wave: WaveRow,
): Promise<{ signatures: Signature[]; unnamed: HandoverPart[]; leadId: string | null }> {
  if (wave.completed_at) return signed(db, c, wave)
  const { version } = await designState(db, c, wave.program_id)
  const { leadId = null, sponsorId = null } = version?.design ?? {}
  const { rows } = await sql<{
    part: HandoverPart
    id: string
    name: string
    here: boolean
    signs: boolean
    signed_at: Instant | null
  }>`
    select x.part, p.id, p.full_name as name, r.person_id is not null as here, s.signed_at,
      exists (select from role_grant g where g.organization_id = p.organization_id and g.person_id = p.id and g.role in ('lead', 'sponsor') and g.ended_at is null) as signs
    from (values ('lead', ${leadId}::uuid, 1), ('sponsor', ${sponsorId}::uuid, 2), ('launcher', ${wave.launched_by}::uuid, 3)) as x (part, person_id, place)
    join person p on p.organization_id = ${c.organizationId} and p.id = x.person_id
    left join roster r on r.organization_id = p.organization_id and r.person_id = p.id
    left join handover_signature s on s.organization_id = p.organization_id and s.wave_id = ${wave.id} and s.part = x.part and s.person_id = p.id
    order by x.place`.execute(db)
  const able = rows.filter((one) => one.signed_at !== null || (one.here && one.signs))
  const signatures = able
    // Whoever led the launch signs beside the other two, where that is somebody else.
    .filter((one) => one.part !== 'launcher' || !able.some((o) => o.part !== 'launcher' && o.id === one.id))
    .map(({ part, id, name, signed_at: signedAt }) => ({ part, person: { id, name }, signedAt }))
  return {
    signatures,
    unnamed: (['lead', 'sponsor'] as const).filter((part) => !signatures.some((one) => one.part === part)),
    leadId,
  }
}

/** Who signed, once it is handed over: whoever leads the program since has no part in it. */
async function signed(
  db: Db | Tx,
  c: Context,
  wave: WaveRow,
): Promise<{ signatures: Signature[]; unnamed: HandoverPart[]; leadId: string | null }> {
  const { rows } = await sql<{ part: HandoverPart; id: string; name: string; at: Instant }>`
    select s.part, p.id, p.full_name as name, s.signed_at as at from handover_signature s
    join person p on p.organization_id = s.organization_id and p.id = s.person_id
    where s.organization_id = ${c.organizationId} and s.wave_id = ${wave.id} order by array_position(${handoverParts as unknown as string[]}::text[], s.part)`.execute(
    db,
  )
  return {
    signatures: rows.map(({ part, id, name, at }) => ({ part, person: { id, name }, signedAt: at })),
    unnamed: [],
    leadId: rows.find((one) => one.part === 'lead')?.id ?? null,
  }
}

async function risksOf(db: Db | Tx, c: Context, waveId: string): Promise<HandoverState['risks']> {
  const { rows } = await sql<{
    id: string
    words: string
    by_id: string
    by: string
    accepter_id: string | null
    accepter: string | null
    at: Instant | null
  }>`select k.id, k.words, n.id as by_id, n.full_name as by, a.id as accepter_id, a.full_name as accepter, k.accepted_at as at
    from handover_risk k join person n on n.organization_id = k.organization_id and n.id = k.named_by
    left join person a on a.organization_id = k.organization_id and a.id = k.accepted_by
    where k.organization_id = ${c.organizationId} and k.wave_id = ${waveId} and k.removed_at is null order by k.named_at, k.id`.execute(
    db,
  )
  return rows.map((k) => ({
    id: k.id,
    words: k.words,
    by: { id: k.by_id, name: k.by },
    accepted:
      k.accepter_id !== null && k.at !== null ? { by: { id: k.accepter_id, name: k.accepter ?? '' }, at: k.at } : null,
  }))
}

async function checkOf(
  db: Db | Tx,
  c: Context,
  waveId: string,
  personId: string | null,
): Promise<{ by: Named; at: Instant } | null> {
  const { rows } = await sql<{ id: string; name: string; at: Instant }>`
    select p.id, p.full_name as name, k.passed_at as at from handover_check k join person p on p.organization_id = k.organization_id and p.id = k.person_id
    where k.organization_id = ${c.organizationId} and k.wave_id = ${waveId} and k.person_id = ${personId}`.execute(db)
  return rows[0] ? { by: { id: rows[0].id, name: rows[0].name }, at: rows[0].at } : null
}

async function stateOf(db: Db | Tx, c: Context, waveId: string): Promise<HandoverState> {
  const [wave, today] = [await liveWave(db, c, waveId), await todayOf(db, c)]
  const [{ signatures, unnamed, leadId }, looked, risks] = [
    await signaturesOf(db, c, wave),
    await look(db, c, wave, today),
    await risksOf(db, c, wave.id),
  ]
  const passed = await checkOf(db, c, wave.id, leadId)
  const done = await recordOf(db, c, wave.id)
  // What was signed is shown as it was signed.
  const criteria = done?.criteria ?? looked.criteria
  const head = headOf(wave, today, criteria)
  const over: Record<(typeof handoverSteps)[number], boolean> = {
    days: head.stage !== 'running',
    criteria: criteria.every(isMet),
    check: passed !== null,
    risks: risks.every((one) => one.accepted !== null),
  }
  const steps = (['days', 'criteria', 'check', 'risks'] as const).map((id) => ({ id, done: over[id] || done !== null }))
  const open = wave.completed_at === null
  const own = signatures.some((one) => one.person.id === c.viewer.personId && one.signedAt === null)
  return {
    ...head,
    today,
    criteria,
    steps,
    check: {
      passed,
      mine: leadId === c.viewer.personId,
      questions: handOverCheck('en').questions.length,
    },
    risks,
    signatures: signatures.map((one) => ({ ...one, mine: one.person.id === c.viewer.personId })),
    unnamed,
    maySign: open && own && unnamed.length === 0 && steps.every((one) => one.done),
    mayManage: open && c.viewer.roles.includes('lead'),
    mayAccept: open && c.viewer.roles.some((role) => role === 'lead' || role === 'sponsor'),
  }
}

export const get = (c: Context, input: Input<typeof handover.get>): Promise<HandoverState> =>
  stateOf(c.db, c, input.waveId)

export async function recordOf(db: Db | Tx, c: Context, waveId: string): Promise<HandoverRecord | null> {
  const { rows } = await sql<{
    record: HandoverRecord
  }>`select record from handover where organization_id = ${c.organizationId} and wave_id = ${waveId}`.execute(db)
  return rows[0]?.record ?? null
}

/** The questions alone: which answer is right stays here until somebody has given one. */
export async function questions(
  c: Context,
  input: Input<typeof handover.questions>,
): Promise<Answer<typeof handover.questions>> {
  const wave = await liveWave(c.db, c, input.waveId)
  const { language } = await readerOf(c)
  return {
    questions: handOverCheck(language).questions.map(({ id, ask, choices }) => ({
      id,
      ask,
      choices: choices.map((one) => ({ id: one.id, words: one.words })),
    })),
    passed: (await checkOf(c.db, c, wave.id, c.viewer.personId)) !== null,
  }
}

export async function answer(
  c: Context,
  input: Input<typeof handover.answer>,
): Promise<Answer<typeof handover.answer>> {
  const { language } = await readerOf(c)
  return c.db.transaction().execute(async (tx) => {
    const wave = await openWave(tx, c, input.waveId)
    const said = handOverCheck(language).questions.map((question) => {
      const chosen = question.choices.find((one) => one.id === input.answers[question.id])
      return { id: question.id, right: chosen?.good ?? false, feedback: chosen?.feedback ?? '' }
    })
    const passed = said.every((one) => one.right)
    if (passed)
      await sql`insert into handover_check (organization_id, wave_id, person_id, passed_at)
        values (${c.organizationId}, ${wave.id}, ${c.viewer.personId}, ${c.clock.now()}) on conflict do nothing`.execute(
        tx,
      )
    // That it was tried, not what was wrong.
    await record(tx, c, {
      type: passed ? 'handover.check_passed' : 'handover.check_tried',
      subject: { kind: 'wave', id: wave.id },
    })
    return { passed, answers: said.filter((one) => one.feedback !== '') }
  })
}

export async function nameRisk(c: Context, input: Input<typeof handover.nameRisk>): Promise<HandoverState> {
  return c.db.transaction().execute(async (tx) => {
    const wave = await openWave(tx, c, input.waveId)
    await sql`insert into handover_risk (organization_id, wave_id, words, named_by, named_at)
      values (${c.organizationId}, ${wave.id}, ${input.words}, ${c.viewer.personId}, ${c.clock.now()})`.execute(tx)
    await record(tx, c, { type: 'handover.risk_named', subject: { kind: 'wave', id: wave.id } })
    await takeSignaturesBack(tx, c, wave)
    return stateOf(tx, c, wave.id)
  })
}

export async function acceptRisk(c: Context, input: Input<typeof handover.acceptRisk>): Promise<HandoverState> {
  return c.db.transaction().execute(async (tx) => {
    const wave = await openWave(tx, c, input.waveId)
    const { numAffectedRows } =
      await sql`update handover_risk set accepted_by = ${c.viewer.personId}, accepted_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and wave_id = ${wave.id} and id = ${input.riskId} and removed_at is null and accepted_at is null`.execute(
        tx,
      )
    if (!numAffectedRows) throw problem('not_found')
    await record(tx, c, {
      type: 'handover.risk_accepted',
      subject: { kind: 'wave', id: wave.id },
      data: { riskId: input.riskId },
    })
    await takeSignaturesBack(tx, c, wave)
    return stateOf(tx, c, wave.id)
  })
}

export async function removeRisk(c: Context, input: Input<typeof handover.removeRisk>): Promise<HandoverState> {
  return c.db.transaction().execute(async (tx) => {
    const wave = await openWave(tx, c, input.waveId)
    const { numAffectedRows } =
      await sql`update handover_risk set removed_by = ${c.viewer.personId}, removed_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and wave_id = ${wave.id} and id = ${input.riskId} and removed_at is null`.execute(
        tx,
      )
    if (!numAffectedRows) throw problem('not_found')
    await record(tx, c, {
      type: 'handover.risk_removed',
      subject: { kind: 'wave', id: wave.id },
      data: { riskId: input.riskId },
    })
    await takeSignaturesBack(tx, c, wave)
    return stateOf(tx, c, wave.id)
  })
}

/** One signature for every part that the viewer has; with the last one the wave is handed over. */
export async function sign(c: Context, input: Input<typeof handover.sign>): Promise<HandoverState> {
  return c.db.transaction().execute(async (tx) => {
    const wave = await openWave(tx, c, input.waveId)
    const before = await stateOf(tx, c, wave.id)
    const mine = before.signatures.filter((one) => one.mine && one.signedAt === null)
    if (mine.length === 0) throw problem('handover_not_yours')
    const missing = [...before.steps.filter((one) => !one.done).map((one) => one.id), ...before.unnamed]
    if (missing.length > 0) throw problem('handover_open', { missing: missing.join(', ') })
    const now = c.clock.now()
    for (const { part } of mine) {
      await sql`insert into handover_signature (organization_id, wave_id, part, person_id, signed_at)
        values (${c.organizationId}, ${wave.id}, ${part}, ${c.viewer.personId}, ${now})`.execute(tx)
      await record(tx, c, { type: 'handover.signed', subject: { kind: 'wave', id: wave.id }, data: { part } })
    }
    const signed = (await signaturesOf(tx, c, wave)).signatures
    const waiting = signed.filter((one) => one.signedAt === null)
    if (waiting.length === 0) await complete(tx, c, wave, before, signed, now)
    else for (const one of waiting) await askToSign(tx, c, wave, one.person.id)
    return stateOf(tx, c, wave.id)
  })
}

/** Every night: where nobody's signature is missing any more, because who is named has changed, it is handed over. */
export async function completeSigned(c: Context): Promise<void> {
  const { rows } = await sql<{ wave_id: string }>`select distinct s.wave_id from handover_signature s
    where s.organization_id = ${c.organizationId}
      and not exists (select from handover h where h.organization_id = s.organization_id and h.wave_id = s.wave_id)`.execute(
    c.db,
  )
  for (const { wave_id: waveId } of rows)
    await c.db.transaction().execute(async (tx) => {
      const wave = await openWave(tx, c, waveId)
      const state = await stateOf(tx, c, waveId)
      const ready = state.unnamed.length === 0 && state.steps.every((one) => one.done)
      if (!ready || state.signatures.some((one) => one.signedAt === null)) return
      await complete(tx, c, wave, state, state.signatures, c.clock.now())
    })
}

async function askToSign(tx: Tx, c: Context, wave: WaveRow, personId: string): Promise<void> {
  const subject = { kind: 'wave', id: wave.id }
  await putInInbox(tx, c, personId, { kind: 'handover_sign', subject, params: { name: wave.name } })
  await sendMail(tx, c, { personId, kind: 'handover_sign', subject })
}

async function complete(
  tx: Tx,
  c: Context,
  wave: WaveRow,
  before: HandoverState,
  signatures: readonly Signature[],
  at: Instant,
): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from organization where id = ${c.organizationId}`.execute(tx)
  const kept: HandoverRecord = {
    house: rows[0]!.name,
    accent: (await brandFor(c))?.accent ?? defaultAccent,
    wave: wave.name,
    program: wave.program,
    wentLiveOn: wave.went_live,
    days: wave.days,
    completedOn: before.today,
    criteria: before.criteria,
    risks: before.risks.map((one) => ({
      words: one.words,
      by: one.by.name,
      accepted: one.accepted ? { by: one.accepted.by.name, on: one.accepted.at } : null,
    })),
    check: before.check.passed ? { by: before.check.passed.by.name, at: before.check.passed.at } : null,
    signatures: signatures.map((one) => ({ part: one.part, name: one.person.name, at: one.signedAt ?? at })),
  }
  await sql`insert into handover (organization_id, wave_id, completed_at, record)
    values (${c.organizationId}, ${wave.id}, ${at}, ${JSON.stringify(kept)}::jsonb)`.execute(tx)
  await record(tx, c, { type: 'handover.completed', subject: { kind: 'wave', id: wave.id } })
}

/** Waves whose hand-over others have signed and the viewer has not. */
export async function waitsForSignature(c: Context): Promise<{ waveId: string; wave: string }[]> {
  if (!c.viewer.roles.some((role) => role === 'lead' || role === 'sponsor')) return []
  const { rows } = await sql<{ wave_id: string }>`select distinct s.wave_id from handover_signature s
    where s.organization_id = ${c.organizationId}
      and not exists (select from handover h where h.organization_id = s.organization_id and h.wave_id = s.wave_id)`.execute(
    c.db,
  )
  const waiting: { waveId: string; wave: string }[] = []
  for (const { wave_id: waveId } of rows) {
    const wave = await liveWave(c.db, c, waveId)
    const { signatures } = await signaturesOf(c.db, c, wave)
    if (signatures.some((one) => one.person.id === c.viewer.personId && one.signedAt === null))
      waiting.push({ waveId, wave: wave.name })
  }
  return waiting
}
