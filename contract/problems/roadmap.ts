import type { Problems } from './shape.ts'

export const roadmapProblems = {
  halt_handed_over: {
    status: 409,
    detail: 'This wave was handed over, with signatures. It can be paused, and not taken back to before its go-live.',
  },
  roadmap_none: { status: 409, detail: 'There is no roadmap yet. Make one from the design first.' },
  roadmap_full: {
    status: 409,
    detail: 'A roadmap holds {most} tasks. Nothing was added. Leave out what is not needed, or put several into one.',
  },
  roadmap_cycle: {
    status: 422,
    detail:
      'These tasks would wait for each other in a circle: {names}. Nothing was changed. Take one of them out of the circle.',
  },
  roadmap_task: {
    status: 422,
    detail: 'A task that this one should wait for is not on this roadmap any more. Choose another.',
  },
  roadmap_wave: { status: 422, detail: 'This wave is not one of this program’s. Choose another.' },
  roadmap_known: {
    status: 409,
    detail: 'Belay sees by itself when this is reached, so it cannot be set by hand. Nothing was changed.',
  },
  roadmap_day: {
    status: 422,
    detail: 'A task cannot be done on a day that is still ahead. Choose today or an earlier day.',
  },
} as const satisfies Problems
