import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Actor, actor } from '../../fixtures/actors.ts'
import { design, firstDesign } from '../../fixtures/life.ts'
import { lumenwerkLogo } from '../../fixtures/logo.ts'
import { cast, lumenwerk } from '../../fixtures/lumenwerk.ts'
import { programWords } from '../../fixtures/program-words.ts'
import { type FilePerson, peopleFile } from '../../fixtures/people-file.ts'
import { advanceClock } from '../platform/advance.ts'
import { addDays, instantAt } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { drain } from '../platform/jobs.ts'
import { beginning, smtpSink, type SmtpSink, type TestBase } from '../platform/testing.ts'
import { work } from '../work.ts'
import { startCampaign } from './sending.ts'
import { quietDesign, publishDraft, staffed, staffOn, takePeople, waveFor } from './testing-company.ts'

/** The night on which clocks go forward in Europe; in New York they went three weeks before, in Tokyo never, in Auckland they go back a week later. */
const day = '2026-03-29'
const zones = {
  tokyo: 'Asia/Tokyo',
  auckland: 'Pacific/Auckland',
  kolkata: 'Asia/Kolkata',
  berlin: 'Europe/Berlin',
  london: 'Europe/London',
  york: 'America/New_York',
} as const

let base: TestBase
let sink: SmtpSink
let c: Context
let staff: FilePerson[]
let ids: Map<string, string>
let lead: Actor
let sponsor: Actor
let waveId: string

const number = (who: string) => `X-${who}`
const address = (who: string) => `${who}@lumenwerk.example`
const id = (who: string) => ids.get(number(who))!

function somebody(who: string, change: Partial<FilePerson> = {}): FilePerson {
  const model = staff.find((p) => p.number === cast.lead)!
  return {
    ...model,
    number: number(who),
    given: who,
    family: 'Reader',
    email: address(who),
    title: 'Reader',
    level: 'L2',
    department: 'Reading',
    division: 'Services',
    language: 'en',
    timeZone: 'Europe/Berlin',
    manager: cast.lead,
    ...change,
  }
}

/** Somebody is on leave, which a plain people file cannot say. */
const withLeave = (people: readonly FilePerson[]) =>
  peopleFile(people)
    .split('\n')
    .map((line) => (line.startsWith(number('away')) ? line.replace(',Active,', ',On Leave,') : line))
    .join('\n')
const take = async (people: readonly FilePerson[], asOf: string) => {
  ids = await takePeople(base, c, people, asOf, withLeave)
}

const letters = async (campaignId: string) =>
  (
    await sql<{
      person_id: string
      state: string
      reason: string | null
      due_at: string
      language: string | null
      n: number
    }>`
    select person_id, min(state) as state, min(reason) as reason, min(due_at) as due_at, min(language) as language, count(*) as n from outgoing_mail
    where organization_id = ${c.organizationId} and subject_id = ${campaignId} and kind = 'campaign' group by 1`.execute(
      c.db,
    )
  ).rows
const letterOf = async (campaignId: string, who: string) =>
  (await letters(campaignId)).find((letter) => letter.person_id === id(who))
const until = (instant: string) => advanceClock(base, base.clock, work, instant)
const inboxOf = async (who: string) =>
  (await actor(base, c.organizationId, id(who)).call('inbox.list', {})).items.filter((item) => item.kind === 'message')

async function drafted(change: { sendsOn?: string; template?: string } = {}) {
  return lead.call('campaigns.create', { template: 'sponsor-announcement', waveId, sendsOn: day, ...change })
}
async function scheduled(change: { sendsOn?: string } = {}): Promise<string> {
  const { id: campaignId, revision } = await drafted(change)
  await lead.call('campaigns.ask', { campaignId })
  await sponsor.call('campaigns.approve', { campaignId, revision })
  await lead.call('campaigns.schedule', { campaignId })
  await drain(base, work)
  return campaignId
}

