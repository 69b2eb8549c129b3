/** The load generator, in a process of its own. Arguments: address, cookie. Prints {rate, failed}. */
import autocannon from 'autocannon'

const [url, cookie] = process.argv.slice(2)
const run = () =>
  autocannon({ url: url!, connections: 10, duration: 3, headers: { cookie: `belay_session=${cookie}` } })
await autocannon({ url: url!, connections: 10, duration: 1, headers: { cookie: `belay_session=${cookie}` } })
const result = await run()
process.stdout.write(JSON.stringify({ rate: result.requests.average, failed: result.non2xx + result.errors }) + '\n')
