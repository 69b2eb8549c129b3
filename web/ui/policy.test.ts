import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const web = path.dirname(import.meta.dirname)

it('uses nothing that needs a <style> element, which the content security policy refuses', () => {
  const refused =
    /<(?:SimpleGrid|Grid|AppShell|style)\b|\b(?:hiddenFrom|visibleFrom|lightHidden|darkHidden)=|=\{\{ base:/
  const found = readdirSync(web, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx'))
    .flatMap((name) =>
      readFileSync(path.join(web, name), 'utf8')
        .split('\n')
        .flatMap((line, i) => (refused.test(line) && !line.trim().startsWith('*') ? [`${name}:${i + 1}`] : [])),
    )
  expect(found).toEqual([])
})
