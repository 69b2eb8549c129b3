/** The hand-over as a file: drawn from the record alone, so that it is the same whenever somebody asks for it. */
import type { Criterion, handover } from '../../contract/hypercare.ts'
import type { Input } from '../../contract/operation.ts'
import { handOverCheck, speakingLocale } from '../library/library.ts'
import { metric } from '../metrics/metrics.ts'
import { type Day, dayIn } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'
import { drawPaper, type Paper, fileOf } from '../reviews/reviews.ts'
import { readerOf } from '../training/training.ts'
import { liveWave } from './first-weeks.ts'
import { recordOf, type HandoverRecord } from './handover.ts'

export async function recordFile(c: Context, input: Input<typeof handover.record>): Promise<FileAnswer> {
  const wave = await liveWave(c.db, c, input.waveId)
  const kept = await recordOf(c.db, c, wave.id)
  if (!kept) throw problem('not_found')
  const { language } = await readerOf(c)
  const paper = paperOf(kept, {
    language,
    locale: speakingLocale(language, c.viewer.locale),
    timeZone: wave.time_zone,
  })
  return fileOf(await drawPaper(paper), `${paper.title} ${kept.completedOn}`)
}

type Dress = {
  language: Parameters<typeof handOverCheck>[0]
  locale: string
  timeZone: string
}

function paperOf(kept: HandoverRecord, dress: Dress): Paper {
  const { paper: words } = handOverCheck(dress.language)
  const days = new Intl.DateTimeFormat(dress.locale, { dateStyle: 'long', timeZone: 'UTC' })
  const numbers = new Intl.NumberFormat(dress.locale, { maximumFractionDigits: 1 })
  const dayOf = (on: Day) => days.format(new Date(`${on}T12:00:00Z`))
  const dayAt = (at: string) => dayOf(dayIn(at, dress.timeZone))
  const fill = (text: string, values: Record<string, string | number>) =>
    text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole))
  const plain = (text: string) => ({ from: '', chosen: null, words: [{ title: '', text }] })
  const percent = new Intl.NumberFormat(dress.locale, { style: 'percent', maximumFractionDigits: 1 })
  const inUnit = (id: Criterion['metric'], value: number) =>
    id !== null && metric(id).unit === 'percent' ? percent.format(value / 100) : numbers.format(value)
  const evidence = ({ reason, metric: id, evidence: e }: Criterion): string => {
    if (reason === 'reached' || reason === 'short')
      return fill(words.number, {
        value: inUnit(id, Number(e['value'])),
        target: inUnit(id, Number(e['target'])),
        n: numbers.format(Number(e['numerator'])),
        d: numbers.format(Number(e['denominator'])),
        day: dayOf(String(e['asOf'])),
      })
    if ((reason === 'settled' || reason === 'old') && e['waiting'] !== undefined)
      return fill(words.waiting, {
        waiting: numbers.format(Number(e['waiting'])),
        days: numbers.format(Number(e['days'])),
      })
    return ''
  }
  const criteria = kept.criteria.map((one) => ({
    ask: words[one.id],
    answers: [{ ...plain(evidence(one)), from: words[one.result] }],
    note: one.waiver
      ? fill(words.waived, { name: one.waiver.by.name, day: dayOf(one.waiver.until), reason: one.waiver.reason })
      : '',
  }))
  const risks = kept.risks.map((one) => ({
    ask: one.words,
    answers: [],
    note: one.accepted ? fill(words.accepted, { name: one.accepted.by, day: dayAt(one.accepted.on) }) : '',
  }))
  return {
    language: dress.language,
    locale: dress.locale,
    house: kept.house,
    brand: { name: kept.program, accent: kept.accent, logo: null },
    title: fill(words.title, { wave: kept.wave }),
    subtitle: fill(words.subtitle, { program: kept.program, house: kept.house }),
    facts: [
      [words.wentLive, dayOf(kept.wentLiveOn)],
      [words.lasted, fill(words.days, { n: numbers.format(kept.days) })],
      [words.handedOver, dayOf(kept.completedOn)],
    ],
    sections: [
      { title: words.criteria, questions: criteria },
      {
        title: words.risks,
        questions: risks.length > 0 ? risks : [{ ask: words.noRisks, answers: [], note: '' }],
      },
      {
        title: words.check,
        questions: kept.check
          ? [
              {
                ask: fill(words.checkPassed, { name: kept.check.by, day: dayAt(kept.check.at) }),
                answers: [],
                note: '',
              },
            ]
          : [],
      },
      {
        title: words.signatures,
        questions: kept.signatures.map((one) => ({
          ask: words[one.part],
          answers: [],
          note: fill(words.signed, { name: one.name, day: dayAt(one.at) }),
        })),
      },
    ],
    notes: [],
    answer: null,
    footer: fill(words.footer, { day: dayOf(kept.completedOn) }),
    page: (n, of) => fill(words.page, { n, of }),
    missing: words.unshaped,
    made: `${kept.completedOn}T12:00:00Z`,
  }
}
