/** What the rooms of reviews have in common: stages, questions as somebody reads them, voices, what happened. */
import * as z from 'zod'
import { formAnswer, questionKinds, reviewReaders, reviewRoles } from './review-form.ts'

export const day = z.iso.date()

export const instant = z.iso.datetime()

export const words = (most: number) => z.string().trim().max(most)

export const named = z.object({ id: z.uuid(), name: z.string() })

export const titled = named.extend({ title: z.string() })

/** In the order in which they come. */
export const stageIds = [
  'nominate',
  'self',
  'peers',
  'upward',
  'manager',
  'second',
  'hr',
  'calibration',
  'share',
  'acknowledge',
] as const
export type StageId = (typeof stageIds)[number]

/** How answers of peers and team members reach the person; shown to the writer before the first word. */
export const voiceModes = ['attributed', 'confidential', 'anonymous'] as const
export type VoiceMode = (typeof voiceModes)[number]

/** Where one writer's task stands, derived from its rows, its stage and the day. */
export const taskState = z.enum(['ahead', 'waiting', 'open', 'late', 'over', 'done', 'declined', 'ended'])
export type TaskState = z.output<typeof taskState>

export const cycleId = z.object({ cycleId: z.uuid() })

export const reviewId = z.object({ reviewId: z.uuid() })

export const taskId = z.object({ taskId: z.uuid() })

export const reason = words(1000)

/** A goal or a competency that a question asks about. */
export const sheetItem = z.object({
  id: z.uuid(),
  title: z.string(),
  detail: z.string(),
  /** Of a competency, step by step: what can be observed. */
  anchors: z.array(z.array(z.string())),
  /** The step that the role asks for, 1 the lowest; null: none. */
  expected: z.int().nullable(),
})

export const sheetQuestion = z.object({
  id: z.string(),
  kind: z.enum(questionKinds),
  ask: z.string(),
  hint: z.string(),
  required: z.boolean(),
  confidential: z.boolean(),
  steps: z.array(z.object({ id: z.string(), label: z.string(), anchor: z.string() })),
  /** Goals or competencies that it asks about. Of competencies `steps` are the levels. */
  items: z.array(sheetItem),
})
export type SheetQuestion = z.output<typeof sheetQuestion>

/** Who reads a section, and when. */
export const reading = z.object({
  who: z.enum([...reviewReaders, 'hr', 'leaders']),
  when: z.enum(['submitted', 'shared']),
})

export const voice = z.object({
  role: z.enum(reviewRoles),
  /** Null: without a name, by the cycle's setting. */
  from: named.nullable(),
  answer: formAnswer,
})
export type Voice = z.output<typeof voice>

export const turn = z.object({
  kind: z.enum(['submitted', 'reopened', 'declined', 'asked_again', 'delegated', 'taken_back', 'handed_over']),
  by: named,
  to: named.nullable(),
  reason: z.string(),
  at: instant,
})

export const page = {
  search: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
}
