import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CourseChange } from '../../contract/courses.ts'
import type { Part, World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { courseFrom, courses, courseText } from '../library/library.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { assign } from '../training/assign.ts'
import { course, finishLesson, keepPlace, mine } from '../training/learn.ts'
import { managersTrained } from '../training/progress.ts'
import { readCaptions } from './captions.ts'
import { applyChanges, courseIn, draftOf, emptyDraft } from './draft.ts'
import { ownCourses } from './published.ts'
import { difference, follow, publish, retire } from './publishing.ts'
import { filmCourse, part } from './testing-course.ts'
import { begin, get, libraryDraft, list, preview, save } from './writing.ts'
import { requireOfAll } from './testing-giving.ts'

let base: TestBase
let w: World
let lead: Context

beforeAll(async () => {
  base = await testBase()
})
beforeEach(async () => {
  base.clock.set('2026-03-02T09:00:00Z')
  w = await permissionWorld(base, `own-${randomUUID().slice(0, 8)}`)
  lead = await w.as('lead')
})

const say = (key: string, is: string, was = '', language: 'en' | 'de' = 'en'): CourseChange => ({
  do: 'words',
  key,
  language,
  was,
  is,
})
const write = async (courseId: string, ...changes: CourseChange[]) => save(lead, { courseId, changes })
const publishNow = async (courseId: string, forBegun = false) =>
  publish(lead, { courseId, revision: (await get(lead, { courseId })).revision, forBegun })

const give = (courseId: string) => requireOfAll(base, w, courseId)
const read = async (who: Part, courseId: string) => course(await w.as(who), { courseId })
const finish = async (who: Part, courseId: string, lessonId: string) =>
  finishLesson(await w.as(who), { courseId, lessonId, answers: {}, read: true })

describe('a copy of a course of the library', () => {
  it('says the same in every language, and is read by the same reader', () => {
    for (const file of courses('en')) {
      const draft = libraryDraft(file.id, 'en')!
      for (const language of draft.languages) {
        const original = courses(language).find((one) => one.id === file.id)!
        const copy = courseFrom(courseText(courseIn(draft, 'own-copy', 1, language)))
        expect(copy.lessons).toEqual(original.lessons.map((one) => ({ ...one, body: one.body.trim() })))
        expect(copy).toMatchObject({ title: original.title, use: original.use, intro: original.intro })
      }
    }
  })

  it('can be published as it is, remembers its source, and stands beside the courses of the library', async () => {
    const { courseId } = await begin(lead, { copyOf: 'first-goals', language: 'de' })
    const draft = await get(lead, { courseId })
    expect(draft.source).toMatchObject({ courseId: 'first-goals', version: 1, newest: 1 })
    expect(draft.checks.filter((one) => one.weight === 'stop')).toEqual([])
    const published = await publishNow(courseId)
    expect(published.published).toMatchObject({ version: 1, languages: ['de', 'en', 'es', 'fr'] })
    expect(published.changed).toBe(false)
    await expect(publishNow(courseId)).rejects.toMatchObject({ code: 'course_unchanged' })
    const english = courses('en').find((one) => one.id === 'first-goals')!
    expect(await ownCourses(lead.db, lead, 'en')).toMatchObject([{ id: courseId, title: english.title }])
    // Another company does not have it.
    const other = await permissionWorld(base, `other-${randomUUID().slice(0, 8)}`)
    expect(await ownCourses((await other.as('lead')).db, await other.as('lead'), 'en')).toEqual([])
    await expect(get(await other.as('lead'), { courseId })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('shows what the library says differently since, and takes over what is chosen', async () => {
    const { courseId } = await begin(lead, { copyOf: 'first-goals', language: 'en' })
    await write(
      courseId,
      say('what-a-goal-says/title', 'Goals at our place', 'What a goal says, and what it leaves out'),
    )
    // As if the copy had been made of an older version of the library.
    const older = libraryDraft('first-goals', 'en')!
    older.words['title']!.en = 'First goals'
    older.words['what-a-goal-says/title']!.en = 'What a goal is'
    older.lessons = older.lessons.filter((one) => one.id !== 'check-yourself')
    await sql`update own_course set source_version = 0, source_draft = ${JSON.stringify(older)}::jsonb,
      draft = jsonb_set(jsonb_set(draft, '{lessons}', ${JSON.stringify(older.lessons)}::jsonb), '{words,title,en}', '"First goals"')
      where organization_id = ${w.organizationId} and course_id = ${courseId}`.execute(lead.db)
    const { differences } = await difference(lead, { courseId })
    expect(differences.find((one) => one.key === 'title')).toMatchObject({ kind: 'changed', before: 'First goals' })
    expect(differences.find((one) => one.key === 'what-a-goal-says/title')).toMatchObject({
      ours: 'Goals at our place',
    })
    expect(
      differences.filter((one) => one.kind === 'added').every((one) => one.key.startsWith('check-yourself/')),
    ).toBe(true)
    const take = differences
      .filter((one) => one.kind === 'added' || one.key === 'title')
      .map(({ key, language }) => ({ key, language }))
    const after = await follow(lead, { courseId, version: 1, take })
    expect(after.words['title']!.en).toBe('Your first goals')
    expect(after.words['what-a-goal-says/title']!.en).toBe('Goals at our place')
    expect(after.lessons.map((one) => one.id)).toEqual(['what-a-goal-says', 'make-it-a-goal', 'check-yourself'])
    expect(after.source).toMatchObject({ version: 1, newest: 1 })
    expect((await difference(lead, { courseId })).differences).toEqual([])
  })
})

describe('what several people write', () => {
  it('meets only in the same words, and there both are answered', async () => {
    const { courseId } = await begin(lead, { language: 'en', title: 'Ours' })
    await write(courseId, { do: 'add', lesson: part('one', 'text'), after: null }, say('one/body', 'First'))
    // Two pages that both saw "First".
    await write(courseId, say('one/body', 'First, by Noor', 'First'))
    const { held, draft } = await write(
      courseId,
      say('one/body', 'First, by Ada', 'First'),
      say('one/title', 'A title'),
    )
    expect(held).toEqual([{ at: 0, theirs: 'First, by Noor' }])
    expect(draft.words['one/body']!.en).toBe('First, by Noor')
    expect(draft.words['one/title']!.en).toBe('A title')
    // Whoever keeps theirs has seen the other’s.
    const kept = await write(courseId, say('one/body', 'First, by Ada', 'First, by Noor'))
    expect(kept.held).toEqual([])
    // Sent again, because the answer was lost.
    expect((await write(courseId, say('one/body', 'First, by Ada', 'First, by Noor'))).draft.revision).toBe(
      kept.draft.revision,
    )
  })

  it('stays when somebody else takes the lesson out', async () => {
    const { courseId } = await begin(lead, { language: 'en', title: 'Ours' })
    await write(courseId, { do: 'add', lesson: part('one', 'text'), after: null })
    await write(courseId, { do: 'remove', lessonId: 'one' })
    await write(courseId, say('one/body', 'Written meanwhile'))
    const { draft } = await write(courseId, { do: 'putBack', lessonId: 'one' })
    expect(draft.lessons.map((one) => one.id)).toEqual(['one'])
    expect(draft.words['one/body']!.en).toBe('Written meanwhile')
  })

  it('loses no words in whichever order changes come', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd')
    const change: fc.Arbitrary<CourseChange> = fc.oneof(
      fc.record({ do: fc.constant('add' as const), lesson: id.map((one) => part(one, 'text')), after: fc.option(id) }),
      fc.record({ do: fc.constant('remove' as const), lessonId: id }),
      fc.record({ do: fc.constant('putBack' as const), lessonId: id }),
      fc.record({ do: fc.constant('move' as const), lessonId: id, after: fc.option(id) }),
      fc
        .tuple(id, fc.string())
        .map(([one, is]) => ({ do: 'words' as const, key: `${one}/body`, language: 'en' as const, was: '', is })),
    )
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const { draft, held } = applyChanges(emptyDraft('en', 'x'), changes)
        const ids = [...draft.lessons, ...draft.removed].map((one) => one.id)
        expect(new Set(ids).size).toBe(ids.length)
        const added = new Set(changes.flatMap((one) => (one.do === 'add' ? [one.lesson.id] : [])))
        expect(new Set(ids)).toEqual(added)
        // Every word that was sent stands there, or was answered as held.
        changes.forEach((one, at) => {
          if (one.do !== 'words' || held.some((h) => h.at === at)) return
          const later = changes
            .slice(at + 1)
            .some((l, i) => l.do === 'words' && l.key === one.key && !held.some((h) => h.at === at + 1 + i))
          if (!later) expect(draft.words[one.key]?.en ?? '').toBe(one.is)
        })
        const again = applyChanges(
          draft,
          changes.filter((one) => one.do === 'words' && draft.words[one.key]?.en === one.is),
        )
        expect(again.draft).toEqual(draft)
      }),
    )
  })

  it('refuses a film of another course', async () => {
    const { filmId } = await filmCourse(lead)
    const { courseId } = await begin(lead, { language: 'en', title: 'Ours' })
    await expect(
      write(courseId, { do: 'add', lesson: part('look', 'video', { filmId }), after: null }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('what stands in the way of publishing', () => {
  it('is named with its place, and publishing is refused until it is mended', async () => {
    const { courseId } = await begin(lead, { language: 'en', title: 'Ours' })
    expect((await get(lead, { courseId })).checks.map((one) => one.code)).toContain('no_lessons')
    const { draft } = await write(
      courseId,
      { do: 'add', lesson: part('read', 'text'), after: null },
      { do: 'add', lesson: part('tick', 'checklist', { items: ['a'] }), after: 'read' },
      {
        do: 'add',
        lesson: part('ask', 'quiz', {
          questions: [
            {
              id: 'q',
              choices: [
                { id: 'a', good: false },
                { id: 'b', good: false },
              ],
            },
          ],
        }),
        after: 'tick',
      },
      { do: 'add', lesson: part('look', 'video'), after: 'ask' },
      say('read/body', `Ask {{lead.name}}. ${'word '.repeat(2000)}`),
      say('tick/body', 'A [link](javascript:alert(1)).'),
      say('read/title', 'With {{program.name}}'),
    )
    const of = (code: string) => draft.checks.filter((one) => one.code === code)
    expect(of('field_unknown').map((one) => [one.key, one.value])).toEqual([
      ['read/title', 'program.name'],
      ['read/body', 'lead.name'],
    ])
    expect(of('text_broken')).toMatchObject([{ key: 'tick/body', weight: 'stop' }])
    expect(of('items_few')).toMatchObject([{ lessonId: 'tick' }])
    expect(of('no_right_answer')).toMatchObject([{ lessonId: 'ask', value: '1' }])
    expect(of('film_missing')).toMatchObject([{ lessonId: 'look' }])
    expect(of('minutes_few')).toMatchObject([{ lessonId: 'read', weight: 'look' }])
    expect(of('words_missing').map((one) => one.key)).toContain('ask/q/a/feedback')
    await expect(publishNow(courseId)).rejects.toMatchObject({ code: 'course_open' })
    expect(await ownCourses(lead.db, lead, 'en')).toEqual([])
  })

  it('leaves out a language with gaps, and its readers get the first', async () => {
    const { courseId } = await begin(lead, { language: 'en', title: 'Ours' })
    const { draft } = await write(
      courseId,
      { do: 'languages', was: ['en'], is: ['en', 'de'] },
      { do: 'add', lesson: part('read', 'text'), after: null },
      say('use', 'For this.'),
      say('read/title', 'To read'),
      say('read/body', 'Words'),
      say('title', 'Unserer', '', 'de'),
    )
    expect(draft.checks).toMatchObject([{ code: 'language_gaps', language: 'de', value: '3', weight: 'look' }])
    expect((await publishNow(courseId)).published!.languages).toEqual(['en'])
    expect(await ownCourses(lead.db, lead, 'de')).toMatchObject([{ title: 'Ours', own: { language: 'en' } }])
    expect(await preview(lead, { courseId, language: 'de' })).toMatchObject({ language: 'en', file: { title: 'Ours' } })
    await write(
      courseId,
      say('use', 'Dafür.', '', 'de'),
      say('read/title', 'Zu lesen', '', 'de'),
      say('read/body', 'Worte', '', 'de'),
    )
    await publishNow(courseId)
    expect(await ownCourses(lead.db, lead, 'de')).toMatchObject([{ title: 'Unserer', own: { language: 'de' } }])
  })

  it('is seen by whoever publishes: what was written meanwhile is not published unseen', async () => {
    const { courseId } = await begin(lead, { copyOf: 'feedback', language: 'en' })
    const { revision } = await get(lead, { courseId })
    await write(courseId, say('title', 'Another', courses('en').find((one) => one.id === 'feedback')!.title))
    await expect(publish(lead, { courseId, revision, forBegun: false })).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('versions and learners', () => {
  it('whoever has begun keeps the version they began, whoever has finished has finished', async () => {
    const { courseId } = await filmCourse(lead)
    await give(courseId)
    await keepPlace(await w.as('peer'), { courseId, lessonId: 'read' })
    await finish('report', courseId, 'read')
    expect((await finish('report', courseId, 'look')).completed).toMatchObject({ version: 1 })
    await write(
      courseId,
      say('read/body', 'It says more now.', 'In **{{program.name}}** we do it so.'),
      { do: 'add', lesson: part('more', 'text'), after: 'look' },
      say('more/title', 'More'),
      say('more/body', 'To read as well.'),
    )
    await publishNow(courseId)
    // In the middle: the old one, to its end.
    expect(await read('peer', courseId)).toMatchObject({ version: 1, lessons: [{ id: 'read' }, { id: 'look' }] })
    expect((await mine(await w.as('peer'))).courses).toMatchObject([{ courseId, lessons: 2 }])
    await finish('peer', courseId, 'read')
    expect((await finish('peer', courseId, 'look')).completed).toMatchObject({ version: 1 })
    await expect(finish('peer', courseId, 'none')).rejects.toMatchObject({ code: 'not_found' })
    // Done stays done; whoever looks again finds what it says today.
    expect(await read('peer', courseId)).toMatchObject({ version: 2, completed: { version: 1 } })
    expect(await read('report', courseId)).toMatchObject({ version: 2, completed: { version: 1 } })
    // Whoever begins now begins the new one.
    expect(await read('self', courseId)).toMatchObject({ version: 2, lessons: [{}, {}, { id: 'more' }] })
    await finish('self', courseId, 'read')
    expect((await finish('self', courseId, 'look')).completed).toBeNull()
  })

  it('goes over to a version that was published for whoever has begun', async () => {
    const { courseId } = await filmCourse(lead)
    await give(courseId)
    await finish('peer', courseId, 'read')
    await write(courseId, say('read/body', 'What was wrong is mended.', 'In **{{program.name}}** we do it so.'))
    await publishNow(courseId, true)
    await write(courseId, say('read/body', 'And nicer.', 'What was wrong is mended.'))
    await publishNow(courseId)
    const now = await read('peer', courseId)
    expect(now).toMatchObject({ version: 2, done: ['read'] })
    expect(now.lessons[0]!.body).toBe('What was wrong is mended.')
  })

  it('is asked of nobody once it is retired, and counts for nobody as open', async () => {
    const { courseId } = await filmCourse(lead)
    const { waveId } = await give(courseId)
    const job = contextFor(base, w.organizationId)
    expect((await mine(await w.as('peer'))).courses).toHaveLength(1)
    await retire(lead, { courseId, retired: true })
    expect((await mine(await w.as('peer'))).courses).toEqual([])
    await expect(read('peer', courseId)).rejects.toMatchObject({ code: 'not_found' })
    await assign(job)
    expect(await managersTrained(job.db, job, waveId)).toBeNull()
    expect((await list(lead)).courses).toMatchObject([{ courseId, retiredAt: expect.any(String) }])
    await retire(lead, { courseId, retired: false })
    await assign(job)
    expect((await mine(await w.as('peer'))).courses).toHaveLength(1)
  })
})

describe('words as they are kept', () => {
  it('go through the form of the library and come back, whatever they are', () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 80 })
      .map((one) => one.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, ' ').trim() || 'x')
    const tricky = fc.constantFrom(
      '---',
      '- a\n- b',
      '{{program.name}}',
      '"quoted": yes',
      '# no',
      'a: b',
      '|\n  x',
      '<script>alert(1)</script>',
      'true',
      '1.0',
      'ß—“so”',
    )
    fc.assert(
      fc.property(fc.record({ title: text, body: fc.oneof(text, tricky), intro: fc.oneof(text, tricky) }), (said) => {
        const draft = emptyDraft('en', said.title)
        draft.lessons.push(part('one', 'text'))
        Object.assign(draft.words, {
          use: { en: said.title },
          intro: { en: said.intro },
          'one/title': { en: said.title },
          'one/body': { en: said.body },
        })
        const file = courseFrom(courseText(courseIn(draft, 'own-x', 1, 'en')))
        expect(file).toMatchObject({
          title: said.title,
          intro: said.intro,
          lessons: [{ title: said.title, body: said.body }],
        })
        expect(draftOf(new Map([['en', file]]), 'en').words['one/body']).toEqual({ en: said.body })
      }),
    )
  })

  it('leave no events with what was written', async () => {
    const { courseId } = await begin(lead, { language: 'en', title: 'Secret title' })
    await write(courseId, say('use', 'Secret use'))
    const { rows } = await sql<{
      data: unknown
    }>`select data from event where organization_id = ${w.organizationId} and subject_kind = 'own_course'`.execute(
      lead.db,
    )
    expect(rows.length).toBe(2)
    expect(JSON.stringify(rows)).not.toContain('Secret')
  })
})

describe('captions', () => {
  const file = (text: string) => Buffer.from(text)
  it('keep what is said and nothing that somebody hid in them', () => {
    const lines = readCaptions(
      file(
        `\uFEFFWEBVTT - title\nKind: captions\n\nSTYLE\n::cue { background: url(https://evil.example/) }\n\nNOTE hidden\n\n1\n00:00.000 --> 00:02.000 position:10%\n<v Noor>Hello <b>you</b> &amp; all</v>\n<script>alert(1)</script>\n\n00:02.000 --> 00:04.500\r\n<img src=x onerror=alert(1)>Second line`,
      ),
      10,
    )
    expect(lines).toEqual([
      [0, 2000, 'Noor: Hello you & all alert(1)'],
      [2000, 4500, 'Second line'],
    ])
  })
  it('are refused with what is wrong', () => {
    const refused = (text: string | Buffer, code: string) =>
      expect(() => readCaptions(Buffer.from(text), 10)).toThrow(expect.objectContaining({ code }))
    refused('1\n00:00:01,000 --> 00:00:02,000\nNo header', 'captions_kind')
    refused(Buffer.from([0xff, 0xfe, 0x57]), 'captions_kind')
    refused('WEBVTT\n\nNOTE only this', 'captions_kind')
    refused('WEBVTT\n\nsoon --> later\nWords', 'captions_line')
    refused('WEBVTT\n\n00:03.000 --> 00:02.000\nWords', 'captions_times')
    refused('WEBVTT\n\n00:20.000 --> 00:22.000\nWords', 'captions_times')
  })
})
