import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { type Part, parts, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { makeWave } from '../goals/live-wave.ts'
import { bring, describe as name, takeAway } from '../packages/bring.ts'
import { manifestOf, sequenced, zipOf } from '../packages/testing-package.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { rangeOf } from '../platform/range.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { assign } from './assign.ts'
import { course, mine } from './learn.ts'
import { keepPackage, openPackage } from './open-package.ts'
import { progress } from './progress.ts'

let base: TestBase
let w: World
let job: Context
let app: FastifyInstance
let programId: string
const host = 'content.localhost'

beforeAll(async () => {
  base = await testBase()
  app = await createApp(base, { strict: true, ready: () => ({ database: true, jobs: true }) })
})
let courseId: string
const items = [
  { id: 'a', title: 'First', file: 'index.html' },
  { id: 'b', title: 'Second', file: 'two words.html' },
]
const files = { 'index.html': '<h1>One</h1>', 'two words.html': '<h1>Two</h1>', 'film.mp4': '0123456789' }
const zip = (title = 'Safety') => zipOf('', { 'imsmanifest.xml': manifestOf(title, items), ...files })
const bringing = async (c: Context, file: Buffer, id?: string) =>
  bring(c, { file, minutes: 10, language: 'en', courseId: id } as unknown as Parameters<typeof bring>[1])

beforeEach(async () => {
  base.clock.set('2026-03-02T09:00:00Z')
  w = await permissionWorld(base, `packages-${randomUUID().slice(0, 8)}`)
  job = contextFor(base, w.organizationId)
  courseId = (await bringing(await w.as('lead'), await zip())).courseId
  const made = await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-02',
    at: base.clock.now(),
    people: parts.filter((p) => p !== 'admin' && p !== 'stranger').map((p) => w.people[p]),
    training: { courses: [{ id: courseId, required: ['employees', 'managers', 'leaders'], offered: [], dueDays: 14 }] },
  })
  programId = made.programId
  await sql`update wave set prepared_at = ${base.clock.now()} where organization_id = ${w.organizationId} and id = ${made.waveId}`.execute(
    job.db,
  )
  await assign(job)
})

const open = async (who: Part, partId?: string) =>
  openPackage(await w.as(who), { courseId, ...(partId ? { partId } : {}) })
const say = async (who: Part, opened: Awaited<ReturnType<typeof open>>, cmi: Record<string, string>) =>
  keepPackage(await w.as(who), {
    courseId,
    attemptId: opened.attemptId,
    opening: opened.opening,
    partId: opened.part.id,
    cmi,
  })
const done = { 'cmi.core.lesson_status': 'passed', 'cmi.core.score.raw': '90' }
const at = (opened: { address: string }, path: string) => new URL(opened.address).pathname.replace(/player$/, path)
const get = async (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers: { host, ...headers } })

