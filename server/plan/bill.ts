/**
 * The bill before anything is sent: what the weeks to come ask of each kind of person, in things and minutes, of
 * messages, courses, surveys and reviews together. Counted like the ledger counts what was asked; reminders are not
 * in it, for who gets one hangs on what people do. The bill itself is pure.
 */
import { sql } from 'kysely'
import { type BudgetCaps, type BudgetRole, usualBudget } from '../../contract/budget.ts'
import type { Design } from '../../contract/design.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { billParts, type BillPart, type communications, hearers, type Hearer } from '../../contract/plan.ts'
import { capsHere } from '../attention/attention.ts'
import { designOfWave } from '../campaigns/campaigns.ts'
import { allCourses } from '../packages/packages.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { roundsAhead, type RoundAhead } from '../pulse/pulse.ts'
import { formsAhead, type FormsAhead } from '../reviews/reviews.ts'
import { mondayOf } from './calendar.ts'
import { reaches } from './pieces.ts'
import { counts, type Message, pieceOf, type Wave } from './planned.ts'
import { wholePlan } from './queries.ts'

/** Weeks after go-live to which the bill looks ahead. */
const weeksAhead = 26

export type Asked = { day: Day; part: BillPart; minutes: number; hearers: readonly Hearer[] }
type Sums = { asks: number; minutes: number }
type BillWeek = Sums & { week: Day; over: boolean; parts: Record<BillPart, Sums> }

const roleOf: Record<Hearer, BudgetRole> = {
  employees: 'employees',
  champions: 'employees',
  managers: 'managers',
  leaders: 'managers',
  hr: 'hr',
}

/** Week by week, from the one of `from` on; `over` where it is more than the limit. */
export function weeksFor(asked: readonly Asked[], hearer: Hearer, caps: BudgetCaps, from: Day): BillWeek[] {
  const cap = caps[roleOf[hearer]]
  const weeks = new Map<Day, BillWeek>()
  for (const one of asked) {
    const week = mondayOf(one.day)
    if (week < mondayOf(from) || !one.hearers.includes(hearer)) continue
    const sums = weeks.get(week) ?? { week, asks: 0, minutes: 0, over: false, parts: nothing() }
    for (const sum of [sums, sums.parts[one.part]]) {
      sum.asks++
      sum.minutes += one.minutes
    }
    weeks.set(week, sums)
  }
  return [...weeks.values()]
    .map((sums) => ({
      ...sums,
      // As letters are laid out: a week of one thing alone holds it, however long it is.
      over: cap !== null && sums.asks > 1 && (sums.asks > cap.asks || sums.minutes > cap.minutes),
    }))
    .toSorted((a, b) => (a.week < b.week ? -1 : 1))
}

const nothing = (): Record<BillPart, Sums> => ({
  messages: { asks: 0, minutes: 0 },
  training: { asks: 0, minutes: 0 },
  surveys: { asks: 0, minutes: 0 },
  reviews: { asks: 0, minutes: 0 },
})

/** What a dated wave is asked, day by day. */
export function askedOf(
  wave: Wave,
  {
    messages,
    design,
    rounds,
    forms,
    lengths,
    since,
  }: {
    messages: readonly Message[]
    design: Design
    rounds: readonly RoundAhead[]
    forms: readonly FormsAhead[]
    /** Minutes of each course. */
    lengths: ReadonlyMap<string, number>
    /** For a wave that has begun: the design that it has now, and the day from which another one would ask. */
    since?: { design: Design; day: Day } | undefined
  },
): Asked[] {
  const { goesLiveOn } = wave
  if (goesLiveOn === null) return []
  const begins = wave.preparesOn ?? goesLiveOn
  const until = addDays(goesLiveOn, 7 * weeksAhead)
  const sent = messages.flatMap((m): Asked[] =>
    counts(m) && m.day !== null
      ? [
          {
            day: addDays(goesLiveOn, m.day),
            part: 'messages',
            minutes: pieceOf(m)?.minutes ?? 1,
            hearers: reaches(m.readers),
          },
        ]
      : [],
  )
  const learnt = hearers.flatMap((hearer): Asked[] => {
    const role = hearer === 'champions' ? 'employees' : hearer
    const required = (of: Design) =>
      of.training.courses
        .filter((one) =>
          [role, ...(hearer === 'hr' ? ['employees' as const] : hearer === 'champions' ? [hearer] : [])].some((as) =>
            one.required.includes(as),
          ),
        )
        .map((one) => one.id)
    const known = since && since.day > begins ? required(since.design) : null
    const asked = (ids: readonly string[], day: Day): Asked[] => {
      const minutes = ids.reduce((sum, id) => sum + (lengths.get(id) ?? 0), 0)
      return minutes === 0 ? [] : [{ day, part: 'training', minutes, hearers: [hearer] }]
    }
    const all = required(design)
    if (known === null) return asked(all, begins)
    // What a new version asks of people who have begun, it asks from its own day on.
    const added = all.filter((id) => !known.includes(id))
    return [
      ...asked(
        all.filter((id) => known.includes(id)),
        begins,
      ),
      ...asked(added, since!.day),
    ]
  })
  const surveyed = rounds
    .filter(
      ({ opensOn, reach }) =>
        opensOn <= until &&
        ((reach !== 'preparing' && opensOn >= goesLiveOn) ||
          (reach !== 'live' && opensOn >= begins && opensOn < goesLiveOn)),
    )
    .map(({ opensOn, minutes }): Asked => ({ day: opensOn, part: 'surveys', minutes, hearers }))
  const reviewed = design.elements.reviews.on
    ? forms
        .filter(({ opensOn }) => opensOn >= goesLiveOn && opensOn <= until)
        .map(({ opensOn, minutes, managers }): Asked => ({
          day: opensOn,
          part: 'reviews',
          minutes,
          hearers: managers ? ['managers', 'leaders'] : hearers,
        }))
    : []
  return [...sent, ...learnt, ...surveyed, ...reviewed]
}

