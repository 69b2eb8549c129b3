import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { limits, unpack } from './archive.ts'
import { readPackage } from './manifest.ts'
import { manifestOf, zipOf } from './testing-package.ts'

const read = async (bytes: Buffer) => readPackage(await unpack(bytes), 'en').manifest
const refused = async (bytes: Buffer) => {
  const error = await read(bytes).then(
    () => null,
    (e: { code?: string; message: string }) => e,
  )
  return error?.code ?? error
}
const page = { 'index.html': '<h1>Hello</h1>' }

/** The same name, twice as long or short as the file says: written over in the finished zip. */
function renamed(zip: Buffer, from: string, to: string): Buffer {
  expect(Buffer.byteLength(to)).toBe(Buffer.byteLength(from))
  const made = Buffer.from(zip)
  for (let at = made.indexOf(from); at >= 0; at = made.indexOf(from, at + 1)) made.write(to, at)
  return made
}

describe('a package', () => {
  it('is read as SCORM 1.2 and 2004 with its title, its parts in order and what they want to be told', async () => {
    const items = [
      {
        id: 'a',
        title: 'First & last',
        file: 'one/index.html',
        mastery: 80,
        more: '<adlcp:datafromlms>level=2</adlcp:datafromlms>',
      },
      { id: 'b', title: 'To read', file: 'index.html', reports: false },
    ]
    const files = { ...page, 'one/index.html': '<h1>One</h1>' }
    for (const kind of ['scorm12', 'scorm2004'] as const) {
      const made = await read(
        await zipOf('', { 'imsmanifest.xml': manifestOf('Safety < first', items, kind), ...files }),
      )
      expect(made).toEqual({
        kind,
        title: 'Safety < first',
        parts: [
          {
            id: 'a',
            title: 'First & last',
            file: 'one/index.html',
            search: '',
            reports: true,
            launchData: 'level=2',
            mastery: 0.8,
            within: [],
          },
          {
            id: 'b',
            title: 'To read',
            file: 'index.html',
            search: '',
            reports: false,
            launchData: '',
            mastery: null,
            within: [],
          },
        ],
        sequence: null,
      })
    }
  })

  it('may lie in a folder, be written with backslashes, in another encoding, with bases and parameters', async () => {
    const base = manifestOf('Über', [{ id: 'a', title: 'Über', file: 'start.htm?x=1' }])
    const manifest = base
      .replace('encoding="UTF-8"', 'encoding="iso-8859-1"')
      .replace('<resources>', '<resources xml:base="content/">')
      .replace('identifierref="r-a"', 'identifierref="r-a" parameters="?page=2"')
    const zip = await zipOf('', {
      'Kurs/imsmanifest.xml': Buffer.from(manifest, 'latin1'),
      'Kurs/content/start.htm': 'x',
      '__MACOSX/._junk': 'x',
    })
    expect(await read(zip)).toMatchObject({
      title: 'Über',
      parts: [{ file: 'content/start.htm', search: '?x=1&page=2' }],
    })
    const slashes = renamed(
      await zipOf('', {
        'imsmanifest.xml': manifestOf('x', [{ id: 'a', title: 'x', file: 'a/b.html' }]),
        'a|b.html': 'x',
      }),
      'a|b.html',
      'a\\b.html',
    )
    expect((await read(slashes)).parts[0]!.file).toBe('a/b.html')
  })

  it('is refused where its file is none, is damaged, or is locked', async () => {
    const whole = await zipOf('Course')
    expect(await refused(Buffer.from('<html>'))).toBe('package_zip')
    expect(await refused(whole.subarray(0, whole.length - 40))).toBe('package_zip')
    const damaged = Buffer.from(whole)
    damaged[60] = damaged[60]! ^ 0xff
    expect(await refused(damaged)).toBe('package_zip')
    const locked = Buffer.from(whole)
    for (let at = locked.indexOf('PK\x01\x02'); at >= 0; at = locked.indexOf('PK\x01\x02', at + 1))
      locked[at + 8] = locked[at + 8]! | 1
    expect(await refused(locked)).toBe('package_locked')
  })

  it('is refused where a name leads out of it, in whichever way', async () => {
    for (const bad of [
      '../../b.html',
      '/etc/b.html1',
      'C:/ab/b.html',
      'a/../../b.ht',
      'a\\..\\..\\b.h',
      'a/b\u0000c.html1',
      './aa/bb.html',
    ]) {
      const stand = 'q'.repeat(Buffer.byteLength(bad))
      const zip = renamed(await zipOf('', { 'imsmanifest.xml': manifestOf('x'), ...page, [stand]: 'x' }), stand, bad)
      expect(await refused(zip), bad).toBe('package_path')
    }
    // Letters that are neither UTF-8 nor what any page would name.
    const zip = await zipOf('', { 'imsmanifest.xml': manifestOf('x'), ...page, 'qq.html': 'x' })
    for (let at = zip.indexOf('qq.html'); at >= 0; at = zip.indexOf('qq.html', at + 1)) zip[at] = 0xff
    expect(await refused(zip)).toBe('package_path')
  })

  it('is refused with links, and with names that are the same to some file systems', async () => {
    const zip = await zipOf('', { 'imsmanifest.xml': manifestOf('x'), ...page, link: '/etc/passwd' })
    const entry = zip.lastIndexOf('link') - 46
    zip.writeUInt32LE((0o120777 << 16) >>> 0, entry + 38)
    expect(await refused(zip)).toBe('package_path')
    expect(await refused(await zipOf('', { 'imsmanifest.xml': manifestOf('x'), ...page, 'INDEX.html': 'x' }))).toBe(
      'package_twice',
    )
  })

  it('is refused where it is too much, whatever it says of its size', async () => {
    const many = Object.fromEntries(Array.from({ length: limits.files + 1 }, (_, i) => [`f${i}`, '']))
    expect(await refused(await zipOf('', many))).toBe('package_files')
    const bomb = await zipOf('', { 'imsmanifest.xml': manifestOf('x'), big: Buffer.alloc(limits.unpacked) })
    expect(bomb.length).toBeLessThan(limits.unpacked / 500)
    expect(await refused(bomb)).toBe('package_size')
    // It says ten bytes and unpacks to a megabyte.
    const lie = await zipOf('', { 'imsmanifest.xml': manifestOf('x'), ...page, big: Buffer.alloc(1024 * 1024) })
    expect(deflateRawSync(Buffer.alloc(1024)).length).toBeLessThan(100)
    lie.writeUInt32LE(10, lie.lastIndexOf('big') - 46 + 24)
    expect(await refused(lie)).toBe('package_zip')
  })

  it('is refused where its manifest is missing, cannot be read, is of another kind, or begins elsewhere', async () => {
    expect(await refused(await zipOf('', page))).toBe('package_manifest_missing')
    expect(await refused(await zipOf('', { 'a/imsmanifest.xml': manifestOf('x'), 'index.html': '' }))).toBe(
      'package_manifest_missing',
    )
    const of = async (manifest: string | Buffer) => refused(await zipOf('', { 'imsmanifest.xml': manifest, ...page }))
    expect(await of('<html></html>')).toBe('package_manifest')
    expect(await of('not xml at all')).toBe('package_manifest')
    expect(await of(Buffer.from([0x3c, 0x6d, 0xff, 0xff]))).toBe('package_manifest')
    expect(await of('<!DOCTYPE m [<!ENTITY a "b">]>' + manifestOf('x').slice(38))).toBe('package_manifest')
    expect(await of(manifestOf('x', []))).toBe('package_manifest')
    // A few bytes that ask for much: elements in elements, and a million of them.
    const within = (inside: string) => manifestOf('x').replace('</organization>', `${inside}</organization>`)
    const deep = (name: string) => `<${name}>`.repeat(100_000) + `</${name}>`.repeat(100_000)
    for (const name of ['item', 'title', 'x']) expect(await of(within(deep(name)))).toBe('package_manifest')
    expect(await of(within('<x/>'.repeat(1_000_000)))).toBe('package_manifest')
    expect(await refused(await zipOf('', { 'cmi5.xml': `<courseStructure>${deep('block')}</courseStructure>` }))).toBe(
      'package_manifest',
    )
    // What stands in a description is no element.
    const words = `<x><![CDATA[${'<br>'.repeat(500)}]]></x>${'<x y="a>b"/>'.repeat(500)}`
    expect(await of(within(words))).toBeNull()
    expect(
      await of(
        manifestOf('x', [
          { id: 'a', title: 'x', file: 'index.html' },
          { id: 'a', title: 'x', file: 'index.html' },
        ]),
      ),
    ).toBe('package_manifest')
    expect(await of(manifestOf('x').replace('>1.2<', '>1.3.1 beta<'))).toBe('package_kind')
    const from = (file: string) => of(manifestOf('x', [{ id: 'a', title: 'x', file }]))
    expect(await from('gone.html')).toBe('package_start')
    expect(await from('../index.html')).toBe('package_start')
    expect(await from('%2e%2e/index.html')).toBe('package_start')
    for (const out of ['https://evil.example/x', '//evil.example/x', 'javascript:alert(1)', 'data:text/html,x'])
      expect(await from(out), out).toBe('package_outside')
  })
})
