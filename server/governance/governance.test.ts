/** The committee: who is on it, its meetings and calendars, minutes, decisions, change requests, marks. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { governance } from '../../contract/governance.ts'
import type { Request } from '../../contract/operation.ts'
import { endRole, grantRole } from '../access/roles.ts'
import { type Part, parts, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { deliver } from '../attention/attention.ts'
import { list as inbox } from '../attention/inbox.ts'
import { makeWave } from '../goals/live-wave.ts'
import { addDays, type Day } from '../platform/clock.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { drain } from '../platform/jobs.ts'
import { type SmtpSink, smtpSink, type TestBase, testBase } from '../platform/testing.ts'
import { wordsInPdf } from '../reviews/testing-pdf.ts'
import { get as week } from '../week/week.ts'
import { work } from '../work.ts'
import { get, name, release, setCharter } from './committee.ts'
import { changeDecision, decide, decision, finish, list as decisions, withdraw } from './decisions.ts'
import { committeeFacts } from './governance.ts'
import { letters } from './letters.ts'
import { addItem, callOff, hold, move, note, plan, settleItem, write } from './meetings.ts'
import { minutes } from './paper.ts'
import { calendar, meeting } from './reading.ts'
import { answer, ask, list as requests, putOnAgenda, takeBack } from './requests.ts'
import { list as marks, nightly, unwatch, watch } from './triggers.ts'

let base: TestBase
let sink: SmtpSink
let w: World
let job: Context
let programId: string
let waveId: string
let read: number

beforeEach(async () => {
  read = 0
  sink = await smtpSink()
  // A Monday, ten in the morning in Berlin.
  base = await testBase({ at: '2026-03-02T09:00:00Z', config: { smtpUrl: sink.url } })
  w = await permissionWorld(base, `committee-${randomUUID().slice(0, 8)}`)
  job = contextFor(base, w.organizationId)
  ;({ programId, waveId } = await makeWave(job.db, {
    organizationId: w.organizationId,
    day: '2026-02-02',
    at: base.clock.now(),
    people: parts.filter((p) => p !== 'admin').map((p) => w.people[p]),
  }))
  await setCharter(await w.as('lead'), charter())
})

const charter = (given: Partial<Request<typeof governance.setCharter>> = {}) =>
  governance.setCharter.body!.parse({
    programId,
    purpose: 'To steer',
    cadenceWeeks: 4,
    starts: '10:00',
    minutes: 60,
    timeZone: 'Europe/Berlin',
    ...given,
  })
const when = (given: Partial<Request<typeof governance.plan>> = {}) =>
  governance.plan.body!.parse({
    day: '2026-03-12',
    from: '10:00',
    to: '11:00',
    timeZone: 'Europe/Berlin',
    place: 'Room 4',
    ...given,
  })
const planned = async (given: Parameters<typeof when>[0] = {}, by: Part = 'lead') =>
  (await plan(await w.as(by), when(given))).id
const decided = async (given: Partial<Request<typeof governance.decide>> = {}, by: Part = 'lead') =>
  decide(
    await w.as(by),
    governance.decide.body!.parse({ question: 'Fewer questions?', decided: 'Three', ownerId: w.people.peer, ...given }),
  )
const asked = async (by: Part, title = 'Fewer reminders') =>
  ask(await w.as(by), governance.ask.body!.parse({ title, priority: 'high' }))
const kinds = async (p: Part) => (await inbox(await w.as(p), { limit: 50 })).items.map((i) => i.kind)

/** A number of the whole company as it was given out. */
async function give(metric: string, on: Day, numerator: number | null, key: { wave?: string } = {}): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    insert into metric_release (organization_id, as_of, known_at, scope, published, floor, people)
    values (${w.organizationId}, ${on}, ${base.clock.now()}, 'summary', true, 5, 1000)
    on conflict (organization_id, as_of, known_at, scope) do update set people = excluded.people returning id`.execute(
    job.db,
  )
  const releaseId = rows[0]!.id
  await sql`insert into metric_cell (organization_id, segment_kind, segment_key, roster, metric, as_of, known_at, release_id, version, numerator, denominator,
      population, shown, shown_numerator, shown_denominator)
    values (${w.organizationId}, ${key.wave ? 'wave' : 'organization'}, ${key.wave ?? ''}, 'live', ${metric}, ${on}, ${base.clock.now()}, ${releaseId}, 1,
      ${numerator ?? 3}, 1000, 1, ${numerator === null ? 'floor' : 'shown'}, ${numerator}, ${numerator === null ? null : 1000})`.execute(
    job.db,
  )
}

/** Delivers what is due: what arrived since the last time. */
async function arrived(): Promise<{ to: string; subject: string; method: string; entry: string; text: string }[]> {
  await deliver(job, letters)
  await deliver(job, letters, 'bulk')
  const fresh = sink.received.slice(read)
  read = sink.received.length
  return Promise.all(
    fresh.map(async (m) => {
      const mail = await m.parsed()
      const file = mail.attachments.find((a) => a.contentType === 'application/ics')
      return {
        to: m.to[0]!,
        subject: mail.subject ?? '',
        method: /content-type: text\/calendar;(?:[^\r\n]|\r\n[ \t])*method=(\w+)/i.exec(m.raw)?.[1] ?? '',
        entry: file?.content.toString('utf8').replaceAll('\r\n ', '') ?? '',
        text: mail.text ?? '',
      }
    }),
  )
}
const addressOf = async (part: Part) =>
  (await sql<{ email: string }>`select email from person where id = ${w.people[part]}`.execute(job.db)).rows[0]!.email
const line = (entry: string, of: string) => new RegExp(`^${of}[;:].*$`, 'm').exec(entry)?.[0]?.trim()

describe('the committee', () => {
  it('is whoever holds the role: naming gives it, taking off ends it, and so the other way round', async () => {
    const lead = await w.as('lead')
    const members = async () => (await get(lead)).committee!.members.map((m) => [m.person.id, m.part])
    expect(await members()).toEqual([[w.people.committee, 'member']])
    await name(lead, { personId: w.people.peer, part: 'chair' })
    expect((await w.as('peer')).viewer.roles).toContain('committee')
    expect(await members()).toEqual([
      [w.people.peer, 'chair'],
      [w.people.committee, 'member'],
    ])
    // One chair: who was it becomes a member.
    await name(lead, { personId: w.people.committee, part: 'chair' })
    expect(Object.fromEntries(await members())).toEqual({ [w.people.peer]: 'member', [w.people.committee]: 'chair' })
    await release(lead, { personId: w.people.peer })
    expect((await w.as('peer')).viewer.roles).not.toContain('committee')
    await expect(release(lead, { personId: w.people.peer })).rejects.toMatchObject({ code: 'not_found' })
    // The same by the page of roles; a part that somebody had then does not come back with a later role.
    const admin = await w.as('admin')
    const grant = await grantRole(admin, { personId: w.people.self, role: 'committee' })
    expect((await members()).map(([id]) => id)).toContain(w.people.self)
    await name(lead, { personId: w.people.self, part: 'guest' })
    await endRole(admin, { grantId: grant.id })
    expect((await members()).map(([id]) => id)).not.toContain(w.people.self)
    await grantRole(admin, { personId: w.people.self, role: 'committee' })
    expect(Object.fromEntries(await members())).toMatchObject({ [w.people.self]: 'member' })
  })

  it('lets guests read and note, and members decide', async () => {
    const lead = await w.as('lead')
    await name(lead, { personId: w.people.peer, part: 'guest' })
    const meetingId = await planned({}, 'committee')
    const guest = await w.as('peer')
    expect(await note(guest, { meetingId, question: 'going', words: 'Slow in March' })).toEqual({
      words: 'Slow in March',
    })
    expect((await get(guest)).may).toEqual({ run: false, shape: false })
    for (const refused of [
      async () => decide(guest, governance.decide.body!.parse({ question: 'Q', decided: 'A', ownerId: w.people.peer })),
      async () => move(guest, { meetingId, ...when({ from: '09:00' }) }),
      async () => addItem(guest, { title: 'A point', meetingId: null }),
      async () => callOff(guest, { meetingId, reason: 'No' }),
      async () => watch(guest, { metric: 'G1', side: 'below', mark: 10 }),
    ])
      await expect(refused()).rejects.toMatchObject({ code: 'committee_guest' })
    expect((await meeting(guest, { meetingId })).may).toEqual({ note: true, run: false, hold: false })
    // A lead who is a guest there runs it all the same.
    await name(lead, { personId: w.people.lead, part: 'guest' })
    expect((await get(await w.as('lead'))).may.run).toBe(true)
  })

  it('proposes a working day by its rhythm, and says when it is overdue', async () => {
    const lead = await w.as('lead')
    expect(await get(lead)).toMatchObject({
      proposal: { day: '2026-03-16', from: '10:00', to: '11:00' },
      late: null,
      next: null,
    })
    base.clock.set('2026-04-01T09:00:00Z')
    expect(await get(await w.as('lead'))).toMatchObject({
      // Three days from now is a Saturday.
      proposal: { day: '2026-04-06' },
      late: { since: '2026-03-16', last: null },
    })
    const meetingId = await planned({ day: '2026-04-07' })
    expect(await get(await w.as('lead'))).toMatchObject({ proposal: null, late: null, next: { id: meetingId } })
    base.clock.set('2026-04-07T08:30:00Z')
    await hold(await w.as('lead'), { meetingId, came: [w.people.committee] })
    expect(await get(await w.as('lead'))).toMatchObject({ proposal: { day: '2026-05-05' }, next: null })
  })

  it('tells others how it does', async () => {
    const facts = (today: Day) => committeeFacts(job.db, w.organizationId, today)
    expect(await facts('2026-03-02')).toEqual({
      members: 1,
      lastMeeting: null,
      nextMeeting: null,
      cadenceDays: 28,
      since: '2026-03-02',
      overdueDecisions: 0,
    })
    const meetingId = await planned()
    const one = await decided({ dueOn: '2026-03-10' })
    const two = await decided({ dueOn: '2026-03-10' })
    expect(await facts('2026-03-10')).toMatchObject({ nextMeeting: '2026-03-12', overdueDecisions: 0 })
    expect(await facts('2026-03-11')).toMatchObject({ overdueDecisions: 2 })
    await finish(await w.as('peer'), { decisionId: one.id, done: true, words: '' })
    await withdraw(await w.as('lead'), { decisionId: two.id, reason: 'Not needed' })
    base.clock.set('2026-03-12T09:30:00Z')
    await hold(await w.as('lead'), { meetingId, came: [] })
    expect(await facts('2026-03-13')).toMatchObject({
      lastMeeting: '2026-03-12',
      nextMeeting: null,
      overdueDecisions: 0,
    })
    const other = await permissionWorld(base, `other-${randomUUID().slice(0, 8)}`)
    expect(await committeeFacts(contextFor(base, other.organizationId).db, other.organizationId, '2026-03-13')).toBe(
      undefined,
    )
  })
})

describe('a meeting', () => {
  it('comes into every calendar, moves and leaves with one UID and the next SEQUENCE', async () => {
    const meetingId = await planned()
    const [first, ...more] = await arrived()
    expect(more).toEqual([])
    expect(first).toMatchObject({ to: await addressOf('committee'), method: 'REQUEST' })
    expect(first!.subject).toContain('Compass')
    expect(line(first!.entry, 'UID')).toBe(`UID:committee-${meetingId}@belay`)
    expect(line(first!.entry, 'SEQUENCE')).toBe('SEQUENCE:0')
    expect(line(first!.entry, 'DTSTART')).toBe('DTSTART:20260312T090000Z')
    expect(await kinds('committee')).toContain('committee_planned')
    await move(await w.as('lead'), { meetingId, ...when({ from: '14:00', to: '15:00' }) })
    const [second] = await arrived()
    expect(second!.method).toBe('REQUEST')
    expect(line(second!.entry, 'SEQUENCE')).toBe('SEQUENCE:1')
    expect(line(second!.entry, 'DTSTART')).toBe('DTSTART:20260312T130000Z')
    expect(line(second!.entry, 'SUMMARY')).toBe(line(first!.entry, 'SUMMARY'))
    // Whoever comes later is invited to what is planned; whoever leaves is told, and their calendar with them.
    await name(await w.as('lead'), { personId: w.people.peer, part: 'member' })
    const toPeer = (await arrived()).filter((m) => m.method !== '')
    expect(toPeer.map((m) => [m.method, line(m.entry, 'DTSTART')])).toEqual([['REQUEST', 'DTSTART:20260312T130000Z']])
    await release(await w.as('lead'), { personId: w.people.peer })
    const gone = (await arrived()).filter((m) => m.method !== '')
    expect(gone.map((m) => [m.to, m.method])).toEqual([[await addressOf('peer'), 'CANCEL']])
    // The same by the page of roles.
    const admin = await w.as('admin')
    const grant = await grantRole(admin, { personId: w.people.self, role: 'committee' })
    await drain(base, work)
    await endRole(admin, { grantId: grant.id })
    await drain(base, work)
    read = sink.received.length
    expect(
      (
        await sql<{
          what: string
        }>`select what from committee_told where person_id = ${w.people.self} order by sequence`.execute(job.db)
      ).rows.map((row) => row.what),
    ).toEqual(['planned', 'released'])
    await callOff(await w.as('lead'), { meetingId, reason: 'Half of us are away' })
    const [last, ...rest] = await arrived()
    expect(rest).toEqual([])
    expect(last).toMatchObject({ to: await addressOf('committee'), method: 'CANCEL' })
    expect(last!.text).toContain('Half of us are away')
    await expect(calendar(await w.as('committee'), { meetingId })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('that moves before anybody heard of it is told once; called off, not at all', async () => {
    const meetingId = await planned()
    await move(await w.as('lead'), { meetingId, ...when({ day: '2026-03-13' }) })
    expect((await arrived()).map((m) => [m.method, line(m.entry, 'DTSTART')])).toEqual([
      ['REQUEST', 'DTSTART:20260313T090000Z'],
    ])
    await callOff(await w.as('lead'), { meetingId, reason: 'Away' })
    await arrived()
    const again = await planned()
    await callOff(await w.as('lead'), { meetingId: again, reason: 'Away' })
    expect(await arrived()).toEqual([])
  })

  it('is one at a time, in the future, and ends after it begins', async () => {
    const lead = await w.as('lead')
    await expect(plan(lead, when({ day: '2026-03-02', from: '09:00' }))).rejects.toMatchObject({
      code: 'committee_time',
    })
    await expect(plan(lead, when({ to: '10:00' }))).rejects.toMatchObject({ code: 'committee_time' })
    const meetingId = await planned()
    await expect(plan(lead, when())).rejects.toMatchObject({ code: 'committee_planned' })
    expect(String((await calendar(await w.as('sponsor'), { meetingId })).body)).toContain('DTSTART:20260312T090000Z')
    // Nobody noted who came: that does not keep the next from being planned.
    base.clock.set('2026-03-20T09:00:00Z')
    expect(await get(await w.as('lead'))).toMatchObject({ next: { id: meetingId, state: 'over' } })
    await planned({ day: '2026-04-02' })
  })

  it('keeps what the data said when it began, for ever', async () => {
    await give('G1', '2026-03-01', 600)
    await sql`update program_version set design = jsonb_set(design, '{metrics}', ${JSON.stringify([
      { id: 'G1', baseline: 50, baselineSource: 'survey', target: 90, by: '2026-12-31' },
    ])}::jsonb) where organization_id = ${w.organizationId}`.execute(job.db)
    const late = await decided({ dueOn: '2026-03-05', question: 'Who answers?' })
    await asked('champion', 'Fewer reminders')
    const meetingId = await planned()
    const going = async () => {
      const found = await meeting(await w.as('committee'), { meetingId, language: 'en' })
      return { kept: found.kept, lines: found.questions.flatMap((q) => q.evidence.map((l) => l.text)) }
    }
    base.clock.set('2026-03-11T09:00:00Z')
    const before = await going()
    expect(before.kept).toBe(false)
    expect(before.lines.join('\n')).toMatch(/60% \(600 of 1,000, 1 March 2026\)/)
    expect(before.lines.join('\n')).toContain('Who answers?')
    expect(before.lines.join('\n')).toContain('urgent')
    base.clock.set('2026-03-12T09:00:00Z')
    await drain(base, work)
    const then = await going()
    expect(then.kept).toBe(true)
    // What happens in and after it changes nothing of it.
    await finish(await w.as('peer'), { decisionId: late.id, done: true, words: '' })
    await asked('champion', 'More reminders')
    await give('G1', '2026-03-12', 900)
    expect(await going()).toEqual(then)
    expect((await meeting(await w.as('lead'), { meetingId, language: 'de' })).questions[0]!.evidence[0]!.text).toMatch(
      /60\s%/,
    )
  })

  it('hides what is hidden', async () => {
    await give('G1', '2026-03-01', null)
    await sql`update program_version set design = jsonb_set(design, '{metrics}', ${JSON.stringify([
      { id: 'G1', baseline: null, baselineSource: '', target: 90, by: '2026-12-31' },
    ])}::jsonb) where organization_id = ${w.organizationId}`.execute(job.db)
    const meetingId = await planned()
    const { questions } = await meeting(await w.as('committee'), { meetingId, language: 'en' })
    const text = JSON.stringify(questions)
    expect(text).toContain('hidden')
    expect(text).not.toMatch(/\b3 of 1,000|0\.3%/)
  })

  it('has notes of members, minutes, who came, and a PDF that says the same', async () => {
    const meetingId = await planned()
    await addItem(await w.as('lead'), { title: 'Time in December', meetingId })
    const point = await addItem(await w.as('lead'), { title: 'The survey', meetingId: null })
    await note(await w.as('committee'), { meetingId, question: 'working', words: 'Managers talk more' })
    await expect(
      write(await w.as('lead'), { meetingId, question: 'working', words: 'Too early' }),
    ).rejects.toMatchObject({ code: 'committee_not_yet' })
    await expect(hold(await w.as('lead'), { meetingId, came: [] })).rejects.toMatchObject({ code: 'committee_not_yet' })
    base.clock.set('2026-03-12T09:20:00Z')
    await write(await w.as('lead'), { meetingId, question: 'working', words: 'The pace is right.' })
    await settleItem(await w.as('lead'), { itemId: point.id, done: true })
    await decided({ meetingId, question: 'A break in December?', options: ['Yes', 'No'], why: 'Everybody is away' })
    await name(await w.as('lead'), { personId: w.people.peer, part: 'guest' })
    await hold(await w.as('committee'), { meetingId, came: [w.people.committee] })
    const held = await meeting(await w.as('sponsor'), { meetingId, language: 'en' })
    expect(held).toMatchObject({ state: 'held', may: { note: false, run: false, hold: false } })
    expect(held.members.map((m) => [m.person.id, m.came])).toEqual([
      [w.people.committee, true],
      [w.people.peer, false],
    ])
    expect(Object.fromEntries(held.items.map((i) => [i.title, i.settled]))).toEqual({
      'The survey': 'done',
      'Time in December': 'carried',
    })
    expect((await get(await w.as('lead'))).agenda.map((i) => i.title)).toEqual(['Time in December'])
    const paper = wordsInPdf((await minutes(await w.as('sponsor'), { meetingId })).body as Buffer)
    for (const words of ['The pace is right.', 'Managers talk more', 'A break in December?', 'Everybody is away'])
      expect(paper).toContain(words)
    for (const refused of [
      async () => note(await w.as('committee'), { meetingId, question: 'going', words: 'Later' }),
      async () => write(await w.as('lead'), { meetingId, question: 'going', words: 'Later' }),
      async () => hold(await w.as('lead'), { meetingId, came: [] }),
      async () => callOff(await w.as('lead'), { meetingId, reason: 'No' }),
    ])
      await expect(refused()).rejects.toMatchObject({ code: 'committee_over' })
    // Who has left the committee since was there all the same.
    await release(await w.as('lead'), { personId: w.people.committee })
    expect((await meeting(await w.as('lead'), { meetingId })).members[0]).toMatchObject({ came: true })
  })

  it('called off, leaves its agenda to the next one', async () => {
    await addItem(await w.as('lead'), { title: 'The survey', meetingId: null })
    const first = await planned()
    expect((await meeting(await w.as('lead'), { meetingId: first })).items).toHaveLength(1)
    await callOff(await w.as('lead'), { meetingId: first, reason: 'Away' })
    const second = await planned({ day: '2026-03-19' })
    expect((await meeting(await w.as('lead'), { meetingId: second })).items.map((i) => i.title)).toEqual(['The survey'])
  })
})

describe('a decision', () => {
  it('is told to whoever sees to it; they read it and say when it is done, and no minutes', async () => {
    const meetingId = await planned()
    const request = await asked('champion')
    const made = await decided({ meetingId, requestId: request.id, dueOn: '2026-03-06' })
    expect(made).toMatchObject({ number: 1, state: 'open', request: { id: request.id } })
    expect(await kinds('peer')).toContain('decision_owned')
    const peer = await w.as('peer')
    expect(await decision(peer, { decisionId: made.id })).toMatchObject({
      meeting: null,
      request: null,
      may: { change: false, finish: true, read: false },
    })
    await expect(decision(await w.as('self'), { decisionId: made.id })).rejects.toMatchObject({ code: 'not_found' })
    await expect(finish(await w.as('sponsor'), { decisionId: made.id, done: true, words: '' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect((await week(peer)).todo).toContainEqual({
      kind: 'decision',
      decisionId: made.id,
      question: 'Fewer questions?',
      dueOn: '2026-03-06',
    })
    base.clock.set('2026-03-08T09:00:00Z')
    expect((await decisions(await w.as('sponsor'))).decisions[0]).toMatchObject({ state: 'late' })
    await changeDecision(await w.as('committee'), {
      decisionId: made.id,
      ownerId: w.people.self,
      dueOn: '2026-04-01',
      reason: 'Ill',
    })
    await expect(decision(await w.as('peer'), { decisionId: made.id })).rejects.toMatchObject({ code: 'not_found' })
    await finish(await w.as('self'), { decisionId: made.id, done: true, words: 'Since Monday' })
    const after = await decision(await w.as('lead'), { decisionId: made.id })
    expect(after.state).toBe('done')
    expect(after.history.map((h) => h.what).toSorted()).toEqual(['done', 'due', 'owner'])
    await expect(
      changeDecision(await w.as('lead'), { decisionId: made.id, ownerId: w.people.peer, dueOn: null, reason: 'x' }),
    ).rejects.toMatchObject({ code: 'decision_closed' })
    expect((await decided()).number).toBe(2)
  })

  it('says after its review date what the number did, for the company and for a wave', async () => {
    const aim = { metric: 'G1' as const, waveId: null, expected: 10, reviewOn: '2026-05-01' }
    await expect(decided({ aim: { ...aim, expected: 0 } })).rejects.toMatchObject({ code: 'decision_aim' })
    await expect(decided({ aim: { ...aim, reviewOn: '2026-03-02' } })).rejects.toMatchObject({ code: 'decision_aim' })
    await expect(decided({ aim: { ...aim, waveId: randomUUID() } })).rejects.toMatchObject({ code: 'decision_aim' })
    await give('G1', '2026-03-01', 600)
    await give('G1', '2026-02-28', 700, { wave: waveId })
    const company = await decided({ aim })
    const wave = await decided({ aim: { ...aim, waveId } })
    const none = await decided({ aim: { ...aim, metric: 'C1' } })
    const effect = async (id: string) => (await decision(await w.as('lead'), { decisionId: id, language: 'en' })).effect
    expect(await effect(company.id)).toMatchObject({ state: 'waiting', before: { value: 60 } })
    await give('G1', '2026-04-30', 750)
    await give('G1', '2026-04-30', 710, { wave: waveId })
    base.clock.set('2026-05-01T09:00:00Z')
    expect(await effect(company.id)).toMatchObject({ state: 'waiting' })
    base.clock.set('2026-05-02T09:00:00Z')
    await give('G1', '2026-05-02', 100)
    expect(await effect(company.id)).toMatchObject({ state: 'moved', change: 15, after: { asOf: '2026-04-30' } })
    expect(await effect(wave.id)).toMatchObject({ state: 'did_not', change: 1 })
    expect(await effect(none.id)).toMatchObject({ state: 'cannot_tell', because: 'missing' })
    const read = await decision(await w.as('lead'), { decisionId: company.id, language: 'en' })
    expect(read.aim!.said).toEqual({
      expected: '+10 points',
      before: '60% (600 of 1,000, 1 March 2026)',
      after: '75% (750 of 1,000, 30 April 2026)',
      change: '+15 points',
    })
    const meetingId = await planned({ day: '2026-05-12' })
    const [working] = (await meeting(await w.as('lead'), { meetingId, language: 'en' })).questions
    expect(working!.evidence.map((l) => l.text).join()).toContain('moved as expected')
    // The words never claim a cause.
    expect(JSON.stringify(read)).not.toMatch(/because of|thanks to|caused/)
  })
})

describe('a change request', () => {
  it('is one’s own to read, and the committee’s', async () => {
    const made = await asked('hr_in')
    expect(await kinds('lead')).toContain('change_asked')
    expect((await requests(await w.as('hr_in'))).requests).toMatchObject([{ id: made.id, mine: true, state: 'open' }])
    for (const p of ['hr_out', 'champion', 'trainer'] as const)
      expect((await requests(await w.as(p))).requests).toEqual([])
    for (const p of ['lead', 'committee', 'sponsor'] as const)
      expect((await requests(await w.as(p))).requests).toHaveLength(1)
    await expect(takeBack(await w.as('champion'), { requestId: made.id })).rejects.toMatchObject({ code: 'not_found' })
    expect(await takeBack(await w.as('hr_in'), { requestId: made.id })).toMatchObject({ state: 'taken_back' })
    await expect(putOnAgenda(await w.as('lead'), { requestId: made.id, on: true })).rejects.toMatchObject({
      code: 'request_answered',
    })
  })

  it('that was taken back is not open again on an agenda', async () => {
    const { id: requestId } = await asked('hr_in')
    const lead = await w.as('lead')
    const meetingId = await planned()
    await putOnAgenda(lead, { requestId, on: true })
    await takeBack(await w.as('hr_in'), { requestId })
    const [item] = (await meeting(lead, { meetingId, language: 'en' })).items
    await expect(settleItem(lead, { itemId: item!.id, done: false })).rejects.toMatchObject({ code: 'committee_over' })
  })

  it('stands on an agenda until it is answered, and comes again when it was put off', async () => {
    const { id: requestId } = await asked('champion')
    const lead = await w.as('lead')
    expect(await putOnAgenda(lead, { requestId, on: true })).toMatchObject({ state: 'on_agenda', meeting: null })
    expect(await putOnAgenda(lead, { requestId, on: true })).toMatchObject({ state: 'on_agenda' })
    const meetingId = await planned()
    expect((await meeting(lead, { meetingId })).items).toMatchObject([{ requestId, priority: 'high' }])
    const give = (given: Partial<Request<typeof governance.answer>>) =>
      w
        .as('lead')
        .then((c) => answer(c, { requestId, ...governance.answer.body!.parse({ outcome: 'later', ...given }) }))
    await expect(give({ until: '2026-03-02' })).rejects.toMatchObject({ code: 'request_until' })
    await expect(give({ outcome: 'declined' })).rejects.toMatchObject({ code: 'request_until' })
    await expect(give({ outcome: 'accepted', version: 7 })).rejects.toMatchObject({ code: 'request_until' })
    expect(await give({ until: '2026-04-01', reason: 'After Easter' })).toMatchObject({ state: 'later' })
    expect(await kinds('champion')).toContain('change_answered')
    expect((await meeting(lead, { meetingId })).items).toMatchObject([{ settled: 'done' }])
    base.clock.set('2026-04-01T09:00:00Z')
    expect((await requests(await w.as('champion'))).requests).toMatchObject([{ state: 'open' }])
    expect(await give({ outcome: 'accepted', version: 1 })).toMatchObject({ state: 'accepted', version: 1 })
    await expect(give({ outcome: 'declined', reason: 'No' })).rejects.toMatchObject({ code: 'request_answered' })
  })
})

describe('a mark', () => {
  it('puts its number on the next agenda once, until it came back', async () => {
    const lead = await w.as('lead')
    const { triggerId } = await watch(lead, { metric: 'G1', side: 'below', mark: 70 })
    await nightly(job)
    const waiting = async () => (await get(await w.as('lead'))).agenda.filter((i) => i.kind === 'trigger').length
    expect(await waiting()).toBe(0)
    await give('G1', '2026-03-01', null)
    await nightly(job)
    expect(await waiting()).toBe(0)
    await give('G1', '2026-03-02', 650)
    await nightly(job)
    await nightly(job)
    expect(await waiting()).toBe(1)
    expect(await kinds('lead')).toContain('number_past')
    expect((await marks(lead, { language: 'en' })).triggers).toMatchObject([{ mark: '70%', past: true }])
    const meetingId = await planned()
    expect((await meeting(lead, { meetingId, language: 'en' })).questions.at(-1)!.evidence[0]!.text).toContain('70%')
    await give('G1', '2026-03-03', 800)
    await nightly(job)
    expect((await marks(lead, { language: 'en' })).triggers).toMatchObject([{ past: false }])
    // While its item is open it stands there already; settled, it may come again.
    const [item] = (await meeting(lead, { meetingId })).items
    await settleItem(lead, { itemId: item!.id, done: true })
    await give('G1', '2026-03-04', 600)
    await nightly(job)
    expect((await meeting(lead, { meetingId })).items).toHaveLength(2)
    await unwatch(lead, { triggerId })
    await give('G1', '2026-03-05', 100)
    await nightly(job)
    expect((await meeting(lead, { meetingId })).items).toHaveLength(2)
  })
})

it('asks members to prepare in the last week, and the lead to note who came', async () => {
  const meetingId = await planned({ day: '2026-03-12' })
  const waits = async (p: Part) => (await week(await w.as(p))).todo.filter((t) => t.kind === 'committee')
  expect(await waits('committee')).toEqual([])
  base.clock.set('2026-03-06T09:00:00Z')
  expect(await waits('committee')).toEqual([{ kind: 'committee', meetingId, on: '2026-03-12', what: 'prepare' }])
  expect(await waits('self')).toEqual([])
  await note(await w.as('committee'), { meetingId, question: 'going', words: 'Well' })
  expect(await waits('committee')).toEqual([])
  base.clock.set('2026-03-13T09:00:00Z')
  expect(await waits('lead')).toEqual([{ kind: 'committee', meetingId, on: '2026-03-12', what: 'hold' }])
})

it('leaves events without a word that somebody wrote', async () => {
  const meetingId = await planned()
  await addItem(await w.as('lead'), { title: 'Heliotrope', meetingId })
  await note(await w.as('committee'), { meetingId, question: 'going', words: 'Heliotrope' })
  base.clock.set(`${addDays('2026-03-12', 0)}T09:20:00Z`)
  await write(await w.as('lead'), { meetingId, question: 'going', words: 'Heliotrope' })
  const made = await decided({ question: 'Heliotrope', decided: 'Heliotrope', why: 'Heliotrope' })
  await changeDecision(await w.as('lead'), {
    decisionId: made.id,
    ownerId: w.people.lead,
    dueOn: null,
    reason: 'Heliotrope',
  })
  await asked('champion', 'Heliotrope')
  await hold(await w.as('lead'), { meetingId, came: [] })
  const { rows } = await sql<{
    data: unknown
    type: string
  }>`select type, data from event where organization_id = ${w.organizationId}
    and type like 'governance.%'`.execute(job.db)
  expect(rows.length).toBeGreaterThan(7)
  expect(JSON.stringify(rows)).not.toContain('Heliotrope')
})
