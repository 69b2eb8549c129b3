/** A wave's tests from the plan to the signature: who is asked, what they find, what is mended, and what stops a start. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Language } from '../../contract/library.ts'
import type { ScriptTexts, TestAnswer, TestRole } from '../../contract/test-plan-shapes.ts'
import type { Part, World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { list as inbox } from '../attention/inbox.ts'
import { makeWave } from '../goals/live-wave.ts'
import { practiceOf } from '../goals/practice.ts'
import { waiveGate, readChecks } from '../launch/launch.ts'
import { testScripts } from '../library/library.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { elementOf, goLive } from '../program/program.ts'
import { myProgram } from '../program/policies.ts'
import { removeWave } from '../program/waves.ts'
import { get as week } from '../week/week.ts'
import { exportFile } from './export.ts'
import { accept, finding, findings, fixed, grade, own, reopen, retest } from './findings.ts'
import { letters } from './letters.ts'
import { dot, plannedWave } from './permission.cases.ts'
import { addPicture, picture, removePicture } from './pictures.ts'
import { change, get, invite, list, make, propose, setTesters } from './plan.ts'
import { addScript, editScript, removeScript, run, script } from './scripts.ts'
import { openAgain, sign } from './signing.ts'
import { again, handIn, keep, mine, open } from './trying.ts'

let base: TestBase
let w: World
let job: Context
let waveId: string

beforeEach(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, `test-${randomUUID().slice(0, 8)}`)
  job = contextFor(base, w.organizationId)
  ;({ waveId } = await makeWave(job.db, {
    organizationId: w.organizationId,
    day: '2026-03-02',
    at: base.clock.now(),
    named: { leadId: w.people.lead, sponsorId: w.people.sponsor },
    launched: false,
  }))
  await sql`update wave set prepared_at = ${base.clock.now()} where organization_id = ${w.organizationId} and id = ${waveId}`.execute(
    job.db,
  )
})

const as = (who: Part) => w.as(who)
const lead = () => w.as('lead')
const plan = async () => get(await lead(), { waveId })
const code = async (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const tester = (who: Part, ...roles: TestRole[]) => ({
  personId: w.people[who],
  roles: roles.length > 0 ? roles : (['employee'] as TestRole[]),
  device: 'phone' as const,
})

/** A plan, and these asked to test. */
async function asked(...testers: ReturnType<typeof tester>[]) {
  const { revision } = await make(await lead(), { waveId })
  await setTesters(await lead(), { waveId, testers, revision })
  return invite(await lead(), { waveId })
}
const scriptOf = async (libraryId: string) => {
  const title = testScripts().find((one) => one.id === libraryId)!.texts.en.title
  return (await plan()).scriptRows.find((one) => one.title === title)!
}
const good: TestAnswer = { result: 'passed', words: '', severity: null }
const bad = (severity: TestAnswer['severity']): TestAnswer => ({ result: 'failed', words: 'It stays grey.', severity })

async function tries(who: Part, libraryId: string, first: TestAnswer = good) {
  const { id: scriptId, steps, version } = await scriptOf(libraryId)
  const answers = [first, ...Array.from({ length: steps - 1 }, () => good)]
  const { revision: seen } = await open(await as(who), { waveId, scriptId })
  return handIn(await as(who), { waveId, scriptId, version, device: 'phone', seen, answers })
}
const all = async () => (await findings(await lead(), { waveId, show: 'all', offset: 0, limit: 50 })).findings
/** Everything that has to be tried. */
async function allTried(who: Part) {
  const c = await as(who)
  for (const one of (await mine(c)).plans[0]!.scripts) {
    const { steps, revision: seen, version } = await open(c, { waveId, scriptId: one.scriptId })
    await handIn(c, { waveId, scriptId: one.scriptId, version, device: 'phone', seen, answers: steps.map(() => good) })
  }
}
const everything: TestRole[] = ['employee', 'manager', 'lead', 'sponsor', 'hr-partner', 'champion']

