/** Questions for a check-in. */
import * as z from 'zod'
import { shapes, type Agenda, type Language } from '../../../contract/library.ts'
import { eachLanguage, folders, markdown } from './source.ts'

const agendaFront = z.strictObject({
  id: z.string(),
  title: z.string(),
  use: z.string(),
  address: z.literal(['formal', 'neutral']),
  minutes: z.number(),
  version: z.int(),
  topics: shapes.agenda.shape.topics,
})

export const readAgendas = (): ReadonlyMap<Language, readonly Agenda[]> =>
  eachLanguage((language) =>
    folders('agendas', ['quick', 'full', 'first']).map((id) => {
      const { head, body } = markdown(`agendas/${id}/${language}.md`, agendaFront)
      const { id: name, title, use, version, minutes, topics } = head
      return { id: name, title, use, version, minutes, topics, advice: body }
    }),
  )
