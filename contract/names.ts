/** Names that people give to things and that stand on one line: in lists, letters and questions before an act. */
import * as z from 'zod'

/** Something to read: a letter without the name it speaks of does not leave, and nobody finds an invisible one. */
const visible = /[^\p{Z}\p{Cc}\p{Cf}]/u
/** One line, and nothing that turns the words around it. */
const oneLine = /^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u

export const lineName = (most: number) => z.string().trim().min(1).max(most).regex(visible).regex(oneLine)

/** Where a draft may still be without one. */
export const draftName = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^$|[^\p{Z}\p{Cc}\p{Cf}]/u)
    .regex(oneLine)
