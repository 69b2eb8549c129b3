import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { languages } from '../../contract/library.ts'
import { createOrganization } from '../access/access.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { testBase } from '../platform/testing.ts'
import { get, getCodeSheet, getStarters, list, listAgendas, listMistakes, listPolicies, preview } from './reading.ts'

let c: Context
let stranger: Context
let reader: string

async function person(c: Context, name: string, locale: string): Promise<string> {
  const key = `${locale}@reader.example`
  const { rows } = await sql<{
    id: string
  }>`insert into person (organization_id, employee_number, given_name, family_name, full_name, email, email_key, created_at)
    values (${c.organizationId}, ${locale}, ${name}, '', ${name}, ${key}, ${key}, ${c.clock.now()}) returning id`.execute(
    c.db,
  )
  await sql`insert into roster (organization_id, person_id, employed, employee_number, full_name, given_name, family_name, sort_name, search, email,
      locale, time_zone, present_since, seq, last_seq, depth, direct_reports, all_reports)
    values (${c.organizationId}, ${rows[0]!.id}, true, ${locale}, ${name}, ${name}, '', ${name}, ${name}, ${key}, ${locale}, 'Europe/Madrid', '2020-01-01', 1, 1, 0, 0, 0)`.execute(
    c.db,
  )
  return rows[0]!.id
}

beforeAll(async () => {
  const base = await testBase()
  const make = async (slug: string) => {
    const made = await createOrganization(base, {
      name: `Company <${slug}>`,
      slug,
      admin: `admin@${slug}.example`,
      timeZone: 'Europe/Berlin',
    })
    const context = contextFor(base, made.id, 'operator')
    return { ...context, viewer: { ...context.viewer, roles: ['lead'] as const, locale: 'fr-CH' } }
  }
  c = await make('one')
  stranger = await make('two')
  reader = await person(c, 'Inés <b>{{7*7}}</b>', 'es-MX')
})

test('the list speaks the viewer’s language, and every field has a description and an example', async () => {
  const answer = await list(c, {})
  expect(answer.items.length).toBeGreaterThanOrEqual(15)
  expect(answer.items.find((i) => i.id === 'go-live-employees')).toMatchObject({
    kind: 'communication',
    languages: [...languages],
    subject: '{{program.name}} commence aujourd’hui',
  })
  for (const field of answer.fields) expect([field.about, field.example]).not.toContain('')
  expect((await list(c, { language: 'de' })).items[0]!.title).not.toBe(answer.items[0]!.title)
  expect((await get(c, { id: 'sign-in-link' })).texts.map((t) => t.language)).toEqual([...languages])
})

test('a preview for a real reader is in their language, with their name as letters and the program as it is being designed', async () => {
  const letter = await preview(c, {
    id: 'sponsor-announcement',
    personId: reader,
    program: { name: 'Faro & Cía', why: 'Porque sí.\n\nY punto.', accent: '#ffcc00' },
  })
  expect(letter).toMatchObject({ language: 'es', chosenBy: 'language', subject: 'Por qué empezamos Faro & Cía' })
  expect(letter.html).toContain('Inés &lt;b&gt;{{7*7}}&lt;/b&gt;')
  expect(letter.html).toContain('Company &lt;one&gt;')
  expect(letter.html).toContain('Porque sí.<br><br>Y punto.')
  expect(letter.text).toContain('Buenos días, Inés <b>{{7*7}}</b>:')
})

test('without a reader it is the example’s, in the viewer’s language or the one asked for', async () => {
  expect(await preview(c, { id: 'go-live-managers' })).toMatchObject({ language: 'fr', chosenBy: 'language' })
  expect(await preview(c, { id: 'go-live-managers', language: 'de' })).toMatchObject({
    language: 'de',
    chosenBy: 'asked',
    subject: 'Kompass beginnt heute für Ihr Team',
  })
})

test('a reader of another company does not exist, and neither does a template nobody wrote', async () => {
  await expect(preview(stranger, { id: 'go-live-managers', personId: reader })).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(preview(c, { id: 'nothing' })).rejects.toMatchObject({ code: 'not_found' })
})

test('a reader without a manager gets no letter that names one', async () => {
  const letter = await preview(c, { id: 'first-check-in', personId: reader })
  expect(letter.text).not.toContain('Ingrid Solberg')
})

test('policies, agendas, mistakes and starting ideas come in the viewer’s language', async () => {
  expect((await listPolicies(c, {})).items.map((p) => p.title)).toContain('Nos attentes mutuelles')
  // What one needs most often stands first, here and with the policies.
  expect((await listAgendas(c, { language: 'en' })).items.map((a) => a.id).slice(0, 3)).toEqual([
    'quick',
    'full',
    'first',
  ])
  expect((await listPolicies(c, {})).items.map((p) => p.id).slice(0, 2)).toEqual([
    'expectations-everyone',
    'expectations-managers',
  ])
  expect((await listMistakes(c, { language: 'en' })).items).toHaveLength(7)
  expect(await getCodeSheet(c, { language: 'de', validUntil: '2026-12-31' })).toMatchObject({
    title: 'Ihr Anmeldecode',
    validUntil: 'Der Code gilt bis Donnerstag, 31. Dezember 2026.',
  })
  expect((await getStarters(c, { language: 'es' })).names[0]!.name).toBe('Brújula')
})
