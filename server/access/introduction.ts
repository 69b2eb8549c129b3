/** What the viewer says of themself: their language, and outside the people file their name. */
import type { Answer, Input } from '../../contract/operation.ts'
import type { access } from '../../contract/access.ts'
import { isOutsider, nameOutsider, speak as keepLanguage } from '../people/people.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'

export async function speak(
  c: Context,
  { language }: Input<typeof access.speak>,
): Promise<Answer<typeof access.speak>> {
  return c.db.transaction().execute(async (tx) => {
    await keepLanguage(tx, c.organizationId, c.viewer.personId, language)
    await record(tx, c, { type: 'account.language', subject: { kind: 'person', id: c.viewer.personId } })
    return { done: true as const }
  })
}

export async function introduce(
  c: Context,
  { name }: Input<typeof access.introduce>,
): Promise<Answer<typeof access.introduce>> {
  return c.db.transaction().execute(async (tx) => {
    // Of everybody else the people file says what they are called.
    if (!(await isOutsider(tx, c.organizationId, c.viewer.personId))) throw problem('forbidden')
    await nameOutsider(tx, c.organizationId, c.viewer.personId, name)
    await record(tx, c, { type: 'account.named', subject: { kind: 'person', id: c.viewer.personId } })
    return { done: true as const }
  })
}
