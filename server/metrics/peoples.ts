/**
 * Whose numbers are published. Between two releases one to four people may have come,
 * left or gone on leave; a number about today's people beside the last one would tell
 * about those few. So the people that published numbers are about change only when at
 * least as many as the floor have changed: until then leavers stay in as they last
 * stood, and joiners wait for more. Every table of a release is about the same people.
 */
import { type MetricId, type Roster, rosters } from '../../contract/metrics.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Column, Facts, Picture } from './picture.ts'

/** The people who counted at a day, as known at an instant, in one of the rosters. */
export type PeopleOf = { asOf: Day; knownAt: Instant; roster: Roster }
/** By metric and roster: `L1 live`. */
export type Peoples = Record<string, PeopleOf>

export const nameOfPeople = (id: MetricId, roster: Roster) => `${id} ${roster}`

export function counted(p: Picture, id: MetricId, roster: Roster): Set<string> {
  const { counts } = p.facts.get(id)!
  const inside = roster === 'live' ? p.live : p.frozen
  const found = new Set<string>()
  for (let no = 0; no < p.people; no++) if (counts[no] === 1 && inside[no] === 1) found.add(p.ids[no]!)
  return found
}

/** How many stand in one and not in the other. */
export function differing(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let both = 0
  for (const id of one) if (other.has(id)) both++
  return one.size + other.size - 2 * both
}

/** Decides whose numbers a release is about. `before`: what the last release was about, with those pictures. */
export function choosePeoples(
  now: Picture,
  before: ReadonlyMap<string, { of: PeopleOf; picture: Picture }>,
  floor: number,
): Peoples {
  const peoples: Peoples = {}
  const few = (n: number) => n > 0 && n < floor
  for (const id of now.facts.keys()) {
    const today = (roster: Roster): PeopleOf => ({ asOf: now.at.asOf, knownAt: now.at.knownAt, roster })
    const chosen = new Map<Roster, { of: PeopleOf; people: Set<string>; last: Set<string> | null }>()
    for (const roster of rosters) {
      const people = counted(now, id, roster)
      const old = before.get(nameOfPeople(id, roster))
      const last = old ? counted(old.picture, id, old.of.roster) : null
      chosen.set(
        roster,
        last && last.size > 0 && few(differing(people, last))
          ? { of: old!.of, people: last, last }
          : { of: today(roster), people, last },
      )
    }
    // The first few joiners wait, so that the live and the frozen roster do not tell about them together.
    const [live, frozen] = [chosen.get('live')!, chosen.get('frozen')!]
    if (
      live.of.asOf === now.at.asOf &&
      few(differing(live.people, frozen.people)) &&
      !(live.last && few(differing(live.last, frozen.people)))
    ) {
      live.of = frozen.of
    }
    for (const roster of rosters) peoples[nameOfPeople(id, roster)] = chosen.get(roster)!.of
  }
  return peoples
}

/** The picture of a release as published: today's people as chosen, with those who no longer count as they last stood. */
export function publishedPicture(now: Picture, peoples: Peoples, pictureOf: (of: PeopleOf) => Picture): Picture {
  const same = (of: PeopleOf, roster: Roster) =>
    of.asOf === now.at.asOf && of.knownAt === now.at.knownAt && of.roster === roster
  const keys = [...now.facts.keys()].flatMap((id) => rosters.map((roster) => ({ id, roster, of: peoples[nameOfPeople(id, roster)] })))
  if (keys.every(({ of, roster }) => !of || same(of, roster))) return now

  const number = new Map(now.ids.map((id, no) => [id, no]))
  const added: { picture: Picture; no: number }[] = []
  const sets = new Map<string, number[]>()
  for (const { id, roster, of } of keys) {
    if (!of || same(of, roster)) continue
    const picture = pictureOf(of)
    const { counts } = picture.facts.get(id)!
    const inside = of.roster === 'live' ? picture.live : picture.frozen
    const members: number[] = []
    for (let no = 0; no < picture.people; no++) {
      if (counts[no] !== 1 || inside[no] !== 1) continue
      const person = picture.ids[no]!
      let here = number.get(person)
      if (here === undefined) {
        number.set(person, (here = number.size))
        added.push({ picture, no })
      }
      members.push(here)
    }
    sets.set(nameOfPeople(id, roster), members)
  }
  const people = number.size
  const longer = (array: Uint8Array) => {
    const long = new Uint8Array(people)
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
    const all: Facts = { counts: longer(today.counts), met: longer(today.met), days: new Int32Array(people) }
    all.days.set(today.days)
    facts.set(id, all)
    for (const roster of rosters) {
      const name = nameOfPeople(id, roster)
      const kept = sets.get(name)
      if (!kept) continue
      const inside = new Uint8Array(people)
      for (const no of kept) inside[no] = 1
      members.set(name, inside)
      const picture = pictureOf(peoples[name]!)
      const then = picture.facts.get(id)!
      const byId = new Map(picture.ids.map((person, no) => [person, no]))
      for (const no of kept) {
        if (all.counts[no] === 1) continue
        const old = byId.get(no < now.people ? now.ids[no]! : added[no - now.people]!.picture.ids[added[no - now.people]!.no]!)!
        all.counts[no] = 1
        all.met[no] = then.met[old]!
        all.days[no] = then.days[old]!
      }
    }
    for (const roster of rosters) {
      const name = nameOfPeople(id, roster)
      if (members.has(name)) continue
      const flag = roster === 'live' ? now.live : now.frozen
      const inside = new Uint8Array(people)
      for (let no = 0; no < now.people; no++) inside[no] = today.counts[no]! & flag[no]!
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
