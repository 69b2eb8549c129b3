/** The minutes as a file: what the page shows, in the reader's language, with the evidence as it was that day. */
import type { governance } from '../../contract/governance.ts'
import type { Input } from '../../contract/operation.ts'
import type { Context } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'
import { drawPaper, fileOf, type Paper, type PaperAnswer, stationery } from '../reviews/reviews.ts'
import { decisionRows, type DecisionRow } from './decision-rows.ts'
import { meetingRow } from './queries.ts'
import { type Meeting, meetingOf } from './reading.ts'
import { fill, sayChange, type Speaker, speakerFor } from './saying.ts'

const plain = (from: string, text: string): PaperAnswer => ({ from, chosen: null, words: [{ title: '', text }] })
const bullets = (lines: readonly string[]) => lines.map((line) => `• ${line}`).join('\n')

export async function minutes(c: Context, input: Input<typeof governance.minutes>): Promise<FileAnswer> {
  const row = await meetingRow(c.db, c, input.meetingId)
  if (row.called_off_at) throw problem('not_found')
  const speaker = await speakerFor(c.db, c)
  const found = await meetingOf(c, row, speaker)
  const sheet = await stationery(c, c.viewer.personId)
  const rows = await decisionRows(c.db, c, { meetingId: row.id })
  const paper = paperOf(speaker, sheet, found, rows.toReversed())
  return fileOf(await drawPaper(paper), `${paper.title} ${found.startsAt.slice(0, 10)}`)
}

type Sheet = Awaited<ReturnType<typeof stationery>>

function paperOf(s: Speaker, sheet: Sheet, m: Meeting, decisions: readonly DecisionRow[]): Paper {
  const { words } = s
  const list = new Intl.ListFormat(s.locale, { type: 'conjunction' })
  const range = new Intl.DateTimeFormat(s.locale, { dateStyle: 'full', timeStyle: 'short', timeZone: m.timeZone })
  const named = (came: boolean) =>
    list.format(
      m.members
        .filter((one) => one.came === came)
        .map(({ person, part }) => (part === 'member' ? person.name : `${person.name} (${words[part]})`)),
    )
  const there: (readonly [string, string])[] =
    m.state === 'held'
      ? [
          [words.came, named(true) || '–'],
          [words.notThere, named(false) || '–'],
        ]
      : []
  return {
    ...sheet,
    title: words.title,
    subtitle: m.state === 'held' ? '' : words.draft,
    facts: [
      [words.when, range.formatRange(Date.parse(m.startsAt), Date.parse(m.endsAt))],
      [words.where, m.place || m.link || words.noPlace],
      ...there,
    ],
    sections: [
      ...(m.items.length > 0
        ? [
            {
              title: words.agenda,
              questions: [
                {
                  ask: '',
                  answers: [
                    plain(
                      '',
                      bullets(
                        m.items.map((i) => (i.settled === 'carried' ? `${i.title} (${words.carried})` : i.title)),
                      ),
                    ),
                  ],
                  note: '',
                },
              ],
            },
          ]
        : []),
      ...m.questions.map((q) => ({
        title: words[q.id],
        questions: [
          { ask: words.said, answers: [plain('', q.minutes?.words ?? words.nothing)], note: '' },
          ...(q.notes.length > 0
            ? [{ ask: '', answers: q.notes.map((n) => plain(n.person.name, n.words)), note: '' }]
            : []),
          {
            ask: fill(words.evidenceOf, { day: s.day(m.evidenceOf) }),
            answers: [plain('', q.evidence.length > 0 ? bullets(q.evidence.map((l) => l.text)) : words.noEvidence)],
            note: '',
          },
        ],
      })),
      {
        title: words.decisions,
        questions:
          decisions.length === 0
            ? [{ ask: '', answers: [plain('', words.noDecisions)], note: '' }]
            : decisions.map((d) => decisionOn(s, d)),
      },
    ],
    notes: [],
    answer: null,
    page: (n, of) => sheet.fill(sheet.words.page, { n, of }),
    missing: sheet.words.missing,
  }
}

function decisionOn(s: Speaker, d: DecisionRow): Paper['sections'][number]['questions'][number] {
  const { words } = s
  const parts: [string, string][] = [
    [words.options, d.options.join('\n')],
    [words.decided, d.decided],
    [words.why, d.why],
    [words.owner, d.owner],
    [words.due, d.due_on ? s.day(d.due_on) : ''],
    [words.cost, d.cost],
    [words.aim, aimOf(s, d)],
  ]
  return {
    ask: fill(words.decision, { number: d.number, question: d.question }),
    answers: parts.filter(([, text]) => text !== '').map(([title, text]) => plain(title, text)),
    note: '',
  }
}

function aimOf(s: Speaker, d: DecisionRow): string {
  if (!d.metric || d.expected === null || !d.review_on) return ''
  const { name, unit } = s.numbers.describe(d.metric, s.language)
  return fill(s.words.until, { name, wanted: sayChange(s, unit, d.expected), day: s.day(d.review_on) })
}
