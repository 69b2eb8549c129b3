/** What a framework says, without a database: in a reader's language, what differs, what is missing, whose role is whose. */
import type { AudienceRule } from '../../contract/audiences.ts'
import type {
  Framework,
  FrameworkDifference,
  FrameworkMissing,
  RoleRule,
  SpokenFramework,
} from '../../contract/competencies.ts'
import { type Language, languages } from '../../contract/library.ts'
import { chooseLanguage } from '../library/library.ts'

export const emptyFramework: Framework = { levels: [], competencies: [], roles: [] }

export type Reader = { locale: string; organizationLocale: string }
type Texts<T> = Partial<Record<Language, T | undefined>>

/** The words for a reader: their language where it is written, else the next best that is. */
export function inWords<T>(texts: Texts<T>, reader: Reader, written: (text: T) => boolean): T | undefined {
  const there = languages.filter((l) => texts[l] !== undefined && written(texts[l]))
  if (there.length === 0) return undefined
  return texts[chooseLanguage(there, reader.locale, reader.organizationLocale).language]
}
const nameOf = (texts: Texts<{ name: string }>, reader: Reader): string =>
  inWords(texts, reader, (t) => t.name !== '')?.name ?? ''
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/^\s*[-*•]\s+/, '').trim())
    .filter(Boolean)

export function speak(framework: Framework, reader: Reader): SpokenFramework {
  return {
    levels: framework.levels.map((l) => ({ id: l.id, name: nameOf(l.texts, reader) })),
    competencies: framework.competencies.map((k) => ({
      id: k.id,
      name: nameOf(k.texts, reader),
      meaning: inWords(k.texts, reader, (t) => t.meaning !== '')?.meaning ?? '',
      levels: framework.levels.map((l) => ({
        id: l.id,
        behaviours: linesOf(inWords(k.behaviours[l.id] ?? {}, reader, (t) => t.trim() !== '') ?? ''),
      })),
    })),
    roles: framework.roles.map((r) => ({
      id: r.id,
      name: nameOf(r.texts, reader),
      nextId: r.nextId,
      expects: r.expects,
    })),
  }
}

/** What the people file says of somebody on a day. */
export type RoleFacts = {
  department: string
  division: string
  title: string
  level: string
  /** Somebody reports to them. */
  manages: boolean
}

const fields = ['department', 'division', 'title', 'level'] as const

export function fits(rule: RoleRule, facts: RoleFacts): boolean {
  if (rule.managers !== null && rule.managers !== facts.manages) return false
  return fields.every((field) => rule[field].length === 0 || rule[field].includes(facts[field]))
}

/** The same as an audience's rule, for counting: a test holds the two together. */
export function audienceOf(rule: RoleRule): AudienceRule {
  const parts: AudienceRule[] = fields.flatMap((field) =>
    rule[field].length === 0 ? [] : [{ field, in: rule[field] } satisfies AudienceRule],
  )
  if (rule.managers !== null) parts.push(rule.managers ? { managers: true } : { not: { managers: true } })
  return parts.length === 0 ? { everyone: true } : { all: parts }
}

/** The first role that fits is theirs. */
export function roleFor(framework: Framework, facts: RoleFacts): Framework['roles'][number] | null {
  return framework.roles.find((role) => fits(role.rule, facts)) ?? null
}

/** Takes out what points at nothing: a level or competency that was removed, the role itself as its own next. */
export function tidy(framework: Framework): Framework {
  const levels = new Set(framework.levels.map((l) => l.id))
  const known = new Set(framework.competencies.map((k) => k.id))
  const roles = new Set(framework.roles.map((r) => r.id))
  return {
    levels: framework.levels,
    competencies: framework.competencies.map((k) => ({
      ...k,
      behaviours: Object.fromEntries(Object.entries(k.behaviours).filter(([level]) => levels.has(level))),
    })),
    roles: framework.roles.map((r) => ({
      ...r,
      expects: Object.fromEntries(Object.entries(r.expects).filter(([k, level]) => known.has(k) && levels.has(level))),
      nextId: r.nextId !== null && roles.has(r.nextId) && r.nextId !== r.id ? r.nextId : null,
    })),
  }
}

export function missingIn(framework: Framework, reader: Reader): FrameworkMissing[] {
  const missing: FrameworkMissing[] = []
  if (framework.levels.length < 2) missing.push({ id: 'levels' })
  if (framework.competencies.length === 0) missing.push({ id: 'competencies' })
  for (const level of framework.levels)
    if (!nameOf(level.texts, reader)) missing.push({ id: 'level_name', itemId: level.id })
  for (const one of framework.competencies)
    if (!nameOf(one.texts, reader)) missing.push({ id: 'competency_name', itemId: one.id })
  for (const role of framework.roles) {
    const about = nameOf(role.texts, reader)
    if (!about) missing.push({ id: 'role_name', itemId: role.id })
    else if (Object.keys(role.expects).length === 0) missing.push({ id: 'role_empty', itemId: role.id, about })
  }
  return missing
}

