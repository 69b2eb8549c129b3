/** The steps of the guided design, and where each part of it is edited. */
import type { DesignGroup } from '../../contract/design.ts'

export const stepIds = [
  'name',
  'why',
  'objectives',
  'elements',
  'expectations',
  'training',
  'metrics',
  'people',
  'waves',
  'publish',
] as const
export type StepId = (typeof stepIds)[number]

export const stepOf: Record<DesignGroup, StepId> = {
  brand: 'name',
  reasons: 'why',
  objectives: 'objectives',
  elements: 'elements',
  policies: 'expectations',
  training: 'training',
  metrics: 'metrics',
  people: 'people',
}
