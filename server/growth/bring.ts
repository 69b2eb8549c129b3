/**
 * Bringing competencies over from a file into the draft. The file adds what the draft does not
 * say; what the draft says stays. Nobody is asked anything new before the draft is published.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { bringCompetencies, CompetencyReport } from '../../contract/bring-competencies.ts'
import type { Framework } from '../../contract/competencies.ts'
import { type Language, languages } from '../../contract/library.ts'
import type { Input } from '../../contract/operation.ts'
import { chooseLanguage } from '../library/library.ts'
import { fold, sentTable } from '../people/people.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded } from '../platform/events.ts'
import { type CompetencyFile, type Found, listed, readCompetencyFile, type ReadRow } from './bring-file.ts'
import { draftNow, keep } from './draft.ts'

export const most = { levels: 7, competencies: 40, roles: 120, behaviours: 2000, values: 200 } as const

export async function bringOver(
  c: Context,
  input: Input<typeof bringCompetencies.import> & { file?: unknown },
): Promise<CompetencyReport> {
  const { source, mapping } = sentTable(input)
  const language = input.language ?? chooseLanguage(languages, c.viewer.locale, null).language
  return c.db.transaction().execute(async (tx) => {
    const now = await draftNow(tx, c, !input.dryRun)
    const file = await readCompetencyFile(source, mapping, now.framework)
    const plan = planOf(now.framework, file, language, await valuesOf(tx, c))
    const { refused, warnings } = listed(file.findings)
    const apply = !input.dryRun && (refused.length === 0 || input.acceptGoodRows)
    const { revision } = apply ? await keep(tx, c, now.revision, () => plan.framework) : now
    if (!apply) countRecorded(c, 1) // only looked
    return {
      rows: file.records,
      ...plan.counts,
      refused,
      warnings,
      columns: file.columns,
      applied: apply,
      revision,
    }
  })
}

/** What the people file knows today, with how many people have it. */
export type Values = Record<'department' | 'title' | 'level', ReadonlyMap<string, { value: string; people: number }>>

async function valuesOf(tx: Tx, c: Context): Promise<Values> {
  const found = async (field: keyof Values) => {
    const { rows } = await sql<{ value: string; people: number }>`
      select ${sql.ref(`r.${field}`)} as value, count(*)::integer as people from roster r
      where r.organization_id = ${c.organizationId} and r.employed and ${sql.ref(`r.${field}`)} <> '' group by 1
      order by 2`.execute(tx)
    return new Map(rows.map((row) => [fold(row.value), row]))
  }
  return { department: await found('department'), title: await found('title'), level: await found('level') }
}

type Plan = {
  framework: Framework
  counts: Pick<CompetencyReport, 'competencies' | 'levels' | 'roles' | 'expectations' | 'added' | 'unchanged'>
}
type Say = (line: number, code: Found['code'], params?: Found['params'], id?: string) => void
type Texts = { texts: Partial<Record<Language, { name: string }>> }

/** Found again by any of its names. */
const byName = <T extends Texts>(items: readonly T[]) =>
  new Map(items.flatMap((item) => Object.values(item.texts).map((said) => [fold(said.name), item] as const)))

