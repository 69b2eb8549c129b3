import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Framework, RoleRule } from '../../contract/competencies.ts'
import { Framework as FrameworkShape } from '../../contract/competencies.ts'
import { languages } from '../../contract/library.ts'
import { competencyStarter } from '../library/library.ts'
import { differencesOf, emptyFramework, fits, inWords, missingIn, roleFor, speak, tidy } from './framework.ts'
import { withStarter } from './starter.ts'

const reader = { locale: 'en', organizationLocale: 'en' }
const anyone: RoleRule = { department: [], division: [], title: [], level: [], managers: null }
const starter = () => withStarter(emptyFramework, competencyStarter())
const facts = { department: 'Works', division: '', title: 'Fitter', level: 'L2', manages: false }

describe('the competencies of the library', () => {
  it('are whole in every language: the same competencies, levels and roles', () => {
    const all = languages.map((l) => competencyStarter().get(l)!)
    const [english] = all
    expect(english!.competencies).toHaveLength(8)
    for (const one of all) {
      expect(one.levels).toHaveLength(4)
      expect(one.competencies.map((k) => [k.id, k.levels.map((l) => l.length)])).toEqual(
        english!.competencies.map((k) => [k.id, k.levels.map((l) => l.length)]),
      )
      expect(one.roles.map(({ name: _, ...r }) => r)).toEqual(english!.roles.map(({ name: _, ...r }) => r))
      for (const role of one.roles)
        for (const [id, level] of Object.entries(role.expects)) {
          expect(one.competencies.map((k) => k.id)).toContain(id)
          expect(level).toBeLessThanOrEqual(one.levels.length)
        }
    }
  })

  it('can be published as they are, and taken twice changes nothing', () => {
    const once = starter()
    expect(FrameworkShape.parse(once)).toEqual(once)
    expect(missingIn(once, reader)).toEqual([])
    expect(withStarter(once, competencyStarter())).toEqual(once)
  })

  it('bring back only what was taken out, and leave what was edited', () => {
    const once = starter()
    const edited: Framework = {
      ...once,
      competencies: once.competencies
        .slice(1)
        .map((k, i) => (i === 0 ? { ...k, texts: { en: { name: 'Ours', meaning: '' } } } : k)),
    }
    const again = withStarter(edited, competencyStarter())
    expect(again.competencies).toHaveLength(8)
    expect(again.competencies[0]).toEqual(edited.competencies[0])
    expect(again.competencies.at(-1)!.from).toBe(once.competencies[0]!.from)
  })

  it('say in which role what comes next', () => {
    const { roles } = starter()
    expect(roles[0]!.nextId).toBe(roles[1]!.id)
  })
})

describe('a role', () => {
  it('means whom all of its rule holds for, and the first one that fits is theirs', () => {
    const framework: Framework = {
      ...emptyFramework,
      roles: [
        {
          id: crypto.randomUUID(),
          from: null,
          texts: {},
          rule: { ...anyone, title: ['Fitter'], level: ['L3'] },
          expects: {},
          nextId: null,
        },
        {
          id: crypto.randomUUID(),
          from: null,
          texts: {},
          rule: { ...anyone, title: ['Fitter'] },
          expects: {},
          nextId: null,
        },
        { id: crypto.randomUUID(), from: null, texts: {}, rule: anyone, expects: {}, nextId: null },
      ],
    }
    expect(roleFor(framework, facts)).toBe(framework.roles[1])
    expect(roleFor(framework, { ...facts, level: 'L3' })).toBe(framework.roles[0])
    expect(roleFor(framework, { ...facts, title: 'Cook' })).toBe(framework.roles[2])
    expect(roleFor(emptyFramework, facts)).toBeNull()
  })

  it('narrows with everything that its rule says', () => {
    const some = fc.subarray(['a', 'b', 'c', ''])
    const rule = fc.record({
      department: some,
      division: some,
      title: some,
      level: some,
      managers: fc.constantFrom(null, true, false),
    })
    const one = fc.constantFrom('a', 'b', 'c', '')
    const person = fc.record({ department: one, division: one, title: one, level: one, manages: fc.boolean() })
    fc.assert(
      fc.property(rule, person, (said, who) => {
        expect(fits(anyone, who)).toBe(true)
        if (fits(said, who)) {
          // What is asked less is met as well.
          expect(fits({ ...said, title: [] }, who)).toBe(true)
          expect(fits({ ...said, managers: null }, who)).toBe(true)
        }
        expect(
          fits({ ...said, title: [who.title], department: [], division: [], level: [], managers: who.manages }, who),
        ).toBe(true)
      }),
    )
  })
})

