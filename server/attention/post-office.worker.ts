/** A post office in a process of its own, for the test that kills it. Arguments: database, mail server, organization. */
import { readConfig } from '../platform/config.ts'
import { contextFor } from '../platform/context.ts'
import { shiftedClock } from '../platform/clock.ts'
import { openDatabase } from '../platform/db.ts'
import { openLog } from '../platform/log.ts'
import { deliver } from './post-office.ts'

const [url, smtpUrl, organizationId] = process.argv.slice(2)
const database = openDatabase(url!)
const base = {
  database,
  clock: shiftedClock(() => 0),
  config: { ...readConfig(), smtpUrl: smtpUrl! },
  log: openLog('silent'),
  request: null,
}
await deliver(contextFor(base, organizationId!), {
  note: async (_c, batch) =>
    new Map(
      batch.map((letter) => [
        letter.id,
        { subject: `For ${letter.fullName}`, html: '<p>Hello</p>', text: 'Hello', language: 'en', fromName: 'Ada' },
      ]),
    ),
})
await database.close()
