/** Bringing over what an earlier tool holds, from a CSV file: what is asked and answered alike, whatever the file holds. */
import * as z from 'zod'

/** What can be said of a row. Refused rows are not taken over; of the others something is worth knowing. */
export type RowFindings = Record<string, { severity: 'refused' | 'warning'; message: string }>

/** Said of every file, whatever it holds. */
export const everyRowFindings = {
  value_too_long: { severity: 'refused', message: 'The value has {length} characters; {limit} are possible.' },
  date_unreadable: { severity: 'refused', message: '“{value}” cannot be read as a day.' },
  date_ambiguous: {
    severity: 'refused',
    message: '“{value}” may be two days. Say in the mapping how the column is written.',
  },
  column_not_imported: { severity: 'warning', message: 'The column “{column}” is not taken over.' },
} as const satisfies RowFindings

export const bringQuery = z.object({
  name: z.string().min(1).max(300),
  dryRun: z.stringbool().default(true),
  /** JSON: { "Source column": "field" or null, … }, for columns that are not recognised. */
  mapping: z.string().max(60_000).optional(),
  /** What can be read whole, although other rows are refused. */
  acceptGoodRows: z.stringbool().default(false),
})

export const rowFinding = z.object({
  line: z.int(),
  /** What the row is known by, as the file has it. */
  id: z.string().nullable(),
  column: z.string().nullable(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** In English. */
  message: z.string(),
})
export type RowFinding = z.output<typeof rowFinding>

/** What every report has: how much was read, what was refused or worth knowing, what each column was taken for. */
export const bringReport = <const F extends readonly [string, ...string[]]>(fields: F) =>
  z.object({
    rows: z.int(),
    /** What was here already and stays as it is. */
    unchanged: z.int(),
    refused: z.array(rowFinding),
    warnings: z.array(rowFinding),
    columns: z.array(z.object({ header: z.string(), field: z.enum(fields).nullable(), samples: z.array(z.string()) })),
    applied: z.boolean(),
  })

/** A file that was brought over. */
export const broughtFile = z.object({
  id: z.uuid(),
  fileName: z.string(),
  at: z.iso.datetime(),
  by: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  unchanged: z.int(),
  refused: z.int(),
})
