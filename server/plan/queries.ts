/** Reads a plan as its rules want it: waves, what is planned, the campaigns that came of it, who speaks. */
import { sql } from 'kysely'
import type { ReaderKind } from '../../contract/campaigns.ts'
import type { Design } from '../../contract/design.ts'
import { languages, type Language } from '../../contract/library.ts'
import { type Caps, caps as capsShape, usualCaps } from '../../contract/plan.ts'
import type { Wave as ShownWave } from '../../contract/program.ts'
import { campaignsOf, designOfWave, elementsOn, type PlannedCampaign } from '../campaigns/campaigns.ts'
import { chooseLanguage } from '../library/library.ts'
import { type Day, daysBetween } from '../platform/clock.ts'
import { companyDaysOff } from '../directory/directory.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { listWaves } from '../program/program.ts'
import { counted, dateOf } from './calendar.ts'
import type { Message, Plan, SenderKind, Wave } from './planned.ts'
import { pieces } from './pieces.ts'

export type PlanRow = {
  id: string
  program_id: string
  wave_id: string
  made_from: string | null
  template: string
  day: number
  readers: ReaderKind
  sender: SenderKind
  sender_id: string | null
  campaign_id: string | null
  dated_for: Day | null
  changed_at: string | null
  removed_at: string | null
}
const columns = sql`m.id, m.program_id, m.wave_id, m.made_from, m.template, m.day, m.readers, m.sender, m.sender_id, m.campaign_id, m.dated_for, m.changed_at, m.removed_at`

/** One row, held for change where it is in a transaction. */
export async function planRow(tx: Tx, c: Context, id: string): Promise<PlanRow> {
  const { rows } = await sql<PlanRow>`select ${columns} from plan_message m
    where m.organization_id = ${c.organizationId} and m.id = ${id} for update`.execute(tx)
  if (!rows[0]) throw problem('not_found')
  return rows[0]
}

export type Person = { id: string; name: string; title: string; here: boolean }
/** A plan with everything that a page shows of it beside. */
export type Whole = {
  plan: Plan
  today: Day
  waves: ShownWave[]
  rows: Map<string, PlanRow>
  campaigns: Map<string, PlannedCampaign>
  people: Map<string, Person>
  /** The languages in which people read; asked only where words of the company's own stand in some of them. */
  spoken: Language[] | null
}

/** Takes from a plan that was read before what no change of a plan touches: waves and their people, who is here, what they read. */
export async function wholePlan(c: Context, programId: string, before: Whole | null = null): Promise<Whole> {
  const { waves, shown, today } = before
    ? { waves: before.plan.waves, shown: before.waves, today: before.today }
    : await wavesOf(c, programId)
  const [{ rows }, campaigns, limits] = await Promise.all([
    sql<PlanRow>`select ${columns} from plan_message m where m.organization_id = ${c.organizationId} and m.program_id = ${programId}
      order by m.created_at, m.id limit 2000`.execute(c.db),
    campaignsOf(c.db, c.organizationId, programId),
    limitsOf(c.db, c, programId),
  ])
  const byWave = new Map(waves.map((w) => [w.id, w]))
  const byId = new Map(campaigns.map((k) => [k.id, k]))
  const planned = new Set(rows.flatMap((row) => (row.campaign_id ? [row.campaign_id] : [])))
  const unplanned = campaigns.filter((k) => !planned.has(k.id))
  const people = await peopleOf(
    c,
    [
      ...waves.flatMap((w) => Object.values(w.speakers)),
      ...rows.map((row) => row.sender_id),
      ...campaigns.map((k) => k.senderId),
    ],
    before?.people ?? new Map(),
  )
  const spoken = before?.spoken ?? (campaigns.some((k) => k.own.length > 0) ? await spokenIn(c) : null)
  const messages: Message[] = []
  for (const row of rows) {
    const wave = byWave.get(row.wave_id)
    if (wave && pieces().has(row.template)) messages.push(fromRow(row, wave, byId.get(row.campaign_id ?? '') ?? null))
  }
  for (const k of unplanned) {
    const wave = byWave.get(k.waveId)
    if (wave && pieces().has(k.template)) messages.push(fromCampaign(k, wave, k.id, pieces().get(k.template)!.sender))
  }
  for (const m of messages) {
    m.gone = m.senderId !== null && people.get(m.senderId)?.here !== true
    const own = byId.get(rows.find((row) => row.id === m.id)?.campaign_id ?? m.id)?.own ?? []
    m.unspoken = own.length > 0 && spoken !== null && spoken.some((language) => !own.includes(language))
  }
  return {
    plan: { waves, messages, ...limits },
    today,
    waves: shown,
    rows: new Map(rows.map((row) => [row.id, row])),
    campaigns: byId,
    people,
    spoken,
  }
}

