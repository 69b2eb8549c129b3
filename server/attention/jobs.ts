import type { Jobs } from '../platform/jobs.ts'
import { askToRead } from './ask-to-read.ts'
import { goOn } from './halted.ts'
import { fold } from './ledger.ts'
import type { Letters } from './letters.ts'
import {
  tellOfAccount,
  tellOfAddresses,
  tellOfEndedSession,
  tellOfRole,
  tellOfToken,
  writeSignInLink,
} from './occasions.ts'
import { callForWaiting, deliver } from './post-office.ts'

/** `letters` comes from all modules: see modules.ts. */
export function jobs(letters: Letters): Jobs {
  return {
    'attention.deliver': async (c) => void (await deliver(c, letters, 'single')),
    'attention.deliverBulk': async (c) => void (await deliver(c, letters, 'bulk')),
    /** When a wave begins, and every night for who joined and what is new. */
    'attention.askToRead': (c) => askToRead(c),
    /** Where people are held no more: a wave is live again, or somebody has left one that is paused. */
    'attention.goOn': (c) => goOn(c.db, c),
    /** At night, when little else happens: weeks long past, and letters that nobody was called for. */
    'attention.fold': async (c) => {
      await fold(c)
      await callForWaiting(c)
    },
    'attention.writeSignInLink': writeSignInLink,
    'attention.tellOfAccount': tellOfAccount,
    'attention.tellOfAddresses': tellOfAddresses,
    'attention.tellOfRole': tellOfRole,
    'attention.tellOfToken': tellOfToken,
    'attention.tellOfEndedSession': tellOfEndedSession,
  }
}
