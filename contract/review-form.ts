/**
 * What a review asks: sections of questions, each with who answers and who reads it.
 * One document per cycle, frozen at its launch; forms of the library have the same shape.
 */
import * as z from 'zod'
import { languages } from './library.ts'

/** Who writes. */
export const reviewRoles = ['self', 'peer', 'upward', 'manager', 'second'] as const
export type ReviewRole = (typeof reviewRoles)[number]

/** Who reads what others wrote. The writer always reads their own; HR in scope what was submitted. */
export const reviewReaders = ['person', 'manager', 'second'] as const
export type ReviewReader = (typeof reviewReaders)[number]

export const questionKinds = ['text', 'scale', 'rating', 'choice', 'goals', 'competencies'] as const
export type QuestionKind = (typeof questionKinds)[number]

/** The same words in the languages the company has them in. */
export const saying = (most: number) => z.partialRecord(z.enum(languages), z.string().trim().max(most))
export type Saying = z.output<ReturnType<typeof saying>>

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
const unique = <T extends { id: string }>(items: readonly T[]) => new Set(items.map((i) => i.id)).size === items.length

/** One step of a scale or rating, or one choice. */
export const formStep = z.strictObject({
  id,
  label: saying(120),
  /** What it looks like, so that two people mean the same by it. */
  anchor: saying(600).default({}),
})

export const formQuestion = z.strictObject({
  id,
  kind: z.enum(questionKinds),
  ask: saying(600),
  hint: saying(600).default({}),
  required: z.boolean().default(false),
  /** Answered to HR only: neither the person nor a manager reads it. */
  confidential: z.boolean().default(false),
  /** Steps of a scale, rating or choice, lowest first. */
  steps: z.array(formStep).max(10).refine(unique, 'each id once').default([]),
})
export type FormQuestion = z.output<typeof formQuestion>

export const formSection = z.strictObject({
  id,
  title: saying(160),
  intro: saying(1000).default({}),
  /** Who answers it. Two may answer the same questions: their answers then stand side by side. */
  answeredBy: z.array(z.enum(reviewRoles)).min(1).max(5),
  /** Who else reads the answers: the person once it is shared, managers once it is submitted. */
  readBy: z.array(z.enum(reviewReaders)).max(3).default(['person', 'manager', 'second']),
  questions: z.array(formQuestion).max(30).refine(unique, 'each id once'),
})
export type FormSection = z.output<typeof formSection>

export const reviewForm = z.strictObject({
  sections: z
    .array(formSection)
    .max(20)
    .refine(unique, 'each id once')
    .refine((s) => unique(s.flatMap((one) => one.questions)), 'each question id once'),
})
export type ReviewForm = z.output<typeof reviewForm>

/** What somebody answered to one question; which part is read depends on the question's kind. */
export const formAnswer = z.strictObject({
  words: z.string().max(10_000).optional(),
  /** 1 is the lowest step. Null: taken back. */
  value: z.int().min(1).max(10).nullable().optional(),
  choice: z.string().max(40).nullable().optional(),
  /** By goal, or by competency; the value is the level's place on the scale. */
  items: z
    .record(
      z.uuid(),
      z.strictObject({ value: z.int().min(1).max(10).nullable().optional(), words: z.string().max(4000).optional() }),
    )
    .optional(),
})
export type FormAnswer = z.output<typeof formAnswer>
export const formAnswers = z.record(z.string().max(40), formAnswer)
export type FormAnswers = z.output<typeof formAnswers>
