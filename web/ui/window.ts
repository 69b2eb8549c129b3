/**
 * A long list that is read in windows: only what is near the screen is fetched.
 *
 *   const rows = useRowWindow('people.list', { search, department }, {
 *     page: (offset, limit) => ({ offset, limit, count: true }),
 *     read: (answer) => ({ rows: answer.people, total: answer.total }),
 *   })
 *   <DataTable rows={rows} … />
 */
import { useQueries, keepPreviousData } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { call, keyOf, type Answer, type ApiProblem, type OperationId, type Request, type Window } from '../api.ts'

const size = 100

export function useRowWindow<Id extends OperationId, Row>(
  id: Id,
  input: Partial<Request<Id>>,
  how: {
    page: (offset: number, limit: number) => Partial<Request<Id>>
    /** `total` null: keep what an earlier window said. */
    read: (answer: Answer<Id>) => { rows: readonly Row[]; total: number | null }
  },
): Window<Row> {
  const filterKey = JSON.stringify(input)
  const [wanted, setWanted] = useState<{ key: string; pages: readonly number[] }>({ key: filterKey, pages: [0] })
  const pages = wanted.key === filterKey ? wanted.pages : [0]
  const answers = useQueries({
    queries: pages.map((page) => {
      // As plain objects: spelled out for every operation at once the types would be too many for the compiler.
      const request = { ...(input as object), ...(how.page(page * size, size) as object) } as unknown as Request<Id>
      return {
        queryKey: keyOf(id, request),
        queryFn: ({ signal }: { signal: AbortSignal }) => call(id, request, { signal }),
        staleTime: 30_000,
        // While a new filter loads its first window, the old rows stay, dimmed.
        ...(page === 0 ? { placeholderData: keepPreviousData as never } : {}),
      }
    }),
  })
  const total = useRef<{ key: string; value: number | null }>({ key: filterKey, value: null })
  const first = answers[pages.indexOf(0)]
  const parts = answers.map((a) => (a.data === undefined ? null : how.read(a.data as Answer<Id>)))
  const known = parts.find((p) => p && p.total !== null)?.total
  if (known !== undefined && known !== null) total.current = { key: filterKey, value: known }
  else if (total.current.key !== filterKey && !first?.isPlaceholderData) total.current = { key: filterKey, value: null }

  const want = useCallback(
    (from: number, to: number) => {
      const next: number[] = []
      for (let p = Math.floor(from / size); p <= Math.floor(to / size); p++) next.push(p)
      if (!next.includes(0)) next.push(0)
      setWanted((old) =>
        old.key === filterKey && next.length === old.pages.length && next.every((p) => old.pages.includes(p))
          ? old
          : { key: filterKey, pages: next },
      )
    },
    [filterKey],
  )
  const byPage = new Map(pages.map((page, i) => [page, parts[i]]))
  return {
    total: total.current.value,
    rowAt: (index) => byPage.get(Math.floor(index / size))?.rows[index % size],
    want,
    problem: (first?.error ?? null) as ApiProblem | null,
    loading: !first || first.isPending || first.isPlaceholderData,
    retry: () => void first?.refetch(),
  }
}
