import { describe, expect, it } from 'vitest'
import { unpack } from './archive.ts'
import { inLanguage } from './cmi5-structure.ts'
import { readPackage } from './manifest.ts'
import { cmi5Of, type Unit, zipOf } from './testing-package.ts'

const page = { 'index.html': '<h1>Hello</h1>' }
const read = async (xml: string | Buffer, files: Record<string, string> = page) =>
  readPackage(await unpack(await zipOf('', { 'cmi5.xml': xml, ...files })), 'en').manifest
const refused = async (xml: string | Buffer, files: Record<string, string> = page) => {
  const error = await read(xml, files).then(
    () => null,
    (e: { code?: string; params?: { what?: string } }) => e,
  )
  return [error?.code, error?.params?.what].filter(Boolean).join(': ')
}
const of = (more: Partial<Unit>) =>
  cmi5Of('x', [{ id: 'https://example.com/a', title: 'A', url: 'index.html', ...more }])

describe('a course of cmi5', () => {
  it('is read with its blocks, units, rules, titles in their languages and what they want to be told', async () => {
    const xml = cmi5Of(
      'Safety & more',
      [
        {
          id: 'https://example.com/a',
          title: 'First',
          url: ' \n<![CDATA[ one/start.html?x=1&y=2 ]]>\n ',
          moveOn: 'CompletedAndPassed',
          mastery: '0.85',
          attributes: ' launchMethod="OwnWindow" activityType="http://adlnet.gov/expapi/activities/media"',
          more: '<launchParameters> level=2,\n fast </launchParameters><entitlementKey>key-1</entitlementKey><x:own xmlns:x="urn:x"/>',
        },
      ],
      [
        {
          id: 'https://example.com/b',
          title: 'Block',
          units: [{ id: 'https://example.com/c', title: 'In it', url: 'index.html' }],
        },
      ],
    ).replace(
      '<langstring lang="en">First<',
      '<langstring lang="de-DE">Erstens</langstring><langstring lang="en">First<',
    )
    const made = await read(xml, { ...page, 'one/start.html': 'x' })
    expect(made).toMatchObject({ kind: 'cmi5', title: 'Safety & more', about: 'About Safety & more' })
    expect(made.parts).toMatchObject([
      {
        id: 'au-1',
        title: 'First',
        file: 'one/start.html',
        search: '?x=1&y=2',
        mastery: 0.85,
        within: [],
        unit: {
          publisherId: 'https://example.com/a',
          moveOn: 'CompletedAndPassed',
          launchMethod: 'OwnWindow',
          launchParameters: 'level=2,\n fast',
          entitlementKey: 'key-1',
          titles: { 'de-DE': 'Erstens', en: 'First' },
        },
      },
      {
        id: 'au-2',
        within: ['Block'],
        mastery: null,
        unit: { moveOn: 'NotApplicable', blocks: [0], launchMethod: 'AnyWindow' },
      },
    ])
    expect(made.structure).toMatchObject({
      publisherId: 'https://example.com/course',
      blocks: [{ publisherId: 'https://example.com/b', titles: { en: 'Block' } }],
    })
    expect(inLanguage(made.parts[0]!.unit!.titles, 'de-AT')).toBe('Erstens')
    expect(inLanguage(made.parts[0]!.unit!.titles, 'fr')).toBe('First')
  })

  it('may have more than a thousand units', async () => {
    const units = Array.from({ length: 1200 }, (_, i) => ({
      id: `https://example.com/${i}`,
      title: `${i}`,
      url: 'index.html',
    }))
    expect((await read(cmi5Of('x', units))).parts).toHaveLength(1200)
  })

  it('is refused where its content is not inside, in whichever way', async () => {
    for (const url of [
      'https://evil.example/x',
      '//evil.example/x',
      'javascript:alert(1)',
      'data:text/html,x',
      'app://x',
    ])
      expect(await refused(of({ url })), url).toBe('package_outside')
    for (const url of ['gone.html', '../index.html', '%2e%2e/index.html', '?x=1', '%ff'])
      expect(await refused(of({ url })), url).toBe('package_start')
    expect(await refused(of({ url: '' }))).toContain('has no address')
  })

  it('is refused where it could not be launched or counted, and says what is wrong', async () => {
    expect(await refused(of({ url: 'index.html?fetch=x' }))).toContain('uses the name fetch')
    expect(await refused(of({ moveOn: 'Perhaps' }))).toContain('moveOn')
    for (const mastery of ['1.5', '-1', 'NaN', 'much'])
      expect(await refused(of({ mastery })), mastery).toContain('masteryScore')
    expect(await refused(of({ attributes: ' launchMethod="Popup"' }))).toContain('launchMethod')
    for (const id of ['', 'no iri', '12']) expect(await refused(of({ id })), id).toContain('IRI')
    const two = [
      { id: 'https://example.com/a', title: 'A', url: 'index.html' },
      { id: 'https://example.com/a', title: 'B', url: 'index.html' },
    ]
    expect(await refused(cmi5Of('x', two))).toContain('same id')
    expect(await refused(cmi5Of('x', []))).toContain('nothing that can be opened')
    expect(
      await refused(cmi5Of('x', [two[0]!], [{ id: 'https://example.com/b', title: 'Empty', units: [] }])),
    ).toContain('holds nothing')
    expect(await refused(cmi5Of('x').replaceAll('courseStructure', 'course'))).toContain('does not begin with')
    expect(await refused('<!DOCTYPE m [<!ENTITY a "b">]>' + cmi5Of('x').slice(38))).toContain('entities')
    expect(await refused(Buffer.from([0x3c, 0x6d, 0xff, 0xff]))).toContain('package_manifest')
    const deep = cmi5Of('x').replace(
      '</courseStructure>',
      `${'<block id="https://example.com/d">'.repeat(60)}${'</block>'.repeat(60)}</courseStructure>`,
    )
    expect(await refused(deep)).toContain('fifty')
  })
})
