import { sql } from 'kysely'
import type { attention } from '../../contract/attention.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { contextFor } from '../platform/context.ts'
import { list, putInInbox } from './inbox.ts'
import { sendMail } from './outgoing.ts'

/** A letter that failed; a mail server that refuses is another test's. */
async function failedLetter(w: World): Promise<string> {
  const c = contextFor(w.base, w.organizationId)
  const subject = { kind: 'test', id: crypto.randomUUID() }
  await c.db.transaction().execute((tx) => sendMail(tx, c, { personId: w.people.self, kind: 'mail_test', subject }))
  const { rows } = await sql<{ id: string }>`update outgoing_mail set state = 'failed', settled_at = ${c.clock.now()}
    where organization_id = ${c.organizationId} and subject_id = ${subject.id} returning id`.execute(c.db)
  return rows[0]!.id
}

export const cases: CasesFor<typeof attention> = {
  'inbox.list': { about: 'viewer' },
  'inbox.read': {
    about: 'viewer',
    async input(w, viewer) {
      const c = contextFor(w.base, w.organizationId)
      await c.db
        .transaction()
        .execute((tx) =>
          putInInbox(tx, c, viewer, { kind: 'notice', subject: { kind: 'test', id: crypto.randomUUID() } }),
        )
      return { itemId: (await list(await w.as(viewer), { limit: 1 })).items[0]!.id }
    },
  },
  'mail.list': {},
  'mail.words': {
    input: async (w) => ({ mailId: await failedLetter(w) }),
    only: { parts: [], because: 'Words are kept in a demo only, and this is none.' },
  },
  'mail.again': { input: async (w) => ({ mailId: await failedLetter(w) }) },
  'mail.settings': { input: () => ({ from: 'people@example.com' }) },
  'mail.test': {},
}
