import { randomBytes } from 'node:crypto'
import net from 'node:net'
import pg from 'pg'
import { pino } from 'pino'
import { expect, inject, onTestFinished, test } from 'vitest'
import { migrate } from './migrate.ts'
import { emptyDatabase } from './testing.ts'

const log = pino({ level: 'silent' })

/** An empty database, and a user of it who is no superuser. */
async function strangers(): Promise<{
  url: string
  asUser: string
  user: string
  run: (sql: string) => Promise<unknown>
}> {
  const { url } = await emptyDatabase()
  const user = `user_${randomBytes(6).toString('hex')}`
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const password = randomBytes(12).toString('hex')
  await client.query(`create role ${user} login password '${password}'`)
  const address = new URL(url)
  Object.assign(address, { username: user, password })
  onTestFinished(async () => {
    await client.query(`reassign owned by ${user} to current_user; drop owned by ${user} cascade; drop role ${user}`)
    await client.end()
  })
  return { url, asUser: address.href, user, run: (sql) => client.query(sql) }
}

test('a user without the app’s role is told whom to ask for it', async () => {
  const { asUser, user, run } = await strangers()
  await run(`grant all on schema public to ${user}`)
  await expect(migrate(asUser, log)).rejects.toThrow(/may not make the role belay_app.*grant belay_app to NAME/)
})

test('a user who owns the database may run Belay without being a superuser', async () => {
  const { url, asUser, user, run } = await strangers()
  await run(`alter database ${new URL(url).pathname.slice(1)} owner to ${user}; grant all on schema public to ${user}`)
  await run(
    `do $$ begin create role belay_app nologin; exception when duplicate_object then null; end $$; grant belay_app to ${user}`,
  )
  await expect(migrate(asUser, log)).resolves.toBeUndefined()
})

test('a user who does not see every row is refused', async () => {
  const { url, asUser, user, run } = await strangers()
  await migrate(url, log)
  await expect(migrate(asUser, log)).rejects.toThrow(/lacks a right that Belay needs/)
  await run(`grant all on schema public to ${user}; grant all on all tables in schema public to ${user}`)
  await expect(migrate(asUser, log)).rejects.toThrow(new RegExp(`alter role "?${user}"? bypassrls`))
  await run(`alter role ${user} bypassrls`)
  await expect(migrate(asUser, log)).resolves.toBeUndefined()
})

test('a server that is not there is named', async () => {
  const address = new URL(inject('postgresUrl'))
  address.hostname = '127.0.0.1'
  address.searchParams.delete('host')
  address.port = String(await freePort())
  await expect(migrate(address.href, log)).rejects.toThrow(
    `The database at 127.0.0.1:${address.port}${address.pathname} cannot be reached: nothing listens there.`,
  )
})

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
