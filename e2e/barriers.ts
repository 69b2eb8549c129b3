/** What axe finds on a page, one line a finding. */
import fs from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'

const source = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Letters stand in frames that run nothing, so they are not looked into here.
 * `rules`: only these; all unless told.
 */
export async function barriers(page: Page, rules?: string[]): Promise<string[]> {
  const options: RunOptions = { iframes: false, ...(rules ? { runOnly: rules } : {}) }
  if (!(await page.evaluate(`"axe" in globalThis`))) await page.evaluate(source)
  const { violations } = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as AxeResults
  return violations.flatMap((violation) =>
    violation.nodes.map(
      (node) => `${violation.id}: ${node.target.join(' ')} – ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`,
    ),
  )
}
