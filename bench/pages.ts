/** The real pages of a real server: a company of 1,500 with a launched program, and a manager who is signed in. */
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { createApp, webFolder } from '../server/app.ts'
import { sessionCookie } from '../server/platform/http.ts'
import { ensureWebBuilt } from '../scripts/web.ts'
import { startSessionFor } from './session.ts'
import { smallCompany } from './world.ts'

export type Pages = {
  origin: string
  /** The page that signs in, and the first page after. */
  signIn: string
  week: string
  cookie: { name: string; value: string }
  close(): Promise<void>
}

export async function openPages(): Promise<Pages> {
  await ensureWebBuilt()
  const { installation, c, slug } = await smallCompany(1500)
  const {
    rows: [manager],
  } = await sql<{ id: string }>`select person_id as id from roster
    where organization_id = ${c.organizationId} and direct_reports > 0 and depth > 1 order by seq limit 1`.execute(c.db)
  const value = await startSessionFor(c, manager!.id)
  const app = await createApp(installation.base, {
    webFolder,
    ready: () => ({ database: true, jobs: true }),
    strict: false,
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  return {
    origin,
    signIn: `${origin}/o/${slug}/sign-in`,
    week: `${origin}/o/${slug}`,
    cookie: { name: sessionCookie, value },
    close: () => app.close(),
  }
}
