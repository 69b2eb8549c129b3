/** Messages: what a program sends in somebody's name, and the system's own mail. */
import * as z from 'zod'
import {
  actionTargets,
  audienceKinds,
  elements,
  fieldNames,
  phases,
  planUses,
  purposes,
  senderKinds,
  templateKinds,
  twoForms,
  type Language,
} from '../../../contract/library.ts'
import type { LetterText } from '../letters.ts'
import { eachLanguage, exists, folders, markdown } from './source.ts'

const front = z.strictObject({
  id: z.string(),
  title: z.string(),
  purpose: z.enum(purposes),
  phase: z.enum(phases),
  day: z.int().optional(),
  tells: z.array(z.enum(purposes)).default([]),
  plan: z.enum(planUses).default('usual'),
  needs: z.array(z.enum(elements)).default([]),
  audience: z.enum(audienceKinds),
  sender: z.enum(senderKinds),
  address: z.enum(['formal', 'informal', 'neutral']),
  subject: z.string(),
  preview: z.string(),
  action: z.strictObject({ label: z.string(), target: z.enum(actionTargets) }).nullable(),
  because: z.string(),
  fewer: z.boolean(),
  fields: z.array(z.enum(fieldNames)),
  minutes: z.number(),
  version: z.int(),
})
type Front = z.output<typeof front>
export type MessageFile = Front & { kind: (typeof templateKinds)[number]; language: Language; body: string }

const kindOf = [
  ['communications', 'communication'],
  ['transactional', 'transactional'],
] as const

export function readMessages(): ReadonlyMap<string, ReadonlyMap<Language, MessageFile>> {
  const messages = new Map<string, Map<Language, MessageFile>>()
  for (const [folder, kind] of kindOf)
    for (const id of folders(folder))
      messages.set(
        id,
        eachLanguage((language) => {
          const { head, body } = markdown(`${folder}/${id}/${language}.md`, front)
          if (head.id !== id) throw new Error(`library/${folder}/${id}/${language}.md says its id is ${head.id}`)
          return { ...head, kind, language, body }
        }),
      )
  return messages
}

/** Those that also address their reader as friends do, by id and language: in `<language>.informal.md` beside the others. */
export function readInformal(): ReadonlyMap<string, ReadonlyMap<Language, MessageFile>> {
  const messages = new Map<string, Map<Language, MessageFile>>()
  for (const [folder, kind] of kindOf)
    for (const id of folders(folder))
      for (const language of twoForms) {
        const file = `${folder}/${id}/${language}.informal.md`
        if (!exists(file)) continue
        const { head, body } = markdown(file, front)
        if (head.id !== id || head.address !== 'informal')
          throw new Error(`library/${file} says that it is ${head.id}, ${head.address}`)
        messages.set(id, new Map(messages.get(id)).set(language, { ...head, kind, language, body }))
      }
  return messages
}

/** A file's text as the letter maker takes it. */
export function letterText(file: MessageFile): LetterText {
  return {
    language: file.language,
    subject: file.subject,
    preview: file.preview,
    body: file.body,
    actionLabel: file.action?.label ?? null,
    because: file.because,
    canBeFewer: file.fewer,
    informal: file.address === 'informal',
    from: file.sender === 'belay' ? 'house' : 'person',
  }
}
