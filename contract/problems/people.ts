import type { Problems } from './shape.ts'

export const peopleProblems = {
  people_file_empty: { status: 422, detail: 'The file is empty. Nothing was changed.' },
  people_file_unreadable: {
    status: 422,
    detail: 'The file is not a table of text. Nothing was changed. Export everyone as CSV and try again.',
  },
  people_file_spreadsheet: {
    status: 422,
    detail:
      'The file is a spreadsheet, not CSV, whatever its name ends in. Nothing was changed. Save it as CSV (UTF-8) and try again.',
  },
  people_file_cut_off: {
    status: 422,
    detail:
      'The compressed file is damaged or ends too early, so not all of it could be read. Nothing was changed. Compress it again, or use the plain CSV.',
  },
  people_file_quote_open: {
    status: 422,
    detail:
      'A quotation mark that opens in the record on line {line} is never closed. Nothing was changed. Correct that line and try again.',
  },
  people_file_record_too_long: {
    status: 422,
    detail:
      'The record on line {line} is longer than a megabyte; a quotation mark may be missing there. Nothing was changed. Correct that line and try again.',
  },
  people_encoding_unknown: {
    status: 422,
    detail:
      '{encoding} is not an encoding that is known here. Use utf-8, utf-16le, utf-16be or windows-1252, or leave it out.',
  },
  people_mapping_invalid: {
    status: 422,
    detail: 'The mapping is not an object of columns and what they hold. Nothing was changed.',
  },
  people_mapping_field_unknown: {
    status: 422,
    detail: '“{value}” for column “{column}” is not a field. Nothing was changed. The fields are {fields}.',
  },
  people_mapping_date_unknown: {
    status: 422,
    detail:
      '“{value}” for column “{column}” is not a date format such as YYYY-MM-DD, DD/MM/YYYY, MM/DD/YY or excel. Nothing was changed.',
  },
  people_mapping_status_unknown: {
    status: 422,
    detail: 'The status “{word}” may mean {meanings}, not “{value}”. Nothing was changed.',
  },
  people_columns_missing: {
    status: 422,
    detail:
      'No column was recognised as a name, and none as an employee number or an e-mail address. Nothing was changed. Say in a mapping which columns hold them; the file has {columns}.',
  },
  people_name_column_missing: {
    status: 422,
    detail:
      'No column was recognised as a name. Nothing was changed. Say in a mapping which column holds it; the file has {columns}.',
  },
  people_number_column_missing: {
    status: 422,
    detail:
      'No column was recognised as an employee number or an e-mail address. Nothing was changed. Say in a mapping which column holds one; the file has {columns}.',
  },
  people_rows_refused: {
    status: 409,
    detail: '{refused} of {rows} rows are refused, so nothing was written. Correct them, or import the good rows only.',
  },
  people_leavers_unconfirmed: {
    status: 409,
    detail:
      'This file would end the employment of {leavers} of {present} people, more than {limit} %. Nothing was written. If that is right, confirm the number {leavers}.',
  },
  people_file_older: {
    status: 409,
    detail:
      'A file as of {newest} was imported already, and this one is as of {asOf}. Nothing was written. Choose to restate if it corrects what was known then.',
  },
  people_import_running: {
    status: 409,
    detail: 'Another people file is being imported at this moment. Try again when it is done.',
  },
  people_import_changed: {
    status: 409,
    detail: 'The record has changed since this file was looked at. Nothing was written. Look at it again, then apply.',
  },
  people_import_done: { status: 409, detail: 'This import is finished already.' },
} as const satisfies Problems
