/** The door of people: the record of who works here. */
export { searchable, searchText } from './search.ts'
