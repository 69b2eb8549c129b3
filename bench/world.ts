/**
 * The companies that are measured, on an embedded database of their own, made once a run:
 * people through the real import, a program launched for everybody through the product's own
 * verbs. The clock is movable, so that a month can pass. With `--keep FOLDER` they stay there
 * for the next run, for whoever works on a measure.
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { actor, type Actor } from '../fixtures/actors.ts'
import { letRedStand } from '../fixtures/gates.ts'
import { design, firstDesign, idsOf } from '../fixtures/life.ts'
import { cast } from '../fixtures/lumenwerk.ts'
import { companyOf, type FilePerson, peopleLines } from '../fixtures/people-file.ts'
import { createOrganization } from '../server/access/access.ts'
import { type Installation, openInstallation } from '../server/installation.ts'
import { importFile } from '../server/people/import.ts'
import { addDays, stopwatch } from '../server/platform/clock.ts'
import { readConfig } from '../server/platform/config.ts'
import { contextFor, type Context, type OpenContext } from '../server/platform/context.ts'
import { drain } from '../server/platform/jobs.ts'
import { openLog } from '../server/platform/log.ts'
import { work } from '../server/work.ts'

export const size = 150_000

/** Who leads twenty people: their number in the people file. */
const bigTeam = 'G000101'

export type Company = {
  c: Context
  slug: string
  /** The program's lead and its sponsor, who is at the top. */
  lead: Actor
  sponsor: Actor
  programId: string
  waveId: string
}

export type World = Company & { installation: Installation }

type Place = { installation: Installation; folder: string }

let kept: string | undefined
let opened: Promise<Place> | undefined
const companies = new Map<string, Promise<Company>>()

/** Where companies stay after the run; unless told, nowhere. */
export function keepIn(folder: string): void {
  kept = path.resolve(folder)
}

/** The company of 150,000, shared by all measures of a run. */
export async function world(): Promise<World> {
  const { installation } = await place()
  return { installation, ...(await companyOnce('measured', size)) }
}

/** A small one on the same database, of the same shape. */
export async function smallCompany(count: number): Promise<World> {
  const { installation } = await place()
  return { installation, ...(await companyOnce(`small-${count}`, count)) }
}

/** Closes what was opened, however far it came. */
export async function closeWorld(): Promise<void> {
  const there = await opened?.catch(() => undefined)
  opened = undefined
  await Promise.allSettled(companies.values())
  companies.clear()
  if (!there) return
  await there.installation.close()
  if (!kept) rmSync(there.folder, { recursive: true, force: true })
}

function place(): Promise<Place> {
  return (opened ??= openPlace())
}

async function openPlace(): Promise<Place> {
  const folder = kept ?? mkdtempSync(path.join(tmpdir(), 'belay-bench-'))
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755) // the database's user has to get in
  try {
    const config = readConfig({ dataDir: folder }, { DATA_DIR: folder, LOG_LEVEL: 'silent' })
    return { installation: await openInstallation(config, openLog('silent')), folder }
  } catch (error) {
    if (!kept) rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

function companyOnce(slug: string, count: number): Promise<Company> {
  let found = companies.get(slug)
  if (!found) companies.set(slug, (found = foundOrMade(slug, count)))
  return found
}

type Note = { organizationId: string; leadId: string; sponsorId: string; programId: string; waveId: string }

async function foundOrMade(slug: string, count: number): Promise<Company> {
  const {
    installation: { base },
    folder,
  } = await place()
  const note = path.join(folder, `${slug}.json`)
  if (!existsSync(note)) writeFileSync(note, JSON.stringify(await company(base, slug, count)))
  const { organizationId, leadId, sponsorId, programId, waveId } = JSON.parse(readFileSync(note, 'utf8')) as Note
  return {
    c: contextFor(base, organizationId, 'operator'),
    slug,
    programId,
    waveId,
    lead: actor(base, organizationId, leadId),
    sponsor: actor(base, organizationId, sponsorId),
  }
}

async function company(base: OpenContext, slug: string, count: number): Promise<Note> {
  const elapsed = stopwatch()
  const made = await createOrganization(base, {
    name: 'Measured',
    slug,
    admin: `office@${slug}.example`,
    movableClock: true,
  })
  const c = contextFor(base, made.id, 'operator')
  const pieces = () => Readable.from(inPieces(peopleLines(withABigTeam(companyOf(count)))))
  await importFile(c, { name: 'people.csv', open: pieces }, { dryRun: false })
  await base.database.owner.query('vacuum analyze')
  said(`${count} people imported`, elapsed())
  const ids = await idsOf(c)
  const numbered = (n: number) => ids.get(`G${String(n).padStart(6, '0')}`)!
  const [sponsorId, leadId] = [numbered(1), numbered(12)]
  await actor(base, c.organizationId, made.adminId!).call('access.grantRole', { personId: leadId, role: 'lead' })
  const lead = actor(base, c.organizationId, leadId)
  const today = c.clock.today('UTC')
  const { id: audienceId } = await lead.call('audiences.create', { name: 'Everyone', rule: { everyone: true } })
  const { id: programId } = await lead.call('program.create', { name: 'Daylight', leadId })
  await design(
    lead,
    programId,
    firstDesign(
      new Map([
        [cast.sponsor, sponsorId],
        [cast.lead, leadId],
      ]),
      (n) => addDays(today, n),
    ),
  )
  const { draft } = await lead.call('program.get', { programId })
  await lead.call('program.publish', { programId, revision: draft.revision, note: '' })
  const { id: waveId } = await lead.call('waves.create', {
    programId,
    name: 'Everyone',
    audienceId,
    preparesOn: today,
    goesLiveOn: today,
  })
  await drain(base, work)
  await letRedStand(lead.call, waveId, { until: addDays(today, 30), reason: () => 'Measured without it.' })
  await lead.call('waves.launch', { waveId, when: 'now' })
  await drain(base, work)
  await base.database.owner.query('vacuum analyze')
  said(`program launched for ${count}`, elapsed())
  return { organizationId: c.organizationId, leadId, sponsorId, programId, waveId }
}

/** One of the generated managers, who lead nine each, leads twenty: two teams beside theirs are smaller for it. */
function* withABigTeam(people: Iterable<FilePerson>): Generator<FilePerson> {
  let moved = 0
  for (const person of people) {
    const joins = moved < 11 && ['G000102', 'G000103'].includes(person.manager)
    if (joins) moved++
    yield joins ? { ...person, manager: bigTeam } : person
  }
}

/** Lines in pieces of a size that a file would have. */
function* inPieces(lines: Iterable<string>): Generator<Buffer> {
  let piece = ''
  for (const line of lines) {
    piece += line
    if (piece.length < 200_000) continue
    yield Buffer.from(piece)
    piece = ''
  }
  if (piece) yield Buffer.from(piece)
}

export function said(what: string, ms: number): void {
  process.stderr.write(`  ${what}: ${(ms / 1000).toFixed(1)} s\n`)
}
