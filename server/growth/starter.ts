/** From the competencies of the library to a company's own. Pure but for new ids. */
import { randomUUID } from 'node:crypto'
import type { Framework } from '../../contract/competencies.ts'
import type { CompetencyStarter, Language } from '../../contract/library.ts'

/** Adds what is not there yet; what was taken earlier stays as it was edited. */
export function withStarter(now: Framework, starter: ReadonlyMap<Language, CompetencyStarter>): Framework {
  const said = [...starter]
  const shape = said[0]![1]
  const inAll = <T>(pick: (one: CompetencyStarter) => T) =>
    Object.fromEntries(said.map(([language, one]) => [language, pick(one)])) as Record<Language, T>
  const levels =
    now.levels.length > 0
      ? now.levels
      : shape.levels.map((_, at) => ({ id: randomUUID(), texts: inAll((s) => ({ name: s.levels[at]! })) }))
  const level = (at: number) => levels[Math.min(at, levels.length - 1)]!.id
  const taken = new Map(now.competencies.flatMap((k) => (k.from === null ? [] : [[k.from, k.id]])))
  const added = shape.competencies.flatMap((k, at): Framework['competencies'] => {
    if (taken.has(k.id)) return []
    const id = randomUUID()
    taken.set(k.id, id)
    return [
      {
        id,
        from: k.id,
        texts: inAll((s) => ({ name: s.competencies[at]!.name, meaning: s.competencies[at]!.meaning })),
        behaviours: Object.fromEntries(
          k.levels.flatMap((_, step) =>
            step < levels.length
              ? [[levels[step]!.id, inAll((s) => s.competencies[at]!.levels[step]!.join('\n'))]]
              : [],
          ),
        ),
      },
    ]
  })
  const roles = shape.roles.flatMap((r, at): Framework['roles'] => {
    if (now.roles.some((mine) => mine.from === r.id)) return []
    return [
      {
        id: randomUUID(),
        from: r.id,
        texts: inAll((s) => ({ name: s.roles[at]!.name })),
        rule: { department: [], division: [], title: [], level: [], managers: r.managers },
        expects: Object.fromEntries(Object.entries(r.expects).map(([k, step]) => [taken.get(k)!, level(step - 1)])),
        nextId: null,
      },
    ]
  })
  const all = [...now.roles, ...roles]
  const next = (from: string | null) => {
    const wanted = shape.roles.find((r) => r.id === from)?.next
    return wanted ? (all.find((r) => r.from === wanted)?.id ?? null) : null
  }
  return {
    levels,
    competencies: [...now.competencies, ...added],
    roles: all.map((r) => (now.roles.includes(r) ? r : { ...r, nextId: next(r.from) })),
  }
}
