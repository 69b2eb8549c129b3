/** Reads of test plans. A plan has at most sixty scripts and sixty testers, so it is read whole. */
import { type RawBuilder, sql } from 'kysely'
import { type Language, languages } from '../../contract/library.ts'
import type {
  Device,
  FindingRow,
  FindingState,
  RunResult,
  ScriptText,
  ScriptTexts,
  Severity,
  TestRole,
} from '../../contract/test-plan-shapes.ts'
import type { Wave } from '../../contract/program.ts'
import { audienceCondition, countable, ruleOf } from '../directory/directory.ts'
import { chooseLanguage } from '../library/library.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import type { Candidate, PlanRun } from './rules.ts'

/** Whether a person, told as SQL, is not in the company any more: neither in the people file nor by a sign-in of their own. */
export const hasLeft = (c: Context, personId: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(not exists (select from roster hl where hl.organization_id = ${c.organizationId} and hl.person_id = ${personId})
    and not exists (select from account al where al.organization_id = ${c.organizationId} and al.person_id = ${personId} and al.closed_at is null))`

export type PlanRow = { due_on: Day; made_by: string; made_name: string; made_at: Instant; revision: number }

export async function planRow(db: Db | Tx, c: Context, waveId: string, lock = false): Promise<PlanRow> {
  const { rows } = await sql<PlanRow>`
    select t.due_on, t.made_by, p.full_name as made_name, t.made_at, t.revision
    from test_plan t join person p on p.organization_id = t.organization_id and p.id = t.made_by
    where t.organization_id = ${c.organizationId} and t.wave_id = ${waveId} ${lock ? sql`for update of t` : sql``}`.execute(
    db,
  )
  if (!rows[0]) throw problem('not_found')
  return rows[0]
}

export type ScriptRecord = {
  id: string
  library_id: string | null
  role: TestRole
  version: number
  must: boolean
  minutes: number
  texts: ScriptTexts
}

/** The scripts of a plan in their order, or one of them, as they hold now. */
export async function scriptRows(db: Db | Tx, c: Context, waveId: string, scriptId?: string): Promise<ScriptRecord[]> {
  const { rows } = await sql<ScriptRecord>`
    select s.id, s.library_id, s.role, s.version, v.must, v.minutes, v.texts from test_script s
    join test_script_version v on v.organization_id = s.organization_id and v.script_id = s.id and v.number = s.version
    where s.organization_id = ${c.organizationId} and s.wave_id = ${waveId} and s.removed_at is null
      and (${scriptId ?? null}::uuid is null or s.id = ${scriptId ?? null}::uuid)
    order by s.place, s.id`.execute(db)
  return rows
}

/** In the reader's language where the script has it, else in the first that it has. */
export function textIn(texts: ScriptTexts, reader: Language): { language: Language; text: ScriptText } {
  const there = languages.filter((one) => texts[one])
  const language = texts[reader] ? reader : there.includes('en') ? 'en' : there[0]!
  return { language, text: texts[language]! }
}

export type TesterRow = {
  person_id: string
  name: string
  title: string
  site: string
  locale: string
  no_mail: boolean
  roles: TestRole[]
  device: Device
  invited_at: Instant | null
  changed: boolean
}

/** Whether a script of tester `t` was added or written anew since they were asked, and they have not tried it so. */
export const changedSince = sql<boolean>`exists (select from test_script cs
  join test_script_version cv on cv.organization_id = cs.organization_id and cv.script_id = cs.id and cv.number = cs.version
  where cs.organization_id = t.organization_id and cs.wave_id = t.wave_id and cs.removed_at is null and cs.role = any(t.roles)
    and cv.written_at > t.invited_at
    and not exists (select from test_run cu where cu.organization_id = cs.organization_id and cu.script_id = cs.id and cu.person_id = t.person_id
      and cu.version = cs.version and cu.handed_in_at is not null))`

/** Who tests now; whoever has left the company is not among them. */
export async function testerRows(db: Db | Tx, c: Context, waveId: string): Promise<TesterRow[]> {
  const { rows } = await sql<TesterRow>`
    select t.person_id, r.full_name as name, r.title, r.location as site, r.locale, r.email is null as no_mail, t.roles, t.device, t.invited_at, ${changedSince} as changed
    from test_tester t join roster r on r.organization_id = t.organization_id and r.person_id = t.person_id
    where t.organization_id = ${c.organizationId} and t.wave_id = ${waveId} and t.ended_at is null
    order by r.sort_name, r.person_id`.execute(db)
  return rows
}

/** What was handed in, oldest first; of scripts that are in the plan. */
export async function runRows(db: Db | Tx, c: Context, waveId: string): Promise<PlanRun[]> {
  const { rows } = await sql<{
    id: string
    script_id: string
    version: number
    person_id: string
    language: Language
    device: Device
    result: RunResult
  }>`select u.id, u.script_id, u.version, u.person_id, u.language, u.device, u.result from test_run u
    where u.organization_id = ${c.organizationId} and u.wave_id = ${waveId} and u.handed_in_at is not null
    order by u.handed_in_at, u.id`.execute(db)
  return rows.map(({ script_id: scriptId, person_id: personId, ...rest }) => ({ ...rest, scriptId, personId }))
}

/** The state of finding `f`: what the last act that changes it says. */
export const stateOf: RawBuilder<FindingState> = sql<FindingState>`(case coalesce((select a.act from test_finding_act a
    where a.organization_id = f.organization_id and a.finding_id = f.id and a.act in ('fixed', 'works', 'still', 'accepted', 'reopened')
    order by a.number desc limit 1), '')
  when 'fixed' then 'retest' when 'works' then 'closed' when 'accepted' then 'accepted' else 'open' end)`

export type FindingRecord = {
  id: string
  wave_id: string
  wave: string
  number: number
  severity: Severity
  words: string
  state: FindingState
  run_id: string
  script_id: string
  texts: ScriptTexts
  step: number
  found_by: string
  found_name: string
  finder_here: boolean
  found_at: Instant
  owner_id: string | null
  owner_name: string | null
  owner_left: boolean
  pictures: number
  language: Language
  device: Device
}

const findingSelect = (c: Context) => sql`
  select x.* from (
    select f.id, f.wave_id, w.name as wave, f.number, f.severity, f.words, ${stateOf} as state, f.run_id, u.script_id, v.texts, f.step, f.found_by,
      p.full_name as found_name, fr.person_id is not null as finder_here, f.found_at, f.owner_id, o.full_name as owner_name, coalesce(${hasLeft(c, sql`f.owner_id`)}, false) as owner_left, u.language, u.device,
      (select count(*) from test_picture k where k.organization_id = f.organization_id and k.run_id = f.run_id and k.step = f.step) as pictures,
      case f.severity when 'blocker' then 1 when 'major' then 2 when 'minor' then 3 else 4 end as weight
    from test_finding f
    join wave w on w.organization_id = f.organization_id and w.id = f.wave_id
    join test_run u on u.organization_id = f.organization_id and u.id = f.run_id
    join test_script_version v on v.organization_id = u.organization_id and v.script_id = u.script_id and v.number = u.version
    join person p on p.organization_id = f.organization_id and p.id = f.found_by
    left join roster fr on fr.organization_id = f.organization_id and fr.person_id = f.found_by
    left join person o on o.organization_id = f.organization_id and o.id = f.owner_id
    where f.organization_id = ${c.organizationId}`

export async function findingsOf(
  db: Db | Tx,
  c: Context,
  waveId: string,
  page?: { show: 'open' | 'retest' | 'settled' | 'all'; offset: number; limit: number },
): Promise<FindingRecord[]> {
  const shown = {
    open: sql<boolean>`x.state = 'open'`,
    retest: sql<boolean>`x.state = 'retest'`,
    settled: sql<boolean>`x.state in ('closed', 'accepted')`,
    all: sql<boolean>`true`,
  }
  const { rows } =
    await sql<FindingRecord>`${findingSelect(c)} and f.wave_id = ${waveId}) x where ${shown[page?.show ?? 'all']}
    order by x.weight, x.found_at, x.number ${page ? sql`limit ${page.limit} offset ${page.offset}` : sql``}`.execute(
      db,
    )
  return rows
}

/** Findings that concern one person: theirs to try again, or theirs to see to. */
export async function findingsFor(db: Db, c: Context): Promise<(FindingRecord & { as: 'finder' | 'owner' })[]> {
  const me = c.viewer.personId
  // What nobody sees to any more falls to whoever leads.
  const leads = c.viewer.roles.includes('lead')
  const { rows } = await sql<FindingRecord & { as: 'finder' | 'owner' }>`
    select y.*, case when y.state = 'retest' and y.found_by = ${me} then 'finder' else 'owner' end as "as"
    from (${findingSelect(c)} and (f.found_by = ${me} or f.owner_id = ${me} or (${leads} and f.owner_id is not null))) x) y
    where (y.state = 'retest' and y.found_by = ${me}) or (y.state = 'open' and (y.owner_id = ${me} or (${leads} and y.owner_left)))
    order by y.weight, y.found_at, y.id limit 100`.execute(db)
  return rows
}

export async function findingRow(
  db: Db | Tx,
  c: Context,
  waveId: string,
  findingId: string,
  lock = false,
): Promise<FindingRecord> {
  if (lock)
    await sql`select from test_finding where organization_id = ${c.organizationId} and id = ${findingId} for update`.execute(
      db,
    )
  const { rows } =
    await sql<FindingRecord>`${findingSelect(c)} and f.wave_id = ${waveId} and f.id = ${findingId}) x`.execute(db)
  if (!rows[0]) throw problem('not_found')
  return rows[0]
}

export function toFinding(f: FindingRecord, reader: Language): FindingRow {
  return {
    id: f.id,
    number: f.number,
    severity: f.severity,
    words: f.words,
    state: f.state,
    script: { id: f.script_id, name: textIn(f.texts, reader).text.title },
    step: f.step,
    foundBy: { id: f.found_by, name: f.found_name },
    foundAt: f.found_at,
    owner: f.owner_id ? { id: f.owner_id, name: f.owner_name ?? '', left: f.owner_left } : null,
    pictures: f.pictures,
    language: f.language,
    device: f.device,
  }
}

export const findingCounts = (all: readonly { state: FindingState }[]) => {
  const count = (...states: FindingState[]) => all.filter((one) => states.includes(one.state)).length
  return { open: count('open'), retest: count('retest'), settled: count('closed', 'accepted'), all: all.length }
}

/** Who is in a wave, or would be: as a condition on roster `r`. */
export async function inWave(db: Db | Tx, c: Context, wave: Wave, day: Day): Promise<RawBuilder<boolean>> {
  if (wave.state.phase !== 'planned')
    return sql<boolean>`exists (select from wave_member m where m.organization_id = r.organization_id and m.person_id = r.person_id
      and m.wave_id = ${wave.id} and m.superseded is null and m.holds @> ${day}::date)`
  if (!wave.audience) return sql<boolean>`false`
  const { rule } = countable(await ruleOf(db, c.organizationId, wave.audience.id), 'joined')
  return sql<boolean>`(${audienceCondition(rule, day)} and not exists (select from wave_member m where m.organization_id = r.organization_id
    and m.person_id = r.person_id and m.program_id = ${wave.programId} and m.superseded is null and m.holds @> ${day}::date))`
}

export type Crowd = { languages: Language[]; sites: { site: string; people: number }[] }

/** The languages that people of a wave read, the most frequent first, and their sites. */
export async function crowdOf(db: Db | Tx, c: Context, within: RawBuilder<boolean>): Promise<Crowd> {
  const { rows } = await sql<{ locale: string; company: string; site: string; people: number }>`
    select r.locale, o.locale as company, r.location as site, count(*) as people
    from roster r join organization o on o.id = r.organization_id
    where r.organization_id = ${c.organizationId} and r.employed and ${within} group by 1, 2, 3`.execute(db)
  const all = rows.reduce((sum, one) => sum + one.people, 0)
  const spoken = new Map<Language, number>()
  const sites = new Map<string, number>()
  for (const one of rows) {
    const { language } = chooseLanguage(languages, one.locale, one.company)
    spoken.set(language, (spoken.get(language) ?? 0) + one.people)
    if (one.site) sites.set(one.site, (sites.get(one.site) ?? 0) + one.people)
  }
  return {
    // A language of one in a hundred is worth a tester; one of a handful in a large company is not demanded.
    languages: [...spoken]
      .filter(([, people]) => people * 100 >= all)
      .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .map(([language]) => language),
    sites: [...sites]
      .map(([site, people]) => ({ site, people }))
      .toSorted((a, b) => b.people - a.people || a.site.localeCompare(b.site)),
  }
}

type CandidateRow = {
  id: string
  name: string
  title: string
  site: string
  locale: string
  company: string
  manages: boolean
  no_mail: boolean
  manager_id: string | null
}
export type NamedCandidate = Candidate & { name: string; title: string }

const named = ({ locale, company, no_mail: noMail, manager_id: managerId, ...rest }: CandidateRow): NamedCandidate => ({
  ...rest,
  language: chooseLanguage(languages, locale, company).language,
  noMail,
  managerId,
})
const candidateColumns = sql`r.person_id as id, r.full_name as name, r.title, r.location as site, r.locale, o.locale as company,
  r.direct_reports > 0 as manages, r.email is null as no_mail, r.manager_id`

/**
 * Some people of a wave, of each kind a few: of each site, language, with and without a team and an address. Always
 * the same for the same wave, and not those whose names begin with A. Besides, one of the team of each manager among them.
 */
export async function candidateRows(
  db: Db | Tx,
  c: Context,
  waveId: string,
  within: RawBuilder<boolean>,
): Promise<NamedCandidate[]> {
  const { rows } = await sql<CandidateRow>`
    with who as materialized (
      select ${candidateColumns}, md5(r.person_id::text || ${waveId}::text) as lot
      from roster r join organization o on o.id = r.organization_id
      where r.organization_id = ${c.organizationId} and r.employed and r.status <> 'leave' and ${within}
    ),
    few as (
      select * from (select w.*, row_number() over (partition by w.site, w.locale, w.manages, w.no_mail order by w.lot) as nth from who w) n
      where n.nth <= 2 order by n.nth, n.lot limit 300
    )
    select id, name, title, site, locale, company, manages, no_mail, manager_id from (
      select f.*, 1 as turn from few f
      union all
      select t.*, 0, 2 from (select distinct on (w.manager_id) w.* from who w join few f on f.id = w.manager_id and f.manages
        where not exists (select from few g where g.id = w.id) order by w.manager_id, w.lot) t
    ) x order by turn, nth, lot`.execute(db)
  return rows.map(named)
}

/** Who holds a role that has scripts: lead and sponsor of the program, and of HR partners and champions the first two. */
export async function holderRows(
  db: Db | Tx,
  c: Context,
  leadId: string | null,
  sponsorId: string | null,
): Promise<{ person: NamedCandidate; role: TestRole }[]> {
  const { rows } = await sql<CandidateRow & { role: TestRole }>`
    with held as (
      select ${leadId}::uuid as person_id, 'lead' as role, 1 as turn, 1 as nth
      union all select ${sponsorId}::uuid, 'sponsor', 2, 1
      union all select g.person_id, case g.role when 'hr' then 'hr-partner' else 'champion' end, 3, row_number() over (partition by g.role order by g.granted_at, g.person_id)
      from (select distinct on (role, person_id) person_id, role, granted_at from role_grant
        where organization_id = ${c.organizationId} and role in ('hr', 'champion') and ended_at is null order by role, person_id, granted_at) g
    )
    select ${candidateColumns}, h.role from held h
    join roster r on r.organization_id = ${c.organizationId} and r.person_id = h.person_id
    join organization o on o.id = r.organization_id
    where h.nth <= 2 order by h.turn, h.role, h.nth`.execute(db)
  return rows.map(({ role, ...row }) => ({ role, person: named(row) }))
}

/** Which roles that have scripts anybody holds. */
export async function rolesHeld(db: Db | Tx, c: Context): Promise<{ hr: boolean; champion: boolean }> {
  const { rows } = await sql<{ hr: boolean; champion: boolean }>`
    select coalesce(bool_or(role = 'hr'), false) as hr, coalesce(bool_or(role = 'champion'), false) as champion from role_grant
    where organization_id = ${c.organizationId} and role in ('hr', 'champion') and ended_at is null`.execute(db)
  return rows[0]!
}
