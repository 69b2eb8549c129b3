/** Letters about reviews: that something waits, one reminder, that a review is there to read. Never what was written. */
import { sql } from 'kysely'
import {
  type Broken,
  type House,
  houseOf,
  type Letters,
  pageAddress,
  type Ready,
  type Waiting,
  write,
} from '../attention/attention.ts'
import type { StageId } from '../../contract/reviews.ts'
import type { Day } from '../platform/clock.ts'
import { letterBrand } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import { brandFor } from '../program/program.ts'
import { undone } from './notices.ts'
import { cycleRow, type CycleRow } from './queries.ts'
import { modeOf, roleOfStage } from './rules.ts'

type Made = Map<string, Ready | Broken>
/** What there is to do, said in different moments. */
type Asking = 'review-to-do' | 'review-moved' | Alike
/** Where people write without a name, these go to everybody who was asked and say so. */
type Alike = (typeof alikeTemplates)[number]
const alikeTemplates = ['review-reminder', 'review-reminded'] as const
const isAlike = (template: Asking): template is Alike => alikeTemplates.some((t) => t === template)

async function written(
  c: Context,
  house: House,
  letter: Waiting,
  what: {
    template: Asking | `${Alike}-to-all` | 'review-shared'
    cycle: string
    until: Day
    page: string
  },
): Promise<Ready> {
  const brand = await brandFor(c, letter.personId)
  return write(c, house, letter, {
    template: what.template,
    facts: {
      review: { cycle: what.cycle, until: what.until },
      action: { url: `${pageAddress(c, house.slug, 'reviews')}${what.page}` },
    },
    brand: await letterBrand(c, brand),
  })
}

/** Of a notice; whoever has done it since gets none, but where who gets one would tell who has written. */
const asking =
  (template: Asking): Letters[string] =>
  async (c, batch) => {
    const made: Made = new Map()
    const house = await houseOf(c)
    for (const [noticeId, letters] of Map.groupBy(batch, (letter) => letter.subjectId!)) {
      const { rows } = await sql<{ cycle_id: string; stage: StageId; due_on: Day }>`
        select n.cycle_id, n.stage, s.due_on from review_notice n
        join review_stage s on s.organization_id = n.organization_id and s.cycle_id = n.cycle_id and s.stage = n.stage
        where n.organization_id = ${c.organizationId} and n.id = ${noticeId}`.execute(c.db)
      const notice = rows[0]
      const cycle = notice && (await cycleRow(c.db, c, notice.cycle_id))
      const open =
        notice && cycle && !cycle.closed_at
          ? await stillOpen(c, cycle, notice.stage, letters)
          : new Map<string, Day | null>()
      for (const letter of letters) {
        if (!notice || !cycle || !open.has(letter.personId)) made.set(letter.id, { excluded: 'not_needed' })
        else
          made.set(
            letter.id,
            await written(c, house, letter, {
              template: isAlike(template) && alike(cycle, notice.stage) ? `${template}-to-all` : template,
              cycle: cycle.plan.name,
              until: open.get(letter.personId) ?? notice.due_on,
              page: '',
            }),
          )
      }
    }
    return made
  }

const alike = (cycle: CycleRow, stage: StageId) => {
  const role = roleOfStage[stage]
  return role !== undefined && modeOf(cycle.plan, role) === 'anonymous'
}

/** Who still has something to do, with the last day of their own. */
async function stillOpen(
  c: Context,
  cycle: CycleRow,
  stage: StageId,
  letters: readonly Waiting[],
): Promise<Map<string, Day | null>> {
  const { rows } = await sql<{
    person_id: string
    due_on: Day | null
  }>`select x.person_id, x.due_on from (${undone(c, cycle, stage)}) x
    where x.person_id = any(${letters.map((l) => l.personId)}::uuid[])`.execute(c.db)
  return new Map(rows.map((r) => [r.person_id, r.due_on]))
}

async function shared(c: Context, batch: readonly Waiting[]): Promise<Made> {
  const made: Made = new Map()
  const house = await houseOf(c)
  for (const letter of batch) {
    const reviewId = String(letter.params['reviewId'])
    const { rows } = await sql<{ cycle: string; on: Day }>`select y.plan ->> 'name' as cycle, v.shared_at::date as on
      from review v join review_cycle y on y.organization_id = v.organization_id and y.id = v.cycle_id
      where v.organization_id = ${c.organizationId} and v.id = ${reviewId} and v.person_id = ${letter.personId}
        and v.shared_at is not null and v.acknowledged_at is null and v.left_out_at is null`.execute(c.db)
    const review = rows[0]
    // Read already, or taken back.
    if (!review) made.set(letter.id, { excluded: 'not_needed' })
    else
      made.set(
        letter.id,
        await written(c, house, letter, {
          template: 'review-shared',
          cycle: review.cycle,
          until: review.on,
          page: `/${reviewId}`,
        }),
      )
  }
  return made
}

export const letters: Letters = {
  review_opens: asking('review-to-do'),
  review_before: asking('review-reminder'),
  review_moved: asking('review-moved'),
  review_reminded: asking('review-reminded'),
  review_shared: shared,
}
