/**
 * The sequencing of SCORM 2004, done by scorm-again on the server: which part may be opened, which
 * comes next, and when the whole is done. A package runs scripts in the browser and could say
 * anything there; here it only says what one part reported. Pure: a state goes in, a state comes out.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'
import { problem } from '../platform/problem.ts'
import type { Kept, Result } from './results.ts'
import type { Activity } from './sequence.ts'

export type Menu = { open: string[]; next: boolean; previous: boolean }
export type Place = {
  /** As the library writes it; null before the first part. */
  state: string | null
  /** The part that is open. */
  at: string | null
}
export type Request = { to: 'start' | 'continue' | 'previous' } | { to: 'choice'; partId: string }
export type Step = Place & {
  menu: Menu
  /** Objectives that other parts reached and this one may read. */
  seeds: Kept
}

type Validity = { continue: boolean; previous: boolean; choice: Record<string, string> }
type Api = {
  Initialize(parameter: ''): string
  SetValue(name: string, value: string): string
  GetLastError(): string
  getFlattenedCMI(): Record<string, unknown>
  getSequencingService(): {
    processNavigationRequest(request: string, target?: string, exit?: 'suspend'): boolean
  }
  serializeSequencingState(): string
  deserializeSequencingState(state: string): boolean
  getActivityTrackingData(id: string): { completionStatus: string; successStatus: string; score: number | null } | null
}

type Library = new (settings: object) => Api
/** In a room of its own: the library writes the titles of parts to its console. */
const library = (() => {
  let made: { Api: Library; context: vm.Context } | undefined
  return () => {
    if (made) return made
    const file = fileURLToPath(import.meta.resolve('scorm-again/scorm2004/min')).replace('/esm/', '/')
    const silent = () => {}
    const room: Record<string, unknown> = {
      console: { log: silent, debug: silent, info: silent, warn: silent, error: silent },
      setTimeout: silent,
      clearTimeout: silent,
      setInterval: silent,
      clearInterval: silent,
    }
    room['window'] = room
    const context = vm.createContext(room)
    vm.runInContext(readFileSync(file, 'utf8'), context)
    return (made = { Api: room['Scorm2004API'] as Library, context })
  }
})()

/** Honest rules are through in some milliseconds. */
const longest = 5000

/** The rules of a package may lead round and round, and everybody would wait: then they are broken off. */
function within<T>(run: () => T): T | 'endless' {
  const { context } = library()
  context['run'] = run
  try {
    return vm.runInContext('run()', context, { timeout: longest }) as T
  } catch (error) {
    const { code, name } = error as { code?: string; name?: string }
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' || name === 'RangeError') return 'endless'
    throw error
  }
}
const orClosed = <T>(found: T | 'endless'): T => {
  if (found === 'endless') throw problem('package_part_closed')
  return found
}

/** What a part reports and sequencing asks for, in the order in which it may be set. */
const counted = [
  /^cmi\.objectives\.\d+\.id$/,
  /^cmi\.objectives\.\d+\.(success_status|completion_status|score\.(scaled|raw|min|max)|progress_measure)$/,
  /^cmi\.(completion_status|success_status|progress_measure|score\.(scaled|raw|min|max)|exit)$/,
]

/** Whether two reports are the same to the sequencing. */
export function sameReport(a: Kept | undefined, b: Kept): boolean {
  const said = (kept: Kept | undefined) =>
    JSON.stringify(
      Object.entries(kept ?? {})
        .filter(([name]) => counted.some((kind) => kind.test(name)))
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    )
  return a !== undefined && said(a) === said(b)
}

function opened(tree: Activity, place: Place, cmi: Kept) {
  const heard: { delivered: string | null; validity: Validity | null } = { delivered: null, validity: null }
  const api = new (library().Api)({
    autocommit: false,
    logLevel: 5,
    lmsCommitUrl: false,
    sequencing: {
      activityTree: tree,
      eventListeners: {
        onActivityDelivery: (activity: { id: string }) => void (heard.delivered = activity.id),
        onNavigationValidityUpdate: (validity: Validity) => void (heard.validity = validity),
      },
    },
  })
  if (place.state !== null) {
    api.deserializeSequencingState(place.state)
    api.Initialize('')
    const own = cmi['cmi.success_status'] === undefined ? null : ownRow(tree, place.at, cmi)
    for (const kind of counted)
      for (const [name, value] of Object.entries(cmi))
        if (kind.test(name) && !(own && name.startsWith(own))) api.SetValue(name, value)
  }
  // Left without a word it is only set aside: by the standard it would count as completed and passed.
  const aside = cmi['cmi.exit'] === 'suspend' || (place.at !== null && cmi['cmi.completion_status'] === undefined)
  const go = (request: string, target?: string) =>
    api.getSequencingService().processNavigationRequest(request, target, aside ? 'suspend' : undefined)
  return { api, heard, go, aside }
}

const find = (tree: Activity, id: string): Activity | undefined =>
  tree.id === id ? tree : tree.children?.map((one) => find(one, id)).find((one) => one !== undefined)
