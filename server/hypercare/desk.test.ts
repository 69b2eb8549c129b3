/** The desk: who sees which question, until when it is answered, and how an answer becomes one for all. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { desk } from '../../contract/desk.ts'
import type { Request } from '../../contract/operation.ts'
import type { Part, World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { deliver } from '../attention/attention.ts'
import { list as inbox } from '../attention/inbox.ts'
import { list as trail } from '../audit/audit.ts'
import { addDays, addMs, dayIn, instantAt } from '../platform/clock.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type SmtpSink, smtpSink, type TestBase, testBase } from '../platform/testing.ts'
import { close, question, questions, reply, take, tellOfLate, waitingAtDesk } from './answering.ts'
import { answers, keep, library, namedIn, restore, retire, rewrite, topics, used, wordsToFind } from './answers.ts'
import { ask, follow, mine, settle, thread } from './asking.ts'
import { dueAfter } from './desk-hours.ts'
import { letters } from './letters.ts'

let base: TestBase
let sink: SmtpSink
let w: World
let job: Context

beforeEach(async () => {
  sink = await smtpSink()
  // A Monday, ten in the morning in Berlin.
  base = await testBase({ at: '2026-03-02T09:00:00Z', config: { smtpUrl: sink.url } })
  w = await permissionWorld(base, `desk-${randomUUID().slice(0, 8)}`)
  job = contextFor(base, w.organizationId)
})

const asks = async (who: Part, given: Partial<Request<typeof desk.ask>> = {}) =>
  ask(await w.as(who), desk.ask.body!.parse({ title: 'How do I change my goal?', words: 'It is wrong.', ...given }))
const found = async (who: Part) => (await questions(await w.as(who), desk.questions.query!.parse({}))).questions
const answered = async (who: Part, questionId: string, words = 'Open it and choose Change.') =>
  reply(await w.as(who), { questionId, words, topic: 'goals' })
const kept = async (texts: Request<typeof desk.keep>['texts'], questionId?: string, by: Part = 'champion') =>
  keep(await w.as(by), desk.keep.body!.parse({ topic: 'goals', texts, ...(questionId ? { questionId } : {}) }))
/** Of the company's own; those that come with Belay have tests of their own. */
const finds = async (search: string, language?: 'en' | 'de') =>
  (
    await answers(await w.as('self'), { ...desk.answers.query!.parse({ search, limit: '500' }), language })
  ).answers.filter((one) => one.writtenAt !== null)

describe('how long the desk has', () => {
  it('counts working hours, over evenings, weekends and the change of the clocks', () => {
    expect(dueAfter('2026-03-02T09:00:00Z', 8, 'Europe/Berlin')).toBe('2026-03-03T09:00:00.000Z')
    expect(dueAfter('2026-03-06T15:00:00Z', 8, 'Europe/Berlin')).toBe('2026-03-09T15:00:00.000Z') // Friday at four: Monday at four
    expect(dueAfter('2026-03-07T12:00:00Z', 8, 'Europe/Berlin')).toBe('2026-03-09T16:00:00.000Z') // Saturday: Monday at five
    expect(dueAfter('2026-03-27T15:00:00Z', 8, 'Europe/Berlin')).toBe('2026-03-30T14:00:00.000Z') // summer time since Sunday
  })

  it('ends within working hours, with exactly so many of them behind it', () => {
    const zone = 'Europe/Berlin'
    const at = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') })
    fc.assert(
      fc.property(at, fc.integer({ min: 1, max: 60 }), (ms, hours) => {
        const from = new Date(ms).toISOString()
        const due = dueAfter(from, hours, zone)
        let worked = 0
        for (let day = dayIn(from, zone); day <= dayIn(due, zone); day = addDays(day, 1)) {
          if ([0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay())) continue
          const [open, shut] = [instantAt(day, '09:00', zone), instantAt(day, '17:00', zone)]
          worked += Math.max(
            0,
            Math.min(Date.parse(shut), Date.parse(due)) - Math.max(Date.parse(open), Date.parse(from)),
          )
        }
        expect(worked).toBe(hours * 3_600_000)
      }),
    )
  })
})

