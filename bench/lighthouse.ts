/** Lighthouse with its desktop preset on the sign-in page and This week of a real server; of three runs the median. */
import { createServer, type AddressInfo } from 'node:net'
import { chromium } from '@playwright/test'
import lighthouse, { desktopConfig } from 'lighthouse'
import { browserArguments, findBrowser } from '../scripts/browser.ts'
import { openPages } from './pages.ts'
import { median, type Row } from './row.ts'

const categories = ['performance', 'accessibility', 'best-practices'] as const
const goal = 95
const runs = 3

export async function measure(): Promise<Row[]> {
  const pages = await openPages()
  try {
    const port = await freePort()
    const browser = await chromium.launch({
      executablePath: findBrowser(),
      args: [...browserArguments, `--remote-debugging-port=${port}`],
    })
    try {
      const rows: Row[] = []
      for (const [name, address, cookie] of [
        ['sign-in page', pages.signIn, ''],
        ['This week', pages.week, `${pages.cookie.name}=${pages.cookie.value}`],
      ] as const) {
        const scores = await scoresOf(address, port, cookie)
        for (const category of categories) {
          const value = Math.round(median(scores[category]))
          rows.push({
            name: `Lighthouse, ${name}: ${category.replace('-', ' ')}`,
            value,
            unit: 'of 100',
            ceiling: 100,
            ratio: value / 100,
            goal: goal / 100,
            ok: value >= goal,
          })
        }
      }
      return rows
    } finally {
      await browser.close()
    }
  } finally {
    await pages.close()
  }
}

async function scoresOf(
  address: string,
  port: number,
  cookie: string,
): Promise<Record<(typeof categories)[number], number[]>> {
  const scores = { performance: [] as number[], accessibility: [] as number[], 'best-practices': [] as number[] }
  for (let run = 0; run < runs; run++) {
    const result = await lighthouse(
      address,
      {
        port,
        logLevel: 'error',
        output: 'json',
        onlyCategories: [...categories],
        ...(cookie ? { extraHeaders: { Cookie: cookie } } : {}),
      },
      desktopConfig,
    )
    if (!result) throw new Error(`Lighthouse says nothing about ${address}`)
    const { lhr } = result
    if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`)
    if (new URL(lhr.finalDisplayedUrl).pathname.replace(/\/$/, '') !== new URL(address).pathname)
      throw new Error(`${address} led to ${lhr.finalDisplayedUrl}`)
    for (const category of categories) {
      scores[category].push((lhr.categories[category]?.score ?? 0) * 100)
      const lost = lhr.categories[category]!.auditRefs.filter(
        (a) => a.weight > 0 && (lhr.audits[a.id]?.score ?? 1) < 0.9,
      ).map((a) => `${a.id} ${lhr.audits[a.id]?.displayValue ?? ''}`.trim())
      if (lost.length > 0) process.stderr.write(`  ${category}: ${lost.join(', ')}\n`)
    }
  }
  return scores
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
