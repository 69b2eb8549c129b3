/** Pictures of earlier releases, read again from history and kept for a while. */
import { sql } from 'kysely'
import type { Tx } from '../platform/db.ts'
import { type At, isOfPeople, type PeopleMetric } from './metric.ts'
import { type PeopleOf, type Peoples, publishedPicture } from './peoples.ts'
import { type Picture, readPicture } from './picture.ts'
import { registry } from './registry.ts'

const pictures = new Map<string, Picture>()
export async function pictureAt(tx: Tx, at: At, definitions: readonly PeopleMetric[]): Promise<Picture> {
  const key = [at.organizationId, at.asOf, at.knownAt, ...definitions.map((d) => `${d.id}.${d.version}`)].join(' ')
  const kept = pictures.get(key)
  if (kept) {
    pictures.delete(key)
    pictures.set(key, kept)
    return kept
  }
  const picture = await readPicture(tx, at, definitions)
  pictures.set(key, picture)
  let people = 0
  for (const [name, p] of [...pictures].toReversed()) if ((people += p.people) > 600_000) pictures.delete(name)
  return picture
}

const published = new Map<string, Picture>()
/** A picture with the people that its numbers were given out about. */
export async function asPublished(
  tx: Tx,
  at: At,
  definitions: readonly PeopleMetric[],
  peoples: Peoples,
): Promise<Picture> {
  const name = `${at.organizationId} ${at.asOf} ${at.knownAt} ${definitions.map((d) => `${d.id}.${d.version}`).join()} ${JSON.stringify(peoples)}`
  const kept = published.get(name)
  if (kept) {
    published.delete(name)
    published.set(name, kept)
    return kept
  }
  const now = await pictureAt(tx, at, definitions)
  const others = new Map<string, Picture>()
  for (const { of } of Object.values(peoples).flat()) {
    const key = `${of.asOf} ${of.knownAt}`
    if (!others.has(key))
      others.set(key, await pictureAt(tx, { ...at, asOf: of.asOf, knownAt: of.knownAt }, definitions))
  }
  const picture = publishedPicture(now, peoples, (of: PeopleOf) => others.get(`${of.asOf} ${of.knownAt}`)!)
  published.set(name, picture)
  let people = 0
  for (const [key, p] of [...published].toReversed()) if ((people += p.people) > 600_000) published.delete(key)
  return picture
}

/** Where a test has two databases with the same company in one process: what was read of the one says nothing of the other. */
export function forgetPictures(): void {
  pictures.clear()
  published.clear()
}

/** Whose numbers the last release was about, and the pictures that say who they are. */
export async function lastPeoples(
  tx: Tx,
  at: At,
  definitions: readonly PeopleMetric[],
): Promise<{ before: Peoples; pictureOf: (of: PeopleOf) => Picture }> {
  const { rows } = await sql<{ peoples: Peoples }>`
    select peoples from metric_release where organization_id = ${at.organizationId} and published order by known_at desc, as_of desc limit 1`.execute(
    tx,
  )
  const before = rows[0]?.peoples ?? {}
  const found = new Map<string, Picture>()
  for (const { of } of Object.values(before).flat()) {
    const key = `${of.asOf} ${of.knownAt}`
    if (!found.has(key)) found.set(key, await pictureAt(tx, { ...at, asOf: of.asOf, knownAt: of.knownAt }, definitions))
  }
  return { before, pictureOf: (of) => found.get(`${of.asOf} ${of.knownAt}`)! }
}

/** Earlier pictures are read once for all metrics of the same versions. */
export function shareDefinitions(wanted: readonly PeopleMetric[]): readonly PeopleMetric[] {
  const all = ofPeople()
  return wanted.every((w) => all.includes(w)) ? all : wanted
}

export const ofPeople = (): PeopleMetric[] => registry.map((m) => m.newest).filter(isOfPeople)
