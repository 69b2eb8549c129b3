/** Reminders: one letter about all that is due soon, one more about what is late, on the next working day. And how sure people feel. */
import { sql } from 'kysely'
import {
  type Broken,
  houseOf,
  type Letters,
  pageAddress,
  planAtNine,
  type Ready,
  wantsLetters,
  write,
} from '../attention/attention.ts'
import { chooseLanguage, letterBrand } from '../library/library.ts'
import { allCourses, type Course } from '../packages/packages.ts'
import { type Language, languages } from '../../contract/library.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { curricula, today as todayOf } from '../program/program.ts'
import { standing } from './queries.ts'

/** Days before the date at which the first letter is planned, and after it for the second. */
const before = 5
const after = 3
/** What else is due by then goes into the same letter. */
const together = 10

/** The waves whose program sends letters; what another program asks of the same people is not written about. */
const writingWaves = async (db: Db | Tx, c: Context): Promise<string[]> =>
  (await curricula(db, c)).filter((wave) => wave.training.letters).map((wave) => wave.waveId)

export async function remind(c: Context): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const day = await todayOf(tx, c)
    const waves = await writingWaves(tx, c)
    if (waves.length === 0) return
    const whom = sql`
      from training_assignment a
      join roster r on r.organization_id = a.organization_id and r.person_id = a.person_id and r.employed and r.status <> 'leave'
      where a.organization_id = ${c.organizationId} and a.need = 'required' and a.wave_id = any(${waves}::uuid[]) and ${standing(c)}
        and not exists (select from training_work k where k.organization_id = a.organization_id and k.person_id = a.person_id
          and k.course_id = a.course_id and k.completed_on is not null)
        and ${wantsLetters(c, 'training_due', sql`a.person_id`)}`
    const now = sql`((a.reminders = 0 and a.due_on <= ${day}::date + ${before}::integer) or (a.reminders = 1 and a.due_on < ${day}::date - ${after}::integer + 1))`
    const { rows: any } = await sql`select 1 ${whom} and ${now} limit 1`.execute(tx)
    if (any.length === 0) return
    const { rows } = await sql<{
      id: string
    }>`insert into training_reminder (organization_id, planned_on) values (${c.organizationId}, ${day})
      on conflict do nothing returning id`.execute(tx)
    if (!rows[0]) return
    const { letters: people } = await planAtNine(tx, c, sql`select distinct a.person_id ${whom} and ${now}`, {
      kind: 'training_due',
      subject: { kind: 'training_reminder', id: rows[0].id },
    })
    await sql`update training_assignment u set reminders = case when u.due_on < ${day}::date then 2 else 1 end
      where u.organization_id = ${c.organizationId} and u.wave_id = any(${waves}::uuid[]) and u.ended_on is null and u.need = 'required' and u.due_on <= ${day}::date + ${together}::integer and u.reminders < 2
        and u.person_id in (select o.person_id from outgoing_mail o where o.organization_id = ${c.organizationId} and o.subject_id = ${rows[0].id})`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'training.reminded',
      subject: { kind: 'training_reminder', id: rows[0].id },
      happenedOn: day,
      data: { people },
    })
  })
}

type Due = {
  person_id: string
  course_id: string
  due_on: Day
  program: string
  accent: string
  logoFileId: string | null
}

/** What is still open when the letter leaves; whoever has finished since gets none. Set-wise, for a wave is reminded on one morning. */
export async function dueLetters(
  c: Context,
  batch: Parameters<Letters[string]>[1],
): Promise<Map<string, Ready | Broken>> {
  const house = await houseOf(c)
  const day = c.clock.today(house.timeZone)
  const waves = await writingWaves(c.db, c)
  const { rows } = await sql<Due>`
    select a.person_id, a.course_id, a.due_on, b.brand ->> 'name' as program, b.brand ->> 'accent' as accent, b.brand ->> 'logoFileId' as "logoFileId" from training_assignment a
    join roster r on r.organization_id = a.organization_id and r.person_id = a.person_id and r.employed
    left join account k on k.organization_id = a.organization_id and k.person_id = a.person_id
    cross join lateral (select v.brand from program_version v where v.organization_id = a.organization_id and v.program_id = a.program_id order by v.number desc limit 1) b
    where a.organization_id = ${c.organizationId} and a.person_id = any(${batch.map((l) => l.personId)}::uuid[]) and a.wave_id = any(${waves}::uuid[]) and a.need = 'required' and k.closed_at is null
      and a.due_on <= ${day}::date + ${together}::integer and ${standing(c)}
      and not exists (select from training_work w where w.organization_id = a.organization_id and w.person_id = a.person_id
        and w.course_id = a.course_id and w.completed_on is not null)
      and ${wantsLetters(c, 'training_due', sql`a.person_id`)}
    order by a.due_on, a.course_id`.execute(c.db)
  const due = Map.groupBy(rows, (row) => row.person_id)
  const made = new Map<string, Ready | Broken>()
  const shelves = new Map<Language, Course[]>()
  for (const letter of batch) {
    const open = due.get(letter.personId)
    if (!open) {
      made.set(letter.id, { excluded: 'not_needed' })
      continue
    }
    const { language } = chooseLanguage(languages, letter.locale, house.locale)
    if (!shelves.has(language)) shelves.set(language, await allCourses(c.db, c, language))
    const titles = new Map(shelves.get(language)!.map((one) => [one.id, one.title]))
    const first = open[0]!
    made.set(
      letter.id,
      write(c, house, letter, {
        template: 'training-due',
        facts: {
          program: { name: first.program },
          training: {
            courses: [...new Set(open.map((o) => titles.get(o.course_id) ?? o.course_id))],
            due: first.due_on,
          },
          action: { url: pageAddress(c, house.slug, 'learning') },
        },
        brand: await letterBrand(c, first),
        fromName: first.program,
      }),
    )
  }
  return made
}

/** Adds up how sure people felt before and after, where a whole group more than last time has said both. */
export async function addUpConfidence(c: Context): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const day = await todayOf(tx, c)
    await sql`
      insert into training_confidence_shown (organization_id, course_id, number, shown_on, people, before_sum, after_sum)
      select ${c.organizationId}, n.course_id, coalesce(s.number, 0) + 1, ${day}, n.people, n.before_sum, n.after_sum
      from (
        select k.course_id, count(*) as people, sum(k.before) as before_sum, sum(k.after) as after_sum from training_confidence k
        where k.organization_id = ${c.organizationId} and k.before is not null and k.after is not null group by 1
      ) n
      left join lateral (select x.number, x.people from training_confidence_shown x where x.organization_id = ${c.organizationId} and x.course_id = n.course_id
        order by x.number desc limit 1) s on true
      where n.people >= coalesce(s.people, 0) + greatest(5, smallest_group(${c.organizationId}))`.execute(tx)
  })
}
