/** What holds for every page, for everybody: no barrier, no overflow, nothing shown that is not theirs. */
import fs from 'node:fs'
import type { Page } from '@playwright/test'
import { barriers, madeOf } from './barriers.ts'
import { settled, shell } from './screens/shell.ts'
import { fallsTo, kindOf, walk } from './walk.ts'
import { expect, test } from './world.ts'

// A recording of every page would take longer than the pages.
test.use({ trace: 'off' })

const notThere = (
  JSON.parse(fs.readFileSync(new URL('../web/ui/words/en.json', import.meta.url), 'utf8')) as {
    notThere: { title: string }
  }
).notThere.title

/** Paints the page so, and waits until its colours are no longer on their way. */
const scheme = (page: Page, name: 'light' | 'dark') =>
  page.evaluate(async (one) => {
    document.documentElement.setAttribute('data-mantine-color-scheme', one)
    document.body.getClientRects()
    const moving = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    await Promise.all(moving.map((animation) => animation.finished.catch(() => {})))
  }, name)

/** Two of them open what falls to them anew, as a bookmark or a reload does. Whoever walks longest begins. */
const roles = {
  sponsor: 'loading',
  hr: 'links',
  admin: 'links',
  lead: 'links',
  employee: 'loading',
  manager: 'links',
} as const

/**
 * What sticks out sideways, and words that are cut off without saying so: what of it lasts when nothing is on its way
 * any more. `language`: reads on in another one first, as when it is chosen in another tab. All of it is asked in the
 * page itself: each question from here costs more than its answer.
 */
async function overflow(page: Page, language: string | null): Promise<string[]> {
  return page.evaluate(
    async ({ language: newValue, seconds }) => {
      const until = async (is: () => boolean, what: string) => {
        for (const begun = performance.now(); !is();) {
          if (performance.now() - begun > seconds * 1000)
            throw new Error(`${location.href} ${what} after ${seconds} seconds.`)
          await new Promise(requestAnimationFrame)
        }
      }
      const look = (): string[] => {
        const found: string[] = []
        const { scrollWidth, clientWidth } = document.documentElement
        if (scrollWidth > clientWidth) {
          found.push(`the page is ${scrollWidth} wide on ${clientWidth}`)
          for (const one of document.querySelectorAll<HTMLElement>('main *')) {
            const box = one.getBoundingClientRect()
            if (box.width > 0 && (box.right > clientWidth + 1 || box.left < -1) && !one.closest('[data-scrolls]')) {
              found.push(
                `${one.tagName.toLowerCase()}.${String(one.className).slice(0, 40)} reaches ${Math.round(box.left)}–${Math.round(box.right)}`,
              )
              if (found.length > 4) break
            }
          }
        }
        for (const one of document.querySelectorAll<HTMLElement>('main button, main h1, main h2, main label, nav a')) {
          const style = getComputedStyle(one)
          if (
            one.clientWidth > 8 &&
            one.scrollWidth > one.clientWidth + 2 &&
            style.overflowX !== 'visible' &&
            style.textOverflow !== 'ellipsis'
          ) {
            found.push(`“${one.textContent?.trim().slice(0, 40)}” is cut off`)
          }
        }
        return found
      }
      if (newValue) {
        localStorage.setItem('belay.language', newValue)
        dispatchEvent(new StorageEvent('storage', { key: 'belay.language', newValue }))
        const [lang, dir] = newValue === 'mirrored' ? ['en', 'rtl'] : [newValue, 'ltr']
        const { documentElement: html } = document
        await until(() => html.lang === lang && html.dir === dir, `does not speak ${newValue}`)
      }
      // What a new width or language changes is drawn once the page has nothing else to do.
      await new Promise(requestAnimationFrame)
      await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }))
      await until(() => (document.querySelector('h1')?.getClientRects().length ?? 0) > 0, 'has no title')
      const waiting = '.mantine-Skeleton-root, [data-loading], [aria-busy="true"]'
      await until(() => document.querySelector(waiting) === null && document.fonts.status === 'loaded', 'still loads')
      let found = look()
      for (let again = 0; again < 4 && found.length > 0; again++) {
        await new Promise((resolve) => setTimeout(resolve, 200))
        found = look()
      }
      return found
    },
    { language, seconds: 20 },
  )
}

/** What is still found when every transition has ended. */
async function lasting(look: () => Promise<string[]>): Promise<string[]> {
  let found = await look()
  for (let again = 0; again < 4 && found.length > 0; again++) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    found = await look()
  }
  return found
}

