import { defineConfig } from '@playwright/test'
import { browserArguments, findBrowser } from './scripts/browser.ts'

/** Journeys on an installation of their own. */
const own = ['whole-program', 'half-year', 'first-launch', 'after-sending', 'trainers', 'desk-by-mail'].map(
  (name) => `**/${name}.test.ts`,
)

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/setup.ts',
  outputDir: 'dist/test/journeys',
  workers: 2,
  fullyParallel: true,
  // In this order: those that need nothing of the house begin while its company lives. Of the others pages.test.ts
  // comes last, because it sets up its browser otherwise, and in it the longest first, so that both workers end together.
  projects: [
    { name: 'own', testMatch: own },
    { name: 'house', testIgnore: own },
  ],
  // A page that a busy machine drew late is asked again; the report says so.
  retries: 1,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'dist/test/journeys.json' }]],
  use: {
    browserName: 'chromium',
    headless: true,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    screenshot: 'only-on-failure',
    trace: 'on-first-retry',
    actionTimeout: 20_000,
    launchOptions: { executablePath: findBrowser(), args: browserArguments },
  },
})
