/** The door of mistakes: the seven mistakes of a program on live data, every night and on demand. */
import { sql } from 'kysely'
import type { Design } from '../../contract/design.ts'
import { mistakeIds, type Waiver } from '../../contract/launch.ts'
import type { AuditCheck, MistakesFound, mistakes } from '../../contract/mistakes.ts'
import type { Input } from '../../contract/operation.ts'
import { giveWaiver, waiversOf } from '../launch/launch.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { designState, today as todayOf } from '../program/program.ts'
import { auditRules, type Found, judgeMistakes } from './checks.ts'
import { factsFor } from './facts.ts'
import {
  failingSince,
  findingsUntil,
  keepFindings,
  newestFindings,
  overTime,
  pastFindings,
  stateOf,
} from './history.ts'
import { names, placeOf, sentenceOf } from './sentences.ts'

/** What there is to find now; nothing is kept. Null: the company has no program. */
const lookAt = async (c: Context, programId: string | null): Promise<Found[]> =>
  judgeMistakes(await factsFor(c, programId))

/** Looks at a program now and keeps what was found as that of today. */
async function look(c: Context, programId: string): Promise<void> {
  const facts = await factsFor(c, programId)
  const waivers = await waiversOf(c.db, c, { programId, waveId: null }, facts.today)
  await c.db.transaction().execute((tx) => keepFindings(tx, c, programId, facts.today, judgeMistakes(facts), waivers))
}

export type OperatorFinding = {
  mistake: Found['mistake']
  check: string
  result: Found['result']
  evidence: string
  next: string | null
}

/** The same in English sentences, of one program: the named one, or the one that went live first. Null: there is none by that id. */
export async function operatorFindings(c: Context, programId: string | null): Promise<OperatorFinding[] | null> {
  const known = await programIds(c)
  if (programId !== null && !known.includes(programId)) return null
  const id = programId ?? known[0] ?? null
  const found = await lookAt(c, id)
  const waivers =
    id === null
      ? new Map<string, Waiver>()
      : await waiversOf(c.db, c, { programId: id, waveId: null }, await todayOf(c.db, c))
  const people = await namesOf(
    c,
    found.map((one) => one.evidence['person']).filter((person) => typeof person === 'string'),
  )
  return found.map(({ id: check, mistake, result, reason, evidence: { person, ...evidence }, next }) => {
    const said = sentenceOf(check, reason, {
      ...evidence,
      ...(typeof person === 'string' ? { name: people.get(person) ?? '' } : {}),
    })
    const waiver = result === 'fail' ? waivers.get(check) : undefined
    return {
      mistake,
      check: names[check],
      result,
      evidence: waiver ? `${said} (waived by ${waiver.by.name} until ${waiver.until})` : said,
      next: result === 'fail' ? placeOf(next) : null,
    }
  })
}

/** Every night, each program. */
export async function nightly(c: Context): Promise<void> {
  for (const id of await programIds(c)) await look(c, id)
}

