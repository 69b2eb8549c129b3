import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keepable, resultOf } from './results.ts'

const of12 = (status: string, score: Record<string, string> = {}, mastery: number | null = null) =>
  resultOf(
    'scorm12',
    {
      'cmi.core.lesson_status': status,
      ...Object.fromEntries(Object.entries(score).map(([k, v]) => [`cmi.core.score.${k}`, v])),
    },
    mastery,
  )

describe('what a package reports', () => {
  it('is done, passed and scored as SCORM 1.2 has it', () => {
    expect(of12('not attempted')).toEqual({ done: false, passed: null, score: null })
    expect(of12('incomplete')).toEqual({ done: false, passed: null, score: null })
    expect(of12('browsed')?.done).toBe(false)
    expect(of12('completed')).toEqual({ done: true, passed: null, score: null })
    expect(of12('passed', { raw: '80' })).toEqual({ done: true, passed: true, score: 0.8 })
    expect(of12('failed', { raw: '40', min: '0', max: '50' })).toEqual({ done: false, passed: false, score: 0.8 })
    // The bar of the manifest goes before the word of the package.
    expect(of12('completed', { raw: '70' }, 0.8)).toEqual({ done: false, passed: false, score: 0.7 })
    expect(of12('completed', { raw: '80' }, 0.8)).toEqual({ done: true, passed: true, score: 0.8 })
    expect(of12('incomplete', { raw: '90' }, 0.8)?.done).toBe(false)
  })

  it('is done, passed and scored as SCORM 2004 has it', () => {
    const of = (said: Record<string, string>) => resultOf('scorm2004', said, null)
    expect(of({})).toEqual({ done: false, passed: null, score: null })
    expect(of({ 'cmi.completion_status': 'completed' })?.done).toBe(true)
    expect(of({ 'cmi.completion_status': 'completed', 'cmi.success_status': 'failed' })?.done).toBe(false)
    expect(of({ 'cmi.success_status': 'passed', 'cmi.score.scaled': '0.95' })).toEqual({
      done: true,
      passed: true,
      score: 0.95,
    })
    expect(of({ 'cmi.score.scaled': '-0.5' })?.score).toBe(0)
  })

  it('is refused with a score that no test can have, whatever stands there', () => {
    for (const raw of ['1000000000', '-1', 'NaN', 'Infinity', '1e9', 'x'])
      expect(of12('passed', { raw }), raw).toBeNull()
    expect(of12('passed', { raw: '5', min: '0', max: '0' })).toBeNull()
    expect(resultOf('scorm2004', { 'cmi.score.scaled': '1.01' }, null)).toBeNull()
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (raw, min, max) => {
        const score = of12('passed', { raw, min, max })?.score ?? 0
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('keeps what the package needs to find its place, and never what somebody answered', () => {
    const said = {
      'cmi.core.lesson_location': 'p3',
      'cmi.suspend_data': 'x',
      'cmi.core.student_name': 'Somebody',
      'cmi.comments': 'words',
      'cmi.interactions.0.student_response': 'b',
      'cmi.objectives.0.status': 'passed',
      constructor: 'x',
      'cmi.core.score.min': '',
    }
    expect(keepable('scorm12', said)).toEqual({
      kept: { 'cmi.core.lesson_location': 'p3', 'cmi.suspend_data': 'x', 'cmi.objectives.0.status': 'passed' },
      cut: false,
    })
    expect(
      keepable('scorm2004', {
        'cmi.location': '2',
        'cmi.learner_name': 'x',
        'cmi.interactions.0.learner_response': 'b'.repeat(5000),
        'cmi.comments_from_learner.0.comment': 'words',
      }),
    ).toEqual({ kept: { 'cmi.location': '2' }, cut: false })
  })

  it('keeps long notes to itself as long as the standards let them be, and nothing else that is long', () => {
    const long = 'x'.repeat(64_000)
    const said = {
      'cmi.suspend_data': long,
      'cmi.location': long,
      ...Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`cmi.objectives.${i}.id`, long])),
      'cmi.objectives.1.success_status': 'passed',
    }
    const { kept, cut } = keepable('scorm2004', said)
    expect(Object.keys(kept)).toEqual(['cmi.suspend_data', 'cmi.objectives.1.success_status'])
    expect(cut).toBe(true)
    expect(keepable('scorm2004', { 'cmi.suspend_data': `${long}x` })).toEqual({ kept: {}, cut: true })
  })
})
