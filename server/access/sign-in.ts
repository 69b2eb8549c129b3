/**
 * The ways in. Each is a POST that a person sent off: no GET signs in or uses
 * anything up, because mail scanners open links. Wrong, unknown, closed and left
 * all get one and the same answer, after the same work.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { access } from '../../contract/access.ts'
import type { ProblemCode } from '../../contract/problems.ts'
import { type Context, contextFor, type OpenContext } from '../platform/context.ts'
import { addMs, offsetTo, stopwatch } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { hashOfCode } from './codes.ts'
import { useCode, useLink } from './keys.ts'
import { attempt, countAgainst, countLink, countNewcomer, networkOf } from './limits.ts'
import { organizationBySlug, type OrganizationFacts } from './organizations.ts'
import { passwordOpens } from './passwords.ts'
import { contextAs, type Method, startSession } from './sessions.ts'

type SignedIn = Answer<typeof access.signIn>

/** The company of a sign-in page; without a name, the only one there is. */
export async function entrance(
  c: OpenContext,
  input: Input<typeof access.entrance>,
): Promise<Answer<typeof access.entrance>> {
  const { rows } = await sql<{ demo: boolean; only: string | null }>`
    select demo, only_organization() as only from installation`.execute(c.database.open)
  const slug = input.organization || rows[0]!.only
  if (!slug) return { organization: null, demo: rows[0]!.demo }
  const { name, locale, slug: address } = await organizationBySlug(c, slug)
  return { organization: { name, slug: address, locale }, demo: rows[0]!.demo }
}

export async function signIn(c: OpenContext, input: Input<typeof access.signIn>): Promise<SignedIn> {
  const { organization, db } = await here(c, input.organization)
  const name = input.name.toLowerCase()
  const who = await personNamed(db, organization.id, input.name)
  const guard = await attempt(
    c,
    db,
    organization.id,
    'password',
    name,
    who !== null && (await wasHereBefore(c, db, organization.id, who.id)),
  )
  const right = await passwordOpens(who?.password_hash ?? null, input.password)
  const signedIn =
    right && who ? await enter(c, organization, async () => who.id, 'password', input.shared ?? false) : null
  if (!signedIn) return await refuse(c, organization, who?.id ?? null, await guard.failed(), 'sign_in_failed')
  await guard.succeeded()
  return signedIn
}

export async function openCode(c: OpenContext, input: Input<typeof access.openCode>): Promise<SignedIn> {
  const { organization, db } = await here(c, input.organization)
  const who = await personNamed(db, organization.id, input.employeeNumber)
  const guard = await attempt(
    c,
    db,
    organization.id,
    'code',
    input.employeeNumber.toLowerCase(),
    who !== null && (await wasHereBefore(c, db, organization.id, who.id)),
  )
  const hash = hashOfCode(c, who?.id ?? '', input.code)
  const signedIn = who
    ? await enter(
        c,
        organization,
        async (tx) => ((await useCode(tx, organization.id, who.id, hash, c.clock.now())) ? who.id : null),
        'code',
        input.shared ?? true,
      )
    : null
  if (!signedIn) return await refuse(c, organization, who?.id ?? null, await guard.failed(), 'code_failed')
  await guard.succeeded()
  return signedIn
}

export async function openLink(c: OpenContext, input: Input<typeof access.openLink>): Promise<SignedIn> {
  const { organization, db } = await here(c, input.organization)
  const signedIn = await enter(
    c,
    organization,
    (tx) => useLink(tx, organization.id, input.secret, c.clock.now()),
    'link',
    input.shared ?? false,
  )
  if (signedIn) return signedIn
  // Nothing can be guessed in 256 bits; this only keeps a broken script from asking for ever.
  await countAgainst(c, db, organization.id, 'link', { free: 100, firstWait: 2, longestWait: 60, forgetAfter: 900 })
  throw problem('link_used')
}

/** An event that somebody with this address asked; the mail is the attention module's, which mints the link when it writes the letter. */
export async function requestLink(
  c: OpenContext,
  input: Input<typeof access.requestLink>,
): Promise<Answer<typeof access.requestLink>> {
  const elapsed = stopwatch()
  const { organization, db } = await here(c, input.organization)
  const seconds = await countLink(c, db, organization.id)
  // Whoever is known gets their link also while their network has to wait: an attacker in the office keeps nobody out of it.
  const who = input.email.includes('@') ? await personNamed(db, organization.id, input.email) : null
  if (who) {
    const as = contextFor(c, organization.id)
    await db.transaction().execute(async (tx) => {
      // Many at one moment wait in line, so that each sees those before it. Not at the person's row, which an import may hold.
      await sql`select pg_advisory_xact_lock(hashtextextended('belay.sign-in-link:' || ${organization.id} || ${who.id}, 0))`.execute(
        tx,
      )
      if (!(await askedEnough(c, tx, organization.id, who.id)))
        await record(tx, as, {
          type: 'sign_in_link.requested',
          subject: { kind: 'person', id: who.id },
          anonymous: true,
        })
    })
  }
  // Known or not, the answer takes as long: longer than the work for a known address.
  await pause(Math.max(0, 150 - elapsed()))
  if (seconds !== null) throw problem('too_many_requests', { seconds })
  return { done: true }
}

