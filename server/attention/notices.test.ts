/** The one list of kinds holds for everything that is sent, worded and chosen. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { languages, type Language } from '../../contract/library.ts'
import {
  closedTemplates,
  dailyTemplate,
  inAppOnly,
  kindOfTemplate,
  noticeKindIds,
  noticeKinds,
  noticeParts,
  openTemplates,
  requiredFields,
} from '../../contract/notice-kinds.ts'
import { template, templates } from '../library/library.ts'
import { modules } from '../modules.ts'

type Words = {
  mail: { kinds: Record<string, string> }
  notices: Record<string, Record<string, string>>
  inbox: { kind: Record<string, string> }
}
const words = (language: Language) =>
  JSON.parse(readFileSync(new URL(`../../web/attention/words/${language}.json`, import.meta.url), 'utf8')) as Words

describe('the list of kinds', () => {
  test('names every kind of letter that a module writes, and no other', () => {
    const written = modules.flatMap((m) => Object.keys(m.letters ?? {}))
    expect(noticeKindIds.toSorted()).toEqual(written.toSorted())
  })

  test('names every text of the house, each once', () => {
    const shipped = readdirSync(new URL('../../library/transactional', import.meta.url))
    const named = [dailyTemplate, ...noticeKindIds.flatMap((id) => noticeKinds[id].templates)]
    expect(named.toSorted()).toEqual(shipped.toSorted())
    expect([...openTemplates, ...closedTemplates].toSorted()).toEqual(shipped.toSorted())
    for (const id of shipped) expect(template(id).texts.map((text) => text.language)).toEqual([...languages])
    expect(
      templates()
        .filter((t) => t.kind === 'transactional')
        .map((t) => t.id)
        .toSorted(),
    ).toEqual(shipped.toSorted())
  })

  test('names every notice of the app, each once', () => {
    const named = [
      ...noticeKindIds.flatMap((id) => noticeKinds[id].notices),
      ...noticeParts.flatMap((part) => inAppOnly[part] ?? []),
    ]
    // A message of the program brings its own subject; check-ins of the first release were told of in one way.
    expect(named.filter((id) => id !== 'message').toSorted()).toEqual(
      Object.keys(words('en').inbox.kind)
        .filter((id) => id !== 'checkin')
        .toSorted(),
    )
  })

  test.each(languages)('says in %s what each is and when it comes', (language) => {
    const said = words(language)
    expect(Object.keys(said.mail.kinds).toSorted()).toEqual(noticeKindIds.toSorted())
    expect(Object.keys(said.notices['when']!).toSorted()).toEqual([...noticeKindIds, 'daily'].toSorted())
    expect(Object.keys(said.notices['part']!).toSorted()).toEqual(noticeParts.toSorted())
    expect(Object.keys(said.notices['appOnly']!).toSorted()).toEqual(['title', ...Object.keys(inAppOnly)].toSorted())
  })

  test('a text offers fewer letters exactly where its kind can be switched off', () => {
    const front = (id: string) =>
      /^fewer: (true|false)$/m.exec(
        readFileSync(new URL(`../../library/transactional/${id}/en.md`, import.meta.url), 'utf8'),
      )![1]
    for (const id of [...openTemplates, ...closedTemplates]) {
      const kind = kindOfTemplate(id)
      expect([id, front(id)]).toEqual([id, String(kind === null || noticeKinds[kind].grade !== 'needed')])
    }
  })

  test('security letters are needed, closed, and never wait; only what may be switched off may wait', () => {
    for (const id of noticeKindIds) {
      const { part, grade, daily, hours } = noticeKinds[id]
      if (part === 'account') expect([id, grade, hours]).toEqual([id, 'needed', 'any'])
      if (grade === 'needed') expect([id, daily]).toEqual([id, null])
      // Whoever may be made to wait is never written to at night.
      if (daily !== null) expect([id, hours]).toEqual([id, 'working'])
    }
    expect(closedTemplates).toEqual(
      expect.arrayContaining(['sign-in-link', 'first-admin-link', 'session-ended', 'token-created']),
    )
  })

  test('every open text names the fields that own words have to keep, in every language', () => {
    for (const id of openTemplates) {
      expect(requiredFields).toHaveProperty(id)
      for (const text of template(id).texts)
        expect([id, text.language, text.fields]).toEqual([
          id,
          text.language,
          expect.arrayContaining([...requiredFields[id]!]),
        ])
    }
  })
})
