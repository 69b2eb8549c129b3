/** Several messages at once: senders are asked once for all of theirs, and may approve them in one go. */
import type { campaigns } from '../../contract/campaigns.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { sendMail } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import { Problem } from '../platform/problem.ts'
import { approveIn, markAsked, open, schedule } from './campaign.ts'
import { missingIn } from './missing.ts'
import { campaignRow, type Row } from './queries.ts'

/** All or none: whoever reads five and finds one changed reads that one again first. */
export async function approveAll(
  c: Context,
  input: Input<typeof campaigns.approveAll>,
): Promise<Answer<typeof campaigns.approveAll>> {
  const messages = input.messages.toSorted((a, b) => (a.campaignId < b.campaignId ? -1 : 1))
  await c.db.transaction().execute(async (tx) => {
    for (const one of messages) await approveIn(tx, c, one)
  })
  return { approved: messages.length }
}

export type Left = { campaignId: string; missing: string[] }
export type Asked = { senders: { id: string; name: string; messages: number }[]; left: Left[] }

/** Asks each sender once, with a letter that lists what is theirs. What lacks something is left, and said. */
export async function askTogether(c: Context, campaignIds: readonly string[]): Promise<Asked> {
  const ready: Row[] = []
  const left: Left[] = []
  for (const id of campaignIds) {
    const row = await campaignRow(c.db, c.organizationId, id)
    const missing = (await missingIn(c, row, 'ask')).map((m) => m.code)
    if (missing.length > 0) left.push({ campaignId: id, missing })
    else ready.push(row)
  }
  const senders: Asked['senders'] = []
  const champions = new Map<string, string[]>()
  for (const [personId, rows] of Map.groupBy(ready, (row) => row.sender_id!)) {
    await c.db.transaction().execute(async (tx) => {
      const campaignIds: string[] = []
      for (const { id } of rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
        const { row, voices } = await markAsked(tx, c, await open(tx, c, id))
        campaignIds.push(row.id)
        for (const voice of voices)
          if (voice.id !== personId) champions.set(voice.id, [...(champions.get(voice.id) ?? []), row.id])
      }
      await sendMail(tx, c, { personId, kind: 'approve_messages', params: { campaignIds } })
    })
    senders.push({ id: personId, name: rows[0]!.sender_name ?? '', messages: rows.length })
  }
  await c.db.transaction().execute(async (tx) => {
    for (const [personId, campaignIds] of champions)
      await sendMail(tx, c, { personId, kind: 'approve_messages', params: { campaignIds } })
  })
  return { senders, left }
}

/** Schedules what can be; what cannot is left, and said. */
export async function scheduleTogether(
  c: Context,
  campaignIds: readonly string[],
): Promise<{ scheduled: number; left: Left[] }> {
  let scheduled = 0
  const left: Left[] = []
  for (const campaignId of campaignIds) {
    try {
      await schedule(c, { campaignId })
      scheduled++
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const row = await campaignRow(c.db, c.organizationId, campaignId)
      const missing = (await missingIn(c, row, 'schedule')).map((m) => m.code)
      left.push({ campaignId, missing: missing.length > 0 ? missing : [error.code] })
    }
  }
  return { scheduled, left }
}
