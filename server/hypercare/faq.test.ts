/** The questions that come with Belay: found by whom they fit, beside the company's own, left out and answered anew. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { desk, type EntryTexts } from '../../contract/desk.ts'
import type { Request } from '../../contract/operation.ts'
import type { Part, World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { faq } from '../library/library.ts'
import { contextFor } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { answers, keep, library, restore, retire, rewrite, used } from './answers.ts'
import { leaveOut, sayFaq } from './faq.ts'

let base: TestBase
let w: World

beforeEach(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, `faq-${randomUUID().slice(0, 8)}`)
})

const finds = async (who: Part, given: Partial<Request<typeof desk.answers>> = {}) =>
  answers(await w.as(who), desk.answers.query!.parse({ limit: '200', ...given }))
const ids = async (who: Part, given: Partial<Request<typeof desk.answers>> = {}) =>
  (await finds(who, given)).answers.map((one) => one.id)
const shipped = async (id: string) => (await library(await w.as('lead'))).shipped.find((one) => one.id === id)!
const own = async (id: string) =>
  keep(await w.as('champion'), {
    topic: 'access',
    faq: id,
    texts: { en: { question: 'No link?', answer: 'Ring the porter.' } },
  })

describe('a question that comes with Belay', () => {
  it('is found by what is typed, in any language, and said in the reader’s', async () => {
    expect(await ids('self', { search: 'sign-in link does not work' })).toContain('link-does-not-come')
    expect(await ids('self', { search: 'Anmeldelink kommt nicht' })).toContain('link-does-not-come')
    const [one] = (await finds('self', { search: 'Anmeldelink kommt nicht', language: 'fr' })).answers
    expect(one).toMatchObject({
      id: 'link-does-not-come',
      language: 'fr',
      writtenAt: null,
      version: 1,
      topic: 'access',
    })
    expect(one!.question).toContain('lien de connexion')
    expect(await ids('self', { search: 'zebra crossing' })).toEqual([])
  })

  it('has no field left, and is not shown where its program cannot say what it names', async () => {
    for (const who of ['self', 'lead', 'hr_in', 'stranger'] as const)
      for (const { question, answer } of (await finds(who)).answers)
        expect(question + answer).not.toMatch(/\{\{|undefined/)
    // Nothing is known of a program here, so only what needs none is said.
    const nothing = { facts: { organization: { name: 'Lumen' } }, on: new Set<never>() }
    const said = faq('en').filter((file) => sayFaq(file, 'en', nothing))
    expect(said.map((file) => file.id)).toContain('no-company-mail')
    expect(said.filter((file) => file.needs.length > 0)).toEqual([])
    expect(said.filter((file) => file.fields.some((field) => field !== 'organization.name'))).toEqual([])
  })

  it('says nothing of a program to somebody whom it does not concern yet', async () => {
    await sql`update wave_member set superseded = ${base.clock.now()} where organization_id = ${w.organizationId}
      and person_id = ${w.people.stranger}`.execute(contextFor(base, w.organizationId).db)
    const outside = (await finds('stranger')).answers.map((one) => faq('en').find((file) => file.id === one.id)!)
    expect(outside.length).toBeGreaterThan(0)
    expect(outside.filter((file) => file.needs.length > 0 || file.fields.includes('program.name'))).toEqual([])
  })

  it('is listed by topic, role and moment, page by page, each once', async () => {
    const all = await finds('lead')
    expect(all.total).toBe(all.answers.length)
    const pages = [
      ...(await ids('lead', { limit: '10' as never })),
      ...(await ids('lead', { limit: '200' as never, offset: '10' as never })),
    ]
    expect(pages).toEqual(all.answers.map((one) => one.id))
    expect(new Set(pages).size).toBe(pages.length)
    const some = (await finds('lead', { for: 'managers', phase: 'any' })).answers
    for (const one of some) expect([one.for, one.phase]).toEqual(['managers', 'any'])
    for (const one of (await finds('lead', { topic: 'privacy' })).answers) expect(one.topic).toBe('privacy')
  })

  it('gives way to the company’s own words, and is there again when those are taken out', async () => {
    const entry = await own('link-does-not-come')
    expect(await ids('self', { topic: 'access' })).toEqual(expect.arrayContaining([entry.id, 'no-company-mail']))
    expect(await ids('self', { topic: 'access' })).not.toContain('link-does-not-come')
    expect((await shipped('link-does-not-come')).state).toBe('own')
    await expect(own('link-does-not-come')).rejects.toMatchObject({ code: 'conflict' })
    await expect(own('nothing-of-the-kind')).rejects.toMatchObject({ code: 'not_found' })
    await retire(await w.as('lead'), { entryId: entry.id })
    expect(await ids('self', { topic: 'access' })).toContain('link-does-not-come')
    // Worded once more by somebody else, the first cannot come back beside it.
    await own('link-does-not-come')
    await expect(restore(await w.as('lead'), { entryId: entry.id })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is found by nobody once it is left out, until it is brought back, and each leaves its trace', async () => {
    const act = async (out: boolean) => leaveOut(await w.as('champion'), { faq: 'no-company-mail', out })
    await act(true)
    await act(true)
    expect(await ids('self')).not.toContain('no-company-mail')
    expect(await ids('self', { search: 'company e-mail address' })).not.toContain('no-company-mail')
    expect((await shipped('no-company-mail')).state).toBe('out')
    await act(false)
    expect(await ids('self')).toContain('no-company-mail')
    await expect(leaveOut(await w.as('lead'), { faq: 'nothing-of-the-kind', out: true })).rejects.toMatchObject({
      code: 'not_found',
    })
    const { rows } = await sql<{ type: string; data: unknown }>`select type, data from event
      where organization_id = ${w.organizationId} and type in ('desk.left_out', 'desk.brought_back')`.execute(
      contextFor(base, w.organizationId).db,
    )
    expect(rows.map(({ type, data }) => [type, data]).toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))).toEqual(
      [
        ['desk.brought_back', { faq: 'no-company-mail' }],
        ['desk.left_out', { faq: 'no-company-mail' }],
      ],
    )
  })

  it('answered anew remembers which version it was written over, and says when Belay has a later one', async () => {
    const all = ['en', 'de', 'es', 'fr'] as const
    const files = all.map((one) => faq(one).find((file) => file.id === 'no-company-mail')!)
    const { version } = files[0]!
    const champion = await w.as('champion')
    const entry = await own('no-company-mail')
    expect(entry.fromVersion).toBe(version)
    const about = { entryId: entry.id, topic: entry.topic, texts: entry.texts as EntryTexts }
    for (const file of files) Object.assign(file, { version: version + 1 })
    try {
      expect((await shipped('no-company-mail')).version).toBe(version + 1)
      // Written again, it is still what began as the earlier one.
      const texts = { en: { question: 'No link?', answer: 'Ring the porter twice.' } }
      const again = await rewrite(champion, { ...about, texts, version: 1 })
      expect(again).toMatchObject({ version: 2, fromVersion: version })
      // Kept after comparing: nothing was written anew, by nobody.
      const kept = await rewrite(await w.as('lead'), { ...about, texts, version: 2, fromVersion: version + 1 })
      expect(kept).toMatchObject({ version: 2, fromVersion: version + 1, writtenBy: again.writtenBy })
      // Belay's words taken over are a new version, and never one of a later release.
      const taken = (await shipped('no-company-mail')).texts
      expect(await rewrite(champion, { ...about, texts: taken, version: 2, fromVersion: 99 })).toMatchObject({
        version: 3,
        fromVersion: version + 1,
        texts: taken,
      })
    } finally {
      for (const file of files) Object.assign(file, { version })
    }
    const { rows } = await sql<{ type: string }>`select type from event
      where organization_id = ${w.organizationId} and type in ('desk.rewritten', 'desk.compared')`.execute(
      contextFor(base, w.organizationId).db,
    )
    expect(rows.map(({ type }) => type).toSorted()).toEqual(['desk.compared', 'desk.rewritten', 'desk.rewritten'])
  })

  it('is counted when it is opened or helps, and not by whom', async () => {
    for (const [who, how] of [
      ['self', 'opened'],
      ['peer', 'opened'],
      ['peer', 'helped'],
    ] as const)
      await used(await w.as(who), { entryId: 'no-company-mail', how })
    expect(await shipped('no-company-mail')).toMatchObject({ opened: 2, helped: 1, notHelped: 0 })
    const { rows } = await sql<{ row: string }>`select to_jsonb(u)::text as row from desk_faq_use u
      where organization_id = ${w.organizationId}`.execute(contextFor(base, w.organizationId).db)
    expect(rows).toHaveLength(1)
    for (const id of Object.values(w.people)) expect(rows[0]!.row).not.toContain(id)
    await expect(used(await w.as('self'), { entryId: 'nothing-of-the-kind', how: 'opened' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
