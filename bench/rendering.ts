/**
 * Words of a message for each of its readers, as the post office asks for them batch by batch (who is still here, their
 * manager, their language), against the library alone filling the same compiled letter for the same readers.
 */
import { sql } from 'kysely'
import { letters } from '../server/campaigns/letters.ts'
import { scriptOf } from '../server/campaigns/saying.ts'
import { compiler, languageFor } from '../server/campaigns/words.ts'
import { campaignRow } from '../server/campaigns/queries.ts'
import { fillLetter, template } from '../server/library/library.ts'
import type { Waiting } from '../server/attention/attention.ts'
import { alternate, milliseconds, rate, type Row } from './row.ts'
import { world } from './world.ts'

/** As many as the post office takes at once, and so many times. */
const batch = 500
const batches = 20

export async function measure(): Promise<Row[]> {
  const { c, lead, waveId } = await world()
  const { id } = await lead.call('campaigns.create', { template: 'go-live-employees', waveId, senderId: lead.personId })
  const row = await campaignRow(c.db, c.organizationId, id)
  const script = await scriptOf(c, row)
  const { rows } =
    await sql<Waiting>`select gen_random_uuid()::text as id, r.person_id as "personId", coalesce(r.email, '') as address, 'campaign' as kind,
      ${id} as "subjectId", '{}'::jsonb as params, r.full_name as "fullName", r.given_name as "givenName", r.locale, r.time_zone as "timeZone", 0 as attempts, '' as "dueAt"
    from roster r where r.organization_id = ${c.organizationId} and r.employed order by r.seq limit ${batch * batches}`.execute(
      c.db,
    )
  const managers = new Map(
    (
      await sql<{ id: string; name: string | null }>`select r.person_id as id, m.full_name as name from roster r
        left join roster m on m.organization_id = r.organization_id and m.person_id = r.manager_id where r.organization_id = ${c.organizationId}`.execute(
        c.db,
      )
    ).rows.map((one) => [one.id, one.name]),
  )
  const compile = compiler(script, template(row.template).target)
  const perSecond = (took: number) => rows.length / (took / 1000)
  const ours = async () =>
    perSecond(
      await milliseconds(async () => {
        for (let from = 0; from < rows.length; from += batch) {
          const made = await letters['campaign']!(c, rows.slice(from, from + batch))
          for (const one of made.values()) if ('excluded' in one) throw new Error(`not written: ${one.excluded}`)
        }
      }),
    )
  const bare = async () =>
    perSecond(
      await milliseconds(async () => {
        for (const reader of rows) {
          const { language } = languageFor(script, reader.locale)
          const manager = managers.get(reader.personId)
          fillLetter(compile(language, reader.locale), {
            person: { name: reader.fullName, givenName: reader.givenName },
            ...(manager ? { manager: { name: manager } } : {}),
          })
        }
      }),
    )
  await ours()
  const [mine, theirs] = await alternate(ours, bare)
  await lead.call('campaigns.remove', { campaignId: id })
  return [rate('words of a message for each reader', 'letters/s', mine, theirs, 0.5)]
}
