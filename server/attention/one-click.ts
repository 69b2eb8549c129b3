/**
 * Switching letters off from a mail program (RFC 8058). The address in a letter holds who and which
 * kinds, signed with the installation's secret; it opens no account, shows nothing of anybody, and does one
 * thing. Opening it does nothing, for mail scanners open every address; what a mail program or the button of the
 * page sends there does.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { languages } from '../../contract/library.ts'
import { noticeKindOf } from '../../contract/notice-kinds.ts'
import type { letterChoices } from '../../contract/notices.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { chooseLanguage } from '../library/library.ts'
import type { Config } from '../platform/config.ts'
import { contextFor, type Context, type OpenContext } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import { isId } from '../platform/id.ts'
import { problem } from '../platform/problem.ts'
import { switchable } from './choices.ts'
import { choose } from './own-choices.ts'
import { houseOf } from './writing.ts'

type Offer = { organizationId: string; personId: string; kinds: string[] }

/** A key of its own, so that nothing else that the secret signs is worth anything here, and the other way round. */
const keyOf = (config: Pick<Config, 'secret'>) => Buffer.from(hkdfSync('sha256', config.secret, '', 'letters off', 32))
const sign = (config: Pick<Config, 'secret'>, said: string) =>
  createHmac('sha256', keyOf(config)).update(said).digest('base64url')

export function offToken(config: Pick<Config, 'secret'>, offer: Offer): string {
  const said = Buffer.from([offer.organizationId, offer.personId, ...offer.kinds].join(' ')).toString('base64url')
  return `${said}.${sign(config, said)}`
}

/** Where a mail program sends it. Null where the address would not be safe on its way, as the standard asks. */
export function offAddress(c: Context, personId: string, kinds: readonly string[]): string | null {
  if (!c.config.publicUrl.startsWith('https://')) return null
  const token = offToken(c.config, { organizationId: c.organizationId, personId, kinds: [...kinds] })
  return `${c.config.publicUrl}/api/letters-off/${token}`
}

/** Throws `link_used` for anything that we did not sign as it stands. */
function readToken(config: Pick<Config, 'secret'>, token: string): Offer {
  const [said = '', signature = '', ...rest] = token.split('.')
  const ours = Buffer.from(sign(config, said))
  const theirs = Buffer.from(signature)
  if (rest.length > 0 || ours.length !== theirs.length || !timingSafeEqual(ours, theirs)) throw problem('letters_link')
  const [organizationId = '', personId = '', ...kinds] = Buffer.from(said, 'base64url').toString().split(' ')
  if (!isId(organizationId) || !isId(personId)) throw problem('letters_link')
  return { organizationId, personId, kinds: kinds.filter((kind) => noticeKindOf(kind)) }
}

/** Nobody is signed in: it is done in the name of the person whom the address belongs to, with no role of theirs. */
function inTheirName(c: OpenContext, { organizationId, personId }: Offer): Context {
  const own = contextFor(c, organizationId)
  return { ...own, viewer: { ...own.viewer, personId } }
}

export async function off(
  c: OpenContext,
  input: Input<typeof letterChoices.off>,
): Promise<Answer<typeof letterChoices.off>> {
  const offer = readToken(c.config, input.token)
  const own = inTheirName(c, offer)
  const { fixed } = await houseOf(own)
  await own.db.transaction().execute(async (tx) => {
    const { rows } =
      await sql`select 1 from person where organization_id = ${own.organizationId} and id = ${offer.personId}`.execute(
        tx,
      )
    if (rows.length === 0) throw problem('letters_link')
    // Fixed since the letter left: it goes on coming, and the page says so.
    for (const kind of offer.kinds.filter((one) => switchable(one, fixed.get(one))))
      await choose(tx, own, kind, 'app', 'letter')
  })
  return offered(c, input)
}

/** What the address is about, for the page that it opens: kinds and whether they are off, nobody's name. */
export async function offered(
  c: OpenContext,
  input: Pick<Input<typeof letterChoices.off>, 'token'>,
): Promise<Answer<typeof letterChoices.off>> {
  const offer = readToken(c.config, input.token)
  const own = inTheirName(c, offer)
  const house = await houseOf(own)
  const { rows } = await sql<{
    kind: string
  }>`select kind from notice_choice where organization_id = ${own.organizationId}
    and person_id = ${offer.personId} and way = 'app'`.execute(own.db)
  const off_ = new Set(rows.map((row) => row.kind))
  return {
    company: house.name,
    kinds: offer.kinds.map((kind) => ({
      kind,
      state: !switchable(kind, house.fixed.get(kind)) ? 'fixed' : off_.has(kind) ? 'off' : 'on',
    })),
  }
}

/** Whoever opens the address in a browser is led to the page with its button. Nothing runs here, and nothing is changed. */
export async function openOff(c: OpenContext, input: Input<typeof letterChoices.openOff>): Promise<FileAnswer> {
  const offer = readToken(c.config, input.token)
  const own = inTheirName(c, offer)
  const house = await houseOf(own)
  const { rows } = await sql<{
    locale: string | null
  }>`select nullif(spoken_locale(language, locale), '') as locale from person
    where organization_id = ${own.organizationId} and id = ${offer.personId}`.execute(own.db)
  const { language } = chooseLanguage(languages, rows[0]?.locale, house.locale)
  // The token is base64url and a dot: nothing in it means anything in a page.
  const page = `/o/${house.slug}/letters-off/${input.token}`
  return {
    type: 'text/html; charset=utf-8',
    body: `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url=${page}"><title>Belay</title></head><body><p><a href="${page}">Belay</a></p></body></html>`,
  }
}