const mailing = (to: SmtpSink) => ({ smtpUrl: to.url, publicUrl: 'https://belay.test' })
const begin = beginning(async (open) => {
  base = await open({ at: '2026-03-27T09:00:00Z', config: mailing(await smtpSink({ password: 'right' })) })
  staff = lumenwerk().filter((p) => p.number === cast.sponsor || p.number === cast.lead)
  staff.push(
    ...Object.entries(zones).map(([who, timeZone]) => somebody(who, { timeZone })),
    somebody('shared', { email: address('twins') }),
    somebody('twin', { email: address('twins') }),
    somebody('floor', { email: '' }),
    somebody('away'),
  )
  const made = await staffed(base, staff, { asOf: '2026-03-27', locale: 'de', write: withLeave })
  const { ids, lead } = made
  const { id: programId } = await lead.call('program.create', { name: 'Daylight', leadId: lead.personId })
  await design(lead, programId, quietDesign(ids, '2026-03-27'))
  await lead.call('program.setLogo', { programId, name: 'daylight.png', file: lumenwerkLogo() } as never)
  await publishDraft(lead, programId)
  const readersOnly = {
    name: 'Readers',
    rule: { field: 'department' as const, in: ['Reading'] },
    preparesOn: '2026-03-28',
  }
  const { waveId } = await waveFor(lead, programId, readersOnly)
  await drain(base, work)
  return { people: staff, staff: made.staff, waveId }
})

beforeEach(async () => {
  sink = await smtpSink({ password: 'right' })
  const begun = await begin(mailing(sink))
  base = begun.base
  waveId = begun.made.waveId
  staff = begun.made.people
  ;({ c, ids, lead, sponsor } = staffOn(base, begun.made.staff))
})

