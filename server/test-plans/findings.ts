/** What was found: who sees to it, how heavy it is, and whether it works now. Whoever found it has the last word. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Finding, FindingAct, FindingState, Severity } from '../../contract/test-plan-shapes.ts'
import type { testPlans } from '../../contract/test-plans.ts'
import { putInInbox, sendMail } from '../attention/attention.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { readerOf } from '../training/training.ts'
import {
  findingCounts,
  findingRow,
  findingsOf,
  type FindingRecord,
  planRow,
  stateOf,
  textIn,
  toFinding,
} from './queries.ts'
import { voidSignatures } from './signatures.ts'

const isLead = (c: Context) => c.viewer.roles.includes('lead')
/** Of the team that brings a wave about. */
export const isTeam = (c: Context) =>
  c.viewer.roles.some((role) => role === 'lead' || role === 'sponsor' || role === 'hr' || role === 'admin')

export async function findings(
  c: Context,
  input: Input<typeof testPlans.findings>,
): Promise<Answer<typeof testPlans.findings>> {
  await planRow(c.db, c, input.waveId)
  const { language } = await readerOf(c)
  const { rows } = await sql<{ state: FindingRecord['state'] }>`select ${stateOf} as state from test_finding f
    where f.organization_id = ${c.organizationId} and f.wave_id = ${input.waveId}`.execute(c.db)
  const counts = findingCounts(rows)
  return {
    findings: (await findingsOf(c.db, c, input.waveId, input)).map((one) => toFinding(one, language)),
    total: counts[input.show],
    counts,
  }
}

type May = Finding['may'][number]

/** Whose act it is, whatever its state. */
function isTheirs(c: Context, f: FindingRecord, may: May): boolean {
  if (may === 'fix') return isLead(c) || f.owner_id === c.viewer.personId
  // Nobody says in the name of somebody else that it works, unless they are not here any more.
  if (may === 'retest') return f.found_by === c.viewer.personId || (isLead(c) && !f.finder_here)
  return isLead(c)
}

/** In which states it can be done. */
const when: Record<May, readonly FindingState[]> = {
  grade: ['open', 'retest'],
  own: ['open', 'retest'],
  fix: ['open'],
  accept: ['open', 'retest'],
  reopen: ['closed', 'accepted'],
  retest: ['retest'],
}
const mayOf = (c: Context, f: FindingRecord): May[] =>
  (Object.keys(when) as May[]).filter((may) => when[may].includes(f.state) && isTheirs(c, f, may))

export async function findingOf(db: Db | Tx, c: Context, waveId: string, findingId: string): Promise<Finding> {
  const f = await findingRow(db, c, waveId, findingId)
  const { language } = await readerOf(c)
  const acts = await sql<{
    act: FindingAct
    by_id: string
    by: string
    at: Instant
    words: string
    severity: Severity | null
    owner_id: string | null
    owner: string | null
  }>`select a.act, p.id as by_id, p.full_name as by, a.acted_at as at, a.words, a.severity, o.id as owner_id, o.full_name as owner
    from test_finding_act a join person p on p.organization_id = a.organization_id and p.id = a.acted_by
    left join person o on o.organization_id = a.organization_id and o.id = a.owner_id
    where a.organization_id = ${c.organizationId} and a.finding_id = ${f.id} order by a.number limit 200`.execute(db)
  const pictures = await sql<{ id: string }>`select id from test_picture where organization_id = ${c.organizationId}
    and run_id = ${f.run_id} and step = ${f.step} order by added_at, id`.execute(db)
  return {
    ...toFinding(f, language),
    wave: { id: f.wave_id, name: f.wave },
    tried: textIn(f.texts, f.language).text.steps[f.step] ?? { do: '', expect: '' },
    pictures: pictures.rows.map((one) => one.id),
    acts: acts.rows.map((one) => ({
      act: one.act,
      by: { id: one.by_id, name: one.by },
      at: one.at,
      words: one.words,
      severity: one.severity,
      owner: one.owner_id ? { id: one.owner_id, name: one.owner ?? '' } : null,
    })),
    may: mayOf(c, f),
  }
}

/** For the team, whoever found it and whoever sees to it; nobody else learns that it is there. */
export async function finding(c: Context, input: Input<typeof testPlans.finding>): Promise<Finding> {
  const f = await findingRow(c.db, c, input.waveId, input.findingId)
  if (!isTeam(c) && f.found_by !== c.viewer.personId && f.owner_id !== c.viewer.personId) throw problem('not_found')
  return findingOf(c.db, c, input.waveId, input.findingId)
}

type Act = { act: FindingAct; words?: string; severity?: Severity; ownerId?: string }

