/** Every command of `npm run -s belay`, in the order that its help shows. */
import { commands as access } from './access/commands.ts'
import { commands as attention } from './attention/commands.ts'
import { commands as clock } from './clock-commands.ts'
import { commands as goals } from './goals/commands.ts'
import { commands as metrics } from './metrics/commands.ts'
import { commands as mistakes } from './mistakes/commands.ts'
import { commands as people } from './people/commands.ts'
import { commands as platform } from './platform/commands.ts'
import { commands as reviews } from './reviews/commands.ts'
import type { Command } from './platform/command.ts'

export const commands: readonly Command[] = [
  ...platform,
  ...clock,
  ...access,
  ...people,
  ...attention,
  ...goals,
  ...reviews,
  ...metrics,
  ...mistakes,
]
