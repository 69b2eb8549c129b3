/**
 * A pack in the words of a language: what the page, the PDF and the slides all show. Made from the frozen facts and
 * from what the lead wrote, and from nothing else.
 */
import {
  type CourseWord,
  type Pack,
  type PackBlock,
  type PackFigure,
  packSections,
  type PackSection,
} from '../../contract/business-review.ts'
import { topicDays } from '../../contract/desk.ts'
import { languages } from '../../contract/library.ts'
import type { Definition, Point } from '../../contract/metrics.ts'
import { fill, sayChange, sayEffect, sayValue, type Speaker } from '../governance/governance.ts'
import { businessReviewWords, chooseLanguage, elementWords, mistakes, programWords } from '../library/library.ts'
import type { Registry } from '../metrics/metrics.ts'
import { mistakeOf } from '../mistakes/mistakes.ts'
import { dayIn, type Day, type Instant } from '../platform/clock.ts'
import type { DecisionFact, Facts, MetricFact } from './facts.ts'
import { type Verdict, verdictOf } from './verdict.ts'

type Words = ReturnType<typeof businessReviewWords>
type Tone = PackFigure['tone']
export type Said = { s: Speaker; words: Words; zone: string }

export const toneOf: Record<CourseWord, Tone> = {
  reached: 'good',
  on: 'good',
  off: 'warn',
  over: 'bad',
  unaimed: 'plain',
  hidden: 'plain',
  not_yet: 'plain',
}
const answerTone = { yes: 'good', partly: 'warn', no: 'bad', too_early: 'plain' } as const

export const count = (s: Speaker, value: number): string => new Intl.NumberFormat(s.locale).format(value)
const shownPoint = (m: Pick<MetricFact, 'now'>): Point | null =>
  m.now?.state === 'shown' || m.now?.state === 'held' ? m.now.point : null

/** What a number was taken from. */
function ofPoint({ s, words }: Said, definition: Definition, point: Point): string {
  return definition.ratio
    ? fill(words.nOfD, { n: count(s, point.numerator), d: count(s, point.denominator) })
    : fill(words.counted, { d: count(s, point.denominator) })
}

export const judgedOf = (facts: Facts, numbers: Registry) =>
  facts.metrics.map((m) => ({ layer: numbers.describe(m.id, 'en', m.version).layer, course: m.course }))

/** Where it stands against its aim. */
function sentenceOf(said: Said, m: MetricFact, definition: Definition, floor: number): string {
  const { s, words } = said
  const { target, by } = m.aim
  const values = {
    target: target === null ? '' : sayValue(s, definition.unit, target),
    by: by === null ? '' : s.day(by),
    due: m.expected === null ? '' : sayValue(s, definition.unit, m.expected),
    floor: count(s, floor),
  }
  switch (m.course) {
    case 'reached':
      return fill(words.saysReached, values)
    case 'on':
      return fill(words.saysOn, values)
    case 'off':
      return fill(m.expected === null ? words.saysOffPlain : words.saysOff, values)
    case 'over':
      return fill(words.saysOver, values)
    case 'unaimed':
      return words.saysUnaimed
    case 'hidden':
      return fill(words.saysHidden, values)
    case 'not_yet':
      return words.saysNotYet
  }
}

export const layerWord = { adoption: 'layerAdoption', quality: 'layerQuality', outcome: 'layerOutcome' } as const
const courseWord = {
  reached: 'stateReached',
  on: 'stateOn',
  off: 'stateOff',
  over: 'stateOver',
  unaimed: 'stateUnaimed',
  hidden: 'stateHidden',
  not_yet: 'stateNotYet',
} as const

