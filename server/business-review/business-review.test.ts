/** Packs: frozen, reproducible, released, on paper and on slides; and what is decided when a year ends. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { businessReviews, yearEnds } from '../../contract/business-review.ts'
import { governance } from '../../contract/governance.ts'
import { languages } from '../../contract/library.ts'
import type { Request } from '../../contract/operation.ts'
import { deliver } from '../attention/attention.ts'
import { list as inbox } from '../attention/inbox.ts'
import { get as committeeOf, setCharter } from '../governance/committee.ts'
import { decide as decideInCommittee, decision as decisionOf, withdraw } from '../governance/decisions.ts'
import { list as requests } from '../governance/requests.ts'
import { addDays } from '../platform/clock.ts'
import { type SmtpSink, smtpSink } from '../platform/testing.ts'
import { rollBackWave } from '../program/program.ts'
import { wordsInPdf } from '../reviews/testing-pdf.ts'
import { ask as askDesk } from '../hypercare/asking.ts'
import { nightly } from './asking.ts'
import { evidenceFor, yearOf } from './year-end.ts'
import { decide, get as yearEnd, sign } from './year-end.ts'
import { letters } from './letters.ts'
import { list } from './list.ts'
import {
  bring,
  comment,
  get,
  make,
  packRow,
  release,
  remove,
  saidFor,
  setAsks,
  takeAnew,
  verify,
  writtenFor,
} from './packs.ts'
import { pdf } from './pdf.ts'
import { documentOf } from './document.ts'
import { drawSlides, slides } from './slides.ts'
import { aim, reviewWorld, type ReviewWorld } from './testing-review.ts'
import { unzipped } from './testing-zip.ts'

let r: ReviewWorld
let sink: SmtpSink
const as = (part: string) => r.w.as(part)
const kinds = async (part: string) => (await inbox(await as(part), { limit: 20 })).items.map((i) => i.kind)

beforeEach(async () => {
  sink = await smtpSink()
  r = await reviewWorld([aim('L1'), aim('C1', { target: 85 }), aim('C2'), aim('X3')], { config: { smtpUrl: sink.url } })
  for (let n = 0; n < 30; n++) {
    const on = addDays('2026-03-31', n * 7)
    await r.give('L1', on, 300 + n * 15)
    await r.give('C1', on, 350 + n * 2)
    await r.give('C2', on, 500 + n * 8)
  }
  await r.give('X3', '2026-10-20', null)
  const lead = await as('lead')
  await setCharter(
    lead,
    governance.setCharter.body!.parse({
      programId: r.programId,
      purpose: 'To steer',
      cadenceWeeks: 8,
      starts: '10:00',
      minutes: 60,
      timeZone: 'Europe/Berlin',
    }),
  )
})

const made = async () => (await make(await as('lead'), { programId: r.programId, asOf: null })).id
const written = async () => {
  const packId = await made()
  const lead = await as('lead')
  const { revision } = await comment(lead, { packId, section: 'summary', revision: 0, words: 'Check-ins need a push.' })
  return { packId, revision }
}
const released = async () => {
  const { packId, revision } = await written()
  await release(await as('lead'), { packId, revision })
  return packId
}

describe('a pack', () => {
  it('is of the newest day that was given out, and says what the numbers say', async () => {
    const packId = await made()
    const pack = await get(await as('lead'), { packId, language: 'en' })
    expect(pack.asOf).toBe('2026-10-20')
    expect(pack.figures.map((f) => [f.id, f.course])).toEqual([
      ['L1', 'on'],
      ['C1', 'off'],
      ['C2', 'on'],
      ['X3', 'hidden'],
    ])
    expect(pack.figures[0]).toMatchObject({ value: '73.5%', of: '735 of 1,000, 20 October 2026' })
    expect(pack.figures[0]!.target).toBe('80% by 1 February 2027')
    // Hidden is said, and nothing of the number is.
    expect(pack.figures[3]).toMatchObject({ value: null, points: [], courseSaid: 'Hidden' })
    expect(pack.figures[3]!.of).toContain('fewer than 5 people')
    expect(pack.verdict.word).toBe('Partly')
    expect(pack.verdict.layers.map((l) => l.said)).toEqual([
      '1 of 2 on course',
      '1 of 1 on course',
      'cannot be judged yet',
    ])
  })

  it('says the same ever after, whatever is given out, decided or corrected since', async () => {
    const packId = await released()
    const before = await get(await as('sponsor'), { packId, language: 'en' })
    r.base.clock.forward({ days: 400 })
    // A new number, a correction of an old day, another decision, another name of the wave, a moved target.
    await r.give('L1', '2026-12-01', 10)
    await sql`insert into metric_release (organization_id, as_of, known_at, scope, published, floor, people)
      values (${r.w.organizationId}, '2026-10-20', '2027-01-01T02:00:00Z', 'summary', true, 5, 1000)`.execute(r.job.db)
    await sql`insert into metric_cell (organization_id, segment_kind, segment_key, roster, metric, as_of, known_at, release_id, version, numerator, denominator, population, shown, shown_numerator, shown_denominator)
      select organization_id, 'organization', '', 'live', 'L1', as_of, known_at, id, 1, 1, 1000, 1, 'shown', 1, 1000 from metric_release
      where organization_id = ${r.w.organizationId} and known_at = '2027-01-01T02:00:00Z'`.execute(r.job.db)
    await sql`update wave set name = 'Renamed' where organization_id = ${r.w.organizationId}`.execute(r.job.db)
    const after = await get(await as('sponsor'), { packId, language: 'en' })
    expect(JSON.stringify({ ...after, mayRun: null })).toBe(JSON.stringify({ ...before, mayRun: null }))
    // Taken again from the dated rows, the numbers come out the same.
    const checked = await verify(await as('committee'), { packId })
    expect(checked).toMatchObject({ same: true, differs: [] })
    expect(checked.numbers).toBeGreaterThan(90)
  })

  it('finds out when a number that it rests on was written over', async () => {
    const packId = await released()
    const { fingerprint } = await verify(await as('lead'), { packId })
    await sql`update metric_cell set shown_numerator = 1 where organization_id = ${r.w.organizationId} and metric = 'C1' and as_of = '2026-10-20'`.execute(
      r.job.db,
    )
    const checked = await verify(await as('lead'), { packId })
    expect(checked.same).toBe(false)
    expect(checked.differs.some((path) => path.startsWith('metrics.1.'))).toBe(true)
    // What was kept is what it was.
    expect(checked.fingerprint).toBe(fingerprint)
  })

  it('can be of an earlier day: with the numbers, decisions and days up to it alone', async () => {
    const lead = await as('lead')
    await decideInCommittee(
      lead,
      governance.decide.body!.parse({ question: 'Later?', decided: 'Yes', ownerId: r.w.people.lead }),
    )
    const { id: packId } = await make(lead, { programId: r.programId, asOf: '2026-06-30' })
    const row = await packRow(r.job.db, lead, packId)
    expect(row.facts.metrics[0]!.series.at(-1)!.asOf).toBe('2026-06-30')
    expect(row.facts.metrics[3]!.course).toBe('not_yet')
    expect(row.facts.decisions).toEqual([])
    expect((await verify(lead, { packId })).same).toBe(true)
  })

  it('refuses a day without numbers, a second draft and a program that is not measured', async () => {
    const lead = await as('lead')
    await expect(make(lead, { programId: r.programId, asOf: '2026-10-21' })).rejects.toMatchObject({ code: 'pack_day' })
    await expect(make(lead, { programId: r.w.people.lead, asOf: null })).rejects.toMatchObject({
      code: 'pack_no_numbers',
    })
    await made()
    await expect(made()).rejects.toMatchObject({ code: 'pack_draft' })
  })

  it('is the lead’s alone while it is a draft, and nobody’s to change afterwards', async () => {
    const { packId, revision } = await written()
    await expect(get(await as('sponsor'), { packId, language: 'en' })).rejects.toMatchObject({ code: 'not_found' })
    expect((await list(await as('committee'))).packs).toEqual([])
    const lead = await as('lead')
    await release(lead, { packId, revision })
    expect((await list(await as('committee'))).packs).toHaveLength(1)
    const next = revision + 1
    for (const change of [
      () => comment(lead, { packId, section: 'risks', revision: next, words: 'More' }),
      () => setAsks(lead, { packId, revision: next, asks: [] }),
      () => takeAnew(lead, { packId, revision: next, asOf: null }),
      () => release(lead, { packId, revision: next }),
      () => remove(lead, { packId }),
    ])
      await expect(change()).rejects.toMatchObject({ code: 'pack_released' })
  })

  it('is not released without the lead’s own words, and not over somebody else’s change', async () => {
    const packId = await made()
    const lead = await as('lead')
    await expect(release(lead, { packId, revision: 0 })).rejects.toMatchObject({ code: 'pack_summary' })
    await comment(lead, { packId, section: 'summary', revision: 0, words: 'One' })
    await expect(comment(lead, { packId, section: 'risks', revision: 0, words: 'Two' })).rejects.toMatchObject({
      code: 'conflict',
    })
    const pack = await get(lead, { packId, language: 'en' })
    expect(pack.sections.map((s) => s.comment)).toEqual(['One', '', '', '', '', '', ''])
  })

  it('lets nobody write over words that they have not seen, however often the page was read since', async () => {
    const packId = await made()
    const lead = await as('lead')
    const says = (words: string, seen: string) =>
      comment(lead, { packId, section: 'summary', revision: 0, words, seen })
    await says('One', '')
    await comment(lead, { packId, section: 'risks', revision: 1, words: 'Elsewhere' })
    const { revision } = await get(lead, { packId, language: 'en' })
    await expect(comment(lead, { packId, section: 'summary', revision, words: 'Two', seen: '' })).rejects.toMatchObject(
      { code: 'conflict' },
    )
    // What was written to another section is no conflict.
    await says('Two', 'One')
    expect((await get(lead, { packId, language: 'en' })).sections[0]!.comment).toBe('Two')
  })

  it('tells sponsor and committee, once each, by letter and in the app', async () => {
    await released()
    expect(await kinds('sponsor')).toContain('pack_released')
    expect(await kinds('committee')).toContain('pack_released')
    expect(await kinds('lead')).not.toContain('pack_released')
    await deliver(r.job, letters)
    await deliver(r.job, letters, 'bulk')
    expect(sink.received).toHaveLength(2)
    const text = (await sink.received[0]!.parsed()).text!
    expect(text).toContain('business review of Compass')
    // The letter says that it is there, never what it says.
    expect(text).not.toContain('push')
  })

  it('takes the place of the one before', async () => {
    const first = await released()
    r.base.clock.forward({ days: 30 })
    await r.give('L1', '2026-12-01', 800)
    const second = await released()
    const { packs } = await list(await as('sponsor'))
    expect(packs.map((p) => [p.id, p.superseded])).toEqual([
      [second, false],
      [first, true],
    ])
  })

  it('keeps what was written when its inputs are taken anew', async () => {
    const { packId, revision } = await written()
    const lead = await as('lead')
    const asks = [{ title: 'A trainer', why: '', cost: '4 days', personId: r.w.people.peer }]
    const set = await setAsks(lead, { packId, revision, asks })
    await r.give('L1', '2026-10-30', 900)
    await takeAnew(lead, { packId, revision: set.revision, asOf: null })
    const pack = await get(lead, { packId, language: 'en' })
    expect(pack.asOf).toBe('2026-10-30')
    expect(pack.sections[0]!.comment).toBe('Check-ins need a push.')
    expect(pack.asks[0]).toMatchObject({ title: 'A trainer', person: { id: r.w.people.peer } })
  })

  it('says the same numbers after a go-live was taken back: it was live then', async () => {
    const packId = await released()
    r.base.clock.forward({ days: 1 })
    await r.job.db
      .transaction()
      .execute(async (tx) =>
        rollBackWave(tx, await as('lead'), r.waveId, { reason: 'Too early.', letter: null, goesLiveOn: '2027-03-01' }),
      )
    expect(await verify(await as('sponsor'), { packId })).toMatchObject({ same: true, differs: [] })
  })

  it('brings what it asks for before the committee, once, and shows what became of it', async () => {
    const { packId, revision } = await written()
    const lead = await as('lead')
    const asks = [{ title: 'A trainer for Lyon', why: 'Nobody is there.', cost: '4 days', personId: null }]
    const { revision: next } = await setAsks(lead, { packId, revision, asks })
    const [ask] = (await get(lead, { packId, language: 'en' })).asks
    await expect(bring(lead, { packId, askId: ask!.id })).rejects.toMatchObject({ code: 'pack_not_released' })
    await release(lead, { packId, revision: next })
    const { requestId } = await bring(lead, { packId, askId: ask!.id })
    expect(await bring(lead, { packId, askId: ask!.id })).toEqual({ requestId })
    expect((await requests(lead)).requests.map((q) => [q.title, q.state])).toEqual([
      ['A trainer for Lyon', 'on_agenda'],
    ])
    const { id: decisionId } = await decideInCommittee(
      lead,
      governance.decide.body!.parse({
        question: 'A trainer?',
        decided: 'Yes',
        ownerId: r.w.people.lead,
        requestId,
      }),
    )
    const after = await get(await as('sponsor'), { packId, language: 'en' })
    expect(after.asks[0]!.request).toEqual({ id: requestId, state: 'accepted', decisionId })
  })

  it('tells topics of the desk above the floor alone, and nothing of private questions', async () => {
    const ask = async (part: string, isPrivate: boolean, topic: string) => {
      const { id } = await askDesk(await as(part), {
        title: 'Where?',
        words: 'Where?',
        private: isPrivate,
        place: null,
      })
      await sql`update desk_question set topic = ${topic}, asked_at = '2026-10-10T09:00:00Z' where organization_id = ${r.w.organizationId} and id = ${id}`.execute(
        r.job.db,
      )
    }
    for (const part of ['self', 'manager', 'peer', 'report', 'stranger', 'leader']) await ask(part, false, 'goals')
    for (const part of ['self', 'manager', 'peer']) await ask(part, false, 'growth')
    for (const part of ['self', 'manager', 'peer', 'report', 'stranger', 'leader']) await ask(part, true, 'privacy')
    const packId = await made()
    const { facts } = await packRow(r.job.db, await as('lead'), packId)
    expect(facts.topics).toEqual([
      { topic: 'goals', questions: 6 },
      { topic: 'growth', questions: null },
    ])
  })
})

describe('on paper and on slides', () => {
  it('says in four languages what the page says', async () => {
    const packId = await released()
    const sponsor = await as('sponsor')
    for (const language of languages) {
      const pack = await get(sponsor, { packId, language })
      expect(pack.language).toBe(language)
      const paper = wordsInPdf((await pdf(sponsor, { packId, language })).body as Buffer).replace(/\s+/g, '')
      for (const word of [
        pack.title,
        pack.verdict.word,
        pack.figures[0]!.value!,
        pack.figures[1]!.sentence,
        'Check-ins need a push.',
      ])
        expect(paper, `${language}: ${word}`).toContain(word.replace(/\s+/g, ''))
      const deck = (await slides(sponsor, { packId, language })).body as Buffer
      const inside = unzipped(deck)
      const all = [...inside.values()].join(' ')
      expect(all).toContain(pack.verdict.word)
      expect(all).toContain(escaped(pack.figures[1]!.name))
      const count = [...inside.keys()].filter((name) => /^ppt\/slides\/slide\d+\.xml$/.test(name)).length
      expect(count).toBeGreaterThanOrEqual(6)
      expect(count).toBeLessThanOrEqual(12)
    }
  })

  it('has charts that can be edited, and in the notes where each number comes from', async () => {
    const packId = await released()
    const inside = unzipped((await slides(await as('sponsor'), { packId, language: 'en' })).body as Buffer)
    const charts = [...inside.keys()].filter((name) => /^ppt\/charts\/chart\d+\.xml$/.test(name))
    expect(charts).toHaveLength(3)
    const chart = inside.get(charts[0]!)!
    expect(chart).toContain('<c:lineChart>')
    // Value, target and baseline are series of their own, with the numbers in a workbook behind.
    expect(chart.match(/<c:ser>/g)).toHaveLength(3)
    expect(chart).toContain('73.5')
    expect([...inside.keys()].filter((name) => name.endsWith('.xlsx'))).toHaveLength(3)
    const notes = [...inside]
      .filter(([name]) => name.startsWith('ppt/notesSlides/'))
      .map(([, text]) => text)
      .join(' ')
    expect(notes).toContain('Numerator')
    expect(notes).toContain('Definition version 1')
    expect(notes).toContain('as known on 2 November 2026')
  })

  it('says how much more the document holds where a slide is too small', async () => {
    const packId = await released()
    const lead = await as('lead')
    const row = await packRow(r.job.db, lead, packId)
    const d = documentOf(await saidFor(lead, row, 'en'), row.facts, await writtenFor(r.job.db, lead, row), 'en')
    const line = (n: number) => ({ tone: 'plain' as const, text: `Line ${n}.` })
    const sections = d.sections.map((section) =>
      section.id === 'learned'
        ? {
            ...section,
            blocks: [{ kind: 'list' as const, title: 'Many', items: Array.from({ length: 12 }, (_, n) => line(n)) }],
          }
        : section.id === 'waves'
          ? {
              ...section,
              blocks: [
                {
                  kind: 'table' as const,
                  title: '',
                  head: ['Wave', 'Day'],
                  note: '',
                  rows: Array.from({ length: 30 }, (_, n) => [`Wave ${n}`, 'May']),
                },
              ],
            }
          : section,
    )
    const figures = Array.from({ length: 20 }, () => d.figures[0]!)
    const deck = unzipped(await drawSlides({ ...d, sections, figures }, { logo: null, locale: 'en' }))
    const all = [...deck]
      .filter(([name]) => name.startsWith('ppt/slides/'))
      .map(([, text]) => text)
      .join(' ')
    expect(all).toContain('Line 5.')
    expect(all).not.toContain('Line 6.')
    expect(all).toContain('and 6 more in the document')
    expect(all).toContain('Wave 8')
    expect(all).toContain('and 21 more in the document')
    // Of the numbers in the overview, and of their charts.
    expect(all).toContain('and 7 more in the document')
    expect(all).toContain('and 14 more in the document')
  })

  it('opens whatever people wrote and however the company is called', async () => {
    await sql`update organization set name = 'Meier & Söhne <AG>' where id = ${r.w.organizationId}`.execute(r.job.db)
    const packId = await made()
    const lead = await as('lead')
    const words = 'From another program:\u000b"A & B" <c> \u0001 ]]>'
    const { revision } = await comment(lead, { packId, section: 'summary', revision: 0, words })
    await comment(lead, { packId, section: 'waves', revision, words })
    const inside = unzipped((await slides(lead, { packId, language: 'en' })).body as Buffer)
    const parts = [...inside].filter(([name]) => /\.(xml|rels)$/.test(name))
    expect(parts.length).toBeGreaterThan(20)
    for (const [name, text] of parts) {
      expect(text.match(/&(?!(amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i), name).toBeNull()
      // eslint-disable-next-line no-control-regex
      expect(text.match(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/), name).toBeNull()
    }
    expect(inside.get('docProps/app.xml')).toContain('<Company>Meier &amp; Söhne &lt;AG&gt;</Company>')
  })

  it('makes the same paper whenever it is asked for', async () => {
    const packId = await released()
    const first = (await pdf(await as('sponsor'), { packId, language: 'de' })).body as Buffer
    r.base.clock.forward({ days: 300 })
    const later = (await pdf(await as('sponsor'), { packId, language: 'de' })).body as Buffer
    expect(wordsInPdf(later)).toBe(wordsInPdf(first))
  })
})

describe('when a year ends', () => {
  const decided = (given: Partial<Request<typeof yearEnds.decide>>) => ({
    programId: r.programId,
    ...yearEnds.decide.body!.parse({
      choice: 'change',
      decided: 'Three questions instead of five.',
      why: 'Check-ins lag.',
      ownerId: r.w.people.lead,
      packId: r.programId,
      ...given,
    }),
  })
  /** A month before its end, with a fresh pack. */
  const atTheEnd = async () => {
    r.base.clock.set('2027-01-11T09:00:00Z')
    await r.give('L1', '2027-01-10', 820)
    await r.give('C1', '2027-01-10', 400)
    return released()
  }

  it('shows what speaks for each choice, and decides nothing by itself', async () => {
    await atTheEnd()
    const found = await yearEnd(await as('sponsor'), { programId: r.programId, language: 'en' })
    expect(found).toMatchObject({ year: 1, endsOn: '2027-02-02', state: 'open', decision: null, mayDecide: false })
    const of = (choice: string) =>
      found.evidence
        .find((e) => e.choice === choice)!
        .lines.map((l) => l.text)
        .join('\n')
    expect(of('continue')).toContain('The target of 80% is reached.')
    expect(of('change')).toContain('To reach 85% by 1 February 2027')
    expect(found.open.map((l) => l.text).join('\n')).toContain('fewer than 5 people')
  })

  it('is decided by the committee, signed by the sponsor, and stays', async () => {
    const packId = await atTheEnd()
    const committee = await as('committee')
    const after = await decide(committee, decided({ packId }))
    expect(after.state).toBe('decided')
    const made = await decisionOf(committee, { decisionId: after.decision!.id })
    expect(made.options).toEqual(['Continue as it is', 'Continue with changes', 'Stop'])
    expect(made.question).toBe('Does Compass go on after year 1?')
    await expect(decide(committee, decided({ packId }))).rejects.toMatchObject({ code: 'year_end_decided' })
    expect(await kinds('sponsor')).toContain('year_end_sign')
    await expect(
      sign(await as('lead'), { programId: r.programId, decisionId: after.decision!.id }),
    ).rejects.toMatchObject({ code: 'year_end_not_yours' })
    const sponsor = await as('sponsor')
    const signed = await sign(sponsor, { programId: r.programId, decisionId: after.decision!.id })
    expect(signed).toMatchObject({
      state: 'signed',
      decision: { choice: 'change', signedBy: { id: r.w.people.sponsor } },
    })
    await expect(sign(sponsor, { programId: r.programId, decisionId: after.decision!.id })).rejects.toMatchObject({
      code: 'year_end_nothing',
    })
    // A year later the next one is asked about, and this one stands below.
    r.base.clock.set('2028-01-20T09:00:00Z')
    const next = await yearEnd(sponsor, { programId: r.programId, language: 'en' })
    expect(next).toMatchObject({
      year: 2,
      endsOn: '2028-02-02',
      state: 'open',
      before: [{ year: 1, choice: 'change' }],
    })
  })

  it('is open again when the committee withdraws its decision, and nobody signs the old one', async () => {
    const packId = await atTheEnd()
    const lead = await as('lead')
    const first = await decide(lead, decided({ packId }))
    await withdraw(lead, { decisionId: first.decision!.id, reason: 'Somebody was missing.' })
    await expect(
      sign(await as('sponsor'), { programId: r.programId, decisionId: first.decision!.id }),
    ).rejects.toMatchObject({ code: 'year_end_nothing' })
    const again = await decide(lead, decided({ packId, choice: 'stop' }))
    expect(again.decision).toMatchObject({ choice: 'stop' })
  })

  it('says before anybody writes a decision that the newest pack is too old for it', async () => {
    await released()
    r.base.clock.set('2027-01-11T09:00:00Z')
    const found = async () => yearEnd(await as('lead'), { programId: r.programId, language: 'en' })
    expect(await found()).toMatchObject({ state: 'open', pack: null, mayDecide: false })
    const packId = await atTheEnd()
    expect(await found()).toMatchObject({ state: 'open', pack: { id: packId }, mayDecide: true })
  })

  it('stands on the committee’s agenda once, from the day on which it can be decided', async () => {
    const onAgenda = async () => (await committeeOf(await as('committee'))).agenda.map((i) => i.title)
    const night = async (on: string) => {
      r.base.clock.set(`${on}T03:00:00Z`)
      await nightly(r.job)
    }
    await night('2027-01-02')
    expect(await onAgenda()).toEqual([])
    await night('2027-01-03')
    await night('2027-01-04')
    expect(await onAgenda()).toEqual(['Does Compass go on after year 1?'])
  })

  it('asks about no further year of a program that was stopped', async () => {
    const packId = await atTheEnd()
    const { decision } = await decide(await as('lead'), decided({ packId, choice: 'stop' }))
    await sign(await as('sponsor'), { programId: r.programId, decisionId: decision!.id })
    r.base.clock.set('2028-01-20T09:00:00Z')
    expect(await yearEnd(await as('sponsor'), { programId: r.programId, language: 'en' })).toMatchObject({
      year: 1,
      state: 'signed',
      decision: { choice: 'stop' },
      mayDecide: false,
    })
    await nightly(r.job)
    expect((await committeeOf(await as('committee'))).agenda).toEqual([])
  })

  it('rests on a fresh released pack, and not before its time', async () => {
    const old = await released()
    await expect(decide(await as('lead'), decided({ packId: old }))).rejects.toMatchObject({
      code: 'year_end_not_open',
    })
    r.base.clock.set('2027-01-11T09:00:00Z')
    await expect(decide(await as('lead'), decided({ packId: old }))).rejects.toMatchObject({ code: 'year_end_pack' })
    const { decision } = await yearEnd(await as('lead'), { programId: r.programId, language: 'en' })
    expect(decision).toBeNull()
  })

  it('leaves nothing half written where the decision is refused', async () => {
    const packId = await atTheEnd()
    const unknown = decided({ packId, ownerId: r.programId })
    await expect(decide(await as('lead'), unknown)).rejects.toMatchObject({ code: 'person_unknown' })
    expect((await yearEnd(await as('lead'), { programId: r.programId, language: 'en' })).state).toBe('open')
  })

  it('counts years by what was signed', () => {
    expect(yearOf('2026-02-02', [])).toEqual({ year: 1, endsOn: '2027-02-02' })
    expect(yearOf('2024-02-29', [1])).toEqual({ year: 2, endsOn: '2026-02-28' })
  })

  it('tells a target that was missed and came nearer from one that did not', async () => {
    const packId = await made()
    const lead = await as('lead')
    const row = await packRow(r.job.db, lead, packId)
    const said = await saidFor(lead, row, 'en')
    const over = (first: number, last: number) => {
      const m = row.facts.metrics[0]!
      const series = [
        { ...m.series[0]!, value: first },
        { ...m.series.at(-1)!, value: last },
      ]
      const fact = { ...m, course: 'over' as const, aim: { ...m.aim, baseline: null }, series }
      return evidenceFor(said, { ...row.facts, metrics: [fact], decisions: [], mistakes: [], falls: [] }).for
    }
    expect(over(30, 50).change[0]!.text).toContain('20 points nearer')
    expect(over(50, 50).stop).toHaveLength(1)
    expect(over(50, 30).stop).toHaveLength(1)
  })
})

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

// Only what the contract allows reaches the verbs.
it('takes eight asks and no more', () => {
  const asks = Array.from({ length: 9 }, () => ({ title: 'One' }))
  expect(businessReviews.setAsks.body!.safeParse({ revision: 0, asks }).success).toBe(false)
})
