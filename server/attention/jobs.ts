import type { Jobs } from '../platform/jobs.ts'
import type { Letters } from './letters.ts'
import { deliver } from './post-office.ts'

/** `letters` comes from all modules: see modules.ts. */
export function jobs(letters: Letters): Jobs {
  return {
    'attention.deliver': async (c) => void (await deliver(c, letters)),
  }
}
