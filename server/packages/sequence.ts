/**
 * What the sequencing of a SCORM 2004 package says of its parts, as scorm-again reads it. A
 * sequencing collection is put where it is named; what the part says itself goes before.
 */
import type { Element } from './xml.ts'
import { attribute, childrenOf, wordsOf } from './xml.ts'

/** A part or a group, with its rules: as the library takes them. */
export type Activity = { id: string; title: string; children?: Activity[]; [setting: string]: unknown }

/** Null where the package has no rules of its own: then its parts stand in their order, all open. */
export function sequenceOf(root: Element, organization: Element, isPart: (item: Element) => boolean): Activity | null {
  const collections = new Map<string, Element>()
  for (const list of childrenOf(root, 'sequencingcollection'))
    for (const one of childrenOf(list, 'sequencing')) {
      const id = attribute(one, 'id')
      if (id) collections.set(id, one)
    }
  let rules = 0
  const activity = (of: Element, depth: number): Activity => {
    const own = childrenOf(of, 'sequencing')[0]
    if (own) rules += 1
    const shared = own && collections.get(attribute(own, 'idref') ?? '')
    const children =
      depth < 20 ? childrenOf(of, 'item').filter((one) => isPart(one) || childrenOf(one, 'item').length > 0) : []
    return {
      id: attribute(of, 'identifier') ?? '',
      title: wordsOf(of, 'title') ?? '',
      ...(attribute(of, 'isvisible') === 'false' ? { isVisible: false } : {}),
      ...(shared ? settingsOf(shared) : {}),
      ...(own ? settingsOf(own) : {}),
      ...thresholdOf(of),
      ...(children.length > 0 ? { children: children.map((one) => activity(one, depth + 1)) } : {}),
    }
  }
  const tree = activity(organization, 0)
  return rules > 0 && tree.children ? tree : null
}

type Settings = Record<string, unknown>
const yes = (of: Element | undefined, name: string): boolean | undefined => {
  const said = of && attribute(of, name.toLowerCase())?.trim()
  return said === undefined ? undefined : said === 'true' || said === '1'
}
const number = (said: string | undefined): number | undefined => {
  const value = Number(said?.trim())
  return said === undefined || said.trim() === '' || !Number.isFinite(value) ? undefined : value
}
/** Without what was not said. */
const told = (settings: Settings): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
const flags = (of: Element | undefined, names: readonly string[]): Settings =>
  told(Object.fromEntries(names.map((name) => [name, yes(of, name)])))

function settingsOf(sequencing: Element): Settings {
  const first = (name: string) => childrenOf(sequencing, name)[0]
  const rollup = first('rolluprules')
  const random = first('randomizationcontrols')
  const limits = first('limitconditions')
  const controls = {
    ...flags(first('controlmode'), [
      'choice',
      'choiceExit',
      'flow',
      'forwardOnly',
      'useCurrentAttemptObjectiveInfo',
      'useCurrentAttemptProgressInfo',
    ]),
    ...flags(first('constrainedchoiceconsiderations'), ['preventActivation', 'constrainChoice']),
    ...flags(rollup, ['rollupObjectiveSatisfied', 'rollupProgressCompletion']),
    ...told({
      objectiveMeasureWeight: number(rollup && attribute(rollup, 'objectivemeasureweight')),
      randomizationTiming: random && attribute(random, 'randomizationtiming'),
      selectionTiming: random && attribute(random, 'selectiontiming'),
      selectCount: number(random && attribute(random, 'selectcount')),
      randomizeChildren: yes(random, 'reorderChildren'),
      reorderChildren: yes(random, 'reorderChildren'),
    }),
  }
  const rules = childrenOf(sequencing, 'sequencingrules')[0]
  const considerations = first('rollupconsiderations')
  return {
    ...(Object.keys(controls).length > 0 ? { sequencingControls: controls } : {}),
    ...(rules
      ? {
          sequencingRules: {
            preConditionRules: childrenOf(rules, 'preconditionrule').map(ruleOf),
            exitConditionRules: childrenOf(rules, 'exitconditionrule').map(ruleOf),
            postConditionRules: childrenOf(rules, 'postconditionrule').map(ruleOf),
          },
        }
      : {}),
    ...(rollup ? { rollupRules: { rules: childrenOf(rollup, 'rolluprule').map(rollupOf) } } : {}),
    ...(considerations
      ? {
          rollupConsiderations: told({
            ...Object.fromEntries(
              ['requiredForSatisfied', 'requiredForNotSatisfied', 'requiredForCompleted', 'requiredForIncomplete'].map(
                (name) => [name, attribute(considerations, name.toLowerCase())],
              ),
            ),
            measureSatisfactionIfActive: yes(considerations, 'measureSatisfactionIfActive'),
          }),
        }
      : {}),
    ...objectivesOf(first('objectives')),
    ...(first('deliverycontrols')
      ? {
          deliveryControls: flags(first('deliverycontrols'), [
            'tracked',
            'completionSetByContent',
            'objectiveSetByContent',
          ]),
        }
      : {}),
    ...told({ attemptLimit: number(limits && attribute(limits, 'attemptlimit')) }),
  }
}