/** The one that went live first, then the oldest. */
async function programIds(c: Context): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from program p left join lateral (
      select min(w.launched_at) as launched from wave w where w.organization_id = p.organization_id and w.program_id = p.id
    ) w on true
    where p.organization_id = ${c.organizationId} order by w.launched nulls last, p.created_at, p.id`.execute(c.db)
  return rows.map((row) => row.id)
}

export async function getMistakes(c: Context, input: Input<typeof mistakes.get>): Promise<MistakesFound> {
  return read(c, input.programId)
}

export async function checkMistakes(c: Context, input: Input<typeof mistakes.check>): Promise<MistakesFound> {
  await look(c, input.programId)
  return read(c, input.programId)
}

export async function waiveMistake(c: Context, input: Input<typeof mistakes.waive>): Promise<MistakesFound> {
  const { programId, check, reason, until } = input
  const { design } = await designOf(c, programId)
  const newest = (await newestFindings(c, programId)).find((row) => row.check_id === check)
  if (newest?.result !== 'fail') throw problem('waiver_not_needed')
  await c.db.transaction().execute(async (tx) => {
    // One at a time: of two at once the later one replaces the other.
    await sql`select 1 from program where organization_id = ${c.organizationId} and id = ${programId} for update`.execute(
      tx,
    )
    const of = { programId, waveId: null, check, speaksOf: speaksOf(check, design) }
    await giveWaiver(tx, c, of, { reason, until, today: await todayOf(tx, c) })
  })
  return read(c, programId)
}

/** Nobody lets a check stand that is about themself. */
function speaksOf(check: AuditCheck['id'], design: Design): string | null {
  if (check === 'sponsor' || check === 'sponsor_acts') return design.sponsorId
  return check === 'lead' || check === 'lead_acts' ? design.leadId : null
}

async function designOf(c: Context, programId: string): Promise<{ design: Design }> {
  const state = await designState(c.db, c, programId)
  return { design: state.version?.design ?? state.draft }
}

async function read(c: Context, programId: string): Promise<MistakesFound> {
  const { design } = await designOf(c, programId)
  const today = await todayOf(c.db, c)
  const [waivers, newest, before] = [
    await waiversOf(c.db, c, { programId, waveId: null }, today),
    await newestFindings(c, programId),
    await pastFindings(c, programId, today),
  ]
  // A waiver given or taken back since the last look counts at once.
  const last = newest[0]?.day ?? null
  const past = before.map((row) =>
    row.day === last ? { ...row, waived: row.result === 'fail' && waivers.has(row.check_id) } : row,
  )
  const over = overTime(past, today)
  const people = await namesOf(
    c,
    [design.leadId, design.sponsorId, ...newest.map((row) => row.evidence['person'])].filter(
      (id): id is string => typeof id === 'string',
    ),
  )
  const named = (id: string | null) => (id !== null && people.has(id) ? { id, name: people.get(id)! } : null)
  const ownerOf = (role: Found['owner']) => named(role === 'sponsor' ? design.sponsorId : design.leadId)
  const mayWaive = c.viewer.roles.some((role) => role === 'lead' || role === 'sponsor')
  return {
    programId,
    today,
    checkedAt: newest[0]?.checked_at ?? null,
    looked: new Set(past.map((row) => row.day)).size,
    mayCheck: mayWaive,
    mistakes: mistakeIds.map((id) => {
      const { days, since, weeks } = over.get(id)!
      const mine = auditRules.filter((rule) => rule.mistake === id)
      const checks = mine.flatMap((rule): AuditCheck[] => {
        const row = newest.find((one) => one.check_id === rule.id)
        if (!row) return []
        const { person, ...evidence } = row.evidence
        const fails = row.result === 'fail'
        return [
          {
            id: rule.id,
            result: row.result,
            reason: row.reason,
            evidence: typeof person === 'string' ? { ...evidence, name: people.get(person) ?? '' } : evidence,
            next: fails || row.reason === 'not_asked' ? rule.next : null,
            owner: ownerOf(rule.owner),
            since: fails ? failingSince(past, rule.id) : null,
            waiver: waivers.get(rule.id) ?? null,
            waivable: fails && mayWaive && speaksOf(rule.id, design) !== c.viewer.personId,
          },
        ]
      })
      const failing = checks.find((one) => one.result === 'fail' && one.waiver === null)
      return {
        id,
        state: stateOf(checks.map((one) => ({ result: one.result, waived: one.waiver !== null }))),
        owner: failing ? failing.owner : ownerOf(id === 'P1' ? 'sponsor' : 'lead'),
        since: failing ? since : null,
        days,
        weeks,
        checks,
      }
    }),
  }
}

/** The mistake that a check belongs to; null: it is none of the audit's. */
export const mistakeOf = (check: string): (typeof mistakeIds)[number] | null =>
  auditRules.find((rule) => rule.id === check)?.mistake ?? null

export type KnownMistake = {
  id: (typeof mistakeIds)[number]
  state: MistakesFound['mistakes'][number]['state']
  days: number
  looked: number
}

/** Each mistake as the looks up to a day found it: how it stood at the last of them, and in how many of the last 26 weeks' looks. */
export async function findingsKnown(c: Context, programId: string, asOf: Day): Promise<KnownMistake[]> {
  const past = await findingsUntil(c, programId, asOf)
  const last = past.at(-1)?.day ?? null
  const over = overTime(past, asOf)
  return mistakeIds.map((id) => {
    const mine = past.filter((row) => row.mistake === id)
    return {
      id,
      state: stateOf(mine.filter((row) => row.day === last)),
      days: over.get(id)!.days,
      looked: new Set(mine.map((row) => row.day)).size,
    }
  })
}

async function namesOf(c: Context, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, full_name as name from person
    where organization_id = ${c.organizationId} and id = any(${[...new Set(ids)]}::uuid[])`.execute(c.db)
  return new Map(rows.map((row) => [row.id, row.name]))
}
