import { command, type Command, orgOption, UsageError } from '../platform/command.ts'
import { operatorFindings } from './mistakes.ts'

export const commands: readonly Command[] = [
  command({
    name: 'audit',
    summary: 'Check the seven mistakes that sink such programs on live data.',
    options: {
      org: orgOption,
      program: {
        type: 'string',
        value: 'ID',
        help: 'which program; unless told the one that went live first, else the oldest',
      },
    },
    async run(base, { options }) {
      const findings = await operatorFindings(await base.organization(options.org), options.program ?? null)
      if (findings === null) throw new UsageError(`There is no program ${options.program}.`)
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