describe('words', () => {
  it('are the reader’s where the company wrote them, and otherwise what there is', () => {
    const texts = { en: { name: 'Levels' }, de: { name: '' }, fr: { name: 'Niveaux' } }
    const said = (locale: string, organizationLocale = 'en') =>
      inWords(texts, { locale, organizationLocale }, (t) => t.name !== '')?.name
    expect(said('fr-CA')).toBe('Niveaux')
    expect(said('de')).toBe('Levels')
    expect(said('es', 'fr')).toBe('Niveaux')
    expect(inWords({}, reader, () => true)).toBeUndefined()
  })

  it('give behaviours line by line, without the marks of a list', () => {
    const framework = starter()
    const [first] = framework.competencies
    const level = framework.levels[0]!.id
    const spoken = speak(
      {
        ...framework,
        competencies: [{ ...first!, behaviours: { [level]: { en: '- Asks first\n\n • Says so  \nDone' } } }],
      },
      reader,
    )
    expect(spoken.competencies[0]!.levels[0]!.behaviours).toEqual(['Asks first', 'Says so', 'Done'])
  })
})

describe('a difference', () => {
  it('names what changed, in words', () => {
    const before = starter()
    const [outcomes, customers] = before.competencies
    const level = before.levels[2]!.id
    const after: Framework = {
      ...before,
      competencies: before.competencies
        .filter((k) => k.id !== customers!.id)
        .map((k) =>
          k.id === outcomes!.id ? { ...k, behaviours: { ...k.behaviours, [level]: { en: 'Finishes' } } } : k,
        ),
      roles: before.roles.map((r, i) =>
        i === 0
          ? { ...r, rule: { ...r.rule, level: ['L1', 'L2'] }, expects: { [outcomes!.id]: level } }
          : { ...r, expects: Object.fromEntries(Object.entries(r.expects).filter(([k]) => k !== customers!.id)) },
      ),
    }
    const found = differencesOf(before, after, reader)
    expect(found).toContainEqual({
      area: 'competencies',
      kind: 'removed',
      item: { id: customers!.id, label: 'Thinking from the customer' },
      before: 'Thinking from the customer',
      after: null,
    })
    expect(found).toContainEqual(
      expect.objectContaining({
        area: 'competencies',
        field: 'behaviours',
        language: 'en',
        within: 'Guides others',
        after: 'Finishes',
      }),
    )
    expect(found).toContainEqual(
      expect.objectContaining({ area: 'roles', field: 'rule', within: 'level', before: null, after: 'L1\nL2' }),
    )
    expect(found).toContainEqual(
      expect.objectContaining({
        area: 'roles',
        field: 'expects',
        within: 'Getting things done',
        before: 'Independent',
        after: 'Guides others',
      }),
    )
  })

  it('is empty exactly where nothing differs, also where two levels have one name', () => {
    const one = starter()
    expect(differencesOf(one, one, reader)).toEqual([])
    const twins: Framework = {
      ...one,
      levels: one.levels.map((l) => ({ ...l, texts: { en: { name: 'Same' } } })),
    }
    const [role] = twins.roles
    const [k] = Object.keys(role!.expects)
    const other: Framework = {
      ...twins,
      roles: twins.roles.map((r) => (r === role ? { ...r, expects: { ...r.expects, [k!]: twins.levels[3]!.id } } : r)),
    }
    expect(differencesOf(twins, other, reader)).toHaveLength(1)
  })
})

describe('tidying', () => {
  it('leaves nothing that points at what is gone', () => {
    const whole = starter()
    fc.assert(
      fc.property(
        fc.subarray(whole.levels),
        fc.subarray(whole.competencies),
        fc.subarray(whole.roles),
        (levels, competencies, roles) => {
          const left = tidy({ levels, competencies, roles })
          const levelIds = levels.map((l) => l.id)
          for (const role of left.roles) {
            for (const [k, level] of Object.entries(role.expects)) {
              expect(competencies.map((one) => one.id)).toContain(k)
              expect(levelIds).toContain(level)
            }
            if (role.nextId) expect(roles.map((r) => r.id)).toContain(role.nextId)
          }
          for (const k of left.competencies)
            expect(Object.keys(k.behaviours).every((id) => levelIds.includes(id))).toBe(true)
          expect(tidy(left)).toEqual(left)
        },
      ),
    )
  })
})
