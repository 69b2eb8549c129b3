/** `npm start`: the pages, where they are not built yet, then the server. */
import { ensureWebBuilt } from './web.ts'

await ensureWebBuilt()
await import('../server/main.ts')
