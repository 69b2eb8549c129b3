/** Workshops of the library: slides and the guide for whoever leads them, from the same text. */
import type { live } from '../../contract/live.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { type WorkshopFile, workshops } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { readerOf } from '../training/training.ts'

export const headOf = ({ id, title, use, minutes, who, courseId }: WorkshopFile) => ({
  id,
  title,
  use,
  minutes,
  who,
  courseId,
})

export async function list(c: Context, input: Input<typeof live.workshops>): Promise<Answer<typeof live.workshops>> {
  const language = input.language ?? (await readerOf(c)).language
  return { workshops: workshops(language).map(headOf) }
}

export async function workshop(c: Context, input: Input<typeof live.workshop>): Promise<Answer<typeof live.workshop>> {
  const language = input.language ?? (await readerOf(c)).language
  const file = workshops(language).find((one) => one.id === input.workshopId)
  if (!file) throw problem('not_found')
  return { ...headOf(file), language, intro: file.intro, parts: file.parts }
}
