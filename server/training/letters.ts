import type { Letters } from '../attention/attention.ts'
import { expiryLetters } from './expiry.ts'
import { dueLetters } from './remind.ts'

export const letters: Letters = { training_due: dueLetters, certificate_expires: expiryLetters }
