/** What was handed in, as a table for HR. Voices without names stay without, also here. */
import { sql } from 'kysely'
import type { Input } from '../../contract/operation.ts'
import type { CyclePlan, reviews } from '../../contract/reviews.ts'
import type { FormAnswer } from '../../contract/review-form.ts'
import { asPerson } from '../checkins/checkins.ts'
import { csvPages, inPages } from '../people/people.ts'
import type { Context } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import type { Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { type BeforeRow, beforeRows } from './before.ts'
import { itemsOfEach } from './drawn.ts'
import { cycleRow, ratingsOf, reviewIdsForHr, type ReviewRow, reviewRows, sheetsOf, voicesOf } from './queries.ts'
import { saidTo, say } from './rules.ts'
import { questionFor, speech, voicesAt } from './sheet.ts'

const header = [
  'person',
  'department',
  'manager',
  'shared_on',
  'read_on',
  'disagrees',
  'section',
  'question',
  'role',
  'by',
  'answer',
  'value',
  'value_that_holds',
]
/** Reviews that one read fetches. */
const atOnce = 500

/** Written while it is read: a cycle of 150,000 reviews needs no more memory than one of five hundred. */
export async function exportCycle(c: Context, input: Input<typeof reviews.export>): Promise<FileAnswer> {
  const y = await cycleRow(c.db, c, input.cycleId)
  if (!y.filled_at) throw problem('not_found')
  const ids = await reviewIdsForHr(c.db, c, y.id)
  const pages = inPages(ids, atOnce, (some) => asPerson(c, (tx, inside) => page(tx, inside, y.plan, some)))
  return {
    type: 'text/csv; charset=utf-8',
    body: await csvPages(header, pages),
    fileName: `reviews-${y.plan.endsOn}.csv`,
  }
}

/** Asked anew with each page: whoever lost the population in the meantime gets no more of it. */
async function page(tx: Tx, c: Context, plan: CyclePlan, some: readonly string[]): Promise<Line[]> {
  const rows = await reviewRows(tx, c, sql`v.id = any(${some as string[]}::uuid[]) and v.left_out_at is null`)
  return linesOf(
    tx,
    c,
    plan,
    rows.filter((v) => v.as === 'hr'),
  )
}

type Line = (string | number | null)[]

async function linesOf(tx: Tx, c: Context, plan: CyclePlan, some: readonly ReviewRow[]): Promise<Line[]> {
  const ids = some.map((v) => v.id)
  const sheets = Map.groupBy(await sheetsOf(tx, c, ids), (s) => s.review_id)
  const voices = Map.groupBy(await voicesOf(tx, c, ids), (v) => v.review_id)
  const ratings = Map.groupBy(await ratingsOf(tx, c, ids), (g) => g.review_id)
  const before = Map.groupBy(await beforeRows(tx, c, ids), (b) => b.review_id)
  const drawn = await itemsOfEach(
    tx,
    c,
    some.map((v) => ({ personId: v.person_id, joinedAt: v.joined_at })),
    plan,
  )
  const lines: Line[] = []
  for (const v of some) {
    const handed = {
      plan,
      shared: v.shared_at !== null,
      sheets: sheets.get(v.id) ?? [],
      voices: voices.get(v.id) ?? [],
    }
    const items = drawn.get(v.person_id) ?? new Map()
    lines.push(...answersOf(v, before.get(v.id) ?? []))
    for (const section of plan.form.sections)
      for (const question of section.questions) {
        const voices = voicesAt('hr', section, question, handed)
        const asked = questionFor(
          c,
          question,
          items,
          voices.map((voice) => voice.answer),
        )
        const holds = ratings.get(v.id)?.find((g) => g.question_id === question.id)?.value ?? null
        for (const voice of voices)
          for (const said of partsOf(voice.answer, asked))
            lines.push([
              v.person_name,
              v.department,
              v.manager_name ?? '',
              v.shared_at?.slice(0, 10) ?? '',
              v.acknowledged_at?.slice(0, 10) ?? '',
              v.disagrees ? 'yes' : '',
              say(section.title, speech(c)) || section.id,
              said.question,
              voice.role,
              voice.from?.name ?? '',
              said.words,
              said.value,
              voice.role === 'manager' ? holds : null,
            ])
      }
  }
  return lines
}

/** What the person answered to their review, and before it was opened again; with the days that held for it. */
function answersOf(v: ReviewRow, before: readonly BeforeRow[]): Line[] {
  const line = (
    role: string,
    at: Pick<BeforeRow, 'acknowledged_at' | 'disagrees' | 'comment'> & { shared_at: string | null },
  ): Line[] =>
    at.acknowledged_at === null || at.comment === ''
      ? []
      : [
          [
            ...[v.person_name, v.department, v.manager_name ?? '', at.shared_at?.slice(0, 10) ?? ''],
            ...[at.acknowledged_at.slice(0, 10), at.disagrees ? 'yes' : '', '', '', role, v.person_name, at.comment],
            ...[null, null],
          ],
        ]
  return [...line('answer', v), ...before.flatMap((b) => line('answer_before', b))]
}

/** One line for an answer; of competencies one for each, so that a column can be counted. */
function partsOf(answer: FormAnswer, asked: ReturnType<typeof questionFor>) {
  if (asked.kind !== 'competencies')
    return [{ question: asked.ask, words: wordsOf(answer, asked), value: answer.value ?? null }]
  return asked.items.flatMap((item) => {
    const said = answer.items?.[item.id]
    if (!saidTo(said)) return []
    const level = said?.value ? (asked.steps[said.value - 1]?.label ?? '') : ''
    return [
      {
        question: `${asked.ask} – ${item.title}`,
        words: [level, said?.words?.trim()].filter(Boolean).join(': '),
        value: said?.value ?? null,
      },
    ]
  })
}

function wordsOf(answer: FormAnswer, asked: ReturnType<typeof questionFor>): string {
  if (asked.kind === 'goals')
    return asked.items
      .flatMap((item) => {
        const words = answer.items?.[item.id]?.words?.trim()
        return words ? [`${item.title}: ${words}`] : []
      })
      .join('\n')
  if (asked.kind === 'choice') return asked.steps.find((s) => s.id === answer.choice)?.label ?? ''
  if (asked.kind === 'text') return answer.words ?? ''
  return answer.value ? (asked.steps[answer.value - 1]?.label ?? '') : ''
}