export function figureOf(said: Said, m: MetricFact, facts: Pick<Facts, 'asOf' | 'knownAt' | 'floor'>): PackFigure {
  const { s, words } = said
  const definition = s.numbers.describe(m.id, s.language, m.version)
  const point = shownPoint(m)
  const value = point === null || point.value === null ? null : sayValue(s, definition.unit, point.value)
  const { baseline, baselineSource, target, by } = m.aim
  const known = s.day(dayIn(facts.knownAt, said.zone))
  const held = m.now?.state === 'held' ? ` · ${fill(words.heldOf, { day: s.day(m.now.peopleOf) })}` : ''
  return {
    id: m.id,
    name: definition.name,
    layer: words[layerWord[definition.layer]],
    course: m.course,
    courseSaid: words[courseWord[m.course]],
    tone: toneOf[m.course],
    value,
    of:
      point === null || value === null
        ? m.course === 'hidden'
          ? fill(words.saysHidden, { floor: count(s, facts.floor) })
          : words.saysNotYet
        : `${ofPoint(said, definition, point)}, ${s.day(point.asOf)}${held}`,
    target:
      target === null
        ? null
        : by === null
          ? sayValue(s, definition.unit, target)
          : fill(words.valueBy, { value: sayValue(s, definition.unit, target), day: s.day(by) }),
    baseline:
      baseline === null
        ? null
        : baselineSource
          ? fill(words.valueFrom, { value: sayValue(s, definition.unit, baseline), source: baselineSource })
          : sayValue(s, definition.unit, baseline),
    sentence: sentenceOf(said, m, definition, facts.floor),
    unit: definition.unit,
    points: m.series.flatMap((p) =>
      p.value === null
        ? []
        : [
            {
              on: p.asOf,
              onSaid: s.day(p.asOf),
              value: p.value,
              said: sayValue(s, definition.unit, p.value),
              of: ofPoint(said, definition, p),
            },
          ],
    ),
    targetValue: target,
    by,
    baselineValue: baseline,
    definition: {
      sentence: definition.sentence,
      formula: definition.formula,
      numerator: definition.numerator,
      denominator: definition.denominator,
      version: m.version,
      asOf: point?.asOf ?? null,
      said: fill(words.definition, {
        sentence: definition.sentence,
        numerator: definition.numerator,
        denominator: definition.denominator,
        version: m.version,
        day: s.day(point?.asOf ?? facts.asOf),
        known,
      }),
    },
  }
}

function verdictSaid(said: Said, v: Verdict): Pack['verdict'] {
  const { s, words } = said
  const on = v.layers.reduce((sum, l) => sum + l.onCourse, 0)
  const lone = v.layers.every((l) => l.layer === 'adoption' || l.onCourse + l.behind === 0)
  const sentence =
    v.of === 0
      ? words.noMetrics
      : v.judged === 0
        ? fill(words.noneJudged, { of: count(s, v.of) })
        : [
            fill(words.onOfJudged, { on: count(s, on), judged: count(s, v.judged) }),
            v.of > v.judged ? fill(words.unknownCount, { n: count(s, v.of - v.judged), of: count(s, v.of) }) : '',
            v.judged > 0 && lone ? words.onlyUse : '',
          ]
            .filter(Boolean)
            .join(' ')
  const word = { yes: words.yes, partly: words.partly, no: words.no, too_early: words.tooEarly }[v.answer]
  return {
    question: words.question,
    word,
    tone: answerTone[v.answer],
    sentence,
    rule: words.rule,
    layers: v.layers.map(({ layer, onCourse, behind, unknown }) => ({
      name: words[layerWord[layer]],
      said:
        onCourse + behind === 0
          ? words.layerNone
          : fill(words.layerSaid, { on: count(s, onCourse), judged: count(s, onCourse + behind) }),
      onCourse,
      behind,
      unknown,
    })),
  }
}

/** What came of a decision, in one line; null: it aims at no number. */
export function decisionLine({ s, words }: Said, d: DecisionFact): { tone: Tone; text: string } | null {
  if (!d.aim) return null
  const effect =
    d.effect.state === 'waiting'
      ? fill(words.lookedAt, {
          name: s.numbers.describe(d.aim.metric, s.language).name,
          wanted: sayChange(s, s.numbers.metric(d.aim.metric).unit, d.aim.expected),
          day: s.day(d.effect.until),
        })
      : sayEffect(s, d.aim.metric, d.aim.expected, d.effect)
  return {
    tone: d.effect.state === 'moved' ? 'good' : d.effect.state === 'did_not' ? 'warn' : 'plain',
    text: fill(s.words.ofDecision, { number: d.number, question: d.question, effect }),
  }
}

export function fallLine({ s, words }: Said, f: Facts['falls'][number]): { tone: Tone; text: string } {
  const share = ({ met, of }: { met: number; of: number }) =>
    `${sayValue(s, 'percent', (met / of) * 100)} (${fill(words.nOfD, { n: count(s, met), d: count(s, of) })})`
  return {
    tone: f.closedOn ? 'plain' : 'warn',
    text: fill(f.closedOn ? words.fellBack : words.fellOpen, {
      label: f.label,
      name: s.numbers.describe(f.metric, s.language).name,
      before: share(f.reference),
      after: share(f.found),
      day: s.day(f.found.on),
      back: f.closedOn ? s.day(f.closedOn) : '',
    }),
  }
}

export const mistakeName = (s: Speaker, id: string): string =>
  mistakes(s.language).find((one) => one.id === id)?.name ?? id

