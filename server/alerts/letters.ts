/** Letters about numbers that left their course. What is over, or known by then, needs none. */
import { languages } from '../../contract/library.ts'
import { each, type Letters, pageAddress } from '../attention/attention.ts'
import { chooseLanguage } from '../library/library.ts'
import { registryOf } from '../metrics/metrics.ts'
import { today as todayOf } from '../program/program.ts'
import { openAlerts } from './queries.ts'

const about = (template: string): Letters[string] =>
  each(async (c, letter, { organization }) => {
    const found = (await openAlerts(c.db, c)).find((one) => one.id === letter.subjectId)
    const known = found?.quiet && found.quiet.until >= (await todayOf(c.db, c))
    if (!found || known) return { excluded: 'not_needed' }
    const { language } = chooseLanguage(languages, letter.locale, letter.locale)
    const { name } = (await registryOf(c)).describe(found.metric, language)
    const part = found.segment_kind === 'organization' ? null : (found.label ?? found.segment_key)
    return {
      template,
      facts: {
        numbers: { list: [part === null ? name : `${name} (${part})`] },
        action: { url: pageAddress(c, organization.slug, 'alerts') },
      },
    }
  })

export const letters: Letters = {
  number_alert: about('number-alert'),
  number_alert_grave: about('number-alert-grave'),
}
