/** The attention budget: how much a week may ask of whom, what was asked, and what waited because a week was full. */
import * as z from 'zod'
import { countedKinds } from './notice-kinds.ts'
import { operation } from './operation.ts'

/** Whose weeks are counted: everybody is one of them. HR partners and the program lead are asked for more than others. */
export const budgetRoles = ['employees', 'managers', 'hr', 'lead'] as const
export type BudgetRole = (typeof budgetRoles)[number]

/** How many things and how many minutes a week asks of somebody, at most. */
export const budgetCap = z.strictObject({ asks: z.int().min(1).max(50), minutes: z.int().min(5).max(600) })
export const budgetCaps = z.strictObject({
  employees: budgetCap.nullable(),
  managers: budgetCap.nullable(),
  hr: budgetCap.nullable(),
  lead: budgetCap.nullable(),
})
export type BudgetCaps = z.output<typeof budgetCaps>
/** What is proposed. Nothing waits before somebody has set it. */
export const usualBudget: { [R in BudgetRole]: z.output<typeof budgetCap> } = {
  employees: { asks: 4, minutes: 30 },
  managers: { asks: 6, minutes: 60 },
  hr: { asks: 8, minutes: 90 },
  lead: { asks: 15, minutes: 120 },
}

const week = z.iso.date()
const role = z.enum(budgetRoles)
/** Null: of too few people to be said. */
const few = z.int().nullable()

const budget = z.object({
  /** Null: nothing waits for this role. */
  caps: budgetCaps,
  usual: z.object({ employees: budgetCap, managers: budgetCap, hr: budgetCap, lead: budgetCap }),
  set: z.object({ by: z.object({ id: z.uuid(), name: z.string() }), at: z.iso.datetime() }).nullable(),
  /** Monday of this week. */
  now: week,
  /** Of each week and role: how many were asked for anything, and what it came to for one of them. */
  weeks: z.array(z.object({ week, role, people: few, asks: z.number().nullable(), minutes: z.number().nullable() })),
  /** What found no room in its week: how many people get it later, and how many have it in the app only. */
  waited: z.array(
    z.object({ week, role, kind: z.enum(countedKinds as [string, ...string[]]), waits: few, appOnly: few }),
  ),
  smallestGroup: z.int(),
})

export const attentionBudget = {
  weeks: operation({
    id: 'budget.get',
    method: 'GET',
    path: '/attention-budget',
    permission: 'messages.read',
    summary: 'How much is asked of each role a week, the limits, and what waited; counts only, of no group too small',
    response: budget,
  }),
  limits: operation({
    id: 'budget.set',
    method: 'PUT',
    path: '/attention-budget',
    permission: 'messages.write',
    summary: 'Limit what a week asks of a role; what is planned already is laid out anew. Null: nothing waits',
    body: z.object({ caps: budgetCaps }),
    response: budget,
  }),
}
