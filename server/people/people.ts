/** The door of people: the record of who works here. */
export { fold, columnKey } from './columns.ts'
export { csvFile, csvLine, detectDelimiter, neutralise, recordsOf, sampleRecords, type Rec } from './csv.ts'
export { declaredFormat, lookAt, newDateColumn, readDate, ruleOf as dateRuleOf, type DateRule } from './dates.ts'
export { detectEncoding, sourceOf, textOf, type Source } from './encoding.ts'
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
  readTable,
  rowReader,
  sentTable,
  type TableKind,
  wordTable,
} from './table.ts'
