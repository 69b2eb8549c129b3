/**
 * Growth: what is expected of somebody's role, how they and their manager each see where
 * they stand, and what they want to learn. Only what people said; nothing is inferred.
 */
import * as z from 'zod'
import { operation } from './operation.ts'

const words = (most: number) => z.string().trim().max(most)
const day = z.iso.date()
const at = z.iso.datetime()
const named = z.object({ id: z.uuid(), name: z.string() })

/** What an action is: trying something in the work, learning, asking for feedback, working with a mentor. */
export const growthActionKinds = ['try', 'learn', 'feedback', 'mentor'] as const
export type GrowthActionKind = (typeof growthActionKinds)[number]

const expected = z.object({
  id: z.uuid(),
  name: z.string(),
  meaning: z.string(),
  expectedLevelId: z.uuid().nullable(),
  /** In the order of the levels. */
  levels: z.array(z.object({ id: z.uuid(), behaviours: z.array(z.string()) })),
})
const expectation = z.object({
  version: z.int(),
  /** Null: no role fits, so no level is expected. */
  role: named.nullable(),
  levels: z.array(named),
  competencies: z.array(expected),
})

const view = z.object({ competencyId: z.uuid(), levelId: z.uuid().nullable(), example: z.string() })
export type GrowthView = z.output<typeof view>

const look = z.object({
  id: z.uuid(),
  manager: named,
  version: z.int(),
  role: named.nullable(),
  openedOn: day,
  /** `open`: one or both have not shared. `compared`: both have. */
  state: z.enum(['open', 'compared']),
  comparedAt: at.nullable(),
  levels: z.array(named),
  competencies: z.array(named.extend({ expectedLevelId: z.uuid().nullable() })),
  /** The viewer's side. */
  mine: z.array(view),
  mineSharedAt: at.nullable(),
  savedAt: at.nullable(),
  /** The other side: null until both have shared. */
  theirs: z.array(view).nullable(),
  theirsShared: z.boolean(),
})
export type GrowthLook = z.output<typeof look>

const action = z.object({
  id: z.uuid(),
  focusId: z.uuid(),
  kind: z.enum(growthActionKinds),
  words: z.string(),
  dueOn: day.nullable(),
  doneAt: at.nullable(),
})
export type GrowthAction = z.output<typeof action>
const note = z.object({ id: z.uuid(), author: named, words: z.string(), at, mine: z.boolean() })
const focus = z.object({
  id: z.uuid(),
  title: z.string(),
  why: z.string(),
  competencyId: z.uuid().nullable(),
  doneAt: at.nullable(),
  reflection: z.string(),
  actions: z.array(action),
  notes: z.array(note),
})
export type GrowthFocus = z.output<typeof focus>

/** Who besides its owner sees a plan today. */
const sharing = z.discriminatedUnion('with', [
  z.object({ with: z.literal('nobody') }),
  /** `ended`: somebody else is the manager now, or was in between. */
  z.object({ with: z.literal('manager'), manager: named, ended: z.boolean() }),
  /** Whoever is the manager; null: nobody today. */
  z.object({ with: z.literal('whoever'), manager: named.nullable() }),
])
const plan = z.object({
  id: z.uuid(),
  openedAt: at,
  touchedAt: at,
  closedAt: at.nullable(),
  reflection: z.string(),
  focuses: z.array(focus),
  /** For its owner only. */
  sharing: sharing.nullable(),
})
export type GrowthPlan = z.output<typeof plan>

/** What differs from what was expected three months ago: another role, or another version. Said, not judged. */
const change = z.object({
  roleBefore: named.nullable(),
  roleNow: named.nullable(),
  differs: z.array(
    z.object({
      competency: z.string(),
      before: z.string().nullable(),
      now: z.string().nullable(),
    }),
  ),
})

const personId = z.object({ personId: z.uuid() })
const focusId = z.object({ focusId: z.uuid() })
const actionId = z.object({ actionId: z.uuid() })
const answers = z
  .array(z.object({ competencyId: z.uuid(), levelId: z.uuid().nullable(), example: words(2000).default('') }))
  .max(40)
/** Oneself: with which of today's managers; the direct one unless told. */
const withManager = { managerId: z.uuid().optional() }
const focusFields = { title: words(200).min(1), why: words(2000), competencyId: z.uuid().nullable() }
const actionFields = { kind: z.enum(growthActionKinds), words: words(500).min(1), dueOn: day.nullable() }

