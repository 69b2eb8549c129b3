import type { Answer } from '../api.ts'

export type Packages = Answer<'packages.list'>
export type Brought = Packages['packages'][number]

/** What shows courses, and is stale once one came, changed or went. */
export const packageReads = ['packages.list', 'training.courses', 'training.mine', 'training.course'] as const
