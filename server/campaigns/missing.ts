import { templates } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import { designOfWave, type Row } from './queries.ts'

export type Missing = { code: string; params: Record<string, string> }

/** What a message still needs before it can be asked for, scheduled or sent. */
export async function missingIn(c: Context, row: Row, step: 'ask' | 'schedule' | 'send'): Promise<Missing[]> {
  const missing: Missing[] = []
  const need = (ok: unknown, code: string, params: Record<string, string> = {}) => {
    if (!ok) missing.push({ code, params })
  }
  const version = await designOfWave(c.db, c, row.program_id, row.wave_id)
  need(version, 'program_unpublished')
  need(row.sender_id, 'sender')
  need(row.wave_audience_id || row.launched_at, 'wave_audience', { wave: row.wave_name })
  need(
    templates().some((t) => t.id === row.template),
    'template',
  )
  need(row.sends_on, 'date')
  if (row.sends_on && row.prepares_on)
    need(row.sends_on >= row.prepares_on, 'before_preparation', { date: row.prepares_on, wave: row.wave_name })
  if (!row.prepares_on && !row.launched_at) need(false, 'wave_preparation', { wave: row.wave_name })
  if (version) {
    need(version.design.brand.name, 'program_name')
    const used = fieldsNeeded(row)
    need(!used.has('program.why') || version.design.why, 'program_why')
    need(!used.has('program.whyNow') || version.design.whyNow, 'program_why_now')
    need(!used.has('wave.goLive') || row.goes_live_on, 'wave_go_live', { wave: row.wave_name })
    need(![...used].some((f) => f.startsWith('lead.')) || version.design.leadId, 'program_lead')
    need(![...used].some((f) => f.startsWith('sponsor.')) || version.design.sponsorId, 'program_sponsor')
  }
  if (step !== 'ask') need(row.approved_revision === row.revision, 'approval', { sender: row.sender_name ?? '' })
  return missing
}

function fieldsNeeded(row: Row): Set<string> {
  const template = templates().find((t) => t.id === row.template)
  return new Set(template?.texts.flatMap((text) => text.fields) ?? [])
}
