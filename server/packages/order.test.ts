import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unpack } from './archive.ts'
import { readPackage } from './manifest.ts'
import { mayBegin } from './prerequisites.ts'
import type { Kept } from './results.ts'
import type { Activity } from './sequence.ts'
import { begin, sameReport, standing, step } from './sequencer.ts'
import { manifestOf, sequenced, zipOf } from './testing-package.ts'

const read = async (xml: string) =>
  readPackage(await unpack(await zipOf('', { 'imsmanifest.xml': xml, 'index.html': '' })), 'en').manifest
const passed = { 'cmi.completion_status': 'completed', 'cmi.success_status': 'passed', 'cmi.score.scaled': '0.9' }
const failed = { 'cmi.completion_status': 'completed', 'cmi.success_status': 'failed' }

describe('a package of SCORM 2004 with rules of its own', () => {
  const tree = async () => (await read(sequenced('Order'))).sequence as Activity

  it('is read with its rules, and one without any has none', async () => {
    expect(await tree()).toMatchObject({
      sequencingControls: { choice: true, flow: true },
      children: [
        { id: 'one', primaryObjective: { mapInfo: [{ targetObjectiveID: 'shared', writeSatisfiedStatus: true }] } },
        { id: 'two', deliveryControls: { completionSetByContent: true } },
        {
          id: 'three',
          sequencingRules: {
            preConditionRules: [
              {
                action: 'disabled',
                conditionCombination: 'any',
                conditions: [
                  { condition: 'satisfied', operator: 'not', referencedObjective: 'before' },
                  { condition: 'objectiveStatusKnown', operator: 'not' },
                ],
              },
            ],
          },
        },
      ],
    })
    expect((await read(manifestOf('Plain', undefined, 'scorm2004'))).sequence).toBeNull()
  })

  it('is refused where its rules are more than a course needs, or open nothing', async () => {
    const rules = (inside: string) => `<imsss:sequencing>${inside}</imsss:sequencing>`
    const whole = (...inside: string[]) => manifestOf('x', undefined, 'scorm2004', inside.join(''))
    const refused = (xml: string) =>
      expect(read(xml)).rejects.toMatchObject({
        code: 'package_manifest',
        params: { what: expect.stringMatching(/rules/) },
      })
    const flow = '<imsss:controlMode choice="true" flow="true"/>'
    const group = (i: number) =>
      `<item identifier="g${i}"><title>g</title><item identifier="h${i}"><title>h</title></item></item>`
    await refused(whole(...Array.from({ length: 1000 }, (_, i) => group(i)), rules(flow)))
    const rule =
      '<imsss:preConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule>'
    await refused(whole(rules(`${flow}<imsss:sequencingRules>${rule.repeat(10_000)}</imsss:sequencingRules>`)))
    await refused(whole(rules('<imsss:controlMode choice="false" flow="false"/>')))
    expect((await read(whole(rules(flow)))).sequence).not.toBeNull()
  })

  it('opens what its rules open, when what they ask for was reached, over several sittings', async () => {
    const order = await tree()
    const first = begin(order)!
    expect(first).toMatchObject({ at: 'one', menu: { open: ['one', 'two'], next: true, previous: false } })
    expect(begin(order, 'three')!.at).not.toBe('three')
    const reports: Kept[] = [{}, failed, { 'cmi.completion_status': 'incomplete' }]
    for (const report of reports) {
      expect(step(order, first, report, { to: 'choice', partId: 'three' }), JSON.stringify(report)).toBeNull()
      expect(standing(order, first, report).menu.open).toEqual(['one', 'two'])
    }
    expect(standing(order, first, passed).menu.open).toEqual(['one', 'two', 'three'])
    const chosen = step(order, first, passed, { to: 'choice', partId: 'three' })!
    expect(chosen).toMatchObject({ at: 'three', menu: { next: false, previous: true } })
    // What it may read of others, it finds.
    expect(Object.values(chosen.seeds)).toContain('before')
    // As in another sitting: only what was written is left.
    const later = JSON.parse(JSON.stringify(chosen)) as typeof chosen
    expect(step(order, later, passed, { to: 'previous' })).toMatchObject({ at: 'two' })
    expect(step(order, later, {}, { to: 'continue' })).toBeNull()
  })

  it('is done when all that counts is, and not by leaving parts without a word', async () => {
    const order = await tree()
    let at = begin(order)!
    expect(standing(order, at, passed).whole.done).toBe(false)
    at = step(order, at, passed, { to: 'continue' })!
    expect(at.at).toBe('two')
    expect(standing(order, at, {}).whole.done).toBe(false)
    at = step(order, at, passed, { to: 'continue' })!
    expect(standing(order, at, {}).whole.done).toBe(false)
    expect(standing(order, at, failed).whole.done).toBe(false)
    expect(standing(order, at, passed).whole).toMatchObject({ done: true, passed: true })
  })

  it('opens what waits for a part that was first failed and then passed', async () => {
    const order = await tree()
    const two = step(order, begin(order)!, failed, { to: 'continue' })!
    const again = step(order, two, {}, { to: 'previous' })!
    expect(again).toMatchObject({ at: 'one', menu: { open: ['one', 'two'] } })
    // Even where the part still has its row of the time before.
    const rows = { 'cmi.objectives.0.id': 'own', 'cmi.objectives.0.success_status': 'failed' }
    for (const report of [passed, { ...again.seeds, ...passed }, { ...rows, ...passed }])
      expect(standing(order, again, report).menu.open).toEqual(['one', 'two', 'three'])
  })

  it('is asked again only where a report changes something', () => {
    expect(sameReport(passed, { ...passed, 'cmi.location': '3' })).toBe(true)
    expect(sameReport(passed, failed)).toBe(false)
    expect(sameReport(undefined, {})).toBe(false)
  })
})

describe('what SCORM 1.2 asks for first', () => {
  const known = {
    a: { done: true, passed: true, begun: true },
    b: { done: false, passed: null, begun: true },
    c: { done: false, passed: false, begun: true },
    d: { done: false, passed: null, begun: false },
  }
  const may = (asked: string) =>
    mayBegin(asked, (id) => (Object.hasOwn(known, id) ? known[id as keyof typeof known] : undefined))

  it('is read as AICC wrote it', () => {
    for (const yes of [
      'a',
      '"a"',
      'a&~b',
      'a|b',
      '~(b&c)',
      'a="passed"',
      'b="incomplete"',
      'c=failed',
      'd="not attempted"',
      'a<>"failed"',
      '2*{a,b,~c}',
      'b | (a & ~d)',
    ])
      expect(may(yes), yes).toBe(true)
    for (const no of ['b', 'a&b', '~a', 'b|c', 'a="failed"', 'a<>"passed"', '2*{a,b,c}', 'd="passed"'])
      expect(may(no), no).toBe(false)
  })

  it('holds nobody up where it cannot be read or names what is not there', () => {
    for (const odd of ['', '&', 'a&', '(a', '3*{a', 'gone', '&&&&', '('.repeat(400)])
      expect(may(odd), odd.slice(0, 10)).toBe(true)
    fc.assert(fc.property(fc.string(), (asked) => typeof may(asked) === 'boolean'))
  })
})
