/** Policies and what is expected of whom. */
import * as z from 'zod'
import { fieldNames, shapes, type Language, type PolicyText } from '../../../contract/library.ts'
import { levelOf } from '../reading-level.ts'
import { eachLanguage, folders, markdown } from './source.ts'

const policyFront = z.strictObject({
  id: z.string(),
  title: z.string(),
  audience: shapes.policy.shape.audience,
  address: z.literal(['formal', 'neutral']),
  fields: z.array(z.enum(fieldNames)),
  minutes: z.number(),
  version: z.int(),
})

export const readPolicies = (): ReadonlyMap<Language, readonly PolicyText[]> =>
  eachLanguage((language) =>
    folders('policies', ['expectations-everyone', 'expectations-managers']).map((id) => {
      const { head, body } = markdown(`policies/${id}/${language}.md`, policyFront)
      return {
        id: head.id,
        title: head.title,
        audience: head.audience,
        version: head.version,
        minutes: head.minutes,
        level: levelOf(body),
        body,
        fields: head.fields,
      }
    }),
  )
