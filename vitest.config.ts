import path from 'node:path'
import { defineConfig } from 'vitest/config'

const seed = path.join(import.meta.dirname, 'server/platform/testing-seed.ts')

export default defineConfig({
  test: {
    // Threads without isolation: four times faster, and our modules keep no state that tests change.
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'server',
          include: ['{server,contract,scripts,fixtures,bench,library}/**/*.test.ts'],
          globalSetup: ['server/platform/testing-server.ts'],
          setupFiles: [seed],
        },
      },
      {
        extends: './vite.config.ts',
        root: './web',
        test: {
          name: 'web',
          include: ['**/*.test.{ts,tsx}'],
          root: './web',
          setupFiles: [seed],
        },
      },
    ],
  },
})
