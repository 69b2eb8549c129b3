/** A company's own words remember which version of the library's text they were written over. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../fixtures/actors.ts'
import { cast, lumenwerk } from '../../fixtures/lumenwerk.ts'
import { template } from '../library/library.ts'
import { drain } from '../platform/jobs.ts'
import { beginning, type TestBase } from '../platform/testing.ts'
import { work } from '../work.ts'
import { publishDesign, quietDesign, staffed, staffOn, waveFor } from './testing-company.ts'

let base: TestBase
let lead: Actor
let sponsor: Actor
let waveId: string

const begin = beginning(async (open) => {
  base = await open({ at: '2026-03-31T06:00:00Z' })
  const staff = lumenwerk().filter((p) => p.number === cast.sponsor || p.number === cast.lead)
  const made = await staffed(base, staff, { asOf: '2026-03-31', locale: 'en' })
  const { lead, ids } = made
  const { id: programId } = await lead.call('program.create', { name: 'Daylight', leadId: lead.personId })
  await publishDesign(lead, programId, quietDesign(ids, '2026-03-31'))
  const rule = { field: 'level' as const, in: [staff[0]!.level] }
  const { waveId } = await waveFor(lead, programId, { name: 'Some', rule, preparesOn: '2026-03-31' })
  await drain(base, work)
  return { staff: made.staff, waveId }
})

beforeEach(async () => {
  const begun = await begin()
  base = begun.base
  waveId = begun.made.waveId
  ;({ lead, sponsor } = staffOn(base, begun.made.staff))
})

const ours = { subject: 'Ours', preview: '', body: 'Hello {{person.greeting}}, in our words.', actionLabel: null }

/** What a later release brings: the library's text in another version, with other words. */
async function afterAnUpgrade<T>(id: string, act: () => Promise<T>): Promise<T> {
  const one = template(id)
  const { version, texts } = one
  Object.assign(one, {
    version: version + 1,
    texts: texts.map((text) => ({ ...text, body: `${text.body}\n\nA sentence that was not there before.` })),
  })
  try {
    return await act()
  } finally {
    Object.assign(one, { version, texts })
  }
}

async function worded() {
  const { id: campaignId, revision } = await lead.call('campaigns.create', {
    template: 'busy-weeks',
    waveId,
    senderId: sponsor.personId,
    sendsOn: '2026-04-02',
  })
  const saved = await lead.call('campaigns.update', { campaignId, revision, texts: { en: ours } })
  return { campaignId, saved }
}
const textsOf = async (campaignId: string) => (await lead.call('campaigns.get', { campaignId })).texts
async function update(campaignId: string, texts: Awaited<ReturnType<typeof textsOf>>) {
  const { revision } = await lead.call('campaigns.get', { campaignId })
  return lead.call('campaigns.update', { campaignId, revision, texts })
}

describe('words of a message', () => {
  it('begin with the version of the library’s text of that day, and stay with it whatever a release brings', async () => {
    const { version } = template('busy-weeks')
    const { campaignId, saved } = await worded()
    expect(saved.texts).toEqual({ en: { ...ours, fromVersion: version } })
    await afterAnUpgrade('busy-weeks', async () => {
      const shelf = await lead.call('library.get', { id: 'busy-weeks' })
      expect(shelf.version).toBe(version + 1)
      // Written over and over, they are still what began as the earlier one; another language begins with today's.
      await update(campaignId, { en: { ...ours, subject: 'Ours again' }, de: ours })
      expect(await textsOf(campaignId)).toEqual({
        en: { ...ours, subject: 'Ours again', fromVersion: version },
        de: { ...ours, fromVersion: version + 1 },
      })
    })
  })

  it('that are kept after comparing are the same message: its approval and its day stand', async () => {
    const { version } = template('busy-weeks')
    const { campaignId, saved } = await worded()
    await lead.call('campaigns.ask', { campaignId })
    await sponsor.call('campaigns.approve', { campaignId, revision: saved.revision })
    await lead.call('campaigns.schedule', { campaignId })
    await afterAnUpgrade('busy-weeks', async () => {
      const kept = await update(campaignId, { en: { ...ours, fromVersion: version + 1 } })
      expect(kept).toMatchObject({ state: 'scheduled', revision: saved.revision })
      expect(kept.texts.en?.fromVersion).toBe(version + 1)
    })
  })

  it('that give way to the library’s are its words of today, for one language alone, and need a new approval', async () => {
    const { campaignId } = await worded()
    await update(campaignId, { en: ours, de: ours })
    const { revision } = await lead.call('campaigns.get', { campaignId })
    await lead.call('campaigns.ask', { campaignId })
    await sponsor.call('campaigns.approve', { campaignId, revision })
    await afterAnUpgrade('busy-weeks', async () => {
      const { de } = await textsOf(campaignId)
      expect(await update(campaignId, { de: de! })).toMatchObject({ state: 'draft', texts: { de } })
    })
  })

  it('never say that they were compared with a version that is not there, and never reach a letter with it', async () => {
    const { version } = template('busy-weeks')
    const { campaignId } = await worded()
    await update(campaignId, { en: { ...ours, fromVersion: 99 } })
    expect((await textsOf(campaignId)).en?.fromVersion).toBe(version)
    const letter = await lead.call('campaigns.preview', { campaignId, language: 'en' })
    expect(letter.text).toContain('in our words')
    expect(JSON.stringify(letter)).not.toContain('fromVersion')
  })

  it('are forgotten with their versions when another text is chosen', async () => {
    const { campaignId, saved } = await worded()
    const other = await lead.call('campaigns.update', {
      campaignId,
      revision: saved.revision,
      template: 'privacy-explained',
    })
    expect(other.texts).toEqual({})
  })
})
