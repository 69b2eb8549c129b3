/** The signed-in person, as the shell and every page know them. */
import { createContext, useContext } from 'react'
import { addressOf, useOperation, type Answer } from '../api.ts'
import { whoAmI } from './early.ts'
import { placeIds, type PlaceId } from './places.ts'

export type Brand = { name: string; tagline?: string | null; logoUrl?: string | null; accent?: string | null }

export type Me = Answer<'access.me'> & {
  /** The brand of their program; null before their wave begins. */
  program: Brand | null
  /** Parts of the practice that are on for them. */
  elements: readonly string[]
  /** Parts of it that are on for people who report to them: theirs too, as a manager. */
  leads: readonly string[]
  unread: number
}

const MeContext = createContext<Me | null>(null)
export const MeProvider = MeContext

/** Only inside the shell, where somebody is signed in. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('useMe is for pages inside the shell.')
  return me
}

export const useMeQuery = () => useOperation('access.me', {}, { staleTime: whoAmI.staleTime })

const keptKey = 'belay.elements'
const keptLeads = 'belay.leads'
const keptIn = (key: string) => localStorage.getItem(key)?.split(',').filter(Boolean) ?? []

/** The rest of what the frame shows; each part may come a moment later. */
export function useMyProgram(signedIn: boolean): Pick<Me, 'program' | 'elements' | 'leads' | 'unread'> {
  const brand = useOperation('program.brand', {}, { enabled: signedIn, staleTime: 300_000, select: (a) => a.brand })
  const mine = useOperation('program.mine', {}, { enabled: signedIn, staleTime: 60_000 })
  const inbox = useOperation('inbox.list', { limit: 1 }, { enabled: signedIn, every: 120_000, select: (a) => a.unread })
  // Before the answer, what was on last time: the rail does not jump at every visit.
  const elements =
    mine.data === undefined
      ? keptIn(keptKey)
      : [...(mine.data.program?.open ?? []), ...(mine.data.program?.learning ? ['learning'] : [])]
  const leads = mine.data?.leads ?? keptIn(keptLeads)
  if (mine.data !== undefined) {
    localStorage.setItem(keptKey, elements.join(','))
    localStorage.setItem(keptLeads, leads.join(','))
  }
  return {
    program: brand.data
      ? {
          name: brand.data.name,
          tagline: brand.data.tagline,
          accent: brand.data.accent,
          logoUrl: brand.data.logoFileId ? addressOf('program.logo', { fileId: brand.data.logoFileId }) : null,
        }
      : null,
    elements,
    leads,
    unread: inbox.data ?? 0,
  }
}

/** Everyone the practice as their program version allows, each role its part of the program. */
export function placesOf(me: Me): readonly PlaceId[] {
  const has = (...roles: string[]) => me.roles.some((r) => roles.includes(r))
  const seen = new Set<PlaceId>(['week', 'people'])
  const add = (...places: PlaceId[]) => places.forEach((p) => seen.add(p))
  // What a manager does with the people who report to them is open to them, whatever their own wave.
  for (const element of ['goals', 'checkins', 'reviews', 'feedback', 'growth'] as const)
    if (me.elements.includes(element) || me.leads.includes(element)) add(element)
  if (me.elements.includes('recognition')) add('recognition')
  // Also while the wave prepares.
  if (me.elements.includes('learning')) add('learning')
  // Whoever has a program may ask about it.
  if (me.program) add('ask')
  if (has('manager')) add('team', 'program.metrics')
  if (has('lead', 'sponsor', 'hr', 'committee', 'champion', 'admin'))
    add('program', 'program.design', 'program.waves', 'program.roadmap', 'program.readiness', 'program.mistakes')
  if (has('manager') && me.elements.includes('pulse')) add('program.pulse')
  if (has('lead', 'sponsor', 'hr', 'committee')) add('program.metrics', 'program.pulse')
  if (has('lead', 'sponsor')) add('program.sponsor')
  if (has('lead', 'sponsor', 'committee')) add('program.training', 'program.hypercare')
  if (has('lead', 'sponsor', 'committee')) add('program.business-review')
  // Who is not on the committee finds their change requests there.
  if (has('lead', 'sponsor', 'committee', 'hr', 'champion', 'trainer')) add('program.governance')
  if (has('lead', 'sponsor', 'hr', 'admin')) add('program.tests')
  if (has('lead', 'trainer')) add('program.sessions')
  if (has('lead', 'sponsor', 'hr', 'committee')) add('program.champions')
  if (has('champion')) add('champion')
  if (has('trainer')) add('trainer')
  if (has('lead', 'hr', 'champion')) add('program.desk')
  if (has('lead', 'sponsor', 'admin')) add('program.communications')
  if (has('lead', 'hr', 'admin')) add('program.audiences')
  if (has('lead', 'hr')) add('program.reviews', 'program.competencies')
  if (has('admin'))
    add(
      'settings',
      'settings.company',
      'settings.holidays',
      'settings.people',
      'settings.goals',
      'settings.reviews',
      'settings.access',
      'settings.mail',
      'settings.audit',
    )
  else if (has('lead')) add('settings', 'settings.holidays', 'settings.goals', 'settings.reviews', 'settings.mail')
  return placeIds.filter((id) => seen.has(id))
}
