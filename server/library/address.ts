/** How a company addresses readers in each language that has two ways: formally, unless somebody chose otherwise. */
import { sql } from 'kysely'
import { type Addressing, type Language, type library, twoForms } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { hasInformal, templates } from './library.ts'
import { informalLanguages } from './queries.ts'

function addressingIn(language: Addressing['language'], chosen: ReadonlySet<Language>): Addressing {
  const all = templates()
  const count = (kind: (typeof all)[number]['kind']) => {
    const some = all.filter((one) => one.kind === kind)
    return { informal: some.filter((one) => hasInformal(one.id, language)).length, all: some.length }
  }
  return {
    language,
    informal: chosen.has(language),
    messages: count('communication'),
    letters: count('transactional'),
    formalOnly: all
      .filter((one) => !hasInformal(one.id, language))
      .map(({ id, kind, texts }) => ({ id, kind, title: texts.find((text) => text.language === language)!.title })),
  }
}

export async function address(c: Context): Promise<Answer<typeof library.address>> {
  const chosen = await informalLanguages(c)
  return { languages: twoForms.map((language) => addressingIn(language, chosen)) }
}

export async function chooseAddress(c: Context, input: Input<typeof library.chooseAddress>): Promise<Addressing> {
  const { language, informal } = input
  return c.db.transaction().execute(async (tx) => {
    const { numAffectedRows } = informal
      ? await sql`insert into informal_language (organization_id, language, chosen_by, chosen_at)
          values (${c.organizationId}, ${language}, ${c.viewer.personId}, ${c.clock.now()}) on conflict do nothing`.execute(
          tx,
        )
      : await sql`delete from informal_language
          where organization_id = ${c.organizationId} and language = ${language}`.execute(tx)
    if (numAffectedRows)
      await record(tx, c, {
        type: 'letter.addressed',
        subject: { kind: 'organization', id: c.organizationId },
        data: { language, address: informal ? 'informal' : 'formal' },
      })
    return addressingIn(language, await informalLanguages({ ...c, db: tx }))
  })
}
