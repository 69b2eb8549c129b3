/** The whole contract: every operation, by module. */
import { access } from './access.ts'
import { audiences } from './audiences.ts'
import { directory } from './directory.ts'

export const contract = { access, directory, audiences }
