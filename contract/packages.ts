/**
 * Learning packages of other makers, brought as a zip file: SCORM 1.2, SCORM 2004 and cmi5. Each becomes a
 * course that the program can give to roles. What somebody does in one stands in `training.ts`.
 */
import * as z from 'zod'
import { language } from './library.ts'
import { operation } from './operation.ts'

const slug = z.string().regex(/^[a-z0-9-]{1,60}$/)
export const packageKinds = ['scorm12', 'scorm2004', 'cmi5'] as const

const brought = z.object({
  courseId: slug,
  title: z.string(),
  about: z.string(),
  minutes: z.int(),
  language,
  kind: z.enum(packageKinds),
  version: z.int(),
  parts: z.array(z.object({ title: z.string() })),
  files: z.int(),
  bytes: z.int(),
  broughtAt: z.iso.datetime(),
  broughtBy: z.object({ id: z.uuid(), name: z.string() }),
})

const facts = {
  title: z.string().trim().min(1).max(120),
  about: z.string().trim().max(500).default(''),
  minutes: z.int().min(1).max(600),
  language,
}
const one = z.object({ courseId: slug })

export const packages = {
  list: operation({
    id: 'packages.list',
    method: 'GET',
    path: '/packages',
    permission: 'packages.manage',
    summary: 'Learning packages that were brought here, and whether they can be opened',
    response: z.object({
      packages: z.array(brought),
      /** False: CONTENT_URL is not set, so none can be opened. */
      served: z.boolean(),
      limits: z.object({ zip: z.int(), unpacked: z.int(), files: z.int() }),
    }),
  }),
  bring: operation({
    id: 'packages.bring',
    method: 'POST',
    path: '/packages',
    permission: 'packages.manage',
    summary: 'A package from a zip file, checked before anything is kept; with courseId a new version of that course',
    query: z.object({
      courseId: slug.optional(),
      minutes: z.coerce.number().int().min(1).max(600).default(20),
      language: language.default('en'),
    }),
    body: z.unknown(),
    rawBody: true,
    response: brought,
    problems: [
      'package_zip',
      'package_size',
      'package_files',
      'package_path',
      'package_twice',
      'package_manifest_missing',
      'package_manifest',
      'package_kind',
      'package_start',
      'package_outside',
      'package_locked',
      'package_alone',
    ],
  }),
  describe: operation({
    id: 'packages.describe',
    method: 'PUT',
    path: '/packages/:courseId',
    permission: 'packages.manage',
    summary: 'What the course is called, what it is for, how long it takes and in which language it speaks',
    params: one,
    body: z.object(facts),
    response: brought,
  }),
  takeAway: operation({
    id: 'packages.takeAway',
    method: 'DELETE',
    path: '/packages/:courseId',
    permission: 'packages.manage',
    summary: 'The course is given to nobody any more; what people finished stays kept',
    params: one,
    response: z.object({ takenAway: z.literal(true) }),
  }),
}
