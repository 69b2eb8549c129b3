/** Letters about being a champion. They say what is asked or said, never what somebody wrote with it. */
import { sql } from 'kysely'
import { each, type Letters, pageAddress } from '../attention/attention.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { brandFor } from '../program/program.ts'

type TermLetter = {
  person_id: string
  person: string
  asker: string
  manager_id: string | null
  open: boolean
  accepted: boolean
  ended: boolean
  ends_on: Day
  renewed: boolean
}

async function termFor(c: Context, id: string | null): Promise<TermLetter | undefined> {
  const { rows } = await sql<TermLetter>`
    select t.person_id, p.full_name as person, a.full_name as asker, t.manager_id, t.ends_on,
      t.accepted_at is null and t.declined_at is null and t.withdrawn_at is null as open, t.accepted_at is not null as accepted, t.ended_at is not null as ended,
      exists (select from champion_term n where n.organization_id = t.organization_id and n.person_id = t.person_id and n.ends_on > t.ends_on
        and n.accepted_at is not null and n.ended_at is null) as renewed
    from champion_term t
    join person p on p.organization_id = t.organization_id and p.id = t.person_id
    join person a on a.organization_id = t.organization_id and a.id = t.asked_by
    where t.organization_id = ${c.organizationId} and t.id = ${id}`.execute(c.db)
  return rows[0]
}

const notNeeded = { excluded: 'not_needed' } as const

async function programName(c: Context, personId: string, fallback: string): Promise<string> {
  return (await brandFor(c, personId))?.name || fallback
}

export const letters: Letters = {
  /** To whoever is asked, and to their manager. Answered or taken back since, neither is needed. */
  champion_invited: each(async (c, letter, { organization }) => {
    const term = await termFor(c, letter.subjectId)
    if (!term || (letter.personId === term.person_id ? !term.open : term.ended || !(term.open || term.accepted)))
      return notNeeded
    const program = { name: await programName(c, letter.personId, organization.name) }
    return letter.personId === term.person_id
      ? {
          template: 'champion-invited',
          facts: {
            sender: { name: term.asker },
            program,
            action: { url: pageAddress(c, organization.slug, 'champion') },
          },
        }
      : {
          template: 'champion-manager',
          facts: {
            sender: { name: term.person },
            program,
            action: { url: `${pageAddress(c, organization.slug, 'champion')}/asked` },
          },
        }
  }),
  champion_accepted: each(async (c, letter, { organization }) => {
    const term = await termFor(c, letter.subjectId)
    if (!term?.accepted || term.ended) return notNeeded
    return {
      template: 'champion-accepted',
      facts: {
        sender: { name: term.person },
        program: { name: await programName(c, letter.personId, organization.name) },
        action: { url: `${pageAddress(c, organization.slug, 'champions')}/${term.person_id}` },
      },
    }
  }),
  champion_ending: each(async (c, letter, { organization }) => {
    const term = await termFor(c, letter.subjectId)
    if (!term || term.ended || term.renewed) return notNeeded
    return {
      template: 'champion-ending',
      facts: {
        champion: { until: term.ends_on },
        program: { name: await programName(c, letter.personId, organization.name) },
        action: { url: pageAddress(c, organization.slug, 'champion') },
      },
    }
  }),
  champion_handover: each(async (c, letter, { organization }) => {
    const exit = await exitFor(c, letter.subjectId)
    if (exit?.passed_to !== letter.personId) return notNeeded
    return {
      template: 'champion-handover',
      facts: {
        sender: { name: exit.name },
        program: { name: await programName(c, letter.personId, organization.name) },
        action: { url: pageAddress(c, organization.slug, 'champion') },
      },
    }
  }),
  champion_left: each(async (c, letter, { organization }) => {
    const exit = await exitFor(c, letter.subjectId)
    if (!exit || exit.passed) return notNeeded
    return {
      template: 'champion-left',
      facts: {
        sender: { name: exit.name },
        program: { name: await programName(c, letter.personId, organization.name) },
        action: { url: `${pageAddress(c, organization.slug, 'champions')}/${exit.person_id}` },
      },
    }
  }),
}

async function exitFor(c: Context, id: string | null) {
  const { rows } = await sql<{ person_id: string; name: string; passed: boolean; passed_to: string | null }>`
    select x.person_id, p.full_name as name, x.passed_at is not null as passed, x.passed_to from champion_exit x
    join person p on p.organization_id = x.organization_id and p.id = x.person_id
    where x.organization_id = ${c.organizationId} and x.id = ${id}`.execute(c.db)
  return rows[0]
}
