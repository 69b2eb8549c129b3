import { settled } from './screens/shell.ts'
import { test } from './world.ts'
test('shots', async ({ as, house }) => {
  test.setTimeout(300_000)
  for (const [role, path, name] of [
    ['employee', 'ask/answers', 'answers'],
    ['employee', 'ask/answers?q=goal', 'search'],
    ['lead', 'program/answers', 'library'],
    ['lead', 'program/answers/shipped/first-goal', 'shipped'],
    ['lead', 'program/answers/new?faq=first-goal', 'new'],
    ['lead', 'program/communications/address', 'address'],
    ['lead', 'program/communications/letters', 'letters'],
    ['employee', 'ask', 'ask'],
  ] as const) {
    const page = await as(role)
    for (const width of [390, 900, 1440])
      for (const scheme of ['light', 'dark'] as const) {
        if (scheme === 'dark' && width === 900) continue
        await page.setViewportSize({ width, height: 900 })
        await page.emulateMedia({ colorScheme: scheme })
        await page.goto(`/o/${house.slug}/${path}`)
        await settled(page)
        await page.waitForTimeout(400)
        if (name === 'answers') {
          await page.locator('summary').nth(1).click()
          await page.waitForTimeout(200)
        }
        await page.screenshot({
          path: `/tmp/faq/shots/${name}-${width}-${scheme}.png`,
          fullPage: name !== 'library' && width !== 390 ? false : false,
        })
      }
  }
})