const stageWord = {
  live: 'stageLive',
  handed_over: 'stageHandedOver',
  preparing: 'stagePreparing',
  planned: 'stagePlanned',
} as const
const mistakeWord = { pass: 'mPass', fail: 'mFail', waived: 'mWaived', unknown: 'mUnknown' } as const

type Blocks = Record<PackSection, PackBlock[]>

function blocksOf(said: Said, facts: Facts, readerLocale: string): Blocks {
  const { s, words } = said
  const own = programWords(
    { ...facts.program.words, brand: facts.program.brand },
    s.language === readerLocale.slice(0, 2).toLowerCase() ? readerLocale : s.language,
    facts.companyLocale,
  )
  const list = new Intl.ListFormat(s.locale, { type: 'conjunction' })
  const none = '–'
  const day = (on: Day | null) => (on === null ? none : s.day(on))
  const text = (title: string, body: string): PackBlock[] => (body ? [{ kind: 'text', title, text: body }] : [])
  const lines = (title: string, items: { tone: Tone; text: string }[]): PackBlock[] =>
    items.length > 0 ? [{ kind: 'list', title, items }] : []
  const titleIn = (titles: Record<string, string>) => {
    const there = languages.filter((l) => titles[l])
    return there.length === 0 ? '' : titles[chooseLanguage(there, s.language, facts.companyLocale).language]!
  }
  const decisions = facts.decisions.flatMap((d) => decisionLine(said, d) ?? [])
  const looked = Math.max(0, ...facts.mistakes.map((m) => m.looked))
  return {
    summary: [],
    promised: [
      ...text(words.why, own.why),
      ...text(words.whyNow, own.whyNow),
      ...lines(
        words.objectives,
        own.objectives.map((one) => ({ tone: 'plain', text: one })),
      ),
      {
        kind: 'table',
        title: words.measured,
        head: [words.number, words.layer, words.baseline, words.target, words.by],
        rows: facts.metrics.map((m) => {
          const definition = s.numbers.describe(m.id, s.language, m.version)
          const { baseline, target, by } = m.aim
          const value = (v: number | null) => (v === null ? none : sayValue(s, definition.unit, v))
          return [definition.name, words[layerWord[definition.layer]], value(baseline), value(target), day(by)]
        }),
        note: '',
      },
      {
        kind: 'facts',
        facts: [
          {
            label: words.version,
            value: fill(words.versionOf, { n: facts.program.version, day: s.day(facts.program.publishedOn) }),
          },
          ...(facts.program.elements.length > 0
            ? [
                {
                  label: words.includes,
                  value: list.format(facts.program.elements.map((e) => elementWords(s.language)[e as 'goals'])),
                },
              ]
            : []),
          ...(facts.program.policies.length > 0
            ? [
                {
                  label: words.policies,
                  value: list.format(facts.program.policies.map((p) => titleIn(p.titles)).filter(Boolean)),
                },
              ]
            : []),
          ...(facts.program.sponsor ? [{ label: words.sponsor, value: facts.program.sponsor }] : []),
          ...(facts.program.lead ? [{ label: words.lead, value: facts.program.lead }] : []),
        ],
      },
    ],
    standing: [],
    waves: [
      {
        kind: 'table',
        title: '',
        head: [words.wave, words.stage, words.prepares, words.goesLive, words.people, words.handedOver],
        rows: facts.waves.map((w) => [
          w.name,
          words[stageWord[w.stage]],
          day(w.preparesOn),
          day(w.goesLiveOn),
          w.people === null ? none : count(s, w.people),
          day(w.handedOverOn),
        ]),
        note: words.peopleThen,
      },
    ],
    learned: [
      ...(decisions.length > 0
        ? lines(words.decisions, decisions)
        : [{ kind: 'text' as const, title: words.decisions, text: words.noDecisions }]),
      ...(facts.topics.length > 0
        ? [
            {
              kind: 'table' as const,
              title: fill(words.askedMost, { days: count(s, topicDays) }),
              head: [words.topic, words.questions],
              rows: facts.topics.map(({ topic, questions }) => [
                words[`topic_${topic}`],
                questions === null ? fill(words.fewPeople, { floor: count(s, facts.floor) }) : count(s, questions),
              ]),
              note: '',
            },
          ]
        : []),
      ...(looked > 0
        ? [
            {
              kind: 'table' as const,
              title: words.mistakes,
              head: [words.mistake, words.atLast, words.daysIn],
              rows: facts.mistakes.map((m) => [
                mistakeName(s, m.id),
                words[mistakeWord[m.state]],
                m.looked === 0 ? none : fill(words.nOfD, { n: count(s, m.days), d: count(s, m.looked) }),
              ]),
              note: words.daysNote,
            },
          ]
        : []),
      ...lines(
        words.falls,
        facts.falls.map((f) => fallLine(said, f)),
      ),
    ],
    risks: [
      ...lines(
        words.named,
        facts.risks.map((r) => ({
          tone: r.acceptedBy ? ('plain' as const) : ('warn' as const),
          text: fill(r.acceptedBy ? words.riskAccepted : words.riskOpen, {
            wave: r.wave,
            words: r.words,
            by: r.by,
            name: r.acceptedBy ?? '',
          }),
        })),
      ),
      ...lines(
        words.letStand,
        facts.waivers.map((w) => ({
          tone: 'warn' as const,
          text: fill(words.waiver, {
            what: w.wave ? fill(words.gateOf, { wave: w.wave }) : mistakeName(s, mistakeOf(w.check) ?? w.check),
            day: s.day(w.until),
            by: w.by,
            reason: w.reason,
          }),
        })),
      ),
      ...(facts.risks.length + facts.waivers.length === 0
        ? [{ kind: 'text' as const, title: '', text: words.noRisks }]
        : []),
    ],
    asked: [],
  }
}

