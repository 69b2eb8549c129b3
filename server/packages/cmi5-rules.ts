/** What a unit may say, and when: the rules of cmi5 for one launch. Pure. */
import type { Statement } from './cmi5-statement.ts'
import {
  type Account,
  categories,
  extensions,
  type Mode,
  type UnitVerb,
  unitVerbs,
  verbOf,
  voided,
} from './cmi5-words.ts'
import type { moveOns } from './cmi5-structure.ts'

export type Launch = {
  sessionId: string
  registration: string
  actor: Account
  activityId: string
  publisherId: string
  mode: Mode
  mastery: number | null
}
/** What was said before in cmi5's own words, by this unit. */
export type Heard = {
  session: ReadonlySet<UnitVerb>
  registration: ReadonlySet<UnitVerb>
  initializedAt: string | null
  /** As the unit says it. */
  terminatedAt: string | null
}

/** Null: it may be said; else what is wrong with it. */
export function objection(said: Statement, launch: Launch, heard: Heard): string | null {
  return frame(said, launch) ?? order(said, heard) ?? (said.defined ? words(said, launch, heard) : null)
}

function frame(said: Statement, launch: Launch): string | null {
  const { account } = said.actor
  if (account.homePage !== launch.actor.account.homePage || account.name !== launch.actor.account.name)
    return 'the actor is not the one of this launch'
  if (said.context.registration !== launch.registration) return 'the registration is not the one of this launch'
  if (said.context.extensions[extensions.sessionId] !== launch.sessionId)
    return 'the session id is not the one of this launch'
  if (!said.context.contextActivities.grouping.includes(launch.publisherId))
    return 'the grouping does not hold the activity of the context template'
  if (said.verb.id === voided) return 'a course may not void statements'
  return null
}

/** By the times that the unit gives: nothing before its first word, nothing after its last. */
function order(said: Statement, heard: Heard): string | null {
  const first = said.defined && verbOf(said.verb.id) === 'initialized'
  if (!heard.initializedAt) return first ? null : 'the first statement has to be initialized'
  if (!first && said.timestamp < heard.initializedAt) return 'it is said to be before initialized'
  if (heard.terminatedAt && said.timestamp > heard.terminatedAt) return 'the session has been terminated'
  return null
}

const ends: readonly string[] = ['completed', 'passed', 'failed']
function words(said: Statement, launch: Launch, heard: Heard): string | null {
  const verb = verbOf(said.verb.id)
  if (!verb || !(unitVerbs as readonly string[]).includes(verb))
    return 'a course may not use this verb with the category of cmi5'
  const own = verb as UnitVerb
  if (said.object.id !== launch.activityId) return 'the object is not the activity of this launch'
  if (heard.session.has(own)) return `${own} was said in this session`
  if (ends.includes(own) && launch.mode !== 'Normal') return `${own} may not be said in the mode ${launch.mode}`
  if ((own === 'completed' || own === 'passed') && heard.registration.has(own))
    return `${own} was said in this registration`
  if ((own === 'passed' && heard.session.has('failed')) || (own === 'failed' && heard.session.has('passed')))
    return 'passed and failed exclude each other in a session'
  if (own === 'failed' && heard.registration.has('passed')) return 'failed may not follow passed'
  return result(said, own, launch.mastery)
}

function result(said: Statement, verb: UnitVerb, mastery: number | null): string | null {
  const { score, success, completion, duration } = said.result ?? {}
  const expected = {
    success: verb === 'passed' ? true : verb === 'failed' ? false : undefined,
    completion: verb === 'completed' ? true : undefined,
  }
  if (success !== expected.success) return `success of ${verb} has to be ${expected.success ?? 'left out'}`
  if (completion !== expected.completion) return `completion of ${verb} has to be ${expected.completion ?? 'left out'}`
  if (verb !== 'initialized' && duration === undefined) return `${verb} needs a duration`
  const moves = said.context.contextActivities.category.includes(categories.moveOn)
  if (moves !== ends.includes(verb))
    return `the category moveon ${moves ? 'does not belong to' : 'is missing in'} ${verb}`
  if (score && verb !== 'passed' && verb !== 'failed') return `${verb} has no score`
  const told = said.context.extensions[extensions.masteryScore]
  if (told !== undefined && told !== mastery) return 'the mastery score is not the one of this launch'
  if (!score) return null
  if (score.raw !== undefined) {
    const { raw, min, max } = score
    if (min === undefined || max === undefined) return 'a raw score needs min and max'
    if (min >= max || raw < min || raw > max) return 'the raw score is not between min and max'
  }
  if (score.scaled === undefined) return null
  if (score.scaled < 0) return 'the scaled score is below 0'
  if (mastery !== null && verb === 'passed' && score.scaled < mastery) return 'passed with less than the mastery score'
  if (mastery !== null && verb === 'failed' && score.scaled >= mastery) return 'failed with the mastery score or more'
  return null
}

/** Whether this is enough for the unit to count as satisfied. */
export function meets(moveOn: (typeof moveOns)[number], heard: ReadonlySet<string>): boolean {
  if (heard.has('waived')) return true
  const [completed, passed] = [heard.has('completed'), heard.has('passed')]
  switch (moveOn) {
    case 'NotApplicable':
      return true
    case 'Passed':
      return passed
    case 'Completed':
      return completed
    case 'CompletedAndPassed':
      return completed && passed
    case 'CompletedOrPassed':
      return completed || passed
  }
}

/** Which blocks are satisfied, and whether the course is: where all units within are. */
export function satisfiedIn(
  units: readonly { id: string; blocks: readonly number[] }[],
  satisfied: ReadonlySet<string>,
): { blocks: number[]; course: boolean } {
  const open = new Set(units.filter((one) => !satisfied.has(one.id)).flatMap((one) => one.blocks))
  const all = new Set(units.flatMap((one) => one.blocks))
  return {
    blocks: [...all].filter((one) => !open.has(one)).sort((a, b) => a - b),
    course: units.every((one) => satisfied.has(one.id)),
  }
}