/** One act on a finding that the viewer may do now. Answers its id. */
async function doing(
  c: Context,
  input: { waveId: string; findingId: string },
  may: May,
  refused: 'tests_state' | 'tests_settled',
  act: Act,
  then: (tx: Tx, f: FindingRecord, actId: string) => Promise<void>,
): Promise<Finding> {
  return c.db.transaction().execute(async (tx) => {
    await planRow(tx, c, input.waveId, true)
    const f = await findingRow(tx, c, input.waveId, input.findingId, true)
    if (!isTeam(c) && f.found_by !== c.viewer.personId && f.owner_id !== c.viewer.personId) throw problem('not_found')
    if (!isTheirs(c, f, may)) throw problem('forbidden')
    if (!when[may].includes(f.state)) throw problem(refused)
    const { rows } = await sql<{ id: string }>`
      insert into test_finding_act (organization_id, finding_id, number, act, severity, owner_id, words, acted_by, acted_at)
      select ${c.organizationId}, ${f.id}, coalesce(max(a.number), 0) + 1, ${act.act}, ${act.severity ?? null}, ${act.ownerId ?? null}::uuid,
        ${act.words ?? ''}, ${c.viewer.personId}, ${c.clock.now()}
      from test_finding_act a where a.organization_id = ${c.organizationId} and a.finding_id = ${f.id} returning id`.execute(
      tx,
    )
    await record(tx, c, {
      type: `test_finding.${act.act}`,
      subject: { kind: 'test_finding', id: f.id },
      data: {
        waveId: f.wave_id,
        ...(act.severity ? { severity: act.severity } : {}),
        ...(act.ownerId ? { ownerId: act.ownerId } : {}),
      },
    })
    await then(tx, f, rows[0]!.id)
    return findingOf(tx, c, f.wave_id, f.id)
  })
}

const about = (f: FindingRecord, c: Context, name: string = f.wave) => ({
  name,
  waveId: f.wave_id,
  findingId: f.id,
  byId: c.viewer.personId,
})
const waveOf = (f: FindingRecord) => ({ id: f.wave_id, name: f.wave })

export const grade = (c: Context, input: Input<typeof testPlans.grade>): Promise<Finding> =>
  doing(
    c,
    input,
    'grade',
    'tests_settled',
    { act: 'graded', severity: input.severity, words: input.reason },
    async (tx, f) => {
      await sql`update test_finding set severity = ${input.severity} where organization_id = ${c.organizationId} and id = ${f.id}`.execute(
        tx,
      )
      if (input.severity === 'blocker' && f.severity !== 'blocker') await voidSignatures(tx, c, waveOf(f), 'blocker')
    },
  )

export const own = (c: Context, input: Input<typeof testPlans.own>): Promise<Finding> =>
  doing(c, input, 'own', 'tests_settled', { act: 'owned', ownerId: input.ownerId }, async (tx, f, actId) => {
    const { rows } =
      await sql`select from roster where organization_id = ${c.organizationId} and person_id = ${input.ownerId}
      union all select from account where organization_id = ${c.organizationId} and person_id = ${input.ownerId} and closed_at is null limit 1`.execute(
        tx,
      )
    if (rows.length === 0) throw problem('person_unknown')
    await sql`update test_finding set owner_id = ${input.ownerId} where organization_id = ${c.organizationId} and id = ${f.id}`.execute(
      tx,
    )
    if (input.ownerId !== c.viewer.personId)
      await putInInbox(tx, c, input.ownerId, {
        kind: 'test_owned',
        subject: { kind: 'test_finding_act', id: actId },
        params: about(f, c),
      })
  })

export const fixed = (c: Context, input: Input<typeof testPlans.fixed>): Promise<Finding> =>
  doing(c, input, 'fix', 'tests_state', { act: 'fixed', words: input.words }, async (tx, f, actId) => {
    if (!f.finder_here || f.found_by === c.viewer.personId) return
    const subject = { kind: 'test_finding_act', id: actId }
    await putInInbox(tx, c, f.found_by, { kind: 'test_retest', subject, params: about(f, c) })
    await sendMail(tx, c, { personId: f.found_by, kind: 'test_retest', subject, minutes: 3 })
  })

export const accept = (c: Context, input: Input<typeof testPlans.accept>): Promise<Finding> =>
  doing(c, input, 'accept', 'tests_state', { act: 'accepted', words: input.reason }, async () => {})

export const reopen = (c: Context, input: Input<typeof testPlans.reopen>): Promise<Finding> =>
  doing(c, input, 'reopen', 'tests_state', { act: 'reopened', words: input.reason }, async (tx, f) => {
    if (f.severity === 'blocker') await voidSignatures(tx, c, waveOf(f), 'blocker')
  })

export async function retest(c: Context, input: Input<typeof testPlans.retest>): Promise<Finding> {
  if (!input.works && input.words === '') throw problem('tests_retest_words')
  const act = { act: input.works ? 'works' : 'still', words: input.words } as const
  return doing(c, input, 'retest', 'tests_state', act, async (tx, f, actId) => {
    if (input.works) return
    if (f.severity === 'blocker') await voidSignatures(tx, c, waveOf(f), 'blocker')
    if (f.owner_id && f.owner_id !== c.viewer.personId)
      await putInInbox(tx, c, f.owner_id, {
        kind: 'test_still',
        subject: { kind: 'test_finding_act', id: actId },
        params: about(f, c),
      })
  })
}
