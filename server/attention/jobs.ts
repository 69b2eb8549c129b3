import type { Jobs } from '../platform/jobs.ts'
import { askToRead } from './ask-to-read.ts'
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
import { deliver } from './post-office.ts'

/** `letters` comes from all modules: see modules.ts. */
export function jobs(letters: Letters): Jobs {
  return {
    'attention.deliver': async (c) => void (await deliver(c, letters, 'single')),
    'attention.deliverBulk': async (c) => void (await deliver(c, letters, 'bulk')),
    /** When a wave begins, and every night for who joined and what is new. */
    'attention.askToRead': (c) => askToRead(c),
    'attention.fold': fold,
    'attention.writeSignInLink': writeSignInLink,
    'attention.tellOfAccount': tellOfAccount,
    'attention.tellOfAddresses': tellOfAddresses,
    'attention.tellOfRole': tellOfRole,
    'attention.tellOfToken': tellOfToken,
    'attention.tellOfEndedSession': tellOfEndedSession,
  }
}
