/** Recognising, joining in, changing, looking after: by everybody concerned. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Request } from '../../contract/operation.ts'
import { type FeedScope, recognition } from '../../contract/recognition.ts'
import { parts, type Part, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { makeWave } from '../goals/live-wave.ts'
import type { Context } from '../platform/context.ts'
import { type TestBase, testBase, textOf } from '../platform/testing.ts'
import { decide, report, reports } from './care.ts'
import { exportRecognition } from './export.ts'
import { feed } from './feed.ts'
import { get } from './read.ts'
import { comment, react, takeBackComment } from './respond.ts'
import { terms } from './terms.ts'
import { edit, give, takeBack } from './write.ts'

const courage = { id: randomUUID(), name: { en: 'Courage', de: 'Mut' }, sentence: { en: 'We say what we see.' } }
let base: TestBase
let w: World
const as = new Map<Part, Context>()
const by = (part: Part) => as.get(part)!
const employed = parts.filter((p) => p !== 'admin')

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'thanks')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    people: employed.map((p) => w.people[p]),
    elements: { recognition: { on: true, values: [courage] } },
  })
  for (const part of parts) as.set(part, await w.as(part))
})

const thank = (who: Part, to: readonly Part[], more: Partial<Request<typeof recognition.give>> = {}) =>
  give(
    by(who),
    recognition.give.body!.parse({ people: to.map((p) => w.people[p]), words: w.unique('Thank you'), ...more }),
  )
const page = (who: Part, query: Partial<Request<typeof recognition.feed>> = {}) =>
  feed(by(who), recognition.feed.query!.parse({ limit: 50, ...query }))
const ids = async (who: Part, query: Partial<Request<typeof recognition.feed>> = {}) =>
  (await page(who, query)).items.map((i) => i.id)
const read = (who: Part, recognitionId: string) => get(by(who), { recognitionId })
const inbox = async (who: Part, id: string) =>
  (
    await sql<{ kind: string }>`select kind from inbox_item where organization_id = ${w.organizationId}
      and person_id = ${w.people[who]} and subject_id = ${id} order by kind`.execute(by('self').db)
  ).rows.map((r) => r.kind)
const gone = { code: 'not_found' }

describe('giving', () => {
  test('reaches those recognised, their manager once, and whoever is mentioned', async () => {
    const piece = await thank('stranger', ['self', 'peer'], {
      mentions: [w.people.report, w.people.manager],
      valueId: courage.id,
    })
    expect(piece).toMatchObject({
      author: { id: w.people.stranger },
      people: expect.arrayContaining([expect.objectContaining({ id: w.people.self })]) as unknown,
      value: { name: 'Courage', sentence: 'We say what we see.' },
      quiet: false,
    })
    expect(await inbox('self', piece.id)).toEqual(['recognition_received'])
    expect(await inbox('peer', piece.id)).toEqual(['recognition_received'])
    expect(await inbox('manager', piece.id)).toEqual(['recognition_team'])
    expect(await inbox('report', piece.id)).toEqual(['recognition_mentioned'])
    for (const who of ['stranger', 'leader', 'lead'] as const) expect(await inbox(who, piece.id), who).toEqual([])
  })

  test('the same request twice gives once; nobody else can take that id', async () => {
    const id = randomUUID()
    await thank('stranger', ['self'], { id, words: 'Once' })
    expect((await thank('stranger', ['self'], { id, words: 'Once' })).words).toBe('Once')
    await expect(thank('peer', ['self'], { id, words: 'Mine' })).rejects.toMatchObject({ code: 'conflict' })
    expect((await read('self', id)).words).toBe('Once')
  })

  test('refuses oneself, whoever has no recognition, an unknown value and a goal that one may not see', async () => {
    await expect(thank('self', ['self', 'peer'])).rejects.toMatchObject({ code: 'recognition_self' })
    const outside = await w.newPerson()
    const to = recognition.give.body!.parse({ people: [outside], words: 'Thanks' })
    await expect(give(by('self'), to)).rejects.toMatchObject({ code: 'recognition_people' })
    await expect(thank('self', ['peer'], { valueId: randomUUID() })).rejects.toMatchObject({
      code: 'recognition_value',
    })
    const goalId = randomUUID()
    await sql`insert into goal (organization_id, id, owner_id, title, visibility, starts_on, ends_on, created_by, created_at, published_at)
      values (${w.organizationId}, ${goalId}, ${w.people.peer}, 'A quiet goal', 'private', '2026-03-01', '2026-06-30', ${w.people.peer}, ${base.clock.now()}, ${base.clock.now()})`.execute(
      by('self').db,
    )
    await expect(thank('self', ['peer'], { goalId })).rejects.toMatchObject({ code: 'recognition_goal' })
    // Its owner may name it; readers who may not see the goal read the words alone.
    const named = await thank('peer', ['self'], { goalId })
    expect(named.goal).toEqual({ id: goalId, title: 'A quiet goal' })
    expect((await read('manager', named.id)).goal).not.toBeNull()
    expect((await read('self', named.id)).goal).toBeNull()
  })

  test('speaks the reader’s language where the company has it', async () => {
    const { values } = await terms({ ...by('self'), viewer: { ...by('self').viewer, locale: 'de-AT' } })
    expect(values).toEqual([{ id: courage.id, name: 'Mut', sentence: 'We say what we see.' }])
  })

  test('somebody outside the wave sees nothing of it, and says nothing to it', async () => {
    const { id } = await thank('stranger', ['self'])
    const outside = await w.as(await w.newPerson())
    const none = { code: 'element_off' }
    await expect(feed(outside, recognition.feed.query!.parse({}))).rejects.toMatchObject(none)
    await expect(get(outside, { recognitionId: id })).rejects.toMatchObject(none)
    await expect(terms(outside)).rejects.toMatchObject(none)
    await expect(react(outside, { recognitionId: id, kind: 'thanks' })).rejects.toMatchObject(none)
    await expect(comment(outside, { recognitionId: id, words: 'Hello' })).rejects.toMatchObject(none)
    await expect(report(outside, { recognitionId: id, because: 'Why' })).rejects.toMatchObject(none)
  })
})

describe('quiet recognition', () => {
  test('is read by its author, the person and their managers, and by nobody in any other way', async () => {
    const words = 'Quietly marvellous work'
    const quiet = await thank('stranger', ['self'], {
      quiet: true,
      words,
      valueId: courage.id,
      mentions: [w.people.peer],
    })
    const may = ['stranger', 'self', 'manager', 'second_manager'] as const
    for (const who of employed) {
      const reads = (may as readonly Part[]).includes(who)
      if (reads) expect((await read(who, quiet.id)).words, who).toBe(words)
      else await expect(read(who, quiet.id), who).rejects.toMatchObject(gone)
      const queries: Partial<Request<typeof recognition.feed>>[] = [
        { scope: 'company' },
        { scope: 'company', search: 'marvellous' },
        { scope: 'company', valueId: courage.id },
        { scope: 'department' },
        { scope: 'department', department: 'Works', search: 'quietly' },
      ]
      for (const query of queries) expect(await ids(who, query), who).not.toContain(quiet.id)
      // The feeds of people have it for whoever may read it, and for them alone.
      expect((await ids(who, { personId: w.people.self })).includes(quiet.id), who).toBe(reads)
      if (!reads) {
        for (const scope of ['team', 'received', 'given'] as const)
          expect(await ids(who, { scope, search: 'marvellous' }), `${who} ${scope}`).not.toContain(quiet.id)
        await expect(react(by(who), { recognitionId: quiet.id, kind: 'thanks' })).rejects.toMatchObject(gone)
        await expect(comment(by(who), { recognitionId: quiet.id, words: 'I know' })).rejects.toMatchObject(gone)
        await expect(report(by(who), { recognitionId: quiet.id, because: 'I know' })).rejects.toMatchObject(gone)
        await expect(
          decide(by(who), { recognitionId: quiet.id, hide: true, because: 'No' }),
          who,
        ).rejects.toMatchObject(gone)
      }
    }
    // A mention tells nobody and opens nothing.
    expect(await inbox('peer', quiet.id)).toEqual([])
    expect(await inbox('manager', quiet.id)).toEqual(['recognition_team'])
    expect(await ids('manager', { scope: 'team' })).toContain(quiet.id)
  })

  test('cannot be given where the program has none', async () => {
    const wave = await permissionWorld(base, 'loud')
    await makeWave(base.database.for(wave.organizationId), {
      organizationId: wave.organizationId,
      day: '2026-03-01',
      at: base.clock.now(),
      elements: { recognition: { on: true, quiet: false } },
    })
    const body = recognition.give.body!.parse({ people: [wave.people.peer], words: 'Thanks', quiet: true })
    await expect(give(await wave.as('self'), body)).rejects.toMatchObject({ code: 'recognition_quiet' })
  })
})

describe('changing and taking back', () => {
  test('within a day, with a trace that it was changed; afterwards it stays', async () => {
    const { id } = await thank('stranger', ['self'], { words: 'Before', valueId: courage.id })
    const change = { recognitionId: id, words: 'After', mentions: [w.people.report], valueId: courage.id, goalId: null }
    await expect(edit(by('self'), change)).rejects.toMatchObject(gone)
    base.clock.forward({ hours: 3 })
    const changed = await edit(by('stranger'), change)
    expect(changed).toMatchObject({ words: 'After', editedAt: base.clock.now(), value: { name: 'Courage' } })
    expect(await inbox('report', id)).toEqual(['recognition_mentioned'])
    expect(await ids('lead', { search: 'before' })).not.toContain(id)
    base.clock.forward({ hours: 22 })
    await expect(edit(by('stranger'), change)).rejects.toMatchObject({ code: 'recognition_late' })
    await expect(takeBack(by('stranger'), { recognitionId: id })).rejects.toMatchObject({ code: 'recognition_late' })
    expect((await read('stranger', id)).changeUntil).toBeNull()
  })

  test('what is taken back is gone for everybody, with all that was said to it and the notices', async () => {
    const { id } = await thank('stranger', ['self', 'peer'])
    await comment(by('peer'), { recognitionId: id, words: 'It was nothing' })
    await react(by('lead'), { recognitionId: id, kind: 'saw_it' })
    await expect(takeBack(by('self'), { recognitionId: id })).rejects.toMatchObject(gone)
    await takeBack(by('stranger'), { recognitionId: id })
    for (const who of ['stranger', 'self', 'lead', 'hr_in', 'manager'] as const) {
      await expect(read(who, id), who).rejects.toMatchObject(gone)
      expect(await inbox(who, id), who).toEqual([])
    }
    for (const scope of ['company', 'department', 'team', 'received'] as const)
      expect(await ids('self', { scope }), scope).not.toContain(id)
    expect(await ids('stranger', { scope: 'given' })).not.toContain(id)
    const left = await sql<{ n: number }>`select count(*)::integer as n from recognition k
      left join recognition_comment m on m.organization_id = k.organization_id and m.recognition_id = k.id
      where k.organization_id = ${w.organizationId} and k.id = ${id} and (k.words <> '' or m.words <> '')`.execute(
      by('self').db,
    )
    expect(left.rows[0]!.n).toBe(0)
  })
})

describe('joining in', () => {
  test('one reaction each, which can change; names in the order of time', async () => {
    const { id } = await thank('stranger', ['self'])
    await react(by('peer'), { recognitionId: id, kind: 'thanks' })
    await react(by('lead'), { recognitionId: id, kind: 'thanks' })
    expect((await react(by('peer'), { recognitionId: id, kind: 'learned' })).reactions).toMatchObject([
      { kind: 'learned', count: 1, mine: true },
      { kind: 'thanks', count: 1, mine: false, people: [{ id: w.people.lead }] },
    ])
    expect((await react(by('peer'), { recognitionId: id, kind: null })).reactions).toHaveLength(1)
  })

  test('the first comment tells author and recipients, a second one does not knock again', async () => {
    const { id } = await thank('stranger', ['self'])
    await comment(by('peer'), { recognitionId: id, words: 'So true' })
    base.clock.forward({ minutes: 1 })
    const { talk } = await comment(by('lead'), { recognitionId: id, words: 'I agree' })
    expect(talk.map((m) => m.words)).toEqual(['So true', 'I agree'])
    expect(await inbox('stranger', id)).toEqual(['recognition_commented'])
    expect(await inbox('self', id)).toEqual(['recognition_commented', 'recognition_received'])
    await expect(takeBackComment(by('self'), { recognitionId: id, commentId: talk[0]!.id })).rejects.toMatchObject(gone)
    expect((await takeBackComment(by('peer'), { recognitionId: id, commentId: talk[0]!.id })).talk).toHaveLength(1)
    expect((await read('self', id)).comments).toBe(1)
  })
})

describe('looking after', () => {
  test('a reported piece is hidden with a reason that its author reads, and shown again', async () => {
    const { id } = await thank('self', ['stranger'], { words: 'With a customer’s name' })
    await report(by('peer'), { recognitionId: id, because: 'It names a customer.' })
    await report(by('peer'), { recognitionId: id, because: 'It names a customer.' })
    for (const who of ['lead', 'hr_in'] as const) {
      expect((await reports(by(who))).reports, who).toMatchObject([
        { because: 'It names a customer.', reporter: { id: w.people.peer }, recognition: { id } },
      ])
      expect(await inbox(who, id), who).toEqual(['recognition_reported'])
    }
    // Only whoever looks after the author.
    expect((await reports(by('hr_out'))).reports).toEqual([])
    const hide = { recognitionId: id, hide: true, because: 'Customers stay outside.' }
    for (const who of ['hr_out', 'manager', 'top', 'stranger'] as const)
      await expect(decide(by(who), hide), who).rejects.toMatchObject({ code: 'forbidden' })
    await decide(by('hr_in'), hide)
    for (const who of ['stranger', 'peer', 'manager', 'hr_out'] as const) {
      await expect(read(who, id), who).rejects.toMatchObject(gone)
      for (const query of [{}, { search: 'customer’s' }, { personId: w.people.stranger }])
        expect(await ids(who, query), who).not.toContain(id)
    }
    expect(await inbox('stranger', id)).toEqual([])
    expect(await read('self', id)).toMatchObject({
      hidden: { because: 'Customers stay outside.', by: { id: w.people.hr_in } },
      may: { respond: false, decide: false },
      changeUntil: null,
    })
    expect(await inbox('self', id)).toEqual(['recognition_hidden'])
    expect(await ids('self', { scope: 'given' })).toContain(id)
    expect((await reports(by('lead'))).reports).toEqual([])
    await decide(by('lead'), { recognitionId: id, hide: false, because: '' })
    expect((await read('stranger', id)).hidden).toBeNull()
  })

  test('nobody decides about their own words, nor reports them', async () => {
    const { id } = await thank('lead', ['stranger'])
    await expect(report(by('lead'), { recognitionId: id, because: 'Mine' })).rejects.toMatchObject(gone)
    await report(by('peer'), { recognitionId: id, because: 'Too loud.' })
    expect((await reports(by('lead'))).reports).toEqual([])
    await expect(decide(by('lead'), { recognitionId: id, hide: true, because: 'No' })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  test('a quiet piece opens to those who look after it only while it is reported, and in no feed', async () => {
    const { id } = await thank('self', ['stranger'], { quiet: true, words: 'Meant well' })
    await expect(read('lead', id)).rejects.toMatchObject(gone)
    await report(by('stranger'), { recognitionId: id, because: 'It hurts.' })
    expect((await read('lead', id)).words).toBe('Meant well')
    await expect(read('hr_out', id)).rejects.toMatchObject(gone)
    for (const query of [{ personId: w.people.stranger }, {}, { search: 'meant' }])
      expect(await ids('lead', query)).not.toContain(id)
    await decide(by('lead'), { recognitionId: id, hide: false, because: '' })
    await expect(read('lead', id)).rejects.toMatchObject(gone)
  })

  test('a comment is hidden for itself, with a reason that its author reads', async () => {
    const { id } = await thank('stranger', ['peer'])
    const { talk } = await comment(by('self'), { recognitionId: id, words: 'Not kind' })
    const commentId = talk[0]!.id
    await report(by('peer'), { recognitionId: id, commentId, because: 'Unkind.' })
    expect((await reports(by('hr_in'))).reports).toMatchObject([{ comment: { id: commentId } }])
    await decide(by('hr_in'), { recognitionId: id, commentId, hide: true, because: 'We stay kind.' })
    expect((await read('peer', id)).talk).toEqual([])
    expect((await read('peer', id)).comments).toBe(0)
    expect((await read('self', id)).talk).toMatchObject([{ hidden: { because: 'We stay kind.' } }])
  })
})

describe('the feed', () => {
  test('page by page, each piece once, newest first, also where several were given at one moment', async () => {
    const made: string[] = []
    for (let n = 0; n < 7; n++) {
      if (n % 3 === 0) base.clock.forward({ minutes: 1 })
      made.push((await thank('champion', ['trainer', 'committee'], { valueId: n % 2 ? courage.id : null })).id)
    }
    const queries: Partial<Request<typeof recognition.feed>>[] = [
      { scope: 'company' },
      { scope: 'department' },
      { scope: 'team' },
      { scope: 'company', personId: w.people.committee },
    ]
    for (const query of queries) {
      const found: { id: string; at: string }[] = []
      let after: string | undefined
      do {
        const { items, next } = await page('trainer', { ...query, limit: 3, ...(after ? { after } : {}) })
        found.push(...items)
        after = next ?? undefined
      } while (after)
      const all = found.map((f) => f.id)
      expect(new Set(all).size).toBe(all.length)
      for (const id of made) expect(all).toContain(id)
      expect(found.map((f) => f.at)).toEqual(
        found
          .map((f) => f.at)
          .toSorted()
          .toReversed(),
      )
      const valued = await ids('trainer', { ...query, valueId: courage.id })
      expect(valued.filter((id) => made.includes(id)).toSorted()).toEqual(made.filter((_, n) => n % 2).toSorted())
    }
  })

  test('the team’s is of the people around; a department’s of those who were in it that day', async () => {
    const { id } = await thank('champion', ['report'])
    for (const who of ['self', 'report'] as const) expect(await ids(who, { scope: 'team' }), who).toContain(id)
    for (const who of ['top', 'trainer'] as const) expect(await ids(who, { scope: 'team' }), who).not.toContain(id)
    expect(await ids('trainer', { scope: 'department' })).toContain(id)
    expect(await ids('trainer', { scope: 'department', department: 'Elsewhere' })).toEqual([])
    await sql`update roster set department = 'Elsewhere' where organization_id = ${w.organizationId} and person_id = ${w.people.report}`.execute(
      by('self').db,
    )
    expect(await ids('trainer', { scope: 'department', department: 'Works' })).toContain(id)
  })

  test('what people gave stays when they leave, with their names', async () => {
    const { id } = await thank('sponsor', ['hr_out'])
    await sql`update wave_member set superseded = ${base.clock.now()} where organization_id = ${w.organizationId} and person_id = ${w.people.sponsor}`.execute(
      by('self').db,
    )
    await sql`delete from roster where organization_id = ${w.organizationId} and person_id = any(${[w.people.sponsor, w.people.hr_out]}::uuid[])`.execute(
      by('self').db,
    )
    expect(await read('self', id)).toMatchObject({
      author: { name: 'sponsor thanks' },
      people: [{ name: 'hr_out thanks' }],
    })
  })

  test('other companies’ pieces are not there', async () => {
    const other = await permissionWorld(base, 'elsewhere')
    await makeWave(base.database.for(other.organizationId), {
      organizationId: other.organizationId,
      day: '2026-03-01',
      at: base.clock.now(),
      elements: { recognition: { on: true } },
    })
    const foreign = await give(
      await other.as('self'),
      recognition.give.body!.parse({ people: [other.people.peer], words: 'Foreign thanks' }),
    )
    await expect(read('lead', foreign.id)).rejects.toMatchObject(gone)
    for (const scope of ['company', 'team', 'department'] satisfies FeedScope[])
      expect(await ids('lead', { scope, search: 'foreign' })).toEqual([])
  })
})

describe('a file of recognition', () => {
  const file = async (who: Part, query: Partial<Request<typeof recognition.export>> = {}) =>
    textOf(await exportRecognition(by(who), recognition.export.query!.parse(query)))

  test('has what somebody received and gave, quiet ones too, and no counts', async () => {
    const open = await thank('stranger', ['self', 'peer'], { words: 'Okapi for all', valueId: courage.id })
    await thank('manager', ['self'], { words: 'Okapi, quietly', quiet: true })
    await react(by('peer'), { recognitionId: open.id, kind: 'thanks' })
    const received = await file('self')
    expect(received).toMatch(/^\uFEFFgiven_on,from,to,words,value,goal,quiet\r\n/)
    expect(received).toContain('Okapi for all')
    expect(received).toContain('Okapi, quietly')
    expect(received).toContain('Courage')
    expect(await file('manager', { scope: 'given', search: 'okapi' })).toContain('quietly')
    expect(await file('peer')).not.toContain('quietly')
  })

  test('of the company is the lead’s, without what is quiet or hidden', async () => {
    const bad = await thank('stranger', ['report'], { words: 'Okapi, but unkind' })
    await report(by('self'), { recognitionId: bad.id, because: 'Unkind' })
    await decide(by('lead'), { recognitionId: bad.id, hide: true, because: 'Unkind' })
    const all = await file('lead', { scope: 'company', search: 'okapi' })
    expect(all).toContain('Okapi for all')
    expect(all).not.toMatch(/quietly|unkind/)
    for (const part of employed)
      if (part !== 'lead')
        await expect(file(part, { scope: 'company' }), part).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('goes on where a page ends, each piece once', async () => {
    const { id } = await thank('champion', ['trainer'], { words: 'Okapi' })
    const { db } = by('self')
    await sql`insert into recognition select (jsonb_populate_record(k, jsonb_build_object('id', gen_random_uuid()))).*
      from recognition k, generate_series(1, 1200) where k.organization_id = ${w.organizationId} and k.id = ${id}`.execute(
      db,
    )
    await sql`insert into recognition_person select (jsonb_populate_record(p, jsonb_build_object('recognition_id', k.id))).*
      from recognition_person p join recognition k on k.organization_id = p.organization_id and k.id <> p.recognition_id and k.words = 'Okapi'
      where p.organization_id = ${w.organizationId} and p.recognition_id = ${id}`.execute(db)
    const lines = (await file('champion', { scope: 'given' })).trim().split('\r\n')
    expect(lines.filter((l) => l.includes('Okapi'))).toHaveLength(1201)
  })
})
