/** Addresses within the reader's company: `to="/goals"` means `/o/<slug>/goals`. */
import { Link, useNavigate, useParams, useRouterState, useSearch } from '@tanstack/react-router'
import { useCallback, type ComponentProps } from 'react'

export function useBase(): string {
  const { slug } = useParams({ strict: false }) as { slug?: string }
  return slug ? `/o/${slug}` : ''
}

export type Search = Record<string, unknown>
export type GoProps = Omit<ComponentProps<'a'>, 'href'> & {
  /** Path below the company, e.g. `/goals/123`. */
  to: string
  /** Query; `true` keeps the current one. */
  search?: Search | true
  replace?: boolean
  /** Also current when the page lies below `to`. On unless told. */
  within?: boolean
}

/** A link. `<Button component={Go} to="/goals/new">` works too. */
export function Go({ to, search, replace, within = true, ...rest }: GoProps) {
  const base = useBase()
  const target = {
    to: base + to,
    search: search ?? {},
    replace,
    activeOptions: { exact: !within, includeSearch: false },
  }
  return <Link {...(target as { to: string })} {...(rest as object)} />
}

/** `go('/goals/123')`; `go('/goals', { search: true, replace: true })`. */
export function useGo() {
  const base = useBase()
  const navigate = useNavigate()
  return useCallback(
    (to: string, options: { search?: Search | true; replace?: boolean } = {}) =>
      navigate({ to: base + to, search: options.search ?? {}, replace: options.replace ?? false } as never),
    [base, navigate],
  )
}

/**
 * State that lives in the address: filters, sorting, tabs.
 * `const [filters, setFilters] = useAddress<{ q?: string; department?: string[] }>()`.
 * An empty value leaves the address.
 */
export function useAddress<T extends Search>(): [
  Partial<T>,
  (change: Partial<T>, options?: { push?: boolean }) => void,
] {
  const search = useSearch({ strict: false }) as Partial<T>
  const navigate = useNavigate()
  const set = useCallback(
    (change: Partial<T>, options: { push?: boolean } = {}) => {
      const next = (old: Search) => {
        const merged: Search = { ...old, ...change }
        for (const [key, value] of Object.entries(merged))
          if (
            value === undefined ||
            value === null ||
            value === '' ||
            value === false ||
            (Array.isArray(value) && value.length === 0)
          )
            delete merged[key]
        return merged
      }
      void navigate({ to: '.', search: next, replace: !options.push, resetScroll: false } as never)
    },
    [navigate],
  )
  return [search, set]
}

/** Path below the company, without the slug: `/goals/123`. */
export function usePath(): string {
  const base = useBase()
  const path = useRouterState({ select: (s) => s.location.pathname })
  return path.slice(base.length) || '/'
}
