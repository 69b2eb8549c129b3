/** Which goals serve which: the alignment tree. */
import * as z from 'zod'
import { goalId, goalLevels, goalStatus, named, ownerStates, shownPeriods, visibilities } from './goal.ts'
import { operation } from './operation.ts'

/** What the alignment tree shows of a goal. */
const goalNode = z.object({
  id: z.uuid(),
  title: z.string(),
  owner: named.extend({ department: z.string() }),
  ownerState: z.enum(ownerStates),
  level: z.enum(goalLevels),
  visibility: z.enum(visibilities),
  parentId: z.uuid().nullable(),
  endsOn: z.iso.date(),
  reached: z.number(),
  status: goalStatus,
  /** Goals that serve it directly, as far as the viewer may see them. */
  serving: z.int(),
})
export type GoalNode = z.output<typeof goalNode>
export const treeStates = ['open', 'closed', 'all'] as const

export const goalTree = {
  tree: operation({
    id: 'goals.tree',
    method: 'GET',
    path: '/goal-tree',
    permission: 'goals.read',
    summary: 'One step of the alignment tree: what serves a goal, or the top',
    query: z.object({
      /** Whose children; unless told, the top. */
      parentId: z.uuid().optional(),
      /** At the top: company goals, then team goals that serve none, or the other goals that serve none. */
      top: z.enum(['shared', 'loose']).default('shared'),
      /** `open`: published and not closed. */
      state: z.enum(treeStates).default('open'),
      period: z.enum(shownPeriods).default('all'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
    response: z.object({
      nodes: z.array(goalNode),
      next: z.int().nullable(),
      /** At the top: whether the viewer may set goals of the company. */
      mayCreate: z.boolean(),
    }),
    problems: ['element_off'],
  }),
  aligned: operation({
    id: 'goals.aligned',
    method: 'GET',
    path: '/goal-alignment',
    permission: 'goals.read',
    summary: 'Goals of the company as a list, each with the way up to what it serves',
    query: z.object({
      search: z.string().max(200).optional(),
      department: z.string().max(500).optional(),
      ownerId: z.uuid().optional(),
      level: z.enum(goalLevels).optional(),
      state: z.enum(treeStates).default('open'),
      period: z.enum(shownPeriods).default('all'),
      /** Only goals that serve no other. */
      loose: z.stringbool().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
    response: z.object({
      goals: z.array(goalNode.extend({ path: z.array(z.object({ id: z.uuid(), title: z.string() })) })),
      next: z.int().nullable(),
    }),
    problems: ['element_off'],
  }),
  path: operation({
    id: 'goals.path',
    method: 'GET',
    path: '/goals/:goalId/path',
    permission: 'goals.read',
    summary: 'The way from the top of the alignment tree down to a goal, as far as the viewer may see it',
    params: goalId,
    response: z.object({ path: z.array(z.object({ id: z.uuid(), title: z.string() })) }),
    problems: ['element_off'],
  }),
}
