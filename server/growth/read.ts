/** What a person and their managers read of growth: expectations, looks and the plan, each as far as it was shared. */
import type { growth } from '../../contract/growth.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { demand } from '../access/access.ts'
import { dayOf, demandElement, demandOpen, practiceOf } from '../goals/goals.ts'
import { elementOf } from '../program/program.ts'
import { addDays, dayIn, type Day, daysBetween } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { type Expectation, expectationIn, expectationOf, readerOf, versionOn } from './expectations.ts'
import { looksOf } from './looks.ts'
import { plansOf, sharingOf } from './plan-seen.ts'
import * as queries from './queries.ts'
import { behindWall } from './wall.ts'

type Answered = Answer<typeof growth.get>

/** How far back a change of what is expected is told. */
const changeDays = 90
const rhythmDays = { quarter: 92, half_year: 183, year: 365 } as const

export async function get(c: Context, input: Input<typeof growth.get>): Promise<Answered> {
  await demand(c, 'growth.read', input.personId)
  const self = input.personId === c.viewer.personId
  if (self) demandOpen(await practiceOf(c, 'growth'), 'growth')
  else await demandElement(c, 'growth', input.personId)
  return behindWall(c, async (tx, inside) => {
    const person = await queries.personOf(tx, c, input.personId)
    if (!person) throw problem('not_found')
    const today = await dayOf(inside)
    const expectation = await expectationOf(inside, person.id, today, tx)
    const { looks, carried } = await looksOf(tx, inside, person.id)
    const plans = await plansOf(tx, inside, person.id)
    const managers = queries.managersOf(person)
    const partners = self ? managers.map((m) => m.id) : [c.viewer.personId]
    const open = looks.filter((l) => l.state === 'open' && partners.includes(l.manager.id))
    const compared = looks.filter((l) => l.state === 'compared')
    const mine = await elementOf(inside, person.id, 'growth')
    return {
      person: { id: person.id, name: person.name, title: person.title },
      side: self ? 'self' : 'manager',
      today,
      expectation,
      next: await nextRole(inside, expectation, today),
      change: changeBetween(await expectationOf(inside, person.id, await changedSince(inside, today), tx), expectation),
      managers: self ? managers : [],
      open: partners.flatMap((id) => open.filter((l) => l.manager.id === id)),
      carried: open.some((l) => l.mine.length > 0) ? [] : carried,
      looks: compared,
      lookDue: mine && isDue(compared[0]?.comparedAt, mine, today, c.viewer.timeZone),
      plan: plans.find((p) => p.closedAt === null) ?? null,
      earlier: plans.filter((p) => p.closedAt !== null),
    }
  })
}

/** Three months back, or when the first competencies were published. */
async function changedSince(c: Context, today: Day): Promise<Day> {
  const first = await queries.firstPublishedOn(c.db, c)
  const back = addDays(today, -changeDays)
  return first && first > back ? first : back
}

/** Counted from the last look that both shared, or from when this began for them. */
function isDue(
  comparedAt: string | null | undefined,
  mine: { since: Day; settings: { lookEvery: keyof typeof rhythmDays } },
  today: Day,
  zone: string,
): boolean {
  if (!comparedAt) return daysBetween(mine.since, today) >= 14
  return daysBetween(dayIn(comparedAt, zone), today) >= rhythmDays[mine.settings.lookEvery]
}

async function nextRole(c: Context, now: Expectation | null, today: Day): Promise<Answered['next']> {
  const nextId = now?.role?.nextId
  if (!nextId) return null
  const published = await versionOn(c.db, c, today)
  const role = published?.framework.roles.find((r) => r.id === nextId)
  if (!published || !role) return null
  // As if they were in it: the same reading, for a framework of that role alone.
  const all = expectationIn(
    { ...published, framework: { ...published.framework, roles: [{ ...role, rule: anyone }] } },
    { department: '', division: '', title: '', level: '', manages: false },
    await readerOf(c.db, c),
  )
  return { role: { id: role.id, name: all.role!.name }, competencies: all.competencies }
}
const anyone = { department: [], division: [], title: [], level: [], managers: null }

/** Pure: what is expected differently now; null where nothing is, or nothing was expected then. */
export function changeBetween(before: Expectation | null, now: Expectation | null): Answered['change'] {
  if (!before || !now) return null
  const nameIn = (e: Expectation, competencyId: string) => {
    const levelId = e.competencies.find((k) => k.id === competencyId)?.expectedLevelId
    return levelId ? (e.levels.find((l) => l.id === levelId)?.name ?? null) : null
  }
  const levelIn = (e: Expectation, competencyId: string) =>
    e.competencies.find((k) => k.id === competencyId)?.expectedLevelId ?? null
  const all = new Map([...before.competencies, ...now.competencies].map((k) => [k.id, k.name]))
  const differs = [...all].flatMap(([id, competency]) =>
    levelIn(before, id) === levelIn(now, id) ? [] : [{ competency, before: nameIn(before, id), now: nameIn(now, id) }],
  )
  if (differs.length === 0 && before.role?.id === now.role?.id) return null
  const role = (e: Expectation) => (e.role ? { id: e.role.id, name: e.role.name } : null)
  return { roleBefore: role(before), roleNow: role(now), differs }
}

export async function team(c: Context): Promise<Answer<typeof growth.team>> {
  demandOpen(await practiceOf(c, 'growth'), 'growth')
  const rows = await behindWall(c, (tx, inside) => queries.teamRows(tx, inside))
  return {
    people: rows.map((row) => ({
      person: { id: row.id, name: row.name, title: row.title },
      plan: row.touched_at === null ? null : { touchedAt: row.touched_at, openActions: row.open_actions },
      look:
        row.mine_shared === null && row.theirs_shared === null
          ? null
          : { mineShared: row.mine_shared ?? false, theirsShared: row.theirs_shared ?? false },
      comparedAt: row.compared_at,
    })),
  }
}

export async function openActionsFor(
  c: Context,
  input: Input<typeof growth.openActionsFor>,
): Promise<Answer<typeof growth.openActionsFor>> {
  await demand(c, 'growth.read', input.personId)
  // Asked beside every check-in, also of people whose program is without it.
  if (!(await elementOf(c, input.personId, 'growth'))) return { actions: [], sharing: null }
  const self = input.personId === c.viewer.personId
  return behindWall(c, async (tx, inside) => {
    const actions = await queries.openActions(tx, inside, input.personId)
    const [plan] = self ? await queries.planRows(tx, inside, input.personId) : []
    return {
      actions: actions.map((a) => ({ ...a, doneAt: null })),
      sharing: plan && plan.closed_at === null ? sharingOf(plan) : null,
    }
  })
}

export type GrowthWaits = {
  actions: { actionId: string; words: string; dueOn: Day }[]
  looks: { personId: string; side: 'self' | 'manager'; other: { id: string; name: string } }[]
}

/** What of growth is worth the viewer's time: own actions whose date is near, and looks that wait for their side. */
export async function waitsFor(c: Context, today: Day): Promise<GrowthWaits> {
  return behindWall(c, async (tx, inside) => ({
    actions: (await queries.dueActions(tx, inside, today)).map((row) => ({
      actionId: row.id,
      words: row.words,
      dueOn: row.due_on,
    })),
    looks: (await queries.waitingLooks(tx, inside)).map((row) => ({
      personId: row.person_id,
      side: row.side,
      other: { id: row.other_id, name: row.other },
    })),
  }))
}
