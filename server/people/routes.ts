import { imports } from '../../contract/people.ts'
import { route } from '../platform/http.ts'
import { people, peopleFile } from './named.ts'
import { apply, cancel, findings, get, list, refusedRows, settle, upload } from './uploads.ts'

export const routes = [
  route(imports.upload, upload),
  route(imports.list, list),
  route(imports.get, get),
  route(imports.findings, findings),
  route(imports.people, people),
  route(imports.peopleFile, peopleFile),
  route(imports.settle, settle),
  route(imports.apply, apply),
  route(imports.cancel, cancel),
  route(imports.refusedRows, refusedRows),
]
