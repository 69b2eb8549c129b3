import { sql } from 'kysely'
import type { attention } from '../../contract/attention.ts'
import type { attentionBudget } from '../../contract/budget.ts'
import type { letterChoices, letterTexts } from '../../contract/notices.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { contextFor } from '../platform/context.ts'
import { templateText } from '../library/library.ts'
import { list, putInInbox } from './inbox.ts'
import { restore, save } from './letter-texts.ts'
import { offToken } from './one-click.ts'
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

/** An address that takes no letters any more. */
async function deadAddress(w: World): Promise<string> {
  const c = contextFor(w.base, w.organizationId)
  const mailId = await failedLetter(w)
  const { rows } = await sql<{
    id: string
  }>`insert into bounced_address (organization_id, address, reason, answer, bounced_at, mail_id)
    values (${c.organizationId}, ${`${mailId}@nowhere.example`}, 'no_such_address', '', ${c.clock.now()}, ${mailId}) returning id`.execute(
    c.db,
  )
  return rows[0]!.id
}

/** What a letter's header holds, for the person that the requests are about. */
const offered = (w: World) => ({
  token: offToken(w.base.config, {
    organizationId: w.organizationId,
    personId: w.people.self,
    kinds: ['feedback_asked'],
  }),
})

/** Words of our own for a letter, as long as nobody has any. */
async function wording(w: World) {
  const at = { template: 'review-shared', language: 'en' } as const
  await restore(await w.as('lead'), at).catch(() => {}) // there were none
  const { preview, body, actionLabel } = templateText(at.template, at.language)
  return { ...at, words: { subject: w.unique('Yours'), preview, body, actionLabel }, over: null }
}

export const cases: CasesFor<typeof attention & typeof letterChoices & typeof letterTexts & typeof attentionBudget> = {
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
  'mail.allAgain': {
    input: async (w) => {
      await failedLetter(w)
      return {}
    },
  },
  'mail.unreachable': {},
  'mail.clearAddress': { input: async (w) => ({ addressId: await deadAddress(w) }) },
  'mail.settings': { input: () => ({ from: 'people@example.com' }) },
  'mail.test': {},
  'letters.mine': { about: 'viewer' },
  'letters.choose': { about: 'viewer', input: () => ({ kind: 'feedback_asked', way: 'app' }) },
  'letters.hours': {
    about: 'viewer',
    input: () => ({ hours: { days: [1, 2, 3], opens: '08:00', closes: '16:00' } }),
  },
  'letters.openOff': { input: offered },
  'letters.off': { input: (w) => ({ ...offered(w), 'List-Unsubscribe': 'One-Click' }) },
  'letters.offered': { input: offered },
  'letters.list': {},
  'letters.get': { input: () => ({ template: 'review-shared' }) },
  'letters.write': { input: wording },
  'letters.restore': {
    async input(w) {
      const { template, language, ...words } = await wording(w)
      await save(await w.as('lead'), { template, language, ...words })
      return { template, language }
    },
  },
  'letters.preview': { input: (w) => ({ template: 'review-shared', personId: w.people.self }) },
  'letters.fix': { input: () => ({ kind: 'review_opens', fixed: 'on' }) },
  'budget.get': {},
  // So wide that no other case's letters wait.
  'budget.set': {
    input: () => ({ caps: { employees: { asks: 50, minutes: 600 }, managers: null, hr: null, lead: null } }),
  },
}
