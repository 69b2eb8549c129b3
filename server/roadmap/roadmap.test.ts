/** The roadmap of a company: made from its design, dated by what waits for what, told to its owners, seen by whoever leads. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { type ElementId, elementIds } from '../../contract/design.ts'
import { languages } from '../../contract/library.ts'
import type { Request } from '../../contract/operation.ts'
import { roadmap, type RoadmapAnswer, watchedFacts } from '../../contract/roadmap.ts'
import type { Part, World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { deliver } from '../attention/attention.ts'
import { list as inbox } from '../attention/inbox.ts'
import { createHolidays } from '../directory/holidays.ts'
import { makeWave } from '../goals/live-wave.ts'
import { roadmapTemplate, roadmapText } from '../library/library.ts'
import { addDays } from '../platform/clock.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type SmtpSink, smtpSink, type TestBase, testBase } from '../platform/testing.ts'
import { updateWave } from '../program/waves.ts'
import { get as week } from '../week/week.ts'
import { assign, change, handOver, leaveOut, preview, tick } from './changing.ts'
import { letters } from './letters.ts'
import { add, get, keepDates, make, settle } from './making.ts'
import { nightly } from './nightly.ts'
import { file, mine } from './reading.ts'
import { lateOn } from './roadmap.ts'
import { circleIn } from './schedule.ts'
import { type Company, keyOf, type Reached, sizeOf, wantedTasks } from './wanted.ts'

let base: TestBase
let sink: SmtpSink
let w: World
let job: Context
let programId: string
let waveId: string
let read = 0

beforeEach(async () => {
  read = 0
  sink = await smtpSink()
  // A Monday, ten in the morning in Berlin. The wave prepares, and goes live on Thursday the 12th.
  base = await testBase({ at: '2026-03-02T09:00:00Z', config: { smtpUrl: sink.url } })
  w = await permissionWorld(base, `map-${randomUUID().slice(0, 8)}`)
  job = contextFor(base, w.organizationId)
  ;({ programId, waveId } = await makeWave(job.db, {
    organizationId: w.organizationId,
    day: '2026-03-02',
    at: base.clock.now(),
    people: [w.people.self],
    named: { leadId: w.people.lead, sponsorId: w.people.sponsor },
    launched: false,
  }))
})

const lead = () => w.as('lead')
const made = async () => make(await lead(), { programId })
const now = async (p: Part = 'lead') => get(await w.as(p), { programId })
const adds = async (given: Omit<Request<typeof roadmap.add>, 'programId'>) =>
  (await add(await lead(), { programId, ...roadmap.add.body!.parse(given) })).id
const taskOf = (map: RoadmapAnswer, id: string) => map.tasks.find((one) => one.id === id)!
const changes = async (id: string, given: Request<typeof roadmap.change>['change'], others: 'move' | 'stay' = 'move') =>
  change(await lead(), { taskId: id, revision: taskOf(await now(), id).revision, change: given, others })
/** Three days of work after another, and a go-live of the wave that waits for the last. */
async function chain(): Promise<[string, string, string]> {
  await made()
  const a = await adds({
    title: 'Ask',
    phase: 'launch',
    waveId,
    days: 2,
    startsOn: '2026-03-02',
    ownerId: w.people.peer,
  })
  const b = await adds({ title: 'Write', phase: 'launch', waveId, days: 3, after: [a] })
  const live = (await now()).tasks.find((one) => one.watches === 'live')!.id
  await sql`insert into roadmap_after (organization_id, program_id, task_id, after_id) values (${w.organizationId}, ${programId}, ${live}, ${b})`.execute(
    job.db,
  )
  // What the template asks before the go-live would be in the way.
  for (const one of (await now()).tasks)
    if (one.fromTemplate && one.watches === null) await leaveOut(await lead(), { taskId: one.id, out: true })
  return [a, b, live]
}

async function arrived(): Promise<{ to: string; subject: string; text: string }[]> {
  await deliver(job, letters)
  await deliver(job, letters, 'bulk')
  const fresh = sink.received.slice(read)
  read = sink.received.length
  return Promise.all(
    fresh.map(async (m) => {
      const mail = await m.parsed()
      return { to: m.to[0]!, subject: mail.subject ?? '', text: mail.text ?? '' }
    }),
  )
}

