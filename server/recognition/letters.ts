/** The weekly letter: who around the reader was recognised, by name; what for stands in the app. */
import type { Broken, Letters, Ready, Waiting } from '../attention/attention.ts'
import { pageAddress } from '../attention/attention.ts'
import { writeLetter } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import { brandFor, elementOfEach } from '../program/program.ts'
import { lettersOff } from './queries.ts'
import { recognisedAround } from './weekly.ts'

async function write(c: Context, batch: readonly Waiting[]): Promise<Map<string, Ready | Broken>> {
  const organization = await c.db
    .selectFrom('organization')
    .select(['name', 'slug', 'locale'])
    .where('id', '=', c.organizationId)
    .executeTakeFirstOrThrow()
  const people = batch.map((letter) => letter.personId)
  const [on, off] = await Promise.all([elementOfEach(c, people, 'recognition'), lettersOff(c.db, c, people)])
  const place = pageAddress(c, organization.slug, 'recognition')
  const made = new Map<string, Ready | Broken>()
  for (const letter of batch) {
    // What was taken back since, or a reader who wants none any more: nothing to send.
    const wanted = on.get(letter.personId)?.settings.weekly && !off.has(letter.personId)
    const names = wanted && letter.subjectId ? await recognisedAround(c, letter.personId, letter.subjectId) : []
    if (names.length === 0) {
      made.set(letter.id, { excluded: 'not_needed' })
      continue
    }
    const brand = await brandFor(c, letter.personId)
    const { subject, html, text, language } = writeLetter(
      'recognition-weekly',
      {
        organization: { name: organization.name },
        program: { name: brand?.name || organization.name },
        person: { name: letter.fullName, givenName: letter.givenName },
        recognition: { people: names },
        action: { url: place },
        preferences: { url: `${place}/letters` },
      },
      { locale: letter.locale, organizationLocale: organization.locale, timeZone: letter.timeZone },
      brand ? { accent: brand.accent } : undefined,
    )
    made.set(letter.id, { subject, html, text, language, fromName: organization.name })
  }
  return made
}

export const letters: Letters = { recognition_weekly: write }
