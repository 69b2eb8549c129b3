import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { Policy } from '../../contract/design.ts'
import { work } from '../work.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { create as createAudience } from '../directory/audiences.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { drain, planAllRecurring } from '../platform/jobs.ts'
import { smtpSink, type SmtpSink, testBase, type TestBase } from '../platform/testing.ts'
import { createProgram, getProgram, saveDraft } from '../program/draft.ts'
import { acknowledge } from '../program/policies.ts'
import { publish } from '../program/publish.ts'
import { createWave } from '../program/waves.ts'
import { list } from './inbox.ts'

let base: TestBase
let w: World
let lead: Context
let sink: SmtpSink
let programId: string
let audienceId: string

const text = (n: number, audience: Policy['audience'], title: string): Policy => ({
  id: `0000000${n}-0000-4000-8000-000000000000`,
  from: null,
  audience,
  version: 1,
  acknowledge: true,
  withinDays: 14,
  texts: { en: { title, body: 'Come prepared.' }, de: { title: `${title} (de)`, body: 'Vorbereitet kommen.' } },
})

beforeEach(async () => {
  sink = await smtpSink()
  base = await testBase({ at: '2026-03-02T09:00:00Z', config: { smtpUrl: sink.url, publicUrl: 'https://belay.test' } })
  w = await permissionWorld(base, 'ours')
  await planAllRecurring(base, work)
  lead = await w.as('lead')
  programId = (await createProgram(lead, { name: 'Upward', leadId: w.people.lead })).id
  await save('people', { leadId: w.people.lead, sponsorId: w.people.sponsor })
  await save('policies', [text(1, 'everyone', 'How we talk'), text(2, 'managers', 'Make time')])
  await publishNow()
  const rule = { people: [w.people.self, w.people.peer, w.people.manager] }
  audienceId = (await createAudience(lead, { name: 'Some', rule })).id
  await sql`update roster set locale = 'de' where person_id = ${w.people.peer}`.execute(lead.db)
  await sql`update person set locale = 'de' where id = ${w.people.peer}`.execute(lead.db)
})

async function save(group: 'people' | 'policies', value: unknown): Promise<void> {
  const { draft } = await getProgram(lead, { programId })
  await saveDraft(lead, { programId, change: { group, revision: draft.groups[group], value } as never })
}
async function publishNow(): Promise<void> {
  const { draft } = await getProgram(lead, { programId })
  await publish(lead, { programId, revision: draft.revision, note: '' })
}
const plan = () =>
  createWave(lead, { programId, name: 'One', audienceId, preparesOn: '2026-03-09', goesLiveOn: '2026-03-23' })
async function until(instant: string): Promise<void> {
  base.clock.set(instant)
  await drain(base, work)
}
/** Who was asked, as `part: state reason`, by part. */
async function asked(): Promise<string[]> {
  const { rows } = await sql<{ name: string; state: string; reason: string | null }>`
    select p.given_name as name, m.state, m.reason from outgoing_mail m
    join person p on p.organization_id = m.organization_id and p.id = m.person_id
    where m.organization_id = ${w.organizationId} and m.kind = 'policy_due'`.execute(lead.db)
  return rows.map((r) => [r.name, r.state, r.reason].filter(Boolean).join(' ')).toSorted()
}
const notices = async (part: 'self' | 'peer' | 'manager') =>
  (await list(await w.as(part), { limit: 50 })).items.filter((item) => item.kind === 'policy').length

test('at the preparation date everybody in the wave is asked once, at nine their time, each for what concerns them', async () => {
  await plan()
  await until('2026-03-09T07:00:00Z') // eight in Berlin
  // `self` has a report and `manager` a team: both texts are theirs.
  const waiting = ['manager', 'manager', 'peer', 'self', 'self'].map((name) => `${name} waiting`)
  expect(await asked()).toEqual(waiting)
  expect(await notices('peer')).toBe(0)

  await until('2026-03-09T08:00:30Z')
  expect(await asked()).toEqual(waiting.map((line) => line.replace('waiting', 'submitted')))
  expect([await notices('peer'), await notices('self')]).toEqual([1, 2])
  const german = (await Promise.all(sink.received.map((m) => m.parsed()))).find((m) => m.text?.includes('(de)'))!
  expect(german.subject).toBe('Bitte lesen: How we talk (de)')
  expect(german.text).toContain('https://belay.test/o/ours/policies')

  await until('2026-03-12T12:00:00Z') // three more nights, and a launch later on
  await until('2026-03-24T12:00:00Z')
  expect(await asked()).toHaveLength(5)
})

test('who joins is asked the night after, who is on leave when they are back, who has confirmed not at all', async () => {
  await plan()
  await sql`update placement set status = 'leave' where person_id = ${w.people.peer}`.execute(lead.db)
  await until('2026-03-09T07:00:00Z')
  expect(await asked()).toEqual(['manager', 'manager', 'self', 'self'].map((name) => `${name} waiting`))
  for (const n of [1, 2])
    await acknowledge(await w.as('self'), {
      policyId: text(n, 'everyone', '').id,
      version: 1,
    })
  await until('2026-03-09T08:30:00Z')
  expect(await asked()).toEqual([
    'manager submitted',
    'manager submitted',
    'self excluded not_needed',
    'self excluded not_needed',
  ])
  await sql`update placement set status = 'active' where person_id = ${w.people.peer}`.execute(lead.db)
  await until('2026-03-10T03:00:00Z')
  await until('2026-03-10T12:00:00Z')
  expect(await asked()).toContain('peer submitted')
})

test('a new version of a text is asked for anew; long after its date nobody is', async () => {
  await plan()
  await until('2026-03-09T07:00:00Z')
  await until('2026-03-09T12:00:00Z')
  expect(await asked()).toHaveLength(5)
  base.clock.set('2026-03-12T09:00:00Z')
  await save('policies', [
    {
      ...text(1, 'everyone', 'How we talk'),
      texts: { en: { title: 'How we talk now', body: 'Come prepared and rested.' } },
    },
    text(2, 'managers', 'Make time'),
  ])
  await publishNow()
  await until('2026-03-13T12:00:00Z')
  const after = await asked()
  expect(after).toHaveLength(8)
  // Everybody who joins when a text's date is over reads it without a letter that names a past date.
  await sql`update wave_member set holds = daterange('2026-01-01', null) where organization_id = ${w.organizationId}`.execute(
    contextFor(base, w.organizationId).db,
  )
  await sql`delete from outgoing_mail where organization_id = ${w.organizationId} and kind = 'policy_due'`.execute(
    lead.db,
  )
  await until('2026-05-20T12:00:00Z')
  expect(await asked()).toEqual([])
})
