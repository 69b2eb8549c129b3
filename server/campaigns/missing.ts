import type { FieldName } from '../../contract/library.ts'
import { chooseLanguage, fieldWords, type SomeFacts, templates } from '../library/library.ts'
import { languages } from '../../contract/library.ts'
import type { Context } from '../platform/context.ts'
import { said, usedFields } from './kept.ts'
import { correctedFor } from './corrected.ts'
import { designOfWave } from './designs.ts'
import type { Row } from './queries.ts'
import { elementsOn, factsOf, programFacts, textIn } from './words.ts'

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
  need(!row.sender_id || row.sender_here, 'sender_left', { name: row.sender_name ?? '' })
  need(row.wave_audience_id || row.launched_at, 'wave_audience', { wave: row.wave_name })
  const template = templates().find((t) => t.id === row.template)
  need(template, 'template')
  need(row.sends_on, 'date')
  if (row.sends_on && row.prepares_on)
    need(row.sends_on >= row.prepares_on, 'before_preparation', { date: row.prepares_on, wave: row.wave_name })
  if (!row.prepares_on && !row.launched_at) need(false, 'wave_preparation', { wave: row.wave_name })
  if (version && template) {
    const { design } = version
    need(design.brand.name, 'program_name')
    for (const element of template.needs)
      need(elementsOn(design).includes(element), 'element', { element, wave: row.wave_name })
    const given = await factsOf(c, design, { name: row.wave_name, goesLiveOn: row.goes_live_on }, row.sender_id)
    const locale = given.organization.locale
    const facts: SomeFacts = {
      ...given.facts,
      program: programFacts(design, chooseLanguage(languages, locale, null).language, locale),
    }
    const corrected = row.reach === 'seen' ? await correctedFor(c, row) : null
    if (corrected) {
      need(corrected(languages[0]).length > 0, 'corrected')
      facts.message = { corrected: corrected(languages[0]) }
    }
    const named = fieldWords(chooseLanguage(languages, c.viewer.locale, null).language)
    const told = new Set<string>()
    for (const field of usedFields((language) => textIn(row, language))) {
      if (
        said(facts, field) ||
        (field === 'message.corrected' && corrected) ||
        field === 'program.name' ||
        field.startsWith('sender.name')
      )
        continue
      // A signature does without a title; words that name it do not.
      if (field === 'sender.title' && (!row.sender_id || !textNames(row, field))) continue
      const lacks = lackOf(field, row, design, template.needs)
      if (!lacks || told.has(lacks.code + (lacks.params['field'] ?? ''))) continue
      told.add(lacks.code + (lacks.params['field'] ?? ''))
      need(false, lacks.code, lacks.code === 'field' ? { ...lacks.params, label: named[field]! } : lacks.params)
    }
  }
  if (step !== 'ask') need(row.approved_revision === row.revision, 'approval', { sender: row.sender_name ?? '' })
  return missing
}

const textNames = (row: Row, field: FieldName): boolean =>
  languages.some((language) => {
    const { subject, preview, body, actionLabel, because } = textIn(row, language)
    return new RegExp(`\\{\\{\\s*${field.replace('.', '\\.')}\\s*\\}\\}`).test(
      [subject, preview, body, actionLabel, because].join('\n'),
    )
  })

/** What a field without a value is told as, and where it is filled in; null where something else missing says it already. */
function lackOf(
  field: FieldName,
  row: Row,
  design: NonNullable<Awaited<ReturnType<typeof designOfWave>>>['design'],
  needs: readonly string[],
): Missing | null {
  const at = (place: 'design' | 'waves' | 'people' | 'words'): Missing => ({ code: 'field', params: { field, place } })
  const [group] = field.split('.')
  const noDate = { code: 'wave_go_live', params: { wave: row.wave_name } }
  switch (group) {
    case 'program':
      if (field === 'program.why') return { code: 'program_why', params: {} }
      return field === 'program.whyNow' ? { code: 'program_why_now', params: {} } : at('design')
    case 'wave':
      return noDate
    case 'lead':
      return design.leadId ? at('people') : { code: 'program_lead', params: {} }
    case 'sponsor':
      return design.sponsorId ? at('people') : { code: 'program_sponsor', params: {} }
    case 'sender':
      return at('people')
    case 'goals':
      if (design.elements.goals.on) return noDate
      return needs.includes('goals') ? null : at('design')
    case 'checkin':
      if (field !== 'checkin.cadence') return at('words')
      return needs.includes('checkins') ? null : at('design')
    default:
      return at('words')
  }
}