const companies = fc.record({
  people: fc.constantFrom(3, 150, 1_500, 15_000, 150_000),
  countries: fc.subarray(['DE', 'US', 'FR', 'GB']),
  languages: fc.integer({ min: 1, max: 5 }),
  withoutAddress: fc.boolean(),
})
const designs = fc.subarray([...elementIds]).map((ids) => new Set<ElementId>(ids))
const facts = fc.subarray([...watchedFacts, 'first_live' as const]).map((ids): Reached => new Set(ids))
const waves = fc.array(
  facts.map((reached) => ({ id: randomUUID(), reached })),
  { maxLength: 4 },
)

describe('what the page rests on', () => {
  it('goes by the count of the night, not by everybody at each look', async () => {
    await made()
    await sql`update roster set email = null where organization_id = ${w.organizationId} and person_id = ${w.people.stranger}`.execute(
      job.db,
    )
    expect((await now()).missing).toBe(0)
    await nightly(job)
    expect((await now()).missing).toBeGreaterThan(0)
    expect((await made()).added).toBeGreaterThan(0)
    expect((await now()).missing).toBe(0)
  })

  it('passes over what the country of an owner has off, and says so; another country works', async () => {
    await createHolidays(await w.as('admin'), {
      name: 'France',
      places: [{ kind: 'country', value: 'FR' }],
      text: '2026-03-03 A day',
    })
    await sql`update roster set country = 'FR' where organization_id = ${w.organizationId} and person_id = ${w.people.hr_in}`.execute(
      job.db,
    )
    const [a, b, live] = await chain()
    const before = await now()
    expect(taskOf(before, a)).toMatchObject({ ownerOff: [] })
    await assign(await lead(), { taskId: a, ownerId: w.people.hr_in })
    const after = await now()
    // A working day later, and what waits for it with it; the go-live has a day less.
    expect(taskOf(after, a).ownerOff).toEqual(['2026-03-03'])
    expect(taskOf(after, a).dueOn > taskOf(before, a).dueOn).toBe(true)
    expect(taskOf(after, b).dueOn > taskOf(before, b).dueOn).toBe(true)
    const left = (map: RoadmapAnswer) => map.goLives.find((one) => one.wave.id === taskOf(map, live).wave!.id)!.buffer!
    expect(left(before) - left(after)).toBe(1)
    // By its day it begins as much earlier.
    await changes(a, { dueOn: '2026-03-04' })
    expect(taskOf(await now(), a)).toMatchObject({
      startsOn: '2026-03-02',
      dueOn: '2026-03-04',
      ownerOff: ['2026-03-03'],
    })
    await assign(await lead(), { taskId: a, ownerId: w.people.self })
    expect(taskOf(await now(), a)).toMatchObject({ ownerOff: [] })
  })
})

