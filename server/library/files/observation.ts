/** What somebody looks at who observes a trainer, with what good looks like. */
import * as z from 'zod'
import type { Language } from '../../../contract/library.ts'
import { type ObservationSheet, observationSheet } from '../../../contract/trainers.ts'
import { eachLanguage, markdown } from './source.ts'

const front = observationSheet
  .omit({ intro: true })
  .extend({ address: z.literal(['formal', 'neutral']), version: z.int() })

/** The English sheet says which points there are; each language has the same. */
export function readObservation(): ReadonlyMap<Language, ObservationSheet> {
  const sheets = eachLanguage((language): ObservationSheet => {
    const { head, body } = markdown(`observation/${language}.md`, front)
    return { title: head.title, intro: body, groups: head.groups }
  })
  const points = (sheet: ObservationSheet) => sheet.groups.map((group) => group.items.map((item) => item.id)).join()
  for (const [language, sheet] of sheets)
    if (points(sheet) !== points(sheets.get('en')!))
      throw new Error(`library/observation/${language}.md: its points are not those of the English sheet`)
  return sheets
}
