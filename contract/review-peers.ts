/** Which colleagues are asked for a review: who names them, and who says yes. */
import * as z from 'zod'
import { operation } from './operation.ts'
import { day, named, titled, voiceModes, reviewId } from './review-shapes.ts'

const nominated = z.object({
  person: titled.extend({ department: z.string() }),
  by: named,
  decision: z.enum(['approved', 'refused']).nullable(),
  /** Whether they have answered is for the manager alone, and not where answers are anonymous. */
  answered: z.boolean().nullable(),
  declined: z.boolean(),
})

const nominations = z.object({
  reviewId: z.uuid(),
  cycle: named,
  person: titled,
  as: z.enum(['person', 'manager']),
  state: z.enum(['ahead', 'open', 'over']),
  dueOn: day,
  least: z.int(),
  most: z.int(),
  needsApproval: z.boolean(),
  mode: z.enum(voiceModes),
  peers: z.array(nominated),
  mayName: z.boolean(),
  mayDecide: z.boolean(),
})
export type Nominations = z.output<typeof nominations>

export const reviewPeers = {
  nominations: operation({
    id: 'reviews.nominations',
    method: 'GET',
    path: '/reviews/:reviewId/peers',
    permission: 'reviews.read',
    summary: 'Which colleagues are asked for a review',
    params: reviewId,
    response: nominations,
  }),
  nominate: operation({
    id: 'reviews.nominate',
    method: 'PUT',
    path: '/reviews/:reviewId/peers',
    permission: 'reviews.read',
    summary: 'Name the colleagues to be asked, as a whole list; by the person, or the manager for them',
    params: reviewId,
    body: z.object({ personIds: z.array(z.uuid()).max(10) }),
    response: nominations,
    problems: ['review_not_open', 'review_over', 'review_peers', 'person_unknown'],
  }),
  decide: operation({
    id: 'reviews.decide',
    method: 'PUT',
    path: '/reviews/:reviewId/peers/decision',
    permission: 'reviews.read',
    summary: 'Say yes or no to colleagues whom somebody named; whoever is approved is asked',
    params: reviewId,
    body: z.object({ approve: z.array(z.uuid()).max(20), refuse: z.array(z.uuid()).max(20).default([]) }),
    response: nominations,
    problems: ['review_over', 'review_peers'],
  }),
}
