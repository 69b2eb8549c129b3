/** Evidence, numbers and decisions in the reader's words, the same on the page and on paper. */
import type { Answer } from '../../contract/operation.ts'
import type { Effect, NumberThen } from '../../contract/governance-shapes.ts'
import type { governance } from '../../contract/governance.ts'
import { type Language, languages } from '../../contract/library.ts'
import type { Definition, MetricId } from '../../contract/metrics.ts'
import { chooseLanguage, committeeWords, speakingLocale } from '../library/library.ts'
import { type Registry, registryOf } from '../metrics/metrics.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import type { Line } from './evidence.ts'

type Said = Answer<typeof governance.meeting>['questions'][number]['evidence'][number]
export type Speaker = {
  language: Language
  locale: string
  words: ReturnType<typeof committeeWords>
  day: (on: Day) => string
  /** What its numbers are: the company's own among them. */
  numbers: Registry
}

function speaker(language: Language, readerLocale: string, numbers: Registry): Speaker {
  const spoken = speakingLocale(language, readerLocale)
  // Without a country the days of English are written as letters write them.
  const locale = spoken === 'en' ? 'en-GB' : spoken
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  return {
    language,
    locale,
    words: committeeWords(language),
    day: (on) => days.format(new Date(`${on}T12:00:00Z`)),
    numbers,
  }
}

export async function speakerFor(db: Db | Tx, c: Context, asked?: Language): Promise<Speaker> {
  const numbers = await registryOf({ db, organizationId: c.organizationId })
  if (asked) return speaker(asked, c.viewer.locale, numbers)
  const { locale } = await db
    .selectFrom('organization')
    .select('locale')
    .where('id', '=', c.organizationId)
    .executeTakeFirstOrThrow()
  return speaker(chooseLanguage(languages, c.viewer.locale, locale).language, c.viewer.locale, numbers)
}

export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole))

const number = (s: Speaker, value: number, digits: number, signed = false) =>
  new Intl.NumberFormat(s.locale, {
    maximumFractionDigits: digits,
    ...(signed ? { signDisplay: 'exceptZero' as const } : {}),
  }).format(value)

/** A value in its metric's unit. */
export function sayValue(s: Speaker, unit: Definition['unit'], value: number): string {
  switch (unit) {
    case 'percent':
      return new Intl.NumberFormat(s.locale, { style: 'percent', maximumFractionDigits: 1 }).format(value / 100)
    case 'days':
      return new Intl.NumberFormat(s.locale, {
        style: 'unit',
        unit: 'day',
        unitDisplay: 'long',
        maximumFractionDigits: 1,
      }).format(value)
    case 'minutes':
      return new Intl.NumberFormat(s.locale, {
        style: 'unit',
        unit: 'minute',
        unitDisplay: 'long',
        maximumFractionDigits: 0,
      }).format(value)
    case 'index':
    case 'of_five':
      return number(s, value, 2)
    case 'items':
      return number(s, value, 1)
    case 'number':
      return number(s, value, 2)
    case 'score':
      return number(s, value, 0, true)
  }
}

/** By how much: points for shares and scores, else the unit. */
export function sayChange(s: Speaker, unit: Definition['unit'], change: number): string {
  if (unit === 'percent' || unit === 'score') {
    const one = new Intl.PluralRules(s.locale).select(Math.abs(change)) === 'one'
    return fill(one ? s.words.point : s.words.points, { n: number(s, change, 1, true) })
  }
  if (unit === 'days' || unit === 'minutes')
    return new Intl.NumberFormat(s.locale, {
      style: 'unit',
      unit: unit === 'days' ? 'day' : 'minute',
      unitDisplay: 'long',
      maximumFractionDigits: 1,
      signDisplay: 'exceptZero',
    }).format(change)
  return number(s, change, unit === 'index' || unit === 'of_five' || unit === 'number' ? 2 : 1, true)
}

const definitionOf = (s: Speaker, id: MetricId) => s.numbers.describe(id, s.language)

/** A number with what it was taken from and its day. */
export function sayPoint(s: Speaker, id: MetricId, point: NumberThen): string {
  const { unit, ratio } = definitionOf(s, id)
  const value = sayValue(s, unit, point.value)
  const day = s.day(point.asOf)
  return ratio
    ? fill(s.words.valueOf, { value, n: number(s, point.numerator, 0), d: number(s, point.denominator, 0), day })
    : fill(s.words.valueOn, { value, day })
}

