/** A program lead who asks everything that a lead may ask, to learn since when one colleague is here. */
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { type AudienceRule, tenureBands } from '../../contract/audiences.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { audience as messageAudience } from '../campaigns/reading.ts'
import { create as createMessage } from '../campaigns/campaign.ts'
import { create, get, list, preview } from '../directory/audiences.ts'
import { addDays } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { testBase } from '../platform/testing.ts'
import { createProgram, getProgram, saveDraft } from '../program/draft.ts'
import { publish } from '../program/publish.ts'
import { previewWave, waveMembers } from '../program/wave-people.ts'
import { createWave, getWave, listWaves } from '../program/waves.ts'
import { launchWave, readChecks } from './launch.ts'

let w: World
let lead: Context
let programId: string
let target: string
let others: string[]

beforeAll(async () => {
  w = await permissionWorld(await testBase(), 'ours')
  lead = await w.as('lead')
  target = w.people.stranger
  programId = (await createProgram(lead, { name: 'Upward', leadId: w.people.lead })).id
  await saveDraft(lead, {
    programId,
    change: { group: 'people', revision: 0, value: { leadId: w.people.lead, sponsorId: w.people.sponsor } },
  })
  const { draft } = await getProgram(lead, { programId })
  await publish(lead, { programId, revision: draft.revision, note: '' })
  await sql`update roster set hired_on = '2012-01-01'::date + 190 * seq`.execute(lead.db)
  const { rows } = await sql<{
    id: string
  }>`select person_id as id from roster where employed and person_id <> ${target}
    order by hired_on, person_id`.execute(lead.db)
  others = rows.map((r) => r.id)
})

const hired = (on: string) =>
  sql`update roster set hired_on = ${on} where organization_id = ${w.organizationId} and person_id = ${target}`.execute(
    lead.db,
  )

/** Rules that close in on one person: alone, padded with people whose dates are known, by what is told of them, by difference. */
function questions(): AudienceRule[] {
  const alone: AudienceRule = { people: [target] }
  const found: AudienceRule[] = []
  for (const band of tenureBands) {
    const here: AudienceRule = { tenure: [band] }
    found.push(
      { all: [alone, here] },
      { all: [alone, { not: here }] },
      { any: [{ all: [alone, here] }, { people: others.slice(0, 4) }] },
      { all: [here, { not: alone }] },
      { not: { any: [{ not: alone }, here] } },
      { all: [{ people: [target, ...others.slice(-5)] }, here] },
      { all: [here, { field: 'title', in: ['Specialist'] }] },
      { all: [here, { everyone: true }] },
      { all: [{ all: [here] }, { any: [alone] }, { tenure: [...tenureBands] }] },
    )
  }
  return found
}

test('no question about single people changes its answer, whenever they were hired', async () => {
  const rules = questions()
  const audiences = await Promise.all(rules.map((rule) => create(lead, { name: w.unique('Question'), rule })))
  const day = w.base.clock.today('Europe/Berlin')
  const plan = (audienceId: string) =>
    createWave(lead, {
      programId,
      name: w.unique('Wave'),
      audienceId,
      preparesOn: addDays(day, 7),
      goesLiveOn: addDays(day, 21),
    })
  const waves = await Promise.all(audiences.slice(0, 12).map((a) => plan(a.id)))
  const messages = await Promise.all(
    audiences.slice(0, 12).map((a, i) =>
      createMessage(lead, {
        template: 'go-live-employees',
        waveId: waves[i]!.id,
        audienceId: a.id,
        senderId: w.people.lead,
        sendsOn: addDays(day, 9),
        sendsAt: '09:00',
        readers: 'everyone',
      }),
    ),
  )
  const everything = async () => ({
    previews: await Promise.all(rules.map((rule) => preview(lead, { rule }))),
    list: await list(lead),
    each: await Promise.all(audiences.map((a) => get(lead, { audienceId: a.id }))),
    planned: await Promise.all(audiences.map((a) => previewWave(lead, { programId, audienceId: a.id }))),
    waves: await listWaves(lead, { programId }),
    wave: await Promise.all(waves.map((wave) => getWave(lead, { waveId: wave.id }))),
    members: await Promise.all(
      waves.map((wave) => waveMembers(lead, { waveId: wave.id, roster: 'live', limit: 50, offset: 0 })),
    ),
    checks: await Promise.all(waves.map((wave) => readChecks(lead, { waveId: wave.id }))),
    messages: await Promise.all(messages.map((m) => messageAudience(lead, { campaignId: m.id }))),
  })
  await hired('2025-12-15')
  const before = await everything()
  expect(before.previews.every((p) => p.inside.length === 0 && p.outside.length === 0)).toBe(true)
  expect(before.waves.waves.every((wave) => wave.upTo)).toBe(true)
  for (const on of ['2026-02-20', '2024-07-01', '2019-05-05', '2011-01-01']) {
    await hired(on)
    expect(await everything()).toEqual(before)
  }
})

test('a band by itself is counted, and shows nobody; it holds five people or nobody', async () => {
  await hired('2025-12-15')
  for (const band of tenureBands) {
    const found = await preview(lead, { rule: { tenure: [band] } })
    expect(found).toMatchObject({ upTo: false, inside: [], outside: [], managers: null, countries: null })
    expect(found.people === 0 || found.people >= 5).toBe(true)
  }
})

test('a wave that has begun shows who is in it, and that tells no more than a band: the quarter decides, never the day', async () => {
  const audience = await create(lead, {
    name: 'Newcomers',
    rule: { all: [{ people: [target] }, { tenure: ['under_3_months'] }] },
  })
  await sql`update roster set hired_on = '2026-01-20' where person_id = any(${others.slice(0, 4)}::uuid[])`.execute(
    lead.db,
  )
  const day = w.base.clock.today('Europe/Berlin')
  const members = []
  for (const on of ['2026-01-01', '2026-02-28']) {
    await hired(on)
    const wave = await createWave(lead, {
      programId: (await newProgram()).id,
      name: w.unique('Wave'),
      audienceId: audience.id,
      preparesOn: day,
      goesLiveOn: addDays(day, 14),
    })
    members.push(
      (await waveMembers(lead, { waveId: wave.id, roster: 'live', limit: 50, offset: 0 })).people.map((p) => p.id),
    )
    await expect(launchWave(lead, { waveId: wave.id, when: 'now' })).rejects.toMatchObject({ code: 'wave_not_ready' })
  }
  expect(members).toEqual([[target], [target]])
})

async function newProgram(): Promise<{ id: string }> {
  const made = await createProgram(lead, { name: w.unique('Program'), leadId: w.people.lead })
  const { draft } = await getProgram(lead, { programId: made.id })
  await saveDraft(lead, {
    programId: made.id,
    change: {
      group: 'people',
      revision: draft.groups.people ?? 0,
      value: { leadId: w.people.lead, sponsorId: w.people.sponsor },
    },
  })
  const again = await getProgram(lead, { programId: made.id })
  await publish(lead, { programId: made.id, revision: again.draft.revision, note: '' })
  return made
}