const alike = (some: readonly BillWeek[], others: readonly BillWeek[]): boolean =>
  some.length === others.length &&
  some.every((one, i) => {
    const other = others[i]!
    return one.week === other.week && one.asks === other.asks && one.minutes === other.minutes
  })

export async function bill(
  c: Context,
  input: Input<typeof communications.bill>,
): Promise<Answer<typeof communications.bill>> {
  const { plan, waves, today } = await wholePlan(c, input.programId)
  const last = plan.waves.reduce((day, w) => (w.goesLiveOn && w.goesLiveOn > day ? w.goesLiveOn : day), today)
  const [caps, rounds, forms, drafts, courses] = await Promise.all([
    capsHere(c.db, c),
    roundsAhead(c, input.programId, addDays(last, 7 * weeksAhead)),
    formsAhead(c),
    sql<{
      draft: Design
    }>`select draft from program where organization_id = ${c.organizationId} and id = ${input.programId}`.execute(c.db),
    allCourses(c.db, c, 'en'),
  ])
  const draft = drafts.rows[0]!.draft
  const lengths = new Map(courses.map((one) => [one.id, one.minutes]))
  /** Where no limit is set yet, weeks are held against what is proposed. */
  const limits = {
    employees: caps.employees ?? usualBudget.employees,
    managers: caps.managers ?? usualBudget.managers,
    hr: caps.hr ?? usualBudget.hr,
    lead: caps.lead ?? usualBudget.lead,
  }
  const rows: Answer<typeof communications.bill>['rows'] = []
  for (const wave of plan.waves) {
    if (wave.goesLiveOn === null) continue
    const published = await designOfWave(c.db, c, input.programId, wave.id)
    const messages = plan.messages.filter((m) => m.waveId === wave.id)
    const asked = askedOf(wave, {
      messages,
      design: (input.of === 'draft' ? null : published?.design) ?? draft,
      rounds,
      forms,
      lengths,
      since: published ? { design: published.design, day: today } : undefined,
    })
    for (const hearer of hearers) {
      const weeks = weeksFor(asked, hearer, limits, today)
      // Who is asked no more than those of whom they are a part is one of them.
      const whole = hearer === 'leaders' ? 'managers' : 'employees'
      const same = hearer !== whole && hearer !== 'managers' && alike(weeks, weeksFor(asked, whole, limits, today))
      if (weeks.length === 0 || same) continue
      const parts = nothing()
      for (const week of weeks)
        for (const part of billParts) {
          parts[part].asks += week.parts[part].asks
          parts[part].minutes += week.parts[part].minutes
        }
      const sum = (key: keyof Sums) => weeks.reduce((total, week) => total + week[key], 0)
      rows.push({
        waveId: wave.id,
        hearer,
        role: roleOf[hearer],
        asks: sum('asks'),
        minutes: sum('minutes'),
        parts,
        weeks,
      })
    }
  }
  return {
    today,
    waves: waves.map((w) => ({ id: w.id, name: w.name, dated: w.goesLiveOn !== null })),
    caps: limits,
    set: Object.values(caps).some((cap) => cap !== null),
    rows,
  }
}
