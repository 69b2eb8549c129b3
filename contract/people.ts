/** The record of who works here: people files, what they found, what they did. */
import * as z from 'zod'
import { languages } from './library.ts'
import { operation } from './operation.ts'

/** What a column of a people file can hold. */
export const fields = [
  'number',
  'givenName',
  'middleName',
  'familyName',
  'preferredName',
  'fullName',
  'email',
  'status',
  'employmentType',
  'title',
  'department',
  'division',
  'location',
  'country',
  'timeZone',
  'locale',
  'level',
  'manager',
  'managerEmail',
  'managerName',
  'secondManager',
  'hiredOn',
  'leftOn',
] as const
export type Field = (typeof fields)[number]

/**
 * The closed list of what a people file can be told about. `refused` rows are not
 * taken in; a `warning` says what was left open, read in another way, or changed
 * from what stands in the file. `{names}` are filled in; the web has these
 * sentences in every language.
 */
export const findings = {
  row_too_short: {
    severity: 'refused',
    message:
      'This row has {actual} of {expected} columns, so nobody can say which are missing. Fill in the row, empty columns included.',
  },
  row_too_long: {
    severity: 'refused',
    message:
      'This row has {actual} columns where the header has {expected}; a delimiter inside a value may need quotes. Correct the row.',
  },
  identity_missing: {
    severity: 'refused',
    message:
      'This row has neither an employee number nor an e-mail address, so it cannot be told whom it means. Add one of them.',
  },
  name_missing: { severity: 'refused', message: 'This row has no name. Add one.' },
  number_damaged: {
    severity: 'refused',
    message:
      '“{value}” is an employee number that a spreadsheet turned into another kind of number; its digits are lost. Export again with the column as text.',
  },
  number_conflict: {
    severity: 'refused',
    message:
      'Employee number {number} stands on lines {lines} with different data ({columns}). Neither was taken in; keep the right one.',
  },
  status_unknown: {
    severity: 'refused',
    message:
      '“{value}” is not a status that is known here, and nobody is taken for active without one. Say in the mapping what it means: active, leave, ended or prehire.',
  },
  value_too_long: {
    severity: 'refused',
    message: 'This value has {length} characters; the limit is {limit}. Shorten it.',
  },

  repeated_header: { severity: 'warning', message: 'The header is repeated here. The line was skipped.' },
  total_row: {
    severity: 'warning',
    message: 'This looks like a total at the end of a report (“{value}”), not like a person. The line was skipped.',
  },
  row_before_header: { severity: 'warning', message: 'This line stands before the header and was skipped.' },
  column_not_imported: {
    severity: 'warning',
    message: 'Column “{column}” is not known and was not imported. Map it if it is needed.',
  },
  column_padded: {
    severity: 'warning',
    message: 'The values of column “{column}” are padded with spaces in {rows} rows. They were taken without them.',
  },
  column_composed: {
    severity: 'warning',
    message:
      'The accents in column “{column}” are written as separate characters in {rows} rows. They were put together; they look the same.',
  },
  file_older: {
    severity: 'warning',
    message:
      'A file as of {newest} has been imported already. This older one is refused unless you restate what was known on {asOf}.',
  },

  duplicate_row: {
    severity: 'warning',
    message: 'The same row stands on line {line} already. The person was taken in once.',
  },
  rehire_stated: {
    severity: 'warning',
    message:
      'Employee number {number} stands on lines {lines} with an employment that ended and one that goes on: one person with two employments.',
  },
  number_missing: {
    severity: 'warning',
    message:
      'This row has no employee number. The person is known by {email} only and will never be counted as a leaver.',
  },
  number_zeros: {
    severity: 'warning',
    message:
      'Employee number {number} has lost the zeros in front that the other numbers have; it is taken for the person known as {known}. Export the column as text.',
  },
  number_zeros_new: {
    severity: 'warning',
    message:
      'Employee number {number} is shorter than the others, which begin with zeros; a spreadsheet may have cut them off. It was taken in as it stands.',
  },
  linked_by_email: {
    severity: 'warning',
    message:
      'Somebody with the address {email} is known already without an employee number; this row is taken for the same person, who now has number {number}.',
  },
  same_person: {
    severity: 'warning',
    message:
      'Numbers {number} and {other} have the same e-mail address {email}: perhaps one person who came back under a new number. They were not merged.',
  },

  spaces_trimmed: { severity: 'warning', message: 'Spaces around the value were taken off (it now reads “{value}”).' },
  invisible_characters: {
    severity: 'warning',
    message: 'The value held characters that cannot be seen; they were taken out (it now reads “{value}”).',
  },
  control_characters: {
    severity: 'warning',
    message: 'The value held control characters; they were taken out (it now reads “{value}”).',
  },
  characters_composed: {
    severity: 'warning',
    message: 'Accents written as separate characters were put together; “{value}” looks the same.',
  },
  null_literal: { severity: 'warning', message: '“{value}” was taken to mean that nothing stands here.' },
  encoding_suspicious: {
    severity: 'warning',
    message:
      '“{value}” looks like text that was read in a wrong encoding before it reached this file. It was taken in as it stands.',
  },
  characters_lost: {
    severity: 'warning',
    message: '“{value}” has lost characters that the file’s encoding cannot hold. Export as UTF-8.',
  },
  spelling_unified: {
    severity: 'warning',
    message: '“{value}” was taken for “{unified}”, as most of the file or the record spells it.',
  },

  email_missing: {
    severity: 'warning',
    message:
      'This row has no e-mail address, though most have one. The person cannot sign in by mail; print a code for them.',
  },
  email_invalid: {
    severity: 'warning',
    message:
      '“{value}” is not an e-mail address. The one on record stays, if there is one; without any the person cannot sign in by mail.',
  },
  email_shared: {
    severity: 'warning',
    message:
      'The address {email} is given for {numbers} alike (upper and lower case make no difference). Nobody can sign in with it until that is settled.',
  },
  email_kept: {
    severity: 'warning',
    message:
      'The address {email} is given for {numbers} alike (upper and lower case make no difference). {holder} had it first and keeps it for signing in.',
  },

  manager_missing: {
    severity: 'warning',
    message: 'Manager “{manager}” is not in the file and not in the record. {person} was taken in without a manager.',
  },
  manager_self: { severity: 'warning', message: '{person} is named as their own manager. The link was left open.' },
  manager_cycle: {
    severity: 'warning',
    message: 'These people report to each other in a circle: {people}. Their links were left open.',
  },
  manager_by_email: {
    severity: 'warning',
    message: 'The manager is given as the address {manager}, which belongs to {number}. The link was made.',
  },
  manager_by_name: {
    severity: 'warning',
    message:
      'The manager is given by name (“{manager}”), which may fit several people ({candidates}). The link was left open; give a number or an address.',
  },
  manager_left: {
    severity: 'warning',
    message: '{person} reports to {manager}, whose employment has ended. The link was left open.',
  },
  manager_not_started: {
    severity: 'warning',
    message: '{person} reports to {manager}, who is not present yet. The link opens when they start.',
  },
  manager_refused: {
    severity: 'warning',
    message: '{person} reports to {manager}, whose own row was refused. The link was left open.',
  },
  manager_ambiguous: {
    severity: 'warning',
    message: 'Manager “{manager}” fits several people ({candidates}). The link was left open.',
  },
  second_manager_missing: {
    severity: 'warning',
    message: 'Second manager “{manager}” could not be found. That link was left open.',
  },
  additional_root: {
    severity: 'warning',
    message: '{person} has no manager, as {root} at the top. If that is an oversight, name one.',
  },

  date_impossible: {
    severity: 'warning',
    message: '“{value}” is not a day of the calendar. The date was left as it was.',
  },
  date_ambiguous: {
    severity: 'warning',
    message:
      '“{value}” can be two different days. Declare the column’s date format; until then the date was left as it was.',
  },
  date_two_digit_year: {
    severity: 'warning',
    message:
      '“{value}” does not say its century. Declare the column’s date format; until then the date was left as it was.',
  },
  date_unreadable: {
    severity: 'warning',
    message: '“{value}” is not a date that can be read. The date was left as it was.',
  },
  date_serial: { severity: 'warning', message: '“{value}” is a spreadsheet’s day number; it was read as {day}.' },
  date_other_format: {
    severity: 'warning',
    message: '“{value}” is written unlike the column’s other dates; it can only mean {day} and was read so.',
  },
  date_far_future: { severity: 'warning', message: '{day} is more than a year ahead. The date was left as it was.' },
  date_default: {
    severity: 'warning',
    message: '{day} is what some systems write for “no date”. The date was left as it was.',
  },
  starts_later: {
    severity: 'warning',
    message: 'The row says active, but the hire date {day} is ahead. The person is not present before that day.',
  },
  prehire_without_start: {
    severity: 'warning',
    message:
      'The row says that the person has not started, but gives no hire date ahead. They are on record and not present until a file says so.',
  },
  left_but_active: {
    severity: 'warning',
    message: 'The row says that the person works here, and gives {day} as the last day. The status was followed.',
  },
  country_unknown: {
    severity: 'warning',
    message: '“{value}” is not a country that is known here. It was taken in as it stands.',
  },
  time_zone_unknown: {
    severity: 'warning',
    message: '“{value}” is not a time zone such as Europe/Berlin. The company’s own is used.',
  },
  locale_unknown: {
    severity: 'warning',
    message: '“{value}” is not a language code such as de or en-US. The company’s own is used.',
  },
} as const satisfies Record<string, { severity: 'refused' | 'warning'; message: string }>

