import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Heard, type Launch, meets, objection, satisfiedIn } from './cmi5-rules.ts'
import { keptOf, readStatement, type Statement } from './cmi5-statement.ts'
import { categories, extensions, type UnitVerb, verbs } from './cmi5-words.ts'

const launch: Launch = {
  sessionId: 'session',
  registration: '760e3480-ba55-4991-94b0-01820dbd23a2',
  actor: { objectType: 'Agent', account: { homePage: 'https://content.example', name: 'a1' } },
  activityId: 'urn:belay:package:x:au-1',
  publisherId: 'https://example.com/au',
  mode: 'Normal',
  mastery: 0.8,
}
const before: Heard = {
  session: new Set(['initialized']),
  registration: new Set(['initialized']),
  initializedAt: '2026-03-02T09:00:00.000Z',
  terminatedAt: null,
}
const nothing: Heard = { session: new Set(), registration: new Set(), initializedAt: null, terminatedAt: null }

const results: Record<string, object | undefined> = {
  initialized: undefined,
  completed: { completion: true, duration: 'PT1M' },
  passed: { success: true, duration: 'PT1M', score: { scaled: 0.9 } },
  failed: { success: false, duration: 'PT1M', score: { scaled: 0.2 } },
  terminated: { duration: 'PT2M' },
}
type Raw = ReturnType<typeof raw>
const raw = (verb: UnitVerb) => ({
  id: '11111111-1111-4111-8111-111111111111',
  actor: structuredClone(launch.actor) as Record<string, unknown>,
  verb: { id: verbs[verb] as string },
  object: { objectType: 'Activity', id: launch.activityId } as Record<string, unknown>,
  ...(results[verb] ? { result: structuredClone(results[verb]) as Record<string, unknown> } : {}),
  context: {
    registration: launch.registration,
    contextActivities: {
      grouping: [{ id: launch.publisherId }],
      category: [
        { id: categories.cmi5 },
        ...(['completed', 'passed', 'failed'].includes(verb) ? [{ id: categories.moveOn }] : []),
      ],
    },
    extensions: { [extensions.sessionId]: launch.sessionId } as Record<string, unknown>,
  },
  timestamp: '2026-03-02T09:05:00.000Z',
})
const of = (verb: UnitVerb, change: (one: Raw) => void = () => {}): Statement | string => {
  const one = raw(verb)
  change(one)
  return readStatement(one)
}
const wrong = (said: Statement | string, heard: Heard = before, at: Launch = launch) =>
  typeof said === 'string' ? said : objection(said, at, heard)

