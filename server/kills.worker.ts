/** A server's work in a process of its own, for the test that kills it. Arguments: database, mail server, instant. */
import { flushCompileCache } from 'node:module'
import { offsetTo, shiftedClock } from './platform/clock.ts'
import { readConfig } from './platform/config.ts'
import { openDatabase } from './platform/db.ts'
import { startWorkers } from './platform/jobs.ts'
import { openLog } from './platform/log.ts'
import { work } from './work.ts'

const [url, smtpUrl, at] = process.argv.slice(2)
const offset = offsetTo(at!)
await startWorkers(
  {
    database: openDatabase(url!),
    clock: shiftedClock(() => offset),
    config: { ...readConfig(), publicUrl: 'https://belay.test', smtpUrl: smtpUrl! },
    log: openLog('silent'),
    request: null,
  },
  work,
)
// Whoever is killed keeps nothing for the next start.
flushCompileCache()
process.send?.('at work')