/** What came of a decision, in one sentence; empty while there is nothing to say. */
export function sayEffect(s: Speaker, id: MetricId, expected: number, effect: Effect): string {
  const { unit, name } = definitionOf(s, id)
  const wanted = sayChange(s, unit, expected)
  switch (effect.state) {
    case 'none':
    case 'waiting':
      return ''
    case 'moved':
    case 'did_not':
      return fill(s.words[effect.state === 'moved' ? 'moved' : 'didNot'], {
        name,
        change: sayChange(s, unit, effect.change),
        wanted,
        before: sayPoint(s, id, effect.before),
        after: sayPoint(s, id, effect.after),
      })
    case 'cannot_tell':
      return fill(
        s.words[
          (
            {
              hidden: 'cannotHidden',
              missing: 'cannotMissing',
              definition: 'cannotDefinition',
              people: 'cannotPeople',
              chance: 'cannotChance',
            } as const
          )[effect.because]
        ],
        {
          name,
          wanted,
          change: effect.change === null ? '–' : sayChange(s, unit, effect.change),
          before: effect.before ? sayPoint(s, id, effect.before) : '–',
          after: effect.after ? sayPoint(s, id, effect.after) : '–',
        },
      )
  }
}

export function sayLine(s: Speaker, line: Line): Said {
  const { words } = s
  switch (line.kind) {
    case 'metric': {
      const { name, unit } = definitionOf(s, line.id)
      const target = line.target ? sayValue(s, unit, line.target.value) : ''
      const by = line.target?.by ? s.day(line.target.by) : ''
      const course = {
        reached: words.reached,
        on: words.onCourse,
        off: words.offCourse,
        over: words.tooLate,
        unaimed: line.target ? words.below : words.noTarget,
        not_yet: words.noTarget,
      }[line.course]
      const text = fill(course, {
        name,
        value: sayPoint(s, line.id, line.point),
        target,
        by,
        due: line.dueNow === null ? '' : sayValue(s, unit, Math.round(line.dueNow * 10) / 10),
      })
      const change = line.before ? Math.round((line.point.value - line.before.value) * 100) / 100 : 0
      const since = line.before
        ? ` ${
            change === 0
              ? fill(words.sameSince, { day: s.day(line.before.asOf) })
              : fill(words.since, { change: sayChange(s, unit, change), day: s.day(line.before.asOf) })
          }`
        : ''
      const tone =
        line.course === 'reached' || line.course === 'on'
          ? 'good'
          : line.course === 'off' || line.course === 'over'
            ? 'warn'
            : 'plain'
      return { tone, text: text + since, to: { kind: 'metric', id: line.id } }
    }
    case 'metric_none':
      return {
        tone: 'plain',
        text: fill(line.because === 'hidden' ? words.hidden : words.notYet, { name: definitionOf(s, line.id).name }),
        to: { kind: 'metric', id: line.id },
      }
    case 'no_metrics':
      return { tone: 'warn', text: words.noMetrics, to: null }
    case 'effect':
      return {
        tone: line.effect.state === 'moved' ? 'good' : line.effect.state === 'did_not' ? 'warn' : 'plain',
        text: fill(words.ofDecision, {
          number: line.number,
          question: line.question,
          effect: sayEffect(s, line.metric, line.expected, line.effect),
        }),
        to: { kind: 'decision', id: line.decisionId },
      }
    case 'done':
    case 'late':
      return {
        tone: line.kind === 'done' ? 'good' : 'warn',
        text: fill(line.kind === 'done' ? words.done : words.late, {
          number: line.number,
          question: line.question,
          owner: line.owner,
          day: s.day(line.on),
        }),
        to: { kind: 'decision', id: line.decisionId },
      }
    case 'request':
      return {
        tone: line.priority === 'high' ? 'warn' : 'plain',
        text: fill(words.request, { title: line.title, priority: words[line.priority], day: s.day(line.on) }),
        to: { kind: 'request', id: line.id },
      }
    case 'wave_live':
    case 'wave_ahead':
    case 'wave_late': {
      const said = { wave_live: words.waveLive, wave_ahead: words.waveAhead, wave_late: words.waveLate }[line.kind]
      return {
        tone: line.kind === 'wave_late' ? 'warn' : 'plain',
        text: fill(said, { name: line.name, day: s.day(line.on) }),
        to: { kind: 'wave', id: line.id },
      }
    }
    case 'messages_late':
      return {
        tone: 'warn',
        text: fill(words.messagesLate, { n: number(s, line.n, 0) }),
        to: { kind: 'messages' },
      }
    case 'heard':
      return {
        tone: line.topic === 'helps' ? 'good' : 'plain',
        text: fill(words.heard, { topic: words[`heard_${line.topic}`], n: number(s, line.n, 0) }),
        to: { kind: 'heard' },
      }
    case 'heard_note':
      return {
        tone: line.topic === 'helps' ? 'good' : 'warn',
        text: fill(line.quote ? words.heardQuote : words.heardNote, {
          topic: words[`heard_${line.topic}`],
          words: line.words,
          quote: line.quote,
        }),
        to: { kind: 'heard' },
      }
    case 'trigger': {
      const { name, unit } = definitionOf(s, line.metric)
      return {
        tone: 'warn',
        text: fill(line.side === 'below' ? words.firedBelow : words.firedAbove, {
          name,
          value: sayPoint(s, line.metric, line.point),
          mark: sayValue(s, unit, line.mark),
        }),
        to: { kind: 'metric', id: line.metric },
      }
    }
  }
}
