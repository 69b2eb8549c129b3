/** The outgoing-mail page: who gets what and how far it is. Words only in a demo. */
import { type RawBuilder, sql } from 'kysely'
import { againReasons, type attention, type MailState, mailStates } from '../../contract/attention.ts'
import { languages } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Context } from '../platform/context.ts'
import { chooseLanguage, shownLetter } from '../library/library.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { tryRefusedAgain } from './bounces.ts'
import { callPostman, sendMail } from './outgoing.ts'
import { senderAddress } from './post-office.ts'
import { tryAtOnce } from './refusals.ts'

/** Of one state; a count of so many stands for as many or more. */
const mostCounted = 10_000

/** Letters that did not leave by no person's doing. The index is of exactly these. */
const stuck = sql`(m.state = 'failed' or (m.state = 'excluded' and m.reason = 'words_broken'))`

export async function outgoing(
  c: Context,
  input: Input<typeof attention.outgoing>,
): Promise<Answer<typeof attention.outgoing>> {
  // Who gets a follow-up has not done something, and that is theirs; what is stuck has to be seen to all the same.
  const about: RawBuilder<unknown>[] = [
    sql`m.organization_id = ${c.organizationId}`,
    sql`(m.kind <> 'follow_up' or ${stuck} or m.state = 'uncertain')`,
  ]
  if (input.kind) about.push(sql`m.kind = ${input.kind}`)
  if (input.subject) about.push(sql`m.subject_id = ${input.subject}`)
  if (input.search)
    about.push(sql`(p.full_name ilike ${pattern(input.search)} or m.address ilike ${pattern(input.search)})`)
  const where = sql.join(about, sql` and `)
  const from = sql`outgoing_mail m join person p on p.organization_id = m.organization_id and p.id = m.person_id`
  type Row = {
    id: string
    person_id: string
    full_name: string
    address: string
    kind: string
    subjects: Record<string, string> | null
    language: string | null
    state: MailState
    reason: string | null
    answer: string | null
    attempts: number
    due_at: string
    settled_at: string | null
  }
  const [page, states, kinds, trouble, failed] = await Promise.all([
    sql<Row>`select m.id, m.person_id, p.full_name, m.address, m.kind, i.params -> 'subjects' as subjects, m.language, m.state, m.reason, m.answer, m.attempts, m.due_at, m.settled_at
      from ${from} left join inbox_item i on i.organization_id = m.organization_id and i.person_id = m.person_id
        and i.subject_kind = 'campaign' and i.subject_id = m.subject_id and i.kind = 'message' and m.kind in ('campaign', 'correction')
      where ${where} ${input.state ? sql`and m.state = ${input.state}` : sql``}
      order by m.created_at desc, m.id limit ${input.limit} offset ${input.offset}`.execute(c.db),
    // Of each state as many as anybody would look through; who has 300,000 letters wants to know that, not how many exactly.
    sql<{ state: MailState; n: number }>`select s.state, (select count(*) from (
        select from ${input.search ? from : sql`outgoing_mail m`} where ${where} and m.state = s.state limit ${mostCounted}) l) as n
      from unnest(${sql.val(mailStates)}::text[]) s (state)`.execute(c.db),
    sql<{ kind: string }>`with recursive k as (
        (select kind from outgoing_mail where organization_id = ${c.organizationId} order by kind limit 1)
        union all select (select kind from outgoing_mail where organization_id = ${c.organizationId} and kind > k.kind order by kind limit 1) from k where k.kind is not null
      ) select kind from k where kind is not null`.execute(c.db),
    sql<{ code: string | null; answer: string; since: string; demo: boolean; mail_from: string | null }>`
      select t.code, t.answer, t.since, i.demo, o.mail_from from organization o cross join installation i
      left join mail_trouble t on t.organization_id = o.id where o.id = ${c.organizationId}`.execute(c.db),
    sql<{
      reason: (typeof againReasons)[number] | null
      letters: number
    }>`select case when m.reason = any(${sql.val(againReasons)}::text[]) then m.reason end as reason, count(*)::int as letters from outgoing_mail m
      where m.organization_id = ${c.organizationId} and ${stuck} group by 1 order by 2 desc, 1`.execute(c.db),
  ])
  const about_ = trouble.rows[0]!
  const counted = Object.fromEntries(states.rows.map((row) => [row.state, row.n]))
  const n = (state: MailState) => counted[state] ?? 0
  return {
    mail: page.rows.map((row) => ({
      id: row.id,
      person: { id: row.person_id, name: row.full_name },
      address: row.address,
      kind: row.kind,
      subject: row.subjects ? (row.subjects[chosen(row.subjects, row.language ?? c.viewer.locale)] ?? null) : null,
      language: row.language,
      state: row.state,
      reason: row.reason,
      answer: row.answer,
      attempts: row.attempts,
      dueAt: row.due_at,
      settledAt: row.settled_at,
    })),
    states: {
      waiting: n('waiting'),
      sending: n('sending'),
      submitted: n('submitted'),
      bounced: n('bounced'),
      failed: n('failed'),
      uncertain: n('uncertain'),
      excluded: n('excluded'),
    },
    mostCounted,
    kinds: kinds.rows.map((row) => row.kind),
    failed: failed.rows,
    server: c.config.smtpUrl ? (about_.code ? 'trouble' : 'working') : about_.demo ? 'kept_here' : 'none',
    trouble: about_.code ? { code: about_.code, answer: about_.answer, since: about_.since } : null,
    from: senderAddress(c, about_.mail_from),
  }
}

