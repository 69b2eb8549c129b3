import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { startPostgres } from '/work/wt/gates/server/platform/postgres.ts'
import { openLog } from '/work/wt/gates/server/platform/log.ts'
const folder = fs.mkdtempSync('/tmp/gts-'); fs.chmodSync(folder, 0o755)
const s = await startPostgres({ dataDir: folder, log: openLog('warn'), ephemeral: true })
const r = spawnSync('node', ['scripts/run.mjs', 'scripts/schema.ts', s.url], { stdio: 'inherit' })
await s.stop(); fs.rmSync(folder, { recursive: true, force: true }); process.exit(r.status ?? 1)
