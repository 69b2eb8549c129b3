/** What can be asked before the code of any page has come. */
import { call, keyOf } from '../api.ts'

/** Who is signed in; every page of a company begins with it. */
export const whoAmI = {
  queryKey: keyOf('access.me', {}),
  queryFn: () => call('access.me', {}),
  staleTime: 60_000,
} as const

/** Whether the address is one of a company's own pages, as `scheme.js` found out for the first frame. */
export const inside = (): boolean => document.documentElement.hasAttribute('data-ghost')
