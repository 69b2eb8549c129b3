/** Courses of other makers, opened by whoever is asked to take them. */
import type { Answer, Input } from '../../contract/operation.ts'
import type { training } from '../../contract/training.ts'
import { keep, open } from '../packages/packages.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { begin, complete, now, partShown } from './learn.ts'
import { learnerIn } from './learner.ts'
import { courseIn, myRows, readerOf } from './queries.ts'

export async function openPackage(
  c: Context,
  input: Input<typeof training.openPackage>,
): Promise<Answer<typeof training.openPackage>> {
  return c.db.transaction().execute(async (tx) => {
    const asked = (await myRows(tx, c, input.courseId)).length > 0
    // Whoever chooses courses tries them first.
    if (!asked && !c.viewer.roles.includes('lead')) throw problem('not_found')
    if (asked) await begin(tx, c, input.courseId)
    const { attemptId, opening, origin, address, kind, part, kept, version } = await open(
      tx,
      c,
      input.courseId,
      input.partId,
    )
    await record(tx, c, {
      type: 'training.package_opened',
      subject: { kind: 'person', id: c.viewer.personId },
      data: { courseId: input.courseId, version },
    })
    const cmi = kind === 'cmi5' ? {} : learnerIn(kind, c, part, kept)
    const { id, title, file, search } = part
    return { attemptId, opening, origin, address, part: { id, title, file, search }, cmi }
  })
}

export async function keepPackage(
  c: Context,
  input: Input<typeof training.keepPackage>,
): Promise<Answer<typeof training.keepPackage>> {
  return c.db.transaction().execute(async (tx) => {
    const asked = (await myRows(tx, c, input.courseId)).length > 0
    if (!asked && !c.viewer.roles.includes('lead')) throw problem('not_found')
    const { language } = await readerOf(c)
    const file = asked ? (await begin(tx, c, input.courseId)).file : await courseIn(tx, c, language, input.courseId)
    if (!file?.package) throw problem('not_found')
    const day = c.clock.today(c.viewer.timeZone)
    const { parts } = await keep(tx, c, input, day)
    const before = await now(tx, c, file)
    if (asked && !before.completed && parts.every((one) => one.done)) await complete(tx, c, file, day)
    return { ...(await now(tx, c, file)), parts: parts.map(partShown) }
  })
}