/** Pure but for new ids: the draft with what the file adds, and what is found on the way. */
export function planOf(now: Framework, file: CompetencyFile, language: Language, values: Values): Plan {
  const say: Say = (line, code, params = {}, id = '') =>
    file.findings.push({ line, id: id.slice(0, 100) || null, column: null, code, params })
  const groups = groupsOf(file)
  const levels = levelsOf(now, file, groups, language, say)
  const competencies = competenciesOf(now, groups, language, levels, say)
  const roles = rolesOf(now, file, language, { levels, competencies: competencies.all, values }, say)
  // A level that only left-out rows name is left out with them.
  const alone = file.rows.flatMap((row) => (row.refused || row.competency !== '' ? [] : [levels.find(row.level)?.id]))
  const used = new Set([
    ...now.levels.map((level) => level.id),
    ...competencies.levels,
    ...roles.all.flatMap((role) => Object.values(role.expects)),
    ...alone,
  ])
  const kept = levels.all.filter((level) => used.has(level.id))
  // No file says which level is the lowest: whoever brings it over should see the order that was taken.
  const first = kept.find((level) => levels.lines.has(level.id))
  if (first && kept.length > 1)
    say(levels.lines.get(first.id)!, 'levels_ordered', { levels: kept.map(levels.nameOf).join(', ') })
  return {
    framework: { levels: kept, competencies: competencies.all, roles: roles.all },
    counts: {
      levels: kept.length - now.levels.length,
      competencies: competencies.all.length - now.competencies.length,
      roles: roles.all.length - now.roles.length,
      expectations: roles.expectations,
      added: competencies.added + roles.added,
      unchanged: competencies.unchanged + roles.unchanged,
    },
  }
}

/** Rows of one competency each. A row that only says what a role expects speaks of one without making it. */
type Groups = ReadonlyMap<string, readonly ReadRow[]>

function groupsOf(file: CompetencyFile): Groups {
  const speaks = (row: ReadRow) =>
    row.description !== '' || row.behaviour !== '' || row.at.length > 0 || row.level !== ''
  return Map.groupBy(
    file.rows.filter((row) => row.competency !== '' && (speaks(row) || row.expected === '')),
    (row) => fold(row.competency),
  )
}

type Levels = {
  all: Framework['levels']
  find: (name: string) => Framework['levels'][number] | undefined
  nameOf: (level: Framework['levels'][number]) => string
  /** Of the new ones: where each was met. */
  lines: ReadonlyMap<string, number>
}

/** Levels of the draft, then those of titles, then those of rows, each in the order in which it is met. */
function levelsOf(now: Framework, file: CompetencyFile, groups: Groups, language: Language, say: Say): Levels {
  const all = [...now.levels]
  const known = byName(all)
  const refused = new Set<string>()
  const lines = new Map<string, number>()
  const meet = (name: string, line: number) => {
    const key = fold(name)
    if (key === '' || known.has(key) || refused.has(key)) return
    if (all.length >= most.levels) {
      refused.add(key)
      say(line, 'too_many_levels', { value: name, limit: most.levels })
      return
    }
    const level = { id: randomUUID(), texts: { [language]: { name } } }
    all.push(level)
    known.set(key, level)
    lines.set(level.id, line)
  }
  // What is left out with its competency brings no level along.
  const taken = [...groups.values()].filter((rows) => rows.every((row) => !row.refused)).flat()
  const alone = file.rows.filter((row) => !row.refused && fold(row.competency) === '')
  for (const { name, line } of file.levels)
    if (taken.some((row) => row.at.some((one) => one.level === name))) meet(name, line)
  for (const row of [...taken, ...alone].toSorted((one, other) => one.line - other.line)) meet(row.level, row.line)
  const nameOf = (level: Framework['levels'][number]) =>
    level.texts[language]?.name ?? Object.values(level.texts)[0]?.name ?? ''
  return { all, find: (name) => known.get(fold(name)), nameOf, lines }
}

type Draft = Framework['competencies'][number]

