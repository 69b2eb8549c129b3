/** A shared review as a file, with exactly what its page shows the same reader. */
import { sql } from 'kysely'
import { defaultAccent } from '../../contract/colour.ts'
import { languages } from '../../contract/library.ts'
import type { Input } from '../../contract/operation.ts'
import type { reviews, Voice, WholeReview } from '../../contract/reviews.ts'
import { asPerson } from '../checkins/checkins.ts'
import { chooseLanguage, reviewPaperWords, speakingLocale } from '../library/library.ts'
import { type Day, dayIn } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'
import { brandFor, logoFile } from '../program/program.ts'
import { drawPaper, type Paper, type PaperAnswer } from './paper.ts'
import { wholeReview } from './read.ts'
import { saidTo } from './rules.ts'

export async function pdf(c: Context, input: Input<typeof reviews.pdf>): Promise<FileAnswer> {
  const review = await asPerson(c, (tx, inside) => wholeReview(tx, inside, input.reviewId))
  if (!review.shared) throw problem('review_not_shared')
  const sheet = await stationery(c, review.person.id)
  return fileOf(await drawPaper(paperOf(sheet, review)), `${review.person.name} ${review.endsOn}`)
}

export const fileOf = (body: Buffer, name: string): FileAnswer => ({
  type: 'application/pdf',
  body,
  fileName: `${name.replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ').slice(0, 120)}.pdf`,
})

/** The reader's words and days, and the look of the program that the person is in. */
export type Stationery = {
  words: ReturnType<typeof reviewPaperWords>
  locale: string
  language: string
  house: string
  brand: Paper['brand']
  footer: string
  made: string
  dayOf: (on: Day) => string
  dayAt: (at: string) => string
  fill: (text: string, values: Record<string, string | number>) => string
}

export async function stationery(c: Context, personId: string): Promise<Stationery> {
  const { rows } = await sql<{ name: string; locale: string }>`select name, locale from organization
    where id = ${c.organizationId}`.execute(c.db)
  const { language } = chooseLanguage(languages, c.viewer.locale, rows[0]!.locale)
  const locale = speakingLocale(language, c.viewer.locale)
  const words = reviewPaperWords(language)
  const brand = await brandFor(c, personId)
  const logo = brand?.logoFileId ? await logoFile(c.db, c.organizationId, brand.logoFileId) : null
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const dayOf = (on: Day) => days.format(new Date(`${on}T12:00:00Z`))
  const dayAt = (at: string) => dayOf(dayIn(at, c.viewer.timeZone))
  const { rows: reader } = await sql<{ full_name: string }>`select full_name from person
    where organization_id = ${c.organizationId} and id = ${c.viewer.personId}`.execute(c.db)
  const fill: Stationery['fill'] = (text, values) =>
    text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole))
  return {
    words,
    locale,
    language,
    house: rows[0]!.name,
    brand: {
      name: brand?.name ?? '',
      accent: brand?.accent ?? defaultAccent,
      // Paper takes no WebP.
      logo: logo && logo.type !== 'image/webp' ? logo.bytes : null,
    },
    made: c.clock.now(),
    footer: fill(words.madeFor, { name: reader[0]?.full_name ?? '', day: dayAt(c.clock.now()) }),
    dayOf,
    dayAt,
    fill,
  }
}

export const roleWord = { self: 'self', peer: 'peer', upward: 'upward', manager: 'managers', second: 'second' } as const

