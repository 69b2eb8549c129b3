/** Operators' command: what failed is sent again, once the cause is mended. */
import { againReasons } from '../../contract/attention.ts'
import { command, orgOption } from '../platform/command.ts'
import { problem } from '../platform/problem.ts'
import { allAgain } from './mail-list.ts'

const number = new Intl.NumberFormat('en')

export const commands = [
  command({
    name: 'mail again',
    summary: 'Send all letters again that failed, or those that failed for one reason.',
    options: {
      org: orgOption,
      reason: {
        type: 'string',
        value: 'REASON',
        help: `only these: ${againReasons.join(', ')}`,
      },
    },
    async run(base, { options }) {
      const reason = againReasons.find((known) => known === options.reason)
      if (options.reason && !reason)
        throw problem('invalid_request', { issues: `--reason must be one of ${againReasons.join(', ')}` })
      const c = await base.organization(options.org)
      const { letters } = await allAgain(c, reason ? { reason } : {})
      return { json: { letters }, text: `${number.format(letters)} letters wait again and leave with the next post.` }
    },
  }),
]
