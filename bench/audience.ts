/**
 * An audience of 75,000 of 150,000: how many, the first page of who is in and who is not and
 * why, against a plain count and a plain first page of the same condition, without row-level
 * security, contract or reasons.
 */
import pg from 'pg'
import type { AudienceRule } from '../contract/audiences.ts'
import { alternate, milliseconds, type Row, times } from './row.ts'
import { size, world } from './world.ts'

/** Half of the company: of twelve divisions six. */
const divisions = [1, 2, 3, 4, 5, 6].map((n) => `Division ${n}`)

export async function measure(): Promise<Row[]> {
  const { installation, c, lead } = await world()
  const client = new pg.Client({ connectionString: installation.url })
  await client.connect()
  try {
    const rule: AudienceRule = { field: 'division', in: divisions }
    const preview = await lead.call('audiences.preview', { rule })
    if (Math.abs(preview.people / size - 0.5) > 0.03)
      throw new Error(`the audience holds ${preview.people} people; half of ${size} is meant`)
    const condition = `r.organization_id = $1 and r.employed and r.division = any($2)`
    const bare = async () => {
      const values = [c.organizationId, divisions]
      await client.query({ name: 'count', text: `select count(*) from roster r where ${condition}`, values })
      await client.query({
        name: 'page',
        text: `select r.person_id, r.full_name, r.title, r.department, r.location from roster r where ${condition} order by r.sort_name, r.person_id limit 8`,
        values,
      })
    }
    // Several a round, so that a round is longer than the machine's moods.
    const five = (work: () => Promise<unknown>) =>
      milliseconds(async () => {
        for (let n = 0; n < 5; n++) await work()
      })
    const [ours, theirs] = await alternate(
      () => five(() => lead.call('audiences.preview', { rule })),
      () => five(bare),
    )
    return [times(`audience of ${preview.people} of ${size}: count and first page`, 'ms', ours / 5, theirs / 5, 3)]
  } finally {
    await client.end()
  }
}
