/**
 * Giving a curriculum to everybody of a wave of 150,000, as the night and every launch do it, against bare statements that
 * write the same rows: who has which course, what stands in the inbox, and the ledger of the time it asks for.
 */
import pg from 'pg'
import { assign } from '../server/training/assign.ts'
import { alternate, milliseconds, type Row, times } from './row.ts'
import { said, size, world } from './world.ts'

export async function measure(): Promise<Row[]> {
  const { installation, c } = await world()
  const client = new pg.Client({ connectionString: installation.url })
  await client.connect()
  try {
    const own = `organization_id = '${c.organizationId}'`
    /** What assigning writes, by table. */
    const written = {
      training_assignment: own,
      inbox_item: `${own} and kind = 'training_assigned'`,
      time_asked: `${own} and kind = 'training_assigned'`,
    }
    const forget = async () => {
      for (const [table, which] of Object.entries(written)) await client.query(`delete from ${table} where ${which}`)
      await client.query(`vacuum ${Object.keys(written).join(', ')}`)
    }
    await forget()
    await assign(c)
    for (const [table, which] of Object.entries(written))
      await client.query(`create temporary table bench_${table} as select * from ${table} where ${which}`)
    const { rows } = await client.query<{ courses: number; people: number }>(
      `select count(*)::integer as courses, count(distinct person_id)::integer as people from bench_training_assignment`,
    )
    if (rows[0]!.people < size * 0.9) throw new Error(`only ${rows[0]!.people} people were given a course`)
    const ours = async () => {
      await forget()
      return milliseconds(() => assign(c))
    }
    const bare = async () => {
      await forget()
      return milliseconds(async () => {
        await client.query('begin')
        for (const table of Object.keys(written))
          await client.query(`insert into ${table} select * from bench_${table}`)
        await client.query('commit')
      })
    }
    const [spent, least] = await alternate(ours, bare, 3)
    said(`${rows[0]!.courses} courses given`, spent)
    return [times(`a curriculum given to ${size}`, 'ms', spent, least, 3)]
  } finally {
    await client.end()
  }
}