describe('the template', () => {
  it('says every task in every language, and waits only for tasks that there are', () => {
    const { tasks } = roadmapTemplate()
    const ids = tasks.map((one) => one.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const one of tasks) {
      for (const language of languages) expect(roadmapText(language, one.id)?.title.length).toBeGreaterThan(3)
      for (const before of one.after) expect(ids).toContain(before)
      // A task is somebody's and takes time; what the product sees is nobody's.
      expect([one.id, one.watches === undefined]).toEqual([one.id, one.owner !== undefined])
    }
    expect(circleIn(tasks.map((one) => ({ id: one.id, name: one.id, after: one.after })))).toBeNull()
  })

  it('gives every company the same for the same, without a circle, and each task once', () => {
    fc.assert(
      fc.property(companies, designs, facts, waves, fc.boolean(), (company: Company, on, reached, some, fresh) => {
        const wanted = wantedTasks(roadmapTemplate(), company, on, reached, some, fresh)
        expect(wantedTasks(roadmapTemplate(), company, on, reached, some, fresh)).toEqual(wanted)
        const keys = wanted.map((one) => one.key)
        expect(new Set(keys).size).toBe(keys.length)
        expect(circleIn(wanted.map((one) => ({ id: one.key, name: one.key, after: one.after })))).toBeNull()
        // A milestone of each wave for its go-live, whatever was reached.
        for (const wave of some) expect(keys).toContain(keyOf('wave-live', wave.id))
        // What lies behind is no task any more.
        const everything = wantedTasks(roadmapTemplate(), company, on, reached, some, false)
        expect(everything.map((one) => one.key)).toEqual(expect.arrayContaining(keys))
      }),
    )
  })

  it('takes longer in a larger company and asks for what its countries, languages and elements need', () => {
    const of = (company: Partial<Company>, on: ElementId[] = ['goals', 'checkins']) =>
      wantedTasks(
        roadmapTemplate(),
        { people: 150, countries: ['US'], languages: 1, withoutAddress: false, ...company },
        new Set(on),
        new Set(),
        [{ id: 'w', reached: new Set() }],
        true,
      )
    const ids = (...given: Parameters<typeof of>) => of(...given).map((one) => one.template)
    const days = (...given: Parameters<typeof of>) => of(...given).reduce((sum, one) => sum + one.days, 0)
    const sizes = [150, 1_500, 15_000, 150_000]
    expect(sizes.map(sizeOf)).toEqual(['small', 'medium', 'large', 'huge'])
    const long = sizes.map((people) => days({ people }))
    expect(long).toEqual(long.toSorted((a, b) => a - b))
    expect(long[3]).toBeGreaterThan(long[0]!)
    expect(ids({})).not.toContain('representatives')
    expect(ids({ countries: ['US', 'DE'] })).toContain('representatives')
    expect(ids({})).not.toContain('languages')
    expect(ids({ languages: 2 })).toContain('languages')
    expect(ids({})).not.toContain('trainers')
    expect(ids({ people: 15_000 })).toContain('trainers')
    expect(ids({})).not.toContain('forms')
    expect(ids({}, ['reviews'])).toContain('forms')
    expect(ids({ withoutAddress: true })).toContain('wave-codes')
  })
})

describe('making a roadmap', () => {
  it('adds what the design asks for, for whom it names, and pressing twice changes nothing', async () => {
    expect(await now()).toMatchObject({ made: null, tasks: [] })
    expect((await now()).missing).toBeGreaterThan(10)
    const first = await made()
    expect(first.added).toBeGreaterThan(10)
    expect(first.missing).toBe(0)
    const again = await made()
    expect(again).toMatchObject({ added: 0, unneeded: 0 })
    expect(again.tasks).toEqual(first.tasks)
    // A version is published already: what leads there is no task any more.
    expect(first.tasks.some((one) => one.phase === 'design' && one.watches === null)).toBe(false)
    expect(first.tasks.find((one) => one.watches === 'published')).toMatchObject({
      state: 'done',
      done: { on: '2026-03-02' },
    })
    const mineOf = (p: Part) => first.tasks.filter((one) => one.owner?.id === w.people[p])
    expect(mineOf('lead').every((one) => one.ownerRole === 'lead')).toBe(true)
    expect(mineOf('lead').length).toBeGreaterThan(2)
    expect(mineOf('sponsor').length).toBeGreaterThan(0)
    // Two look after people here, so that nobody is chosen.
    expect(first.tasks.filter((one) => one.ownerRole === 'hr').every((one) => one.owner === null)).toBe(true)
    expect(first.tasks.find((one) => one.watches === 'live')).toMatchObject({
      dueOn: '2026-03-12',
      wave: { id: waveId },
    })
  })

  it('follows the design: a new wave adds its tasks, another date moves them, and what is asked no more is said', async () => {
    const first = await made()
    const { waveId: other } = await second('2026-06-01')
    expect((await now()).missing).toBeGreaterThan(5)
    const more = await made()
    expect(more.added).toBe(more.tasks.length - first.tasks.length)
    const before = more.tasks.find((one) => one.wave?.id === other && one.watches === null && one.phase === 'launch')!
    await updateWave(await lead(), { waveId: other, goesLiveOn: '2026-06-15', preparesOn: '2026-06-01' })
    const moved = taskOf(await now(), before.id)
    expect(moved.startsOn > before.startsOn).toBe(true)
  })

  it('marks what the design asks for no more, and leaves it to somebody to leave it out', async () => {
    const address = (email: string | null) =>
      sql`update roster set email = ${email} where organization_id = ${w.organizationId} and person_id = ${w.people.peer}`.execute(
        job.db,
      )
    await sql`update roster set email = person_id || '@belay.example' where organization_id = ${w.organizationId} and email is null`.execute(
      job.db,
    )
    await address(null)
    const codes = (map: RoadmapAnswer) =>
      map.tasks.find((one) => one.title === roadmapText('en', 'wave-codes')!.title && !one.leftOut)
    expect(codes(await made())).toMatchObject({ unneeded: false })
    await address('peer@belay.example')
    const after = await made()
    expect(after).toMatchObject({ added: 0, unneeded: 1 })
    expect(codes(after)).toMatchObject({ unneeded: true, leftOut: false })
    await leaveOut(await lead(), { taskId: codes(after)!.id, out: true })
    // Left out, it is neither asked for nor added again.
    expect(await made()).toMatchObject({ added: 0, unneeded: 0, missing: 0 })
    await address(null)
    expect(await made()).toMatchObject({ added: 0, missing: 0 })
  })

  it('is made by the lead, read by the team of the program, and speaks the reader’s language', async () => {
    await made()
    const german = { ...(await lead()), viewer: { ...(await lead()).viewer, locale: 'de-DE' } }
    const one = (await get(german, { programId })).tasks.find((task) => task.watches === 'live')!
    expect(one.title).toBe('Start')
    expect((await now('sponsor')).mayPlan).toBe(false)
    expect((await now('sponsor')).tasks.length).toBeGreaterThan(10)
  })
})

