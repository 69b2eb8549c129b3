/** The metrics on paper: what the page says and nothing more, for everybody who may open that page, in four languages. */
import { beforeAll, describe, expect, it } from 'vitest'
import { languages } from '../../contract/library.ts'
import { metrics } from '../../contract/metrics.ts'
import { metricsPaperWords } from '../library/library.ts'
import { wordsInPdf } from '../reviews/testing-pdf.ts'
import { dashboardPaper } from './dashboard.ts'
import { aim, reviewWorld, type ReviewWorld } from './testing-review.ts'

let r: ReviewWorld
beforeAll(async () => {
  r = await reviewWorld([aim('L1'), aim('G1', { baseline: null, baselineSource: '' })])
  await r.give('L1', '2026-09-30', 612)
  await r.give('L1', '2026-10-31', 743)
  await r.give('G1', '2026-10-31', null, { of: 4 })
})

const asked = (query: object = {}) => metrics.paper.query!.parse(query)
const paperAs = async (who: Parameters<ReviewWorld['w']['as']>[0], query: object = {}) =>
  dashboardPaper(await r.w.as(who), asked(query))

describe('the metrics on paper', () => {
  it('say each number with its course, target, baseline, definition and day', async () => {
    const file = await paperAs('lead')
    expect(file.type).toBe('application/pdf')
    const words = wordsInPdf(file.body as Buffer)
    for (const said of ['74.3%', '743 of 1,000', '31 October 2026', 'Survey of January', '80%', 'Numerator', '61.2%'])
      expect(words).toContain(said)
  })

  it('say that a small group is hidden, and nothing of it', async () => {
    const words = wordsInPdf((await paperAs('lead')).body as Buffer)
    expect(words).toContain('fewer than 5 people')
    // Kept for operators: 3 of 4.
    expect(words).not.toMatch(/\b3 of 4\b|75%/)
  })

  it('are tagged, in four languages, with a text for each chart', async () => {
    for (const language of languages) {
      const text = ((await paperAs('lead', { language })).body as Buffer).toString('latin1')
      expect(text).toContain(`/Lang (${language})`)
      expect(text).toContain('/Marked true')
      expect(text.match(/\/S \/Figure/g)).toHaveLength(1)
      expect(text).toContain('/Alt (')
      expect(wordsInPdf(Buffer.from(text, 'latin1'))).toContain(metricsPaperWords(language).title)
    }
  })

  it('are for whoever may open the page, of no part beyond it', async () => {
    await expect(paperAs('manager', { kind: 'organization' })).rejects.toMatchObject({ code: 'segment_unknown' })
    await expect(paperAs('hr_out')).rejects.toMatchObject({ code: 'segment_unknown' })
    const own = wordsInPdf((await paperAs('manager')).body as Buffer)
    expect(own).not.toContain('743')
  })

  it('are the same file when nothing has changed', async () => {
    const [one, other] = [await paperAs('sponsor'), await paperAs('sponsor')]
    expect((one.body as Buffer).equals(other.body as Buffer)).toBe(true)
  })
})
