import type { Answer } from '../../contract/operation.ts'
import type { program } from '../../contract/program.ts'
import type { Context } from '../platform/context.ts'
import { brandFor } from './program.ts'

export async function viewerBrand(c: Context): Promise<Answer<typeof program.brand>> {
  return { brand: await brandFor(c) }
}