/** Another wave of the same program, in a while. */
async function second(goesLiveOn: string): Promise<{ waveId: string }> {
  const { rows } = await sql<{
    id: string
  }>`insert into wave (organization_id, program_id, name, prepares_on, goes_live_on, created_at)
    values (${w.organizationId}, ${programId}, ${w.unique('Wave')}, ${addDays(goesLiveOn, -14)}, ${goesLiveOn}, ${base.clock.now()}) returning id`.execute(
    job.db,
  )
  return { waveId: rows[0]!.id }
}

describe('a change', () => {
  it('says what it moves and which go-live it reaches before it is saved; then it moves', async () => {
    const [a, b, live] = await chain()
    const before = await now()
    expect(taskOf(before, b)).toMatchObject({ startsOn: '2026-03-04', dueOn: '2026-03-06', critical: true, slack: 3 })
    expect(before.goLives).toMatchObject([{ goesLiveOn: '2026-03-12', buffer: 3, overBy: 0 }])
    const said = await preview(await lead(), { taskId: a, change: { days: 7 } })
    expect(said).toEqual({
      moves: [{ id: b, title: 'Write', wave: expect.any(String), from: '2026-03-06', to: '2026-03-13', days: 5 }],
      goLives: [{ wave: { id: waveId, name: expect.any(String) }, goesLiveOn: '2026-03-12', before: 0, after: 2 }],
    })
    expect(await now()).toEqual(before)
    const after = await changes(a, { days: 7 })
    expect(taskOf(after, b)).toMatchObject({ startsOn: '2026-03-11', dueOn: '2026-03-13', slack: -2 })
    expect(taskOf(after, live)).toMatchObject({ dueOn: '2026-03-12', conflict: 2 })
    expect(after.goLives).toMatchObject([{ buffer: -2, overBy: 2 }])
    expect(await lateOn(await lead(), programId)).toMatchObject({ atRisk: [{ waveId, days: 2 }] })
  })

  it('leaves the others on their days where that is wanted, and marks what does not fit', async () => {
    const [a, b] = await chain()
    const after = await changes(a, { days: 7 }, 'stay')
    expect(taskOf(after, b)).toMatchObject({ startsOn: '2026-03-04', dueOn: '2026-03-06', held: true, conflict: 5 })
    expect(after.goLives).toMatchObject([{ overBy: 0 }])
    const freed = await changes(b, { held: false })
    expect(taskOf(freed, b)).toMatchObject({ startsOn: '2026-03-11', held: false, conflict: 0 })
  })

  it('by its last day sets the first, and both leave out the days on which nobody works', async () => {
    const [, b] = await chain()
    expect(taskOf(await changes(b, { dueOn: '2026-03-17' }), b)).toMatchObject({
      startsOn: '2026-03-13',
      dueOn: '2026-03-17',
    })
    await settle(await lead(), { programId, workDays: [7, 1, 2, 3, 4], startsOn: '2026-03-02' })
    expect((await now()).workDays).toEqual([1, 2, 3, 4, 7])
    expect(taskOf(await now(), b)).toMatchObject({ startsOn: '2026-03-15', dueOn: '2026-03-17' })
  })

  it('is refused where tasks would wait in a circle, with their names, and nothing is half-written', async () => {
    const [a, b] = await chain()
    const before = await now()
    for (const act of [
      async () => preview(await lead(), { taskId: a, change: { after: [b] } }),
      async () => changes(a, { after: [b], title: 'Ask again' }),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'roadmap_cycle', params: { names: 'Ask → Write → Ask' } })
    await expect(changes(a, { after: [randomUUID()] })).rejects.toMatchObject({ code: 'roadmap_task' })
    await expect(changes(a, { after: [a] })).rejects.toMatchObject({ code: 'roadmap_task' })
    expect(await now()).toEqual(before)
  })

  it('is refused where something that is brought back would wait for itself, and the page is there as before', async () => {
    const [a, b] = await chain()
    for (const taskId of [a, b]) await leaveOut(await lead(), { taskId, out: true })
    // Left out, both are in no plan, and nothing is in the way of waiting for each other.
    await changes(a, { after: [b] })
    await expect(leaveOut(await lead(), { taskId: a, out: false })).rejects.toMatchObject({ code: 'roadmap_cycle' })
    expect(taskOf(await now(), a).leftOut).toBe(true)
    await changes(a, { after: [] })
    expect(taskOf(await leaveOut(await lead(), { taskId: a, out: false }), a).leftOut).toBe(false)
  })

  it('that orders things the other way round holds when the design asks for something between them', async () => {
    await sql`update roster set email = person_id || '@belay.example' where organization_id = ${w.organizationId}`.execute(
      job.db,
    )
    const map = await made()
    const titled = (id: string) => map.tasks.find((one) => one.title === roadmapText('en', id)!.title)!.id
    const [signIn, decide] = [titled('sign-in'), titled('wave-decide')]
    await changes(decide, { after: [] })
    await changes(signIn, { after: [decide] })
    // Somebody without an address comes: codes wait for the sign-in, and the decision waits for codes.
    await sql`update roster set email = null where organization_id = ${w.organizationId} and person_id = ${w.people.peer}`.execute(
      job.db,
    )
    expect(await made()).toMatchObject({ added: 1 })
    const after = await now()
    expect(taskOf(after, signIn).after).toEqual([decide])
    expect(circleIn(after.tasks.map((one) => ({ id: one.id, name: one.title, after: one.after })))).toBeNull()
  })

  it('is refused to whoever saw an older one, and of what the product sees by itself', async () => {
    const [a, , live] = await chain()
    const { revision } = taskOf(await now(), a)
    await changes(a, { days: 3 })
    await expect(
      change(await lead(), { taskId: a, revision, change: { days: 9 }, others: 'move' }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await expect(changes(live, { days: 2 })).rejects.toMatchObject({ code: 'roadmap_known' })
    await expect(tick(await lead(), { taskId: live, done: true, note: '' })).rejects.toMatchObject({
      code: 'roadmap_known',
    })
    await expect(assign(await lead(), { taskId: live, ownerId: w.people.peer })).rejects.toMatchObject({
      code: 'roadmap_known',
    })
  })

  it('that is left out passes on what it waited for', async () => {
    const [a, b, live] = await chain()
    const after = await leaveOut(await lead(), { taskId: b, out: true })
    expect(taskOf(after, live).after).toContain(a)
    expect(taskOf(after, b).leftOut).toBe(true)
    expect(after.goLives).toMatchObject([{ buffer: 6 }])
    const back = await leaveOut(await lead(), { taskId: b, out: false })
    expect(back.goLives).toMatchObject([{ buffer: 3 }])
  })

  it('of a removed wave takes its tasks along', async () => {
    await made()
    const { waveId: other } = await second('2026-06-01')
    await made()
    await sql`delete from wave where organization_id = ${w.organizationId} and id = ${other}`.execute(job.db)
    expect((await now()).tasks.some((one) => one.wave?.id === other)).toBe(false)
  })
})

describe('what slipped', () => {
  it('is told against the dates that were kept', async () => {
    const [a, b] = await chain()
    await keepDates(await lead(), { programId })
    expect(taskOf(await now(), b)).toMatchObject({ slipped: 0, kept: { dueOn: '2026-03-06' } })
    base.clock.set('2026-03-06T09:00:00Z')
    const late = await now()
    expect(taskOf(late, a)).toMatchObject({ state: 'late', dueOn: '2026-03-03', expectedOn: '2026-03-06', slipped: 3 })
    expect(taskOf(late, b)).toMatchObject({ state: 'waiting', startsOn: '2026-03-09', slipped: 3 })
    expect(late.kept).toMatchObject({ on: '2026-03-02', by: { id: w.people.lead } })
    expect(await lateOn(await lead(), programId)).toMatchObject({ late: 1, first: { title: 'Ask' } })
    const csv = await file(await lead(), { programId })
    expect(csv.fileName).toBe('roadmap-2026-03-06.csv')
    expect(String(csv.body)).toMatch(/launch,[^\r\n]*,Ask,[^\r\n]*,2026-03-02,2026-03-03,2026-03-06,2,late/)
  })
})

describe('owners', () => {
  it('are told once that something is theirs, on Monday what is due, and once that a day has passed', async () => {
    const [a] = await chain()
    await arrived()
    base.clock.set('2026-03-03T12:00:00Z')
    const first = (await arrived()).filter((m) => m.text.includes('Ask'))
    expect(first.length).toBeLessThanOrEqual(1)
    expect((await inbox(await w.as('peer'), { limit: 9 })).items.map((i) => i.kind)).toEqual(['roadmap_assigned'])
    // Whoever gives themself a task knows it.
    expect((await inbox(await lead(), { limit: 20 })).items.map((i) => i.kind)).not.toContain('roadmap_assigned')
    base.clock.set('2026-03-04T03:00:00Z')
    await nightly(job)
    await nightly(job)
    base.clock.set('2026-03-05T12:00:00Z')
    const late = (await arrived()).filter((m) => m.text.includes('Ask'))
    expect(late).toHaveLength(1)
    expect((await inbox(await w.as('peer'), { limit: 9 })).items.map((i) => i.kind)).toEqual([
      'roadmap_late',
      'roadmap_assigned',
    ])
    // Given another day it is late anew, if it is.
    await changes(a, { startsOn: '2026-03-09' })
    base.clock.set('2026-03-09T03:00:00Z')
    // The job is run again, because it broke off at another program.
    await nightly(job)
    await nightly(job)
    const { rows: mondays } = await sql<{ n: number }>`select count(*) as n from outgoing_mail
      where organization_id = ${w.organizationId} and person_id = ${w.people.peer} and kind = 'roadmap_due'`.execute(
      job.db,
    )
    expect(mondays).toEqual([{ n: 1 }])
    base.clock.set('2026-03-10T12:00:00Z')
    expect((await arrived()).filter((m) => m.text.includes('Ask'))).toHaveLength(1)
    await tick(await w.as('peer'), { taskId: a, done: true, note: 'All ten said yes.' })
    base.clock.set('2026-03-16T03:00:00Z')
    await nightly(job)
    base.clock.set('2026-03-17T12:00:00Z')
    expect((await arrived()).filter((m) => m.text.includes('Ask'))).toEqual([])
  })

  it('are told although the roadmap of another program fails', async () => {
    await chain()
    await arrived()
    const other = await makeWave(job.db, {
      organizationId: w.organizationId,
      day: '2026-03-02',
      at: base.clock.now(),
      people: [w.people.manager],
      named: { leadId: w.people.lead, sponsorId: w.people.sponsor },
      launched: false,
    })
    const there = { programId: other.programId }
    await make(await lead(), there)
    const task = async (title: string) =>
      (await add(await lead(), { ...there, ...roadmap.add.body!.parse({ title, phase: 'launch', days: 1 }) })).id
    const [x, y] = [await task('Egg'), await task('Hen')]
    // Nobody gets there by the product.
    await sql`insert into roadmap_after (organization_id, program_id, task_id, after_id)
      values (${w.organizationId}, ${other.programId}, ${x}, ${y}), (${w.organizationId}, ${other.programId}, ${y}, ${x})`.execute(
      job.db,
    )
    base.clock.set('2026-03-04T03:00:00Z')
    await expect(nightly(job)).rejects.toThrow('1 of 2 roadmaps failed')
    base.clock.set('2026-03-05T12:00:00Z')
    expect((await arrived()).filter((m) => m.text.includes('Ask'))).toHaveLength(1)
  })

  it('find their tasks on their week and tick them off; nobody else finds or ticks them', async () => {
    const [a, b] = await chain()
    const tasks = async (p: Part) =>
      (({ todo, later }) => [...todo, ...later])(await week(await w.as(p))).filter((one) => one.kind === 'roadmap')
    expect(await tasks('peer')).toEqual([expect.objectContaining({ taskId: a, title: 'Ask', dueOn: '2026-03-03' })])
    expect(await tasks('self')).toEqual([])
    expect((await mine(await w.as('peer'))).tasks).toMatchObject([
      { id: a, before: ['Write'], waitsFor: [], state: 'running' },
    ])
    for (const p of ['self', 'sponsor', 'hr_in', 'admin'] as const)
      await expect(tick(await w.as(p), { taskId: a, done: true, note: '' })).rejects.toMatchObject({
        code: 'not_found',
      })
    await expect(tick(await w.as('peer'), { taskId: a, done: true, note: '', on: '2026-03-03' })).rejects.toMatchObject(
      { code: 'roadmap_day' },
    )
    await tick(await w.as('peer'), { taskId: a, done: true, note: 'All ten said yes.' })
    expect(await tasks('peer')).toEqual([])
    expect(taskOf(await now(), a)).toMatchObject({
      state: 'done',
      done: { on: '2026-03-02', by: { id: w.people.peer }, note: 'All ten said yes.' },
    })
    // Done a day early, the next may begin a day early.
    expect(taskOf(await now(), b).startsOn).toBe('2026-03-03')
    const { rows } = await sql<{
      data: unknown
    }>`select data from event where organization_id = ${w.organizationId} and type like 'roadmap.%'`.execute(job.db)
    expect(JSON.stringify(rows)).not.toContain('All ten')
    // The same once more is the same; a page that still shows it open does not write over what was said.
    await tick(await w.as('peer'), { taskId: a, done: true, note: 'All ten said yes.' })
    await expect(tick(await lead(), { taskId: a, done: true, note: '' })).rejects.toMatchObject({ code: 'conflict' })
    expect(taskOf(await now(), a).done).toMatchObject({ by: { id: w.people.peer }, note: 'All ten said yes.' })
    await tick(await lead(), { taskId: a, done: false, note: '' })
    expect(taskOf(await now(), a).state).toBe('running')
  })

  it('take no day of another century, which would stretch the chart', () => {
    for (const day of ['0026-03-02', '9999-12-31']) {
      expect(roadmap.change.body!.safeParse({ revision: 0, change: { dueOn: day } }).success).toBe(false)
      expect(roadmap.add.body!.safeParse({ title: 'Ask', phase: 'prepare', startsOn: day }).success).toBe(false)
      expect(roadmap.settle.body!.safeParse({ workDays: [1], startsOn: day }).success).toBe(false)
      expect(roadmap.tick.body!.safeParse({ done: true, on: day }).success).toBe(false)
    }
    expect(
      roadmap.change.body!.safeParse({ revision: 0, change: { dueOn: '2026-03-02' }, others: 'move' }).success,
    ).toBe(true)
  })

  it('who left are shown as gone, and what was theirs is handed on at once', async () => {
    const gone = await w.newPerson()
    await made()
    const one = await adds({ title: 'Ask', phase: 'prepare', ownerId: gone })
    await sql`update roster set employed = false where organization_id = ${w.organizationId} and person_id = ${gone}`.execute(
      job.db,
    )
    expect(taskOf(await now(), one).owner).toMatchObject({ id: gone, here: false })
    await expect(assign(await lead(), { taskId: one, ownerId: gone })).resolves.toBeDefined()
    await expect(adds({ title: 'More', phase: 'prepare', ownerId: gone })).rejects.toMatchObject({
      code: 'person_unknown',
    })
    const after = await handOver(await lead(), { programId, fromId: gone, toId: w.people.peer })
    expect(taskOf(after, one).owner).toMatchObject({ id: w.people.peer, here: true })
    expect((await inbox(await w.as('peer'), { limit: 9 })).items.map((i) => i.kind)).toEqual(['roadmap_assigned'])
  })
})
