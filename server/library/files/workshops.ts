/** Workshops to lead: slides, and a guide to them. */
import * as z from 'zod'
import type { Language } from '../../../contract/library.ts'
import { eachLanguage, folders, markdown } from './source.ts'

const workshopFront = z.strictObject({
  id: z.string(),
  title: z.string(),
  use: z.string(),
  who: z.enum(['everyone', 'managers']),
  /** The course that it teaches. */
  courseId: z.string().nullable(),
  address: z.enum(['formal', 'neutral']),
  version: z.int(),
  /** Of each part, in the order of the text. */
  minutes: z.array(z.int().min(1)),
})
export type WorkshopFile = Omit<z.output<typeof workshopFront>, 'minutes'> & {
  minutes: number
  intro: string
  /** What the slide shows, and below it what whoever leads says and does. */
  parts: { title: string; minutes: number; slide: string; guide: string }[]
}
/** `##` begins a part; what stands before its first `###` is the slide, the rest is the guide. */
function workshopFile(id: string, language: Language): WorkshopFile {
  const file = `workshops/${id}/${language}.md`
  const { head, body } = markdown(file, workshopFront)
  const [intro = '', ...sections] = body.split(/^## /m)
  if (head.id !== id || sections.length !== head.minutes.length)
    throw new Error(`library/${file}: its id and the minutes of its ${sections.length} parts do not fit`)
  return {
    ...head,
    minutes: head.minutes.reduce((sum, one) => sum + one, 0),
    intro: intro.trim(),
    parts: sections.map((section, i) => {
      const [title = '', ...lines] = section.split('\n')
      const text = lines.join('\n')
      const cut = text.search(/^### /m)
      return {
        title: title.trim(),
        minutes: head.minutes[i]!,
        slide: (cut < 0 ? text : text.slice(0, cut)).trim(),
        guide: cut < 0 ? '' : text.slice(cut).trim(),
      }
    }),
  }
}

export const readWorkshops = (): ReadonlyMap<Language, readonly WorkshopFile[]> =>
  eachLanguage((language) => folders('workshops').map((id) => workshopFile(id, language)))
