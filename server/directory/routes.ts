import { audiences } from '../../contract/audiences.ts'
import { directory } from '../../contract/directory.ts'
import { holidays } from '../../contract/holidays.ts'
import { route } from '../platform/http.ts'
import { create, get as getAudience, list as listAudiences, preview, remove, update } from './audiences.ts'
import { createHolidays, listHolidays, removeHolidays, updateHolidays } from './holidays.ts'
import { facets, get, history, list } from './people.ts'

export const routes = [
  route(directory.list, list),
  route(directory.facets, facets),
  route(directory.get, get),
  route(directory.history, history),
  route(audiences.list, listAudiences),
  route(audiences.get, getAudience),
  route(audiences.preview, preview),
  route(audiences.create, create),
  route(audiences.update, update),
  route(audiences.remove, remove),
  route(holidays.list, listHolidays),
  route(holidays.create, createHolidays),
  route(holidays.update, updateHolidays),
  route(holidays.remove, removeHolidays),
]
