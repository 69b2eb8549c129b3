/** The directory: people as their colleagues see them. */
import * as z from 'zod'
import { operation } from './operation.ts'

const many = z.preprocess(
  (v) => (v === undefined || Array.isArray(v) ? v : [v]),
  z.array(z.string().max(400)).max(200).optional(),
)

export const listedPerson = z.object({
  id: z.uuid(),
  name: z.string(),
  title: z.string(),
  department: z.string(),
  location: z.string(),
  country: z.string(),
  managerId: z.uuid().nullable(),
  managerName: z.string().nullable(),
  directReports: z.int(),
  onLeave: z.boolean(),
})

const inLine = z.object({ id: z.uuid(), name: z.string(), title: z.string(), directReports: z.int() })

export const peopleFilter = z.object({
  search: z.string().max(200).optional(),
  department: many,
  location: many,
  country: many,
  level: many,
  /** Direct reports of this person. */
  manager: z.uuid().optional(),
  /** Everyone below this person. */
  under: z.uuid().optional(),
  managers: z.stringbool().optional(),
})

export const directory = {
  list: operation({
    id: 'people.list',
    method: 'GET',
    path: '/people',
    permission: 'people.read',
    summary: 'Present colleagues by name, searched and filtered',
    query: peopleFilter.extend({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(2_000_000).default(0),
      /** Also count all that match; the first window of a list asks for it. */
      count: z.stringbool().optional(),
    }),
    response: z.object({ people: z.array(listedPerson), total: z.int().nullable() }),
  }),
  facets: operation({
    id: 'people.facets',
    method: 'GET',
    path: '/people-facets',
    permission: 'people.read',
    summary: 'Values to filter by, with the number of people that match the other filters',
    query: peopleFilter,
    response: z.object({
      facets: z.object({
        department: z.array(z.tuple([z.string(), z.int()])),
        location: z.array(z.tuple([z.string(), z.int()])),
        country: z.array(z.tuple([z.string(), z.int()])),
        level: z.array(z.tuple([z.string(), z.int()])),
      }),
    }),
  }),
  get: operation({
    id: 'people.get',
    method: 'GET',
    path: '/people/:personId',
    permission: 'people.read',
    summary: 'One colleague, with the reporting line above them',
    params: z.object({ personId: z.uuid() }),
    response: listedPerson.extend({
      givenName: z.string(),
      email: z.string().nullable(),
      division: z.string(),
      level: z.string(),
      timeZone: z.string(),
      /** Their wall clock now, HH:MM. */
      localTime: z.string(),
      allReports: z.int(),
      secondManager: inLine.nullable(),
      /** From the top of the line down to the direct manager. */
      line: z.array(inLine),
      mayReadHistory: z.boolean(),
    }),
  }),
  history: operation({
    id: 'people.history',
    method: 'GET',
    path: '/people/:personId/history',
    permission: 'people.history',
    summary: 'Where somebody worked, as what, for whom, since when, as we believe it today',
    params: z.object({ personId: z.uuid() }),
    response: z.object({
      employeeNumber: z.string().nullable(),
      hiredOn: z.iso.date().nullable(),
      spells: z.array(z.object({ from: z.iso.date(), until: z.iso.date().nullable() })),
      placements: z.array(
        z.object({
          from: z.iso.date(),
          until: z.iso.date().nullable(),
          title: z.string(),
          department: z.string(),
          division: z.string(),
          location: z.string(),
          country: z.string(),
          level: z.string(),
          employmentType: z.string(),
          onLeave: z.boolean(),
          managerId: z.uuid().nullable(),
          managerName: z.string().nullable(),
          /** The manager as the people file names them, where no person could be linked. */
          managerNamed: z.string(),
          recordedAt: z.iso.datetime(),
        }),
      ),
    }),
  }),
}