describe('a course of another maker', () => {
  it('is given like any other, begins where somebody was, and is finished with its last part', async () => {
    expect((await mine(await w.as('peer'))).courses).toMatchObject([
      { courseId, title: 'Safety', need: 'required', lessons: 1, done: 0, dueOn: '2026-03-16' },
    ])
    const first = await open('peer')
    expect(first.part).toMatchObject({ id: 'a', file: 'index.html' })
    expect(first.cmi).toMatchObject({ 'cmi.core.entry': 'ab-initio', 'cmi.core.lesson_status': 'not attempted' })
    // Who somebody is, is nobody else's to know.
    expect(JSON.stringify(first.cmi)).not.toContain(w.people.peer)
    await say('peer', first, { 'cmi.core.lesson_location': 'page-3', 'cmi.suspend_data': 'abc' })
    const again = await open('peer')
    expect(again.cmi).toMatchObject({
      'cmi.core.entry': 'resume',
      'cmi.core.lesson_location': 'page-3',
      'cmi.suspend_data': 'abc',
      'cmi.core.student_id': first.cmi['cmi.core.student_id'],
    })
    expect((await open('self')).cmi['cmi.core.student_id']).not.toBe(first.cmi['cmi.core.student_id'])
    const half = await say('peer', await open('peer'), done)
    expect(half.completed).toBeNull()
    expect(half.parts).toMatchObject([{ done: true, passed: true, score: 0.9 }, { done: false }])
    const second = await open('peer')
    expect(second.part).toMatchObject({ id: 'b', file: 'two words.html' })
    const ended = await say('peer', second, { 'cmi.core.lesson_status': 'completed' })
    expect(ended.completed).toEqual({ on: '2026-03-02', version: 1 })
    // Done stays done, whatever comes after, and of a test the best.
    const worse = await say('peer', await open('peer', 'a'), {
      'cmi.core.lesson_status': 'failed',
      'cmi.core.score.raw': '10',
    })
    expect(worse.parts[0]).toMatchObject({ done: true, passed: true, score: 0.9 })
    const { rows } = await sql<{ type: string; data: unknown }>`select type, data from event
      where organization_id = ${w.organizationId} and type in ('training.completed', 'training.package_opened') order by id`.execute(
      job.db,
    )
    expect(rows.filter((one) => one.type === 'training.completed')).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toMatch(/page-3|abc|0\.9/)
  })

  it('is nobody’s who was not given it, and the lead only tries it', async () => {
    for (const who of ['stranger', 'admin'] as const)
      await expect(open(who)).rejects.toMatchObject({ code: 'not_found' })
    await expect(openPackage(await w.as('peer'), { courseId: 'package-none' })).rejects.toMatchObject({
      code: 'not_found',
    })
    const other = await bringing(await w.as('lead'), await zip('Not given'))
    const tried = await openPackage(await w.as('lead'), { courseId: other.courseId })
    for (const partId of ['a', 'b'])
      await keepPackage(await w.as('lead'), {
        courseId: other.courseId,
        attemptId: tried.attemptId,
        opening: tried.opening,
        partId,
        cmi: done,
      })
    expect(await course(await w.as('lead'), { courseId: other.courseId })).toMatchObject({
      preview: true,
      completed: null,
    })
  })

  it('says where a package wants to keep more than is kept of one, and keeps the rest', async () => {
    const opened = await open('peer')
    const said = { ...done, 'cmi.core.lesson_location': 'p'.repeat(4001) }
    expect(await say('peer', opened, said)).toMatchObject({ cut: true, parts: [{ done: true, score: 0.9 }, {}] })
    expect(await say('peer', opened, { ...done, 'cmi.core.lesson_location': 'page-3' })).toMatchObject({ cut: false })
  })

  it('keeps nothing for somebody else, nothing of an opening that is over, and no score that cannot be', async () => {
    const mineOf = await open('peer')
    const theirs = await open('self')
    const forged = { ...mineOf, attemptId: theirs.attemptId }
    await expect(say('peer', forged, done)).rejects.toMatchObject({ code: 'not_found' })
    const newer = await open('peer')
    await expect(say('peer', mineOf, done)).rejects.toMatchObject({ code: 'package_elsewhere' })
    await expect(say('peer', newer, { ...done, 'cmi.core.score.raw': '1000000000' })).rejects.toMatchObject({
      code: 'package_result',
    })
    await expect(say('peer', { ...newer, part: { ...newer.part, id: 'c' } }, done)).rejects.toMatchObject({
      code: 'not_found',
    })
    expect((await course(await w.as('peer'), { courseId })).package!.parts.every((one) => !one.done)).toBe(true)
    expect((await course(await w.as('self'), { courseId })).package!.parts.every((one) => !one.done)).toBe(true)
  })

  it('is counted for the lead by role, never by name, and never with a score', async () => {
    const finish = async (who: Part) => {
      for (const partId of ['a', 'b']) await say(who, await open(who, partId), done)
    }
    const all = parts.filter((p) => p !== 'admin' && p !== 'stranger')
    // Beside a role that is too small to be told, the next smallest is not told either: here is one role alone.
    await sql`delete from training_assignment where organization_id = ${w.organizationId} and role <> 'employees'`.execute(
      job.db,
    )
    const { rows } = await sql<{ person_id: string }>`select person_id from training_assignment
      where organization_id = ${w.organizationId} and role = 'employees'`.execute(job.db)
    const employees = all.filter((p) => rows.some((row) => row.person_id === w.people[p]))
    expect(employees.length).toBeGreaterThanOrEqual(10)
    const shown = async () => {
      const answer = await progress(await w.as('lead'), { programId })
      expect(JSON.stringify(answer)).not.toContain('score')
      return answer.courses[0]!.roles.find((one) => one.role === 'employees')!.count
    }
    for (const who of employees.slice(0, 4)) await finish(who)
    expect(await shown()).toBeNull()
    await finish(employees[4]!)
    expect(await shown()).toEqual({ assigned: employees.length, completed: 5 })
  })

  it('goes on as a new version, is described anew, and is gone when it is taken away', async () => {
    const lead = await w.as('lead')
    const opened = await open('peer')
    await say('peer', opened, done)
    const second = await bringing(lead, await zip('Another title'), courseId)
    expect(second).toMatchObject({ courseId, version: 2, title: 'Safety' })
    expect((await course(await w.as('peer'), { courseId })).package!.parts[0]!.done).toBe(false)
    await expect(say('peer', opened, done)).rejects.toMatchObject({ code: 'not_found' })
    await name(lead, { courseId, title: 'At the bench', about: 'For labs', minutes: 30, language: 'de' })
    expect((await mine(await w.as('peer'))).courses[0]).toMatchObject({ title: 'At the bench', minutes: 30 })
    await takeAway(lead, { courseId })
    expect((await mine(await w.as('peer'))).courses).toEqual([])
    expect((await get(at(opened, 'files/index.html'))).statusCode).toBe(404)
    const { rows } = await sql<{ n: number }>`select count(*) as n from content_file f join content_package p
      on p.organization_id = f.organization_id and p.id = f.package_id where f.organization_id = ${w.organizationId} and p.course_id = ${courseId}`.execute(
      job.db,
    )
    expect(rows[0]!.n).toBe(0)
  })

  it('opens its parts in the order that it asks for, and hears nothing of one that is closed', async () => {
    const passed = { 'cmi.completion_status': 'completed', 'cmi.success_status': 'passed' }
    await bringing(
      await w.as('lead'),
      await zipOf('', { 'imsmanifest.xml': sequenced('Order'), 'index.html': '<h1>One</h1>' }),
      courseId,
    )
    const first = await open('peer')
    expect(first).toMatchObject({ part: { id: 'one' }, next: true, previous: false })
    expect(first.parts.map((one) => one.open)).toEqual([true, true, false])
    await expect(open('peer', 'three')).rejects.toMatchObject({ code: 'package_part_closed' })
    // The opening before is not the last any more only where another one was made.
    const forged = { ...first, part: { ...first.part, id: 'three' } }
    await expect(say('peer', forged, passed)).rejects.toMatchObject({ code: 'package_part_closed' })
    const kept = await say('peer', first, passed)
    expect(kept.parts.map((one) => one.open)).toEqual([true, true, true])
    expect(kept.completed).toBeNull()
    // In another sitting it goes on where it was.
    expect((await open('peer')).part.id).toBe('one')
    const way = async (go: 'next' | 'previous', partId: string) =>
      openPackage(await w.as('peer'), { courseId, partId, go })
    const second = await way('next', 'one')
    expect(second).toMatchObject({ part: { id: 'two' }, next: true, previous: true })
    // Asked twice, it went once.
    expect((await way('next', 'one')).part.id).toBe('two')
    await say('peer', await open('peer', 'two'), passed)
    const third = await way('next', 'two')
    expect(third).toMatchObject({ part: { id: 'three' }, next: false })
    expect((await say('peer', third, passed)).completed).toEqual({ on: '2026-03-02', version: 2 })
    // Somebody else stands at their own beginning.
    expect((await open('self')).parts.map((one) => one.open)).toEqual([true, true, false])
  })

  it('cannot be opened where no second origin is set, and says what to set', async () => {
    const c = await w.as('peer')
    const without = { ...c, config: { ...c.config, contentUrl: null } }
    await expect(openPackage(without, { courseId })).rejects.toMatchObject({ code: 'package_closed' })
    expect((await course(without, { courseId })).package!.served).toBe(false)
  })
})

