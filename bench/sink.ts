/** A mail server in a process of its own that takes everything and keeps nothing but the number. Sends `{port}` to its parent, and `{taken}` when asked. */
import { SMTPServer } from 'smtp-server'
import type { AddressInfo } from 'node:net'

let taken = 0
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  logger: false,
  onData(stream, _session, done) {
    stream.resume()
    stream.on('end', () => {
      taken++
      done()
    })
  },
})
server.on('error', () => {})
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.server.address() as AddressInfo).port }))
process.on('message', () => process.send!({ taken }))
process.on('disconnect', () => process.exit(0))