for (const [role, by] of Object.entries(roles)) {
  test(`${role}: every page is free of barriers in light and dark, and fits a phone in every language`, async ({
    as,
    house,
  }) => {
    test.setTimeout(900_000)
    const page = await as(role)
    const found: string[] = []
    const own = (kind: string) => fallsTo(Object.keys(roles), kind) === role
    const seen = await walk(page, house, by, own, async (kind) => {
      if ((await shell.title(page).textContent()) === notThere) found.push(`${kind}: is linked and not there`)
      const note = (where: string) => (one: string) => found.push(`${kind} (${where}): ${one}`)
      const made = await madeOf(page)
      // Made alike and looked at by somebody: who begins with it looks at the words too, others need not.
      if (made.seen && !own(kind)) return
      const before = found.length
      if (!made.seen) {
        // An answer that came late is not yet a barrier, and neither is a colour on its way.
        ;(await lasting(() => barriers(page))).forEach(note('light'))
        await scheme(page, 'dark')
        ;(await lasting(() => barriers(page, ['color-contrast']))).forEach(note('dark'))
        await scheme(page, 'light')
      }
      await page.setViewportSize({ width: 390, height: 844 })
      ;(await overflow(page, null)).forEach(note('phone'))
      if (!made.seen) {
        ;(await overflow(page, 'de')).forEach(note('phone, German'))
        ;(await overflow(page, 'mirrored')).forEach(note('phone, mirrored'))
      }
      await page.setViewportSize({ width: 1280, height: 900 })
      if (!made.seen) {
        ;(await overflow(page, null)).forEach(note('mirrored'))
        await overflow(page, 'en')
        if (found.length === before) made.remember()
      }
    })
    await test.info().attach('pages', { body: seen.join('\n') })
    expect(seen.length).toBeGreaterThan(6)
    expect([...new Set(found)]).toEqual([])
  })
}

test.describe('keyboard', () => {
  test('Mod+K finds a person and opens them; Escape leaves everything as it was', async ({ as, house }) => {
    const page = await as('employee')
    await page.goto(`/o/${house.slug}`)
    await settled(page)
    await page.keyboard.press('ControlOrMeta+k')
    const box = page.getByRole('combobox')
    await expect(box).toBeFocused()
    await box.fill('farah')
    await expect(page.getByRole('option', { name: /Farah Nazari/ })).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(`/people/${house.people['manager']!.id}`))
    await page.keyboard.press('ControlOrMeta+k')
    await expect(page.getByRole('combobox')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('combobox')).toHaveCount(0)
  })

  test('Mod+K finds a goal by a part of its title and opens it', async ({ as, house }) => {
    const page = await as('employee')
    await page.goto(`/o/${house.slug}`)
    await settled(page)
    const answer = await page.request.get('/api/goals?scope=company&state=open&limit=1')
    const [goal] = ((await answer.json()) as { goals: { title: string; owner: { name: string } }[] }).goals
    expect(goal, 'somebody of the fixture has a goal that all may see').toBeDefined()
    await page.keyboard.press('ControlOrMeta+k')
    // Not from the beginning: a goal is found by any part of its title.
    await page.getByRole('combobox').fill(goal!.title.split(' ').slice(1).join(' '))
    const option = page.getByRole('group', { name: 'Goals' }).getByRole('option').filter({ hasText: goal!.title })
    await expect(option.first()).toBeVisible()
    await option.first().click()
    await expect.poll(() => kindOf(page.url())).toBe('/goals/:id')
    await expect(page.getByRole('heading', { name: goal!.title })).toBeVisible()
  })

  test('? shows the keys, g and a letter goes to a place', async ({ as, house }) => {
    const page = await as('employee')
    await page.goto(`/o/${house.slug}`)
    await settled(page)
    await page.keyboard.press('?')
    await expect(shell.dialog(page)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(shell.dialog(page)).toHaveCount(0)
    await page.keyboard.press('g')
    await page.keyboard.press('p')
    await expect(page).toHaveURL(new RegExp(`/o/${house.slug}/people$`))
  })

  test('a list is walked by arrows and opened by Enter; back leads to the same list', async ({ as, house }) => {
    const page = await as('employee')
    await page.goto(`/o/${house.slug}/people`)
    await settled(page)
    const row = (n: number) => page.locator(`main [data-index="${n}"]`)
    await row(0).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await expect(row(2)).toBeFocused()
    await page.keyboard.press('Enter')
    await expect.poll(() => kindOf(page.url())).toBe('/people/:id')
    await page.goBack()
    await expect.poll(() => kindOf(page.url())).toBe('/people')
  })
})
