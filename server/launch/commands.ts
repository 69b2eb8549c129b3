import { command, type Command, orgOption } from '../platform/command.ts'
import { auditMistakes } from './mistakes.ts'

export const commands: readonly Command[] = [
  command({
    name: 'audit',
    summary: 'Check the seven mistakes that sink such programs on live data.',
    options: { org: orgOption },
    async run(c, { options }) {
      const findings = await auditMistakes(await c.organization(options.org))
      const mark = { pass: 'pass   ', fail: 'FAIL   ', unknown: 'unknown' }
      return {
        json: findings,
        text: findings
          .map(
            (f) =>
              `${f.mistake}  ${mark[f.result]}  ${f.check}: ${f.evidence}${f.next ? `\n             → ${f.next}` : ''}`,
          )
          .join('\n'),
      }
    },
  }),
]
