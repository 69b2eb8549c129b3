/** The door of courses of the company's own: what is published, what whoever has begun reads, and their films. */
export { captionsFile, filmFile, filmsShown } from './films.ts'
export { asBegun, ownCourses } from './published.ts'
