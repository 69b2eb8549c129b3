import { describe, expect, test } from 'vitest'
import { fieldNames, languages } from '../../contract/library.ts'
import { library } from './files.ts'
import { chooseLanguage, speakingLocale } from './languages.ts'
import { fieldsOf } from './letters.ts'
import {
  agendas,
  codeSheet,
  compileLetter,
  courses,
  workshops,
  exampleFacts,
  faq,
  feedbackTemplates,
  faults,
  fillLetter,
  mistakes,
  policies,
  pulseSurveys,
  starters,
  subjectLimit,
  template,
  templates,
  templateText,
} from './library.ts'
import { readingMinutes, say, type Part } from './markdown.ts'

const plain = { link: '#000000', line: '#000000' }
const skeleton = (markdown: string) =>
  say(markdown, plain)
    .html.map((p) => (typeof p === 'string' ? (p.match(/<\/?(?:p|h2|ul|ol|li|blockquote)\b/g) ?? []).join('') : ''))
    .join('')
const read = (parts: readonly Part[]) => parts.map((p) => (typeof p === 'string' ? p : 'x')).join('')

describe.each(templates().map((t) => t.id))('message %s', (id) => {
  const files = library().messages.get(id)!
  const english = files.get('en')!

  test('says the same in every language: fields, headings, lists, facts about it', () => {
    for (const file of files.values()) {
      expect(fieldsOf({ ...file, actionLabel: file.action?.label ?? null }).toSorted()).toEqual(
        english.fields.toSorted(),
      )
      expect([file.language, skeleton(file.body)]).toEqual([file.language, skeleton(english.body)])
      const { purpose, phase, audience, sender, version, fewer } = file
      expect({ purpose, phase, audience, sender, version, fewer }).toEqual({
        purpose: english.purpose,
        phase: english.phase,
        audience: english.audience,
        sender: english.sender,
        version: english.version,
        fewer: english.fewer,
      })
      expect(file.action?.target).toBe(english.action?.target)
      expect(file.address).toBe(file.language === 'en' ? 'neutral' : 'formal')
    }
  })

  test.each([...files.keys()])('in %s becomes a whole letter with the example', (language) => {
    const file = files.get(language)!
    const text = templateText(id, language)
    const facts = exampleFacts(language)
    expect(faults(text)).toEqual([])
    expect(file.fields.toSorted()).toEqual(fieldsOf(text).toSorted())
    const letter = fillLetter(compileLetter(text, facts), facts)
    expect(letter.subject.length).toBeLessThan(subjectLimit)
    expect(letter.minutes).toBe(file.minutes)
    expect(letter.minutes).toBe(readingMinutes(say(file.body, plain).text))
    for (const form of [letter.subject, letter.preview, letter.html.replace(/<style>.*<\/style>/s, ''), letter.text])
      expect(form).not.toMatch(/\{\{|\}\}|\bundefined\b|\[object|\bnull\b/)
    // The plain text holds everything the letter says, and the address of its one button.
    for (const heading of file.body.matchAll(/^## (.*)$/gm)) expect(letter.text).toContain(heading[1])
    if (file.action) expect(letter.text).toContain(`${file.action.label}\n${facts.action.url}`)
    expect(letter.html.match(/<a class="fill"/g)?.length ?? 0).toBe(file.action ? 1 : 0)
  })
})

/** Forms that only a formal text has. German “sie” is also “they”, so only what stands within a sentence tells. */
const formally: Partial<Record<(typeof languages)[number], RegExp>> = {
  de: /[\p{L},] (?:Sie|Ihnen|Ihr|Ihre[mnrs]?)(?![\p{L}])/u,
  es: /\b(?:usted|ustedes)\b/i,
  fr: /(?<![\p{L}-])(?:vous|votre|vos)(?![\p{L}])/iu,
}

/** A text that addresses its reader as friends do says the same, with the same fields and in the same shape. */
describe.each(
  [...library().informal].flatMap(([id, files]) => [...files.keys()].map((language) => ({ id, language }))),
)('message $id in $language, informally', ({ id, language }) => {
  const formal = library().messages.get(id)!.get(language)!
  const file = library().informal.get(id)!.get(language)!
  const text = templateText(id, language, new Set([language]))

  test('is the formal one but for its address', () => {
    const named = (one: typeof file) => fieldsOf({ ...one, actionLabel: one.action?.label ?? null }).toSorted()
    expect(named(file)).toEqual(named(formal))
    expect(file.fields.toSorted()).toEqual(named(file))
    expect(skeleton(file.body)).toBe(skeleton(formal.body))
    const about = ({
      subject: _s,
      preview: _p,
      body: _b,
      because: _w,
      action,
      address: _a,
      minutes: _m,
      ...rest
    }: typeof file) => ({
      ...rest,
      target: action?.target,
    })
    expect(about(file)).toEqual(about(formal))
    const words = ({ subject, preview, body, because }: typeof file) => [subject, preview, body, because]
    expect(words(file)).not.toEqual(words(formal))
    expect(text.informal).toBe(true)
    expect(templateText(id, language).informal).toBe(false)
  })

  test('is whole, and formal nowhere, its frame included', () => {
    // What an example says of its own things is formal.
    const things = [{ title: 'One', url: 'https://belay.example/1', about: 'Two.' }]
    const facts = { ...exampleFacts(language), daily: { things, count: 1 } }
    expect(faults(text)).toEqual([])
    const letter = fillLetter(compileLetter(text, facts), facts)
    expect(letter.subject.length).toBeLessThan(subjectLimit)
    expect(letter.minutes).toBe(file.minutes)
    for (const said of [letter.subject, letter.preview, letter.html.replace(/<style>.*<\/style>/s, ''), letter.text]) {
      expect(said).not.toMatch(/\{\{|\}\}|\bundefined\b|\[object|\bnull\b/)
      expect(said).not.toMatch(formally[language]!)
      expect(said).not.toContain('!\n')
    }
  })
})
test('every message that is formal in a language stands informally too', () => {
  const formal = [...library().messages].flatMap(([id, files]) =>
    [...files.values()]
      .filter((file) => file.address === 'formal' && file.kind === 'communication')
      .map((file) => `${id} ${file.language}`),
  )
  expect(formal.length).toBeGreaterThan(180)
  expect(
    formal.filter(
      (one) =>
        !library()
          .informal.get(one.split(' ')[0]!)
          ?.has(one.split(' ')[1] as never),
    ),
  ).toEqual([])
})

test('policies, agendas, mistakes, starting ideas and the code sheet have the same shape in every language', () => {
  for (const language of languages) {
    expect(
      policies(language).map(({ id, audience, version, fields, body }) => ({
        id,
        audience,
        version,
        fields: fields.toSorted(),
        body: skeleton(body),
      })),
    ).toEqual(
      policies('en').map(({ id, audience, version, fields, body }) => ({
        id,
        audience,
        version,
        fields: fields.toSorted(),
        body: skeleton(body),
      })),
    )
    for (const policy of policies(language)) {
      expect([...new Set([...policy.body.matchAll(/\{\{(.*?)\}\}/g)].map((m) => m[1]!))].toSorted()).toEqual(
        policy.fields.toSorted(),
      )
      expect(policy.minutes).toBe(readingMinutes(say(policy.body, plain).text))
    }
    expect(agendas(language).map((a) => [a.id, a.minutes, a.topics.map((t) => [t.id, t.by])])).toEqual(
      agendas('en').map((a) => [a.id, a.minutes, a.topics.map((t) => [t.id, t.by])]),
    )
    expect(mistakes(language).map((m) => [m.id, m.stage, m.signs.length])).toEqual(
      ['P1', 'P2', 'P3', 'P4', 'I1', 'I2', 'I3'].map((id) => [
        id,
        id.startsWith('P') ? 'planning' : 'implementation',
        3,
      ]),
    )
    const ideas = starters(language)
    expect(ideas.objectives.map((o) => o.metrics)).toEqual(starters('en').objectives.map((o) => o.metrics))
    expect([ideas.names.length, ideas.taglines.length, ideas.whys.length]).toEqual([6, 5, 3])
    expect(
      pulseSurveys(language).map((s) => [s.id, s.questions.map((q) => [q.item, q.kind, q.options.length])]),
    ).toEqual(pulseSurveys('en').map((s) => [s.id, s.questions.map((q) => [q.item, q.kind, q.options.length])]))
    const sheet = codeSheet(language, exampleFacts(language))
    expect(sheet.steps).toHaveLength(3)
    expect(JSON.stringify(sheet)).not.toContain('{{')
    expect(sheet.steps.join()).toContain(exampleFacts(language).codes.address)
    for (const field of fieldNames) expect(library().words.get(language)!.fields[field].length).toBeGreaterThan(5)
  }
})

/** What lessons may name: known of every company and program, so that none can break. */
const lessonFields = ['organization.name', 'program.name']
test.each(courses('en').map((one) => one.id))(
  'course %s has the same lessons in every language, and can be finished',
  (id) => {
    const english = courses('en').find((one) => one.id === id)!
    const shape = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(shape)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value).map(([key, one]) => [
                key,
                key === 'body'
                  ? skeleton(one)
                  : ['title', 'ask', 'words', 'feedback'].includes(key)
                    ? one.length > 0
                    : shape(one),
              ]),
            )
          : value
    for (const language of languages) {
      const course = courses(language).find((one) => one.id === id)!
      expect([language, shape(course.lessons)]).toEqual([language, shape(english.lessons)])
      expect([course.version, course.suggestion, course.address]).toEqual([
        english.version,
        english.suggestion,
        language === 'en' ? 'neutral' : 'formal',
      ])
      const named = new Set(
        [course.intro, ...course.lessons.map((l) => l.body)].flatMap((text) =>
          [...text.matchAll(/\{\{(.*?)\}\}/g)].map((m) => m[1]!),
        ),
      )
      expect([...named].toSorted()).toEqual(course.fields.toSorted())
      for (const field of named) expect(lessonFields).toContain(field)
      for (const lesson of course.lessons) {
        expect(new Set(course.lessons.map((l) => l.id)).size).toBe(course.lessons.length)
        // Reading alone takes no longer than is said.
        expect(readingMinutes(say(lesson.body, plain).text)).toBeLessThanOrEqual(lesson.minutes)
        const asked = lesson.kind === 'quiz' ? lesson.questions : lesson.kind === 'scenario' ? [lesson] : []
        for (const question of asked) {
          expect(question.choices.filter((one) => one.good)).toHaveLength(1)
          expect(new Set(question.choices.map((one) => one.id)).size).toBe(question.choices.length)
        }
      }
      // Nobody learns that the first answer is always the right one.
      const places = course.lessons.flatMap((l) =>
        l.kind === 'quiz' ? l.questions.map((q) => q.choices.findIndex((one) => one.good)) : [],
      )
      if (places.length > 1) expect(new Set(places).size).toBeGreaterThan(1)
    }
  },
)

test.each(workshops('en').map((one) => one.id))('workshop %s is the same in every language, slides and guide', (id) => {
  const english = workshops('en').find((one) => one.id === id)!
  // What the guide asks for comes in the same order everywhere.
  const marks = (text: string) => text.split('\n').flatMap((line) => /^(?:#{3} |- )/.exec(line)?.[0] ?? [])
  const shape = (one: typeof english) => one.parts.map((p) => [p.minutes, marks(p.slide), marks(p.guide)])
  expect(courses('en').map((one) => one.id)).toContain(english.courseId)
  for (const language of languages) {
    const one = workshops(language).find((w) => w.id === id)!
    expect([language, shape(one)]).toEqual([language, shape(english)])
    expect([one.version, one.who, one.address]).toEqual([
      english.version,
      english.who,
      language === 'en' ? 'neutral' : 'formal',
    ])
    expect(new Set(one.parts.map((p) => p.title)).size).toBe(one.parts.length)
    for (const part of one.parts) {
      // A slide is read from the back of the room.
      expect(part.slide.length).toBeLessThan(400)
      expect(part.guide.length).toBeGreaterThan(120)
    }
    if (language !== 'en') expect(one.title).not.toBe(english.title)
  }
})

/** Every text we ship, as one string a language. */
function words(language: (typeof languages)[number]): string {
  const messages = [...library().messages.values()].map((files) => files.get(language)!)
  return JSON.stringify(
    [
      messages.map((m) => [m.title, m.subject, m.preview, m.body, m.action?.label, m.because]),
      policies(language).map((p) => [p.title, p.body]),
      agendas(language),
      feedbackTemplates(language),
      mistakes(language),
      starters(language),
      pulseSurveys(language),
      courses(language),
      workshops(language),
      faq(language),
      library().handOver.get(language),
      library().roadmapTexts.get(language),
      library().codeSheet.get(language),
      { ...library().words.get(language), informalFrame: undefined },
      library().examples.get(language),
    ],
    null,
    1,
  )
    .replaceAll('\\n', '\n')
    .replaceAll('\\"', '')
    .replace(/\{\{.*?\}\}/g, '')
}

const unwanted: Record<(typeof languages)[number], RegExp> = {
  en: /\b(?:users?|rollout|roll-out|excit\w+|thrilled|leverage|empower\w*|seamless|kindly|subordinates?|click here)\b|\w'\w/i,
  de: /\b(?:du|dich|dir|dein\w*|User|Rollout|Onboarding|Performance|Vorgesetzte\w*|Mitarbeitergespräch\w*|Mitarbeiter)\b|\w[:*]innen/,
  es: /\b(?:tú|te|ti|tus?|usuarios?|jefes?|mánager|performance)\b|\w@\w+(?!\.)\s/i,
  fr: /(?<![\p{L}’-])(?:tu|toi|ton|tes|utilisateurs?|collaborateurs?|subordonnés?|N\+1)(?![\p{L}])|·e|\w'\w| [;:?»%]|« /iu,
}
test.each(languages)(
  '%s keeps to the language guide: form of address, words left out, no exclamation marks, its own typography',
  (language) => {
    const all = words(language)
    expect(all).not.toContain('!')
    expect(all.match(unwanted[language])?.[0]).toBeUndefined()
  },
)

test('a reader gets the exact locale, else its language, else the organization’s, else English, and which is told', () => {
  const choose = (reader: string | null, organization: string | null) => chooseLanguage(languages, reader, organization)
  expect(choose('de', 'fr')).toEqual({ language: 'de', by: 'locale' })
  expect(choose('de-AT', 'fr')).toEqual({ language: 'de', by: 'language' })
  expect(choose('es_MX.UTF-8', 'fr')).toEqual({ language: 'es', by: 'language' })
  expect(choose('zh-Hant-TW', 'fr-CA')).toEqual({ language: 'fr', by: 'organization' })
  expect(choose('pl', 'ja')).toEqual({ language: 'en', by: 'english' })
  expect(choose(null, null)).toEqual({ language: 'en', by: 'english' })
  expect(choose('', 'not a locale')).toEqual({ language: 'en', by: 'english' })
  expect(chooseLanguage(['de'], 'pl', null)).toEqual({ language: 'de', by: 'english' })
})

test('dates are said as the reader’s own country says them, where it is the letter’s language', () => {
  expect(speakingLocale('en', 'en-US')).toBe('en-US')
  expect(speakingLocale('en', 'de-DE')).toBe('en')
  const facts = exampleFacts('en')
  const goLive = (locale: string) => {
    const { language } = chooseLanguage(languages, locale, null)
    return fillLetter(compileLetter(templateText('sponsor-announcement', language), facts, { locale }), facts).text
  }
  expect(goLive('en-US')).toContain('Monday, September 14, 2026')
  expect(goLive('en')).toMatch(/Monday,? 14 September 2026/)
  expect(goLive('de-AT')).toContain('Montag, 14. September 2026')
  expect(goLive('fr')).toContain('lundi 14 septembre 2026')
  expect(goLive('es-MX')).toContain('lunes, 14 de septiembre de 2026')
})

test('a template that does not exist is a named problem', () => {
  expect(() => template('nothing-of-the-kind')).toThrow(expect.objectContaining({ code: 'not_found' }))
  expect(read(say('One {{person.name}}.', plain).text)).toBe('One x.')
})