function competenciesOf(now: Framework, groups: Groups, language: Language, levels: Levels, say: Say) {
  const known = byName(now.competencies)
  const all = [...now.competencies]
  const named = new Set<string>()
  let [added, unchanged] = [0, 0]
  for (const [key, rows] of groups) {
    const first = rows[0]!
    const bad = rows.find((row) => row.refused || noLevel(row, levels) !== undefined)
    if (bad) {
      for (const row of rows) {
        const value = noLevel(row, levels)
        if (row.refused) continue
        if (row !== bad) say(row.line, 'competency_refused', { other: bad.line }, row.competency)
        else if (value !== undefined)
          say(row.line, 'level_unknown', { value, levels: levels.all.map(levels.nameOf).join(', ') }, row.competency)
      }
      continue
    }
    const said = saidOf(rows, levels, say)
    if (!said) continue
    const before = known.get(key)
    if (!before && all.length >= most.competencies) {
      say(first.line, 'too_many_competencies', { value: first.competency, limit: most.competencies }, first.competency)
      continue
    }
    for (const row of rows) for (const name of namesOf(row)) named.add(levels.find(name)!.id)
    const made: Draft = before ?? { id: randomUUID(), from: null, texts: {}, behaviours: {} }
    const next = withSaid(made, first, said, language, say)
    if (!before) all.push(next)
    else if (next === before) {
      unchanged++
      say(first.line, 'already_here', { value: first.competency }, first.competency)
    } else {
      added++
      all[all.indexOf(before)] = next
    }
  }
  return { all, added, unchanged, levels: named }
}

/** Levels of which the row speaks. */
const namesOf = (row: ReadRow) => [row.level, ...row.at.map((one) => one.level)].filter((name) => name !== '')

/** What the row calls a level and is none. */
const noLevel = (row: ReadRow, levels: Levels): string | undefined => namesOf(row).find((name) => !levels.find(name))

type Said = { meaning: string; behaviours: Map<string, string> }

/** One competency out of its rows: of the description the first, of the levels all that is said. */
function saidOf(rows: readonly ReadRow[], levels: Levels, say: Say): Said | null {
  const described = rows.filter((row) => row.description !== '')
  for (const row of described.slice(1))
    if (row.description !== described[0]!.description)
      say(row.line, 'value_differs', { other: described[0]!.line }, row.competency)
  const lines = new Map<string, string[]>()
  const observe = (level: string, words: string) => {
    const { id } = levels.find(level)!
    const before = lines.get(id) ?? []
    for (const line of words.split('\n').map((one) => one.trim().replace(/^[-•*·]\s+/, '')))
      if (line !== '' && !before.includes(line)) before.push(line)
    lines.set(id, before)
  }
  for (const row of rows) {
    if (row.behaviour !== '') observe(row.level, row.behaviour)
    for (const one of row.at) observe(one.level, one.words)
  }
  const behaviours = new Map([...lines].map(([id, some]) => [id, some.join('\n')]))
  const long = [...behaviours.values()].find((words) => words.length > most.behaviours)
  if (long) {
    say(rows[0]!.line, 'value_too_long', { length: long.length, limit: most.behaviours }, rows[0]!.competency)
    return null
  }
  return { meaning: described[0]?.description ?? '', behaviours }
}

/** The same competency where nothing is new. What it says stays, and is told where the file says something else. */
function withSaid(made: Draft, row: ReadRow, said: Said, language: Language, say: Say): Draft {
  const kept = () => say(row.line, 'draft_kept', { value: row.competency }, row.competency)
  const there = made.texts[language]
  const texts = { name: there?.name || row.competency, meaning: there?.meaning || said.meaning }
  if (there?.meaning && said.meaning && there.meaning !== said.meaning) kept()
  const behaviours = { ...made.behaviours }
  for (const [level, words] of said.behaviours) {
    const before = behaviours[level]?.[language]
    if (!before) behaviours[level] = { ...behaviours[level], [language]: words }
    else if (before !== words) kept()
  }
  const next = { ...made, texts: { ...made.texts, [language]: texts }, behaviours }
  return JSON.stringify(next) === JSON.stringify(made) ? made : next
}

type Around = { levels: Levels; competencies: Framework['competencies']; values: Values }

