/** The letter that asks, and the one reminder. Both lead to a page; only its button sends something. */
import { sql } from 'kysely'
import {
  type Broken,
  houseOf,
  type Letters,
  pageAddress,
  type Ready,
  type Waiting,
  write,
} from '../attention/attention.ts'
import { letterBrand } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import { brandFor } from '../program/program.ts'
import { secondsOf } from './numbers.ts'
import { languageFor, roundRow, sayIn, surveyRow } from './queries.ts'

function asking(template: 'pulse-invitation' | 'pulse-reminder'): Letters[string] {
  return async (c, batch) => {
    const made = new Map<string, Ready | Broken>()
    const house = await houseOf(c)
    const here = await presentOf(
      c,
      batch.map((letter) => letter.personId),
    )
    for (const [roundId, letters] of Map.groupBy(batch, (letter) => letter.subjectId!)) {
      const round = await roundRow(c.db, c, roundId)
      const survey = round && (await surveyRow(c.db, c, round.survey_id))
      const brands = new Map<string, Awaited<ReturnType<typeof letterBrand>>>()
      for (const letter of letters) {
        made.set(letter.id, await written(letter, brands))
      }
      async function written(
        letter: Waiting,
        kept: Map<string, Awaited<ReturnType<typeof letterBrand>>>,
      ): Promise<Ready | Broken> {
        if (!round || !survey || round.closed_on) return { excluded: 'not_needed' }
        if (!here.has(letter.personId)) return { excluded: 'left' }
        // Everybody who is asked is in one program, so its colour and logo are looked up once.
        if (!kept.has(survey.program_id))
          kept.set(survey.program_id, await letterBrand(c, await brandFor(c, letter.personId)))
        const language = languageFor({ ...c, viewer: { ...c.viewer, locale: letter.locale } }, survey)
        return write(c, house, letter, {
          template,
          facts: {
            program: { name: survey.program_name },
            survey: {
              title: sayIn(survey.title, language, survey.languages),
              closes: round.closes_on,
              minutes: Math.max(1, Math.ceil(secondsOf(survey.questions) / 60)),
              floor: round.floor,
            },
            action: { url: `${pageAddress(c, house.slug, 'pulse')}/${round.id}` },
          },
          brand: kept.get(survey.program_id),
          fromName: survey.program_name,
        })
      }
    }
    return made
  }
}

async function presentOf(c: Context, people: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select r.person_id as id from roster r
    where r.organization_id = ${c.organizationId} and r.employed and r.person_id = any(${people as string[]}::uuid[])`.execute(
    c.db,
  )
  return new Set(rows.map((r) => r.id))
}

export const letters: Letters = {
  pulse_asked: asking('pulse-invitation'),
  pulse_reminder: asking('pulse-reminder'),
}
