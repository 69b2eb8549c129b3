/** Which tasks a design asks for: the template of library/roadmap, for a company of this size, in these countries, with these waves. Pure. */
import { type ElementId, elementIds } from '../../contract/design.ts'
import type { Anchor, OwnerRole, RoadmapPhase, WatchedFact } from '../../contract/roadmap.ts'
import type { RoadmapFile } from '../library/library.ts'

export type Size = 'small' | 'medium' | 'large' | 'huge'
/** Between the sizes that a program is planned for: 150, 1,500, 15,000 and 150,000 people. */
export const sizeOf = (people: number): Size =>
  people < 500 ? 'small' : people < 5_000 ? 'medium' : people < 50_000 ? 'large' : 'huge'

export type Company = {
  people: number
  countries: readonly string[]
  languages: number
  /** Somebody has no e-mail address. */
  withoutAddress: boolean
}
export type Reached = ReadonlySet<WatchedFact | 'first_live'>
export type WantedWave = { id: string; reached: Reached }

export type Wanted = {
  /** `template` or `template wave`: what makes it one of a kind. */
  key: string
  template: string
  waveId: string | null
  phase: RoadmapPhase
  watches: WatchedFact | null
  ownerRole: OwnerRole | null
  days: number
  anchor: Anchor | null
  anchorDays: number
  /** Keys of what it waits for. */
  after: string[]
}

export const keyOf = (template: string, waveId: string | null): string => (waveId ? `${template} ${waveId}` : template)

type Template = RoadmapFile['tasks'][number]

/** Whether the conditions of a task hold for a company and its design. */
export function holds(task: Template, file: RoadmapFile, company: Company, on: ReadonlySet<ElementId>): boolean {
  const { size, countriesFrom, languagesFrom, elements, worksCouncil, withoutAddress } = task.when
  if (size && !size.includes(sizeOf(company.people))) return false
  if (countriesFrom && company.countries.length < countriesFrom) return false
  if (languagesFrom && company.languages < languagesFrom) return false
  if (elements && !elements.every((id) => on.has(id))) return false
  if (worksCouncil && !company.countries.some((one) => file.worksCouncils.includes(one.toUpperCase()))) return false
  return !(withoutAddress && !company.withoutAddress)
}

/**
 * Everything that is asked for, in the order of the template, and in it of the waves. `fresh`: without what lies
 * behind already; a milestone that was reached is part of the picture all the same.
 */
export function wantedTasks(
  file: RoadmapFile,
  company: Company,
  on: ReadonlySet<ElementId>,
  reached: Reached,
  waves: readonly WantedWave[],
  fresh: boolean,
): Wanted[] {
  const size = sizeOf(company.people)
  const perWave = new Set(file.tasks.filter((one) => one.per === 'wave').map((one) => one.id))
  const make = (task: Template, wave: WantedWave | null): Wanted | null => {
    if (!holds(task, file, company, on)) return null
    const known = wave ? new Set([...reached, ...wave.reached]) : reached
    if (fresh && task.watches === undefined && task.unless !== undefined && known.has(task.unless)) return null
    return {
      key: keyOf(task.id, wave?.id ?? null),
      template: task.id,
      waveId: wave?.id ?? null,
      phase: task.phase,
      watches: task.watches ?? null,
      ownerRole: task.owner ?? null,
      days: task.watches !== undefined ? 0 : typeof task.days === 'number' ? task.days : task.days[size],
      anchor: task.anchor ?? null,
      anchorDays: task.offset,
      after: task.after.flatMap((id) => {
        if (!perWave.has(id)) return [keyOf(id, null)]
        return wave ? [keyOf(id, wave.id)] : waves.map((one) => keyOf(id, one.id))
      }),
    }
  }
  return file.tasks.flatMap((task) => {
    const made = task.per === 'wave' ? waves.map((wave) => make(task, wave)) : [make(task, null)]
    return made.filter((one) => one !== null)
  })
}

export const elementsOf = (elements: Record<ElementId, { on: boolean }>): Set<ElementId> =>
  new Set(elementIds.filter((id) => elements[id].on))