function paperOf(s: Stationery, v: WholeReview): Paper {
  const { words, fill } = s
  const list = new Intl.ListFormat(s.locale, { type: 'conjunction' })
  const from = (voice: Voice) => {
    const role = words[roleWord[voice.role]]
    if (voice.role === 'self') return role
    return `${role} · ${voice.from?.name ?? words.noName}`
  }
  const sectionsOf = (sections: WholeReview['sections'], ratings: WholeReview['ratings']): Paper['sections'] =>
    sections.map((section) => ({
      title: section.title,
      questions: section.questions.flatMap((q) => {
        if (q.kind === 'competencies') return competenciesOf(s, q, from)
        const changed = ratings.find((r) => r.questionId === q.id)
        const label = (value: number) => q.steps[value - 1]?.label ?? String(value)
        return {
          ask: q.ask,
          answers: q.answers.map((voice) => ({ from: from(voice), ...answerOf(s, q, voice) })),
          note: changed?.changed
            ? `${fill(words.holds, { name: changed.changed.by.name, from: label(changed.changed.from), to: label(changed.value) })}: ${changed.changed.reason}`
            : '',
        }
      }),
    }))
  const readWords = (answer: NonNullable<WholeReview['acknowledged']>) =>
    `${answer.disagrees ? words.disagrees : words.saidRead}, ${s.dayAt(answer.at)}. ${words.notConsent}`
  return {
    ...s,
    title: fill(words.review, { name: v.person.name }),
    subtitle: [v.cycle.name, v.person.title].filter(Boolean).join(' · '),
    facts: [
      [words.period, `${s.dayOf(v.startsOn)} – ${s.dayOf(v.endsOn)}`],
      [words.department, v.department],
      [words.manager, v.manager?.name ?? words.nobody],
      [words.shared, v.shared ? fill(words.by, { name: v.shared.by.name, day: s.dayAt(v.shared.at) }) : words.notRead],
      ...(v.as === 'leader'
        ? []
        : [[words.read, v.acknowledged ? s.dayAt(v.acknowledged.at) : words.notRead] as const]),
    ],
    sections: sectionsOf(v.sections, v.ratings),
    notes:
      v.hidden.length > 0
        ? [fill(words.hidden, { floor: v.floor, who: list.format(v.hidden.map((role) => words[roleWord[role]])) })]
        : [],
    answer: v.acknowledged
      ? {
          title: fill(words.answer, { name: v.person.name }),
          said: readWords(v.acknowledged),
          words: v.acknowledged.comment,
        }
      : null,
    before: v.before.map((b) => ({
      title: fill(words.before, { day: s.dayAt(b.reopened.at) }),
      shared: fill(words.by, { name: b.shared.by.name, day: s.dayAt(b.shared.at) }),
      sections: sectionsOf(b.sections, []),
      answer: b.acknowledged
        ? {
            title: fill(words.answer, { name: v.person.name }),
            said: readWords(b.acknowledged),
            words: b.acknowledged.comment,
          }
        : null,
    })),
    page: (n, of) => fill(words.page, { n, of }),
    missing: words.missing,
  }
}

type Question = WholeReview['sections'][number]['questions'][number]

/** The question, then each competency with what everybody said of it. */
function competenciesOf(
  s: Stationery,
  q: Question,
  from: (voice: Voice) => string,
): Paper['sections'][number]['questions'] {
  const each = q.items.flatMap((item) => {
    const answers = q.answers.flatMap((voice): PaperAnswer[] => {
      const said = voice.answer.items?.[item.id]
      if (!saidTo(said)) return []
      const step = said?.value ? q.steps[said.value - 1] : undefined
      return [
        {
          from: from(voice),
          chosen: step
            ? {
                label: step.label,
                step: said!.value!,
                of: q.steps.length,
                place: s.fill(s.words.step, { n: said!.value!, of: q.steps.length }),
                anchor: (item.anchors[said!.value! - 1] ?? []).join(' · '),
              }
            : null,
          words: said?.words?.trim() ? [{ title: '', text: said.words }] : [],
        },
      ]
    })
    const expected = item.expected ? q.steps[item.expected - 1] : undefined
    const note = expected ? s.fill(s.words.expected, { level: expected.label }) : ''
    return answers.length > 0 ? [{ ask: item.title, answers, note }] : []
  })
  return [{ ask: q.ask, answers: [], note: '' }, ...each]
}

function answerOf(s: Stationery, q: Question, { answer }: Voice): Omit<PaperAnswer, 'from'> {
  if (q.kind === 'text') return { chosen: null, words: [{ title: '', text: answer.words ?? '' }] }
  if (q.kind === 'goals')
    return {
      chosen: null,
      words: q.items.flatMap((item) => {
        const text = answer.items?.[item.id]?.words?.trim()
        return text ? [{ title: item.title, text }] : []
      }),
    }
  const at = q.kind === 'choice' ? q.steps.findIndex((x) => x.id === answer.choice) : (answer.value ?? 0) - 1
  const step = q.steps[at]
  const scale = q.kind !== 'choice'
  return {
    chosen: step
      ? {
          label: step.label,
          step: scale ? at + 1 : null,
          of: q.steps.length,
          place: scale ? s.fill(s.words.step, { n: at + 1, of: q.steps.length }) : '',
          anchor: step.anchor,
        }
      : null,
    words: answer.words?.trim() ? [{ title: '', text: answer.words }] : [],
  }
}
