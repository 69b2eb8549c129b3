/** What was handed in, as a table for HR. Voices without names stay without, also here. */
import { sql } from 'kysely'
import type { Input } from '../../contract/operation.ts'
import type { reviews } from '../../contract/reviews.ts'
import type { FormAnswer } from '../../contract/review-form.ts'
import { asPerson } from '../checkins/checkins.ts'
import { csvFile } from '../people/people.ts'
import type { Context } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'
import { cycleRow, ratingsOf, reviewRows, sheetsOf, voicesOf } from './queries.ts'
import { itemsOf, questionFor, voicesAt } from './sheet.ts'

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
/** Lines after which the table ends; a spreadsheet ends not much later. */
const most = 200_000

export async function exportCycle(c: Context, input: Input<typeof reviews.export>): Promise<FileAnswer> {
  return asPerson(c, async (tx, inside) => {
    const y = await cycleRow(tx, inside, input.cycleId)
    if (!y.filled_at) throw problem('not_found')
    const { plan } = y
    const lines: (string | number | null)[][] = []
    const found = await reviewRows(tx, inside, sql`v.cycle_id = ${y.id} and v.left_out_at is null`)
    for (const v of found) {
      // Reviews that somebody has a part in otherwise are read on their own page.
      if (v.as !== 'hr' || lines.length >= most) continue
      const handed = {
        plan,
        shared: v.shared_at !== null,
        sheets: await sheetsOf(tx, inside, v.id),
        voices: await voicesOf(tx, inside, v.id),
      }
      const rated = await ratingsOf(tx, inside, [v.id])
      const items = await itemsOf(tx, inside, v.person_id, plan, plan.form.sections)
      for (const section of plan.form.sections)
        for (const question of section.questions) {
          const asked = questionFor(inside, question, items)
          for (const voice of voicesAt('hr', section, question, handed))
            lines.push([
              v.person_name,
              v.department,
              v.manager_name ?? '',
              v.shared_at?.slice(0, 10) ?? '',
              v.acknowledged_at?.slice(0, 10) ?? '',
              v.disagrees ? 'yes' : '',
              section.title.en ?? Object.values(section.title)[0] ?? section.id,
              asked.ask,
              voice.role,
              voice.from?.name ?? '',
              wordsOf(voice.answer, asked),
              voice.answer.value ?? null,
              voice.role === 'manager' ? (rated.find((g) => g.question_id === question.id)?.value ?? null) : null,
            ])
        }
    }
    return {
      type: 'text/csv; charset=utf-8',
      body: csvFile(header, lines),
      fileName: `reviews-${y.plan.endsOn}.csv`,
    }
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