export type Written = {
  comments: Partial<Record<PackSection, string>>
  asks: Pack['asks']
  released: { at: Instant; by: string } | null
}

const sectionWord = {
  summary: 'secSummary',
  promised: 'secPromised',
  standing: 'secStanding',
  waves: 'secWaves',
  learned: 'secLearned',
  risks: 'secRisks',
  asked: 'secAsked',
} as const

export type Document = Pick<
  Pack,
  | 'language'
  | 'title'
  | 'subtitle'
  | 'house'
  | 'brand'
  | 'verdict'
  | 'figures'
  | 'events'
  | 'sections'
  | 'source'
  | 'labels'
  | 'answer'
  | 'asks'
>

const eventWord = {
  version: 'versionShort',
  paused: 'pausedShort',
  resumed: 'resumedShort',
  rolled_back: 'rolledBackShort',
  reorganised: 'movedShort',
} as const

export function documentOf(said: Said, facts: Facts, written: Written, readerLocale: string): Document {
  const { s, words } = said
  const verdict = verdictOf(judgedOf(facts, s.numbers))
  const blocks = blocksOf(said, facts, readerLocale)
  const asked: PackBlock[] =
    written.asks.length === 0
      ? [{ kind: 'text', title: '', text: words.noAsks }]
      : [
          {
            kind: 'table',
            title: '',
            head: [words.what, words.whyAsk, words.cost, words.who],
            rows: written.asks.map((a) => [a.title, a.why, a.cost, a.person?.name ?? '']),
            note: '',
          },
        ]
  const { brand } = facts.program
  return {
    language: s.language,
    title: fill(words.title, { program: brand.name }),
    subtitle: fill(words.subtitle, { house: facts.house, day: s.day(facts.asOf) }),
    house: facts.house,
    brand: { name: brand.name, accent: brand.accent, logoFileId: brand.logoFileId },
    answer: verdict.answer,
    verdict: verdictSaid(said, verdict),
    figures: facts.metrics.map((m) => figureOf(said, m, facts)),
    events: facts.events.map((e) => ({
      on: e.on,
      label:
        e.kind === 'go_live'
          ? e.label
          : fill(words[eventWord[e.kind]], { n: e.kind === 'reorganised' ? count(s, Number(e.label)) : e.label }),
    })),
    sections: packSections.map((id) => ({
      id,
      title: words[sectionWord[id]],
      comment: written.comments[id] ?? '',
      blocks: id === 'asked' ? asked : blocks[id],
    })),
    asks: written.asks,
    source: fill(written.released ? words.sourceReleased : words.sourceDraft, {
      day: s.day(facts.asOf),
      known: s.day(dayIn(facts.knownAt, said.zone)),
      on: written.released ? s.day(dayIn(written.released.at, said.zone)) : '',
      name: written.released?.by ?? '',
    }),
    labels: {
      target: words.target,
      baseline: words.baseline,
      number: words.number,
      date: words.date,
      value: words.value,
      of: words.ofWhat,
      numbers: words.tableBehind,
      rule: words.ruleTitle,
      definition: words.whereFrom,
      notes: words.leadSays,
      page: words.page,
      missing: words.missing,
      more: words.andMore,
      noBaseline: words.noBaseline,
      noTarget: words.stateUnaimed,
    },
  }
}
