/** The tasks of a roadmap: one list for all companies, and its texts. */
import * as z from 'zod'
import { elements, type Language } from '../../../contract/library.ts'
import { anchors, ownerRoles, roadmapPhases, watchedFacts } from '../../../contract/roadmap.ts'
import { eachLanguage, slug, yaml } from './source.ts'

const roadmapText = z.strictObject({ title: z.string().min(1).max(160), about: z.string().max(2000) })
const sizes = ['small', 'medium', 'large', 'huge'] as const
/** The tasks of a roadmap: for whom, from when, how long, after what. */
const roadmapFile = z.strictObject({
  /** Countries in which employees’ representatives are usually heard first. */
  worksCouncils: z.array(z.string().length(2)),
  tasks: z.array(
    z.strictObject({
      id: slug,
      per: z.enum(['program', 'wave']).default('program'),
      phase: z.enum(roadmapPhases),
      /** Reached when the product sees it; without an owner and days. */
      watches: z.enum(watchedFacts).optional(),
      owner: z.enum(ownerRoles).optional(),
      anchor: z.enum(anchors).optional(),
      /** Working days from the anchor. */
      offset: z.int().default(0),
      days: z
        .union([z.int(), z.strictObject({ small: z.int(), medium: z.int(), large: z.int(), huge: z.int() })])
        .default(0),
      after: z.array(slug).default([]),
      /** Not asked for once that is reached. */
      unless: z.enum([...watchedFacts, 'first_live']).optional(),
      when: z
        .strictObject({
          size: z.array(z.enum(sizes)).optional(),
          countriesFrom: z.int().optional(),
          languagesFrom: z.int().optional(),
          elements: z.array(z.enum(elements)).optional(),
          worksCouncil: z.literal(true).optional(),
          withoutAddress: z.literal(true).optional(),
        })
        .default({}),
    }),
  ),
})
export type RoadmapFile = z.output<typeof roadmapFile>

export const readRoadmap = (): RoadmapFile => yaml('roadmap/tasks.yaml', roadmapFile)
export type RoadmapTexts = Readonly<Record<string, z.output<typeof roadmapText>>>
export const readRoadmapTexts = (): ReadonlyMap<Language, RoadmapTexts> =>
  eachLanguage((language) => yaml(`roadmap/${language}.yaml`, z.record(slug, roadmapText)))