export type FindingCode = keyof typeof findings
export const findingCodes = Object.keys(findings) as [FindingCode, ...FindingCode[]]

/** One thing to be told about a people file; `line` is the physical line on which the record starts, the header's is 1. */
export const finding = z.object({
  line: z.int(),
  id: z.string().nullable(),
  column: z.string().nullable(),
  severity: z.enum(['refused', 'warning']),
  code: z.enum(findingCodes),
  /** What `{names}` in the sentence stand for. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  message: z.string(),
})

/** Whom a dry run names: one list for each. Who changes in several ways stands in several. */
export const namedKinds = ['added', 'left', 'rehired', 'moved', 'managerChanged', 'titleChanged', 'changed'] as const
export type NamedKind = (typeof namedKinds)[number]

const counts = z.object({
  rows: z.int(),
  added: z.int(),
  changed: z.int(),
  moved: z.int(),
  titleChanged: z.int(),
  managerChanged: z.int(),
  left: z.int(),
  rehired: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  warnings: z.int(),
  /** People present before. */
  present: z.int(),
})

/** How far an import has come. Nothing is written before `applied`, and then everything is. */
export const importState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting'), next: z.enum(['look', 'apply']) }),
  z.object({ state: z.literal('looking'), rows: z.int(), of: z.int().nullable() }),
  z.object({ state: z.literal('looked') }),
  z.object({ state: z.literal('applying'), rows: z.int(), of: z.int().nullable() }),
  z.object({ state: z.literal('applied'), at: z.string() }),
  z.object({
    state: z.literal('refused'),
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    message: z.string(),
  }),
  z.object({ state: z.literal('cancelled'), at: z.string() }),
])
export type ImportState = z.output<typeof importState>

