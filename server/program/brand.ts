/** Whose house it is: the brand that a viewer sees, and the one on the door. */
import { sql } from 'kysely'
import type { Brand } from '../../contract/design.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { program } from '../../contract/program.ts'
import { organizationBySlug } from '../access/access.ts'
import { brandWords } from '../library/library.ts'
import type { Context, OpenContext } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'
import { logoFile } from './logo.ts'
import { brandFor } from './program.ts'
import { companyLocale } from './queries.ts'

export async function viewerBrand(c: Context): Promise<Answer<typeof program.brand>> {
  const brand = await brandFor(c)
  return { brand: brand && brandWords(brand, c.viewer.locale, await companyLocale(c.db, c)) }
}

/**
 * The brand that everybody sees who comes to the company's sign-in page, of the version that
 * the first live wave runs on. Before a go-live it is not public: drafts, published versions
 * and waves in preparation show nothing here.
 */
async function publicBrand(
  c: OpenContext,
  slug: string,
): Promise<{ organizationId: string; organizationLocale: string; brand: Brand | null }> {
  const { id, timeZone } = await organizationBySlug(c, slug)
  const { rows } = await sql<{ brand: Brand | null; locale: string }>`
    select o.locale, v.brand from organization o left join lateral (select v.brand from wave w
    join wave_version wv on wv.organization_id = w.organization_id and wv.wave_id = w.id and wv.superseded is null
      and wv.holds @> ${c.clock.today(timeZone)}::date
    join program_version v on v.organization_id = w.organization_id and v.program_id = w.program_id and v.number = wv.number
    where w.organization_id = o.id and w.launched_at is not null order by w.launched_at, w.id limit 1) v on true where o.id = ${id}`.execute(
    c.database.for(id),
  )
  const { brand, locale } = rows[0]!
  return { organizationId: id, organizationLocale: locale, brand }
}

export async function entranceBrand(
  c: OpenContext,
  input: Input<typeof program.entrance>,
): Promise<Answer<typeof program.entrance>> {
  const { brand, organizationLocale } = await publicBrand(c, input.organization)
  return { brand: brand && brandWords(brand, input.language, organizationLocale) }
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
