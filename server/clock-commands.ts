/** Moving the installation's clock: for demos, rehearsals and tests. */
import { advanceClock } from './platform/advance.ts'
import { type Command, command, Refusal, UsageError } from './platform/command.ts'
import { work } from './work.ts'

export const commands: readonly Command[] = [
  command({
    name: 'clock advance',
    summary: 'Move the clock forward and live through everything that falls due on the way.',
    options: { to: { type: 'string', value: 'INSTANT', required: true, help: 'for example 2026-05-14T09:00:00Z' } },
    async run(c, { options }) {
      const ms = Date.parse(options.to)
      if (Number.isNaN(ms))
        throw new UsageError(`"${options.to}" is not a point in time. Write it like 2026-05-14T09:00:00Z.`)
      if (!c.clock.movable())
        throw new Refusal(
          'This installation runs on the real clock. Only one created with --movable-clock can be moved.',
        )
      const done = await advanceClock(c, c.clock, work, new Date(ms).toISOString())
      return { json: done, text: `The clock shows ${done.now}.` }
    },
  }),
]
