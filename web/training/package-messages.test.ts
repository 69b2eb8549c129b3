import { expect, it } from 'vitest'
import { cmiOf, messageOf, newKeeper, wayOf } from './package-messages.ts'

it('hears nothing but five words', () => {
  for (const is of ['ready', 'kept', 'go', 'left', 'ended']) expect(messageOf({ belay: 1, is })).toBe(is)
  for (const no of [null, 1, 'kept', [], {}, { is: 'kept' }, { belay: '1', is: 'kept' }, { belay: 1, is: 'begin' }])
    expect(messageOf(no)).toBeNull()
})

it('goes where a part may ask to go, and nowhere else', () => {
  expect(wayOf({ to: 'next' })).toEqual({ go: 'next' })
  expect(wayOf({ to: 'choice', target: 'b' })).toEqual({ partId: 'b' })
  for (const no of [
    {},
    { to: 'choice' },
    { to: 'choice', target: 1 },
    { to: 'choice', target: 'x'.repeat(201) },
    { to: 'https://evil.example' },
  ])
    expect(wayOf(no)).toBeNull()
})

it('takes values alone, and of those nothing that somebody answered', () => {
  for (const no of [null, [], 'x', { a: 1 }, { a: {} }]) expect(cmiOf(no)).toBeNull()
  const long = 'x'.repeat(70_000)
  expect(
    cmiOf({
      'cmi.location': '3',
      'cmi.exit': '',
      other: long,
      [`cmi.${'n'.repeat(120)}`]: 'x',
      'cmi.interactions.0.learner_response': long,
      'cmi.comments': long,
      'cmi.comments_from_learner.0.comment': long,
    }),
  ).toEqual({ said: { 'cmi.location': '3' }, cut: false })
})

it('leaves out what is more than any course needs, says so, and takes the rest', () => {
  const result = { 'cmi.completion_status': 'completed' }
  expect(cmiOf({ 'cmi.suspend_data': 'x'.repeat(64_001), ...result })).toEqual({ said: result, cut: true })
  const many = Object.fromEntries(Array.from({ length: 1501 }, (_, i) => [`cmi.objectives.${i}.id`, 'x']))
  const some = cmiOf({ ...result, ...many })!
  expect([Object.keys(some.said).length, some.said['cmi.completion_status'], some.cut]).toEqual([
    1500,
    'completed',
    true,
  ])
  const heavy = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`cmi.objectives.${i}.id`, 'x'.repeat(60_000)]))
  const light = cmiOf({ ...heavy, ...result })!
  expect([Object.keys(light.said).length, light.said['cmi.completion_status'], light.cut]).toEqual([
    5,
    'completed',
    true,
  ])
})

it('saves a flood as its first and its last word', async () => {
  const saved: unknown[] = []
  const rests: (() => void)[] = []
  const keeper = newKeeper(
    async (said) => void saved.push(said['a']),
    () => {},
    (_, run) => void rests.push(run),
  )
  for (let i = 0; i < 10_000; i++) keeper.take({ a: String(i) })
  await keeper.end()
  expect(saved).toEqual(['0', '9999'])
  // What was kept already is not sent again.
  keeper.take({ a: '9999' })
  await keeper.end()
  expect(saved).toHaveLength(2)
})

it('keeps what could not be saved for the next try', async () => {
  const saved: unknown[] = []
  const errors: unknown[] = []
  let down = true
  const keeper = newKeeper(
    async (said) => {
      if (down) throw new Error('offline')
      saved.push(said['a'])
    },
    (error) => errors.push(error),
    () => {},
  )
  keeper.take({ a: '1' })
  await keeper.end()
  expect(errors).toHaveLength(2)
  down = false
  await keeper.end()
  expect(saved).toEqual(['1'])
})
