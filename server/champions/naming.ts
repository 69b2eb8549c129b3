/** Which words of a text look like names of colleagues. It only looks: neither the text nor what it found is kept. */
import { sql } from 'kysely'
import type { champions } from '../../contract/champions.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { searchable } from '../people/people.ts'
import type { Context } from '../platform/context.ts'
import { areasOf, inAreas } from './network.ts'

const word = /\p{L}[\p{L}\p{M}'’-]+/gu

/** Every word that is written as names are, in order, and those pairs that stand side by side. Pure. */
export function candidates(text: string): { singles: string[]; pairs: [string, string][] } {
  const said = text.normalize('NFC')
  const found = [...said.matchAll(word)].map((m) => ({
    text: m[0].replace(/['’]s?$/u, ''),
    at: m.index,
    end: m.index + m[0].length,
  }))
  const capital = (one: string) => /^\p{Lu}/u.test(one) || /^\p{Lo}/u.test(one)
  const pairs: [string, string][] = []
  for (const [i, one] of found.entries()) {
    const next = found[i + 1]
    if (next && /^[ \t\u00a0,]{1,2}$/u.test(said.slice(one.end, next.at)) && capital(one.text) && capital(next.text))
      pairs.push([one.text, next.text])
  }
  return {
    singles: [...new Set(found.map((one) => one.text).filter((one) => [...one].length > 1 && capital(one)))],
    pairs,
  }
}

/**
 * A given and a family name side by side are looked for in the whole company; one word alone only among those near the
 * champion: whom they cover, their team, their managers and whoever runs the program. Half of a language's nouns is
 * somebody's name somewhere.
 */
export async function names(c: Context, input: Input<typeof champions.names>): Promise<Answer<typeof champions.names>> {
  const { singles, pairs } = candidates(input.words)
  if (singles.length === 0) return { looksLike: [] }
  const areas = await areasOf(c.db, c, c.viewer.personId)
  const folded = new Map(singles.map((one) => [one, searchable(one)]))
  const { rows: near } = await sql<{ given: string; family: string }>`
    select distinct r.given_name as given, r.family_name as family from roster r
    left join roster me on me.organization_id = r.organization_id and me.person_id = ${c.viewer.personId}
    where r.organization_id = ${c.organizationId} and r.person_id <> ${c.viewer.personId}
      and (${areas.length > 0 ? inAreas(areas) : sql`false`} or r.manager_id = me.manager_id or r.manager_id = me.person_id or (r.seq < me.seq and me.seq <= r.last_seq)
        or exists (select from role_grant g where g.organization_id = r.organization_id and g.person_id = r.person_id and g.ended_at is null))
      and (exists (select from unnest(${singles}::text[]) s where s in (r.given_name, r.family_name))
        or exists (select from unnest(${[...folded.values()]}::text[]) f where r.search like '% ' || f || ' %' or r.search like '% ' || f))
    limit 500`.execute(c.db)
  const known = new Set(
    near.flatMap(({ given, family }) => [given, family].map(searchable)).flatMap((name) => [name, ...name.split(' ')]),
  )
  const looksLike = new Set(singles.filter((one) => known.has(folded.get(one)!)))
  if (pairs.length > 0) {
    const { rows: whole } = await sql<{ a: string; b: string }>`
      select x.a, x.b from unnest(${pairs.map(([a]) => a)}::text[], ${pairs.map(([, b]) => b)}::text[]) x(a, b)
      where exists (select from roster r where r.organization_id = ${c.organizationId} and r.person_id <> ${c.viewer.personId}
        and ((r.given_name = x.a and r.family_name = x.b) or (r.given_name = x.b and r.family_name = x.a)))`.execute(
      c.db,
    )
    for (const { a, b } of whole) {
      looksLike.delete(a)
      looksLike.delete(b)
      looksLike.add(`${a} ${b}`)
    }
  }
  return { looksLike: [...looksLike].slice(0, 20) }
}