describe('a plan', () => {
  it('is made with one press, of what the program has on, for the roles that there are; once', async () => {
    const made = await make(await lead(), { waveId })
    // Goals and check-ins are on; feedback, recognition, growth, reviews, surveys, courses and texts are not.
    const expected = testScripts().filter((one) => [null, 'goals', 'checkins'].includes(one.element))
    expect(made.scriptRows.map((one) => one.title)).toEqual(expected.map((one) => one.texts.en.title))
    expect(made).toMatchObject({
      dueOn: '2026-03-10',
      scripts: expected.length,
      untested: expected.length,
      signedOff: false,
    })
    expect(made.offered).toEqual([])
    expect(await code(make(await lead(), { waveId }))).toBe('tests_made')
    expect((await list(await lead())).waves).toMatchObject([{ wave: { id: waveId }, plan: { testers: 0 } }])
  })

  it('keeps its day between today and the start', async () => {
    expect(await code(make(await lead(), { waveId, dueOn: '2026-03-01' }))).toBe('tests_due')
    expect(await code(make(await lead(), { waveId, dueOn: '2026-03-13' }))).toBe('tests_due')
    const { revision } = await make(await lead(), { waveId, dueOn: '2026-03-12' })
    expect(await code(change(await lead(), { waveId, dueOn: '2026-04-01', hrId: null, itId: null, revision }))).toBe(
      'tests_due',
    )
  })

  it('goes with its wave where the wave is removed before it begins', async () => {
    const other = await plannedWave(w)
    await make(await lead(), other)
    await removeWave(await lead(), other)
    expect(await code(get(await lead(), other))).toBe('not_found')
  })

  it('is not overwritten by somebody who saw an older one', async () => {
    const { revision } = await make(await lead(), { waveId })
    await setTesters(await lead(), { waveId, testers: [tester('self')], revision })
    expect(await code(setTesters(await lead(), { waveId, testers: [], revision }))).toBe('conflict')
    expect((await plan()).testers).toHaveLength(1)
  })

  it('proposes people of the wave, and those who hold a role', async () => {
    await make(await lead(), { waveId })
    await sql`update roster set locale = 'de', location = 'Lyon' where organization_id = ${w.organizationId} and person_id = ${w.people.peer}`.execute(
      job.db,
    )
    const { testers, without } = await propose(await lead(), { waveId })
    const of = (role: TestRole) => testers.filter((one) => one.roles.includes(role)).map((one) => one.personId)
    expect(of('lead')).toEqual([w.people.lead])
    expect(of('sponsor')).toEqual([w.people.sponsor])
    expect(of('champion')).toEqual([w.people.champion])
    expect(of('hr-partner').toSorted()).toEqual([w.people.hr_in, w.people.hr_out].toSorted())
    expect(of('manager').length).toBeGreaterThan(0)
    // One in sixteen reads German, and sits elsewhere.
    expect(testers.find((one) => one.personId === w.people.peer)).toMatchObject({ language: 'de', site: 'Lyon' })
    expect(without).toEqual([])
  })
})

