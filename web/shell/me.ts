/** The signed-in person, as the shell and every page know them. */
import { createContext, useContext } from 'react'
import { useOperation, type Answer } from '../api.ts'
import { placeIds, type PlaceId } from './places.ts'

export type Brand = { name: string; tagline?: string | null; logoUrl?: string | null; accent?: string | null }

export type Me = Omit<Answer<'access.me'>, 'places' | 'program' | 'unread'> & {
  /** The places this person sees; null until the program says so, then by role. */
  places?: readonly string[]
  program?: Brand | null
  unread?: number
}

const MeContext = createContext<Me | null>(null)
export const MeProvider = MeContext

/** Only inside the shell, where somebody is signed in. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('useMe is for pages inside the shell.')
  return me
}

export const useMeQuery = () => useOperation('access.me', {}, { staleTime: 60_000 })

/** What each role sees where the server does not say: everyone the practice, each role its part. */
export function placesOf(me: Me): readonly PlaceId[] {
  if (me.places) return placeIds.filter((id) => me.places?.includes(id))
  const has = (...roles: string[]) => me.roles.some((r) => roles.includes(r))
  const seen = new Set<PlaceId>(['week', 'goals', 'checkins', 'people'])
  if (has('manager')) seen.add('team')
  if (has('lead', 'sponsor', 'hr', 'committee', 'champion', 'admin')) for (const p of ['program', 'program.metrics'] as const) seen.add(p)
  if (has('lead', 'sponsor', 'admin')) seen.add('program.communications')
  if (has('lead', 'sponsor', 'admin', 'hr', 'committee', 'champion')) for (const p of ['program.design', 'program.waves'] as const) seen.add(p)
  if (has('lead', 'admin', 'hr')) seen.add('program.audiences')
  if (has('lead')) seen.add('program.library')
  if (has('manager')) seen.add('program.metrics')
  if (has('admin')) for (const p of ['settings', 'settings.people', 'settings.access', 'settings.mail', 'settings.audit'] as const) seen.add(p)
  else if (has('lead')) for (const p of ['settings', 'settings.mail'] as const) seen.add(p)
  return placeIds.filter((id) => seen.has(id))
}
