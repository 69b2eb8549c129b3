import { execFileSync } from 'node:child_process'
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const root = import.meta.dirname

/**
 * What the browser needs of the contract: addresses, no schemas. A fresh Node
 * reads it each time, so that an edit to a contract file shows without a restart.
 */
function readOperations(): string {
  const script = `
    import { contract } from ${JSON.stringify(path.join(root, 'contract/contract.ts'))}
    const kind = (o) => (o.rawBody ? 'raw' : o.body ? 'json' : '')
    const entries = Object.values(contract).flatMap(Object.values).map((o) => [
      o.id,
      [o.method, o.path, Object.keys(o.query?.shape ?? {}).join(), kind(o)].join(' ').trimEnd(),
    ])
    process.stdout.write(JSON.stringify(Object.fromEntries(entries)))
  `
  return execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: root, encoding: 'utf8' })
}

function operations(): Plugin {
  const id = 'virtual:operations'
  const resolved = '\0' + id
  return {
    name: 'belay-operations',
    resolveId: (source) => (source === id ? resolved : undefined),
    load: (source) => (source === resolved ? `export const operations = ${readOperations()}` : undefined),
    configureServer(server) {
      server.watcher.add(path.join(root, 'contract'))
      server.watcher.on('change', (file) => {
        if (!file.startsWith(path.join(root, 'contract'))) return
        const module = server.moduleGraph.getModuleById(resolved)
        if (module) void server.reloadModule(module)
      })
    },
  }
}

export default defineConfig({
  root: path.join(root, 'web'),
  plugins: [react(), operations()],
  server: { port: 5173, proxy: { '/api': 'http://127.0.0.1:3000', '/files': 'http://127.0.0.1:3000' } },
  build: {
    outDir: path.join(root, 'dist/web'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // The content security policy allows no inline scripts, and small files are cheap over HTTP.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // One long-lived file for what changes only with dependencies.
            {
              name: 'platform',
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack[\\/](react-query|query-core|react-router|router-core|history|store|react-store))[\\/]/,
            },
            // Each is a few hundred bytes, which would not even be compressed: all that several pages share come at once.
            { name: 'icons', test: /node_modules[\\/]@tabler[\\/]/, minShareCount: 2 },
          ],
        },
      },
    },
  },
})
