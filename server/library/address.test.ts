/** Formal or informal, as the company chose: in previews, letters and messages, and back to formal where no such text stands. */
import { sql } from 'kysely'
import { beforeEach, expect, it } from 'vitest'
import { twoForms } from '../../contract/library.ts'
import { createOrganization } from '../access/access.ts'
import { houseOf } from '../attention/attention.ts'
import { letterIn } from '../attention/writing.ts'
import { textIn } from '../campaigns/words.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { testBase } from '../platform/testing.ts'
import { address, chooseAddress } from './address.ts'
import { exampleFacts, informalLanguages, templates } from './library.ts'
import { get, preview } from './reading.ts'

let c: Context
let other: Context

beforeEach(async () => {
  const base = await testBase()
  const make = async (slug: string) => {
    const made = await createOrganization(base, {
      name: `Company ${slug}`,
      slug,
      admin: `admin@${slug}.example`,
      timeZone: 'Europe/Berlin',
    })
    const context = contextFor(base, made.id, 'operator')
    const { rows } = await sql<{ id: string }>`
      insert into person (organization_id, employee_number, given_name, family_name, full_name, email, email_key, created_at)
      values (${made.id}, '1', 'Maja', 'Brandt', 'Maja Brandt', ${`m@${slug}.example`}, ${`m@${slug}.example`}, ${context.clock.now()}) returning id`.execute(
      context.db,
    )
    return {
      ...context,
      viewer: { ...context.viewer, personId: rows[0]!.id, roles: ['lead'] as const, locale: 'de-DE' },
    }
  }
  c = await make('one')
  other = await make('two')
})

const reader = { fullName: 'Maja Brandt', givenName: 'Maja', locale: 'de-DE', timeZone: 'Europe/Berlin' }
const letter = async (context: Context, template = 'desk-answered') =>
  letterIn(context, await houseOf(context), reader, {
    template,
    facts: { ...exampleFacts('de'), person: { name: 'Maja Brandt', givenName: 'Maja' } },
  })

it('is formal until somebody chooses, and then informal for that company and language alone', async () => {
  expect((await letter(c)).text).toContain('Guten Tag Maja Brandt,')
  await chooseAddress(c, { language: 'de', informal: true })
  const said = await letter(c)
  expect(said.text).toContain('Hallo Maja,')
  expect(said.subject).toContain('deine Frage')
  expect(said.html).toContain('welche Briefe du erhältst')
  expect((await letter(other)).text).toContain('Guten Tag Maja Brandt,')
  expect([...(await informalLanguages(c))]).toEqual(['de'])
  await chooseAddress(c, { language: 'de', informal: false })
  expect((await letter(c)).text).toContain('Guten Tag Maja Brandt,')
})

it('shows a lead what readers get, and starts a message from it', async () => {
  await chooseAddress(c, { language: 'de', informal: true })
  expect((await preview(c, { id: 'sponsor-announcement', language: 'de' })).text).toContain('Hallo Maya,')
  const german = (await get(c, { id: 'sponsor-announcement' })).texts.find((text) => text.language === 'de')!
  expect(german.preview).toBe('Was sich ändert, was nicht und worum ich dich bitte.')
  const { informal } = await houseOf(c)
  expect(textIn({ template: 'sponsor-announcement', texts: {} }, 'de', informal).informal).toBe(true)
  // What somebody wrote for a message stays as they wrote it.
  const own = { subject: 'Für Sie', preview: 'Kurz.', body: 'Guten Tag.', actionLabel: null }
  expect(textIn({ template: 'sponsor-announcement', texts: { de: own as never } }, 'de', informal).body).toBe(
    'Guten Tag.',
  )
})

it('keeps a text formal, whole and with a formal foot, where no informal one stands', async () => {
  await chooseAddress(c, { language: 'de', informal: true })
  const { languages } = await address(c)
  const german = languages.find((one) => one.language === 'de')!
  const formal = german.formalOnly[0]!
  const said = await preview(c, { id: formal.id, language: 'de' })
  expect(said.text).toContain('Guten Tag Maya Lindner,')
  expect(said.html).not.toMatch(/\bdeinem Posteingang|\bdu erhältst/)
})

it('says how many texts stand in both ways, and which do not', async () => {
  const { languages } = await address(c)
  expect(languages.map((one) => one.language)).toEqual([...twoForms])
  for (const one of languages) {
    expect(one.messages.all + one.letters.all).toBe(templates().length)
    expect(one.messages.informal + one.letters.informal + one.formalOnly.length).toBe(templates().length)
  }
  for (const one of languages) {
    expect(one.letters.informal).toBeGreaterThanOrEqual(60)
    expect(one.messages.informal).toBeGreaterThanOrEqual(20)
  }
})

it('leaves one trace for each change, and none where nothing changed', async () => {
  for (const informal of [true, true, false, false]) await chooseAddress(c, { language: 'fr', informal })
  const { rows } = await sql<{ data: { address: string } }>`select data from event
    where organization_id = ${c.organizationId} and type = 'letter.addressed'`.execute(c.db)
  expect(rows.map((row) => row.data.address).toSorted()).toEqual(['formal', 'informal'])
})
