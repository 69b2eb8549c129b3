/** What holds before one writes or asks. The settings of the person it is about decide. */
import { sql } from 'kysely'
import type { feedback, FeedbackMode, RequestKind } from '../../contract/feedback.ts'
import type { Design } from '../../contract/design.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { demandElement, demandOpen, practiceOf, reportIds } from '../goals/goals.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { elementOf, elementOfEach, valueIn } from '../program/program.ts'
import { type PersonRow, peopleOf } from './queries.ts'

export type Terms = {
  settings: Design['elements']['feedback']
  floor: number
  about: PersonRow
  modes: FeedbackMode[]
  namesTo: { id: string; name: string } | null
}

/** Refuses unless feedback is on for the viewer (or for somebody who reports to them) and for the person. */
export async function termsOf(c: Context, kind: RequestKind | 'give', aboutId: string): Promise<Terms> {
  demandOpen(await practiceOf(c, 'feedback'), 'feedback')
  const [about] = await peopleOf(c.db, c, [aboutId])
  if (!about) throw problem('person_unknown')
  const { settings } = await demandElement(c, 'feedback', aboutId)
  const namesTo = await namesToFor(c, kind, about)
  // Somebody who would be named to themself has nothing to hide from the person.
  const confidential = namesTo !== null && (kind !== 'give' || namesTo.id !== c.viewer.personId)
  const modes = settings.modes.filter((m) =>
    m === 'attributed' ? true : m === 'confidential' ? confidential : kind !== 'give',
  )
  return { settings, floor: Math.max(settings.floor, await highestFloor(c.db, c)), about, modes, namesTo }
}

/** The one person besides the author who learns who wrote confidential words. */
async function namesToFor(c: Context, kind: RequestKind | 'give', about: PersonRow): Promise<Terms['namesTo']> {
  const leads = about.manager_id === c.viewer.personId || about.second_manager_id === c.viewer.personId
  const id = kind === 'about' || (kind === 'round' && leads) ? c.viewer.personId : about.manager_id
  const [found] = id ? await peopleOf(c.db, c, [id]) : []
  return found ? { id: found.id, name: found.name } : null
}

/** A floor may only rise: what was published once holds, whatever a later version says. */
async function highestFloor(db: Db | Tx, c: Context): Promise<number> {
  const { rows } = await sql<{ floor: number | null }>`
    select max((v.elements -> 'feedback' ->> 'floor')::integer) as floor from program_version v where v.organization_id = ${c.organizationId}`.execute(
    db,
  )
  return rows[0]?.floor ?? 0
}

/** What the company of the person's program stands for: a prompt each. */
async function valuesOf(c: Context, personId: string): Promise<Answer<typeof feedback.terms>['values']> {
  const grant = await elementOf(c, personId, 'recognition')
  return (grant?.settings.values ?? []).map((v) => valueIn(v, c.viewer.locale)).filter((v) => v.name !== '')
}

/** The viewer's team with feedback on. */
export async function teamOf(c: Context): Promise<PersonRow[]> {
  const { rows } = await sql<{ person_id: string }>`${reportIds(c.viewer)}`.execute(c.db)
  const on = await elementOfEach(
    c,
    rows.map((r) => r.person_id),
    'feedback',
  )
  return peopleOf(c.db, c, [...on.keys()])
}

export async function terms(c: Context, input: Input<typeof feedback.terms>): Promise<Answer<typeof feedback.terms>> {
  const aboutId = input.aboutId ?? c.viewer.personId
  const { settings, floor, about, modes, namesTo } = await termsOf(c, input.kind, aboutId)
  const [manager] = about.manager_id ? await peopleOf(c.db, c, [about.manager_id]) : []
  const team = input.kind === 'upward' ? await teamOf(c) : []
  return {
    about: { id: about.id, name: about.name },
    modes,
    namesTo,
    manager: manager ? { id: manager.id, name: manager.name } : null,
    floor,
    aboutKnown: settings.aboutKnown,
    sharing: settings.sharing,
    maxOpen: settings.maxOpen,
    rounds: settings.rounds,
    questions: settings.questions,
    values: await valuesOf(c, about.id),
    team: team.map(({ id, name }) => ({ id, name })),
  }
}