/** Of a rule all conditions have to hold, of a rollup any, unless it is said. */
function conditionsOf(rule: Element, list: string, one: string, standard: 'all' | 'any') {
  const conditions = childrenOf(rule, list)[0]
  return {
    conditionCombination: (conditions && attribute(conditions, 'conditioncombination')) ?? standard,
    conditions: (conditions ? childrenOf(conditions, one) : []).map((condition) =>
      told({
        condition: attribute(condition, 'condition'),
        operator: attribute(condition, 'operator') === 'not' ? 'not' : undefined,
        referencedObjective: attribute(condition, 'referencedobjective'),
        parameters: threshold(number(attribute(condition, 'measurethreshold'))),
      }),
    ),
  }
}
const threshold = (value: number | undefined) => (value === undefined ? undefined : { threshold: value })

function ruleOf(rule: Element): Settings {
  const action = childrenOf(rule, 'ruleaction')[0]
  return {
    ...conditionsOf(rule, 'ruleconditions', 'rulecondition', 'all'),
    action: (action && attribute(action, 'action')) ?? '',
  }
}

function rollupOf(rule: Element): Settings {
  const action = childrenOf(rule, 'rollupaction')[0]
  return {
    ...conditionsOf(rule, 'rollupconditions', 'rollupcondition', 'any'),
    action: (action && attribute(action, 'action')) ?? '',
    consideration: attribute(rule, 'childactivityset') ?? 'all',
    ...told({
      minimumCount: number(attribute(rule, 'minimumcount')),
      minimumPercent: number(attribute(rule, 'minimumpercent')),
    }),
  }
}

function objectivesOf(list: Element | undefined): Settings {
  if (!list) return {}
  const one = (of: Element): Settings =>
    told({
      objectiveID: attribute(of, 'objectiveid') ?? '',
      satisfiedByMeasure: yes(of, 'satisfiedByMeasure'),
      minNormalizedMeasure: number(wordsOf(of, 'minnormalizedmeasure')),
      mapInfo: childrenOf(of, 'mapinfo').map((map) => ({
        targetObjectiveID: attribute(map, 'targetobjectiveid') ?? '',
        ...flags(map, [
          'readSatisfiedStatus',
          'readNormalizedMeasure',
          'writeSatisfiedStatus',
          'writeNormalizedMeasure',
        ]),
      })),
    })
  const primary = childrenOf(list, 'primaryobjective')[0]
  const others = childrenOf(list, 'objective')
  return {
    ...(primary ? { primaryObjective: one(primary) } : {}),
    ...(others.length > 0 ? { objectives: others.map(one) } : {}),
  }
}

/** From which progress on a part counts as completed. */
function thresholdOf(item: Element): Settings {
  const found = childrenOf(item, 'completionthreshold')[0]
  if (!found) return {}
  return {
    completionThreshold: told({
      completedByMeasure: yes(found, 'completedByMeasure'),
      minProgressMeasure: number(attribute(found, 'minprogressmeasure')),
      progressWeight: number(attribute(found, 'progressweight')),
    }),
  }
}
