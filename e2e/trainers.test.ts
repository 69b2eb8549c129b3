/** From "would you?" to a session of one's own: asked, observed, not yet, observed again, signed off, chosen. */
import fs from 'node:fs'
import path from 'node:path'
import { emptyDesign } from '../contract/design.ts'
import { companyOf, peopleFile } from '../fixtures/people-file.ts'
import { courses } from '../server/library/library.ts'
import { addDays, instantAt } from '../server/platform/clock.ts'
import { openSink } from '../server/platform/testing-mail.ts'
import { barriers } from './barriers.ts'
import { type Company, enterAs, enterQuietly } from './company.ts'
import { install, type Operate } from './installation.ts'
import { settled, shell } from './screens/shell.ts'
import { trainers } from './screens/trainers.ts'
import { expect, test } from './world.ts'

const slug = 'trainers'
const zone = 'Europe/Berlin'
type Person = { id: string; name: string; managerId: string | null; directReports: number; email?: string | null }

test('somebody becomes a trainer', async ({ browser, databases, faults }, info) => {
  test.setTimeout(300_000)
  const folder = info.outputPath('installation')
  fs.mkdirSync(folder, { recursive: true })
  const sink = await openSink()
  const installation = await install({ databaseUrl: databases.trainers[info.retry]!, folder, smtpUrl: sink.url })
  const company: Company = { slug, installation, sink, browser, faults }
  const { belay } = installation
  try {
    const made = await belay<{ expiresAt: string }>(
      ...['org', 'create', '--name', 'Trainers', '--slug', slug, '--admin', 'office@trainers.example'],
      ...['--movable-clock', '--time-zone', zone],
    )
    const start = made.expiresAt.slice(0, 10)
    const day = (n: number) => addDays(start, n)
    const until = (n: number, time: string) => belay('clock', 'advance', '--to', instantAt(day(n), time, zone))
    const file = path.join(folder, 'people.csv')
    fs.writeFileSync(file, peopleFile(companyOf(40)))
    await belay('people', 'import', file, '--org', slug)
    const { act: office } = await enterQuietly(company, 'office@trainers.example')
    const { people } = await office<{ people: Person[] }>('people.list', { limit: 40 })
    const known: Person[] = []
    for (const one of people) known.push({ ...one, ...(await office<Person>('people.get', { personId: one.id })) })
    const reachable = known.filter((one) => one.email?.includes('@') && one.managerId !== null)
    const manages = (one: Person) => people.some((other) => other.managerId === one.id)
    const lead = reachable.find((one) => !manages(one))!
    const candidate = reachable.find(manages)!
    await office('access.grantRole', { personId: lead.id, role: 'lead' })

    const enter = async (person: Person, where: string) => {
      const entered = await enterAs(company, person.email!)
      await entered.page.goto(`/o/${slug}/${where}`)
      await settled(entered.page)
      return entered
    }
    let { page, act }: { page: Awaited<ReturnType<typeof enter>>['page']; act: Operate } = await enter(
      lead,
      'program/trainers',
    )
    const { id: programId } = await act<{ id: string }>('program.create', { name: 'Upward', leadId: lead.id })
    const save = async (group: string, value: unknown) => {
      const { draft } = await act<{ draft: { groups: Record<string, number> } }>('program.get', { programId })
      await act('program.saveDraft', { programId, change: { group, value, revision: draft.groups[group] ?? 0 } })
    }
    const empty = emptyDesign()
    await save('brand', { ...empty.brand, name: 'Upward' })
    await save('elements', { ...empty.elements, goals: { ...empty.elements.goals, on: true } })
    await save('people', { sponsorId: null, leadId: lead.id })
    await save('training', {
      ...empty.training,
      courses: [{ id: 'leading-sessions', required: ['trainers'], offered: [], dueDays: 14 }],
    })
    const { draft } = await act<{ draft: { revision: number } }>('program.get', { programId })
    await act('program.publish', { programId, revision: draft.revision, note: 'To begin with.' })
    const audience = await act<{ id: string }>('audiences.create', { name: 'All', rule: { everyone: true } })
    await act('waves.create', {
      programId,
      name: 'Wave 1',
      audienceId: audience.id,
      preparesOn: day(1),
      goesLiveOn: day(20),
    })
    await until(1, '12:00')

    // Asked.
    ;({ page, act } = await enter(lead, 'program/trainers/new'))
    await trainers.search(page).fill(candidate.name)
    await trainers.proposal(page, candidate.name).click()
    await trainers.ask(page).click()
    await expect(shell.title(page)).toHaveText(candidate.name)
    const theirs = await enter(candidate, 'trainer')
    // The guide of a place is shown once, and under Help always.
    await expect(trainers.guide(theirs.page)).toBeVisible()
    await trainers.accept(theirs.page).click()
    await expect(trainers.says(theirs.page, 'Your next delivery')).toBeVisible()
    // The courses come with the next work of the queue, in the language of the people file.
    type Mine = { courses: { title: string }[] }
    const mine = () => theirs.act<Mine>('trainers.mine')
    await expect.poll(async () => (await mine()).courses.length, { timeout: 60_000 }).toBe(1)
    await theirs.page.reload()
    await settled(theirs.page)
    await expect(trainers.says(theirs.page, (await mine()).courses[0]!.title)).toBeVisible()
    for (const lesson of courses('en').find((one) => one.id === 'leading-sessions')!.lessons) {
      const asked = lesson.kind === 'quiz' ? lesson.questions : lesson.kind === 'scenario' ? [lesson] : []
      const answers = Object.fromEntries(asked.map((q) => [q.id, q.choices.find((one) => one.good)!.id]))
      await theirs.act('training.finishLesson', { courseId: 'leading-sessions', lessonId: lesson.id, answers })
    }

    // Arranged, observed, not yet.
    const plan = (title: string, n: number) =>
      act('live.plan', {
        programId,
        waveId: null,
        who: 'everyone',
        title,
        language: 'en',
        workshopId: 'first-checkin',
        timeZone: zone,
        day: day(n),
        from: '10:00',
        to: '11:30',
        seats: 12,
        leaderIds: [lead.id],
        invite: false,
      })
    await plan('The first', 4)
    await plan('The second', 9)
    await page.reload()
    await settled(page)
    await trainers.select(page, 'Session').click()
    await trainers.option(page, /The first/).click()
    await trainers.select(page, 'Observer').click()
    await trainers.option(page, lead.name).click()
    await trainers.arrange(page).click()
    await expect(trainers.says(page, 'Ahead')).toBeVisible()
    const mark = async (step: 'Seen' | 'Partly') => {
      for (const point of await trainers.points(page, step).all()) {
        await point.focus()
        await page.keyboard.press('Space')
        await expect(point).toBeChecked()
      }
    }
    await until(4, '12:00')
    ;({ page, act } = await enter(lead, 'trainer'))
    await trainers.write(page).click()
    await expect(shell.title(page)).toHaveText('The first')
    expect(await barriers(page)).toEqual([])
    await mark('Partly')
    await trainers.verdict(page, /^Not yet/).check()
    await trainers.workOn(page).fill('After a question, count to ten.')
    await trainers.select(page, 'Next session').click()
    await trainers.option(page, /The second/).click()
    await trainers.send(page).click()
    await expect(trainers.says(page, /^Observed on/)).toBeVisible()
    const again = await enter(candidate, 'trainer')
    await expect(trainers.guide(again.page)).toHaveCount(0)
    await again.page.keyboard.press('?')
    await expect(shell.dialog(again.page)).toContainText('Whoever leads sessions takes the courses')
    await again.page.keyboard.press('Escape')
    await expect(trainers.says(again.page, 'After a question, count to ten.')).toBeVisible()
    await expect(trainers.says(again.page, 'The second')).toBeVisible()

    // Observed again, and signed off.
    await until(9, '12:00')
    ;({ page, act } = await enter(lead, 'trainer'))
    await trainers.write(page).click()
    await expect(shell.title(page)).toHaveText('The second')
    await mark('Seen')
    await trainers.sign(page).click()
    await expect(trainers.says(page, /^Signed off until/)).toBeVisible()

    // The workshop asks for it: the lead may not lead it, and the new trainer is chosen.
    await act('trainers.setRule', { renewMonths: 24, workshops: ['first-checkin'] })
    await page.goto(`/o/${slug}/program/sessions/new?workshop=first-checkin`)
    await settled(page)
    await expect(trainers.says(page, /asks for a signed-off trainer/)).toBeVisible()
    await trainers.leaders(page).click()
    await expect(trainers.option(page, `${candidate.name} (signed off)`)).toBeVisible()
    await expect(plan('Without', 12)).rejects.toThrow()
    await act('live.plan', {
      programId,
      waveId: null,
      who: 'everyone',
      title: 'Alone',
      language: 'en',
      workshopId: 'first-checkin',
      timeZone: zone,
      day: day(12),
      from: '10:00',
      to: '11:30',
      seats: 12,
      leaderIds: [candidate.id],
      invite: false,
    })
    await page.goto(`/o/${slug}/program/trainers`)
    await settled(page)
    expect(await barriers(page)).toEqual([])
    await expect(trainers.says(page, /^Signed off until/)).toBeVisible()
  } finally {
    await installation.close()
    await sink.close()
  }
})
