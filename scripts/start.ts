/** `npm start`: the pages, where they are not built yet, then the server. */
import { ensureWebBuilt } from './web.ts'

try {
  await ensureWebBuilt()
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(1)
}
await import('../server/main.ts')
