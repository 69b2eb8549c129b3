/** Certificates: what somebody has learned, by name and number, until when. */
import * as z from 'zod'
import { type TrainingRole, trainingRoles } from './design.ts'
import { operation } from './operation.ts'

const day = z.iso.date()
export type CurriculumId = `curriculum:${TrainingRole}`
export const curriculumOf = (role: TrainingRole): CurriculumId => `curriculum:${role}`
/** A course, or everything that is required of a role. */
const slug = z.string().regex(new RegExp(`^([a-z0-9-]{1,60}|curriculum:(${trainingRoles.join('|')}))$`))
const number = z.string().regex(/^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/)
const named = z.object({ id: z.uuid(), name: z.string() })
export const certificateStates = ['valid', 'ending', 'expired', 'revoked'] as const

const certificate = z.object({
  id: z.uuid(),
  number,
  courseId: slug,
  title: z.string(),
  issuedOn: day,
  expiresOn: day.nullable(),
  /** `ending`: within the days in which it can be renewed. */
  state: z.enum(certificateStates),
})
const rule = z.object({ courseId: slug, title: z.string(), months: z.int().nullable(), strict: z.boolean() })
const rules = z.object({
  /** The name of the course; of a curriculum empty. */
  rules: z.array(rule.extend({ course: z.string() })),
  /** Courses that could give one. */
  courses: z.array(z.object({ id: slug, title: z.string() })),
})
const about = z
  .object({
    title: z.string().trim().min(1).max(120),
    /** Null: without end. */
    months: z.int().min(1).max(120).nullable(),
    /** Whoever's has expired counts as not trained. */
    strict: z.boolean(),
  })
  .refine((one) => one.months !== null || !one.strict, 'what has no end does not expire')
const held = certificate.extend({ person: named.extend({ title: z.string() }), reason: z.string().nullable() })

export const certificates = {
  mine: operation({
    id: 'certificates.mine',
    method: 'GET',
    path: '/certificates/mine',
    permission: 'training.read',
    summary: 'The viewer’s certificates, the newest of each course first',
    response: z.object({
      today: day,
      certificates: z.array(certificate.extend({ reason: z.string().nullable() })),
    }),
  }),
  look: operation({
    id: 'certificates.look',
    method: 'GET',
    path: '/certificates/numbers/:number',
    permission: 'signed_in',
    summary: 'Whether a certificate of this number is right and valid; for colleagues who were shown it',
    params: z.object({ number }),
    response: certificate
      .omit({ id: true, courseId: true })
      .extend({ person: z.object({ name: z.string() }), organization: z.string() }),
  }),
  paper: operation({
    id: 'certificates.paper',
    method: 'GET',
    path: '/certificates/:certificateId/paper',
    permission: 'training.read',
    summary: 'The viewer’s certificate as a PDF in their language and the program’s colours',
    params: z.object({ certificateId: z.uuid() }),
    response: z.unknown(),
    rawResponse: true,
    problems: ['certificate_revoked'],
  }),
  rules: operation({
    id: 'certificates.rules',
    method: 'GET',
    path: '/certificates/rules',
    permission: 'certificates.manage',
    summary: 'Which courses give a certificate',
    response: rules,
  }),
  setRule: operation({
    id: 'certificates.setRule',
    method: 'PUT',
    path: '/certificates/rules/:courseId',
    permission: 'certificates.manage',
    summary:
      'From now on a course, or the whole curriculum of a role, gives a certificate; those that were given stay as they are',
    params: z.object({ courseId: slug }),
    body: about,
    response: rules,
  }),
  dropRule: operation({
    id: 'certificates.dropRule',
    method: 'DELETE',
    path: '/certificates/rules/:courseId',
    permission: 'certificates.manage',
    summary: 'A course gives no certificates any more; those that were given stay',
    params: z.object({ courseId: slug }),
    response: rules,
  }),
  list: operation({
    id: 'certificates.list',
    method: 'GET',
    path: '/certificates',
    permission: 'certificates.manage',
    summary: 'Who holds which certificate, a page at a time',
    query: z.object({
      q: z.string().trim().max(100).optional(),
      state: z.enum(certificateStates).optional(),
      courseId: slug.optional(),
      offset: z.coerce.number().int().min(0).max(2_000_000).default(0),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({ today: day, total: z.int(), certificates: z.array(held) }),
  }),
  revoke: operation({
    id: 'certificates.revoke',
    method: 'PUT',
    path: '/certificates/:certificateId/revoked',
    permission: 'certificates.manage',
    summary: 'A certificate does not hold any more; its holder is told why',
    params: z.object({ certificateId: z.uuid() }),
    body: z.object({ reason: z.string().trim().min(1).max(300) }),
    response: held,
    problems: ['certificate_revoked'],
  }),
}
