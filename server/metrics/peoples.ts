/**
 * Whose numbers are published. Between two releases one to four people may have come,
 * left or gone on leave; a number about today's people beside the last one would tell
 * about those few. So the people of a wave that published numbers are about change only
 * when at least as many as the floor have changed: until then leavers stay in as they
 * last stood, and joiners wait for more. Every table of a release is about the same people.
 */
import { type MetricId, type Roster, rosters } from '../../contract/metrics.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Column, Facts, Picture } from './picture.ts'

/** The people who counted at a day, as known at an instant, in one of the rosters. */
export type PeopleOf = { asOf: Day; knownAt: Instant; roster: Roster }
/** By metric and roster (`L1 live`): for each wave, the people of which day. */
export type Peoples = Record<string, { wave: string; of: PeopleOf }[]>

export const nameOfPeople = (id: MetricId, roster: Roster) => `${id} ${roster}`

/** Numbers of the people who counted, by their wave of that roster. */
function countedByWave(p: Picture, id: MetricId, roster: Roster): Map<string, number[]> {
  const { counts } = p.facts.get(id)!
  const inside = roster === 'live' ? p.live : p.frozen
  const wave = roster === 'live' ? p.columns.wave : p.columns.frozenWave
  const found = new Map<string, number[]>()
  for (let no = 0; no < p.people; no++) {
    if (counts[no] !== 1 || inside[no] !== 1) continue
    const key = wave.keys[wave.of[no]!]!
    const list = found.get(key)
    if (list) list.push(no)
    else found.set(key, [no])
  }
  return found
}

/** How many stand in one and not in the other. */
export function differing(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let both = 0
  for (const id of one) if (other.has(id)) both++
  return one.size + other.size - 2 * both
}

/** Decides whose numbers a release is about. `before`: what the last release was about. */
export function choosePeoples(
  now: Picture,
  before: Peoples,
  pictureOf: (of: PeopleOf) => Picture,
  floor: number,
): Peoples {
  const peoples: Peoples = {}
  const few = (n: number) => n > 0 && n < floor
  const setsOf = (p: Picture, id: MetricId, roster: Roster) =>
    new Map([...countedByWave(p, id, roster)].map(([wave, list]) => [wave, new Set(list.map((no) => p.ids[no]!))]))
  const nobody: ReadonlySet<string> = new Set()
  for (const id of now.facts.keys()) {
    const chosen = new Map<
      Roster,
      Map<string, { of: PeopleOf; people: ReadonlySet<string>; last: ReadonlySet<string> | null }>
    >()
    for (const roster of rosters) {
      const today = setsOf(now, id, roster)
      const old = new Map((before[nameOfPeople(id, roster)] ?? []).map((entry) => [entry.wave, entry.of]))
      const byWave = new Map<string, { of: PeopleOf; people: ReadonlySet<string>; last: ReadonlySet<string> | null }>()
      for (const wave of new Set([...today.keys(), ...old.keys()])) {
        const people = today.get(wave) ?? nobody
        const of = old.get(wave)
        const last = of ? (setsOf(pictureOf(of), id, of.roster).get(wave) ?? nobody) : null
        if (of && last && few(differing(people, last))) byWave.set(wave, { of, people: last, last })
        else if (people.size > 0)
          byWave.set(wave, { of: { asOf: now.at.asOf, knownAt: now.at.knownAt, roster }, people, last })
      }
      chosen.set(roster, byWave)
    }
    // The first few joiners wait, so that the live and the frozen roster do not tell about them together.
    for (const [wave, live] of chosen.get('live')!) {
      const frozen = chosen.get('frozen')!.get(wave)
      if (!frozen || live.of.asOf !== now.at.asOf || live.of.roster !== 'live') continue
      if (few(differing(live.people, frozen.people)) && !(live.last && few(differing(live.last, frozen.people))))
        live.of = frozen.of
    }
    for (const roster of rosters) {
      peoples[nameOfPeople(id, roster)] = [...chosen.get(roster)!]
        .map(([wave, { of }]) => ({ wave, of }))
        .sort((a, b) => (a.wave < b.wave ? -1 : 1))
    }
  }
  return peoples
}

