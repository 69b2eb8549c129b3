/** Which words of a text look like names of colleagues. It only looks: neither the text nor what it found is kept. */
import { sql } from 'kysely'
import type { champions } from '../../contract/champions.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { searchable, searchText } from '../people/people.ts'
import type { Context } from '../platform/context.ts'
import { areasOf, inAreas } from './network.ts'

const word = /\p{L}[\p{L}\p{M}'’-]+/gu

type Candidates = { singles: string[]; small: string[]; pairs: [string, string][] }

/**
 * Every word that is written as names are, in order; the others, since many write small in a hurry; and those pairs that
 * stand side by side, one of them at least written as a name. Pure.
 */
export function candidates(text: string): Candidates {
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
    if (next && /^[ \t\u00a0,]{1,2}$/u.test(said.slice(one.end, next.at)) && (capital(one.text) || capital(next.text)))
      pairs.push([one.text, next.text])
  }
  const words = [...new Set(found.map((one) => one.text).filter((one) => [...one].length > 1))]
  return { singles: words.filter(capital), small: words.filter((one) => !capital(one)), pairs }
}

/** A name and every way in which it is written where a keyboard lacks its letters, folded: Jörg is jorg and joerg. */
const written = (name: string): string[] => searchText([name]).split(' ').filter(Boolean)
/** Whether a word, as somebody wrote it, is a name or one of its parts. */
const isOf = (folded: string, name: string): boolean => written(name).includes(folded) || searchable(name) === folded
const escaped = (folded: string) => folded.replace(/[\\%_]/g, '\\$&')

/**
 * A given and a family name side by side are looked for in the whole company; one word alone only among those near the
 * champion: whom they cover, their team, their managers and whoever runs the program. Half of a language's nouns is
 * somebody's name somewhere; of words written small only given names are.
 */
export async function names(c: Context, input: Input<typeof champions.names>): Promise<Answer<typeof champions.names>> {
  const { singles, small, pairs } = candidates(input.words)
  if (singles.length + small.length === 0) return { looksLike: [] }
  const areas = await areasOf(c.db, c, c.viewer.personId)
  const folded = new Map([...singles, ...small].map((one) => [one, searchable(one)]))
  const { rows: near } = await sql<{ given: string; family: string }>`
    select distinct r.given_name as given, r.family_name as family from roster r
    left join roster me on me.organization_id = r.organization_id and me.person_id = ${c.viewer.personId}
    where r.organization_id = ${c.organizationId} and r.person_id <> ${c.viewer.personId}
      and (${areas.length > 0 ? inAreas(areas) : sql`false`} or r.manager_id = me.manager_id or r.manager_id = me.person_id or (r.seq < me.seq and me.seq <= r.last_seq)
        or exists (select from role_grant g where g.organization_id = r.organization_id and g.person_id = r.person_id and g.ended_at is null))
      and exists (select from unnest(${[...folded].flat()}::text[]) f where f in (r.given_name, r.family_name)
        or r.search like '% ' || f || ' %' or r.search like '% ' || f)
    limit 500`.execute(c.db)
  const looksLike = new Set([
    ...singles.filter((one) => near.some((n) => isOf(folded.get(one)!, n.given) || isOf(folded.get(one)!, n.family))),
    ...small.filter((one) => near.some((n) => isOf(folded.get(one)!, n.given))),
  ])
  if (pairs.length > 0) {
    const [first, second] = [pairs.map(([a]) => searchable(a)), pairs.map(([, b]) => searchable(b))]
    const { rows: whole } = await sql<{ at: number; given: string; family: string }>`
      -- The index finds words that begin so; only those that are so count.
      select x.at::integer as at, r.given_name as given, r.family_name as family
      from unnest(${first.map(escaped)}::text[], ${second.map(escaped)}::text[]) with ordinality x(a, b, at)
      cross join lateral (select r.given_name, r.family_name from roster r where r.organization_id = ${c.organizationId}
        and r.person_id <> ${c.viewer.personId} and r.search like '% ' || x.a || '%' and r.search like '% ' || x.b || '%'
          and r.search || ' ' like '% ' || x.a || ' %' and r.search || ' ' like '% ' || x.b || ' %' limit 200) r`.execute(
      c.db,
    )
    for (const { at, given, family } of whole) {
      const [a, b] = pairs[at - 1]!
      const [x, y] = [first[at - 1]!, second[at - 1]!]
      if (!(isOf(x, given) && isOf(y, family)) && !(isOf(y, given) && isOf(x, family))) continue
      looksLike.delete(a)
      looksLike.delete(b)
      looksLike.add(`${a} ${b}`)
    }
  }
  return { looksLike: [...looksLike].slice(0, 20) }
}
