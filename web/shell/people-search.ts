/** People for what is typed, for pickers. */
import { useOperation } from '../api.ts'
import type { Pickable } from '../ui/person-picker.tsx'

export function usePeopleSearch(typed: string): { people: readonly Pickable[]; loading: boolean } {
  const found = useOperation(
    'people.list',
    { search: typed, limit: 10 },
    { enabled: typed.length > 0, keep: true, staleTime: 60_000 },
  )
  return { people: typed ? (found.data?.people ?? []) : [], loading: found.isFetching }
}
