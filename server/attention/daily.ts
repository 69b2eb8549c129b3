/** The letter of the day: what would have been several letters to one person, a line each, with the way to its place. */
import { letterBrand, type Thing } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import { brandFor } from '../program/program.ts'
import { dailyTemplate } from '../../contract/notice-kinds.ts'
import { pageAddress } from './addresses.ts'
import type { Ready, Waiting } from './letters.ts'
import { type House, write } from './writing.ts'

export async function dailyLetter(
  c: Context,
  house: House,
  things: readonly { letter: Waiting; ready: Ready }[],
): Promise<Ready> {
  const { letter } = things[0]!
  const week = pageAddress(c, house.slug, 'week')
  const brand = await brandFor(c, letter.personId)
  return write(c, house, letter, {
    template: dailyTemplate,
    facts: {
      daily: {
        things: things.map(({ ready }): Thing => ({
          title: ready.subject,
          url: ready.url ?? week,
          about: ready.preview ?? '',
        })),
        count: things.length,
      },
      action: { url: week },
    },
    brand: await letterBrand(c, brand),
  })
}
