/** Which languages the people of a program read. Languages only: how many read one would tell of small groups. */
import { sql } from 'kysely'
import { languages } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { program } from '../../contract/program.ts'
import { chooseLanguage } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import { dayHere } from './days.ts'
import { companyLocale, demandProgram } from './queries.ts'

export async function languagesRead(
  c: Context,
  input: Input<typeof program.languages>,
): Promise<Answer<typeof program.languages>> {
  await demandProgram(c, input.programId)
  const company = await companyLocale(c.db, c)
  const { rows } = await sql<{ locale: string }>`
    with member as (
      select m.person_id from wave_member m
      where m.organization_id = ${c.organizationId} and m.program_id = ${input.programId} and m.superseded is null and m.holds @> ${dayHere(c)}
    )
    select distinct r.locale from roster r where r.organization_id = ${c.organizationId} and r.employed
      and (r.person_id in (select person_id from member) or not exists (select from member))`.execute(c.db)
  const read = new Set(rows.map((row) => chooseLanguage(languages, row.locale, company).language))
  return {
    company: chooseLanguage(languages, company, null).language,
    read: languages.filter((language) => read.has(language)),
  }
}
