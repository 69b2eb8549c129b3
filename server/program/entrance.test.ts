import { beforeAll, expect, test } from 'vitest'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { testBase, type TestBase } from '../platform/testing.ts'
import { entranceBrand, entranceLogo } from './brand.ts'
import { createProgram, getProgram, saveDraft, setLogo } from './draft.ts'
import { goLive } from './membership.ts'
import { dot } from './permission.cases.ts'
import { publish } from './publish.ts'
import { createWave } from './waves.ts'

let base: TestBase
let w: World
let lead: Context

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'ours')
  lead = await w.as('lead')
})

test('the sign-in page wears a brand only once its program is live, and gives out that logo and no other', async () => {
  const seen = () => entranceBrand(base, { organization: 'ours' })
  const { id: programId } = await createProgram(lead, { name: 'Upward', leadId: w.people.lead })
  await setLogo(lead, { programId, name: 'x.png', file: dot })
  await saveDraft(lead, {
    programId,
    change: { group: 'people', revision: 0, value: { leadId: w.people.lead, sponsorId: w.people.sponsor } },
  })
  const publishNow = async () => {
    const { draft } = await getProgram(lead, { programId })
    await publish(lead, { programId, revision: draft.revision, note: '' })
    return draft.design.brand
  }
  expect(await seen()).toEqual({ brand: null })
  const first = await publishNow()
  const logo = (fileId: string | null) => entranceLogo(base, { organization: 'ours', fileId: fileId! })
  await expect(logo(first.logoFileId)).rejects.toMatchObject({ code: 'not_found' })
  const wave = await createWave(lead, {
    programId,
    name: 'One',
    audienceId: null,
    preparesOn: '2026-03-02',
    goesLiveOn: '2026-03-20',
  })
  expect(await seen()).toEqual({ brand: null }) // in preparation: its people have it inside, nobody outside

  const system = contextFor(base, w.organizationId)
  await system.db.transaction().execute((tx) => goLive(tx, system, wave.id))
  expect((await seen()).brand).toMatchObject({ name: 'Upward', logoFileId: first.logoFileId })
  expect(await logo(first.logoFileId)).toMatchObject({ type: 'image/png' })

  // A draft with another logo, and a version that no live wave runs on, stay inside.
  await setLogo(lead, { programId, name: 'y.png', file: Buffer.concat([dot, Buffer.from([0])]) })
  const second = await publishNow()
  expect(second.logoFileId).not.toBe(first.logoFileId)
  expect((await seen()).brand?.logoFileId).toBe(first.logoFileId)
  await expect(logo(second.logoFileId)).rejects.toMatchObject({ code: 'not_found' })
})

test('a company that is not there is answered as on the sign-in page today, with or without a logo', async () => {
  const unknown = { code: 'organization_unknown' }
  await expect(entranceBrand(base, { organization: 'theirs' })).rejects.toMatchObject(unknown)
  await expect(entranceLogo(base, { organization: 'theirs', fileId: crypto.randomUUID() })).rejects.toMatchObject(
    unknown,
  )
})
