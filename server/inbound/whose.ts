/** Which company a mail is for, and who of it wrote. Looked up across companies, so nothing of this is shown to anybody. */
import type pg from 'pg'
import type { Mail } from './reading.ts'
import { lettersIn } from './returns.ts'

export type Whose = {
  organizationId: string
  /** Who of the company has that address today; null: nobody, or more than one. */
  personId: string | null
  /** The address is known in more than one company, and nothing says which is meant. */
  unclear: boolean
}

type Letter = { organization_id: string; id: string }

/** Letters of ours among these ids, of whichever company. */
export async function ownLetters(pool: pg.Pool, ids: readonly string[]): Promise<Letter[]> {
  if (ids.length === 0) return []
  const { rows } = await pool.query<Letter>(
    `select m.organization_id, m.id from organization o cross join lateral (
      select l.organization_id, l.id from outgoing_mail l where l.organization_id = o.id and l.id = any($1::uuid[]) limit 50) m`,
    [ids.slice(0, 50)],
  )
  return rows
}

/** Who has an address in each company; nobody where two claim it. */
async function known(pool: pg.Pool, address: string): Promise<{ organization_id: string; person_id: string }[]> {
  const { rows } = await pool.query<{ organization_id: string; person_id: string }>(
    `select p.organization_id, p.id as person_id from organization o cross join lateral (
      select q.organization_id, q.id from person q where q.organization_id = o.id and q.email_key = $1) p
    join roster r on r.organization_id = p.organization_id and r.person_id = p.id order by 1`,
    [address],
  )
  return rows
}

/** Companies that a mail is written to: at an address of their own, or with their name behind a plus. */
async function addressed(pool: pg.Pool, to: readonly string[], mailbox: string): Promise<string[]> {
  const [local, domain] = [mailbox.slice(0, mailbox.lastIndexOf('@')), mailbox.slice(mailbox.lastIndexOf('@'))]
  const slugs = to.flatMap((one) =>
    one.startsWith(`${local}+`) && one.endsWith(domain) ? [one.slice(local.length + 1, -domain.length)] : [],
  )
  const others = to.filter((one) => one !== mailbox)
  const { rows } = await pool.query<{ id: string }>(
    'select id from organization where lower(mail_from) = any($1) or slug = any($2) order by id',
    [others, slugs],
  )
  return rows.map((row) => row.id)
}

/** Null: no company is known for it. */
export async function whose(pool: pg.Pool, mail: Mail, mailbox: string): Promise<Whose | null> {
  const from = mail.from.length === 1 ? mail.from[0]! : null
  const people = from ? await known(pool, from) : []
  const of = (organizationId: string): Whose => ({
    organizationId,
    personId: people.find((one) => one.organization_id === organizationId)?.person_id ?? null,
    unclear: false,
  })
  // The letter that it answers says most, then the address that it went to.
  const named = [
    ...(await ownLetters(pool, lettersIn(mail.answers.join(' ')))).map((letter) => letter.organization_id),
    ...(await addressed(pool, mail.to, mailbox)),
  ]
  const meant = named.find((id) => people.some((one) => one.organization_id === id))
  if (meant) return of(meant)
  if (people.length > 0) return { ...of(people[0]!.organization_id), unclear: people.length > 1 }
  if (named[0]) return of(named[0])
  const { rows } = await pool.query<{ id: string }>('select id from organization limit 2')
  return rows.length === 1 ? of(rows[0]!.id) : null
}
