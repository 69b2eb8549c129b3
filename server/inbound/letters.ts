/** That a mail was not taken, and why: to whose address it came from. */
import { mailRefusals } from '../../contract/library.ts'
import { each, type Letters, pageAddress } from '../attention/attention.ts'

export const letters: Letters = {
  mail_refused: each(async (c, letter, { organization }) => {
    const why = mailRefusals.find((one) => one === letter.params['why'])
    if (!why) return { excluded: 'not_needed' }
    return {
      template: 'mail-refused',
      facts: { mail: { why }, action: { url: pageAddress(c, organization.slug, 'ask') } },
    }
  }),
}
