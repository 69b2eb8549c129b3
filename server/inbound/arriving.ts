/**
 * What becomes of one mail. A mail with somebody's address in its From may do one thing: ask the desk as that person,
 * whose answer goes to their address of the people file and nowhere else.
 *
 * All of it is one transaction with how far the mailbox was read: a process that dies has done both or nothing.
 */
import { sql } from 'kysely'
import { isDead, noteReturn, sendMail } from '../attention/attention.ts'
import { type MailToDesk, questionOf, takeMail } from '../hypercare/hypercare.ts'
import type { Became } from '../../contract/inbound.ts'
import { addMs } from '../platform/clock.ts'
import { contextFor, type Context, jobViewer, type OpenContext } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import type { FetchedMail } from '../platform/imap.ts'
import { isAutomatic, isDisowned } from './automatic.ts'
import { type Mail, readMail } from './reading.ts'
import { lettersIn, type Return, returnOf } from './returns.ts'
import { ownLetters, whose } from './whose.ts'
import { headingOf, newWords, shortened } from './words.ts'

const day = 24 * 3_600_000
/** Mails of one person that are taken within a day. */
const mostOfOne = 30
/** Letters to addresses that nobody has, within a day. */
const mostStrangers = 50
const mostWords = 4000

/** Where a mail stands in the mailbox. */
export type Place = { numbering: string; number: number }
/** A letter to somebody whom the people file does not know; sent once the transaction holds. */
export type Reply = { organizationId: string; to: string; answers: string }