function rolesOf(now: Framework, file: CompetencyFile, language: Language, around: Around, say: Say) {
  const competencies = byName(around.competencies)
  const known = byName(now.roles)
  const all = [...now.roles]
  const touched = new Map<string, { role: Framework['roles'][number]; row: ReadRow; isNew: boolean; more: number }>()
  let expectations = 0
  const meet = (name: string, row: ReadRow) => {
    const key = fold(name)
    const there = touched.get(key)
    if (there) return there
    const before = known.get(key)
    if (!before && all.length >= most.roles) {
      say(row.line, 'too_many_roles', { value: name, limit: most.roles }, name)
      return null
    }
    const role = before
      ? { ...before, expects: { ...before.expects } }
      : {
          id: randomUUID(),
          from: null,
          texts: { [language]: { name } },
          rule: { department: [], division: [], title: [], level: [], managers: null },
          expects: {},
          nextId: null,
        }
    if (before) all[all.indexOf(before)] = role
    else all.push(role)
    const found = { role, row, isNew: !before, more: 0 }
    touched.set(key, found)
    return found
  }
  for (const row of file.rows) {
    if (row.refused) continue
    const asked = [...(row.expected === '' ? [] : [{ role: row.role, expected: row.expected }]), ...row.of]
    const competency = competencies.get(fold(row.competency))
    if (asked.length > 0 && !competency) say(row.line, 'competency_unknown', { value: row.competency }, row.competency)
    const levels = asked.map(({ expected }) => levelFor(expected, row, around.levels, say))
    // A row comes whole or not at all.
    if ((asked.length > 0 && !competency) || levels.includes(null)) continue
    if (row.role !== '') {
      const found = meet(row.role, row)
      if (found?.isNew) widen(found.role.rule, row, around.values, say)
    }
    for (const [at, { role }] of asked.entries()) {
      const found = meet(role, row)
      const level = levels[at]
      if (!found || !competency || !level) continue
      const before = found.role.expects[competency.id]
      if (before === undefined) {
        found.role.expects[competency.id] = level.id
        found.more++
        expectations++
      } else if (before !== level.id) say(row.line, 'draft_kept', { value: `${role}, ${row.competency}` }, role)
    }
  }
  for (const { role, row, isNew } of touched.values()) if (isNew) byTitle(role, row, language, around.values, say)
  const old = [...touched.values()].filter((found) => !found.isNew)
  return {
    all,
    expectations,
    added: old.filter((found) => found.more > 0).length,
    unchanged: old.filter((found) => found.more === 0).length,
  }
}

/** By its name, or by its place where it is a number. */
function levelFor(name: string, row: ReadRow, levels: Levels, say: Say): Framework['levels'][number] | null {
  const found = levels.find(name)
  if (found) return found
  const place = /^\d$/.test(name) ? levels.all[Number(name) - 1] : undefined
  if (place) say(row.line, 'level_by_place', { value: name, level: levels.nameOf(place) }, row.competency)
  else say(row.line, 'level_unknown', { value: name, levels: levels.all.map(levels.nameOf).join(', ') }, row.competency)
  return place ?? null
}

type Rule = Framework['roles'][number]['rule']

/** Whom a role means, as rows say it, in the spelling of the people file. */
function widen(rule: Rule, row: ReadRow, values: Values, say: Say): void {
  for (const [field, said] of [
    ['department', row.department],
    ['title', row.title],
    ['level', row.grade],
  ] as const)
    for (const value of said) {
      const there = values[field].get(fold(value))
      if (!there) say(row.line, 'nobody_has', { value }, row.role)
      const spelt = there?.value ?? value
      if (!rule[field].includes(spelt) && rule[field].length < most.values) rule[field].push(spelt)
    }
}

/** A role without a rule would mean everybody: it means people of its title. */
function byTitle(role: Framework['roles'][number], row: ReadRow, language: Language, values: Values, say: Say): void {
  const { rule } = role
  if (rule.department.length + rule.title.length + rule.level.length > 0) return
  const name = role.texts[language]!.name
  const there = values.title.get(fold(name))
  rule.title.push(there?.value ?? name)
  say(row.line, 'role_by_title', { value: name, count: there?.people ?? 0 }, name)
}