describe('testers', () => {
  const asks = async () =>
    (
      await sql<{ n: number }>`select count(*) as n from outgoing_mail where organization_id = ${w.organizationId}
        and person_id = ${w.people.self} and kind = 'test_invited'`.execute(job.db)
    ).rows[0]!.n

  it('who are taken back are asked again, with a letter of its own', async () => {
    const { revision } = await asked(tester('self'), tester('peer'))
    const without = await setTesters(await lead(), { waveId, testers: [tester('peer')], revision })
    const again = await setTesters(await lead(), {
      waveId,
      testers: [tester('self'), tester('peer')],
      revision: without.revision,
    })
    expect(again.testers.filter((one) => one.invitedAt === null)).toHaveLength(1)
    expect(again.testers).toHaveLength(2)
    await invite(await lead(), { waveId })
    expect(await asks()).toBe(2)
  })

  it('are asked again where a script of theirs was written anew, once, and not about those of others', async () => {
    await asked(tester('self'))
    const { scriptRows } = await plan()
    const write = async (role: TestRole) => {
      base.clock.forward({ minutes: 5 })
      const { id: scriptId, version, must, minutes } = scriptRows.find((one) => one.role === role)!
      const steps = [{ do: 'Open the page.', expect: 'It is there.' }]
      await editScript(await lead(), {
        waveId,
        scriptId,
        version,
        must,
        minutes,
        texts: { en: { title: 'Anew', prepare: '', steps } },
      } as never)
    }
    await write('manager')
    expect((await plan()).testers).toMatchObject([{ changed: false }])
    expect(await code(invite(await lead(), { waveId }))).toBe('tests_nobody')
    await write('employee')
    expect((await plan()).testers).toMatchObject([{ changed: true }])
    base.clock.forward({ minutes: 5 })
    await invite(await lead(), { waveId })
    expect((await plan()).testers).toMatchObject([{ changed: false }])
    expect(await asks()).toBe(2)
  })

  it('are asked by letter, in the app and in their week; nobody else hears of it', async () => {
    await asked(tester('self'))
    expect((await inbox(await as('self'), { limit: 10, offset: 0 } as never)).items[0]).toMatchObject({
      kind: 'test_invited',
    })
    const { todo, later } = await week(await as('self'))
    const task = [...todo, ...later].find((one) => one.kind === 'test_try')
    expect(task).toMatchObject({ waveId, scripts: (await mine(await as('self'))).plans[0]!.scripts.length, retests: 0 })
    const { rows } = await sql<{ id: string; kind: string }>`select id, kind from outgoing_mail
      where organization_id = ${w.organizationId} and person_id = ${w.people.self}`.execute(job.db)
    expect(rows).toMatchObject([{ kind: 'test_invited' }])
    expect(await code(invite(await lead(), { waveId }))).toBe('tests_nobody')
    expect((await mine(await as('peer'))).plans).toEqual([])
    const { scriptRows } = await plan()
    expect(await code(open(await as('peer'), { waveId, scriptId: scriptRows[0]!.id }))).toBe('not_found')
    // Scripts of another role are not theirs either.
    const managers = scriptRows.find((one) => one.role === 'manager')!
    expect(await code(open(await as('self'), { waveId, scriptId: managers.id }))).toBe('not_found')
  })

  it('have the practice before the start, and with their manager; the others of their wave do not', async () => {
    expect(await elementOf(await as('self'), w.people.self, 'goals')).toBeNull()
    await asked(tester('self'))
    expect(await elementOf(await as('self'), w.people.self, 'goals')).toMatchObject({ waveId })
    expect((await practiceOf(await as('self'), 'checkins')).own).not.toBeNull()
    expect((await practiceOf(await as('manager'), 'checkins')).leads).toBe(true)
    expect((await practiceOf(await as('peer'), 'goals')).own).toBeNull()
    expect((await myProgram(await as('self'))).program!.open).toEqual(['goals', 'checkins'])
    expect((await myProgram(await as('peer'))).program!.open).toEqual([])
    expect((await myProgram(await as('manager'))).leads).toEqual(['goals', 'checkins'])
    // It ends with the test.
    const { revision } = await plan()
    await setTesters(await lead(), { waveId, testers: [], revision })
    expect(await elementOf(await as('self'), w.people.self, 'goals')).toBeNull()
  })

  it('are not asked twice for the same, and whoever left the plan keeps what they handed in', async () => {
    await asked(tester('self'))
    await tries('self', 'sign-in', bad('minor'))
    const { revision } = await plan()
    await setTesters(await lead(), { waveId, testers: [tester('peer')], revision })
    expect(await all()).toMatchObject([{ foundBy: { id: w.people.self } }])
    expect((await scriptOf('sign-in')).tried).toBe(1)
  })
})

