/** A cycle with handed-in ratings and a session about it, made with the verbs. For tests only. */
import { calibration } from '../../contract/calibration.ts'
import type { CalibrationSession } from '../../contract/calibration.ts'
import type { World } from '../access/permission-cases.ts'
import { makeCycle, type Made } from '../reviews/testing-cycle.ts'
import { submit } from '../reviews/sheets.ts'
import { prepare } from './prepare.ts'

/** Who writes about whom in the world's reporting line. */
const writers = { self: 'manager', peer: 'manager', report: 'self', manager: 'leader' } as const
export type Member = keyof typeof writers

export type Calibrated = Made & { members: readonly Member[] }

/** Ratings by person: of `results` and of `how`. Whoever has none is not handed in. */
export async function ratedCycle(
  w: World,
  ratings: Partial<Record<Member, [number, number] | null>>,
): Promise<Calibrated> {
  const members = Object.keys(ratings) as Member[]
  const made = await makeCycle(w, () => ({}), {
    on: ['calibration'],
    off: ['second', 'peers', 'nominate', 'upward'],
    people: members.map((m) => w.people[m]),
  })
  for (const member of members) {
    const given = ratings[member]
    if (!given) continue
    const writer = w.people[writers[member]]
    await submit(await w.as(writer), {
      taskId: await made.taskOf(writer, 'manager', w.people[member]),
      answers: { worked: { words: 'Much' }, results: { value: given[0] }, how: { value: given[1] } },
    })
  }
  return { ...made, members }
}

type Asked = NonNullable<Parameters<NonNullable<typeof calibration.prepare.body>['parse']>[0]>
export async function session(
  w: World,
  made: Made,
  more: Record<string, unknown> = {},
  as = 'lead',
): Promise<CalibrationSession> {
  const asked: Asked = {
    name: w.unique('Works'),
    scope: { kind: 'all' },
    heldOn: w.base.clock.now().slice(0, 10),
    xQuestion: 'results',
    yQuestion: 'how',
    ...more,
  }
  return prepare(await w.as(as), { cycleId: made.cycleId, ...calibration.prepare.body!.parse(asked) })
}
