/** What a design still needs: to be published, and for a wave to go live. Pure. */
import { type Design, elementIds } from '../../contract/design.ts'
import type { Missing } from '../../contract/program.ts'
import { policyLabel } from './differences.ts'

/** `present`: the people of the design that are in the people file today. */
export function missingIn(design: Design, present: ReadonlySet<string>): Missing[] {
  const missing: Missing[] = []
  const need = (when: boolean, item: Missing) => {
    if (when) missing.push(item)
  }
  need(!design.brand.name, { id: 'name', group: 'brand', needed: 'publish' })
  need(!design.why, { id: 'why', group: 'reasons', needed: 'launch' })
  need(!design.whyNow, { id: 'why_now', group: 'reasons', needed: 'launch' })
  need(!design.objectives.some((o) => o.text), { id: 'objectives', group: 'objectives', needed: 'launch' })
  need(!elementIds.some((e) => design.elements[e].on), {
    id: 'elements',
    group: 'elements',
    needed: 'publish',
  })
  for (const policy of design.policies) {
    const texts = Object.values(policy.texts)
    need(texts.length === 0 || texts.some((t) => !t.title.trim() || !t.body.trim()), {
      id: 'policy_text',
      group: 'policies',
      needed: 'publish',
      about: policyLabel(policy),
    })
  }
  need(design.metrics.length === 0, { id: 'metrics', group: 'metrics', needed: 'launch' })
  for (const metric of design.metrics) {
    need(metric.target === null, { id: 'metric_target', group: 'metrics', needed: 'launch', about: metric.id })
    need(metric.by === null, { id: 'metric_date', group: 'metrics', needed: 'launch', about: metric.id })
  }
  need(design.sponsorId === null, { id: 'sponsor', group: 'people', needed: 'launch' })
  need(design.sponsorId !== null && !present.has(design.sponsorId), {
    id: 'sponsor_left',
    group: 'people',
    needed: 'launch',
  })
  need(design.leadId === null, { id: 'lead', group: 'people', needed: 'publish' })
  need(design.leadId !== null && !present.has(design.leadId), { id: 'lead_left', group: 'people', needed: 'publish' })
  return missing
}
