/** Numbers that a company defines itself and brings, by file or by API. */
import * as z from 'zod'
import { bringQuery, bringReport, broughtFile, type RowFindings } from './bring.ts'
import { definition, importedIds, layers } from './metrics.ts'
import { operation } from './operation.ts'

/** What a company's own number may be in. `number`: a plain one, whatever it counts. */
const ownUnits = ['percent', 'number', 'days', 'minutes', 'of_five', 'score'] as const
/** Parts of the company that values may be of; without one they are of the whole. */
export const ownKinds = ['department', 'location', 'country'] as const
export type OwnKind = (typeof ownKinds)[number]

export const ownFields = ['date', ...ownKinds, 'numerator', 'denominator', 'value', 'n'] as const
export type OwnField = (typeof ownFields)[number]

export const ownFindings = {
  date_missing: { severity: 'refused', message: 'There is no day.' },
  date_ahead: { severity: 'refused', message: '{day} is still to come.' },
  part_two: { severity: 'refused', message: 'The row names more than one part of the company.' },
  part_unknown: { severity: 'refused', message: 'The people file has never had “{value}”.' },
  number_missing: {
    severity: 'refused',
    message: 'Give a numerator and a denominator, or a value and how many stand behind it (n).',
  },
  number_both: {
    severity: 'refused',
    message: 'Give a numerator and a denominator, or a value and n, not both.',
  },
  number_unreadable: { severity: 'refused', message: '“{value}” cannot be read as a number.' },
  number_whole: { severity: 'refused', message: '“{value}” has to be a whole number from {least} on.' },
  number_range: { severity: 'refused', message: '{value} is outside what this number can be ({low} to {high}).' },
  row_twice: { severity: 'refused', message: 'Line {other} has the same day and part already.' },
  hidden: {
    severity: 'warning',
    message: 'It is kept and not shown: fewer than {floor} stand behind it, or a group so small would follow.',
  },
  stays: {
    severity: 'warning',
    message: 'It is kept, and what is shown stays: the correction differs by fewer than {floor}.',
  },
} as const satisfies RowFindings
export type OwnFindingCode = keyof typeof ownFindings

const metric = z.enum(importedIds)
const words = (most: number) => z.string().trim().min(1).max(most)
const said = z.object({
  name: words(80),
  sentence: words(300),
  layer: z.enum(layers),
  direction: z.enum(['up', 'down']),
  target: z.number().min(-1_000_000).max(1_000_000).nullable(),
  /** Of people: 5 or more; what counts things and not people needs none: 1. */
  floor: z.union([z.literal(1), z.int().min(5).max(100)]),
})
const report = bringReport(ownFields).extend({ fresh: z.int(), corrected: z.int() })
export type OwnReport = z.output<typeof report>

const own = z.object({
  definition,
  /** Null: it is in use. */
  endedOn: z.iso.date().nullable(),
  values: z.int(),
  newest: z.iso.date().nullable(),
})

export const ownMetrics = {
  list: operation({
    id: 'ownMetrics.list',
    method: 'GET',
    path: '/own-metrics',
    permission: 'metrics.bring',
    summary: 'The numbers that the company defined itself',
    response: z.object({
      metrics: z.array(own),
      /** How many more there can be. */
      room: z.int(),
      /** Whether productivity has its measure. */
      productivity: z.boolean(),
    }),
  }),
  define: operation({
    id: 'ownMetrics.define',
    method: 'POST',
    path: '/own-metrics',
    permission: 'metrics.bring',
    summary: 'Define a number of the company’s own; as X7 it is what productivity is measured by',
    body: said.extend({ unit: z.enum(ownUnits), productivity: z.boolean().default(false) }),
    response: z.object({ metric }),
    problems: ['own_metrics_full', 'own_metric_floor', 'own_metric_there'],
  }),
  change: operation({
    id: 'ownMetrics.change',
    method: 'PUT',
    path: '/own-metrics/:metric',
    permission: 'metrics.bring',
    summary: 'Write a new version of an own number; its unit stays, and its floor does not fall',
    params: z.object({ metric }),
    body: said,
    response: z.object({ metric, version: z.int() }),
    problems: ['not_found', 'own_metric_floor'],
  }),
  end: operation({
    id: 'ownMetrics.end',
    method: 'POST',
    path: '/own-metrics/:metric/end',
    permission: 'metrics.bring',
    summary: 'Use an own number no longer; what it was stays readable',
    params: z.object({ metric }),
    response: z.object({ metric }),
    problems: ['not_found'],
  }),
  import: operation({
    id: 'ownMetrics.import',
    method: 'POST',
    path: '/own-metrics/:metric/files',
    permission: 'metrics.bring',
    summary: 'Bring values of an own number from a CSV file, or see what it would do',
    params: z.object({ metric }),
    query: bringQuery,
    rawBody: true,
    body: z.unknown(),
    response: report,
    problems: [
      'not_found',
      'people_file_empty',
      'people_mapping_invalid',
      'people_mapping_field_unknown',
      'people_mapping_date_unknown',
      'own_file_columns',
      'too_large',
    ],
  }),
  values: operation({
    id: 'ownMetrics.values',
    method: 'POST',
    path: '/own-metrics/:metric/values',
    permission: 'metrics.bring',
    summary: 'Bring values of an own number from another system; lines are counted from 1',
    params: z.object({ metric }),
    body: z.object({
      dryRun: z.boolean().default(false),
      values: z
        .array(
          z.object({
            date: z.iso.date(),
            department: z.string().max(400).optional(),
            location: z.string().max(400).optional(),
            country: z.string().max(400).optional(),
            numerator: z.int().optional(),
            denominator: z.int().optional(),
            value: z.number().optional(),
            n: z.int().optional(),
          }),
        )
        .min(1)
        .max(5000),
    }),
    response: report,
    problems: ['not_found'],
  }),
  imports: operation({
    id: 'ownMetrics.imports',
    method: 'GET',
    path: '/own-metrics/:metric/imports',
    permission: 'metrics.bring',
    summary: 'What was brought of an own number, the latest first',
    params: z.object({ metric }),
    response: z.object({
      imports: z.array(broughtFile.extend({ fresh: z.int(), corrected: z.int() })),
    }),
    problems: ['not_found'],
  }),
}
