import { sql } from 'kysely'
import type { campaigns } from '../../contract/campaigns.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { putInInbox } from '../attention/attention.ts'
import { contextFor } from '../platform/context.ts'
import { liveWave } from '../program/permission.cases.ts'
import { approve, ask, create, schedule } from './campaign.ts'
import { startCampaign } from './sending.ts'
import { setTrial } from './trial-plan.ts'

const later = (w: World): string => w.base.clock.today('Pacific/Kiritimati')

/** A message in the lead's name, as far as `step`. */
async function message(
  w: World,
  step: 'draft' | 'asked' | 'approved' | 'scheduled' = 'draft',
  template = 'go-live-employees',
): Promise<{ campaignId: string; revision: number }> {
  const lead = await w.as('lead')
  const made = await create(lead, {
    template,
    waveId: liveWave(w).waveId,
    readers: 'everyone',
    audienceId: null,
    senderId: w.people.lead,
    sendsOn: later(w),
    sendsAt: '09:00',
  })
  const at = { campaignId: made.id, revision: made.revision }
  if (step === 'draft') return at
  await ask(lead, at)
  if (step === 'asked') return at
  await approve(lead, at)
  if (step === 'scheduled') await schedule(lead, at)
  return at
}

/** One that has gone out. */
async function begun(w: World, template?: string): Promise<{ campaignId: string }> {
  const { campaignId } = await message(w, 'scheduled', template)
  await startCampaign(contextFor(w.base, w.organizationId), campaignId)
  return { campaignId }
}

/** One that has gone out and named a day that is another one by now. */
async function outdated(w: World): Promise<{ campaignId: string }> {
  const at = await begun(w)
  const c = contextFor(w.base, w.organizationId)
  await sql`update campaign_words set facts = jsonb_set(facts, '{goals,firstBy}', ${JSON.stringify('2100-01-01')}::jsonb)
    where organization_id = ${w.organizationId} and campaign_id = ${at.campaignId}`.execute(c.db)
  return at
}

const team = {
  parts: ['lead', 'sponsor', 'admin'],
  because: 'The program team reads all messages; anybody else only those in their own name.',
} as const
const sender = { parts: ['lead'], because: 'Only the named sender approves what goes out in their name.' } as const

export const cases: CasesFor<typeof campaigns> = {
  'campaigns.list': {},
  'campaigns.toApprove': { about: 'viewer' },
  'campaigns.choices': {},
  'campaigns.sample': { input: (w) => ({ template: 'go-live-employees', waveId: liveWave(w).waveId }) },
  'campaigns.get': { input: (w) => message(w), only: team },
  'campaigns.create': { input: (w) => ({ template: 'go-live-employees', waveId: liveWave(w).waveId }) },
  'campaigns.update': { input: async (w) => ({ ...(await message(w)), sendsAt: '10:00' }) },
  'campaigns.remove': { input: (w) => message(w) },
  'campaigns.preview': { input: async (w) => ({ ...(await message(w)), personId: w.people.self }), only: team },
  'campaigns.audience': { input: (w) => message(w), only: team },
  'campaigns.ask': { input: (w) => message(w) },
  'campaigns.approve': { input: (w) => message(w, 'asked'), only: sender },
  'campaigns.approveAll': { input: async (w) => ({ messages: [await message(w, 'asked')] }), only: sender },
  'campaigns.decline': { input: (w) => message(w, 'approved'), only: sender },
  'campaigns.schedule': { input: (w) => message(w, 'approved') },
  'campaigns.cancel': { input: (w) => message(w, 'scheduled') },
  'campaigns.setTrial': {
    input: async (w) => ({ ...(await message(w)), subjects: { en: 'Another subject' }, share: 10, hours: 24 }),
  },
  'campaigns.dropTrial': {
    input: async (w) => {
      const at = await message(w)
      await setTrial(await w.as('lead'), { ...at, subjects: { en: 'Another subject' }, share: 10, hours: 24 })
      return at
    },
  },
  'campaigns.followUps': { input: (w) => message(w), only: team },
  'campaigns.followUp': { input: async (w) => ({ ...(await begun(w)), act: 'first_goal' as const }) },
  'campaigns.letStand': { input: (w) => outdated(w) },
  'campaigns.report': {
    input: (w) => message(w),
    only: { parts: ['lead', 'sponsor', 'admin'], because: team.because },
  },
  'messages.get': { about: 'viewer', input: (w, viewer) => arrived(w, viewer) },
  'messages.arrived': { about: 'viewer', input: (w, viewer) => arrived(w, viewer) },
  'messages.told': { about: 'viewer', input: (w, viewer) => arrived(w, viewer, 'kit-before-start') },
}

/** A message in somebody's inbox. */
async function arrived(w: World, viewer: string, template?: string): Promise<{ campaignId: string }> {
  const { campaignId } = await message(w, 'draft', template)
  const c = contextFor(w.base, w.organizationId)
  await c.db
    .transaction()
    .execute((tx) => putInInbox(tx, c, viewer, { kind: 'message', subject: { kind: 'campaign', id: campaignId } }))
  return { campaignId }
}
