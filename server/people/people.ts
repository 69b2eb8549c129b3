/** The door of people: the record of who works here. */
export { fold } from './columns.ts'
export { csvFile, csvLine } from './csv.ts'
export { csvPages, type CsvRow, inPages } from './csv-pages.ts'
export { sourceOf, type Source } from './encoding.ts'
export { foundBy } from './finding.ts'
export { headcount, type Segment } from './headcount.ts'
export { importFile } from './import.ts'
export { addOutsider } from './outsiders.ts'
export { isOutsider, nameOutsider, speak } from './own.ts'
export { refreshRoster } from './roster.ts'
export { searchable, searchText } from './search.ts'
export {
  type Column,
  findingsBy,
  type Found,
  leftColumns,
  readMapping,
  readNumber,
  readTable,
  rowReader,
  sentTable,
  type TableKind,
  wordTable,
} from './table.ts'
