/** Competencies of an earlier tool or a table: brought over into the draft, which then is read, changed and published as always. */
import * as z from 'zod'
import { bringQuery, bringReport, type RowFindings } from './bring.ts'
import { languages } from './library.ts'
import { operation } from './operation.ts'

/**
 * What a column of the file may hold. `atLevel`: its title is a level, its cells say what can be
 * observed there. `ofRole`: its title is a role, its cells are the levels expected of it.
 */
export const competencyFields = [
  'competency',
  'description',
  'level',
  'behaviour',
  'atLevel',
  'role',
  'expected',
  'ofRole',
  'department',
  'title',
  'grade',
] as const
export type CompetencyField = (typeof competencyFields)[number]

/** What can be said of a row. A competency of which one row is refused is not taken over at all. */
export const competencyFindings = {
  row_empty: { severity: 'refused', message: 'The row names neither a competency nor a role nor a level.' },
  competency_missing: { severity: 'refused', message: 'The row does not say of which competency it speaks.' },
  level_missing: { severity: 'refused', message: 'The row does not say at which level this can be observed.' },
  role_missing: { severity: 'refused', message: 'The row does not say of which role this level is expected.' },
  competency_unknown: {
    severity: 'refused',
    message: '“{value}” is no competency of this file or of the draft.',
  },
  competency_refused: { severity: 'refused', message: 'Line {other} of the same competency was refused.' },
  level_unknown: { severity: 'refused', message: '“{value}” is no level; {levels} are.' },
  too_many_levels: { severity: 'refused', message: 'With “{value}” there would be more than {limit} levels.' },
  too_many_competencies: {
    severity: 'refused',
    message: 'With “{value}” there would be more than {limit} competencies.',
  },
  too_many_roles: { severity: 'refused', message: 'With “{value}” there would be more than {limit} roles.' },
  value_differs: { severity: 'warning', message: 'Line {other} says something else; what stands there was taken.' },
  level_by_place: { severity: 'warning', message: '“{value}” was taken as the level “{level}”, by its place.' },
  levels_ordered: {
    severity: 'warning',
    message: 'The levels were taken in this order, the lowest first: {levels}. It can be changed in the draft.',
  },
  draft_kept: { severity: 'warning', message: 'The draft says something else about “{value}”; it stays as it is.' },
  already_here: { severity: 'warning', message: '“{value}” is in the draft already, with all that this file says.' },
  role_by_title: {
    severity: 'warning',
    message: 'Whom “{value}” means was not said. People with this title were taken: {count} today.',
  },
  nobody_has: { severity: 'warning', message: 'Nobody here has “{value}” today.' },
} as const satisfies RowFindings
export type CompetencyFindingCode = keyof typeof competencyFindings

export const competencyReport = bringReport(competencyFields).extend({
  /** What would be new in the draft, or is. */
  competencies: z.int(),
  levels: z.int(),
  roles: z.int(),
  expectations: z.int(),
  /** Competencies and roles of the draft to which something is added. */
  added: z.int(),
  /** Of the draft; the way back is to save what it was before. */
  revision: z.int(),
})
export type CompetencyReport = z.output<typeof competencyReport>

export const bringCompetencies = {
  import: operation({
    id: 'competencies.import',
    method: 'POST',
    path: '/competencies/draft/imports',
    permission: 'competencies.write',
    summary:
      'Bring competencies, levels and what roles expect from a CSV file into the draft, or see what it would do; what the draft says already stays',
    query: bringQuery.extend({
      /** In which language the file is written; the reader’s unless told. */
      language: z.enum(languages).optional(),
    }),
    rawBody: true,
    body: z.unknown(),
    response: competencyReport,
    problems: [
      'people_file_empty',
      'people_mapping_invalid',
      'people_mapping_field_unknown',
      'competency_file_columns',
      'too_large',
    ],
  }),
}
