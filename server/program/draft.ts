/** The draft: one document, saved part by part, each part with a revision of its own. */
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { Design, type DesignGroup, emptyDesign, type GroupChange } from '../../contract/design.ts'
import { languages } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { type program, programStage } from '../../contract/program.ts'
import { giveRole } from '../access/access.ts'
import { brandWords, chooseLanguage, firstLanguage } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from './days.ts'
import { differences } from './differences.ts'
import { keepLogo } from './logo.ts'
import { missingIn } from './missing.ts'
import { companyLocale, groupsOf, namesOf, presentOf, type ProgramRow, programRow, programRows } from './queries.ts'
import { stageOf } from './states.ts'
import { toWave, waveRows } from './waves.ts'

type DraftAnswer = Answer<typeof program.saveDraft>
type Summary = Answer<typeof program.list>['programs'][number]

export async function createProgram(c: Context, input: Input<typeof program.create>): Promise<{ id: string }> {
  return c.db.transaction().execute(async (tx) => {
    if (!(await presentOf(tx, c, [input.leadId])).has(input.leadId)) throw problem('person_unknown')
    const empty = emptyDesign()
    // Whoever begins it writes in their language; where that is the company's, nothing has to be said.
    const company = await companyLocale(tx, c)
    const { language } = chooseLanguage(languages, c.viewer.locale, company)
    const own = language === firstLanguage({}, company) ? {} : { language }
    const design: Design = { ...empty, brand: { ...empty.brand, name: input.name, ...own }, leadId: input.leadId }
    const now = c.clock.now()
    const { rows } = await sql<{ id: string }>`
      insert into program (organization_id, draft, drafted_at, drafted_by, created_by, created_at)
      values (${c.organizationId}, ${JSON.stringify(design)}::jsonb, ${now}, ${c.viewer.personId}, ${c.viewer.personId}, ${now}) returning id`.execute(
      tx,
    )
    const id = rows[0]!.id
    await record(tx, c, { type: 'program.created', subject: { kind: 'program', id }, data: { leadId: input.leadId } })
    await giveRole(tx, c, { role: 'lead', personId: input.leadId })
    return { id }
  })
}

export async function listPrograms(c: Context): Promise<Answer<typeof program.list>> {
  const rows = await programRows(c.db, c)
  return { programs: await Promise.all(rows.map((row) => summaryOf(c, row))) }
}

export async function getProgram(c: Context, input: Input<typeof program.get>): Promise<Answer<typeof program.get>> {
  const row = await programRow(c.db, c, input.programId)
  const design = Design.parse(row.draft)
  return {
    program: await summaryOf(c, row),
    draft: await draftOf(c.db, c, row),
    people: await namesOf(c.db, c, [design.leadId, design.sponsorId]),
    mayDesign: c.viewer.roles.includes('lead'),
  }
}

/** The newest published design with what a go-live still misses in it, and what the draft has beyond it. */
export async function designState(db: Db | Tx, c: Context, programId: string) {
  const row = await programRow(db, c, programId)
  const published = row.design === null ? null : Design.parse(row.design)
  const draft = Design.parse(row.draft)
  const present = published ? await presentOf(db, c, [published.leadId, published.sponsorId]) : new Set<string>()
  return {
    version:
      published && row.number !== null
        ? { number: row.number, design: published, publishedAt: row.published_at! }
        : null,
    draft,
    missing: published ? missingIn(published, present) : [],
    unpublished: [...new Set(differences(published, draft).map((d) => d.area))],
  }
}

async function summaryOf(c: Context, row: ProgramRow): Promise<Summary> {
  const draft = Design.parse(row.draft)
  const published = row.design === null ? null : Design.parse(row.design)
  const shown = published ?? draft
  const day = await todayOf(c.db, c)
  const waves = await Promise.all(
    (await waveRows(c.db, c, day, { programId: row.id })).map((w) => toWave(c.db, c, w, day)),
  )
  const names = await namesOf(c.db, c, [shown.leadId, shown.sponsorId])
  const brand = brandWords(shown.brand, c.viewer.locale, await companyLocale(c.db, c))
  const named = (id: string | null) => names.find((n) => n.id === id) ?? null
  const next = waves.flatMap((w): Summary['next'] => {
    if (w.state.phase === 'live') return []
    const scheduled = w.state.scheduled
    const dates: Summary['next'] = []
    if (w.preparesOn !== null && w.preparesOn >= day && w.state.phase === 'planned')
      dates.push({ waveId: w.id, wave: w.name, kind: 'prepares', on: w.preparesOn, scheduled })
    if (w.goesLiveOn !== null && w.goesLiveOn >= day)
      dates.push({ waveId: w.id, wave: w.name, kind: 'goes_live', on: w.goesLiveOn, scheduled })
    return dates
  })
  return {
    id: row.id,
    name: shown.brand.name,
    tagline: brand.tagline,
    stage: programStage.parse(
      stageOf(
        row.number,
        waves.map((w) => w.state),
      ),
    ),
    version: row.number,
    publishedAt: row.published_at,
    unpublished: [...new Set(differences(published, draft).map((d) => d.area))],
    lead: named(shown.leadId),
    sponsor: named(shown.sponsorId),
    brand,
    waves: waves.length,
    liveWaves: waves.filter((w) => w.state.phase === 'live').length,
    people: waves.filter((w) => w.state.phase === 'live').reduce((sum, w) => sum + w.people, 0),
    next: next.toSorted((a, b) => a.on.localeCompare(b.on)),
  }
}

