/** Letters about feedback: that somebody asks, that something is there to read, one reminder. Never what was said. */
import type { Broken, Letters, Ready, Waiting } from '../attention/attention.ts'
import { houseOf, pageAddress, write } from '../attention/attention.ts'
import { letterBrand } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import { brandFor } from '../program/program.ts'
import { namesOf, requestOf } from './queries.ts'

const templates = {
  feedback_asked: 'feedback-asked',
  feedback_reminder: 'feedback-reminder',
  feedback_received: 'feedback-received',
} as const

/** Straight to what it is about. */
function addressOf(c: Context, slug: string, { kind, subjectId }: Waiting): string {
  const place = pageAddress(c, slug, 'feedback')
  if (!subjectId) return place
  return `${place}/${kind === 'feedback_received' ? 'items' : 'requests'}/${subjectId}`
}

async function feedbackLetters(c: Context, batch: readonly Waiting[]): Promise<Map<string, Ready | Broken>> {
  const house = await houseOf(c)
  const made = new Map<string, Ready | Broken>()
  for (const letter of batch) {
    const kind = letter.kind as keyof typeof templates
    // Closed, or not there any more: nothing to ask for. Who answered meanwhile is asked all the same, so that mail tells nothing.
    if (kind !== 'feedback_received' && letter.subjectId) {
      const q = await requestOf(c.db, c, letter.subjectId)
      if (!q || q.closed_at) {
        made.set(letter.id, { excluded: 'not_needed' })
        continue
      }
    }
    const from = typeof letter.params['from'] === 'string' ? letter.params['from'] : null
    const name = from ? (await namesOf(c.db, c, [from])).get(from) : undefined
    const brand = await brandFor(c, letter.personId)
    made.set(
      letter.id,
      write(c, house, letter, {
        template: templates[kind],
        facts: { sender: { name: name ?? house.name }, action: { url: addressOf(c, house.slug, letter) } },
        brand: await letterBrand(c, brand),
      }),
    )
  }
  return made
}

export const letters: Letters = {
  feedback_asked: feedbackLetters,
  feedback_reminder: feedbackLetters,
  feedback_received: feedbackLetters,
}
