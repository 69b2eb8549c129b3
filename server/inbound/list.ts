/** The page of mail that came in. */
import { sql } from 'kysely'
import type { Became, inbound } from '../../contract/inbound.ts'
import type { mailLeftOut } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { mailboxAddress } from '../platform/mailbox-url.ts'

const mostCounted = 10_000

type MailboxRow = {
  looked_at: Instant | null
  read_at: Instant | null
  mail_at: Instant | null
  trouble_code: string | null
  trouble_answer: string | null
  trouble_since: Instant | null
}

async function mailbox(c: Context): Promise<Answer<typeof inbound.list>['mailbox']> {
  const { rows } =
    await sql<MailboxRow>`select looked_at, read_at, mail_at, trouble_code, trouble_answer, trouble_since from mailbox`.execute(
      c.db,
    )
  const row = rows[0]!
  const address = mailboxAddress(c.config)
  const looked = row.trouble_code ? 'trouble' : row.read_at ? 'working' : 'waiting'
  return {
    state: address === null ? 'none' : looked,
    address,
    lookedAt: row.looked_at,
    readAt: row.read_at,
    mailAt: row.mail_at,
    trouble: row.trouble_code
      ? { code: row.trouble_code, answer: row.trouble_answer ?? '', since: row.trouble_since! }
      : null,
  }
}

export async function list(c: Context, input: Input<typeof inbound.list>): Promise<Answer<typeof inbound.list>> {
  const which = sql`m.organization_id = ${c.organizationId} ${input.became ? sql`and m.became = ${input.became}` : sql``}`
  const { rows } = await sql<{
    id: string
    came_at: Instant
    became: Became
    sender: string
    person_id: string | null
    full_name: string | null
    left_out: (typeof mailLeftOut)[number][]
    answered: boolean
  }>`select m.id, m.came_at, m.became, m.sender, m.person_id, p.full_name, m.left_out, m.answered from inbound_mail m
    left join person p on p.organization_id = m.organization_id and p.id = m.person_id
    where ${which} order by m.came_at desc, m.id limit ${input.limit} offset ${input.offset}`.execute(c.db)
  const { rows: counted } = await sql<{
    n: number
  }>`select count(*) as n from (select from inbound_mail m where ${which} limit ${mostCounted}) l`.execute(c.db)
  return {
    mailbox: await mailbox(c),
    mail: rows.map((row) => {
      const atDesk = row.became === 'asked' || row.became === 'added'
      return {
        id: row.id,
        at: row.came_at,
        became: row.became,
        sender: atDesk ? null : row.sender,
        person: atDesk || !row.person_id ? null : { id: row.person_id, name: row.full_name ?? '' },
        leftOut: row.left_out,
        answered: row.answered,
      }
    }),
    total: counted[0]!.n,
    mostCounted,
  }
}
