/** Letters about feedback: that somebody asks, that something is there to read, one reminder. Never what was said. */
import type { Broken, Letters, Ready, Waiting } from '../attention/attention.ts'
import { pageAddress } from '../attention/attention.ts'
import { writeLetter } from '../library/library.ts'
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

async function write(c: Context, batch: readonly Waiting[]): Promise<Map<string, Ready | Broken>> {
  const organization = await c.db
    .selectFrom('organization')
    .select(['name', 'slug', 'locale'])
    .where('id', '=', c.organizationId)
    .executeTakeFirstOrThrow()
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
    const { subject, html, text, language } = writeLetter(
      templates[kind],
      {
        organization: { name: organization.name },
        person: { name: letter.fullName, givenName: letter.givenName },
        sender: { name: name ?? organization.name },
        action: { url: addressOf(c, organization.slug, letter) },
      },
      { locale: letter.locale, organizationLocale: organization.locale, timeZone: letter.timeZone },
      brand ? { accent: brand.accent } : undefined,
    )
    made.set(letter.id, { subject, html, text, language, fromName: organization.name })
  }
  return made
}

export const letters: Letters = { feedback_asked: write, feedback_reminder: write, feedback_received: write }
