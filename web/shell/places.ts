/** Every place there is, in the order of the rail. What a person sees of it, the server says. */
import {
  IconActivity,
  IconAddressBook,
  IconArrowsExchange,
  IconBook,
  IconBooks,
  IconBuilding,
  IconCalendarOff,
  IconCalendarUser,
  IconCalendarWeek,
  IconChartDots,
  IconChartLine,
  IconFileAnalytics,
  IconFlag,
  IconGauge,
  IconGavel,
  IconHeartHandshake,
  IconHeartRateMonitor,
  IconHistory,
  IconLayoutDashboard,
  IconLifebuoy,
  IconListCheck,
  IconTestPipe,
  IconMail,
  IconMessageQuestion,
  IconMessages,
  IconPencil,
  IconPencilCheck,
  IconSeedling,
  IconPencilStar,
  IconPresentation,
  IconRoute,
  IconSchool,
  IconShieldCheck,
  IconStar,
  IconSettings,
  IconSpeakerphone,
  IconTarget,
  IconTargetArrow,
  IconTransferIn,
  IconUserHeart,
  IconUserShield,
  IconUsers,
  IconUsersGroup,
  IconWorld,
  type Icon,
} from '@tabler/icons-react'

/** The parts of the program by what somebody does there. */
export const stages = ['plan', 'prepare', 'support', 'steer'] as const
type Place = { to: string; icon: Icon; in?: 'program' | 'settings'; stage?: (typeof stages)[number] }

export const places = {
  week: { to: '/', icon: IconCalendarWeek },
  goals: { to: '/goals', icon: IconTarget },
  checkins: { to: '/check-ins', icon: IconMessages },
  feedback: { to: '/feedback', icon: IconArrowsExchange },
  recognition: { to: '/recognition', icon: IconHeartHandshake },
  growth: { to: '/growth', icon: IconSeedling },
  reviews: { to: '/reviews', icon: IconPencil },
  learning: { to: '/learning', icon: IconBook },
  ask: { to: '/ask', icon: IconMessageQuestion },
  champion: { to: '/champion', icon: IconUserHeart },
  trainer: { to: '/trainer', icon: IconPresentation },
  people: { to: '/people', icon: IconAddressBook },
  team: { to: '/team', icon: IconUsers },
  program: { to: '/program', icon: IconFlag },
  'program.design': { to: '/program/design', icon: IconLayoutDashboard, in: 'program', stage: 'plan' },
  'program.waves': { to: '/program/waves', icon: IconActivity, in: 'program', stage: 'plan' },
  'program.roadmap': { to: '/program/roadmap', icon: IconRoute, in: 'program', stage: 'plan' },
  'program.audiences': { to: '/program/audiences', icon: IconUsersGroup, in: 'program', stage: 'plan' },
  'program.library': { to: '/program/library', icon: IconBooks, in: 'program', stage: 'plan' },
  'program.readiness': { to: '/program/readiness', icon: IconGauge, in: 'program', stage: 'prepare' },
  'program.communications': { to: '/program/communications', icon: IconSpeakerphone, in: 'program', stage: 'prepare' },
  'program.training': { to: '/program/training', icon: IconSchool, in: 'program', stage: 'prepare' },
  'program.sessions': { to: '/program/sessions', icon: IconCalendarUser, in: 'program', stage: 'prepare' },
  'program.tests': { to: '/program/tests', icon: IconTestPipe, in: 'program', stage: 'prepare' },
  'program.champions': { to: '/program/champions', icon: IconUserHeart, in: 'program', stage: 'prepare' },
  'program.hypercare': { to: '/program/hypercare', icon: IconHeartRateMonitor, in: 'program', stage: 'support' },
  'program.desk': { to: '/program/desk', icon: IconLifebuoy, in: 'program', stage: 'support' },
  'program.pulse': { to: '/program/pulse', icon: IconChartDots, in: 'program', stage: 'support' },
  'program.reviews': { to: '/program/reviews', icon: IconPencilCheck, in: 'program', stage: 'support' },
  'program.competencies': { to: '/program/competencies', icon: IconListCheck, in: 'program', stage: 'support' },
  'program.sponsor': { to: '/program/sponsor', icon: IconStar, in: 'program', stage: 'steer' },
  'program.metrics': { to: '/program/metrics', icon: IconChartLine, in: 'program', stage: 'steer' },
  'program.mistakes': { to: '/program/mistakes', icon: IconShieldCheck, in: 'program', stage: 'steer' },
  'program.business-review': { to: '/program/business-review', icon: IconFileAnalytics, in: 'program', stage: 'steer' },
  'program.governance': { to: '/program/governance', icon: IconGavel, in: 'program', stage: 'steer' },
  settings: { to: '/settings', icon: IconSettings },
  'settings.company': { to: '/settings/company', icon: IconBuilding, in: 'settings' },
  'settings.holidays': { to: '/settings/holidays', icon: IconCalendarOff, in: 'settings' },
  'settings.people': { to: '/settings/people', icon: IconTransferIn, in: 'settings' },
  'settings.goals': { to: '/settings/goals', icon: IconTargetArrow, in: 'settings' },
  'settings.reviews': { to: '/settings/reviews', icon: IconPencilStar, in: 'settings' },
  'settings.access': { to: '/settings/access', icon: IconUserShield, in: 'settings' },
  'settings.mail': { to: '/settings/mail', icon: IconMail, in: 'settings' },
  'settings.languages': { to: '/settings/languages', icon: IconWorld, in: 'settings' },
  'settings.audit': { to: '/settings/audit', icon: IconHistory, in: 'settings' },
} as const satisfies Record<string, Place>

export type PlaceId = keyof typeof places
export const placeIds = Object.keys(places) as PlaceId[]
export const placeOf = (id: PlaceId): Place => places[id]

/** What the rail lists first: places, and parts of a place that somebody sees without the place itself. */
export const topPlaces = (seen: readonly PlaceId[]): PlaceId[] =>
  seen.filter((id) => !placeOf(id).in || !seen.includes(placeOf(id).in as PlaceId))

/** The place a path belongs to: the longest that begins it. */
export function placeAt(path: string): PlaceId | null {
  let best: PlaceId | null = null
  for (const id of placeIds) {
    const { to } = places[id]
    const inside = to === '/' ? path === '/' : path === to || path.startsWith(to + '/')
    if (inside && (!best || to.length > places[best].to.length)) best = id
  }
  return best
}

/** Its name in the words: a key has no dot inside. */
export const placeWord = (id: string): string => `places.${id.replace('.', '-')}`
