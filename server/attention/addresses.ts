import type { ActionTarget } from '../../contract/library.ts'
import type { Context } from '../platform/context.ts'

/** The pages that letters lead to, below a company's address. */
const pages: Record<ActionTarget, string> = {
  program: 'program/about',
  week: '',
  goals: 'goals',
  checkins: 'check-ins',
  feedback: 'feedback',
  recognition: 'recognition',
  growth: 'growth',
  team: 'team',
  policy: 'policies',
  signin: 'sign-in',
  approve: 'approve',
  sessions: 'account',
  tokens: 'account',
  access: 'account',
  'about-me': 'about-me',
  readiness: 'program/readiness',
  pulse: 'pulse',
  reviews: 'reviews',
  learning: 'learning',
  governance: 'program/governance',
  ask: 'ask',
  desk: 'program/desk',
  hypercare: 'program/hypercare',
  tests: 'tests',
  'test-plans': 'program/tests',
  champion: 'champion',
  trainer: 'trainer',
  champions: 'program/champions',
  roadmap: 'program/my-tasks',
  'business-review': 'program/business-review',
  alerts: 'program/metrics',
}

/** Where a letter's button leads; without a target to what is to do this week. */
export function pageAddress(c: Pick<Context, 'config'>, slug: string, target: ActionTarget | null): string {
  return `${c.config.publicUrl}/o/${slug}/${pages[target ?? 'week']}`
}
