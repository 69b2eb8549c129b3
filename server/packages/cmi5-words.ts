/** The names that cmi5 and xAPI give to what is said. */
export const verbs = {
  launched: 'http://adlnet.gov/expapi/verbs/launched',
  initialized: 'http://adlnet.gov/expapi/verbs/initialized',
  completed: 'http://adlnet.gov/expapi/verbs/completed',
  passed: 'http://adlnet.gov/expapi/verbs/passed',
  failed: 'http://adlnet.gov/expapi/verbs/failed',
  terminated: 'http://adlnet.gov/expapi/verbs/terminated',
  abandoned: 'https://w3id.org/xapi/adl/verbs/abandoned',
  waived: 'https://w3id.org/xapi/adl/verbs/waived',
  satisfied: 'https://w3id.org/xapi/adl/verbs/satisfied',
} as const
export type Verb = keyof typeof verbs
/** What a unit may say in the words of cmi5. The others are ours. */
export const unitVerbs = ['initialized', 'completed', 'passed', 'failed', 'terminated'] as const
export type UnitVerb = (typeof unitVerbs)[number]
export const voided = 'http://adlnet.gov/expapi/verbs/voided'
export const verbOf = (id: string): Verb | undefined =>
  (Object.keys(verbs) as Verb[]).find((name) => verbs[name] === id)

export const categories = {
  cmi5: 'https://w3id.org/xapi/cmi5/context/categories/cmi5',
  moveOn: 'https://w3id.org/xapi/cmi5/context/categories/moveon',
} as const
const context = 'https://w3id.org/xapi/cmi5/context/extensions/'
export const extensions = {
  sessionId: `${context}sessionid`,
  masteryScore: `${context}masteryscore`,
  launchMode: `${context}launchmode`,
  launchUrl: `${context}launchurl`,
  moveOn: `${context}moveon`,
  launchParameters: `${context}launchparameters`,
  reason: 'https://w3id.org/xapi/cmi5/result/extensions/reason',
} as const
export const activityTypes = {
  block: 'https://w3id.org/xapi/cmi5/activitytype/block',
  course: 'https://w3id.org/xapi/cmi5/activitytype/course',
} as const
export const launchDocument = 'LMS.LaunchData'
export const preferences = 'cmi5LearnerPreferences'

export type Mode = 'Normal' | 'Browse' | 'Review'
export type Account = { objectType: 'Agent'; account: { homePage: string; name: string } }

/** Ids that we give: the same for everybody who takes this version, and none of its maker's. */
export const activities = {
  unit: (packageId: string, partId: string) => `urn:belay:package:${packageId}:${partId}`,
  block: (packageId: string, at: number) => `urn:belay:package:${packageId}:block-${at + 1}`,
  course: (packageId: string) => `urn:belay:package:${packageId}:course`,
} as const