async function draftOf(db: Db | Tx, c: Context, row: ProgramRow): Promise<DraftAnswer> {
  const design = Design.parse(row.draft)
  const present = await presentOf(db, c, [design.leadId, design.sponsorId])
  return {
    design,
    revision: row.draft_revision,
    groups: groupsOf(row),
    draftedAt: row.drafted_at,
    draftedBy: (await namesOf(db, c, [row.drafted_by]))[0] ?? null,
    missing: missingIn(design, present),
  }
}

export async function saveDraft(c: Context, input: Input<typeof program.saveDraft>): Promise<DraftAnswer> {
  const { change } = input
  return c.db.transaction().execute(async (tx) => {
    const row = await lockedRow(tx, c, input.programId)
    if (groupsOf(row)[change.group] !== change.revision) throw problem('conflict')
    const old = Design.parse(row.draft)
    const next = applyChange(old, change)
    if (change.group === 'people') {
      const named = [change.value.leadId, change.value.sponsorId].filter(
        (id): id is string => id !== null && id !== old.leadId && id !== old.sponsorId,
      )
      if ((await presentOf(tx, c, named)).size < new Set(named).size) throw problem('person_unknown')
    }
    return keep(tx, c, row, old, next, change.group)
  })
}

/** The metrics of the draft changed by a deed that is about them alone: whatever else stands there stays. */
export async function changeMetrics(
  tx: Tx,
  c: Context,
  programId: string,
  change: (metrics: Design['metrics']) => Design['metrics'],
): Promise<void> {
  const row = await lockedRow(tx, c, programId)
  const old = Design.parse(row.draft)
  await keep(tx, c, row, old, { ...old, metrics: change(old.metrics) }, 'metrics')
}

/** Pure: the design with one part replaced. */
export function applyChange(design: Design, change: GroupChange): Design {
  switch (change.group) {
    case 'brand':
      return { ...design, brand: { ...design.brand, ...change.value } }
    case 'reasons':
      return { ...design, ...change.value }
    case 'objectives':
      // Whoever saves without saying what it is in other languages leaves that as it was.
      return {
        ...design,
        objectives: change.value.map((o) => ({ ...design.objectives.find((was) => was.id === o.id), ...o })),
      }
    case 'elements':
      return { ...design, elements: change.value }
    case 'policies':
      return { ...design, policies: change.value }
    case 'training':
      return { ...design, training: change.value }
    case 'metrics':
      return { ...design, metrics: change.value }
    case 'people':
      return { ...design, sponsorId: change.value.sponsorId, leadId: change.value.leadId }
  }
}

export async function setLogo(
  c: Context,
  input: Input<typeof program.setLogo> & { file?: unknown },
): Promise<DraftAnswer> {
  return c.db.transaction().execute(async (tx) => {
    const row = await lockedRow(tx, c, input.programId)
    const old = Design.parse(row.draft)
    const logoFileId = await keepLogo(tx, c, input.name, input.file)
    return keep(tx, c, row, old, { ...old, brand: { ...old.brand, logoFileId } }, 'brand')
  })
}

async function lockedRow(tx: Tx, c: Context, programId: string): Promise<ProgramRow> {
  await sql`select 1 from program where organization_id = ${c.organizationId} and id = ${programId} for update`.execute(
    tx,
  )
  return programRow(tx, c, programId)
}

async function keep(
  tx: Tx,
  c: Context,
  row: ProgramRow,
  old: Design,
  next: Design,
  group: DesignGroup,
): Promise<DraftAnswer> {
  const changed = [
    ...new Set(
      differences(old, next)
        .filter((d) => d.area === group)
        .map((d) => d.field ?? d.kind),
    ),
  ]
  await record(tx, c, { type: 'program.drafted', subject: { kind: 'program', id: row.id }, data: { group, changed } })
  if (isDeepStrictEqual(old, next)) return draftOf(tx, c, row)
  const revision = row.draft_revision + 1
  await sql`update program set draft = ${JSON.stringify(next)}::jsonb, draft_revision = ${revision},
      draft_groups = draft_groups || ${JSON.stringify({ [group]: revision })}::jsonb, drafted_at = ${c.clock.now()}, drafted_by = ${c.viewer.personId}
    where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
  return draftOf(tx, c, await programRow(tx, c, row.id))
}
