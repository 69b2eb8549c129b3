/** Finding people by the words of a search. */
import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../platform/db.ts'
import { searchable } from './search.ts'

/** So many that whoever reads in the order of names soon comes upon a page of them. */
const many = 1000

/**
 * Keeps the rows of `roster r` that a search finds. A few are found by the index on words first and then read by
 * their ids: in the order of names one might read the whole company for one of them.
 */
export async function foundBy(db: Db | Tx, search: string | undefined): Promise<RawBuilder<boolean>> {
  const patterns = patternsOf(search)
  const [first, ...others] = patterns
  if (first === undefined) return sql<boolean>`true`
  const { rows } = await sql<{ ids: string[] }>`
    select array(select people_found(${first}, ${others}::text[], ${many + 1})) as ids`.execute(db)
  const { ids } = rows[0]!
  if (ids.length <= many) return sql<boolean>`r.person_id = any(${ids}::uuid[])`
  return sql<boolean>`r.search like all (${patterns}::text[])`
}

/** Patterns that `roster.search` is compared with, the longest first; wildcard characters stand for themselves. */
function patternsOf(search: string | undefined): string[] {
  return searchable(search ?? '')
    .split(' ')
    .filter(Boolean)
    .slice(0, 8)
    .map((word) => `% ${word.replace(/[\\%_]/g, '\\$&')}%`)
    .toSorted((a, b) => b.length - a.length)
}