function chosen(subjects: Record<string, string>, locale: string): string {
  const there = languages.filter((l) => typeof subjects[l] === 'string')
  return chooseLanguage(there, locale, null).language
}

function pattern(search: string): string {
  return `%${search.replace(/[\\%_]/g, '\\$&')}%`
}

export async function words(c: Context, input: Input<typeof attention.words>): Promise<Answer<typeof attention.words>> {
  const { rows } = await sql<{ subject: string; html: string; plain: string; person_id: string }>`
    select k.subject, k.html, k.plain, m.person_id from kept_mail k
    join outgoing_mail m on m.organization_id = k.organization_id and m.id = k.mail_id cross join installation i
    where i.demo and k.organization_id = ${c.organizationId} and k.mail_id = ${input.mailId}`.execute(c.db)
  if (!rows[0]) throw problem('not_found')
  const { subject, html, plain, person_id } = rows[0]
  // A way in stays its reader's own, in a demo too: nobody else signs in as them with a letter from this list.
  const said = person_id === c.viewer.personId ? (words: string) => words : withoutSecrets
  return shownLetter(c, { subject, html: said(html), text: said(plain) })
}

/** What stands behind the # of a sign-in link. */
function withoutSecrets(words: string): string {
  return words.replace(/(\/link(?:#|&#35;|&#x23;|%23))[^\s"'<>&]+/gi, '$1…')
}

export async function again(c: Context, input: Input<typeof attention.again>): Promise<Answer<typeof attention.again>> {
  const now = c.clock.now()
  await c.db.transaction().execute(async (tx) => {
    await tryRefusedAgain(tx, c, sql`m.id = ${input.mailId}`)
    const { rows } = await sql<{
      bulk: boolean
    }>`update outgoing_mail m set state = 'waiting', reason = 'sent_again', attempts = 0, due_at = ${now}, settled_at = null
      where organization_id = ${c.organizationId} and id = ${input.mailId} and (${stuck} or state in ('uncertain', 'bounced')) returning bulk`.execute(
      tx,
    )
    if (!rows[0]) throw problem('mail_not_stuck')
    await tryAtOnce(tx, c)
    await record(tx, c, { type: 'mail.sent_again', subject: { kind: 'mail', id: input.mailId } })
    await callPostman(tx, c, now, rows[0].bulk ? 'bulk' : 'single')
  })
  return { state: 'waiting' }
}

/** Everything that failed for one reason, or for any; not what may have arrived, which a person decides one by one. */
export async function allAgain(
  c: Context,
  input: Input<typeof attention.allAgain>,
): Promise<Answer<typeof attention.allAgain>> {
  const now = c.clock.now()
  return c.db.transaction().execute(async (tx) => {
    const which = sql`(${input.reason ?? null}::text is null or m.reason = ${input.reason ?? null})`
    await tryRefusedAgain(tx, c, which)
    const { rows } = await sql<{ bulk: boolean; n: number }>`with sent as (
        update outgoing_mail m set state = 'waiting', reason = 'sent_again', attempts = 0, due_at = ${now}, settled_at = null
        where organization_id = ${c.organizationId} and ${stuck} and ${which}
        returning bulk
      ) select bulk, count(*)::int as n from sent group by 1`.execute(tx)
    const letters = rows.reduce((sum, row) => sum + row.n, 0)
    if (letters === 0) throw problem('mail_not_stuck')
    await tryAtOnce(tx, c)
    await record(tx, c, {
      type: 'mail.all_sent_again',
      subject: { kind: 'organization', id: c.organizationId },
      data: { letters, reason: input.reason ?? null },
    })
    for (const { bulk } of rows) await callPostman(tx, c, now, bulk ? 'bulk' : 'single')
    return { letters }
  })
}

export async function settings(
  c: Context,
  input: Input<typeof attention.settings>,
): Promise<Answer<typeof attention.settings>> {
  await c.db.transaction().execute(async (tx) => {
    await sql`update organization set mail_from = ${input.from} where id = ${c.organizationId}`.execute(tx)
    await record(tx, c, {
      type: 'mail.settings_changed',
      subject: { kind: 'organization', id: c.organizationId },
      data: { changed: ['from'] },
    })
    await tryAtOnce(tx, c)
    for (const counter of ['single', 'bulk'] as const) await callPostman(tx, c, c.clock.now(), counter)
  })
  return { from: senderAddress(c, input.from) }
}

export async function test(c: Context): Promise<Answer<typeof attention.test>> {
  await c.db.transaction().execute(async (tx) => {
    await tryAtOnce(tx, c)
    await sendMail(tx, c, { personId: c.viewer.personId, kind: 'mail_test' })
    await record(tx, c, { type: 'mail.tested', subject: { kind: 'organization', id: c.organizationId } })
  })
  return { planned: true }
}
