import { sql } from 'kysely'
import { businessReviews, yearEnds } from '../../contract/business-review.ts'
import { governance } from '../../contract/governance.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { makeWave } from '../goals/live-wave.ts'
import { charterOf } from '../governance/governance.ts'
import { setCharter } from '../governance/committee.ts'
import { withdraw } from '../governance/decisions.ts'
import { addDays } from '../platform/clock.ts'
import { contextFor } from '../platform/context.ts'
import { comment, make, packHeads, release, remove, setAsks } from './packs.ts'
import { decide, get } from './year-end.ts'

const programs = new Map<string, string>()

/** A program whose first year ends within days, with a day whose numbers were given out, and a committee. */
async function old(w: World): Promise<string> {
  const known = programs.get(w.organizationId)
  if (known) return known
  const c = contextFor(w.base, w.organizationId)
  const today = w.base.clock.today('Europe/Berlin')
  const day = addDays(today, -350)
  const { programId } = await makeWave(c.db, {
    organizationId: w.organizationId,
    day,
    at: `${day}T08:00:00Z`,
    people: [],
    named: { leadId: w.people.lead, sponsorId: w.people.sponsor },
    metrics: [{ id: 'L1', baseline: 10, baselineSource: '', target: 80, by: addDays(today, 200) }],
  })
  await sql`insert into metric_release (organization_id, as_of, known_at, scope, published, floor, people)
    values (${w.organizationId}, ${addDays(today, -1)}, ${w.base.clock.now()}, 'summary', true, 5, 100) on conflict do nothing`.execute(
    c.db,
  )
  if (!(await charterOf(c.db, c)))
    await setCharter(
      await w.as('lead'),
      governance.setCharter.body!.parse({
        programId,
        purpose: 'To steer',
        cadenceWeeks: 6,
        starts: '10:00',
        minutes: 60,
        timeZone: 'Europe/Berlin',
      }),
    )
  programs.set(w.organizationId, programId)
  return programId
}

/** One draft a program: the one before is thrown away. */
async function noDraft(w: World): Promise<string> {
  const programId = await old(w)
  const lead = await w.as('lead')
  for (const row of await packHeads(lead.db, lead)) if (!row.released_at) await remove(lead, { packId: row.id })
  return programId
}

async function draft(w: World): Promise<{ packId: string; revision: number }> {
  const programId = await noDraft(w)
  const { id: packId } = await make(await w.as('lead'), { programId, asOf: null })
  return { packId, revision: 0 }
}

async function toRelease(w: World): Promise<{ packId: string; revision: number }> {
  const { packId } = await draft(w)
  return {
    packId,
    ...(await comment(await w.as('lead'), { packId, section: 'summary', revision: 0, words: 'Half way.' })),
  }
}

async function released(w: World): Promise<{ packId: string }> {
  const one = await toRelease(w)
  await release(await w.as('lead'), one)
  return { packId: one.packId }
}

async function withAsk(w: World): Promise<{ packId: string; askId: string }> {
  const lead = await w.as('lead')
  const { packId, revision } = await toRelease(w)
  const asks = [{ title: w.unique('Ask'), why: 'It helps.', cost: '4 days', personId: null }]
  await release(lead, { packId, ...(await setAsks(lead, { packId, revision, asks })) })
  const { rows } = await sql<{
    id: string
  }>`select id from business_review_ask where organization_id = ${w.organizationId} and review_id = ${packId}`.execute(
    lead.db,
  )
  return { packId, askId: rows[0]!.id }
}

/** The year is not decided: what was before is withdrawn. Of packs that were released at one instant one is the newest. */
async function open(w: World): Promise<{ programId: string; packId: string }> {
  const programId = await old(w)
  const lead = await w.as('lead')
  const { decision, pack } = await get(lead, { programId })
  if (decision) await withdraw(lead, { decisionId: decision.id, reason: 'Anew' })
  const packId = pack?.id ?? (await released(w)).packId
  return { programId, packId: (await get(lead, { programId })).pack?.id ?? packId }
}

const said = (w: World) => ({
  choice: 'continue' as const,
  decided: 'As it is.',
  why: 'It works.',
  ownerId: w.people.lead,
})

export const cases: CasesFor<typeof businessReviews> & CasesFor<typeof yearEnds> = {
  'businessReviews.list': {},
  'businessReviews.make': { input: async (w) => ({ programId: await noDraft(w) }) },
  'businessReviews.get': { input: released },
  'businessReviews.takeAnew': { input: draft },
  'businessReviews.comment': { input: async (w) => ({ ...(await draft(w)), section: 'risks', words: 'One.' }) },
  'businessReviews.setAsks': { input: async (w) => ({ ...(await draft(w)), asks: [{ title: 'A trainer' }] }) },
  'businessReviews.release': { input: toRelease },
  'businessReviews.remove': {
    async input(w) {
      const { packId } = await draft(w)
      return { packId }
    },
  },
  'businessReviews.verify': { input: released },
  'businessReviews.bring': { input: withAsk },
  'businessReviews.pdf': { input: released },
  'businessReviews.slides': { input: released },
  'yearEnds.get': { input: async (w) => ({ programId: await old(w) }) },
  'yearEnds.decide': { input: async (w) => ({ ...(await open(w)), ...said(w) }) },
  'yearEnds.sign': {
    async input(w) {
      const { programId, packId } = await open(w)
      const asked = yearEnds.decide.body!.parse({ packId, ...said(w) })
      const { decision } = await decide(await w.as('lead'), { programId, ...asked })
      return { programId, decisionId: decision!.id }
    },
  },
}
