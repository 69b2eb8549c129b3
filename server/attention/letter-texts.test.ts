/** Own words of a company: kept only when a letter can be made from them, and said in every letter that leaves. */
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { languages, type Language, type OwnWords } from '../../contract/library.ts'
import { closedTemplates, openTemplates } from '../../contract/notice-kinds.ts'
import { parts, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { exampleFacts, templateText } from '../library/library.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { testBase, type TestBase } from '../platform/testing.ts'
import { get, list, preview, restore, save } from './letter-texts.ts'
import { houseOf, letterIn, ownable } from './writing.ts'

let base: TestBase
let w: World
let c: Context
let lead: Context

beforeAll(async () => {
  base = await testBase({ at: '2026-03-03T10:00:00Z' })
})
beforeEach(async () => {
  w = await permissionWorld(base, `texts-${crypto.randomUUID().slice(0, 8)}`)
  c = contextFor(base, w.organizationId)
  lead = await w.as('lead')
})

const ours = (template: string, language: Language = 'en'): OwnWords => ownable(templateText(template, language))
const word = (template: string, change: Partial<OwnWords>, language: Language = 'en', over: string | null = null) =>
  save(lead, { template, language, words: { ...ours(template, language), ...change }, over })
const reader = { fullName: 'Nora Lind', givenName: 'Nora', locale: 'en', timeZone: 'Europe/Berlin' }
const letter = async (template: string, locale = 'en') => {
  const { organization: _o, person: _p, preferences: _w, ...facts } = exampleFacts('en')
  return letterIn(c, await houseOf(c), { ...reader, locale }, { template, facts })
}

describe('own words', () => {
  it('are said in their language; every other keeps ours', async () => {
    await word('feedback-asked', {
      subject: '{{sender.name}} has a question for you',
      body: 'Hi {{person.greeting}}, **please** look.',
    })
    const said = await letter('feedback-asked')
    expect(said.subject).toMatch(/has a question for you$/)
    expect(said.html).toContain('Hi Nora, <strong')
    // Why it came, and the way to fewer, stay.
    expect(said.text).toContain('You are getting this because')
    expect(said.text).toContain('/account/notifications#feedback_asked')
    expect((await letter('feedback-asked', 'de')).text).not.toContain('has a question')
    const shown = await list(lead, {})
    expect(shown.letters.find((one) => one.template === 'feedback-asked')!.languages).toEqual(
      languages.map((language) => ({
        language,
        own: language === 'en' ? expect.objectContaining({ stale: false }) : null,
      })),
    )
    await restore(lead, { template: 'feedback-asked', language: 'en' })
    expect((await letter('feedback-asked')).subject).not.toContain('has a question')
    await expect(restore(lead, { template: 'feedback-asked', language: 'en' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('of another company are not said here', async () => {
    const other = await permissionWorld(base, `texts-${crypto.randomUUID().slice(0, 8)}`)
    await save(await other.as('lead'), {
      template: 'review-shared',
      language: 'en',
      words: { ...ours('review-shared'), subject: 'Theirs: {{review.cycle}}' },
      over: null,
    })
    expect((await letter('review-shared')).subject).not.toContain('Theirs')
  })

  it.each([
    ['subject', 'Hello {{person.salary}}', 'field_unknown'],
    ['body', 'Hello {{training.courses}}, {{sender.name}}', 'letter_field'],
    ['body', 'Hello {{link.validFor}}, {{sender.name}}', 'letter_field'],
    ['body', 'Hello [x](javascript:alert) {{sender.name}}', 'template_broken'],
    ['body', '[x](http://x.example) {{sender.name}}', 'template_broken'],
    ['body', '# Big {{sender.name}}', 'template_broken'],
  ] as const)('with a broken %s (%s) are refused, and nothing is kept', async (where, text, code) => {
    await expect(word('feedback-asked', { [where]: text })).rejects.toMatchObject({ code })
    await expect(
      preview(lead, {
        template: 'feedback-asked',
        language: 'en',
        words: { ...ours('feedback-asked'), [where]: text },
      }),
    ).rejects.toMatchObject({ code })
    expect((await get(lead, { template: 'feedback-asked' })).texts.every((one) => one.own === null)).toBe(true)
  })

  it('without what the letter is about are refused', async () => {
    await expect(word('training-due', { body: 'Do it by {{training.due}}.' })).rejects.toMatchObject({
      code: 'letter_field_missing',
      params: { field: 'training.courses' },
    })
    await expect(
      word('pulse-invitation', { body: 'Please answer until {{survey.closes}}: {{survey.title}}' }),
    ).rejects.toMatchObject({ code: 'letter_field_missing', params: { field: 'survey.floor' } })
    // The subject counts, the first line does not.
    await expect(
      word('review-to-do', { subject: 'Something to do', preview: '{{review.cycle}}', body: 'Hello.' }),
    ).rejects.toMatchObject({ code: 'letter_field_missing' })
    await word('review-to-do', { subject: '{{review.cycle}}', body: 'Hello.' })
  })

  it('cannot be given to letters that open an account or warn of somebody in it', async () => {
    for (const template of closedTemplates) {
      await expect(word(template, { subject: 'Click here' })).rejects.toMatchObject({ code: 'letter_closed' })
      await sql`insert into letter_text (organization_id, template, language, words, from_version, from_words, changed_by, changed_at)
        values (${c.organizationId}, ${template}, 'en', ${JSON.stringify({ ...ours(template), subject: 'Click here' })}::jsonb, 1, '{}', ${w.people.lead}, ${c.clock.now()})`.execute(
        c.db,
      )
      expect((await letter(template)).subject).not.toBe('Click here')
    }
    expect((await list(lead, {})).letters.filter((one) => one.closed).map((one) => one.template)).toEqual([
      ...closedTemplates,
    ])
  })

  it('hold no markup: what looks like it is shown', async () => {
    await word('feedback-received', {
      body: 'A <b>bold</b> <img src=x onerror=alert(1)> word',
      subject: '<script>alert(1)</script>',
    })
    const { html, subject } = await letter('feedback-received')
    expect(html).not.toMatch(/<script|<img|<b>/)
    expect(html).toContain('&lt;img')
    expect(subject).toBe('<script>alert(1)</script>')
  })

  it('are whole for each role in each language, in each open letter', async () => {
    for (const template of openTemplates) {
      for (const language of languages) {
        const own = { ...ours(template, language), subject: `${ours(template, language).subject} ·` }
        await word(template, own, language)
        for (const part of parts.slice(0, 4)) {
          const { subject, text, html } = await preview(lead, { template, language, personId: w.people[part] })
          expect([template, language, subject.endsWith('·')]).toEqual([template, language, true])
          for (const said of [subject, text, html.replace(/<style>.*<\/style>/s, '')])
            expect(said).not.toMatch(/\{\{|\}\}|\bundefined\b|\[object|\bNaN\b/)
        }
      }
    }
  }, 60_000)

  it('that turn out to lack a value give way to ours: nothing leaves broken, and nothing stays away', async () => {
    await sql`insert into letter_text (organization_id, template, language, words, from_version, from_words, changed_by, changed_at)
      values (${c.organizationId}, 'review-shared', 'en', ${JSON.stringify({ ...ours('review-shared'), body: 'Hello {{person.shoe}}' })}::jsonb, 1, '{}', ${w.people.lead}, ${c.clock.now()})`.execute(
      c.db,
    )
    const { text } = await letter('review-shared')
    expect(text).not.toContain('{{')
    expect(text).toContain('shared')
  })

  it('of two who write at once only one is kept', async () => {
    const first = await word('review-shared', { subject: 'One: {{review.cycle}}' })
    const at = first.texts.find((one) => one.language === 'en')!.own!.at
    await expect(word('review-shared', { subject: 'Two: {{review.cycle}}' })).rejects.toMatchObject({
      code: 'conflict',
    })
    base.clock.forward({ minutes: 1 })
    await word('review-shared', { subject: 'Two: {{review.cycle}}' }, 'en', at)
    await expect(word('review-shared', { subject: 'Three: {{review.cycle}}' }, 'en', at)).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('say when ours have changed since, and what ours were', async () => {
    await word('review-shared', { subject: 'Mine: {{review.cycle}}' })
    await sql`update letter_text set from_words = from_words || '{"body": "What it said before"}' where organization_id = ${c.organizationId}`.execute(
      c.db,
    )
    const { own } = (await get(lead, { template: 'review-shared' })).texts.find((one) => one.language === 'en')!
    expect(own).toMatchObject({
      stale: true,
      was: { body: 'What it said before' },
      words: { subject: 'Mine: {{review.cycle}}' },
    })
    // To keep mine is to write the same again: then it stands over ours of today.
    const kept = await save(lead, { template: 'review-shared', language: 'en', words: own!.words, over: own!.at })
    expect(kept.texts.find((one) => one.language === 'en')!.own).toMatchObject({ stale: false, was: null })
  })

  it('leave an event with the names of what changed, never the words', async () => {
    await word('review-shared', { subject: 'A secret plan: {{review.cycle}}' })
    const { rows } = await sql<{
      data: object
    }>`select data from event where organization_id = ${c.organizationId} and type = 'letter.worded'`.execute(c.db)
    expect(rows).toEqual([{ data: { template: 'review-shared', language: 'en', changed: ['subject'] } }])
  })
})
