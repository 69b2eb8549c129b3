/** A post office in a process of its own, for the test that kills it. Arguments: database, mail server, organization, counter. */
import { readConfig } from '../platform/config.ts'
import { contextFor } from '../platform/context.ts'
import { shiftedClock } from '../platform/clock.ts'
import { openDatabase } from '../platform/db.ts'
import { openLog } from '../platform/log.ts'
import type { Letters } from './letters.ts'
import type { Counter } from './outgoing.ts'
import { deliver } from './post-office.ts'

const [url, smtpUrl, organizationId, counter = 'single'] = process.argv.slice(2)
const database = openDatabase(url!)
const base = {
  database,
  clock: shiftedClock(() => 0),
  config: { ...readConfig(), smtpUrl: smtpUrl! },
  log: openLog('silent'),
  request: null,
}
const note: Letters[string] = async (_c, batch) =>
  new Map(
    batch.map((letter) => [
      letter.id,
      { subject: `For ${letter.fullName}`, html: '<p>Hello</p>', text: 'Hello', language: 'en', fromName: 'Ada' },
    ]),
  )
await deliver(
  contextFor(base, organizationId!),
  { note, feedback_asked: note, review_shared: note },
  counter as Counter,
)
await database.close()