describe('the second origin', () => {
  it('gives a package to its address alone, with walls around it and without cookies', async () => {
    const opened = await open('peer')
    const player = await get(at(opened, 'player'))
    expect(player.statusCode).toBe(200)
    expect(player.headers['content-security-policy']).toContain('sandbox allow-scripts allow-same-origin allow-forms')
    const page = await get(at(opened, 'files/two%20words.html'), { cookie: 'belay_session=x' })
    expect(page.body).toBe('<h1>Two</h1>')
    expect(page.headers['set-cookie']).toBeUndefined()
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toContain(`connect-src http://${host}${at(opened, 'files/')} data: blob:`)
    expect(policy).toContain("form-action 'none'")
    expect(policy).not.toMatch(/allow-(popups|top-navigation|modals)/)
    expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
    for (const name of ['player.js', 'player.css', 'scorm12.js', 'scorm2004.js'])
      expect((await get(at(opened, `parts/${name}`))).statusCode, name).toBe(200)
    for (const path of ['files/none.html', 'files/../player', 'parts/secret', 'files/'])
      expect((await get(at(opened, path))).body, path).not.toContain('<h1>')
    // A worker would outlive the page.
    expect((await get(at(opened, 'files/index.html'), { 'service-worker': 'script' })).statusCode).toBe(404)
  })

  it('refuses an address that was changed, is over, was opened again, or whose person has gone', async () => {
    const opened = await open('peer')
    const path = at(opened, 'files/index.html')
    expect((await get(path)).statusCode).toBe(200)
    const [before, ticket, ...after] = path.slice(1).split('/')
    const changed = ticket!.replace(/^./, (one) => (one === 'A' ? 'B' : 'A'))
    expect((await get(`/${[before, changed, ...after].join('/')}`)).statusCode).toBe(404)
    expect((await get(path.replace(/\.[^./]+\/files/, '/files'))).statusCode).toBe(404)
    const newer = await open('peer')
    expect((await get(path)).statusCode).toBe(404)
    expect((await get(at(newer, 'files/index.html'))).statusCode).toBe(200)
    base.clock.forward({ hours: 4 })
    expect((await get(at(newer, 'files/index.html'))).statusCode).toBe(404)
    const last = await open('peer')
    await sql`insert into account (organization_id, person_id, created_at, closed_at) values (${w.organizationId}, ${w.people.peer}, ${base.clock.now()}, ${base.clock.now()})
      on conflict (organization_id, person_id) do update set closed_at = excluded.closed_at`.execute(job.db)
    expect((await get(at(last, 'files/index.html'))).statusCode).toBe(404)
  })

  it('knows nothing of the app, and the app nothing of it', async () => {
    const opened = await open('peer')
    for (const url of ['/', '/api/openapi.json', '/o/x/', '/assets/x.js', '/api/training'])
      expect((await get(url)).statusCode, url).toBe(404)
    expect((await get('/healthz')).statusCode).toBe(200)
    const here = await app.inject({
      method: 'GET',
      url: at(opened, 'files/index.html'),
      headers: { host: 'localhost:3000' },
    })
    expect(here.statusCode).toBe(404)
  })

  it('gives a part of a film', async () => {
    const opened = await open('peer')
    const part = await get(at(opened, 'files/film.mp4'), { range: 'bytes=2-4' })
    expect([part.statusCode, part.body, part.headers['content-range']]).toEqual([206, '234', 'bytes 2-4/10'])
    expect((await get(at(opened, 'files/film.mp4'), { range: 'bytes=99-' })).statusCode).toBe(416)
    expect(rangeOf('bytes=-3', 10)).toEqual({ from: 7, to: 9 })
    expect(rangeOf('bytes=5-', 10)).toEqual({ from: 5, to: 9 })
    expect(rangeOf('bytes=0-0,2-3', 10)).toBeNull()
    expect(rangeOf('bytes=4-2', 10)).toBe('beyond')
  })
})
