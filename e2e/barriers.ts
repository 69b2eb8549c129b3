/** What axe finds on a page, one line a finding. */
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'
import { lookedAt } from './world.ts'

const source = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

declare function describeOne(one: Element): string

/** Read in the page: what an element is made of, beside its words; and who has a neighbour made alike. */
const describing = `
globalThis.describeOne = (one) => {
  const given = [...one.attributes]
    .filter(({ name }) => name !== 'id' && name !== 'data-alike' && !name.startsWith('data-index'))
    .map(({ name, value }) =>
      /^(class|role|type|aria-(hidden|expanded|selected|checked|current|level|live|modal|disabled)|disabled|tabindex|lang|dir|scope)$/.test(name)
        ? name + '=' + value
        : name === 'style'
          ? 'style=' + value.replace(/[\\d.]+(px|rem|%|em)/g, '')
          : name + (value === '' ? '' : '+'),
    )
    .sort()
  const words = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
  return one.tagName + ' ' + given.join(' ') + (words ? ' words' : '')
}
globalThis.markAlike = () => {
  for (const one of document.querySelectorAll('[data-alike]')) one.removeAttribute('data-alike')
  const whole = (one) => describeOne(one) + '(' + [...one.children].map(whole).join() + ')'
  const mark = (above) => {
    const seen = new Set()
    for (const one of above.children) {
      const made = whole(one)
      if (one.children.length > 0 && seen.has(made)) one.setAttribute('data-alike', '')
      else mark(one)
      seen.add(made)
    }
  }
  mark(document.body)
}`

/**
 * Letters stand in frames that run nothing, so they are not looked into here. Of neighbours that
 * are made alike, as the rows of a list are, the first stands for all.
 * `rules`: only these; all unless told.
 */
export async function barriers(page: Page, rules?: string[]): Promise<string[]> {
  const options: RunOptions = {
    iframes: false,
    preload: false,
    resultTypes: ['violations'],
    ...(rules ? { runOnly: rules } : {}),
  }
  if (!(await page.evaluate(`${describing}; "axe" in globalThis`))) await page.evaluate(source)
  const { violations } = (await page.evaluate(
    `markAlike(); axe.run({ exclude: [['[data-alike]']] }, ${JSON.stringify(options)})`,
  )) as AxeResults
  return violations.flatMap((violation) =>
    violation.nodes.map(
      (node) => `${violation.id}: ${node.target.join(' ')} – ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`,
    ),
  )
}

/**
 * Two pages made of the same elements in the same order, with the same classes, colours and roles,
 * and with names and labels in the same places, have the same barriers: one look is enough for
 * both. Remembered in files beside the house, because journeys run in several processes.
 */
export async function madeOf(page: Page): Promise<{ seen: boolean; remember(): void }> {
  await page.evaluate(describing)
  const parts = await page.evaluate(() => {
    const found = new Set<string>()
    for (const one of document.querySelectorAll('body, body *')) {
      const above = one.parentElement
      found.add(`${above ? describeOne(above) : ''} > ${describeOne(one)}`)
    }
    return [...found]
  })
  const name = createHash('sha256').update(parts.join('\n')).digest('hex')
  const file = path.join(lookedAt, name)
  return {
    seen: fs.existsSync(file),
    remember() {
      fs.mkdirSync(lookedAt, { recursive: true })
      fs.writeFileSync(file, '')
    },
  }
}