/** What differs, in the reader's words; empty exactly when the two say the same. */
export function differencesOf(before: Framework | null, after: Framework, reader: Reader): FrameworkDifference[] {
  const a = before ?? emptyFramework
  const found: FrameworkDifference[] = []
  const levelNames = new Map([...a.levels, ...after.levels].map((l) => [l.id, nameOf(l.texts, reader)]))
  const competencyNames = new Map(
    [...a.competencies, ...after.competencies].map((k) => [k.id, nameOf(k.texts, reader)]),
  )
  const roleNames = new Map([...a.roles, ...after.roles].map((r) => [r.id, nameOf(r.texts, reader)]))

  type Named = { id: string; texts: Texts<{ name: string }> }
  type Area = FrameworkDifference['area']
  const text = (value: string | undefined): string | null => value || null
  const lists = <T extends Named>(
    area: Area,
    was: readonly T[],
    is: readonly T[],
    inside: (old: T, now: T, add: (d: Omit<FrameworkDifference, 'area' | 'kind' | 'item'>) => void) => void,
  ) => {
    const old = new Map(was.map((item) => [item.id, item]))
    const now = new Map(is.map((item) => [item.id, item]))
    const label = (item: T) => nameOf(item.texts, reader)
    for (const item of was)
      if (!now.has(item.id))
        found.push({
          area,
          kind: 'removed',
          item: { id: item.id, label: label(item) },
          before: label(item),
          after: null,
        })
    for (const item of is) {
      const there = old.get(item.id)
      const about = { id: item.id, label: label(item) }
      if (!there) found.push({ area, kind: 'added', item: about, before: null, after: label(item) })
      else {
        const add = (d: Omit<FrameworkDifference, 'area' | 'kind' | 'item'>) => {
          if (d.before !== d.after) found.push({ area, kind: 'changed', item: about, ...d })
        }
        for (const language of languages)
          add({
            field: 'name',
            language,
            before: text(there.texts[language]?.name),
            after: text(item.texts[language]?.name),
          })
        inside(there, item, add)
      }
    }
    const stayed = (items: readonly T[], other: Map<string, T>) => items.filter((item) => other.has(item.id))
    const [first, second] = [stayed(was, now), stayed(is, old)]
    if (first.some((item, i) => item.id !== second[i]!.id))
      found.push({
        area,
        kind: 'moved',
        field: 'order',
        before: first.map(label).join('\n'),
        after: second.map(label).join('\n'),
      })
  }

  lists('levels', a.levels, after.levels, () => {})
  lists('competencies', a.competencies, after.competencies, (was, is, add) => {
    for (const language of languages) {
      add({
        field: 'meaning',
        language,
        before: text(was.texts[language]?.meaning),
        after: text(is.texts[language]?.meaning),
      })
      for (const levelId of new Set([...Object.keys(was.behaviours), ...Object.keys(is.behaviours)]))
        add({
          field: 'behaviours',
          language,
          within: levelNames.get(levelId) ?? '',
          before: text(was.behaviours[levelId]?.[language]),
          after: text(is.behaviours[levelId]?.[language]),
        })
    }
  })
  lists('roles', a.roles, after.roles, (was, is, add) => {
    for (const field of fields)
      add({
        field: 'rule',
        within: field,
        before: text(was.rule[field].join('\n')),
        after: text(is.rule[field].join('\n')),
      })
    const managers = (rule: RoleRule) => (rule.managers === null ? null : rule.managers ? 'yes' : 'no')
    add({ field: 'rule', within: 'managers', before: managers(was.rule), after: managers(is.rule) })
    const level = (id: string | undefined) => (id === undefined ? null : (levelNames.get(id) ?? ''))
    for (const id of new Set([...Object.keys(was.expects), ...Object.keys(is.expects)]))
      if (was.expects[id] !== is.expects[id])
        found.push({
          area: 'roles',
          kind: 'changed',
          item: { id: is.id, label: roleNames.get(is.id) ?? '' },
          field: 'expects',
          within: competencyNames.get(id) ?? '',
          before: level(was.expects[id]),
          after: level(is.expects[id]),
        })
    if (was.nextId !== is.nextId)
      found.push({
        area: 'roles',
        kind: 'changed',
        item: { id: is.id, label: roleNames.get(is.id) ?? '' },
        field: 'next',
        before: was.nextId === null ? null : (roleNames.get(was.nextId) ?? ''),
        after: is.nextId === null ? null : (roleNames.get(is.nextId) ?? ''),
      })
  })
  return found
}
