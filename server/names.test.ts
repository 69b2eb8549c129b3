import { expect, test } from 'vitest'
import { access } from '../contract/access.ts'
import { audiences } from '../contract/audiences.ts'
import { campaigns } from '../contract/campaigns.ts'
import { groupChange } from '../contract/design.ts'
import { program, waves } from '../contract/program.ts'

const brand = { name: '', tagline: '', accent: '#3157c4', logoFileId: null }
const id = '0198f0a0-0000-7000-8000-000000000001'
const takers: [string, (name: string) => boolean | undefined][] = [
  ['a token', (name) => access.createToken.body?.safeParse({ name }).success],
  ['somebody from outside', (name) => access.addOutsider.body?.safeParse({ name, email: 'a@b.example' }).success],
  ['an audience', (name) => audiences.create.body?.safeParse({ name, rule: { everyone: true } }).success],
  ['an audience that changes', (name) => audiences.update.body?.safeParse({ name }).success],
  ['a program', (name) => program.create.body?.safeParse({ name, leadId: id }).success],
  ['a brand', (name) => groupChange.safeParse({ group: 'brand', revision: 0, value: { ...brand, name } }).success],
  ['a wave', (name) => waves.create.body?.safeParse({ name, audienceId: null }).success],
  [
    'a message',
    (subject) =>
      campaigns.update.body?.safeParse({
        texts: { en: { subject, preview: '', body: 'x', actionLabel: null } },
        revision: 1,
      }).success,
  ],
]

test.each(takers)('%s has a name that can be read, on one line, and that turns no words around it', (_, takes) => {
  for (const name of ['Nord & Süd', 'צוות צפון', '北', '👩‍💻 Crew', 'a\u200fb', '  trimmed\n'])
    expect([name, takes(name)]).toEqual([name, true])
  for (const name of ['\u200b\u200d', 'Two\nlines', 'Two\u2028lines', 'evil\u202egnp', 'isle\u2066d', 'tab\there'])
    expect([name, takes(name)]).toEqual([name, false])
})

test('a draft may still be without a name', () => {
  expect(groupChange.safeParse({ group: 'brand', revision: 0, value: brand }).success).toBe(true)
})
