import type { Letters } from '../attention/attention.ts'
import { dueLetters } from './remind.ts'

export const letters: Letters = { training_due: dueLetters }
