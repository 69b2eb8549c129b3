/**
 * Reading a file of competencies: one row for a competency, for one of its levels, or for what a
 * role expects; levels and roles may also stand in the titles. Pure but for the file.
 */
import {
  type CompetencyField,
  competencyFields,
  type CompetencyFindingCode,
  competencyFindings,
} from '../../contract/bring-competencies.ts'
import type { Framework } from '../../contract/competencies.ts'
import {
  type Column,
  findingsBy,
  fold,
  type Found as FoundOf,
  leftColumns,
  readMapping,
  readTable,
  rowReader,
  type Source,
  type TableKind,
} from '../people/people.ts'
import { problem } from '../platform/problem.ts'

/** Header names of usual tables (folded), in English, German, Spanish and French. */
const titles: Partial<Record<CompetencyField, string>> = {
  competency: `competency competencyname competencytitle skill skillname skilltitle capability dimension criterion value
    kompetenz kompetenzname faehigkeit fahigkeit kriterium competencia nombredelacompetencia habilidad capacidad criterio
    competence nomdelacompetence capacite critere savoirfaire`,
  description: `description competencydescription skilldescription definition meaning details summary
    beschreibung kompetenzbeschreibung bedeutung descripcion definicion significado descriptif`,
  level: `level levelname proficiency proficiencylevel proficiencyname stage stufe stufenname niveau auspraegung auspragung nivel nombredelnivel
    niveaudemaitrise nomduniveau`,
  behaviour: `behaviour behavior behaviours behaviors anchor anchors indicator indicators behaviouralindicator behavioralindicator leveldescription leveldefinition
    proficiencydescription example examples expectation verhalten verhaltensanker anker indikator stufenbeschreibung beispiel
    comportamiento comportamientos conducta indicador indicadores descripciondelnivel ejemplo
    comportement comportements ancrage indicateur descriptionduniveau exemple`,
  role: `role rolename jobrole jobprofile profile jobfamily rolle rollenname stellenprofil funktion funcion puesto perfil rol
    poste profil metier fonction`,
  expected: `expectedlevel expected targetlevel target requiredlevel required expectedproficiency targetproficiency
    erwartetestufe erwartet sollstufe soll zielstufe nivelesperado esperado nivelrequerido requerido nivelobjetivo
    niveauattendu attendu niveaurequis requis niveaucible`,
  department: `department dept departments abteilung departamento departement service`,
  title: `jobtitle title jobtitles titles position stellenbezeichnung berufsbezeichnung cargo intituledeposte`,
  grade: `grade jobgrade joblevel careerlevel salarygrade payband gehaltsstufe entgeltgruppe grado nivelprofesional echelon`,
}
/** Titles that are levels by what they are called, whatever levels there are. */
const levelWords = ['level', 'stufe', 'nivel', 'niveau'].flatMap((word) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((n) => `${word}${n}`),
)

const limits = {
  competency: 100,
  description: 800,
  level: 100,
  behaviour: 2000,
  atLevel: 2000,
  role: 100,
  ofRole: 100,
  department: 400,
  title: 400,
  grade: 400,
}

/** Levels and roles that the draft has are known in titles too. */
function kindFor(now: Framework): TableKind<CompetencyField> {
  const named = (items: readonly { texts: Partial<Record<string, { name: string }>> }[]) =>
    items.flatMap((item) => Object.values(item.texts).flatMap((said) => fold(said?.name ?? '') || []))
  return {
    fields: competencyFields,
    titles: { ...titles, atLevel: [...levelWords, ...named(now.levels)].join(' '), ofRole: named(now.roles).join(' ') },
    many: ['atLevel', 'ofRole'],
    limits,
  }
}

export type Found = FoundOf<CompetencyFindingCode>
export const { refuses, listed } = findingsBy<CompetencyFindingCode>(competencyFindings)

export type ReadRow = {
  line: number
  refused: boolean
  competency: string
  description: string
  level: string
  behaviour: string
  /** From titles: a level and what can be observed there. */
  at: { level: string; words: string }[]
  role: string
  expected: string
  /** From titles: a role and the level that is expected of it. */
  of: { role: string; expected: string }[]
  department: string[]
  title: string[]
  grade: string[]
}
export type CompetencyFile = {
  rows: ReadRow[]
  findings: Found[]
  columns: Column<CompetencyField>[]
  records: number
  /** Levels that stand in titles, in their order. */
  levels: { name: string; line: number }[]
}

export async function readCompetencyFile(source: Source, mapping: unknown, now: Framework): Promise<CompetencyFile> {
  const kind = kindFor(now)
  const table = await readTable(source, kind, readMapping(kind, mapping))
  if (!table.at.has('competency') && !table.at.has('role'))
    throw problem('competency_file_columns', { missing: 'competency' })
  const findings: Found[] = leftColumns(table)
  const inTitles = (field: 'atLevel' | 'ofRole') =>
    (table.several.get(field) ?? []).map((index) => ({
      index,
      title: oneLine(table.header[index]!).slice(0, 100).trim(),
    }))
  const [levels, roles] = [inTitles('atLevel'), inTitles('ofRole')]
  const rows = table.records.map((record): ReadRow => {
    const row = rowReader<CompetencyField, CompetencyFindingCode>(
      table,
      record,
      findings,
      refuses,
      (cell) => cell('competency') || cell('role'),
    )
    // What has neither letter nor digit names nothing.
    const word = (field: CompetencyField) => {
      const said = oneLine(row.take(field))
      return fold(said) === '' ? '' : said
    }
    const [competency, level, role, said] = [word('competency'), word('level'), word('role'), word('expected')]
    const behaviour = row.take('behaviour')
    const at = levels.flatMap(({ index, title }) => {
      const words = row.within(index, 'atLevel')
      return words === '' ? [] : [{ level: title, words }]
    })
    const of = roles.flatMap(({ index, title }) => {
      const expected = oneLine(row.within(index, 'ofRole'))
      return expected === '' ? [] : [{ role: title, expected }]
    })
    // A table of roles often calls the level that it expects a level.
    const expected = said || (role !== '' && competency !== '' && behaviour === '' ? level : '')
    if (competency === '' && role === '' && level === '') row.say('row_empty', null)
    else if (competency === '' && (behaviour !== '' || expected !== '' || at.length > 0 || of.length > 0))
      row.say('competency_missing', 'competency')
    else if (behaviour !== '' && level === '') row.say('level_missing', 'level')
    else if (expected !== '' && role === '') row.say('role_missing', 'role')
    return {
      line: record.line,
      competency,
      description: row.take('description'),
      level: expected !== '' && said === '' ? '' : level,
      behaviour,
      at,
      role,
      expected,
      of,
      department: several(row.take('department')),
      title: several(row.take('title')),
      grade: several(row.take('grade')),
      get refused() {
        return row.refused
      },
    }
  })
  return {
    rows,
    findings,
    columns: table.columns,
    records: table.records.length,
    levels: levels
      .filter(({ title }) => rows.some((row) => row.at.some((one) => one.level === title)))
      .map(({ title }) => ({ name: title, line: table.line })),
  }
}

const oneLine = (words: string) =>
  words
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
const several = (cell: string) => [...new Set(cell.split(/[;|\n]/).flatMap((one) => oneLine(one) || []))]
