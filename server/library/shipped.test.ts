/** What we ship, piece by piece: whole in each language, for one person of each role, and each with something of its own to say. */
import { describe, expect, test } from 'vitest'
import { elementIds, type ElementId, trainingRoles } from '../../contract/design.ts'
import { languages, type FieldName, type Language } from '../../contract/library.ts'
import { roles } from '../../contract/permissions.ts'
import { library } from './files.ts'
import {
  agendas,
  compileLetter,
  courses,
  faq,
  exampleFacts,
  feedbackTemplates,
  fieldsOf,
  fillLetter,
  fillMarkdown,
  policies,
  minutesOf,
  pulseSurveys,
  reviewForms,
  sayLine,
  speechFor,
  template,
  templates,
  templateText,
  type SomeFacts,
  workshops,
} from './library.ts'
import { readingMinutes, say } from './markdown.ts'
import { levelOf } from './reading-level.ts'

const plain = { link: '#000000', line: '#000000' }
const letters = templates().filter((t) => t.kind === 'communication')
const leftOver = /\{\{|\}\}|\bundefined\b|\[object|\bnull\b|\bNaN\b/

/** One of each role, with the names that people have. */
const readers: Record<(typeof roles)[number], SomeFacts['person']> = {
  admin: { name: 'Tomasz Wójcik', givenName: 'Tomasz' },
  lead: { name: 'Mateo Álvarez', givenName: 'Mateo' },
  sponsor: { name: 'Ingrid Halvorsen', givenName: 'Ingrid' },
  hr: { name: 'Chloé Marchand', givenName: 'Chloé' },
  committee: { name: 'O’Brien & Söhne', givenName: null },
  champion: { name: '山田 太郎', givenName: '太郎' },
  trainer: { name: 'Suharto', givenName: null },
  manager: { name: 'فرح نظري', givenName: 'فرح' },
  employee: { name: 'Jonas Lindqvist', givenName: 'Jonas' },
}

/** What a message of a program can know of its program, wave, sender and reader: nothing else may be named. */
function told(language: Language, role: (typeof roles)[number], on: readonly ElementId[] = elementIds): SomeFacts {
  const { organization, program, wave, sender, lead, sponsor, manager, checkin, goals, message, action, preferences } =
    exampleFacts(language)
  return {
    organization,
    // A program without any element is not published.
    program: { ...program, elements: on.length > 0 ? on : ['goals'] },
    wave,
    sender,
    lead,
    sponsor,
    // Of a correction, whose lines are known.
    message: { corrected: message.corrected },
    action,
    preferences,
    person: readers[role],
    // Somebody stands at the top of every company.
    ...(role === 'sponsor' ? {} : { manager }),
    ...(on.includes('checkins') ? { checkin: { cadence: checkin.cadence } } : {}),
    ...(on.includes('goals') ? { goals } : {}),
  }
}

describe.each(letters.map((t) => t.id))('message %s', (id) => {
  const about = template(id)

  test.each(languages)('in %s is whole for one person of each role', (language) => {
    const text = templateText(id, language)
    for (const role of roles) {
      const facts = told(language, role)
      const compiled = compileLetter(text, facts)
      const letter = fillLetter(compiled, facts)
      for (const said of [letter.subject, letter.preview, letter.html.replace(/<style>.*<\/style>/s, ''), letter.text])
        expect(said).not.toMatch(leftOver)
      const { name, givenName } = readers[role]!
      expect(letter.text).toContain(givenName ?? name)
      if (about.target) expect(letter.html).toContain(`href="${facts.action!.url}"`)
      // As the app shows it: the same words, no field left.
      expect(fillMarkdown(text.body, facts, speechFor(language))).not.toMatch(leftOver)
    }
  })

  test.each(languages)('in %s has a length and a subject for a busy reader', (language) => {
    const file = library().messages.get(id)!.get(language)!
    const words = say(file.body, plain)
      .text.map((part) => (typeof part === 'string' ? part : 'x'))
      .join('')
      .split(/\s+/).length
    expect(words).toBeGreaterThan(80)
    expect(words).toBeLessThan(260)
    expect(file.minutes).toBeLessThanOrEqual(1.5)
    expect(file.preview.length).toBeLessThan(110)
    expect(file.action?.label.length ?? 0).toBeLessThan(45)
    expect(file.because).toMatch(/\{\{(program|organization|wave)\./)
  })

  test('says when it is sent, to whom, from whom, and what has to be on for it', () => {
    const { phase, day, needs, audience, sender, target, texts } = about
    expect(day === null || (day < 0 ? phase === 'before' : phase === 'at' || phase === 'after')).toBe(true)
    if (phase === 'any') expect(day).toBeNull()
    expect(audience).not.toBe('person')
    expect(sender).not.toBe('belay')
    const used = new Set<FieldName>(texts.flatMap((text) => text.fields))
    if (used.has('checkin.cadence')) expect(needs).toContain('checkins')
    if (used.has('goals.firstBy')) expect(needs).toContain('goals')
    if (target !== null && (elementIds as readonly string[]).includes(target)) expect(needs).toContain(target)
    // With only what it needs switched on, every field still has a value.
    const facts = told('en', 'employee', needs)
    expect(() => fillLetter(compileLetter(templateText(id, 'en'), facts), facts)).not.toThrow()
    for (const file of library().messages.get(id)!.values())
      expect([file.language, file.day ?? null, file.needs]).toEqual([file.language, day, needs])
  })
})

test.each(languages)(
  'everything in %s is easy to read, and what is read while somebody waits at least not hard',
  (language) => {
    const easy = ['very_easy', 'easy']
    for (const { id, texts } of letters) {
      const { body, level } = texts.find((one) => one.language === language)!
      expect([id, level]).toEqual([id, levelOf(body)])
      expect([id, easy.includes(level)]).toEqual([id, true])
    }
    for (const { id, level } of policies(language)) expect([id, easy.includes(level)]).toEqual([id, true])
    for (const { id, intro, lessons } of courses(language))
      expect([id, easy.includes(levelOf([intro, ...lessons.map((one) => one.body)].join('\n\n')))]).toEqual([id, true])
    for (const { id, answer } of faq(language)) expect([id, levelOf(answer)]).not.toEqual([id, 'hard'])
  },
)

test('a text is as hard to read as its sentences and words are long', () => {
  expect(levelOf('We meet on Monday. Bring a pen.')).toBe('very_easy')
  const official =
    'Notwithstanding aforementioned considerations, organizational stakeholders collaboratively operationalize comprehensive performance-management methodologies throughout geographically distributed responsibilities.'
  expect(levelOf(official)).toBe('hard')
  expect(levelOf('')).toBe('very_easy')
})

test('no message only rewords another', () => {
  const shingles = (body: string) => {
    const words = body
      .toLowerCase()
      .replace(/\{\{.*?\}\}/g, 'x')
      .split(/[^\p{L}]+/u)
      .filter(Boolean)
    return new Set(words.slice(4).map((_, i) => words.slice(i, i + 5).join(' ')))
  }
  const bodies = letters.map((t) => [t.id, shingles(t.texts.find((x) => x.language === 'en')!.body)] as const)
  for (const [i, [id, some]] of bodies.entries())
    for (const [other, more] of bodies.slice(i + 1)) {
      const shared = [...some].filter((s) => more.has(s)).length
      expect([id, other, shared / Math.min(some.size, more.size) < 0.15]).toEqual([id, other, true])
    }
  for (const language of languages) {
    const texts = letters.map((t) => t.texts.find((x) => x.language === language)!)
    expect(new Set(texts.map((t) => t.subject)).size).toBe(letters.length)
    expect(new Set(texts.map((t) => t.title)).size).toBe(letters.length)
  }
})

test('messages come from every sender, for every purpose, moment and audience', () => {
  expect(letters.length).toBeGreaterThanOrEqual(40)
  const count = (key: 'phase' | 'purpose' | 'audience' | 'sender') => new Set(letters.map((t) => t[key])).size
  expect([count('phase'), count('purpose'), count('audience'), count('sender')]).toEqual([4, 11, 6, 5])
  for (const element of elementIds) expect(letters.some((t) => t.needs.includes(element))).toBe(true)
})

test.each(languages)(
  'policies, surveys, agendas and forms in %s: as many as promised, every word there',
  (language) => {
    expect(policies(language).length).toBe(12)
    expect(pulseSurveys(language).length).toBeGreaterThanOrEqual(8)
    expect(agendas(language).length).toBe(10)
    expect(agendas(language).length + reviewForms().length).toBeGreaterThanOrEqual(16)
    for (const policy of policies(language)) {
      for (const role of roles)
        expect(fillMarkdown(policy.body, told(language, role), speechFor(language))).not.toMatch(leftOver)
      expect(policy.minutes).toBe(readingMinutes(say(policy.body, plain).text))
      expect(policy.title.length).toBeLessThan(60)
    }
    const items = pulseSurveys(language).flatMap((s) => s.questions.map((q) => q.item))
    expect(new Set(items).size).toBe(items.length)
    for (const agenda of agendas(language)) {
      expect([agenda.title, agenda.use, agenda.advice]).not.toContain('')
      for (const topic of agenda.topics) {
        expect(topic.ask.length).toBeLessThanOrEqual(200)
        expect(topic.hint.length).toBeLessThanOrEqual(300)
      }
    }
    for (const { title, use, form } of reviewForms()) {
      expect([title[language], use[language]]).not.toContain(undefined)
      for (const section of form.sections)
        for (const question of section.questions) expect(question.ask[language]).toBeTruthy()
    }
    expect(new Set(feedbackTemplates(language).map((t) => t.title)).size).toBe(feedbackTemplates(language).length)
  },
)

test('two texts of the same piece differ in every language: nothing was left untranslated', () => {
  for (const { texts } of letters)
    for (const key of ['title', 'subject', 'body', 'because', 'preview'] as const) {
      const said = texts.map((t) => t[key].replace(/\{\{.*?\}\}/g, ''))
      expect(new Set(said).size).toBe(said.length)
    }
  for (const id of policies('en').map((p) => p.id))
    expect(new Set(languages.map((l) => policies(l).find((p) => p.id === id)!.title)).size).toBe(languages.length)
})

/** German has the word “null”. */
const field = /\{\{|\}\}|\bundefined\b|\[object|\bNaN\b/
const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : []

/** What a lesson may name: known of every company and reader. */
const lessonFacts = (language: Language, role: (typeof roles)[number]): SomeFacts => {
  const { organization, program, person } = told(language, role)
  return { organization, program: { name: program!.name! }, person: person! }
}

describe.each(languages)('what is learned, in %s, is whole for one person of each role', (language) => {
  const speech = speechFor(language)
  test.each(courses(language).map((one) => one.id))('course %s', (id) => {
    const course = courses(language).find((one) => one.id === id)!
    // A course that nobody has to think in is a leaflet.
    expect(course.lessons.map((one) => one.kind)).toContain('quiz')
    expect([course.title, course.use, course.intro].map((text) => text.length > 10)).toEqual([true, true, true])
    expect(course.minutes).toBe(course.lessons.reduce((sum, one) => sum + one.minutes, 0))
    for (const role of roles) {
      const facts = lessonFacts(language, role)
      for (const text of [course.intro, ...course.lessons.map((one) => one.body)])
        expect(fillMarkdown(text, facts, speech)).not.toMatch(field)
    }
    // What is chosen and ticked has no fields, for every reader the same.
    const asked = course.lessons.flatMap((one) =>
      one.kind === 'quiz' ? one.questions : one.kind === 'scenario' ? [one] : [],
    )
    for (const { ask, choices } of asked)
      for (const text of [ask, ...choices.flatMap((one) => [one.words, one.feedback])]) {
        expect(text).not.toMatch(field)
        expect(text.length).toBeGreaterThan(4)
      }
  })

  test.each(workshops(language).map((one) => one.id))('workshop %s, which names nothing that differs', (id) => {
    const { title, use, intro, parts, minutes } = workshops(language).find((one) => one.id === id)!
    for (const text of [title, use, intro, ...parts.flatMap((one) => [one.title, one.slide, one.guide])])
      expect(text).not.toMatch(field)
    expect(minutes).toBe(parts.reduce((sum, one) => sum + one.minutes, 0))
  })

  test('questions, agendas, forms and surveys', () => {
    for (const role of roles) {
      const facts = { ...told(language, role), survey: exampleFacts(language).survey }
      for (const { ask, answer } of faq(language)) {
        expect(sayLine(ask, facts, speech)).not.toMatch(field)
        expect(fillMarkdown(answer, facts, speech)).not.toMatch(field)
      }
    }
    const rest = [
      agendas(language),
      feedbackTemplates(language),
      reviewForms().map((one) => [one.title[language], one.use[language], one.form]),
      pulseSurveys(language).map((one) => [one.title, one.about, one.intro, one.questions]),
    ]
    // The one mark that a survey knows.
    for (const text of textsIn(rest)) expect(text.replaceAll('{{program}}', '')).not.toMatch(field)
  })
})

test('courses are for each of the six roles, and test what they teach', () => {
  for (const role of trainingRoles)
    expect(
      courses('en').filter((one) => [...one.suggestion.required, ...one.suggestion.offered].includes(role)).length,
      role,
    ).toBeGreaterThanOrEqual(1)
})

/** What a company is promised to begin with; less is not shipped. */
test.each(languages)('the library in %s holds as much as it promises', (language) => {
  const lessons = courses(language).flatMap((one) => one.lessons)
  const workshop = workshops(language).filter((one) => one.parts.every((part) => part.slide && part.guide))
  const held = {
    messages: letters.length,
    questions: faq(language).length,
    lessons: lessons.length,
    quizzes: lessons.filter((one) => one.kind === 'quiz').length,
    workshops: workshop.length,
    policies: policies(language).length,
    forms: reviewForms().length,
    surveys: pulseSurveys(language).length,
    agendas: agendas(language).length,
  }
  const promised: typeof held = {
    messages: 40,
    questions: 40,
    lessons: 24,
    quizzes: 12,
    workshops: 6,
    policies: 12,
    forms: 8,
    surveys: 8,
    agendas: 10,
  }
  expect(
    Object.entries(promised).flatMap(([kind, least]) => {
      const is = held[kind as keyof typeof held]
      return is < least ? [`${kind}: ${is} of ${least}`] : []
    }),
  ).toEqual([])
})

describe.each(faq('en').map((one) => one.id))('question %s', (id) => {
  const english = faq('en').find((one) => one.id === id)!
  // What an answer knows of the reader's company and program; no more may be named.
  const known = ['organization.name', 'program.name', 'lead.name', 'survey.floor', 'checkin.cadence']

  test.each(languages)('in %s has the shape of the others and is answered whole', (language) => {
    const one = faq(language).find((each) => each.id === id)!
    expect([one.topic, one.for, one.phase, one.needs, one.version, one.fields.toSorted()]).toEqual([
      english.topic,
      english.for,
      english.phase,
      english.needs,
      english.version,
      english.fields.toSorted(),
    ])
    expect(one.address).toBe(language === 'en' ? 'neutral' : 'formal')
    const named = new Set([...`${one.ask} ${one.answer}`.matchAll(/\{\{(.*?)\}\}/g)].map((m) => m[1]!))
    expect([...named].toSorted()).toEqual(one.fields.toSorted())
    for (const field of named) expect(known).toContain(field)
    if (named.has('checkin.cadence')) expect(one.needs).toContain('checkins')
    const shape = (text: string) => text.split('\n').map((line) => /^(?:\d+\. |- )/.exec(line)?.[0] ?? line.length > 0)
    expect(shape(one.answer)).toEqual(shape(english.answer))
    const facts = { ...told(language, 'employee'), survey: exampleFacts(language).survey }
    const speech = speechFor(language)
    expect(sayLine(one.ask, facts, speech)).toMatch(/\?$/)
    expect(sayLine(one.ask, facts, speech).length).toBeLessThan(120)
    expect(fillMarkdown(one.answer, facts, speech)).not.toMatch(leftOver)
    expect(one.minutes).toBe(readingMinutes(say(one.answer, plain).text))
    // Read while somebody waits: a minute at most, and not a mere yes.
    expect(one.minutes).toBeLessThanOrEqual(1)
    expect(one.answer.split(/\s+/).length).toBeGreaterThan(40)
    expect(minutesOf(one.answer)).toBeLessThanOrEqual(1)
  })
})

test('questions differ in every language, come from every role and for every moment, and reach every element', () => {
  for (const language of languages) expect(new Set(faq(language).map((one) => one.ask)).size).toBe(faq('en').length)
  for (const { id } of faq('en')) {
    const asked = languages.map((language) => faq(language).find((one) => one.id === id)!)
    expect(new Set(asked.map((one) => one.ask)).size).toBe(languages.length)
    expect(new Set(asked.map((one) => one.answer)).size).toBe(languages.length)
  }
  const count = (key: 'for' | 'phase' | 'topic') => new Set(faq('en').map((one) => one[key])).size
  expect([count('for'), count('phase')]).toEqual([5, 4])
  expect(count('topic')).toBeGreaterThanOrEqual(12)
  for (const element of elementIds) expect(faq('en').some((one) => one.needs.includes(element))).toBe(true)
})

test('every file names fields as its words do', () => {
  for (const [id, files] of library().messages)
    for (const file of files.values())
      expect([id, file.language, file.fields.toSorted()]).toEqual([
        id,
        file.language,
        fieldsOf({ ...file, actionLabel: file.action?.label ?? null }).toSorted(),
      ])
})