describe('a try', () => {
  beforeEach(async () => void (await asked(tester('self'), tester('peer'))))

  it('is kept while it lasts and read by nobody else; the same twice is once', async () => {
    const { id: scriptId, steps } = await scriptOf('sign-in')
    const said = { waveId, scriptId, version: 1, device: 'phone' as const, answers: [bad('blocker')] }
    const self = await as('self')
    expect((await keep(self, { ...said, seen: 0 })).revision).toBe(1)
    // The answer was lost and it is sent again: no conflict with oneself.
    expect((await keep(self, { ...said, seen: 0 })).revision).toBe(1)
    expect(await code(keep(self, { ...said, answers: [good], seen: 0 }))).toBe('conflict')
    expect((await open(self, { waveId, scriptId })).answers).toEqual([bad('blocker')])
    expect(await all()).toEqual([])
    expect((await script(await lead(), { waveId, scriptId })).runs).toEqual([])
    const { rows } = await sql<{
      id: string
    }>`select id from test_run where organization_id = ${w.organizationId}`.execute(job.db)
    expect(await code(run(await lead(), { waveId, runId: rows[0]!.id }))).toBe('not_found')
    expect(await code(handIn(self, { ...said, seen: 1 }))).toBe('tests_gaps')
    const whole = {
      ...said,
      answers: [
        bad('blocker'),
        ...Array.from({ length: steps - 1 }, () => ({ ...good, result: 'could_not' as const })),
      ],
    }
    expect((await handIn(self, { ...whole, seen: 1 })).handedIn).toMatchObject({ result: 'failed' })
    expect((await handIn(self, { ...whole, seen: 1 })).handedIn).toMatchObject({ result: 'failed' })
    expect(await all()).toHaveLength(1)
    expect(await code(keep(self, { ...said, seen: 2 }))).toBe('tests_handed_in')
    // Nothing says how long it took.
    const { rows: columns } = await sql<{ c: string }>`select column_name as c from information_schema.columns
      where table_name = 'test_run' and data_type like 'timestamp%'`.execute(job.db)
    expect(columns).toEqual([{ c: 'handed_in_at' }])
  })

  it('stays with the words that it was tried with, also after the lead wrote them anew', async () => {
    const { id: scriptId } = await scriptOf('own-language')
    await tries('self', 'own-language', bad('major'))
    await keep(await as('peer'), { waveId, scriptId, version: 1, device: 'computer', seen: 0, answers: [good] })
    const { texts } = await script(await lead(), { waveId, scriptId })
    const anew: ScriptTexts = { en: { title: 'Other words', steps: [{ do: 'Look.', expect: 'It is there.' }] } }
    await editScript(await lead(), { waveId, scriptId, must: true, minutes: 4, texts: anew, version: 1 })
    expect(
      await code(editScript(await lead(), { waveId, scriptId, must: true, minutes: 4, texts: anew, version: 1 })),
    ).toBe('conflict')
    // Tried, but not this.
    expect((await plan()).scriptRows.find((one) => one.id === scriptId)).toMatchObject({ result: 'untested', tried: 0 })
    const [one] = await all()
    expect((await finding(await lead(), { waveId, findingId: one!.id })).tried).toEqual(texts.en!.steps[0])
    const { runs, changed } = await script(await lead(), { waveId, scriptId })
    expect(changed).toBe(true)
    expect(await run(await lead(), { waveId, runId: runs[0]!.id })).toMatchObject({
      newer: true,
      steps: texts.en!.steps,
    })
    // Whoever had begun goes on with what they began, or begins anew.
    expect(await open(await as('peer'), { waveId, scriptId })).toMatchObject({
      version: 1,
      newer: true,
      answers: [good],
    })
    expect(await again(await as('peer'), { waveId, scriptId })).toMatchObject({ version: 2, newer: false, answers: [] })
    const self = (await mine(await as('self'))).plans[0]!.scripts.find((s) => s.scriptId === scriptId)
    expect(self).toMatchObject({ state: 'changed' })
  })

  it('holds on where only what surrounds the words of a script is changed', async () => {
    const { id: scriptId } = await scriptOf('sign-in')
    await tries('self', 'sign-in')
    const { texts } = await script(await lead(), { waveId, scriptId })
    const { steps } = await scriptOf('sign-in')
    const peer = await as('peer')
    const said = {
      waveId,
      scriptId,
      version: 1,
      device: 'phone' as const,
      answers: Array.from({ length: steps }, () => good),
    }
    await keep(peer, { ...said, seen: 0 })
    await editScript(await lead(), { waveId, scriptId, must: false, minutes: 9, texts, version: 1 })
    expect(await open(peer, { waveId, scriptId })).toMatchObject({ newer: false, version: 1 })
    await handIn(peer, { ...said, seen: 1 })
    expect((await plan()).scriptRows.find((one) => one.id === scriptId)!.tried).toBe(2)
    expect((await plan()).scriptRows.find((one) => one.id === scriptId)).toMatchObject({ result: 'passed', version: 2 })
  })

  it('can be in a script of the company’s own, in the languages that it has', async () => {
    const own: ScriptTexts = {
      de: { title: 'Über das Intranet', steps: [{ do: 'Klicken Sie im Intranet.', expect: 'Sie sind drin.' }] },
    }
    const { scriptId } = await addScript(await lead(), { waveId, role: 'employee', must: true, minutes: 2, texts: own })
    expect(await open(await as('self'), { waveId, scriptId })).toMatchObject({
      title: 'Über das Intranet',
      language: 'de',
    })
    await removeScript(await lead(), { waveId, scriptId })
    expect(await code(open(await as('self'), { waveId, scriptId }))).toBe('not_found')
    expect(await code(addScript(await lead(), { waveId, libraryId: 'sign-in' }))).toBe('tests_script_there')
  })

  it('is read in the tester’s language and says in which it was read', async () => {
    await sql`update person set language = 'fr' where organization_id = ${w.organizationId} and id = ${w.people.self}`.execute(
      job.db,
    )
    const { id: scriptId } = await scriptOf('sign-in')
    const french = { ...(await as('self')), viewer: { ...(await as('self')).viewer, locale: 'fr' } }
    const { texts } = testScripts().find((one) => one.id === 'sign-in')!
    const opened = await open(french, { waveId, scriptId })
    expect(opened).toMatchObject({ language: 'fr' satisfies Language, title: texts.fr.title })
    const answers = opened.steps.map(() => good)
    await handIn(french, { waveId, scriptId, version: 1, device: 'computer', seen: 0, answers })
    expect((await script(await lead(), { waveId, scriptId })).runs).toMatchObject([
      { language: 'fr', device: 'computer' },
    ])
  })
})