/** The row that stands for the part as a whole: what it reports of itself goes before. */
function ownRow(tree: Activity, at: string | null, cmi: Kept): string | null {
  const primary =
    at === null ? undefined : (find(tree, at)?.['primaryObjective'] as { objectiveID?: string } | undefined)
  const row = Object.entries(cmi).find(
    ([name, value]) => /^cmi\.objectives\.\d+\.id$/.test(name) && value !== '' && value === primary?.objectiveID,
  )
  return row ? row[0].slice(0, -'id'.length) : null
}

const leaves = (tree: Activity): string[] => (tree.children ? tree.children.flatMap(leaves) : [tree.id])

/** Where a request leads; null where the package does not allow it. `cmi`: what the part left behind reported. */
export const step = (tree: Activity, place: Place, cmi: Kept, request: Request): Step | null =>
  orClosed(within(() => stepTo(tree, place, cmi, request)))

function stepTo(tree: Activity, place: Place, cmi: Kept, request: Request): Step | null {
  const made = move(tree, place, cmi, request)
  if (!made) return null
  return { ...made, menu: menuAt(tree, made, {}), seeds: seedsAt(tree, made) }
}

function move(tree: Activity, place: Place, cmi: Kept, request: Request): Place | null {
  const { api, heard, go } = opened(tree, place, cmi)
  // What a part reported opens others only when it was left: so it is left first where one of them is chosen.
  if (request.to === 'choice' && place.at !== null) go('exit')
  const went = go(request.to, request.to === 'choice' ? request.partId : undefined)
  return went && heard.delivered !== null ? { state: api.serializeSequencingState(), at: heard.delivered } : null
}

/** As if the part that is open were left now. */
function menuAt(tree: Activity, place: Place, cmi: Kept): Menu {
  const { heard, go } = opened(tree, place, cmi)
  go('exit')
  return {
    open: leaves(tree).filter((id) => id === place.at || heard.validity?.choice[id] === 'true'),
    next: move(tree, place, cmi, { to: 'continue' }) !== null,
    previous: move(tree, place, cmi, { to: 'previous' }) !== null,
  }
}

function seedsAt(tree: Activity, place: Place): Kept {
  const all = Object.fromEntries(
    Object.entries(opened(tree, place, {}).api.getFlattenedCMI()).filter(
      (one): one is [string, string] =>
        /^cmi\.objectives\.\d+\./.test(one[0]) && typeof one[1] === 'string' && one[1] !== '' && one[1] !== 'unknown',
    ),
  )
  const own = ownRow(tree, place.at, all)
  const rest = Object.entries(all).filter(([name]) => !(own && name.startsWith(own)))
  const rows = [...new Set(rest.map(([name]) => Number(name.split('.')[2])))].sort((a, b) => a - b)
  return Object.fromEntries(
    rest.map(([name, value]) => {
      const [, , row, ...tail] = name.split('.')
      return [`cmi.objectives.${rows.indexOf(Number(row))}.${tail.join('.')}`, value]
    }),
  )
}

/** The first part: where the package flows to, else the first that may be chosen. */
export const begin = (tree: Activity, wanted?: string): Step | null => orClosed(within(() => firstOf(tree, wanted)))

/** Far more than a course of a hundred parts needs; each is walked through with every step. */
const most = { activities: 1000, written: 500_000 }
const sizeOf = (tree: Activity): number => (tree.children ?? []).reduce((sum, one) => sum + sizeOf(one), 1)

/** What is wrong with the rules of a package, said before anybody opens it; null: nothing. */
export function faultIn(tree: Activity): string | null {
  if (sizeOf(tree) > most.activities || JSON.stringify(tree).length > most.written)
    return 'it has too many rules for the order of its parts'
  const first = within(() => firstOf(tree))
  if (first === 'endless') return 'its rules for the order of its parts come to no end'
  return first ? null : 'its rules let nobody open any of its parts'
}

function firstOf(tree: Activity, wanted?: string): Step | null {
  const nowhere: Place = { state: null, at: null }
  const asked: Request[] = [
    ...(wanted ? [{ to: 'choice', partId: wanted } as const] : []),
    { to: 'start' },
    ...leaves(tree).map((partId) => ({ to: 'choice', partId }) as const),
  ]
  for (const request of asked) {
    const found = stepTo(tree, nowhere, {}, request)
    if (found) return found
  }
  return null
}

/** What may be opened now that the part has reported this, and whether the whole is done: as if it were left here. */
export const standing = (tree: Activity, place: Place, cmi: Kept): { menu: Menu; whole: Result } =>
  orClosed(within(() => standingAt(tree, place, cmi)))

function standingAt(tree: Activity, place: Place, cmi: Kept): { menu: Menu; whole: Result } {
  const menu = menuAt(tree, place, cmi)
  const { api, go, aside } = opened(tree, place, cmi)
  // A part that is only set aside is not done, whatever the others are.
  if (!aside) go('exitAll')
  const root = api.getActivityTrackingData(tree.id)
  const passed = root?.successStatus === 'passed' ? true : root?.successStatus === 'failed' ? false : null
  return {
    menu,
    whole: {
      done: passed === true || (root?.completionStatus === 'completed' && passed !== false),
      passed,
      score: root?.score == null ? null : Math.max(0, Math.min(1, root.score)),
    },
  }
}
