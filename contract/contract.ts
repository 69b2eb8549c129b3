/** The whole contract: every operation, by module. */
import { access } from './access.ts'

export const contract = { access }