async function wavesOf(c: Context, programId: string): Promise<{ waves: Wave[]; shown: ShownWave[]; today: Day }> {
  const { waves: shown, today } = await listWaves(c, { programId })
  const [company, off] = await Promise.all([companyOf(c, programId), companyDaysOff(c.db, c)])
  const waves = await Promise.all(
    shown.map(async (w): Promise<Wave> => {
      const { design, published, speakers } = await designFor(c, programId, w.id, company)
      return {
        id: w.id,
        preparesOn: w.preparesOn,
        goesLiveOn: w.goesLiveOn,
        live: w.state.phase === 'live',
        today,
        off,
        on: elementsOn(design),
        published,
        speakers,
      }
    }),
  )
  return { waves, shown, today }
}

/** Who speaks for each part of a wave today. */
export const speakersOf = async (c: Context, programId: string, waveId: string): Promise<Wave['speakers']> =>
  (await designFor(c, programId, waveId, await companyOf(c, programId))).speakers

/** What all waves of a program share: its draft, and who holds a part in the company. */
type Company = { draft: Design; holders: ReadonlyMap<'hr' | 'champion', string> }
async function companyOf(c: Context, programId: string): Promise<Company> {
  const [draft, holders] = await Promise.all([
    sql<{
      draft: Design
    }>`select draft from program where organization_id = ${c.organizationId} and id = ${programId}`.execute(c.db),
    sql<{ role: 'hr' | 'champion'; person_id: string }>`
      select distinct on (g.role) g.role, g.person_id from role_grant g
      join roster r on r.organization_id = g.organization_id and r.person_id = g.person_id
      where g.organization_id = ${c.organizationId} and g.role in ('hr', 'champion') and g.ended_at is null
      order by g.role, g.granted_at, g.person_id`.execute(c.db),
  ])
  return { draft: draft.rows[0]!.draft, holders: new Map(holders.rows.map((h) => [h.role, h.person_id])) }
}

async function designFor(
  c: Context,
  programId: string,
  waveId: string,
  { draft, holders }: Company,
): Promise<{ design: Design; published: boolean; speakers: Wave['speakers'] }> {
  const version = await designOfWave(c.db, c, programId, waveId)
  const design = version?.design ?? draft
  const speakers: Wave['speakers'] = {}
  for (const [kind, id] of [
    ['sponsor', design.sponsorId],
    ['lead', design.leadId],
    ['hr', holders.get('hr')],
    // Each reader's own champion speaks where they approve it; the lead's name stands under it for all others.
    ['champion', holders.has('champion') ? (design.leadId ?? holders.get('champion')) : undefined],
  ] as const)
    if (id) speakers[kind] = id
  return { design, published: version !== null, speakers }
}

function fromRow(row: PlanRow, wave: Wave, campaign: PlannedCampaign | null): Message {
  if (campaign && row.removed_at === null) {
    const m = fromCampaign(campaign, wave, row.id, row.sender)
    const still = wave.goesLiveOn !== row.dated_for ? daysKept(row, campaign.sendsOn, wave.off) : null
    return {
      ...m,
      // Before its wave has a date it keeps its days from it, as what is only planned does.
      day: wave.goesLiveOn === null ? counted(wave, row.day) : m.day,
      madeFrom: row.made_from,
      planned: true,
      behind: still === null || m.day === null ? 0 : counted(wave, still) - m.day,
    }
  }
  return {
    id: row.id,
    waveId: row.wave_id,
    template: row.template,
    madeFrom: row.made_from,
    day: counted(wave, row.day),
    readers: row.readers,
    senderKind: row.sender,
    senderId: row.sender_id ?? wave.speakers[row.sender] ?? null,
    gone: false,
    state: row.removed_at === null ? 'planned' : 'removed',
    behind: 0,
    unspoken: false,
    planned: true,
    derived: false,
  }
}

