/** Approvals of a whole wave: each sender is asked once; what they approved is scheduled in one go. */
import { sql } from 'kysely'
import { languages } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { communications } from '../../contract/plan.ts'
import { askTogether, type Left, scheduleTogether } from '../campaigns/campaigns.ts'
import { chooseLanguage } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { pieces } from './pieces.ts'
import { begin } from './planning.ts'
import { type Whole, wholePlan } from './queries.ts'
import { toAsk } from './reading.ts'

async function planWith(c: Context, waveId: string): Promise<Whole> {
  const { rows } = await sql<{ program_id: string }>`select program_id from wave
    where organization_id = ${c.organizationId} and id = ${waveId}`.execute(c.db)
  if (!rows[0]) throw problem('not_found')
  return wholePlan(c, rows[0].program_id)
}

export async function ask(
  c: Context,
  input: Input<typeof communications.ask>,
): Promise<Answer<typeof communications.ask>> {
  const whole = await planWith(c, input.waveId)
  const campaigns = new Map<string, string>()
  for (const m of toAsk(whole, input.waveId)) {
    const { campaignId } = m.planned ? await begin(c, { messageId: m.id }, m.senderId) : { campaignId: m.id }
    campaigns.set(campaignId, m.id)
  }
  const { senders, left } = await askTogether(c, [...campaigns.keys()])
  return { senders, left: told(c, whole, campaigns, left) }
}

export async function schedule(
  c: Context,
  input: Input<typeof communications.schedule>,
): Promise<Answer<typeof communications.schedule>> {
  const whole = await planWith(c, input.waveId)
  const campaigns = new Map<string, string>()
  for (const m of whole.plan.messages)
    if (m.waveId === input.waveId && m.state === 'approved')
      campaigns.set(whole.rows.get(m.id)?.campaign_id ?? m.id, m.id)
  const { scheduled, left } = await scheduleTogether(c, [...campaigns.keys()])
  return { scheduled, left: told(c, whole, campaigns, left) }
}

function told(c: Context, whole: Whole, campaigns: ReadonlyMap<string, string>, left: readonly Left[]) {
  const { language } = chooseLanguage(languages, c.viewer.locale, null)
  return left.map(({ campaignId, missing }) => {
    const messageId = campaigns.get(campaignId)!
    const { template } = whole.plan.messages.find((m) => m.id === messageId)!
    return { messageId, title: pieces().get(template)?.titles[language] ?? template, missing }
  })
}
