/** The weekly letter: who around the reader was recognised, by name; what for stands in the app. */
import type { Broken, Letters, Ready, Waiting } from '../attention/attention.ts'
import { houseOf, pageAddress, write } from '../attention/attention.ts'
import { letterBrand } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import { brandFor, elementOfEach } from '../program/program.ts'
import { recognisedAround } from './weekly.ts'

async function weeklyLetters(c: Context, batch: readonly Waiting[]): Promise<Map<string, Ready | Broken>> {
  const house = await houseOf(c)
  const on = await elementOfEach(
    c,
    batch.map((letter) => letter.personId),
    'recognition',
  )
  const made = new Map<string, Ready | Broken>()
  for (const letter of batch) {
    // What was taken back since, or a program that sends none any more: nothing to send.
    const sent = on.get(letter.personId)?.settings.weekly
    const names = sent && letter.subjectId ? await recognisedAround(c, letter.personId, letter.subjectId) : []
    if (names.length === 0) {
      made.set(letter.id, { excluded: 'not_needed' })
      continue
    }
    const brand = await brandFor(c, letter.personId)
    made.set(
      letter.id,
      write(c, house, letter, {
        template: 'recognition-weekly',
        facts: {
          program: { name: brand?.name || house.name },
          recognition: { people: names },
          action: { url: pageAddress(c, house.slug, 'recognition') },
        },
        brand: await letterBrand(c, brand),
      }),
    )
  }
  return made
}

export const letters: Letters = { recognition_weekly: weeklyLetters }