describe('what a unit may say', () => {
  it('is each of its words once, in their order', () => {
    expect(wrong(of('initialized'), nothing)).toBeNull()
    for (const verb of ['completed', 'passed', 'failed', 'terminated'] as const) {
      expect(wrong(of(verb)), verb).toBeNull()
      expect(wrong(of(verb), nothing), verb).toContain('first statement')
    }
    expect(wrong(of('initialized'))).toContain('was said in this session')
    expect(wrong(of('completed', (s) => (s.timestamp = '2026-03-02T08:59:59.000Z')))).toContain('before initialized')
    const after: Heard = {
      ...before,
      terminatedAt: '2026-03-02T09:04:00.000Z',
      session: new Set(['initialized', 'terminated']),
    }
    expect(wrong(of('completed'), after)).toContain('terminated')
    expect(
      wrong(
        of('completed', (s) => (s.timestamp = '2026-03-02T09:03:00.000Z')),
        after,
      ),
    ).toBeNull()
    const once: Heard = { ...before, registration: new Set(['initialized', 'completed', 'passed']) }
    for (const verb of ['completed', 'passed'] as const) expect(wrong(of(verb), once)).toContain('in this registration')
    expect(wrong(of('failed'), once)).toContain('may not follow passed')
    expect(wrong(of('passed'), { ...before, session: new Set(['initialized', 'failed']) })).toContain('exclude')
    for (const mode of ['Browse', 'Review'] as const)
      expect(wrong(of('passed'), before, { ...launch, mode })).toContain(mode)
  })

  it('is of this launch alone', () => {
    expect(wrong(of('completed', (s) => (s.context.registration = '00000000-0000-4000-8000-000000000000')))).toContain(
      'registration',
    )
    expect(wrong(of('completed', (s) => (s.context.extensions[extensions.sessionId] = 'other')))).toContain(
      'session id',
    )
    expect(wrong(of('completed', (s) => (s.context.contextActivities.grouping = [])))).toContain('grouping')
    expect(wrong(of('completed', (s) => (s.object['id'] = 'urn:other')))).toContain('object')
    const actor = (account: object) => of('completed', (s) => (s.actor = { objectType: 'Agent', ...account }))
    expect(wrong(actor({ account: { homePage: 'https://content.example', name: 'somebody' } }))).toContain('actor')
    expect(wrong(actor({ mbox: 'mailto:a@example.com' }))).not.toBeNull()
    expect(wrong(of('completed', (s) => (s.verb.id = 'http://adlnet.gov/expapi/verbs/voided')))).toContain('void')
    for (const verb of ['launched', 'satisfied', 'abandoned', 'waived'] as const)
      expect(wrong(of('completed', (s) => (s.verb.id = verbs[verb]))), verb).toContain('may not use this verb')
  })

  it('has the result that its word asks for', () => {
    expect(wrong(of('passed', (s) => (s.result!['score'] = { scaled: 0.7 })))).toContain('less than the mastery')
    expect(wrong(of('failed', (s) => (s.result!['score'] = { scaled: 0.8 })))).toContain('mastery score or more')
    expect(wrong(of('completed', (s) => (s.result!['score'] = { scaled: 1 })))).toContain('no score')
    expect(wrong(of('completed', (s) => delete s.result!['duration']))).toContain('duration')
    expect(wrong(of('completed', (s) => (s.result!['success'] = true)))).toContain('success')
    expect(wrong(of('passed', (s) => (s.result!['success'] = false)))).toContain('success')
    expect(wrong(of('passed', (s) => (s.context.contextActivities.category = [{ id: categories.cmi5 }])))).toContain(
      'moveon',
    )
    expect(wrong(of('passed', (s) => (s.context.extensions[extensions.masteryScore] = 0.1)))).toContain('mastery')
    for (const score of [{ raw: 5 }, { raw: 11, min: 0, max: 10 }, { raw: 1, min: 1, max: 1 }, { scaled: -0.1 }])
      expect(wrong(of('passed', (s) => (s.result!['score'] = score))), JSON.stringify(score)).not.toBeNull()
  })

  it('has the form of a statement, whatever else stands there', () => {
    for (const timestamp of ['yesterday', '2026-03-02T09:05:00+02:00', '2026-13-02T09:05:00Z', ''])
      expect(typeof of('completed', (s) => (s.timestamp = timestamp)), timestamp).toBe('string')
    expect(typeof of('completed', (s) => (s.id = 'x'))).toBe('string')
    expect(typeof of('completed', (s) => Object.assign(s, { attachments: [{}] }))).toBe('string')
    expect(typeof of('completed', (s) => (s.object = { objectType: 'Agent', mbox: 'mailto:a@example.com' }))).toBe(
      'string',
    )
    let deep: unknown = 1
    for (let i = 0; i < 5000; i++) deep = [deep]
    expect(typeof of('completed', (s) => (s.context.extensions['urn:x'] = deep))).toBe('string')
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof readStatement(value) === 'string'))
  })

  it('may be more than cmi5 asks, between its first and its last word, and what was answered is not kept', () => {
    const answered = of('completed', (s) => {
      s.verb.id = 'http://adlnet.gov/expapi/verbs/answered'
      s.context.contextActivities.category = []
      s.object = { id: 'urn:question', definition: { description: { en: 'Who are you?' } } }
      s.result = { response: 'my secret', success: false }
    })
    expect(wrong(answered)).toBeNull()
    expect(wrong(answered, nothing)).toContain('first statement')
    expect(JSON.stringify(keptOf(answered as Statement, launch.publisherId))).not.toMatch(/secret|success|Who are you/)
  })
})

describe('what is satisfied', () => {
  it('is a unit by its rule', () => {
    const table = {
      NotApplicable: [true, true, true, true],
      Completed: [false, true, false, true],
      Passed: [false, false, true, true],
      CompletedAndPassed: [false, false, false, true],
      CompletedOrPassed: [false, true, true, true],
    } as const
    const said = [[], ['completed'], ['passed'], ['completed', 'passed']]
    for (const [rule, expected] of Object.entries(table)) {
      expect(said.map((one) => meets(rule as keyof typeof table, new Set(one)))).toEqual(expected)
      expect(meets(rule as keyof typeof table, new Set(['waived']))).toBe(true)
    }
  })

  it('is a block with all in it, and the course with everything', () => {
    const units = [
      { id: 'a', blocks: [0] },
      { id: 'b', blocks: [0, 1] },
      { id: 'c', blocks: [] },
    ]
    expect(satisfiedIn(units, new Set())).toEqual({ blocks: [], course: false })
    expect(satisfiedIn(units, new Set(['b']))).toEqual({ blocks: [1], course: false })
    expect(satisfiedIn(units, new Set(['a', 'b']))).toEqual({ blocks: [0, 1], course: false })
    expect(satisfiedIn(units, new Set(['a', 'b', 'c']))).toEqual({ blocks: [0, 1], course: true })
  })
})
