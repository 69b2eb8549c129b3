/** Courses of other makers, opened by whoever is asked to take them. */
import type { Answer, Input } from '../../contract/operation.ts'
import type { training } from '../../contract/training.ts'
import { keep, open, stateIn } from '../packages/packages.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
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
    const finished = asked && (await now(tx, c, (await begin(tx, c, input.courseId)).file)).completed !== null
    const { attemptId, opening, origin, address, kind, part, kept, version, parts, menu } = await open(
      tx,
      c,
      input.courseId,
      { partId: input.partId, go: input.go },
      { asked, finished },
    )
    await record(tx, c, {
      type: 'training.package_opened',
      subject: { kind: 'person', id: c.viewer.personId },
      data: { courseId: input.courseId, version },
    })
    const cmi = kind === 'cmi5' ? {} : learnerIn(kind, c, part, kept)
    const { id, title, file, search } = part
    const { next, previous } = menu
    return {
      attemptId,
      opening,
      origin,
      address,
      kind,
      parts: parts.map(partShown),
      next,
      previous,
      part: { id, title, file, search },
      cmi,
    }
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
    const { parts, menu, finished, cut } = await keep(tx, c, input, day)
    if (asked && finished) await completeOnce(tx, c, file, day)
    const { next, previous } = menu
    return { ...(await now(tx, c, file)), parts: parts.map(partShown), next, previous, cut }
  })
}

async function completeOnce(tx: Tx, c: Context, file: Parameters<typeof complete>[2], day: string): Promise<void> {
  if (!(await now(tx, c, file)).completed) await complete(tx, c, file, day)
}

/** Somebody got on in a course that spoke for itself: where all of its parts are done, they have finished it. */
export async function followPackage(tx: Tx, c: Context, courseId: string): Promise<void> {
  if ((await myRows(tx, c, courseId)).length === 0) return
  const { file, day } = await begin(tx, c, courseId)
  const parts = (await stateIn(tx, c, courseId)) ?? []
  if (parts.length > 0 && parts.every((one) => one.done)) await completeOnce(tx, c, file, day)
}