const listedImport = z
  .object({
    id: z.uuid(),
    fileName: z.string(),
    asOf: z.iso.date(),
    createdAt: z.string(),
    createdBy: z.string().nullable(),
    counts: counts.nullable(),
  })
  .and(importState)

/** What a file's columns hold, how its dates are written, what its words for a status mean. */
export const mapping = z.object({
  columns: z.record(z.string().max(500), z.enum(fields).nullable()).default({}),
  dates: z.record(z.string().max(500), z.string().max(20)).default({}),
  status: z.record(z.string().max(200), z.enum(['active', 'leave', 'ended', 'prehire'])).default({}),
})

const importId = z.object({ id: z.uuid() })
const day = z.iso.date()

export const imports = {
  upload: operation({
    id: 'imports.upload',
    method: 'POST',
    path: '/people-imports',
    permission: 'people.import',
    summary: 'Upload a people file (CSV, plain or gzip); a dry run begins by itself',
    query: z.object({
      name: z.string().min(1).max(300),
      asOf: day.optional(),
      encoding: z.string().max(40).optional(),
    }),
    rawBody: true,
    body: z.unknown(),
    response: importId,
    problems: ['people_file_empty', 'people_encoding_unknown', 'too_large'],
  }),
  list: operation({
    id: 'imports.list',
    method: 'GET',
    path: '/people-imports',
    permission: 'people.import',
    summary: 'People files that were looked at or applied, the latest first',
    query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(30), before: z.uuid().optional() }),
    response: z.object({ imports: z.array(listedImport) }),
  }),
  get: operation({
    id: 'imports.get',
    method: 'GET',
    path: '/people-imports/:id',
    permission: 'people.import',
    summary: 'One import: how far it is, what it would do or did, and what its columns hold',
    params: importId,
    response: z.object({
      import: listedImport,
      /** What was found, by kind, the most frequent first. */
      kinds: z.array(
        z.object({ code: z.enum(findingCodes), severity: z.enum(['refused', 'warning']), count: z.int() }),
      ),
      /** Whether `imports.people` names whom the dry run counted; not any more once a file was applied. */
      named: z.boolean(),
      /** Leavers beyond this share of the company have to be confirmed with their number. */
      leaverLimit: z.object({ percent: z.number(), exceeded: z.boolean() }),
      /** A newer file was applied already; this one can only restate. */
      newerAsOf: day.nullable(),
      file: z
        .object({
          encoding: z.string(),
          delimiter: z.string(),
          skipped: z.object({ blank: z.int(), repeatedHeader: z.int(), total: z.int(), beforeHeader: z.int() }),
          columns: z.array(
            z.object({
              header: z.string(),
              field: z.enum(fields).nullable(),
              recognised: z.enum(fields).nullable(),
              samples: z.array(z.string()),
            }),
          ),
        })
        .nullable(),
      mapping,
    }),
  }),
  findings: operation({
    id: 'imports.findings',
    method: 'GET',
    path: '/people-imports/:id/findings',
    permission: 'people.import',
    summary: 'What was found in the file, in its order',
    params: importId,
    query: z.object({
      code: z.enum(findingCodes).optional(),
      severity: z.enum(['refused', 'warning']).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      offset: z.coerce.number().int().min(0).max(5_000_000).default(0),
    }),
    response: z.object({ findings: z.array(finding), total: z.int() }),
  }),
  people: operation({
    id: 'imports.people',
    method: 'GET',
    path: '/people-imports/:id/people',
    permission: 'people.import',
    summary: 'Who would join, leave, move or change by this file, as the dry run found it',
    params: importId,
    query: z.object({
      kind: z.enum(namedKinds),
      /** Words of a name, an employee number or an address. */
      q: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      offset: z.coerce.number().int().min(0).max(5_000_000).default(0),
    }),
    response: z.object({
      people: z.array(
        z.object({
          kind: z.enum(namedKinds),
          /** Null for somebody who is not in the record yet. */
          personId: z.uuid().nullable(),
          number: z.string().nullable(),
          name: z.string(),
          /** From when it holds. */
          day,
          was: z.string().nullable(),
          becomes: z.string().nullable(),
          /** What differs; of `changed` only. */
          fields: z.array(z.string()),
        }),
      ),
      total: z.int(),
    }),
  }),
  peopleFile: operation({
    id: 'imports.peopleFile',
    method: 'GET',
    path: '/people-imports/:id/people.csv',
    permission: 'people.import',
    summary: 'The same as a CSV file, of one kind or of all',
    params: importId,
    query: z.object({ kind: z.enum(namedKinds).optional(), language: z.enum(languages).default('en') }),
    response: z.unknown(),
    rawResponse: true,
  }),
  settle: operation({
    id: 'imports.settle',
    method: 'PUT',
    path: '/people-imports/:id/mapping',
    permission: 'people.import',
    summary: 'Say what columns, dates and words mean, which encoding and day the file has; it is looked at again',
    params: importId,
    body: mapping.extend({ asOf: day.optional(), encoding: z.string().max(40).nullish() }),
    response: importId,
    problems: ['people_import_done', 'people_import_running', 'people_mapping_date_unknown', 'people_encoding_unknown'],
  }),
  apply: operation({
    id: 'imports.apply',
    method: 'POST',
    path: '/people-imports/:id/apply',
    permission: 'people.import',
    summary: 'Write what the dry run showed, all of it or nothing',
    params: importId,
    body: z.object({
      acceptGoodRows: z.boolean().default(false),
      restate: z.boolean().default(false),
      /** The number of leavers that the dry run named. */
      confirmLeavers: z.int().min(0).optional(),
    }),
    response: importId,
    problems: [
      'people_import_done',
      'people_import_running',
      'people_import_changed',
      'people_rows_refused',
      'people_leavers_unconfirmed',
      'people_file_older',
    ],
  }),
  cancel: operation({
    id: 'imports.cancel',
    method: 'POST',
    path: '/people-imports/:id/cancel',
    permission: 'people.import',
    summary: 'Stop an import before it is written',
    params: importId,
    response: importId,
    problems: ['people_import_done'],
  }),
  refusedRows: operation({
    id: 'imports.refusedRows',
    method: 'GET',
    path: '/people-imports/:id/refused-rows',
    permission: 'people.import',
    summary: 'The refused rows as a CSV file with the reasons, to be corrected',
    params: importId,
    query: z.object({ language: z.enum(languages).default('en') }),
    response: z.unknown(),
    rawResponse: true,
  }),
}
