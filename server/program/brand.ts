/** Whose house it is: the brand that a viewer sees, and the one on the door. */
import { sql } from 'kysely'
import type { Brand } from '../../contract/design.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { program } from '../../contract/program.ts'
import { organizationBySlug } from '../access/access.ts'
import type { Context, OpenContext } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'
import { logoFile } from './logo.ts'
import { brandFor } from './program.ts'

export async function viewerBrand(c: Context): Promise<Answer<typeof program.brand>> {
  return { brand: await brandFor(c) }
}

/**
 * The brand that everybody sees who comes to the company's sign-in page, of the version that
 * the first live wave runs on. Before a go-live it is not public: drafts, published versions
 * and waves in preparation show nothing here.
 */
async function publicBrand(c: OpenContext, slug: string): Promise<{ organizationId: string; brand: Brand | null }> {
  const { id, timeZone } = await organizationBySlug(c, slug)
  const { rows } = await sql<{ brand: Brand }>`
    select v.brand from wave w
    join wave_version wv on wv.organization_id = w.organization_id and wv.wave_id = w.id and wv.superseded is null
      and wv.holds @> ${c.clock.today(timeZone)}::date
    join program_version v on v.organization_id = w.organization_id and v.program_id = w.program_id and v.number = wv.number
    where w.organization_id = ${id} and w.launched_at is not null order by w.launched_at, w.id limit 1`.execute(
    c.database.for(id),
  )
  return { organizationId: id, brand: rows[0]?.brand ?? null }
}

export async function entranceBrand(
  c: OpenContext,
  input: Input<typeof program.entrance>,
): Promise<Answer<typeof program.entrance>> {
  return { brand: (await publicBrand(c, input.organization)).brand }
}

export async function entranceLogo(c: OpenContext, input: Input<typeof program.entranceLogo>): Promise<FileAnswer> {
  const { organizationId, brand } = await publicBrand(c, input.organization)
  const file =
    brand?.logoFileId === input.fileId
      ? await logoFile(c.database.for(organizationId), organizationId, input.fileId)
      : null
  if (!file) throw problem('not_found')
  // A file never changes under its id.
  return { type: file.type, body: file.bytes, cache: 'public, max-age=86400' }
}
