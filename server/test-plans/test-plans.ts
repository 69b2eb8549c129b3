/** The door of test plans: what waits for somebody, and whether a wave was tested. */
import { sql } from 'kysely'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { hasLeft, stateOf } from './queries.ts'
import { missingOf } from './rules.ts'
import { partsOf, signaturesOf } from './signatures.ts'
import { designOf, factsOf, progressOf } from './state.ts'

export { isSettled, type PlanFinding, type PlanRun, type PlanScript, scriptResult } from './rules.ts'
export { voidSignatures } from './signatures.ts'

export type TestsWait = {
  tries: { waveId: string; wave: string; scripts: number; minutes: number; retests: number; dueOn: Day }[]
  /** Findings that the viewer sees to; for the lead also those whose owner has left. */
  fixes: { count: number; blockers: number } | null
  signs: { waveId: string; wave: string }[]
}

/** What waits for the viewer, in one statement on the indexes of one person: asked for with every This week. */
export async function waitsFor(c: Context): Promise<TestsWait> {
  const me = c.viewer.personId
  const { rows } = await sql<{ tries: TestsWait['tries']; count: number; blockers: number; signs: TestsWait['signs'] }>`
    select coalesce((select jsonb_agg(x order by x."dueOn", x.wave) from (
        select t.wave_id as "waveId", w.name as wave, p.due_on as "dueOn", todo.scripts, todo.minutes,
          (select count(*) from test_finding f where f.organization_id = t.organization_id and f.wave_id = t.wave_id and f.found_by = ${me}
            and ${stateOf} = 'retest') as retests
        from test_tester t
        join test_plan p on p.organization_id = t.organization_id and p.wave_id = t.wave_id
        join wave w on w.organization_id = t.organization_id and w.id = t.wave_id and w.launched_at is null
        cross join lateral (
          select count(*) as scripts, coalesce(sum(v.minutes), 0) as minutes from test_script s
          join test_script_version v on v.organization_id = s.organization_id and v.script_id = s.id and v.number = s.version
          where s.organization_id = t.organization_id and s.wave_id = t.wave_id and s.removed_at is null and s.role = any(t.roles)
            and not exists (select from test_run u where u.organization_id = s.organization_id and u.script_id = s.id and u.person_id = ${me}
              and u.version = s.version and u.handed_in_at is not null)
        ) todo
        where t.organization_id = ${c.organizationId} and t.person_id = ${me} and t.ended_at is null and t.invited_at is not null
      ) x where x.scripts + x.retests > 0), '[]') as tries,
      o.count, o.blockers,
      coalesce((select jsonb_agg(jsonb_build_object('waveId', w.id, 'wave', w.name) order by w.name) from test_signer s
        join wave w on w.organization_id = s.organization_id and w.id = s.wave_id and w.launched_at is null
        where s.organization_id = ${c.organizationId} and s.person_id = ${me}
          and exists (select from test_signature g where g.organization_id = s.organization_id and g.wave_id = s.wave_id and g.part = 'lead' and g.voided_at is null)
          and not exists (select from test_signature g where g.organization_id = s.organization_id and g.wave_id = s.wave_id and g.part = s.part and g.voided_at is null)
      ), '[]') as signs
    from (select count(*) as count, count(*) filter (where f.severity = 'blocker') as blockers from test_finding f
      where f.organization_id = ${c.organizationId}
        and (f.owner_id = ${me}${c.viewer.roles.includes('lead') ? sql` or (f.owner_id is not null and ${hasLeft(c, sql`f.owner_id`)})` : sql``})
        and ${stateOf} = 'open') o`.execute(c.db)
  const { tries, count, blockers, signs } = rows[0]!
  return { tries, fixes: count > 0 ? { count, blockers } : null, signs }
}

export type Tested = {
  scripts: number
  passed: number
  blockers: number
  untested: number
  /** Who signed; and how many who are to sign have not. */
  signed: string[]
  unsigned: number
}

/** How far a wave's tests are; null: it has no test plan. */
export async function testedOf(
  db: Db | Tx,
  c: Context,
  wave: { id: string; programId: string },
): Promise<Tested | null> {
  const { rows } =
    await sql`select from test_plan where organization_id = ${c.organizationId} and wave_id = ${wave.id}`.execute(db)
  if (rows.length === 0) return null
  const facts = await factsOf(db, c, wave.id, 'en')
  const { scripts, passed, blockers } = progressOf(facts)
  const { leadId } = await designOf(db, c, wave.programId)
  const signatures = await signaturesOf(db, c, wave.id, await partsOf(db, c, wave.id, leadId))
  return {
    scripts,
    passed,
    blockers,
    untested: missingOf(facts).filter((one) => one.kind === 'untested').length,
    signed: signatures.flatMap((one) => (one.signedAt && one.person ? [one.person.name] : [])),
    unsigned: signatures.filter((one) => one.signedAt === null).length,
  }
}
