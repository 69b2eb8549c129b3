import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { filmLimits } from '../../contract/courses.ts'
import type { Part, World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { mintToken } from '../access/tokens.ts'
import { createApp } from '../app.ts'
import type { Context } from '../platform/context.ts'
import { contextFor } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { course, finishLesson } from '../training/learn.ts'
import { film as filmOfLesson, filmCaptions } from '../training/lesson-film.ts'
import { watch } from '../training/watching.ts'
import { lookAt } from './film-facts.ts'
import { beginFilm, captions, dropFilm, endFilm, keepPiece } from './films.ts'
import { tidyFilms } from './publishing.ts'
import { bringCaptions, bringFilm, filmCourse, mp4Of, part, vttOf } from './testing-course.ts'
import { begin, save } from './writing.ts'
import { requireOfAll } from './testing-giving.ts'

let base: TestBase
let w: World
let lead: Context
let app: FastifyInstance

beforeAll(async () => {
  base = await testBase()
  app = await createApp(base, { strict: true, ready: () => ({ database: true, jobs: true }) })
})
beforeEach(async () => {
  base.clock.set('2026-03-02T09:00:00Z')
  w = await permissionWorld(base, `films-${randomUUID().slice(0, 8)}`)
  lead = await w.as('lead')
})

const piece = (c: Context, courseId: string, filmId: string, number: number, file: Buffer) =>
  keepPiece(c, { courseId, filmId, number, file } as Parameters<typeof keepPiece>[1])
const empty = async () => (await begin(lead, { language: 'en', title: 'Ours' })).courseId
const kept = async () =>
  (
    await sql<{
      films: number
      pieces: number
    }>`select (select count(*) from film where organization_id = ${w.organizationId}) as films,
      (select count(*) from film_piece where organization_id = ${w.organizationId}) as pieces`.execute(lead.db)
  ).rows[0]
const readerOf = (bytes: Buffer) => async (from: number, length: number) => bytes.subarray(from, from + length)

const give = (courseId: string) => requireOfAll(base, w, courseId)

describe('a film', () => {
  it('comes in pieces, and nothing shows it before all of it is there', async () => {
    const courseId = await empty()
    const bytes = mp4Of(75, filmLimits.piece + 5000)
    const { filmId, pieces } = await beginFilm(lead, { courseId, name: 'how.mp4', bytes: bytes.length })
    expect(pieces).toBe(2)
    await piece(lead, courseId, filmId, 0, bytes.subarray(0, filmLimits.piece))
    await expect(endFilm(lead, { courseId, filmId })).rejects.toMatchObject({ code: 'film_piece' })
    await expect(
      save(lead, { courseId, changes: [{ do: 'add', lesson: part('look', 'video', { filmId }), after: null }] }),
    ).rejects.toMatchObject({ code: 'not_found' })
    // A line that broke: a piece that is not whole, and one that comes twice.
    await expect(piece(lead, courseId, filmId, 1, bytes.subarray(filmLimits.piece, -1))).rejects.toMatchObject({
      code: 'film_piece',
    })
    await expect(piece(lead, courseId, filmId, 2, Buffer.alloc(1))).rejects.toMatchObject({ code: 'film_piece' })
    await piece(lead, courseId, filmId, 1, bytes.subarray(filmLimits.piece))
    await piece(lead, courseId, filmId, 1, bytes.subarray(filmLimits.piece))
    expect(await endFilm(lead, { courseId, filmId })).toMatchObject({ seconds: 75, name: 'how.mp4', captions: [] })
    expect(await endFilm(lead, { courseId, filmId })).toMatchObject({ seconds: 75 })
    // What is whole cannot be written over.
    await expect(piece(lead, courseId, filmId, 1, bytes.subarray(filmLimits.piece))).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(beginFilm(lead, { courseId, name: 'long.mp4', bytes: filmLimits.bytes + 1 })).rejects.toMatchObject({
      code: 'film_large',
    })
  })

  it('is refused by what it holds, whatever it is called, and leaves nothing', async () => {
    const courseId = await empty()
    const refused = async (bytes: Buffer, code: string) => {
      await expect(bringFilm(lead, courseId, bytes)).rejects.toMatchObject({ code })
      expect(await kept()).toEqual({ films: 0, pieces: 0 })
    }
    await refused(Buffer.from('#!/bin/sh\necho no film at all, but long enough to look at\n'), 'film_kind')
    await refused(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'film_kind')
    await refused(mp4Of(0), 'film_length')
    await refused(mp4Of(5).subarray(0, -10), 'film_broken')
    const sound = mp4Of(5)
    sound.write('soun', sound.indexOf('vide'), 'latin1')
    await refused(sound, 'film_kind')
    const endless = mp4Of(5)
    endless.writeUInt32BE(4, endless.indexOf('moov') - 4)
    await refused(endless, 'film_broken')
  })

  it('leaves nothing half-written when the disk is full or somebody breaks off', async () => {
    const courseId = await empty()
    const bytes = mp4Of(75, filmLimits.piece)
    const { filmId } = await beginFilm(lead, { courseId, name: 'how.mp4', bytes: bytes.length })
    await piece(lead, courseId, filmId, 0, bytes.subarray(0, filmLimits.piece))
    // The database says so in the middle of a film.
    await base.database.owner.query(`create function no_room() returns trigger language plpgsql as $$ begin
      if new.film_id = '${filmId}' then raise exception 'could not extend file: No space left on device' using errcode = '53100'; end if; return new; end $$`)
    await base.database.owner.query(
      'create trigger no_room before insert on film_piece for each row execute function no_room()',
    )
    try {
      await expect(piece(lead, courseId, filmId, 1, bytes.subarray(filmLimits.piece))).rejects.toMatchObject({
        code: 'film_no_room',
        status: 507,
      })
    } finally {
      await base.database.owner.query('drop trigger no_room on film_piece; drop function no_room()')
    }
    expect(await kept()).toEqual({ films: 0, pieces: 0 })
    const broken = await beginFilm(lead, { courseId, name: 'how.mp4', bytes: bytes.length })
    await piece(lead, courseId, broken.filmId, 0, bytes.subarray(0, filmLimits.piece))
    expect(await dropFilm(lead, { courseId, filmId: broken.filmId })).toEqual({ dropped: true })
    expect(await kept()).toEqual({ films: 0, pieces: 0 })
    // Whoever closed their browser: in the night.
    const left = await beginFilm(lead, { courseId, name: 'how.mp4', bytes: bytes.length })
    await piece(lead, courseId, left.filmId, 0, bytes.subarray(0, filmLimits.piece))
    const job = contextFor(base, w.organizationId)
    await tidyFilms(job)
    expect(await kept()).toEqual({ films: 1, pieces: 1 })
    base.clock.set('2026-03-04T09:00:00Z')
    await tidyFilms(job)
    expect(await kept()).toEqual({ films: 0, pieces: 0 })
  })

  it('that no course shows goes after a week, one of a version stays', async () => {
    const { courseId, filmId } = await filmCourse(lead)
    await bringFilm(lead, courseId, mp4Of(5))
    const { held, draft } = await save(lead, {
      courseId,
      changes: [{ do: 'parts', was: part('look', 'video', { filmId }), is: part('look', 'video') }],
    })
    expect(held).toEqual([])
    expect(draft.lessons[1]).toMatchObject({ id: 'look', filmId: null })
    base.clock.set('2026-03-20T09:00:00Z')
    await tidyFilms(contextFor(base, w.organizationId))
    const { rows } = await sql<{ id: string }>`select id from film where organization_id = ${w.organizationId}`.execute(
      lead.db,
    )
    expect(rows).toEqual([{ id: filmId }])
  })

  it('says how long it is in both forms', async () => {
    expect(await lookAt(readerOf(mp4Of(75)), mp4Of(75).length)).toEqual({ mediaType: 'video/mp4', seconds: 75 })
    const size = (n: number) => Buffer.from([0x40 | (n >> 8), n & 0xff])
    const el = (id: number[], content: Buffer) => Buffer.concat([Buffer.from(id), size(content.length), content])
    const length = Buffer.alloc(8)
    length.writeDoubleBE(12_500)
    const webm = (info: Buffer) =>
      Buffer.concat([
        el([0x1a, 0x45, 0xdf, 0xa3], el([0x42, 0x82], Buffer.from('webm'))),
        el(
          [0x18, 0x53, 0x80, 0x67],
          Buffer.concat([
            el([0x15, 0x49, 0xa9, 0x66], info),
            el([0x16, 0x54, 0xae, 0x6b], el([0x86], Buffer.from('V_VP9'))),
            el([0x1f, 0x43, 0xb6, 0x75], Buffer.alloc(50)),
          ]),
        ),
      ])
    const whole = webm(
      Buffer.concat([el([0x2a, 0xd7, 0xb1], Buffer.from([0x0f, 0x42, 0x40])), el([0x44, 0x89], length)]),
    )
    expect(await lookAt(readerOf(whole), whole.length)).toEqual({ mediaType: 'video/webm', seconds: 12.5 })
    const recorded = webm(el([0x2a, 0xd7, 0xb1], Buffer.from([0x0f, 0x42, 0x40])))
    expect(await lookAt(readerOf(recorded), recorded.length)).toEqual({ mediaType: 'video/webm', seconds: null })
    await expect(lookAt(readerOf(whole.subarray(0, -20)), whole.length - 20)).rejects.toMatchObject({
      code: 'film_broken',
    })
  })
})

describe('who may open a film', () => {
  const through = (who: Part, made: { courseId: string; lessonId: string; filmId: string }) =>
    w.as(who).then((c) => filmOfLesson(c, made))

  it('is whoever may open its course, through that course alone', async () => {
    const made = await filmCourse(lead)
    await expect(through('peer', made)).rejects.toMatchObject({ code: 'not_found' })
    await give(made.courseId)
    expect((await through('peer', made)).parts?.size).toBe(mp4Of(10).length)
    // Not assigned; another lesson; another course; another company.
    await expect(through('stranger', made)).rejects.toMatchObject({ code: 'not_found' })
    await expect(through('peer', { ...made, lessonId: 'read' })).rejects.toMatchObject({ code: 'not_found' })
    const other = await filmCourse(lead, 'Not given')
    await expect(through('peer', other)).rejects.toMatchObject({ code: 'not_found' })
    await expect(through('peer', { ...made, filmId: other.filmId })).rejects.toMatchObject({ code: 'not_found' })
    const company = await permissionWorld(base, `thief-${randomUUID().slice(0, 8)}`)
    const theirs = await filmCourse(await company.as('lead'))
    await expect(filmOfLesson(await company.as('lead'), made)).rejects.toMatchObject({ code: 'not_found' })
    await expect(through('peer', { ...made, filmId: theirs.filmId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(filmCaptions(await w.as('stranger'), { ...made, language: 'en' })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(
      captions(lead, { courseId: made.courseId, filmId: theirs.filmId, language: 'en', file: vttOf('x') } as never),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  it('gets the part that a player asks for, and nothing beyond', async () => {
    const courseId = await empty()
    const bytes = mp4Of(30, filmLimits.piece + 5000)
    bytes.write('HERE', filmLimits.piece - 2, 'latin1')
    const filmId = await bringFilm(lead, courseId, bytes)
    const { token } = await lead.db
      .transaction()
      .execute((tx) => mintToken(tx, lead, { personId: w.people.lead, name: 'film', days: 1, via: 'session' }))
    const get = (range?: string) =>
      app.inject({
        url: `/api/own-courses/${courseId}/films/${filmId}/file`,
        headers: { authorization: `Bearer ${token}`, ...(range ? { range } : {}) },
      })
    const whole = await get()
    expect(whole.statusCode).toBe(200)
    expect(whole.headers).toMatchObject({
      'accept-ranges': 'bytes',
      'content-type': 'video/mp4',
      'x-content-type-options': 'nosniff',
    })
    expect(whole.rawPayload.equals(bytes)).toBe(true)
    // Over the border of two pieces.
    const part = await get(`bytes=${filmLimits.piece - 2}-${filmLimits.piece + 1}`)
    expect(part.statusCode).toBe(206)
    expect(part.headers['content-range']).toBe(`bytes ${filmLimits.piece - 2}-${filmLimits.piece + 1}/${bytes.length}`)
    expect(part.body).toBe('HERE')
    expect((await get('bytes=-4')).rawPayload.equals(bytes.subarray(-4))).toBe(true)
    expect((await get(`bytes=${bytes.length}-`)).statusCode).toBe(416)
    for (const odd of ['bytes=0-0,2-3', 'bytes=a-b', 'pages=1-2', 'bytes=--1'])
      expect((await get(odd)).statusCode).toBe(200)
  })
})

describe('watching', () => {
  it('counts what was really played, each second once, and skipping for nothing', async () => {
    const { courseId, filmId } = await filmCourse(lead)
    await give(courseId)
    const c = await w.as('peer')
    const seen = (...played: [number, number][]) =>
      watch(c, { courseId, lessonId: 'look', filmId, played, at: played.at(-1)![1] })
    expect((await seen([0, 3], [1, 3])).watched[filmId]).toEqual({ seconds: 3, at: 3 })
    const end = () => finishLesson(c, { courseId, lessonId: 'look', answers: {} })
    await expect(end()).rejects.toMatchObject({ code: 'film_unwatched' })
    // To the end without what lies between, again and again, and beyond it.
    expect((await seen([9, 10], [9, 10], [10, 500])).watched[filmId]).toEqual({ seconds: 4, at: 10 })
    await expect(end()).rejects.toMatchObject({ code: 'film_unwatched' })
    expect((await seen([5, 2])).watched[filmId]!.seconds).toBe(4)
    expect((await seen([3, 9])).watched[filmId]!.seconds).toBe(10)
    expect((await end()).done).toEqual(['look'])
    // Nobody else’s, and in no event.
    expect((await course(await w.as('manager'), { courseId })).watched).toEqual({})
    const { rows } =
      await sql`select 1 from event where organization_id = ${w.organizationId} and data::text like '%played%'`.execute(
        lead.db,
      )
    expect(rows).toEqual([])
    await expect(
      watch(await w.as('stranger'), { courseId, lessonId: 'look', filmId, played: [[0, 10]], at: 1 }),
    ).rejects.toMatchObject({ code: 'not_found' })
    await expect(watch(c, { courseId, lessonId: 'read', filmId, played: [[0, 1]], at: 1 })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('can be done by reading what is said', async () => {
    const { courseId, filmId } = await filmCourse(lead)
    await bringCaptions(lead, courseId, filmId, 'en', vttOf('Hello.', 'That is all.'))
    await give(courseId)
    const shown = await course(await w.as('peer'), { courseId })
    expect(shown.films).toEqual([
      { filmId, seconds: 10, captions: ['en'], transcript: [{ at: 0, words: 'Hello. That is all.' }] },
    ])
    const state = await finishLesson(await w.as('peer'), { courseId, lessonId: 'look', answers: {}, read: true })
    expect(state.done).toEqual(['look'])
  })
})