describe('a question', () => {
  it('is found by the lead, the champions and the HR partner of whoever asks; a private one not by champions', async () => {
    await asks('self')
    await asks('self', { title: 'Who reads what I said about my manager?', private: true })
    expect(await found('lead')).toHaveLength(2)
    expect(await found('hr_in')).toHaveLength(2)
    expect(await found('hr_out')).toEqual([])
    expect((await found('champion')).map((q) => q.private)).toEqual([false])
    const secret = (await found('lead')).find((q) => q.private)!
    for (const who of ['champion', 'hr_out', 'manager', 'stranger'] as const)
      await expect(question(await w.as(who), { questionId: secret.id })).rejects.toMatchObject({ code: 'not_found' })
    await expect(answered('champion', secret.id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(thread(await w.as('peer'), { questionId: secret.id })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('of somebody at the desk is answered by somebody else', async () => {
    const own = await asks('lead')
    expect(await found('lead')).toEqual([])
    await expect(answered('lead', own.id)).rejects.toMatchObject({ code: 'not_found' })
    expect(await found('champion')).toHaveLength(1)
    // And whoever asks is told of those others.
    expect((await mine(await w.as('lead'))).answered).toEqual({ leads: [], champions: true, hr: false })
    expect((await mine(await w.as('champion'))).answered).toMatchObject({
      leads: [{ id: w.people.lead }],
      champions: false,
    })
    expect((await mine(await w.as('self'))).answered).toMatchObject({ champions: true, hr: true })
  })

  it('in private is read by nobody above whoever asks, whatever they hold', async () => {
    const boss = await w.as('manager')
    const holding = { ...boss, viewer: { ...boss.viewer, roles: [...boss.viewer.roles, 'lead' as const] } }
    const secret = await asks('self', { private: true })
    const open = await asks('self')
    const { questions: seen } = await questions(holding, desk.questions.query!.parse({}))
    expect(seen.map((q) => q.id)).toContain(open.id)
    expect(seen.map((q) => q.id)).not.toContain(secret.id)
    await expect(question(holding, { questionId: secret.id })).rejects.toMatchObject({ code: 'not_found' })
    expect((await mine(await w.as('self'))).privately).toMatchObject({ champions: false })
  })

  it('waits until a working day is over, is taken, answered, asked again and closed', async () => {
    const asked = await asks('self')
    expect(asked.state).toEqual({ is: 'open', dueAt: '2026-03-03T09:00:00.000Z' })
    expect(await waitingAtDesk(await w.as('champion'))).toEqual({ waiting: 1, late: 0 })
    expect(await waitingAtDesk(await w.as('peer'))).toBeNull()
    // Of another program's wave none of it is told.
    const { rows: waves } = await sql<{ program: string | null }>`select w.program_id as program from desk_question q
      left join wave w on w.organization_id = q.organization_id and w.id = q.wave_id
      where q.organization_id = ${w.organizationId} and q.waiting_since is not null`.execute((await w.as('lead')).db)
    const { program } = waves[0]!
    expect((await waitingAtDesk(await w.as('lead'), program ?? crypto.randomUUID()))!.waiting).toBe(1)
    expect((await waitingAtDesk(await w.as('lead'), crypto.randomUUID()))!.waiting).toBe(program ? 0 : 1)
    const taken = await take(await w.as('champion'), { questionId: asked.id, taken: true, holder: null })
    expect(taken).toMatchObject({ mine: true, state: { is: 'taken', by: { id: w.people.champion } } })
    await expect(close(await w.as('lead'), { questionId: asked.id })).rejects.toMatchObject({ code: 'desk_unanswered' })

    base.clock.forward({ minutes: 5 })
    await answered('champion', asked.id)
    await expect(take(await w.as('lead'), { questionId: asked.id, taken: true, holder: null })).rejects.toMatchObject({
      code: 'desk_settled',
    })
    const mineNow = await thread(await w.as('self'), { questionId: asked.id })
    expect(mineNow.state).toMatchObject({ is: 'answered', by: { id: w.people.champion } })
    expect(mineNow.messages.map((m) => [m.role, m.words])).toEqual([
      [null, 'It is wrong.'],
      ['champion', 'Open it and choose Change.'],
    ])
    expect((await inbox(await w.as('self'), { limit: 5 })).items.map((i) => i.kind)).toEqual(['desk_answered'])

    base.clock.set('2026-03-04T09:00:00Z')
    const again = await follow(await w.as('self'), { questionId: asked.id, words: 'There is no such button.' })
    // It goes back to whoever answered, with a time of its own.
    expect(again.state).toMatchObject({ is: 'taken', dueAt: '2026-03-05T09:00:00.000Z' })
    expect((await inbox(await w.as('champion'), { limit: 5 })).items.map((i) => i.kind)).toEqual(['desk_followed'])

    await answered('lead', asked.id, 'Now there is.')
    const closed = await close(await w.as('lead'), { questionId: asked.id })
    expect(closed.state.is).toBe('closed')
    expect((await settle(await w.as('self'), { questionId: asked.id })).state.is).toBe('closed')
    const { rows } = await sql<{ type: string; as: string }>`select type, data ->> 'as' as as from event
      where organization_id = ${w.organizationId} and type in ('desk.answered', 'desk.replied') order by id`.execute(
      job.db,
    )
    // The first answer counts, once, as what it was given.
    expect(rows).toEqual([
      { type: 'desk.answered', as: 'champion' },
      { type: 'desk.replied', as: 'lead' },
    ])
  })

  it('is answered by a letter that says neither question nor answer', async () => {
    const { id } = await asks('self', { title: 'Is my pay part of it?', private: true })
    await answered('hr_in', id, 'No, it never is.')
    await deliver(job, letters)
    expect(sink.received).toHaveLength(1)
    const letter = JSON.stringify(sink.received[0])
    expect(letter).toContain(id)
    expect(letter).not.toMatch(/my pay|never is/)
  })

  it('that nobody answers in time is brought to the lead and to whoever took it; an answered one is not', async () => {
    const late = await asks('self')
    const quick = await asks('peer')
    await take(await w.as('champion'), { questionId: late.id, taken: true, holder: null })
    await answered('champion', quick.id)
    const { rows } = await sql<{
      subject_id: string
    }>`select subject_id from due where organization_id = ${w.organizationId}
      and kind = 'hypercare.questionLate'`.execute(job.db)
    expect(rows).toEqual([{ subject_id: late.id }])
    await tellOfLate(job, late.id) // not yet over
    expect((await inbox(await w.as('lead'), { limit: 5 })).items).toEqual([])
    base.clock.set('2026-03-03T09:00:01Z')
    await tellOfLate(job, late.id)
    await tellOfLate(job, quick.id)
    for (const who of ['lead', 'champion'] as const) {
      const { items } = await inbox(await w.as(who), { limit: 5 })
      expect(items.map((i) => [i.kind, i.params['questionId']])).toEqual([['desk_late', late.id]])
    }
    expect((await found('lead'))[0]).toMatchObject({ late: true })

    // Asked again and left again, it is told of again.
    await answered('champion', late.id)
    base.clock.forward({ minutes: 5 })
    await follow(await w.as('self'), { questionId: late.id, words: 'And now?' })
    base.clock.set('2026-03-05T09:00:00Z')
    await tellOfLate(job, late.id)
    await tellOfLate(job, late.id)
    const { items } = await inbox(await w.as('lead'), { limit: 5 })
    expect(items.filter((i) => i.kind === 'desk_late')).toHaveLength(2)
  })

  it('is not taken from somebody unseen, and not answered past what was said meanwhile', async () => {
    const asked = await asks('self')
    await take(await w.as('champion'), { questionId: asked.id, taken: true, holder: null })
    await expect(take(await w.as('lead'), { questionId: asked.id, taken: true, holder: null })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(
      await take(await w.as('lead'), { questionId: asked.id, taken: true, holder: w.people.champion }),
    ).toMatchObject({ mine: true })
    const { messages } = await question(await w.as('lead'), { questionId: asked.id })
    base.clock.forward({ minutes: 1 })
    await answered('champion', asked.id)
    const late = { questionId: asked.id, words: 'The same again.', topic: 'goals' as const, seen: messages.at(-1)!.id }
    await expect(reply(await w.as('lead'), late)).rejects.toMatchObject({ code: 'conflict' })
    const now = (await question(await w.as('lead'), { questionId: asked.id })).messages
    expect(now).toHaveLength(2)
    expect((await reply(await w.as('lead'), { ...late, seen: now.at(-1)!.id })).messages).toHaveLength(3)
  })

  it('is held by nobody who may not read it any more, and they are told nothing of it', async () => {
    const asked = await asks('self', { private: true })
    await answered('hr_in', asked.id)
    await sql`update role_grant set ended_at = ${base.clock.now()} where organization_id = ${w.organizationId}
      and person_id = ${w.people.hr_in} and role = 'hr'`.execute(job.db)
    base.clock.forward({ minutes: 5 })
    const { state } = await follow(await w.as('self'), { questionId: asked.id, words: 'And my manager?' })
    expect(state.is).toBe('open')
    base.clock.set('2026-03-05T09:00:00Z')
    await tellOfLate(job, asked.id)
    const told = async (who: Part) =>
      (await inbox(await w.as(who), { limit: 9 })).items.filter((i) => i.kind.startsWith('desk_')).map((i) => i.kind)
    expect(await told('hr_in')).toEqual([])
    expect(await told('lead')).toEqual(['desk_late'])
  })

  it('is one of twenty at most', async () => {
    for (let n = 0; n < 20; n++) await asks('self', { title: `Question ${n}` })
    await expect(asks('self')).rejects.toMatchObject({ code: 'desk_many' })
    const { questions: own } = await mine(await w.as('self'))
    await settle(await w.as('self'), { questionId: own[0]!.id })
    expect((await asks('self')).state.is).toBe('open')
  })

  it('stands in the trail without who asked', async () => {
    const { id } = await asks('self')
    await answered('champion', id)
    const { events } = await trail(await w.as('admin'), { limit: 20 })
    const about = events.filter((e) => e.type.startsWith('desk.'))
    expect(about.map((e) => e.type)).toEqual(['desk.answered', 'desk.asked'])
    expect(about.every((e) => e.withheld && e.actor === null)).toBe(true)
    expect(JSON.stringify(about)).not.toContain(w.people.self)
  })
})

describe('the answer library', () => {
  const change = {
    en: { question: 'How do I change a goal?', answer: 'Open it and choose Change.' },
    de: { question: 'Wie ändere ich ein Ziel?', answer: 'Öffnen Sie es und wählen Sie Ändern.' },
  }
  const rhythm = { en: { question: 'How often do we talk?', answer: 'Every two weeks, as the program says.' } }

  it('finds what somebody means while they type, in every way of writing it, and nothing else', async () => {
    const [goal, talk] = [await kept(change), await kept(rhythm)]
    const ids = async (search: string) => (await finds(search)).map((a) => a.id)
    expect(await ids('I want to change my goals')).toEqual([goal.id])
    expect(await ids('ziele ändern')).toEqual([goal.id])
    expect(await ids('Ziele aendern?')).toEqual([goal.id])
    expect(await ids('often talk')).toEqual([talk.id])
    expect(await ids('holiday')).toEqual([])
    expect(await ids('??')).toEqual([])
    expect(await ids('')).toHaveLength(2)
  })

  it('shows each in the reader’s language, or in one it has and says which', async () => {
    await kept(change)
    await kept(rhythm)
    expect((await finds('goal', 'de'))[0]).toMatchObject({ language: 'de', question: 'Wie ändere ich ein Ziel?' })
    expect((await finds('talk', 'de'))[0]).toMatchObject({ language: 'en', question: 'How often do we talk?' })
    expect((await library(await w.as('lead'))).entries.map((e) => e.missing.join()).sort()).toEqual([
      'de,es,fr',
      'es,fr',
    ])
  })

  it('names nobody who asked, and is not made of a private question', async () => {
    const open = await asks('self')
    const secret = await asks('self', { private: true })
    const naming = (answer: string) => kept({ en: { question: 'How?', answer } }, open.id)
    await sql`update person set given_name = 'Jonas', family_name = 'Öst', full_name = 'Jonas Öst' where organization_id = ${w.organizationId}
      and id = ${w.people.self}`.execute(job.db)
    await expect(naming('Hello Jonas, open it.')).rejects.toMatchObject({ code: 'desk_names' })
    await expect(naming('As Öst, wrote: open it.')).rejects.toMatchObject({ code: 'desk_names' })
    expect((await naming('In the Östliche office it is the same; ask jonas-like people.')).version).toBe(1)
    await expect(kept(rhythm, secret.id, 'lead')).rejects.toMatchObject({ code: 'desk_private' })
    // Which question it came from stands nowhere.
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from event where organization_id = ${w.organizationId}
      and type = 'desk.kept' and data::text like ${`%${open.id}%`}`.execute(job.db)
    expect(rows[0]!.n).toBe(0)
  })

  it('keeps every version, refuses to write over somebody else’s, and gives back what was taken out', async () => {
    const entry = await kept(rhythm)
    const next = { topic: 'checkins' as const, texts: { en: { question: 'How often?', answer: 'Weekly.' } } }
    await rewrite(await w.as('lead'), { entryId: entry.id, version: 1, ...next })
    await expect(rewrite(await w.as('hr_in'), { entryId: entry.id, version: 1, ...next })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect((await finds('weekly')).map((a) => a.answer)).toEqual(['Weekly.'])
    expect(await finds('program')).toEqual([])
    await retire(await w.as('lead'), { entryId: entry.id })
    expect(await finds('weekly')).toEqual([])
    await restore(await w.as('lead'), { entryId: entry.id })
    expect(await finds('weekly')).toHaveLength(1)
    const { rows } = await sql<{
      number: number
    }>`select number from desk_entry_version where organization_id = ${w.organizationId}
      and entry_id = ${entry.id} order by number`.execute(job.db)
    expect(rows).toEqual([{ number: 1 }, { number: 2 }])
  })

  it('counts how often each was opened and helped, and not by whom', async () => {
    const entry = await kept(rhythm)
    for (const [who, how] of [
      ['self', 'opened'],
      ['peer', 'opened'],
      ['peer', 'helped'],
      ['report', 'not_helped'],
    ] as const)
      await used(await w.as(who), { entryId: entry.id, how })
    expect((await library(await w.as('lead'))).entries[0]).toMatchObject({ opened: 2, helped: 1, notHelped: 1 })
    const { rows } = await sql<{ row: string }>`select to_jsonb(u)::text as row from desk_entry_use u
      where organization_id = ${w.organizationId}`.execute(job.db)
    expect(rows).toHaveLength(1)
    for (const id of Object.values(w.people)) expect(rows[0]!.row).not.toContain(id)
  })

  it('tells which topics come up, and how often only where enough people asked', async () => {
    for (const who of ['self', 'peer', 'report', 'manager', 'stranger'] as const) {
      const { id } = await asks(who)
      await answered('champion', id)
    }
    const { id } = await asks('self')
    await reply(await w.as('champion'), { questionId: id, words: 'So.', topic: 'privacy' })
    const secret = await asks('self', { private: true })
    await reply(await w.as('lead'), { questionId: secret.id, words: 'So.', topic: 'reviews' })
    expect((await topics(await w.as('lead'))).topics).toEqual([
      { topic: 'goals', questions: 5 },
      { topic: 'privacy', questions: null },
    ])
    base.clock.set(addMs(base.clock.now(), 100 * 86_400_000))
    expect((await topics(await w.as('lead'))).topics).toEqual([])
  })
})

it('looks for the words that say something, without their endings', () => {
  expect(wordsToFind('How do I change my goals?')).toEqual(['chan', 'goal'])
  expect(wordsToFind('Check-ins mit Frau Größe')).toEqual(['chec', 'frau', 'gros'])
  expect(wordsToFind('an ob')).toEqual(['an', 'ob'])
})

it('takes a name for one only where it stands as a word', () => {
  const said = (answer: string) => namedIn(['Ada Lo', 'Lo', 'Ada'], { en: { question: 'How?', answer } })
  expect(said('Ask Ada.')).toBe('Ada')
  expect(said('Ask Ada Lo.')).toBe('Ada Lo')
  expect(said('Adapt the Location.')).toBeNull()
})
