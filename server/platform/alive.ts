/**
 * Who works at the queue. Every process that does holds a lock of its database session,
 * which the database takes back when the process dies, however it dies. When nobody
 * holds it, jobs that stand as taken were taken by the dead.
 */
import type pg from 'pg'

const key = 6_203_117

/** Held until `release`; taken again when the connection breaks. */
export async function stayAlive(owner: pg.Pool): Promise<{ release(): Promise<void> }> {
  let released = false
  let client: pg.PoolClient | undefined
  let lost: (() => void) | undefined
  const hold = async (): Promise<void> => {
    const own = await owner.connect()
    const broken = () => {
      own.release(true)
      client = undefined
      again()
    }
    own.once('error', broken)
    try {
      await own.query('select pg_advisory_lock_shared($1)', [key])
      client = own
      lost = broken
    } catch (error) {
      own.release(true)
      throw error
    }
  }
  const again = (): void => {
    if (!released) setTimeout(() => void hold().catch(again), 1000).unref()
  }
  await hold()
  return {
    async release() {
      released = true
      const own = client
      client = undefined
      if (!own) return
      const ignore = () => {}
      own.on('error', ignore)
      own.removeListener('error', lost!)
      try {
        // Given back whole: a connection that knows the tables already is worth keeping.
        await own.query('select pg_advisory_unlock_shared($1)', [key])
        own.release()
      } catch {
        own.release(true)
      } finally {
        own.removeListener('error', ignore)
      }
    },
  }
}

/**
 * Gives back the jobs of dead processes, if no process is alive, and the attempt with them: that a process ended in the
 * middle says nothing about its job, which is given up after a number of attempts. Returns how many.
 */
export async function freeAbandonedJobs(owner: pg.Pool): Promise<number> {
  const client = await owner.connect()
  try {
    const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [key])
    if (!rows[0]!.alone) return 0
    try {
      const taken = await client.query<{ by: string }>(
        `update graphile_worker._private_jobs set attempts = greatest(attempts - 1, 0) where locked_by is not null
        returning locked_by as by`,
      )
      const dead = [...new Set(taken.rows.map(({ by }) => by))]
      if (dead.length > 0) await client.query('select graphile_worker.force_unlock_workers($1::text[])', [dead])
      return taken.rows.length
    } finally {
      await client.query('select pg_advisory_unlock($1)', [key])
    }
  } finally {
    client.release()
  }
}