describe('approving', () => {
  it('is the sender’s alone: neither the lead nor an administrator can', async () => {
    const { id: campaignId, revision } = await drafted()
    await lead.call('campaigns.ask', { campaignId })
    await expect(lead.call('campaigns.approve', { campaignId, revision })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(lead.call('campaigns.schedule', { campaignId })).rejects.toMatchObject({
      code: 'campaign_not_approved',
    })
    expect((await sponsor.call('campaigns.toApprove', {})).campaigns.map((one) => one.id)).toEqual([campaignId])
    const { todo } = await sponsor.call('week.get', {})
    expect(todo[0]).toMatchObject({
      kind: 'message_approve',
      campaignId,
      askedBy: { id: lead.personId },
      people: 10,
      upTo: false,
      sendsOn: day,
    })
    await drain(base, work)
    const mail = await sink.to(await sponsorAddress())[0]!.parsed()
    expect(mail.text).toContain(`https://belay.test/o/lumenwerk/approve/${campaignId}`)
    expect((await sponsor.call('campaigns.approve', { campaignId, revision })).state).toBe('approved')
    expect((await sponsor.call('week.get', {})).todo.some((t) => t.kind === 'message_approve')).toBe(false)
  })

  it('covers what was read and nothing else: any change voids it', async () => {
    const { id: campaignId, revision } = await drafted()
    await lead.call('campaigns.ask', { campaignId })
    await sponsor.call('campaigns.approve', { campaignId, revision })
    const changed = await lead.call('campaigns.update', { campaignId, revision, sendsAt: '10:00' })
    expect(changed).toMatchObject({ state: 'draft', revision: revision + 1, approval: { approvedAt: null } })
    await expect(lead.call('campaigns.schedule', { campaignId })).rejects.toMatchObject({
      code: 'campaign_not_approved',
    })
    // Nor does an approval of the old words reach the new ones.
    await expect(sponsor.call('campaigns.approve', { campaignId, revision })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('is void for a message on its way out, too: a change takes it from the schedule', async () => {
    const campaignId = await scheduled()
    const { revision } = await lead.call('campaigns.get', { campaignId })
    expect((await lead.call('campaigns.update', { campaignId, revision, sendsOn: addDays(day, 1) })).state).toBe(
      'draft',
    )
    await until(instantAt(addDays(day, 2), '12:00', 'UTC'))
    expect(await letters(campaignId)).toEqual([])
  })

  it('of words with a field that does not exist is never asked for: they are refused at once', async () => {
    const { id: campaignId, revision } = await drafted()
    const texts = { en: { subject: 'Hello', preview: '', body: 'You earn {{person.salary}}.', actionLabel: null } }
    await expect(lead.call('campaigns.update', { campaignId, revision, texts })).rejects.toMatchObject({
      code: 'field_unknown',
    })
    expect((await lead.call('campaigns.get', { campaignId })).texts).toEqual({})
  })
})

async function sponsorAddress(): Promise<string> {
  return (
    await c.db
      .selectFrom('person')
      .select('email')
      .where('organization_id', '=', c.organizationId)
      .where('id', '=', sponsor.personId)
      .executeTakeFirstOrThrow()
  ).email!
}

describe('choosing', () => {
  it('says what the wave has, what was begun for it, and lets a lead read any template in the program’s own words', async () => {
    const before = await lead.call('campaigns.choices', {})
    const wave = before.waves.find((one) => one.id === waveId)!
    expect(wave.made).toEqual([])
    expect(wave.elements).toEqual(expect.arrayContaining(['goals', 'checkins']))
    expect(before.templates.find((one) => one.id === 'sponsor-announcement')).toMatchObject({
      phase: 'before',
      day: -21,
      needs: ['checkins'],
      sender: 'sponsor',
    })
    await drafted()
    const after = await lead.call('campaigns.choices', {})
    expect(after.waves.find((one) => one.id === waveId)!.made).toEqual(['sponsor-announcement'])

    const french = await lead.call('campaigns.choices', { language: 'fr' })
    expect(french.templates[0]!.title).not.toBe(after.templates[0]!.title)

    const { why } = firstDesign(ids, (n) => addDays('2026-03-27', n))
    for (const { id: template } of before.templates)
      for (const language of ['en', 'de', 'es', 'fr'] as const) {
        const letter = await lead.call('campaigns.sample', { template, waveId, language })
        expect(letter.language).toBe(language)
        expect(`${letter.subject}${letter.preview}${letter.text}`).not.toMatch(/\{\{|undefined/)
      }
    const said = await lead.call('campaigns.sample', { template: 'sponsor-announcement', waveId, language: 'en' })
    expect(said.text).toContain(why.split('\n')[0]!.slice(0, 40))
    expect(said.from).not.toBeNull()
    // Who of HR signs is chosen when the message is begun.
    expect((await lead.call('campaigns.sample', { template: 'privacy-explained', waveId })).from).toBeNull()
    await expect(lead.call('campaigns.sample', { template: 'sign-in-link', waveId })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('sending', () => {
  it('tells and keeps the hours of its own readers, not of the whole company', async () => {
    const { department } = staff.find((p) => p.number === cast.lead)!
    const nines = staff
      .filter((p) => p.department === department)
      .map((p) => instantAt(day, '09:00', p.timeZone))
      .toSorted()
    const few = await lead.call('audiences.create', {
      name: 'Few',
      rule: { field: 'department', in: [department] } as never,
    })
    const { programId } = await drafted()
    const wave = await lead.call('waves.create', {
      programId,
      name: 'Wave 2',
      audienceId: few.id,
      preparesOn: '2026-03-28',
      goesLiveOn: '2026-04-20',
    })
    const { id: campaignId } = await lead.call('campaigns.create', {
      template: 'sponsor-announcement',
      waveId: wave.id,
      sendsOn: day,
    })
    expect(await lead.call('campaigns.audience', { campaignId })).toMatchObject({ from: nines[0], until: nines.at(-1) })
  })

  it('reaches each reader at nine by their own clock, in the night of the change as well, and replies go to the sender', async () => {
    const campaignId = await scheduled()
    await until('2026-03-28T19:59:00Z')
    expect(await letters(campaignId)).toEqual([])
    await until('2026-03-28T20:00:00Z')
    const hours = Object.fromEntries(
      await Promise.all(Object.keys(zones).map(async (who) => [who, (await letterOf(campaignId, who))?.due_at])),
    )
    expect(hours).toEqual({
      auckland: '2026-03-28T20:00:00.000Z',
      tokyo: '2026-03-29T00:00:00.000Z',
      kolkata: '2026-03-29T03:30:00.000Z',
      berlin: '2026-03-29T07:00:00.000Z',
      london: '2026-03-29T08:00:00.000Z',
      york: '2026-03-29T13:00:00.000Z',
    })
    const there = () => Object.keys(zones).filter((who) => sink.to(address(who)).length > 0)
    expect(there()).toEqual(['auckland'])
    await until('2026-03-29T06:59:00Z')
    expect(there().toSorted()).toEqual(['auckland', 'kolkata', 'tokyo'])
    await until('2026-03-29T13:00:30Z')
    expect(there()).toHaveLength(6)
    const mail = await sink.to(address('berlin'))[0]!.parsed()
    expect(mail.from?.text).toContain('Ingrid Halvorsen')
    expect(mail.replyTo?.value[0]).toEqual({ name: 'Ingrid Halvorsen', address: await sponsorAddress() })
    expect((await lead.call('campaigns.get', { campaignId })).state).toBe('sent')
  })

  it('is wholly in the reader’s language, the program’s own words too, and carries the logo in itself', async () => {
    await actor(base, c.organizationId, id('berlin')).call('access.speak', { language: 'de' })
    const campaignId = await scheduled()
    await until('2026-03-29T13:00:30Z')
    const [german, english] = await Promise.all(['berlin', 'london'].map((who) => sink.to(address(who))[0]!.parsed()))
    for (const { first, also } of [programWords.why, programWords.whyNow]) {
      expect(german!.text).toContain(also.de)
      expect(german!.text).not.toContain(first)
      expect(english!.text).toContain(first)
    }
    const sample = await lead.call('campaigns.sample', { template: 'sponsor-announcement', waveId, language: 'fr' })
    expect(sample.text).toContain(programWords.why.also.fr)

    const [picture] = german!.attachments
    expect(german!.attachments).toHaveLength(1)
    expect(picture).toMatchObject({ contentType: 'image/png', contentDisposition: 'inline', related: true })
    expect(picture!.content.equals(lumenwerkLogo())).toBe(true)
    // The parser puts each picture that it finds by its name where the letter names it.
    expect(german!.html).toContain(`src="data:image/png;base64,${lumenwerkLogo().toString('base64')}"`)
    expect(german!.html).toContain('alt="Daylight"')
    expect(german!.html).not.toMatch(/(src|background)="?(https?:|cid:)/)
    // A page that shows the letter has no mail to take the picture from: it stands in the letter there.
    const shown = await lead.call('campaigns.preview', { campaignId, language: 'de' })
    for (const { html } of [shown, sample]) {
      expect(html).toContain(`src="data:image/png;base64,${lumenwerkLogo().toString('base64')}"`)
      expect(html).not.toContain('cid:')
    }
  })

  it('accounts for everybody: who gets none has a reason, and finds the message in the app all the same', async () => {
    const campaignId = await scheduled()
    await until('2026-03-30T00:00:00Z')
    const report = await lead.call('campaigns.report', { campaignId })
    expect(report.recipients).toBe(10)
    expect(report.states).toMatchObject({ submitted: 6, excluded: 4, waiting: 0, failed: 0, uncertain: 0 })
    expect(report.reasons.toSorted((a, b) => (a.reason < b.reason ? -1 : 1))).toEqual([
      { state: 'excluded', reason: 'no_address', people: 1 },
      { state: 'excluded', reason: 'on_leave', people: 1 },
      { state: 'excluded', reason: 'shared_address', people: 2 },
    ])
    expect(report.inInbox).toBe(10)
    // Nobody has read it: until enough have and enough have not, the number is not told.
    expect(report).toMatchObject({ readInApp: null, smallestGroup: 5 })
    // The list of mail says what it was about, not only of what kind.
    const { mail: listed } = await lead.call('mail.list', { kind: 'campaign', subject: campaignId })
    expect(listed).toHaveLength(10)
    const subjects = new Set(listed.map((m) => m.subject))
    expect(subjects.has(null)).toBe(false)
    expect([...subjects]).toContain((await sink.to(address('berlin'))[0]!.parsed()).subject)
    for (const who of ['berlin', 'floor', 'away', 'shared']) {
      expect(await inboxOf(who), who).toHaveLength(1)
      const shown = await actor(base, c.organizationId, id(who)).call('messages.get', { campaignId })
      expect(shown.sender.name).toBe('Ingrid Halvorsen')
    }
    const mail = await sink.to(address('berlin'))[0]!.parsed()
    const shown = await actor(base, c.organizationId, id('berlin')).call('messages.get', { campaignId })
    expect(shown.subject).toBe(mail.subject)
    const words = (text: string) =>
      text
        .replace(/[*_#>\\]|\[|\]\([^)]*\)/g, '')
        .split(/\s+/)
        .filter((word) => /^\p{L}{4,}$/u.test(word))
    for (const word of words(shown.body)) expect(mail.text).toContain(word)
  })

  it('freezes its readers when it starts: a joiner gets none, whoever left before their hour is excluded', async () => {
    const campaignId = await scheduled()
    await until('2026-03-28T21:00:00Z')
    await take([...staff.filter((p) => p.number !== number('york')), somebody('joiner')], '2026-03-28')
    await until('2026-03-30T00:00:00Z')
    expect(await letterOf(campaignId, 'york')).toMatchObject({ state: 'excluded', reason: 'left' })
    expect(await letterOf(campaignId, 'joiner')).toBeUndefined()
    expect(sink.to(address('joiner')).filter((mail) => mail.raw.includes('Ingrid'))).toEqual([])
    expect(sink.to(address('berlin'))).toHaveLength(1)
  })

  it('writes to nobody twice, however often it is started', async () => {
    const campaignId = await scheduled()
    await until('2026-03-28T20:00:00Z')
    await Promise.all([1, 2, 3].map(() => startCampaign(c, campaignId)))
    await until('2026-03-30T00:00:00Z')
    await startCampaign(c, campaignId)
    await drain(base, work)
    expect((await letters(campaignId)).every((letter) => letter.n === 1)).toBe(true)
    for (const who of Object.keys(zones)) expect(sink.to(address(who)), who).toHaveLength(1)
  })

  it('keeps everything while mail is set up wrongly, says why, and sends when it is put right', async () => {
    const right = base.config.smtpUrl!
    const campaignId = await scheduled()
    await until('2026-03-29T06:55:00Z')
    sink.received.length = 0
    Object.assign(base.config, { smtpUrl: right.replace('right', 'wrong') })
    await until('2026-03-29T07:03:00Z')
    expect((await lead.call('campaigns.report', { campaignId })).states).toMatchObject({
      waiting: 3,
      submitted: 3,
      failed: 0,
      uncertain: 0,
    })
    const { rows } = await sql<{
      code: string
    }>`select code from mail_trouble where organization_id = ${c.organizationId}`.execute(c.db)
    expect(rows).toEqual([{ code: 'sign_in' }])
    Object.assign(base.config, { smtpUrl: right })
    await until('2026-03-29T07:05:00Z')
    expect((await lead.call('campaigns.report', { campaignId })).states).toMatchObject({ waiting: 2, submitted: 4 })
    expect(sink.received.map((mail) => mail.to[0])).toEqual([address('berlin')])
  })

  it('can be stopped in the middle: what has not left does not leave, in the app neither', async () => {
    const campaignId = await scheduled()
    await until('2026-03-29T04:00:00Z')
    await lead.call('campaigns.cancel', { campaignId })
    await until('2026-03-30T00:00:00Z')
    const report = await lead.call('campaigns.report', { campaignId })
    expect(report.states).toMatchObject({ submitted: 3, waiting: 0 })
    expect(report.reasons).toContainEqual({ state: 'excluded', reason: 'stopped', people: 3 })
    expect(await inboxOf('tokyo')).toHaveLength(1)
    expect(await inboxOf('york')).toHaveLength(0)
    expect((await lead.call('campaigns.get', { campaignId })).state).toBe('cancelled')
  })

  it('speaks each reader’s language: their locale, its language, the company’s, and says which', async () => {
    await take(
      [
        ...staff,
        somebody('vienna', { language: 'de-AT' }),
        somebody('lyon', { language: 'fr' }),
        somebody('mexico', { language: 'es-MX' }),
        somebody('warsaw', { language: 'pl' }),
      ],
      '2026-03-27',
    )
    const { id: campaignId, revision } = await drafted()
    const own = {
      subject: 'Something of our own',
      preview: 'p',
      body: 'Hello {{person.greeting}}, only in English.',
      actionLabel: null,
    }
    const { revision: next } = await lead.call('campaigns.update', { campaignId, revision, texts: { en: own } })
    await lead.call('campaigns.ask', { campaignId })
    await sponsor.call('campaigns.approve', { campaignId, revision: next })
    await lead.call('campaigns.schedule', { campaignId })
    await until('2026-03-30T00:00:00Z')
    const spoken = Object.fromEntries(
      await Promise.all(
        ['berlin', 'vienna', 'lyon', 'mexico', 'warsaw'].map(async (who) => [
          who,
          (await letterOf(campaignId, who))?.language,
        ]),
      ),
    )
    // No Polish: the company’s language is German.
    expect(spoken).toEqual({ berlin: 'en', vienna: 'de', lyon: 'fr', mexico: 'es', warsaw: 'de' })
    expect((await sink.to(address('berlin'))[0]!.parsed()).subject).toBe(own.subject)
    expect((await sink.to(address('warsaw'))[0]!.parsed()).subject).not.toBe(own.subject)
    expect((await lead.call('campaigns.preview', { campaignId, personId: id('warsaw') })).chosenBy).toBe('organization')
  })
})

it('the list begins with what comes next and ends with what went out longest ago', async () => {
  const first = await scheduled({ sendsOn: '2026-03-28' })
  const second = await scheduled()
  await until('2026-03-30T12:00:00Z')
  const undated = await lead.call('campaigns.create', { template: 'sponsor-announcement', waveId })
  const later = await drafted({ sendsOn: '2026-04-20' })
  const sooner = await drafted({ sendsOn: '2026-04-10' })
  const { campaigns } = await lead.call('campaigns.list', {})
  expect(campaigns.map((one) => one.id)).toEqual([sooner.id, later.id, undated.id, second, first])
})
