/** When a year ends: does the program go on, change or stop; the evidence, the committee's decision, the sponsor's signature. */
import { sql } from 'kysely'
import {
  type businessReviews,
  type YearChoice,
  yearChoices,
  type YearEnd,
  type yearEnds,
} from '../../contract/business-review.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { putInInbox, sendMail } from '../attention/attention.ts'
import { charterOf, decideIn, fill, mayRun, sayChange, speakerFor } from '../governance/governance.ts'
import { businessReviewWords } from '../library/library.ts'
import { addDays, addMonths, type Day, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { designState, today as todayOf } from '../program/program.ts'
import { count, decisionLine, fallLine, figureOf, mistakeName, type Said } from './document.ts'
import type { Facts } from './facts.ts'
import { newestReleased, packRow, type PackRow, saidFor, writtenFor } from './packs.ts'

type Line = YearEnd['open'][number]
/** So many days before a year ends it can be decided. */
export const decidedBefore = 30
/** A pack that is older says nothing about the year's end. */
export const freshPack = 60

/** Which year of a program is to be decided next, by those that were signed. Pure. */
export function yearOf(firstLive: Day, signed: readonly number[]): { year: number; endsOn: Day } {
  const year = Math.max(0, ...signed) + 1
  return { year, endsOn: addMonths(firstLive, 12 * year) }
}

type YearRow = {
  id: string
  year: number
  review_id: string
  choice: YearChoice
  decision_id: string
  number: number
  why: string
  decided_by: string
  decider: string
  decided_at: Instant
  signed_by: string | null
  signer: string | null
  signed_at: Instant | null
}

/** Decisions about years of a program that hold: one that the committee withdrew holds no more. */
async function yearRows(db: Db | Tx, c: Context, programId: string): Promise<YearRow[]> {
  const { rows } = await sql<YearRow>`
    select y.id, y.year, y.review_id, y.choice, y.decision_id, d.number, d.why, y.decided_by, p.full_name as decider, y.decided_at,
      y.signed_by, s.full_name as signer, y.signed_at
    from year_end y join committee_decision d on d.organization_id = y.organization_id and d.id = y.decision_id and d.withdrawn_at is null
    join person p on p.organization_id = y.organization_id and p.id = y.decided_by
    left join person s on s.organization_id = y.organization_id and s.id = y.signed_by
    where y.organization_id = ${c.organizationId} and y.program_id = ${programId} order by y.year, y.decided_at`.execute(
    db,
  )
  return rows
}

async function firstLiveOf(db: Db | Tx, c: Context, programId: string): Promise<Day> {
  const { rows } = await sql<{
    on: Day | null
  }>`select min(goes_live_on) as on from wave where organization_id = ${c.organizationId}
    and program_id = ${programId} and launched_at is not null and launched_at <= ${c.clock.now()}::timestamptz`.execute(
    db,
  )
  const on = rows[0]?.on ?? null
  if (on === null) {
    await designState(db, c, programId)
    throw problem('year_end_not_begun')
  }
  return on
}

type Now = {
  year: number
  endsOn: Day
  state: YearEnd['state']
  row: YearRow | null
  rows: YearRow[]
}

export async function nowOf(db: Db | Tx, c: Context, programId: string, today: Day): Promise<Now> {
  const firstLive = await firstLiveOf(db, c, programId)
  const rows = await yearRows(db, c, programId)
  const signed = rows.filter((row) => row.signed_at !== null)
  const next = yearOf(
    firstLive,
    signed.map((row) => row.year),
  )
  // A year that was signed stays on the page until the next one can be decided; after a stop there is none.
  const shown =
    signed.length > 0 && (signed.at(-1)!.choice === 'stop' || addDays(next.endsOn, -decidedBefore) > today)
      ? yearOf(
          firstLive,
          signed.slice(0, -1).map((row) => row.year),
        )
      : next
  const row = rows.findLast((one) => one.year === shown.year) ?? null
  const open = addDays(shown.endsOn, -decidedBefore) <= today
  return {
    ...shown,
    row,
    rows,
    state: row ? (row.signed_at ? 'signed' : 'decided') : open ? 'open' : 'ahead',
  }
}

/** Of each program whose first wave is live. */
export async function yearsOf(c: Context): Promise<Answer<typeof businessReviews.list>['years']> {
  const today = await todayOf(c.db, c)
  const { rows } = await sql<{
    id: string
  }>`select program_id as id from wave where organization_id = ${c.organizationId}
    and launched_at <= ${c.clock.now()}::timestamptz group by 1 order by min(launched_at), 1`.execute(c.db)
  const years: Answer<typeof businessReviews.list>['years'] = []
  for (const { id } of rows) {
    const { year, endsOn, state } = await nowOf(c.db, c, id, today)
    years.push({
      programId: id,
      program: (await designState(c.db, c, id)).version?.design.brand.name ?? '',
      year,
      endsOn,
      state,
    })
  }
  return years
}

/**
 * What of a pack speaks for which choice. What is on its way speaks for going on, what is behind for a change, and what
 * has not come nearer by its day for stopping; it decides nothing, and what cannot be told stands apart.
 */
export function evidenceFor(said: Said, facts: Facts): { for: Record<YearChoice, Line[]>; open: Line[] } {
  const { s, words } = said
  const lines: Record<YearChoice, Line[]> = { continue: [], change: [], stop: [] }
  const open: Line[] = []
  for (const m of facts.metrics) {
    const figure = figureOf(said, m, facts)
    const text = `${figure.name}: ${figure.value ?? ''}. ${figure.sentence}`
    switch (m.course) {
      case 'reached':
      case 'on':
        lines.continue.push({ tone: 'good', text })
        break
      case 'off':
        lines.change.push({ tone: 'warn', text })
        break
      case 'over': {
        const { unit, direction } = s.numbers.describe(m.id, s.language, m.version)
        const [first, last] = [m.aim.baseline ?? m.series[0]?.value ?? null, m.series.at(-1)?.value ?? null]
        const way = first === null || last === null ? 0 : direction === 'up' ? last - first : first - last
        if (way > 0)
          lines.change.push({
            tone: 'warn',
            text: fill(words.yearMoved, {
              name: figure.name,
              value: figure.value ?? '',
              from: s.day(m.aim.baseline === null ? m.series[0]!.asOf : (facts.program.firstLive ?? facts.asOf)),
              change: sayChange(s, unit, Math.round(way * 10) / 10).replace(/^\+/, ''),
            }),
          })
        else
          lines.stop.push({
            tone: 'bad',
            text: fill(words.yearStuck, { name: figure.name, value: figure.value ?? '' }),
          })
        break
      }
      case 'unaimed':
      case 'hidden':
      case 'not_yet':
        open.push({ tone: 'plain', text: fill(words.yearUnknown, { name: figure.name, why: figure.sentence }) })
    }
  }
  for (const d of facts.decisions) {
    const line = decisionLine(said, d)
    if (!line) continue
    if (d.effect.state === 'moved') lines.continue.push(line)
    else if (d.effect.state === 'did_not') lines.change.push(line)
    else open.push(line)
  }
  for (const f of facts.falls) if (f.closedOn === null) lines.change.push(fallLine(said, f))
  for (const m of facts.mistakes) {
    if (m.state !== 'fail') continue
    // Nobody who stands behind it, or nobody who runs it: whatever else is changed does not hold.
    const ends = m.id === 'P1' || m.id === 'I3'
    lines[ends ? 'stop' : 'change'].push({
      tone: ends ? 'bad' : 'warn',
      text: fill(ends ? words.yearNoSponsor : words.yearMistake, {
        name: mistakeName(s, m.id),
        n: count(s, m.days),
        of: count(s, m.looked),
      }),
    })
  }
  return { for: lines, open }
}

export const get = (c: Context, input: Input<typeof yearEnds.get>): Promise<YearEnd> => yearEndOf(c.db, c, input)

async function yearEndOf(db: Db | Tx, c: Context, input: Input<typeof yearEnds.get>): Promise<YearEnd> {
  const inside = { ...c, db }
  const { programId } = input
  const today = await todayOf(db, c)
  const now = await nowOf(db, c, programId, today)
  const { version } = await designState(db, c, programId)
  const design = version?.design ?? null
  const newest = now.row ? null : await newestReleased(db, c, programId)
  // One that is too old to decide on is shown to nobody who could decide now.
  const pack: PackRow | null = now.row
    ? await packRow(db, c, now.row.review_id)
    : now.state === 'open' && newest && !isFresh(newest, today)
      ? null
      : newest
  const said = pack ? await saidFor(inside, pack, input.language) : null
  const found = pack && said ? evidenceFor(said, pack.facts) : null
  const asks =
    pack && said
      ? (await writtenFor(db, c, pack)).asks.map((a): Line => ({
          tone: 'plain',
          text: fill(said.words.yearAsk, { what: [a.title, a.cost].filter(Boolean).join(' · ') }),
        }))
      : []
  const { rows: names } = await sql<{ id: string; name: string }>`select id, full_name as name from person
    where organization_id = ${c.organizationId} and id = ${design?.sponsorId ?? null}::uuid`.execute(db)
  const charter = await charterOf(db, c)
  const { row } = now
  return {
    programId,
    program: design?.brand.name ?? '',
    today,
    year: now.year,
    endsOn: now.endsOn,
    state: now.state,
    pack: pack ? { id: pack.id, asOf: pack.as_of, answer: pack.answer } : null,
    evidence: yearChoices.map((choice) => ({
      choice,
      lines: found ? [...found.for[choice], ...(choice === 'change' ? asks : [])] : [],
    })),
    open: found?.open ?? [],
    decision: row
      ? {
          id: row.decision_id,
          number: row.number,
          choice: row.choice,
          why: row.why,
          decidedBy: { id: row.decided_by, name: row.decider },
          decidedAt: row.decided_at,
          signedBy: row.signed_by ? { id: row.signed_by, name: row.signer ?? '' } : null,
          signedAt: row.signed_at,
        }
      : null,
    sponsor: names[0] ?? null,
    before: now.rows.flatMap((one) =>
      one.signed_at !== null && one.year < now.year
        ? [{ year: one.year, choice: one.choice, decisionId: one.decision_id, signedAt: one.signed_at }]
        : [],
    ),
    committee: charter !== null,
    mayDecide: now.state === 'open' && pack !== null && charter !== null && (await mayRun(db, c)),
    maySign: now.state === 'decided' && c.viewer.roles.includes('sponsor') && design?.sponsorId === c.viewer.personId,
  }
}

const isFresh = (pack: Pick<PackRow, 'as_of'>, today: Day): boolean => pack.as_of >= addDays(today, -freshPack)

/** One at a time: of two decisions at once the later one finds the first. */
export const lock = (tx: Tx, c: Context, programId: string) =>
  sql`select 1 from program where organization_id = ${c.organizationId} and id = ${programId} for update`.execute(tx)

export async function decide(c: Context, input: Input<typeof yearEnds.decide>): Promise<YearEnd> {
  return c.db.transaction().execute(async (tx) => {
    const inside = { ...c, db: tx }
    await lock(tx, c, input.programId)
    const today = await todayOf(tx, c)
    const now = await nowOf(tx, c, input.programId, today)
    if (now.row) throw problem('year_end_decided')
    if (now.state !== 'open') throw problem('year_end_not_open', { on: now.endsOn })
    const pack = await newestReleased(tx, c, input.programId)
    if (pack === null || !isFresh(pack, today) || pack.id !== input.packId) throw problem('year_end_pack')
    const { version } = await designState(tx, c, input.programId)
    const s = await speakerFor(tx, inside, input.language)
    const words = businessReviewWords(s.language)
    const options = { continue: words.yearContinue, change: words.yearChange, stop: words.yearStop }
    const decision = await decideIn(tx, c, {
      meetingId: input.meetingId,
      requestId: null,
      question: fill(words.yearQuestion, { program: version?.design.brand.name ?? '', n: now.year }),
      options: yearChoices.map((choice) => options[choice]),
      decided: `${options[input.choice]}. ${input.decided}`.slice(0, 4000),
      why: input.why,
      cost: '',
      ownerId: input.ownerId,
      dueOn: input.dueOn,
      aim: null,
    })
    await sql`insert into year_end (organization_id, program_id, year, review_id, choice, decision_id, decided_by, decided_at)
      values (${c.organizationId}, ${input.programId}, ${now.year}, ${pack.id}, ${input.choice}, ${decision.id}, ${c.viewer.personId}, ${c.clock.now()})`.execute(
      tx,
    )
    const subject = { kind: 'program', id: input.programId }
    await record(tx, c, {
      type: 'year_end.decided',
      subject,
      data: { year: now.year, choice: input.choice, decisionId: decision.id, packId: pack.id },
    })
    const sponsorId = version?.design.sponsorId ?? null
    if (sponsorId) {
      const about = { kind: 'committee_decision', id: decision.id }
      await putInInbox(tx, c, sponsorId, {
        kind: 'year_end_sign',
        subject: about,
        params: { name: version?.design.brand.name ?? '', programId: input.programId },
      })
      await sendMail(tx, c, { personId: sponsorId, kind: 'year_end_sign', subject: about })
    }
    return yearEndOf(tx, c, input)
  })
}

export async function sign(c: Context, input: Input<typeof yearEnds.sign>): Promise<YearEnd> {
  return c.db.transaction().execute(async (tx) => {
    await lock(tx, c, input.programId)
    const now = await nowOf(tx, c, input.programId, await todayOf(tx, c))
    const { version } = await designState(tx, c, input.programId)
    if (version?.design.sponsorId !== c.viewer.personId) throw problem('year_end_not_yours')
    if (now.state !== 'decided' || now.row?.decision_id !== input.decisionId) throw problem('year_end_nothing')
    await sql`update year_end set signed_by = ${c.viewer.personId}, signed_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and id = ${now.row.id}`.execute(tx)
    await record(tx, c, {
      type: 'year_end.signed',
      subject: { kind: 'program', id: input.programId },
      data: { year: now.year, choice: now.row.choice, decisionId: now.row.decision_id },
    })
    return yearEndOf(tx, c, input)
  })
}

/** A decision about the year that waits for the viewer's signature. */
export async function waitsToSign(c: Context): Promise<{ programId: string; program: string; year: number }[]> {
  if (!c.viewer.roles.includes('sponsor')) return []
  const { rows } = await sql<{ programId: string; program: string; year: number }>`
    select y.program_id as "programId", v.design -> 'brand' ->> 'name' as program, y.year from year_end y
    join committee_decision d on d.organization_id = y.organization_id and d.id = y.decision_id and d.withdrawn_at is null
    join lateral (select design from program_version v where v.organization_id = y.organization_id and v.program_id = y.program_id
      order by v.number desc limit 1) v on true
    where y.organization_id = ${c.organizationId} and y.signed_at is null and v.design ->> 'sponsorId' = ${c.viewer.personId}::text
    order by y.decided_at limit 3`.execute(c.db)
  return rows
}
