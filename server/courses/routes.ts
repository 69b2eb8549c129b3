import { ownCourses } from '../../contract/courses.ts'
import { route } from '../platform/http.ts'
import { beginFilm, captions, dropFilm, endFilm, film, filmCaptions, keepPiece } from './films.ts'
import { difference, follow, publish, retire } from './publishing.ts'
import { begin, get, list, preview, save } from './writing.ts'

export const routes = [
  route(ownCourses.list, list),
  route(ownCourses.begin, begin),
  route(ownCourses.get, get),
  route(ownCourses.save, save),
  route(ownCourses.publish, publish),
  route(ownCourses.preview, preview),
  route(ownCourses.difference, difference),
  route(ownCourses.follow, follow),
  route(ownCourses.retire, retire),
  route(ownCourses.beginFilm, beginFilm),
  route(ownCourses.keepPiece, keepPiece),
  route(ownCourses.endFilm, endFilm),
  route(ownCourses.dropFilm, dropFilm),
  route(ownCourses.captions, captions),
  route(ownCourses.film, film),
  route(ownCourses.filmCaptions, filmCaptions),
]
