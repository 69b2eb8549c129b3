import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Chart } from './address.ts'
import { arrange, layerOrder, partsOf } from './groups.ts'

const states = [
  {
    state: 'shown',
    version: 1,
    point: { asOf: '2026-05-01', numerator: 4, denominator: 8, value: 50, interval: null },
  },
  { state: 'hidden', because: 'floor', asOf: '2026-05-01', last: null },
  { state: 'not_yet', from: null, reason: 'acts' },
] as const satisfies Chart['now'][]

const chart = fc
  .record({
    layer: fc.constantFrom(...layerOrder),
    now: fc.constantFrom(...states),
    chosen: fc.boolean(),
    aim: fc.constantFrom(40, 60, null),
  })
  .map(({ layer, now, chosen, aim }): Chart => ({
    definition: {
      id: 'L1',
      version: 1,
      name: '',
      sentence: '',
      formula: '',
      numerator: '',
      denominator: '',
      counts: [],
      excludes: [],
      layer,
      unit: 'percent',
      of: 'people',
      ratio: true,
      element: null,
      tables: true,
      direction: 'up',
      target: aim,
      rise: null,
      within: null,
      floor: 5,
    },
    now,
    series: [],
    baseline: null,
    target: aim === null ? null : { value: aim, by: null, source: 'ours' },
    chosen,
  }))

test('every number stands in one place, and no layer holds another’s', () => {
  fc.assert(
    fc.property(fc.array(chart, { maxLength: 40 }), fc.boolean(), (charts, together) => {
      const { chosen, layers, hidden } = arrange(charts, together)
      const all = [chosen, ...layers.map((l) => l.group)].flatMap((g) => [...g.cards, ...g.lines])
      expect(new Set([...all, ...hidden])).toEqual(new Set(charts))
      expect(all.length + hidden.length).toBe(charts.length)
      for (const { layer, group } of layers)
        for (const c of [...group.cards, ...group.lines]) expect([c.definition.layer, c.chosen]).toEqual([layer, false])
      expect([...chosen.cards, ...chosen.lines].every((c) => c.chosen)).toBe(true)
      expect(hidden.every((c) => together && c.now.state === 'hidden')).toBe(true)
      expect(layers.map((l) => l.layer)).toEqual(layerOrder.filter((l) => layers.some((one) => one.layer === l)))
    }),
  )
})

test('a layer says how many of its numbers with a target are there', () => {
  fc.assert(
    fc.property(fc.array(chart, { maxLength: 40 }), (charts) => {
      for (const { layer, group } of arrange(charts, false).layers) {
        const mine = charts.filter((c) => !c.chosen && c.definition.layer === layer && c.now.state === 'shown')
        expect(group.aimed).toBe(mine.filter((c) => c.target !== null).length)
        expect(group.reached).toBe(mine.filter((c) => c.target?.value === 40).length)
      }
    }),
  )
})

test('the parts of a number stand with it, and on their own where it is not there', () => {
  fc.assert(
    fc.property(chart, fc.array(chart, { maxLength: 6 }), fc.boolean(), (one, others, together) => {
      const whole = { ...one, definition: { ...one.definition, id: 'V2' as const } }
      const parts = others.map((c) => ({
        ...c,
        definition: { ...c.definition, id: 'V2S' as const, within: 'V2' as const },
      }))
      const placed = (charts: Chart[]) => {
        const { chosen, layers, hidden } = arrange(charts, together)
        return new Set([...[chosen, ...layers.map((l) => l.group)].flatMap((g) => [...g.cards, ...g.lines]), ...hidden])
      }
      expect(placed([whole, ...parts])).toEqual(new Set([whole]))
      expect(placed(parts)).toEqual(new Set(parts))
      expect(partsOf([whole, ...parts], whole)).toEqual(parts.filter((c) => c.now.state !== 'not_yet'))
    }),
  )
})