export const growth = {
  get: operation({
    id: 'growth.get',
    method: 'GET',
    path: '/growth/people/:personId',
    permission: 'growth.read',
    summary: 'What is expected of somebody, how they and the viewer see it, and their plan as far as it is shared',
    params: personId,
    response: z.object({
      person: named.extend({ title: z.string() }),
      side: z.enum(['self', 'manager']),
      today: day,
      expectation: expectation.nullable(),
      /** What is expected in the role that often comes next. */
      next: z.object({ role: named, competencies: z.array(expected) }).nullable(),
      change: change.nullable(),
      /** With whom somebody may look: today's managers, the direct one first. */
      managers: z.array(named),
      /** Looks of which one side is still missing: for oneself one with each manager, the direct one first. */
      open: z.array(look),
      /** What one wrote before another manager came, to go on with. */
      carried: z.array(view),
      /** Looks that both shared, newest first. */
      looks: z.array(look),
      /** By the program's rhythm, another look is due. Null: they do not take part themselves yet, only lead people who do. */
      lookDue: z.boolean().nullable(),
      /** Null: none, or not shared with the viewer. */
      plan: plan.nullable(),
      /** Closed plans, newest first. */
      earlier: z.array(plan),
    }),
    problems: ['element_off'],
  }),
  team: operation({
    id: 'growth.team',
    method: 'GET',
    path: '/growth/team',
    permission: 'team.read',
    summary: 'Who of the viewer’s team has a plan and when they last worked on it, of what is shared; by name',
    response: z.object({
      people: z.array(
        z.object({
          person: named.extend({ title: z.string() }),
          /** Null: none, or not shared. */
          plan: z.object({ touchedAt: at, openActions: z.int() }).nullable(),
          look: z.object({ mineShared: z.boolean(), theirsShared: z.boolean() }).nullable(),
          comparedAt: at.nullable(),
        }),
      ),
    }),
    problems: ['element_off'],
  }),
  openActionsFor: operation({
    id: 'growth.openActionsFor',
    method: 'GET',
    path: '/growth/people/:personId/open-actions',
    permission: 'growth.read',
    summary: 'Open actions of somebody’s plan, as far as it is shared with the viewer; for their check-in',
    params: personId,
    response: z.object({
      actions: z.array(action.extend({ focus: z.string() })),
      /** For oneself: who else sees them. */
      sharing: sharing.nullable(),
    }),
  }),
  saveView: operation({
    id: 'growth.saveView',
    method: 'PUT',
    path: '/growth/people/:personId/view',
    permission: 'growth.write',
    summary: 'Save how one sees where somebody stands; only the writer sees it until both have shared',
    params: personId,
    body: z.object({ ...withManager, answers }),
    response: look,
    problems: ['element_off', 'growth_pair', 'growth_shared', 'growth_not_published', 'growth_unknown'],
    leavesNoEvent: 'A draft is its writer’s own affair; sharing it records growth.view_shared.',
  }),
  shareView: operation({
    id: 'growth.shareView',
    method: 'PUT',
    path: '/growth/people/:personId/view/sharing',
    permission: 'growth.write',
    summary: 'Share one’s side; the two see each other’s once both have',
    params: personId,
    body: z.object(withManager),
    response: look,
    problems: ['element_off', 'growth_pair', 'growth_empty'],
  }),
  unshareView: operation({
    id: 'growth.unshareView',
    method: 'DELETE',
    path: '/growth/people/:personId/view/sharing',
    permission: 'growth.write',
    summary: 'Take one’s side back, as long as the other one has not shared',
    params: personId,
    query: z.object(withManager),
    response: look,
    problems: ['element_off', 'growth_pair', 'growth_compared'],
  }),
  share: operation({
    id: 'growth.share',
    method: 'PUT',
    path: '/growth/plan/sharing',
    permission: 'growth.plan',
    summary: 'Say who besides oneself sees one’s plan: nobody, one manager, or whoever is the manager',
    body: z.object({
      with: z.enum(['nobody', 'manager', 'whoever']),
      /** For `manager`: the direct one unless told. */
      managerId: z.uuid().optional(),
    }),
    response: plan,
    problems: ['element_off', 'growth_pair'],
  }),
  addFocus: operation({
    id: 'growth.addFocus',
    method: 'POST',
    path: '/growth/plan/focuses',
    permission: 'growth.plan',
    summary: 'Write down what one wants to learn; the first one begins a plan',
    body: z.object({
      id: z.uuid().optional(),
      title: focusFields.title,
      why: focusFields.why.default(''),
      competencyId: focusFields.competencyId.default(null),
    }),
    response: plan,
    problems: ['element_off', 'conflict', 'growth_unknown'],
  }),
  updateFocus: operation({
    id: 'growth.updateFocus',
    method: 'PATCH',
    path: '/growth/plan/focuses/:focusId',
    permission: 'growth.plan',
    summary: 'Change what one wants to learn, or say that it is done and what came of it',
    params: focusId,
    body: z.object({
      title: focusFields.title.optional(),
      why: focusFields.why.optional(),
      competencyId: focusFields.competencyId.optional(),
      done: z.boolean().optional(),
      reflection: words(4000).optional(),
    }),
    response: plan,
    problems: ['element_off', 'growth_unknown'],
  }),
  removeFocus: operation({
    id: 'growth.removeFocus',
    method: 'DELETE',
    path: '/growth/plan/focuses/:focusId',
    permission: 'growth.plan',
    summary: 'Take something out of one’s plan',
    params: focusId,
    response: plan,
    problems: ['element_off'],
  }),
  restoreFocus: operation({
    id: 'growth.restoreFocus',
    method: 'PUT',
    path: '/growth/plan/focuses/:focusId/presence',
    permission: 'growth.plan',
    summary: 'Bring back what was taken out of one’s plan',
    params: focusId,
    response: plan,
    problems: ['element_off'],
  }),
  addAction: operation({
    id: 'growth.addAction',
    method: 'POST',
    path: '/growth/plan/focuses/:focusId/actions',
    permission: 'growth.plan',
    summary: 'Add an action: what one will do, and by when',
    params: focusId,
    body: z.object({ id: z.uuid().optional(), ...actionFields, dueOn: actionFields.dueOn.default(null) }),
    response: plan,
    problems: ['element_off', 'conflict'],
  }),
  updateAction: operation({
    id: 'growth.updateAction',
    method: 'PATCH',
    path: '/growth/plan/actions/:actionId',
    permission: 'growth.plan',
    summary: 'Change an action or tick it off',
    params: actionId,
    body: z.object({
      kind: actionFields.kind.optional(),
      words: actionFields.words.optional(),
      dueOn: actionFields.dueOn.optional(),
      done: z.boolean().optional(),
    }),
    response: plan,
    problems: ['element_off'],
  }),
  removeAction: operation({
    id: 'growth.removeAction',
    method: 'DELETE',
    path: '/growth/plan/actions/:actionId',
    permission: 'growth.plan',
    summary: 'Take an action out of one’s plan',
    params: actionId,
    response: plan,
    problems: ['element_off'],
  }),
  addNote: operation({
    id: 'growth.addNote',
    method: 'POST',
    path: '/growth/focuses/:focusId/notes',
    permission: 'growth.write',
    summary: 'Say how it goes; a manager with whom the plan is shared may add a hint',
    params: focusId,
    body: z.object({ id: z.uuid().optional(), words: words(2000).min(1) }),
    response: plan,
    problems: ['element_off', 'conflict'],
  }),
  removeNote: operation({
    id: 'growth.removeNote',
    method: 'DELETE',
    path: '/growth/focuses/:focusId/notes/:noteId',
    permission: 'growth.write',
    summary: 'Take back what one said about how it goes',
    params: focusId.extend({ noteId: z.uuid() }),
    response: plan,
    problems: ['element_off'],
  }),
  closePlan: operation({
    id: 'growth.closePlan',
    method: 'PUT',
    path: '/growth/plan/closing',
    permission: 'growth.plan',
    summary: 'Close one’s plan and, if wanted, say what came of it; the next one begins with its first focus',
    body: z.object({ reflection: words(4000).default('') }),
    response: plan,
    problems: ['element_off'],
  }),
  reopenPlan: operation({
    id: 'growth.reopenPlan',
    method: 'DELETE',
    path: '/growth/plan/closing',
    permission: 'growth.plan',
    summary: 'Open one’s last plan again, where no other has begun',
    response: plan,
    problems: ['element_off', 'growth_plan_open'],
  }),
}
