/** Bringing packages: a zip file becomes a course, or a new version of one. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { packages } from '../../contract/packages.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { type Files, limits, unpack } from './archive.ts'
import { readPackage } from './manifest.ts'
import { mediaTypeOf } from './media-types.ts'
import { newest, type PackageRow } from './queries.ts'

type Brought = Answer<typeof packages.bring>

export async function list(c: Context): Promise<Answer<typeof packages.list>> {
  return {
    packages: (await newest(c.db, c)).map(shownAs),
    served: c.config.contentUrl !== null,
    limits,
  }
}

const shownAs = (row: PackageRow): Brought => ({
  courseId: row.course_id,
  title: row.title,
  about: row.about,
  minutes: row.minutes,
  language: row.language,
  kind: row.kind,
  version: row.version,
  parts: row.parts.map(({ title }) => ({ title })),
  files: row.files,
  bytes: row.bytes,
  broughtAt: row.brought_at,
  broughtBy: { id: row.brought_by, name: row.brought_by_name },
})

export async function bring(c: Context, input: Input<typeof packages.bring>): Promise<Brought> {
  const bytes = (input as { file?: unknown }).file
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) throw problem('package_zip')
  if (standsAlone(bytes)) throw problem('package_alone')
  // All of it is looked at before a transaction begins: unpacking takes its time.
  const { files, manifest } = readPackage(await unpack(bytes), input.language)
  return c.db.transaction().execute(async (tx) => {
    const old = input.courseId ? await lockNewest(tx, c, input.courseId) : null
    const courseId = old?.course_id ?? `package-${randomBytes(6).toString('hex')}`
    const size = [...files.values()].reduce((sum, file) => sum + file.length, 0)
    const { rows } = await sql<{ id: string }>`
      insert into content_package (organization_id, course_id, version, kind, title, about, minutes, language, parts, structure, sequence, files, bytes, brought_by, brought_at)
      values (${c.organizationId}, ${courseId}, ${(old?.version ?? 0) + 1}, ${manifest.kind}, ${old?.title ?? manifest.title}, ${old?.about ?? manifest.about ?? ''},
        ${old?.minutes ?? input.minutes}, ${old?.language ?? input.language}, ${JSON.stringify(manifest.parts)}, ${manifest.structure ? JSON.stringify(manifest.structure) : null}, ${manifest.sequence ? JSON.stringify(manifest.sequence) : null}, ${files.size}, ${size}, ${c.viewer.personId}, ${c.clock.now()})
      returning id`.execute(tx)
    await keepFiles(tx, c, rows[0]!.id, files)
    await record(tx, c, {
      type: 'package.brought',
      subject: { kind: 'package', id: rows[0]!.id },
      data: { courseId, version: (old?.version ?? 0) + 1, kind: manifest.kind, files: files.size },
    })
    return shownAs(await one(tx, c, courseId))
  })
}

/** The structure of a cmi5 course without its content, as cmi5 allows it: then all of that lies on other sites. */
const standsAlone = (bytes: Buffer) =>
  /^[\u{feff}\s]*<[^]*<([\w-]+:)?courseStructure[\s>]/iu.test(bytes.subarray(0, 20_000).toString('utf8'))

async function keepFiles(tx: Tx, c: Context, packageId: string, files: Files): Promise<void> {
  for (const [path, bytes] of files)
    await sql`insert into content_file (organization_id, package_id, path, media_type, size, bytes)
      values (${c.organizationId}, ${packageId}, ${path}, ${mediaTypeOf(path, bytes)}, ${bytes.length}, ${bytes})`.execute(
      tx,
    )
}

/** Two versions at once would have the same number. */
async function lockNewest(tx: Tx, c: Context, courseId: string): Promise<PackageRow> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`package ${c.organizationId} ${courseId}`}, 0))`.execute(tx)
  return one(tx, c, courseId)
}

async function one(tx: Tx, c: Context, courseId: string): Promise<PackageRow> {
  const found = (await newest(tx, c, courseId))[0]
  if (!found) throw problem('not_found')
  return found
}

export async function describe(c: Context, input: Input<typeof packages.describe>): Promise<Brought> {
  return c.db.transaction().execute(async (tx) => {
    const row = await lockNewest(tx, c, input.courseId)
    const changed = (['title', 'about', 'minutes', 'language'] as const).filter((name) => row[name] !== input[name])
    await sql`update content_package set title = ${input.title}, about = ${input.about}, minutes = ${input.minutes}, language = ${input.language}
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await record(tx, c, {
      type: 'package.described',
      subject: { kind: 'package', id: row.id },
      data: { courseId: row.course_id, changed },
    })
    return shownAs(await one(tx, c, input.courseId))
  })
}

/** All versions of it. What people finished stays; the files go, for nothing opens them any more. */
export async function takeAway(
  c: Context,
  input: Input<typeof packages.takeAway>,
): Promise<Answer<typeof packages.takeAway>> {
  return c.db.transaction().execute(async (tx) => {
    const row = await lockNewest(tx, c, input.courseId)
    await sql`update content_package set taken_away_at = ${c.clock.now()}, taken_away_by = ${c.viewer.personId}
      where organization_id = ${c.organizationId} and course_id = ${row.course_id} and taken_away_at is null`.execute(
      tx,
    )
    await sql`delete from content_file f using content_package p where f.organization_id = ${c.organizationId}
      and p.organization_id = f.organization_id and p.id = f.package_id and p.course_id = ${row.course_id}`.execute(tx)
    await record(tx, c, {
      type: 'package.taken_away',
      subject: { kind: 'package', id: row.id },
      data: { courseId: row.course_id },
    })
    return { takenAway: true }
  })
}
