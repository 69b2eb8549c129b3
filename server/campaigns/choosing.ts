/** Choosing what a message starts from: the library's templates, and what the program and its waves make of them. */
import { sql } from 'kysely'
import type { campaigns, ReaderKind } from '../../contract/campaigns.ts'
import type { Design } from '../../contract/design.ts'
import { languages, type Language, type Template } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import {
  chooseLanguage,
  compileLetter,
  exampleFacts,
  fillLetter,
  letterBrand,
  shownLetter,
  template,
  templates,
  templateText,
  type SomeFacts,
} from '../library/library.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { designOfWave } from './designs.ts'
import { elementsOn, factsOf, programFacts } from './words.ts'

type Wave = {
  id: string
  programId: string
  name: string
  draft: Design
  preparesOn: Day | null
  goesLiveOn: Day | null
  live: boolean
  made: string[]
}

async function wavesOf(c: Context, id: string | null): Promise<Wave[]> {
  const { rows } = await sql<Wave>`
    select w.id, w.program_id as "programId", w.name, p.draft, w.prepares_on as "preparesOn", w.goes_live_on as "goesLiveOn", w.launched_at is not null as live,
      array(select distinct k.template from campaign k where k.organization_id = w.organization_id and k.wave_id = w.id and k.cancelled_at is null order by 1) as made
    from wave w join program p on p.organization_id = w.organization_id and p.id = w.program_id
    where w.organization_id = ${c.organizationId} and (${id}::uuid is null or w.id = ${id})
    order by w.goes_live_on nulls last, w.created_at`.execute(c.db)
  return rows
}

const languageOf = (c: Context, asked: Language | undefined): Language =>
  asked ?? chooseLanguage(languages, c.viewer.locale, null).language

/** As its people know the program, or as it is being designed. */
const designFor = async (c: Context, wave: Wave): Promise<Design> =>
  (await designOfWave(c.db, c, wave.programId, wave.id))?.design ?? wave.draft

export async function choices(
  c: Context,
  input: Input<typeof campaigns.choices>,
): Promise<Answer<typeof campaigns.choices>> {
  const waves = await wavesOf(c, null)
  const language = languageOf(c, input.language)
  return {
    waves: await Promise.all(
      waves.map(async (wave) => {
        const { programId: _, draft, ...about } = wave
        return { ...about, program: draft.brand.name, elements: elementsOn(await designFor(c, wave)) }
      }),
    ),
    templates: templates()
      .filter((t) => t.kind === 'communication')
      .map(({ id, purpose, phase, day, needs, audience, sender, texts }) => {
        const { title, preview, minutes, level } = texts.find((one) => one.language === language)!
        return { id, title, preview, purpose, phase, day, needs, audience, sender, minutes, level }
      })
      .sort((a, b) => (a.day ?? 1000) - (b.day ?? 1000)),
  }
}

/** Whom a text of the library is for, as a part of a wave. */
export const readersOf: Record<Template['audience'], ReaderKind> = {
  everyone: 'everyone',
  newcomers: 'newcomers',
  person: 'everyone',
  employees: 'employees',
  managers: 'managers',
  'new-managers': 'managers',
  champions: 'champions',
}

export const writtenFor = (templateId: string): ReaderKind =>
  readersOf[templates().find((one) => one.id === templateId)?.audience ?? 'everyone']

/** Who should stand under a template: the program's own sponsor or lead; under what champions send, the lead for whom none speaks. */
export async function usualSender(c: Context, waveId: string, templateId: string): Promise<string | null> {
  const { sender } = template(templateId)
  if (sender !== 'sponsor' && sender !== 'lead' && sender !== 'champion') return null
  const { rows } = await sql<{
    program_id: string
  }>`select program_id from wave where organization_id = ${c.organizationId} and id = ${waveId}`.execute(c.db)
  const version = rows[0] ? await designOfWave(c.db, c, rows[0].program_id, waveId) : null
  return (sender === 'sponsor' ? version?.design.sponsorId : version?.design.leadId) ?? null
}

/** A template as this wave's people would get it. What the program does not say yet is taken from the example. */
export async function sample(
  c: Context,
  input: Input<typeof campaigns.sample>,
): Promise<Answer<typeof campaigns.sample>> {
  const wave = (await wavesOf(c, input.waveId))[0]
  if (!wave || !templates().some((t) => t.id === input.template && t.kind === 'communication'))
    throw problem('not_found')
  const language = languageOf(c, input.language)
  const design = await designFor(c, wave)
  const given = await factsOf(c, design, wave, await usualSender(c, wave.id, input.template))
  const example = exampleFacts(language)
  const facts = over(
    { ...example, sender: { name: example.manager.name } },
    { ...given.facts, program: programFacts(design, language, given.organization.locale) },
  )
  const letter = fillLetter(
    compileLetter(templateText(input.template, language, given.organization.informal), facts, {
      brand: await letterBrand(c, design.brand),
    }),
    facts,
  )
  return { ...(await shownLetter(c, letter)), from: given.sender?.name ?? null }
}

/** The example, with everything the program says laid over it. */
function over(example: SomeFacts, given: SomeFacts): SomeFacts {
  const said = (value: unknown) =>
    value !== null && value !== undefined && value !== '' && (!Array.isArray(value) || value.length > 0)
  const merged: Record<string, unknown> = { ...example }
  for (const [group, values] of Object.entries(given))
    merged[group] = {
      ...(merged[group] as object | undefined),
      ...Object.fromEntries(Object.entries(values as object).filter(([, value]) => said(value))),
    }
  return merged as SomeFacts
}
