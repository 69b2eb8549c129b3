import { useAct } from '../api.ts'
import type { Whole } from './saying.ts'

/** Reads the file once more with what was said about it, when the record changed in the meantime. */
export function useLookAgain(whole: Whole) {
  const act = useAct('imports.settle', { invalidates: ['imports.get', 'imports.list', 'imports.findings'] })
  return { isPending: act.isPending, look: () => act.mutate({ id: whole.import.id, ...whole.mapping }) }
}
