/** The door of people: the record of who works here. */
export { csvFile, csvLine, neutralise } from './csv.ts'
export { sourceOf } from './encoding.ts'
export { foundBy } from './finding.ts'
export { headcount, type Segment } from './headcount.ts'
export { importFile } from './import.ts'
export { addOutsider } from './outsiders.ts'
export { refreshRoster } from './roster.ts'
export { searchable, searchText } from './search.ts'
