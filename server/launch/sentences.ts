/** What a check found, in English, for the command line. The pages have these words in every language. */
import type { Check, CheckId } from '../../contract/launch.ts'

const names: Record<CheckId, string> = {
  version: 'a published version',
  lead: 'a named program lead',
  sponsor: 'a named executive sponsor',
  reasons: 'why, why now and objectives',
  elements: 'something to do',
  metrics: 'metrics with target and date',
  policies: 'expectations in writing',
  dates: 'a go-live date',
  audience: 'people in the wave',
  managers: 'everybody has a manager',
  reachable: 'everybody can be reached',
  preparation: 'time to prepare',
  message: 'the sponsor has spoken',
  mail: 'mail flows',
  changes: 'nothing left in the draft',
  acknowledged: 'texts are read',
  trained: 'managers know how',
  overlap: 'nobody counted twice',
}

const found: Record<string, string> = {
  'version.published': 'version {number} is published',
  'version.none': 'the design was never published',
  'lead.named': '{name}',
  'lead.none': 'nobody is named',
  'lead.left': '{name} is no longer in the company',
  'lead.no_access': '{name} has no access as lead',
  'sponsor.named': '{name}',
  'sponsor.none': 'nobody is named',
  'sponsor.left': '{name} is no longer in the company',
  'sponsor.no_access': '{name} has no access as sponsor',
  'reasons.said': 'all said, {objectives} objectives',
  'reasons.why': 'the reason is not said',
  'reasons.why_now': 'why now is not said',
  'reasons.objectives': 'no objective is named',
  'elements.on': 'on: {elements}',
  'elements.none': 'no element is on',
  'metrics.set': '{metrics} metrics, all with a baseline',
  'metrics.no_baseline': '{metrics} metrics, {without} without a baseline',
  'metrics.none': 'no metric is chosen',
  'metrics.no_target': '{metric} has no target or no date',
  'policies.some': '{policies} texts',
  'policies.none': 'no text says what is expected',
  'dates.set': '{on}',
  'dates.live': 'live since {on}',
  'dates.overdue': '{on} has passed',
  'dates.none': 'no date is set',
  'dates.past': '{on} has passed',
  'audience.people': '{people} people in "{audience}", {managers} managers among them',
  'audience.up_to': 'up to {people} people in "{audience}"; how many is known when it begins',
  'audience.none': 'no audience is chosen',
  'audience.empty': '"{audience}" selects nobody',
  'managers.all': '{people} people, each with a manager',
  'managers.some': '{people} of {of} people without a manager',
  'managers.up_to': 'known when the wave begins',
  'managers.not_needed': 'check-ins are off',
  'reachable.all': '{people} people, each with an address or a code',
  'reachable.some': '{people} of {of} people with neither address nor code',
  'reachable.up_to': 'known when the wave begins',
  'preparation.days': '{days} days from {on}',
  'preparation.none': 'no preparation date',
  'preparation.short': 'only {days} days, at least {least} are needed',
  'message.sponsor': '{messages} messages, the sponsor’s among them',
  'message.not_sponsor': '{messages} messages, none in the sponsor’s name',
  'message.waiting': '{messages} messages wait for approval or a date',
  'message.none': 'no message is planned',
  'mail.flows': 'set up',
  'mail.not_set_up': 'SMTP_URL is not set',
  'mail.trouble': 'held up: {code}',
  'changes.none': 'the draft is version {number}',
  'changes.some': '{parts} parts of the draft are not in version {number}',
  'acknowledged.most': '{acknowledged} of {asked} confirmations',
  'acknowledged.few': '{acknowledged} of {asked} confirmations',
  'acknowledged.nearly_all': 'nearly everyone has confirmed',
  'acknowledged.hardly_any': 'hardly anyone has confirmed',
  'acknowledged.small_group': 'too few people are asked for counts to be told',
  'acknowledged.none_asked': 'no text asks for it',
  'trained.enough': '{trained} of {asked} managers have finished their courses, the bar is {bar} %',
  'trained.open': '{trained} of {asked} managers have finished their courses, the bar is {bar} %',
  'trained.few_done': 'as many managers have finished their courses as was the aim',
  'trained.few_open': 'fewer managers have finished their courses than is the aim',
  'trained.small_group': 'too few managers are asked for counts to be told',
  'trained.none_asked': 'no course is required of managers',
  'trained.not_begun': 'known once the wave prepares',
  'trained.nobody': 'nobody in it leads people',
  'overlap.none': 'nobody is in another wave',
  'overlap.some': '{people} people are in another wave',
  'overlap.up_to': 'known when the wave begins',
}

export const nameOf = (id: CheckId): string => names[id]

export function evidenceOf(check: Pick<Check, 'id' | 'reason' | 'evidence'>): string {
  const sentence = found[`${check.id}.${check.reason}`] ?? 'not known yet'
  return sentence.replace(/\{(\w+)\}/g, (_, key: string) => String(check.evidence[key] ?? '?'))
}

/** What to do next; nothing where a check passes. */
export function nextOf(check: Pick<Check, 'result' | 'fix'>): string | null {
  if (check.result === 'pass') return null
  switch (check.fix.place) {
    case 'design':
      return `Program, Design: ${check.fix.group}`
    case 'wave':
      return 'Program, Roadmap and waves'
    case 'versions':
      return 'Program, Design: review and publish'
    case 'codes':
      return 'Settings, Access: printed codes'
    case 'people':
      return 'People, or the people feed in Settings'
    case 'communications':
      return 'Program, Communications'
    case 'mail':
      return 'Settings, Outgoing mail'
    case 'training':
      return 'Program, Training'
  }
}