/** The picture of a release as published: today's people as chosen, with those who no longer count as they last stood. */
export function publishedPicture(now: Picture, peoples: Peoples, pictureOf: (of: PeopleOf) => Picture): Picture {
  const isNow = (of: PeopleOf, roster: Roster) =>
    of.asOf === now.at.asOf && of.knownAt === now.at.knownAt && of.roster === roster
  const entries = [...now.facts.keys()].flatMap((id) =>
    rosters.flatMap((roster) =>
      (peoples[nameOfPeople(id, roster)] ?? []).map(({ wave, of }) => ({ id, roster, wave, of })),
    ),
  )
  if (entries.every(({ of, roster }) => isNow(of, roster))) return now

  const number = new Map(now.ids.map((id, no) => [id, no]))
  const added: { picture: Picture; no: number }[] = []
  /** Who is in, with where their facts come from when they do not count today. */
  const sets = new Map<string, { here: number; before: Picture; no: number }[]>()
  for (const { id, roster, wave, of } of entries) {
    const picture = isNow(of, roster) ? now : pictureOf(of)
    const name = nameOfPeople(id, roster)
    const members = sets.get(name) ?? []
    for (const no of countedByWave(picture, id, of.roster).get(wave) ?? []) {
      const person = picture.ids[no]!
      let here = number.get(person)
      if (here === undefined) {
        number.set(person, (here = number.size))
        added.push({ picture, no })
      }
      members.push({ here, before: picture, no })
    }
    sets.set(name, members)
  }
  const people = number.size
  const longer = (array: Uint8Array) => {
    const long = new Uint8Array(people)
    long.set(array)
    return long
  }
  const longerNumbers = (array: Int32Array) => {
    const long = new Int32Array(people)
    long.set(array)
    return long
  }
  const extend = (name: keyof Picture['columns']): Column => {
    const from = now.columns[name]
    const cells = new Map(from.keys.map((key, cell) => [key, cell]))
    const of = new Int32Array(people).fill(-1)
    of.set(from.of)
    added.forEach(({ picture, no }, i) => {
      const old = picture.columns[name]
      if (old.of[no]! < 0) return
      const key = old.keys[old.of[no]!]!
      let cell = cells.get(key)
      if (cell === undefined) cells.set(key, (cell = cells.size))
      of[now.people + i] = cell
    })
    return { of, keys: [...cells.keys()] }
  }
  const manager = new Int32Array(people).fill(-1)
  manager.set(now.manager)
  added.forEach(({ picture, no }, i) => {
    const boss = picture.manager[no]!
    const here = boss < 0 ? undefined : number.get(picture.ids[boss]!)
    // Never below somebody else who is only kept: two of them could report to each other.
    manager[now.people + i] = here !== undefined && here < now.people ? here : -1
  })
  const facts = new Map<MetricId, Facts>()
  const members = new Map<string, Uint8Array>()
  for (const [id, today] of now.facts) {
    const all: Facts = {
      counts: longer(today.counts),
      met: longerNumbers(today.met),
      of: longerNumbers(today.of),
      days: longerNumbers(today.days),
      waits: new Map(today.waits),
    }
    facts.set(id, all)
    for (const roster of rosters) {
      const name = nameOfPeople(id, roster)
      const inside = new Uint8Array(people)
      for (const { here, before, no } of sets.get(name) ?? []) {
        inside[here] = 1
        if (all.counts[here] === 1) continue
        const old = before.facts.get(id)!
        all.counts[here] = 1
        all.met[here] = old.met[no]!
        all.of[here] = old.of[no]!
        all.days[here] = old.days[no]!
        const waits = old.waits.get(no)
        if (waits) all.waits.set(here, waits)
      }
      members.set(name, inside)
    }
  }
  return {
    ...now,
    people,
    ids: [...now.ids, ...added.map(({ picture, no }) => picture.ids[no]!)],
    live: longer(now.live),
    frozen: longer(now.frozen),
    manager,
    columns: {
      department: extend('department'),
      location: extend('location'),
      country: extend('country'),
      level: extend('level'),
      tenure: extend('tenure'),
      manager: extend('manager'),
      wave: extend('wave'),
      frozenWave: extend('frozenWave'),
    },
    facts,
    members,
  }
}
