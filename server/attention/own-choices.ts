/** One's own letters: how each kind comes, and in which hours. Nobody else reads or writes it. */
import { sql } from 'kysely'
import {
  inAppOnly,
  type NoticeKind,
  noticeKindIds,
  noticeKindOf,
  noticeKinds,
  type NoticePart,
  noticeParts,
  type Way,
} from '../../contract/notice-kinds.ts'
import type { letterChoices } from '../../contract/notices.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { elementsOf, wavesOf } from '../program/program.ts'
import { offForAll, rulesByWhom, switchable, usualHours, usualWay } from './choices.ts'

type Mine = Answer<typeof letterChoices.mine>

type Choice = { kind: string; way: Way; chosen_by: 'page' | 'letter'; chosen_at: Instant }
type Person = {
  email: string | null
  time_zone: string
  days: number[] | null
  opens: string | null
  closes: string | null
}

export async function mine(c: Context): Promise<Mine> {
  const me = c.viewer.personId
  const [{ rows: choices }, ruled, { rows: people }, parts] = await Promise.all([
    sql<Choice>`select kind, way, chosen_by, chosen_at from notice_choice
      where organization_id = ${c.organizationId} and person_id = ${me}`.execute(c.db),
    rulesByWhom(c.db, c),
    sql<Person>`select p.email, known_zone(coalesce(nullif(r.time_zone, ''), nullif(p.time_zone, ''), o.time_zone), o.time_zone) as time_zone, h.days, to_char(h.opens, 'HH24:MI') as opens, to_char(h.closes, 'HH24:MI') as closes
      from person p join organization o on o.id = p.organization_id
      left join roster r on r.organization_id = p.organization_id and r.person_id = p.id
      left join letter_hours h on h.organization_id = p.organization_id and h.person_id = p.id
      where p.organization_id = ${c.organizationId} and p.id = ${me}`.execute(c.db),
    partsOf(c),
  ])
  const person = people[0]!
  const chosen = new Map(choices.map((row) => [row.kind, row]))
  return {
    kinds: noticeKindIds.flatMap((kind) => {
      const { part, grade, daily } = noticeKinds[kind]
      const where = parts.get(part)
      if (!where || !theirs(c, kind)) return []
      const rule = ruled.get(kind)
      const choice = chosen.get(kind)
      const open = switchable(kind, rule?.as) && !offForAll(kind, rule?.as)
      const way = offForAll(kind, rule?.as)
        ? 'app'
        : choice && (choice.way !== 'app' || open)
          ? choice.way
          : usualWay(kind)
      return [
        {
          kind,
          part,
          grade,
          way,
          daily: daily !== null,
          switchable: open,
          fixed: rule && grade !== 'needed' ? rule : null,
          sent: where.sends(kind),
          chosen: choice ? { at: choice.chosen_at, by: choice.chosen_by } : null,
        },
      ]
    }),
    appOnly: noticeParts.filter((part) => parts.has(part) && inAppOnly[part] !== undefined),
    address: person.email,
    timeZone: person.time_zone,
    hours:
      person.days && person.opens && person.closes
        ? { own: true, days: person.days, opens: person.opens, closes: person.closes }
        : { own: false, ...usualHours },
  }
}

/** Letters that only some get: a first administrator, somebody from outside, whoever sends or launches. */
function theirs(c: Context, kind: NoticeKind): boolean {
  const has = (...roles: string[]) => c.viewer.roles.some((role) => roles.includes(role))
  if (kind === 'launch_refused') return has('lead')
  if (kind === 'mail_test' || kind === 'first_admin') return has('admin')
  if (kind === 'account_opened') return c.viewer.seq === null
  return true
}

/** The parts that concern the viewer, and whether their program sends a kind at all. */
async function partsOf(c: Context): Promise<Map<NoticePart, { sends: (kind: NoticeKind) => boolean }>> {
  const [on, waves] = await Promise.all([elementsOf(c, c.viewer.personId), wavesOf(c, c.viewer.personId)])
  // Whoever leads people or looks after the program hears of elements that are not on for themself.
  const besides = c.viewer.roles.some((role) => role === 'manager' || role === 'lead' || role === 'hr')
  const found = new Map<NoticePart, { sends: (kind: NoticeKind) => boolean }>()
  for (const part of noticeParts) {
    if (part === 'program' || part === 'account') found.set(part, { sends: () => true })
    else if (part === 'learning') {
      if (waves.length > 0 || besides)
        found.set(part, {
          sends: (kind) => kind !== 'training_due' || waves.some((wave) => wave.design.training.letters),
        })
    } else if (on[part] || besides)
      found.set(part, {
        sends: (kind) => kind !== 'recognition_weekly' || on.recognition === null || on.recognition.settings.weekly,
      })
  }
  return found
}

/** Keeps a choice that may be made. Letters of that kind that wait already are looked at again when they leave. */
export async function choose(tx: Tx, c: Context, kind: string, way: Way, by: 'page' | 'letter'): Promise<void> {
  await sql`insert into notice_choice (organization_id, person_id, kind, way, chosen_by, chosen_at)
    values (${c.organizationId}, ${c.viewer.personId}, ${kind}, ${way}, ${by}, ${c.clock.now()})
    on conflict (organization_id, person_id, kind) do update set way = excluded.way, chosen_by = excluded.chosen_by, chosen_at = excluded.chosen_at`.execute(
    tx,
  )
  // Of the inbox, as the audit trail counts it: that somebody reads mail or not is theirs.
  await record(tx, c, { type: 'inbox.letters_chosen', subject: { kind: 'inbox', id: null } })
}

export async function set(
  c: Context,
  input: Input<typeof letterChoices.choose>,
): Promise<Answer<typeof letterChoices.choose>> {
  const known = noticeKindOf(input.kind)
  if (!known) throw problem('not_found')
  if (known.grade === 'needed') throw problem('letters_needed')
  if (input.way === 'daily' && known.daily === null) throw problem('letters_at_once')
  await c.db.transaction().execute(async (tx) => {
    const rule = (await rulesByWhom(tx, c)).get(input.kind)
    if (rule && (rule.as === 'off' || (input.way === 'app' && !switchable(input.kind, rule.as))))
      throw problem('letters_fixed', { name: rule.by.name })
    await choose(tx, c, input.kind, input.way, 'page')
  })
  return { kind: input.kind, way: input.way }
}

export async function setHours(
  c: Context,
  input: Input<typeof letterChoices.hours>,
): Promise<Answer<typeof letterChoices.hours>> {
  const { hours } = input
  await c.db.transaction().execute(async (tx) => {
    if (hours)
      await sql`insert into letter_hours (organization_id, person_id, days, opens, closes, chosen_at)
        values (${c.organizationId}, ${c.viewer.personId}, ${hours.days}::smallint[], ${hours.opens}::time, ${hours.closes}::time, ${c.clock.now()})
        on conflict (organization_id, person_id) do update set days = excluded.days, opens = excluded.opens, closes = excluded.closes, chosen_at = excluded.chosen_at`.execute(
        tx,
      )
    else
      await sql`delete from letter_hours where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId}`.execute(
        tx,
      )
    await record(tx, c, { type: 'inbox.letters_chosen', subject: { kind: 'inbox', id: null } })
  })
  return { saved: true }
}
