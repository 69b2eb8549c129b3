/** Somebody for whom nothing waits. For tests only. */
import type { Facts } from './tasks.ts'

export const nothing: Facts = {
  today: '2026-03-02',
  pairs: [],
  firstGoalBy: null,
  nextGoal: false,
  surveys: [],
  courses: [],
  goals: [],
  policies: [],
  messages: [],
  toApprove: [],
  steps: [],
  useful: null,
  reviews: [],
  sessions: [],
  feedback: { toAnswer: [], toApprove: [], unread: [] },
  growth: { actions: [], looks: [] },
  committee: { meetings: [], decisions: [] },
  desk: null,
  champions: { invitation: null, fits: [], handOvers: 0 },
  toSign: [],
  tests: { tries: [], fixes: null, signs: [] },
  teamWithoutGoals: [],
  quietAfter: 21,
}