describe('a finding', () => {
  let findingId: string
  beforeEach(async () => {
    await asked(tester('self'), tester('peer', ...everything))
    await tries('self', 'sign-in', bad('blocker'))
    findingId = (await all())[0]!.id
  })
  const of = () => ({ waveId, findingId })

  it('tells the lead of a blocker at once, and nobody of the words', async () => {
    expect((await inbox(await lead(), { limit: 5, offset: 0 } as never)).items[0]).toMatchObject({
      kind: 'test_blocker',
      subject: { id: findingId },
    })
    const { rows } = await sql<{ data: string }>`select data::text as data from event
      where organization_id = ${w.organizationId} and type like 'test%'`.execute(job.db)
    expect(rows.length).toBeGreaterThan(3)
    expect(rows.map((one) => one.data).join()).not.toContain('grey')
  })

  it('is closed by whoever found it and by nobody else', async () => {
    expect(await code(retest(await as('self'), { ...of(), works: true, words: '' }))).toBe('tests_state')
    await own(await lead(), { ...of(), ownerId: w.people.admin })
    expect((await inbox(await as('admin'), { limit: 5, offset: 0 } as never)).items[0]).toMatchObject({
      kind: 'test_owned',
    })
    expect([...(await week(await as('admin')).catch(() => ({ todo: [], later: [] }))).todo]).toBeDefined()
    await fixed(await as('admin'), { ...of(), words: 'The address was wrong.' })
    expect((await finding(await lead(), of())).state).toBe('retest')
    for (const who of ['lead', 'admin'] as const)
      expect(await code(retest(await as(who), { ...of(), works: true, words: '' }))).toBe('forbidden')
    expect(await code(retest(await as('peer'), { ...of(), works: true, words: '' }))).toBe('not_found')
    expect((await mine(await as('self'))).findings).toMatchObject([{ id: findingId, as: 'finder' }])
    expect(await code(retest(await as('self'), { ...of(), works: false, words: '' }))).toBe('tests_retest_words')
    // Later, so that it is the newest.
    base.clock.forward({ minutes: 1 })
    await retest(await as('self'), { ...of(), works: false, words: 'Still grey.' })
    expect((await finding(await lead(), of())).state).toBe('open')
    expect((await inbox(await as('admin'), { limit: 5, offset: 0 } as never)).items[0]).toMatchObject({
      kind: 'test_still',
    })
    await fixed(await lead(), { ...of(), words: 'Now.' })
    const closed = await retest(await as('self'), { ...of(), works: true, words: '' })
    expect(closed.state).toBe('closed')
    expect(closed.acts.map((one) => one.act)).toEqual(['owned', 'fixed', 'still', 'fixed', 'works'])
    expect((await scriptOf('sign-in')).result).toBe('passed')
  })

  it('is closed by the lead where whoever found it has left', async () => {
    await fixed(await lead(), { ...of(), words: 'Mended.' })
    await sql`delete from roster where organization_id = ${w.organizationId} and person_id = ${w.people.self}`.execute(
      job.db,
    )
    expect((await retest(await lead(), { ...of(), works: true, words: '' })).state).toBe('closed')
  })

  it('asks for the retest by a letter that leaves only while it waits', async () => {
    await fixed(await lead(), { ...of(), words: 'Mended.' })
    const { rows } = await sql<{ id: string; subject_id: string }>`select id, subject_id from outgoing_mail
      where organization_id = ${w.organizationId} and kind = 'test_retest'`.execute(job.db)
    const letter = { id: rows[0]!.id, personId: w.people.self, kind: 'test_retest', subjectId: rows[0]!.subject_id }
    const waiting = {
      ...letter,
      params: {},
      fullName: 'Self Test',
      givenName: 'Self',
      address: '',
      locale: 'en',
      timeZone: 'UTC',
      attempts: 0,
      dueAt: base.clock.now(),
    }
    const ready = async () => JSON.stringify((await letters['test_retest']!(job, [waiting])).get(waiting.id))
    expect(await ready()).toContain(`/tests/${waveId}/findings/${findingId}`)
    expect(await ready()).not.toContain('grey')
    await retest(await as('self'), { ...of(), works: true, words: '' })
    expect(await ready()).toContain('not_needed')
  })

  it('keeps the reason with every weight, acceptance and opening', async () => {
    await grade(await lead(), { ...of(), severity: 'minor', reason: 'There is a detour.' })
    await accept(await lead(), { ...of(), reason: 'Until May.' })
    expect(await code(grade(await lead(), { ...of(), severity: 'major', reason: 'No.' }))).toBe('tests_settled')
    await reopen(await lead(), { ...of(), reason: 'It is May.' })
    expect((await finding(await as('self'), of())).acts.map((one) => [one.act, one.severity, one.words])).toEqual([
      ['graded', 'minor', 'There is a detour.'],
      ['accepted', null, 'Until May.'],
      ['reopened', null, 'It is May.'],
    ])
  })

  it('is there for the team, whoever found it and whoever sees to it; for nobody else', async () => {
    for (const who of ['lead', 'sponsor', 'admin', 'hr_in', 'self'] as const)
      expect(await code(finding(await as(who), of()))).toBe('done')
    for (const who of ['peer', 'manager', 'committee', 'champion'] as const)
      expect(await code(finding(await as(who), of()))).toBe('not_found')
    await own(await lead(), { ...of(), ownerId: w.people.trainer })
    expect((await finding(await as('trainer'), of())).may).toEqual(['fix'])
  })

  it('falls to the lead when its owner leaves, and says so', async () => {
    await own(await lead(), { ...of(), ownerId: w.people.trainer })
    const fixes = async () => {
      const { todo, later } = await week(await lead())
      return [...todo, ...later].find((one) => one.kind === 'test_fix')
    }
    expect(await fixes()).toBeUndefined()
    expect((await all())[0]!.owner).toMatchObject({ left: false })
    await sql`delete from roster where organization_id = ${w.organizationId} and person_id = ${w.people.trainer}`.execute(
      job.db,
    )
    await sql`update account set closed_at = ${base.clock.now()} where organization_id = ${w.organizationId} and person_id = ${w.people.trainer}`.execute(
      job.db,
    )
    expect(await fixes()).toMatchObject({ count: 1 })
    expect((await mine(await lead())).findings).toHaveLength(1)
    expect((await all())[0]!.owner).toMatchObject({ left: true })
    await own(await lead(), { ...of(), ownerId: w.people.hr_in })
    expect(await fixes()).toBeUndefined()
  })

  it('marks who is to sign and has left; what was signed before stands', async () => {
    const { revision, dueOn } = await plan()
    await change(await lead(), { waveId, revision, dueOn, hrId: w.people.hr_in, itId: null })
    const left = async () => (await plan()).signatures.find((one) => one.part === 'hr')!.left
    expect(await left()).toBe(false)
    await sql`delete from roster where organization_id = ${w.organizationId} and person_id = ${w.people.hr_in}`.execute(
      job.db,
    )
    await sql`update account set closed_at = ${base.clock.now()} where organization_id = ${w.organizationId} and person_id = ${w.people.hr_in}`.execute(
      job.db,
    )
    expect(await left()).toBe(true)
  })

  it('stands in the file, where what begins like a formula is no formula', async () => {
    await tries('peer', 'sign-in', { result: 'failed', words: '=HYPERLINK("https://x.example")', severity: 'minor' })
    const { body } = await exportFile(await lead(), { waveId })
    const text = String(body)
    expect(text.split('\r\n')[0]).toContain('script,role,version,tester')
    expect(text).toContain('It stays grey.')
    expect(text).not.toMatch(/(^|,)"?=HYPERLINK/m)
  })
})

describe('a picture', () => {
  /** A JPEG of the smallest kind with what a telephone writes into it: where it was, and that it was held upright. */
  const exif = Buffer.concat([
    Buffer.from('Exif\0\0MM\0*\0\0\0\b\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0', 'latin1'),
    Buffer.from('GPS 53.5511 N 9.9937 E'),
  ])
  const segment = (marker: number, body: Buffer) => {
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(body.length + 2, 2)
    return Buffer.concat([head, body])
  }
  const jpeg = Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe1, exif),
    segment(0xe0, Buffer.from('JFXX\0\x10 the whole desk of Ada')),
    segment(0xfe, Buffer.from('Taken by Ada')),
    segment(0xc0, Buffer.from([8, 0, 1, 0, 1, 1, 1, 0x11, 0])),
    segment(0xda, Buffer.from([1, 1, 0, 0, 0x3f, 0])),
    Buffer.from([0x11, 0xff, 0x00, 0x22, 0xff, 0xd9]),
    Buffer.from('film of the moment, GPS 53.5511 N'),
  ])

  it('loses where and by whom it was taken, keeps how it was held, and is shown to few', async () => {
    await asked(tester('self'), tester('peer'))
    const { id: scriptId } = await scriptOf('sign-in')
    const at = { waveId, scriptId, step: 0 }
    const { id: pictureId } = await addPicture(await as('self'), { ...at, file: jpeg })
    // Sent again after the answer was lost.
    expect((await addPicture(await as('self'), { ...at, file: jpeg })).id).toBe(pictureId)
    const { body, type } = await picture(await as('self'), { pictureId })
    const kept = body as Buffer
    expect(type).toBe('image/jpeg')
    expect(kept.toString('latin1')).not.toMatch(/GPS|Ada|film/)
    expect(kept.subarray(0, 4)).toEqual(Buffer.from([0xff, 0xd8, 0xff, 0xe1]))
    expect(kept.readUInt16BE(6 + 24)).toBe(6)
    expect(kept.subarray(-6)).toEqual(Buffer.from([0x11, 0xff, 0x00, 0x22, 0xff, 0xd9]))
    // Not handed in yet: theirs alone.
    for (const who of ['lead', 'peer', 'admin'] as const)
      expect(await code(picture(await as(who), { pictureId }))).toBe('not_found')
    await tries('self', 'sign-in', bad('major'))
    for (const who of ['lead', 'admin', 'self'] as const)
      expect(await code(picture(await as(who), { pictureId }))).toBe('done')
    expect(await code(picture(await as('peer'), { pictureId }))).toBe('not_found')
    await own(await lead(), { waveId, findingId: (await all())[0]!.id, ownerId: w.people.peer })
    expect(await code(picture(await as('peer'), { pictureId }))).toBe('done')
    expect(await code(removePicture(await as('self'), { waveId, scriptId, pictureId }))).toBe('tests_handed_in')
  })

  it('is a picture by its bytes, small enough, and three a step', async () => {
    await asked(tester('self'))
    const { id: scriptId, steps } = await scriptOf('sign-in')
    const at = { waveId, scriptId, step: 0 }
    const self = await as('self')
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'.padEnd(80))
    expect(await code(addPicture(self, { ...at, file: svg }))).toBe('tests_picture')
    expect(await code(addPicture(self, { ...at, file: Buffer.alloc(5 * 1024 * 1024 + 1) }))).toBe('too_large')
    expect(await code(addPicture(self, { ...at, file: jpeg.subarray(0, 60) }))).toBe('tests_picture')
    expect(await code(addPicture(self, { ...at, step: steps, file: dot }))).toBe('tests_steps')
    const ids: string[] = []
    for (let n = 0; n < 3; n++) {
      const other = Buffer.from(dot)
      other[41 + n] = 9 // another picture, whatever it shows
      ids.push((await addPicture(self, { ...at, file: other })).id)
    }
    expect(await code(addPicture(self, { ...at, file: dot }))).toBe('tests_pictures_many')
    await removePicture(self, { waveId, scriptId, pictureId: ids[0]! })
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from stored_file where organization_id = ${w.organizationId}`.execute(job.db)
    expect(rows[0]!.n).toBe(2)
    expect((await open(self, { waveId, scriptId })).pictures).toHaveLength(2)
    // A plan that goes with its wave takes its tries along, and their bytes.
    await sql`delete from test_plan where organization_id = ${w.organizationId} and wave_id = ${waveId}`.execute(job.db)
    const left = await sql<{
      n: number
    }>`select count(*) as n from stored_file where organization_id = ${w.organizationId}`.execute(job.db)
    expect(left.rows[0]!.n).toBe(0)
  })
})

describe('the signature', () => {
  beforeEach(async () => void (await asked(tester('self', ...everything), tester('peer'))))
  const gate = async () => (await readChecks(await lead(), { waveId })).checks.find((one) => one.id === 'tested')!

  it('waits for what is missing, and opens the gate', async () => {
    expect(await gate()).toMatchObject({ result: 'fail', reason: 'untested', required: true, blocks: true })
    expect(await code(sign(await lead(), { waveId }))).toBe('tests_open')
    expect(await code(sign(await as('admin'), { waveId }))).toBe('tests_not_yours')
    await allTried('self')
    expect(await gate()).toMatchObject({ reason: 'unsigned', blocks: true })
    expect(await sign(await lead(), { waveId })).toMatchObject({ signedOff: true, missing: [] })
    const { scripts } = await plan()
    expect(await gate()).toMatchObject({ result: 'pass', evidence: { passed: scripts, scripts }, blocks: false })
    expect(await code(sign(await lead(), { waveId }))).toBe('tests_not_yours')
  })

  it('is void as soon as somebody hands in a blocker, and whoever signed hears of it', async () => {
    await allTried('self')
    await sign(await lead(), { waveId })
    await tries('peer', 'sign-in', bad('major'))
    expect((await plan()).signedOff).toBe(true)
    await tries('peer', 'ask-desk', bad('blocker'))
    expect(await plan()).toMatchObject({
      signedOff: false,
      maySign: false,
      missing: [{ kind: 'blocker', number: 2 }],
      voided: [{ part: 'lead', reason: 'blocker' }],
    })
    expect((await inbox(await lead(), { limit: 5, offset: 0 } as never)).items.map((one) => one.kind)).toContain(
      'test_void',
    )
    expect(await gate()).toMatchObject({ reason: 'blockers', blocks: true })
    const blocker = (await all()).find((one) => one.severity === 'blocker')!
    await accept(await lead(), { waveId, findingId: blocker.id, reason: 'Only in one old browser.' })
    expect((await sign(await lead(), { waveId })).signatures[0]!.known).toMatchObject({ accepted: 1, open: 1 })
    await reopen(await lead(), { waveId, findingId: blocker.id, reason: 'It was in three.' })
    expect((await plan()).signedOff).toBe(false)
  })

  it('is void when the plan changes or the lead takes it back, with the reason', async () => {
    await allTried('self')
    await sign(await lead(), { waveId })
    const own: ScriptTexts = { en: { title: 'Intranet', steps: [{ do: 'Press.', expect: 'You are in.' }] } }
    await addScript(await lead(), { waveId, role: 'employee', must: false, minutes: 2, texts: own })
    expect((await plan()).voided[0]).toMatchObject({ reason: 'changed' })
    base.clock.forward({ minutes: 5 })
    await sign(await lead(), { waveId })
    await openAgain(await lead(), { waveId, reason: 'One more site.' })
    expect((await plan()).voided[0]).toMatchObject({ reason: 'reopened', words: 'One more site.' })
    expect(await code(openAgain(await lead(), { waveId, reason: 'Again.' }))).toBe('tests_unsigned')
  })

  it('wants all who are named, each for themself, and only those who hold the role', async () => {
    await allTried('self')
    const { dueOn, revision } = await plan()
    const named = { waveId, dueOn, hrId: w.people.hr_in, itId: w.people.admin }
    expect(await code(change(await lead(), { ...named, hrId: w.people.peer, revision }))).toBe('tests_signer')
    expect(await code(change(await lead(), { ...named, itId: w.people.hr_in, revision }))).toBe('tests_signer')
    await change(await lead(), { ...named, revision })
    const signs = async (who: Part) =>
      [...(await week(await as(who))).todo, ...(await week(await as(who))).later].filter(
        (one) => one.kind === 'test_sign',
      )
    expect(await signs('hr_in')).toEqual([])
    await sign(await lead(), { waveId })
    expect((await plan()).signedOff).toBe(false)
    expect(await signs('hr_in')).toMatchObject([{ waveId }])
    expect(await code(sign(await as('hr_out'), { waveId }))).toBe('tests_not_yours')
    await sign(await as('hr_in'), { waveId })
    expect(await gate()).toMatchObject({ reason: 'unsigned', evidence: { missing: 1 } })
    await sign(await as('admin'), { waveId })
    expect(await gate()).toMatchObject({ result: 'pass' })
    // Whoever is named instead has not signed with those who did.
    const after = await plan()
    await change(await lead(), { ...named, itId: null, revision: after.revision })
    expect((await plan()).voided.map((one) => one.reason)).toEqual(['signers', 'signers', 'signers'])
  })

  it('stays once the wave is live: it says what was known at the start', async () => {
    await allTried('self')
    const { id: scriptId, steps, version } = await scriptOf('sign-in')
    await sign(await lead(), { waveId })
    await job.db.transaction().execute((tx) => goLive(tx, job, waveId))
    // Somebody was without a connection and hands in later.
    const answers = [bad('blocker'), ...Array.from({ length: steps - 1 }, () => good)]
    await handIn(await as('peer'), { waveId, scriptId, version, device: 'phone', seen: 0, answers })
    const { dueOn, revision } = await plan()
    await change(await lead(), { waveId, dueOn, hrId: null, itId: w.people.admin, revision })
    expect(await plan()).toMatchObject({ voided: [], missing: [{ kind: 'blocker' }] })
    expect((await plan()).signatures[0]).toMatchObject({ part: 'lead', known: { open: 0 } })
    expect((await plan()).signatures[0]!.signedAt).not.toBeNull()
  })

  it('can be waived for a while by name, as other gates can', async () => {
    await waiveGate(await lead(), {
      waveId,
      check: 'tested',
      reason: 'A team of three starts early.',
      until: '2026-03-20',
    })
    expect(await gate()).toMatchObject({ result: 'fail', blocks: false, waiver: { by: { id: w.people.lead } } })
  })
})
