/**
 * The installation's clock: the machine's, or one that was moved. Every process
 * keeps the offset and hears of a move through the database.
 */
import pg from 'pg'
import { offsetTo, shiftedClock, type Clock, type Instant } from './clock.ts'
import type { Database } from './db.ts'
import { problem } from './problem.ts'

export type InstallationClock = Clock & {
  /** Moves the clock forward to an instant; refused on an installation whose clock is not movable. */
  moveTo(at: Instant): Promise<void>
  /** Lets an installation without a single company begin at another time, as a demo; its clock is movable from then on. */
  beginAt(at: Instant): Promise<void>
  movable(): boolean
  demo(): boolean
  close(): Promise<void>
}

type Row = { movable_clock: boolean; clock_offset_ms: number; demo: boolean }

export async function openClock(database: Database): Promise<InstallationClock> {
  let row: Row = { movable_clock: false, clock_offset_ms: 0, demo: false }
  const read = async () => {
    const { rows } = await database.owner.query<Row>('select movable_clock, clock_offset_ms, demo from installation')
    if (rows[0]) row = rows[0]
  }
  await read()
  const listener = new pg.Client({ connectionString: database.url, application_name: 'belay-clock' })
  listener.on('error', () => {}) // a lost listener only delays hearing of a move; production clocks never move
  await listener.connect()
  await listener.query('listen belay_clock')
  listener.on('notification', () => void read().catch(() => {}))
  const clock = shiftedClock(() => row.clock_offset_ms)
  return {
    ...clock,
    async moveTo(at) {
      if (!row.movable_clock) throw problem('clock_not_movable')
      if (Date.parse(at) < Date.parse(clock.now())) throw problem('clock_backwards', { now: clock.now() })
      const { rows } = await database.owner.query<Row>(
        `with moved as (update installation set clock_offset_ms = $1 returning movable_clock, clock_offset_ms, demo)
        select moved.*, pg_notify('belay_clock', '') from moved`,
        [offsetTo(at)],
      )
      if (rows[0]) row = rows[0]
    },
    async beginAt(at) {
      const { rowCount } = await database.owner.query(
        'update installation set movable_clock = true, demo = true, clock_offset_ms = $1 where not exists (select 1 from organization)',
        [offsetTo(at)],
      )
      if (rowCount === 0) throw problem('clock_not_movable')
      await database.owner.query('notify belay_clock')
      await read()
    },
    movable: () => row.movable_clock,
    demo: () => row.demo,
    close: () => listener.end(),
  }
}
