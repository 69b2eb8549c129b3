import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { languages } from '../../contract/library.ts'
import { registryIds } from '../../contract/metrics.ts'
import { describe as told, metric } from './registry.ts'

test.each(languages)(
  'whoever designs a program reads every metric by the name it has everywhere, in %s',
  (language) => {
    const words = JSON.parse(
      readFileSync(new URL(`../../web/program/words/${language}.json`, import.meta.url), 'utf8'),
    ) as { metric: Record<string, string> }
    // The name is the registry's: a number has one name wherever it stands.
    expect(words.metric).toEqual(Object.fromEntries(registryIds.map((id) => [id, told(metric(id), language).name])))
  },
)
