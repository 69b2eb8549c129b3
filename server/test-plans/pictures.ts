/** Pictures of a try: kept without what a camera writes into them, shown to those whom they are for. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import { mostPictureBytes, mostPictures } from '../../contract/test-plan-shapes.ts'
import { type testPlans, type tests } from '../../contract/test-plans.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'
import { pictureOf } from '../program/program.ts'
import { isTeam } from './findings.ts'
import { plainPicture } from './plain-picture.ts'
import { openRun, runToTry, stepsOf } from './trying.ts'

/** A telephone's picture is larger than a logo. */
const mostPixels = 12_000

export async function addPicture(
  c: Context,
  input: Input<typeof tests.addPicture> & { file?: unknown },
): Promise<Answer<typeof tests.addPicture>> {
  const { file } = input
  if (!Buffer.isBuffer(file)) throw problem('tests_picture')
  if (file.length > mostPictureBytes) throw problem('too_large', { limit: '5 MB' })
  const picture = pictureOf(file, mostPixels)
  const bytes = picture && plainPicture(file, picture.type)
  if (!bytes) throw problem('tests_picture')
  return c.db.transaction().execute(async (tx) => {
    const run = await openRun(tx, c, input)
    if (input.step >= (await stepsOf(tx, c, run))) throw problem('tests_steps')
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const { rows: there } = await sql<{ id: string; sha256: string }>`select k.id, s.sha256 from test_picture k
      join stored_file s on s.organization_id = k.organization_id and s.id = k.file_id
      where k.organization_id = ${c.organizationId} and k.run_id = ${run.id} and k.step = ${input.step}`.execute(tx)
    // Sent again because the answer was lost on the way.
    const same = there.find((one) => one.sha256 === sha256)
    const kept = same?.id ?? (await keep())
    await record(tx, c, { type: 'test_run.picture-added', subject: { kind: 'test_run', id: run.id } })
    return { id: kept, step: input.step }

    async function keep(): Promise<string> {
      if (there.length >= mostPictures) throw problem('tests_pictures_many')
      const now = c.clock.now()
      const stored = await sql<{ id: string }>`
        insert into stored_file (organization_id, name, media_type, bytes, sha256, created_by, created_at)
        values (${c.organizationId}, 'test picture', ${picture!.type}, ${bytes}, ${sha256}, ${c.viewer.personId}, ${now}) returning id`.execute(
        tx,
      )
      const { rows } = await sql<{
        id: string
      }>`insert into test_picture (organization_id, run_id, step, file_id, added_at)
        values (${c.organizationId}, ${run.id}, ${input.step}, ${stored.rows[0]!.id}, ${now}) returning id`.execute(tx)
      return rows[0]!.id
    }
  })
}

export async function removePicture(
  c: Context,
  input: Input<typeof tests.removePicture>,
): Promise<Answer<typeof tests.removePicture>> {
  return c.db.transaction().execute(async (tx) => {
    const { open } = await runToTry(tx, c, input, true)
    if (!open) throw problem('tests_handed_in')
    const { numAffectedRows } = await sql`delete from test_picture where organization_id = ${c.organizationId}
      and run_id = ${open.id} and id = ${input.pictureId}`.execute(tx)
    if (!numAffectedRows) throw problem('not_found')
    await record(tx, c, { type: 'test_run.picture-removed', subject: { kind: 'test_run', id: open.id } })
    return { removed: true }
  })
}

/**
 * For whoever took it; once it is handed in, for the team and for whoever sees to the finding. An answer that is not
 * theirs looks like one that is not there.
 */
export async function picture(c: Context, input: Input<typeof testPlans.picture>): Promise<FileAnswer> {
  const me = c.viewer.personId
  const { rows } = await sql<{ media_type: string; bytes: Buffer }>`select s.media_type, s.bytes from test_picture k
    join test_run u on u.organization_id = k.organization_id and u.id = k.run_id
    join stored_file s on s.organization_id = k.organization_id and s.id = k.file_id
    where k.organization_id = ${c.organizationId} and k.id = ${input.pictureId} and (u.person_id = ${me}
      or (u.handed_in_at is not null and (${isTeam(c)} or exists (select from test_finding f where f.organization_id = k.organization_id
        and f.run_id = k.run_id and f.step = k.step and f.owner_id = ${me}))))`.execute(c.db)
  if (!rows[0]) throw problem('not_found')
  // Only in this browser: what is handed to somebody else is theirs to see no more.
  return { type: rows[0].media_type, body: rows[0].bytes, cache: 'private, no-store' }
}
