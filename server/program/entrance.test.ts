import { beforeAll, expect, test } from 'vitest'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { letterBrand, picturesOf, shownLetter } from '../library/library.ts'
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
  const { brand } = (await getProgram(lead, { programId })).draft.design
  const worded = { ...brand, tagline: 'See.', taglineIn: { de: 'Sehen.' }, language: 'en' as const }
  await saveDraft(lead, {
    programId,
    change: {
      group: 'brand',
      revision: (await getProgram(lead, { programId })).draft.groups.brand,
      value: worded,
    },
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
  // Its tagline is said in the reader's language, and nothing else of the design comes with it.
  expect(await entranceBrand(base, { organization: 'ours', language: 'de' })).toEqual({
    brand: { name: 'Upward', tagline: 'Sehen.', accent: expect.any(String), logoFileId: first.logoFileId },
  })
  expect((await entranceBrand(base, { organization: 'ours', language: 'fr' })).brand?.tagline).toBe('See.')
  expect(await logo(first.logoFileId)).toMatchObject({ type: 'image/png' })

  // A draft with another logo, and a version that no live wave runs on, stay inside.
  await setLogo(lead, { programId, name: 'y.png', file: Buffer.concat([dot, Buffer.from([0])]) })
  const second = await publishNow()
  expect(second.logoFileId).not.toBe(first.logoFileId)
  expect((await seen()).brand?.logoFileId).toBe(first.logoFileId)
  await expect(logo(second.logoFileId)).rejects.toMatchObject({ code: 'not_found' })
})

test('letters carry a logo that mail programs draw and that is not too heavy, and of their own company only', async () => {
  const { id: programId } = await createProgram(lead, { name: 'Upward', leadId: w.people.lead })
  const worn = async (file: Buffer) =>
    letterBrand(lead, (await setLogo(lead, { programId, name: 'x', file })).design.brand)
  const light = await worn(dot)
  expect(light?.logoUrl).toMatch(/^cid:logo-[0-9a-f-]{36}@belay$/)
  expect((await worn(Buffer.concat([dot, Buffer.alloc(110_000)])))?.logoUrl).toBeUndefined()
  const webp = Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64')
  expect((await worn(webp))?.logoUrl).toBeUndefined()

  const html = `<img src="${light!.logoUrl}">`
  expect(await picturesOf(lead, html)).toEqual([{ cid: light!.logoUrl!.slice(4), type: 'image/png', bytes: dot }])
  const theirs = await permissionWorld(base, 'theirs-too')
  const stranger = await theirs.as('lead')
  expect(await picturesOf(stranger, html)).toEqual([])
  expect(await shownLetter(stranger, { html })).toEqual({ html })
  expect((await shownLetter(lead, { html })).html).toBe(`<img src="data:image/png;base64,${dot.toString('base64')}">`)
})

test('a company that is not there is answered as on the sign-in page today, with or without a logo', async () => {
  const unknown = { code: 'organization_unknown' }
  await expect(entranceBrand(base, { organization: 'theirs' })).rejects.toMatchObject(unknown)
  await expect(entranceLogo(base, { organization: 'theirs', fileId: crypto.randomUUID() })).rejects.toMatchObject(
    unknown,
  )
})
