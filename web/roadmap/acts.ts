/** What the pages of the roadmap share: types, what a change makes old, tones, filters. */
import type { Answer } from '../api.ts'

export type Roadmap = Answer<'roadmap.get'>
export type Task = Roadmap['tasks'][number]
export type Effect = Answer<'roadmap.preview'>

export const home = '/program/roadmap'
export const all = ['roadmap.get', 'roadmap.mine', 'week.get', 'home.lead'] as const

export const tones = { done: 'good', late: 'bad', running: 'accent', waiting: 'quiet', ahead: 'quiet' } as const

export const shows = ['mine', 'late', 'month', 'unowned'] as const
export type Show = (typeof shows)[number]
export type At = { show?: string; wave?: string; view?: string; out?: string; program?: string }

/** Tasks that a choice of the reader leaves: those of the whole program first, then wave by wave, by day. */
export function shown(map: Roadmap, at: Partial<At>): Task[] {
  const place = new Map(map.goLives.map((one, i) => [one.wave.id, i]))
  const waveOf = (one: Task) => (one.wave ? (place.get(one.wave.id) ?? 0) : -1)
  const monthEnds = `${map.today.slice(0, 7)}-31`
  return map.tasks
    .filter((one) => (at.out ? one.leftOut : !one.leftOut))
    .filter((one) => !at.wave || one.wave?.id === at.wave)
    .filter((one) => {
      const open = one.state !== 'done'
      switch (at.show) {
        case 'mine':
          return one.mine
        case 'late':
          return one.state === 'late'
        case 'month':
          return open && one.startsOn <= monthEnds && one.expectedOn >= `${map.today.slice(0, 7)}-01`
        case 'unowned':
          return open && one.watches === null && (one.owner === null || !one.owner.here)
        default:
          return true
      }
    })
    .toSorted(
      (a, b) =>
        waveOf(a) - waveOf(b) ||
        a.startsOn.localeCompare(b.startsOn) ||
        a.dueOn.localeCompare(b.dueOn) ||
        a.title.localeCompare(b.title),
    )
}

export const phases = ['design', 'prepare', 'launch', 'hypercare', 'handover', 'evolve'] as const

/** The page that shows what the product saw. */
export function evidenceOf(task: Pick<Task, 'watches' | 'wave'>, roles: readonly string[]): string | null {
  const may = roles.includes('lead') || roles.includes('sponsor')
  switch (task.watches) {
    case 'published':
    case 'policies_published':
      return '/program/versions'
    case 'prepared':
    case 'live':
      return task.wave ? `/program/waves/${task.wave.id}` : null
    case 'sponsor_acted':
    case 'message_sent':
      return may ? '/program/communications' : null
    case 'committee_met':
      return may || roles.includes('committee') ? '/program/governance' : null
    case 'hypercare_over':
      return task.wave && (may || roles.includes('committee')) ? `/program/hypercare/${task.wave.id}` : null
    case 'handed_over':
      return task.wave && (may || roles.includes('committee')) ? `/program/hypercare/${task.wave.id}/hand-over` : null
    default:
      return null
  }
}