/** A flood of mails is an attack too: three an hour, and the earlier ones still open. */
async function askedEnough(c: OpenContext, db: Db | Tx, organizationId: string, personId: string): Promise<boolean> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from event
    where organization_id = ${organizationId} and subject_kind = 'person' and subject_id = ${personId} and type = 'sign_in_link.requested'
      and recorded_at > ${addMs(c.clock.now(), -3_600_000)}`.execute(db)
  return rows[0]!.n >= 3
}

async function here(c: OpenContext, slug: string): Promise<{ organization: OrganizationFacts; db: Db }> {
  const organization = await organizationBySlug(c, slug)
  return { organization, db: c.database.for(organization.id) }
}

type Named = { id: string; password_hash: string | null }

/** A present person by e-mail address or employee number. */
async function personNamed(db: Db, organizationId: string, name: string): Promise<Named | null> {
  const { rows } = await sql<Named>`
    select p.id, case when a.closed_at is null then a.password_hash end as password_hash
    from person p
    join roster r on r.organization_id = p.organization_id and r.person_id = p.id
    left join account a on a.organization_id = p.organization_id and a.person_id = p.id
    where p.organization_id = ${organizationId}
      and (p.email_key = ${name.trim().toLowerCase()} or p.employee_number = ${name.trim()})
    limit 2`.execute(db)
  // One person's number may be another's address; then neither may be meant.
  return rows.length === 1 ? rows[0]! : null
}

/** Whether the person signed in from this network before. */
async function wasHereBefore(c: OpenContext, db: Db | Tx, organizationId: string, personId: string): Promise<boolean> {
  const { rows } = await sql<{ ip: string }>`select distinct ip from
    (select ip from session where organization_id = ${organizationId} and person_id = ${personId} order by created_at desc limit 50) s`.execute(
    db,
  )
  const network = networkOf(c.request?.ip ?? '')
  return rows.some((row) => networkOf(row.ip) === network)
}

/** Uses up the way in and starts the session, both or neither. `use` answers whose it was. */
async function enter(
  c: OpenContext,
  organization: OrganizationFacts,
  use: (tx: Tx) => Promise<string | null>,
  method: Method,
  shared: boolean,
): Promise<SignedIn | null> {
  const started = await c.database
    .for(organization.id)
    .transaction()
    .execute(async (tx) => {
      const personId = await use(tx)
      const as = personId && (await contextAs(c, tx, organization.id, personId))
      const newHere = as && !(await wasHereBefore(c, tx, organization.id, personId))
      const session = as && (await startSession(tx, as, { method, shared }))
      if (!session) return null
      const { rows } = await sql<{
        full_name: string
      }>`select full_name from person where organization_id = ${organization.id} and id = ${personId}`.execute(tx)
      return {
        newHere,
        cookie: session.cookie,
        answer: { personId, name: rows[0]!.full_name, slug: organization.slug, hasPassword: session.hasPassword },
      }
    })
  if (!started) return null
  if (started.newHere) await countNewcomer(c, c.database.for(organization.id), organization.id)
  c.request?.setSession(started.cookie, shared ? undefined : cookieEnd(c))
  return started.answer
}

/** Browsers live by the machine's clock, whatever ours shows. The server ends sessions earlier without use. */
function cookieEnd(c: OpenContext): string {
  const now = c.clock.now()
  return addMs(addMs(now, 90 * 24 * 3_600_000), -offsetTo(now))
}

/** The same refusal for every reason; the first one that begins a wait is kept as an event, for the person it was about. */
async function refuse(
  c: OpenContext,
  organization: OrganizationFacts,
  personId: string | null,
  slowed: boolean,
  code: ProblemCode,
): Promise<never> {
  if (slowed && personId) {
    const as: Context = contextFor(c, organization.id)
    await as.db
      .transaction()
      .execute((tx) =>
        record(tx, as, { type: 'sign_in.slowed', subject: { kind: 'person', id: personId }, anonymous: true }),
      )
  }
  throw problem(code)
}
