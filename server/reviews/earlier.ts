/** Reviews of an earlier tool, for whom they concern: the person, the manager who wrote them, and the HR partner. */
import { type RawBuilder, sql } from 'kysely'
import type { EarlierReview, earlierReviews } from '../../contract/earlier-reviews.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'
import type { EarlierAnswer } from './bring-file.ts'
import { drawPaper, type Paper } from './paper.ts'
import { fileOf, roleWord, stationery, type Stationery } from './pdf.ts'
import { reviewRows } from './queries.ts'

/** Colleagues' and team members' answers to one question that its person reads together, as in cycles of today. */
const floor = 3

export type EarlierRow = {
  id: string
  person_id: string
  person_name: string
  cycle: string
  starts_on: Day | null
  ends_on: Day
  manager_id: string | null
  manager_name: string
  finished_on: Day | null
  rating: string
  answers: EarlierAnswer[]
  as: EarlierReview['as']
}

/** What the viewer is to `earlier_review e`. HR partners read neither their own nor their leaders'. */
function viewerIs(c: Context): RawBuilder<EarlierReview['as'] | null> {
  const { personId, populations, roles, seq } = c.viewer
  const cares = roles.includes('hr') && populations.length > 0
  return sql<EarlierReview['as'] | null>`case
    when e.person_id = ${personId} then 'person'
    when e.manager_id = ${personId} then 'manager'
    when ${cares} and exists (select from population_member pm where pm.organization_id = e.organization_id and pm.person_id = e.person_id
        and pm.population_id = any(${populations as string[]}::uuid[]))
      and not exists (select from roster a where a.organization_id = e.organization_id and a.person_id = e.person_id
        and a.seq < ${seq ?? 0} and a.last_seq >= ${seq ?? 0}) then 'hr'
    end`
}

/** Those that are open to the viewer, the newest first. `where` speaks of `earlier_review e`. */
export async function earlierRows(db: Db | Tx, c: Context, where: RawBuilder<unknown>): Promise<EarlierRow[]> {
  const { rows } = await sql<EarlierRow>`select * from (
      select e.id, e.person_id, p.full_name as person_name, e.cycle, e.starts_on, e.ends_on, e.manager_id,
        coalesce(m.full_name, e.manager_name) as manager_name, e.finished_on, e.rating, e.answers, ${viewerIs(c)} as as
      from earlier_review e
      join person p on p.organization_id = e.organization_id and p.id = e.person_id
      left join person m on m.organization_id = e.organization_id and m.id = e.manager_id
      where e.organization_id = ${c.organizationId} and ${where}
    ) found where "as" is not null order by ends_on desc, cycle, id limit 200`.execute(db)
  return rows
}

async function earlierRow(c: Context, id: string): Promise<EarlierRow> {
  const [row] = await earlierRows(c.db, c, sql`e.id = ${id}`)
  if (!row) throw problem('not_found')
  return row
}

export async function earlier(c: Context, input: Input<typeof earlierReviews.earlier>): Promise<EarlierReview> {
  return shown(await earlierRow(c, input.earlierId))
}

function shown(row: EarlierRow): EarlierReview {
  const voices = (answer: EarlierAnswer) => answer.role === 'peer' || answer.role === 'upward'
  let hidden = false
  const questions = [...Map.groupBy(row.answers, (a) => a.question)].map(([question, all]) => {
    const open = all.filter(
      (a) => row.as !== 'person' || !voices(a) || all.filter((b) => b.role === a.role).length >= floor,
    )
    if (open.length < all.length) hidden = true
    return { question, answers: open.map(({ role, rating, words }) => ({ role, rating, words })) }
  })
  return {
    id: row.id,
    cycle: row.cycle,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    person: { id: row.person_id, name: row.person_name },
    manager: row.manager_name ? { id: row.manager_id, name: row.manager_name } : null,
    finishedOn: row.finished_on,
    rating: row.rating,
    as: row.as,
    questions: questions.filter((q) => q.answers.length > 0),
    hidden,
    floor,
  }
}

export async function about(
  c: Context,
  input: Input<typeof earlierReviews.about>,
): Promise<Answer<typeof earlierReviews.about>> {
  const own = input.personId === c.viewer.personId
  const known =
    await sql`select 1 from person where organization_id = ${c.organizationId} and id = ${input.personId}`.execute(c.db)
  if (known.rows.length === 0) throw problem('not_found')
  const [here, before] = [
    await reviewRows(c.db, c, sql`v.person_id = ${input.personId} and v.left_out_at is null`),
    await earlierRows(c.db, c, sql`e.person_id = ${input.personId}`),
  ]
  const names = new Map(
    (
      await sql<{
        id: string
        name: string
        ends_on: Day
      }>`select y.id, y.plan ->> 'name' as name, (y.plan ->> 'endsOn')::date as ends_on
        from review_cycle y where y.organization_id = ${c.organizationId} and y.id = any(${here.map((v) => v.cycle_id)}::uuid[])`.execute(
        c.db,
      )
    ).rows.map((y) => [y.id, y]),
  )
  return {
    reviews: [
      // Nobody looks over their own before it is shared.
      ...here
        .filter((v) => !own || v.shared_at)
        .map((v) => ({
          id: v.id,
          earlier: false,
          cycle: names.get(v.cycle_id)!.name,
          endsOn: names.get(v.cycle_id)!.ends_on,
          manager: v.manager_name ?? '',
          state: v.acknowledged_at
            ? ('acknowledged' as const)
            : v.shared_at
              ? ('shared' as const)
              : ('running' as const),
        })),
      ...before.map((e) => ({
        id: e.id,
        earlier: true,
        cycle: e.cycle,
        endsOn: e.ends_on,
        manager: e.manager_name,
        state: 'earlier' as const,
      })),
    ].toSorted((a, b) => (a.endsOn < b.endsOn ? 1 : a.endsOn > b.endsOn ? -1 : 0)),
  }
}

export async function earlierPdf(c: Context, input: Input<typeof earlierReviews.earlierPdf>): Promise<FileAnswer> {
  const review = shown(await earlierRow(c, input.earlierId))
  return fileOf(
    await drawPaper(paperOf(await stationery(c, review.person.id), review)),
    `${review.person.name} ${review.endsOn}`,
  )
}

function paperOf(s: Stationery, v: EarlierReview): Paper {
  const { words, fill } = s
  return {
    ...s,
    title: fill(words.review, { name: v.person.name }),
    subtitle: [v.cycle, words.earlier].join(' · '),
    facts: [
      [words.period, [v.startsOn, v.endsOn].flatMap((on) => (on ? [s.dayOf(on)] : [])).join(' – ')],
      [words.manager, v.manager?.name ?? words.nobody],
      ...(v.rating ? [[words.rating, v.rating] as const] : []),
    ],
    sections: [
      {
        title: words.answers,
        questions: v.questions.map((q) => ({
          ask: q.question,
          note: '',
          answers: q.answers.map((a) => ({
            from: a.role ? words[roleWord[a.role]] : '',
            chosen: a.rating ? { label: a.rating, step: null, of: 0, place: '', anchor: '' } : null,
            words: a.words ? [{ title: '', text: a.words }] : [],
          })),
        })),
      },
    ].filter((section) => section.questions.length > 0),
    notes: v.hidden
      ? [
          fill(words.hidden, {
            floor: v.floor,
            who: new Intl.ListFormat(s.locale, { type: 'conjunction' }).format([words.peer, words.upward]),
          }),
        ]
      : [],
    answer: null,
    page: (n, of) => fill(words.page, { n, of }),
    missing: words.missing,
  }
}