/**
 * Days from the go-live date that a campaign's date was counted from, as long as it is the one that the
 * plan gave it. Null: somebody has set another since, and that one does not follow go-live.
 */
export const daysKept = (
  row: Pick<PlanRow, 'day' | 'dated_for'>,
  sendsOn: Day | null,
  off: ReadonlySet<Day> | undefined,
): number | null =>
  // Days off may have been brought since it got its date.
  row.dated_for !== null &&
  sendsOn !== null &&
  [off, undefined].some(
    (days) => sendsOn === dateOf({ goesLiveOn: row.dated_for, ...(days ? { off: days } : {}) }, row.day),
  )
    ? daysBetween(row.dated_for, sendsOn)
    : null

/** Which part of the wave an audience selects is not asked here; only who leads a team is known by its name. */
const fromCampaign = (k: PlannedCampaign, wave: Wave, id: string, senderKind: SenderKind): Message => ({
  id,
  waveId: k.waveId,
  template: k.template,
  madeFrom: null,
  day: k.sendsOn !== null && wave.goesLiveOn !== null ? daysBetween(wave.goesLiveOn, k.sendsOn) : null,
  readers: k.derived
    ? null
    : k.managersOnly && k.readers === 'everyone'
      ? 'managers'
      : k.audience === null
        ? k.readers
        : null,
  senderKind:
    k.voice === 'champion'
      ? 'champion'
      : ((Object.keys(wave.speakers) as SenderKind[]).find(
          (kind) => kind !== 'champion' && wave.speakers[kind] === k.senderId,
        ) ?? (senderKind === 'champion' ? 'lead' : senderKind)),
  senderId: k.senderId,
  gone: false,
  state: k.state,
  behind: 0,
  unspoken: false,
  planned: false,
  derived: k.derived,
})

export async function limitsOf(
  db: Db | Tx,
  c: Context,
  programId: string,
): Promise<{ caps: Caps; accepted: string[] }> {
  const { rows } = await sql<{ caps: unknown; accepted: string[] }>`select caps, accepted from plan_limit
    where organization_id = ${c.organizationId} and program_id = ${programId}`.execute(db)
  return rows[0]
    ? { caps: capsShape.parse(rows[0].caps), accepted: rows[0].accepted }
    : { caps: usualCaps, accepted: [] }
}

/** Whoever is named, and whether they are still here; those who are known are not asked for again. */
async function peopleOf(
  c: Context,
  ids: readonly (string | null)[],
  known: Map<string, Person>,
): Promise<Map<string, Person>> {
  const wanted = [...new Set(ids.filter((id) => id !== null && !known.has(id)))]
  if (wanted.length === 0) return known
  const { rows } =
    await sql<Person>`select p.id, p.full_name as name, coalesce(r.title, '') as title, r.person_id is not null as here
    from person p left join roster r on r.organization_id = p.organization_id and r.person_id = p.id
    where p.organization_id = ${c.organizationId} and p.id = any(${wanted}::uuid[])`.execute(c.db)
  return new Map([...known, ...rows.map((row) => [row.id, row] as const)])
}

/** The languages in which people of the company read. */
async function spokenIn(c: Context): Promise<Language[]> {
  const { rows } = await sql<{ locale: string; company: string }>`
    select distinct r.locale, o.locale as company from roster r join organization o on o.id = r.organization_id
    where r.organization_id = ${c.organizationId} and r.employed`.execute(c.db)
  return [...new Set(rows.map((row) => chooseLanguage(languages, row.locale, row.company).language))]
}