/** Takes in one mail. Answers the letter to a stranger that it asks for, if any. */
export async function arrive(
  base: OpenContext,
  found: FetchedMail,
  place: Place,
  mailbox: string,
): Promise<Reply | null> {
  const pool = base.database.owner
  const mail = await readable(base, found)
  if (!mail) {
    await stray(base, place, null)
    return null
  }
  const report = returnOf(mail)
  if (report) {
    const own = await ownLetters(pool, report.letters)
    const letter = report.letters.flatMap((id) => own.find((one) => one.id === id) ?? [])[0]
    const organizationId = letter?.organization_id ?? (await whose(pool, mail, mailbox))?.organizationId
    if (!organizationId) return stray(base, place, mail)
    return taking(base, organizationId, place, mail, async (tx, c) => ({
      became: await cameBack(tx, c, report, letter?.id ?? null),
      personId: null,
    }))
  }
  const of = await whose(pool, mail, mailbox)
  if (!of) return stray(base, place, mail)
  const { organizationId, personId } = of
  // Our own letters that found their way back.
  const ours = mail.from.includes(mailbox) || lettersOf(base, mail)
  if (ours || isAutomatic(mail))
    return taking(base, organizationId, place, mail, async () => ({ became: 'automatic', personId: null }))
  if (!personId) return taking(base, organizationId, place, mail, (tx, c) => unknownTo(tx, c, mail))
  return taking(base, organizationId, place, mail, async (tx, c) => {
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from inbound_mail where organization_id = ${organizationId}
      and person_id = ${personId} and came_at > ${addMs(c.clock.now(), -day)}`.execute(tx)
    const refused: Became | null = isDisowned(mail)
      ? 'disowned'
      : of.unclear
        ? 'two_companies'
        : rows[0]!.n >= mostOfOne
          ? 'too_many'
          : found.tooLarge
            ? 'too_large'
            : null
    if (refused) return { became: refused, personId }
    return { personId, ...(await toTheDesk(tx, { ...c, viewer: writer(c, personId) }, mail)) }
  })
}

/** Null: nothing that can be read as a mail. */
async function readable(base: OpenContext, found: FetchedMail): Promise<Mail | null> {
  try {
    return await readMail(found.source)
  } catch (error) {
    base.log.warn({ number: found.number, err: error }, 'a mail could not be read')
    return null
  }
}

const lettersOf = (base: OpenContext, mail: Mail): boolean =>
  mail.messageId.endsWith(`@${new URL(base.config.publicUrl).hostname}>`) && mail.header('auto-submitted').length > 0

const senderOf = (mail: Mail) => mail.from[0] ?? ''

/** Nothing but themself: no role, nobody looked after. */
const writer = (c: Context, personId: string): Context['viewer'] => ({
  ...jobViewer(c.organizationId, 'mail'),
  personId,
})

type Taken = { became: Became; personId: string | null; leftOut?: readonly string[]; reply?: Reply | null }

/** One transaction: once only, how far the mailbox is read, what becomes of the mail, the list. */
async function taking(
  base: OpenContext,
  organizationId: string,
  place: Place,
  mail: Mail,
  become: (tx: Tx, c: Context) => Promise<Taken>,
): Promise<Reply | null> {
  const c = contextFor(base, organizationId)
  return c.db.transaction().execute(async (tx) => {
    if (!(await isNext(tx, c, place))) return null
    if (!(await isNew(tx, c, mail.fingerprint))) return null
    const { became, personId, leftOut = [], reply = null } = await become(tx, c)
    const { rows } = await sql<{ id: string; told: boolean }>`
      insert into inbound_mail (organization_id, came_at, sender, person_id, became, left_out, answered)
      values (${organizationId}, ${c.clock.now()}, ${senderOf(mail)}, ${personId}, ${became}, ${leftOut as string[]}::text[], ${reply !== null})
      returning id, exists (select from inbound_mail m where m.organization_id = ${organizationId} and m.person_id = ${personId}
        and m.became = ${became} and m.answered and m.came_at > ${addMs(c.clock.now(), -day)}) as told`.execute(tx)
    const { id, told } = rows[0]!
    const refused = personId !== null && became !== 'asked' && became !== 'added'
    // Once a day for each reason: whoever floods us is not flooded back.
    if (refused && !told) {
      await sendMail(tx, c, {
        personId,
        kind: 'mail_refused',
        subject: { kind: 'inbound_mail', id },
        params: { why: became },
      })
      await sql`update inbound_mail set answered = true where organization_id = ${organizationId} and id = ${id}`.execute(
        tx,
      )
    }
    // What reached the desk is told by the desk's own event, which nobody finds by a name.
    if (became !== 'asked' && became !== 'added')
      await record(tx, c, { type: 'mail.came', subject: { kind: 'inbound_mail', id }, data: { became } })
    return reply
  })
}

/** How far the mailbox is read, moved on; false where another process was first. */
async function isNext(tx: Tx, c: Pick<Context, 'clock'>, { numbering, number }: Place): Promise<boolean> {
  const { rows } = await sql`update mailbox set last_number = ${number}, mail_at = ${c.clock.now()}
    where numbering = ${numbering} and last_number < ${number} returning 1`.execute(tx)
  return rows.length > 0
}

async function isNew(tx: Tx, c: Pick<Context, 'clock'>, fingerprint: string): Promise<boolean> {
  const { rows } = await sql`insert into mailbox_seen (fingerprint, seen_at) values (${fingerprint}, ${c.clock.now()})
    on conflict do nothing returning 1`.execute(tx)
  return rows.length > 0
}

/** Old mail of somebody else's: nothing becomes of it. */
export async function passBy(base: OpenContext, place: Place): Promise<void> {
  await base.database.open.transaction().execute(async (tx) => void (await isNext(tx, base, place)))
}

/** No company is known for it, or it cannot be read: it is counted, nothing else. */
export async function stray(base: OpenContext, place: Place, mail: Mail | null): Promise<null> {
  const open = base.database.open
  await open.transaction().execute(async (tx) => {
    if (!(await isNext(tx, base, place))) return
    if (mail && !(await isNew(tx, base, mail.fingerprint))) return
    await sql`update mailbox set strays = strays + 1`.execute(tx)
  })
  return null
}

async function cameBack(tx: Tx, c: Context, report: Return, mailId: string | null): Promise<Became> {
  if (!report.final) return 'delayed'
  if (!mailId) return 'return_unknown'
  const reason = await noteReturn(tx, c, { mailId, code: report.code, answer: report.answer })
  if (!reason) return 'return_unknown'
  return isDead(reason) ? 'returned_dead' : 'returned'
}

/** A kind no, once a day; silence where the receiving server doubts the address or too many ask. */
async function unknownTo(tx: Tx, c: Context, mail: Mail): Promise<Taken> {
  const nothing: Taken = { became: 'stranger', personId: null }
  const to = senderOf(mail)
  if (mail.from.length !== 1 || isDisowned(mail)) return nothing
  const { rows } = await sql<{ his: number; all: number }>`
    select count(*) filter (where sender = ${to}) as his, count(*) as all from inbound_mail
    where organization_id = ${c.organizationId} and became = 'stranger' and answered and came_at > ${addMs(c.clock.now(), -day)}`.execute(
    tx,
  )
  if (rows[0]!.his > 0 || rows[0]!.all >= mostStrangers) return nothing
  return { ...nothing, reply: { organizationId: c.organizationId, to, answers: mail.messageId } }
}

async function toTheDesk(tx: Tx, c: Context, mail: Mail): Promise<{ became: Became; leftOut: MailToDesk['leftOut'] }> {
  const { questionId, words, title } = await meant(tx, c, mail)
  if ((questionId && !words) || title === null) return { became: 'empty', leftOut: [] }
  const leftOut: MailToDesk['leftOut'] = [
    ...(mail.files > 0 ? (['files'] as const) : []),
    ...(words.length > mostWords ? (['rest'] as const) : []),
  ]
  const became = await takeMail(tx, c, {
    title,
    words: shortened(words, mostWords),
    messageId: mail.messageId,
    leftOut,
    questionId,
  })
  return became === 'full' ? { became: 'waiting_many', leftOut: [] } : { became, leftOut }
}

async function meant(tx: Tx, c: Context, mail: Mail) {
  const words = newWords(mail.text)
  const letters = lettersIn(mail.answers.join(' ')).slice(0, 50)
  const links = [...mail.text.matchAll(/\/ask\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/g)].map(
    (found) => found[1]!,
  )
  const questionId = await questionOf(tx, c, { letters, links: [...new Set(links)].slice(0, 20) })
  return { words, questionId, title: headingOf(mail.subject, words) }
}
