/**
 * A review as a file: one A4 or Letter document in the company's colours, tagged for screen
 * readers. Draws what it is handed and decides nothing about who reads it.
 */
import { openPaper, quiet, type Writer } from '../platform/paper.ts'

export type PaperAnswer = {
  from: string
  /** A rating, scale or choice: its step, where on the scale, and what it means. */
  chosen: { label: string; step: number | null; of: number; place: string; anchor: string } | null
  words: { title: string; text: string }[]
}
type PaperSection = { title: string; questions: { ask: string; answers: PaperAnswer[]; note: string }[] }
type PersonsAnswer = { title: string; said: string; words: string }
export type Paper = {
  locale: string
  language: string
  house: string
  brand: { name: string; accent: string; logo: Buffer | null }
  title: string
  subtitle: string
  facts: (readonly [label: string, value: string])[]
  sections: PaperSection[]
  notes: string[]
  answer: PersonsAnswer | null
  /** What was shared and answered before it was opened again. */
  before?: { title: string; shared: string; sections: PaperSection[]; answer: PersonsAnswer | null }[]
  footer: string
  page: (n: number, of: number) => string
  /** Said where a character has no shape in our fonts. */
  missing: string
  /** When what it says was settled: the file is the same at any time. */
  made: string
}

export function drawPaper(paper: Paper): Promise<Buffer> {
  const p = openPaper({ ...paper, subject: paper.subtitle, margin: 56 })
  const { doc, say, room } = p
  say('H1', paper.title, { font: 'strong', size: 20, gap: 0 })
  say('P', paper.subtitle, { colour: quiet, size: 10.5, above: 2 })
  doc.y += 12
  for (const [label, value] of paper.facts) {
    const top = doc.y
    say('P', label, { colour: quiet, size: 9.5 })
    doc.y = top
    say('P', value, { size: 9.5, x: 110 })
  }
  const answer = (said: PersonsAnswer | null) => {
    if (!said) return
    p.part(said.title, 70)
    say('P', said.said, { colour: quiet, size: 9.5, above: 2 })
    say('P', said.words, { above: 4, gap: 2.5 })
  }
  const body = (section: PaperSection) => {
    // With its title stands its first question, for which there has to be room too.
    p.part(section.title, section.questions.length > 0 ? 120 : 60)
    for (const question of section.questions) {
      room(60)
      say('H3', question.ask, { font: 'strong', size: 10.5, above: 9 })
      for (const voice of question.answers) {
        room(34)
        say('P', voice.from, { colour: quiet, size: 9, above: 5 })
        if (voice.chosen) {
          const { label, step, of, place, anchor } = voice.chosen
          const top = doc.y + 1
          if (step !== null) dots(p, top + 5, step, of)
          doc.y = top
          say('P', [label, place].filter(Boolean).join(' · '), { size: 10, x: step === null ? 0 : of * 11 + 6 })
          say('P', anchor, { colour: quiet, size: 9 })
        }
        for (const part of voice.words) {
          say('P', part.title, { font: 'strong', size: 9.5, above: 3 })
          say('P', part.text, { gap: 2.5 })
        }
      }
      say('P', question.note, { colour: quiet, size: 9, above: 4 })
    }
  }
  for (const section of paper.sections) body(section)
  answer(paper.answer)
  for (const note of paper.notes) say('P', note, { colour: quiet, size: 9, above: 10 })
  for (const earlier of paper.before ?? []) {
    p.part(earlier.title, 90)
    say('P', earlier.shared, { colour: quiet, size: 9.5, above: 2 })
    for (const section of earlier.sections) body(section)
    answer(earlier.answer)
  }
  return p.finish({ text: paper.footer, page: paper.page, missing: paper.missing })
}

function dots({ doc, art, margin, accent }: Writer, y: number, step: number, of: number): void {
  art(() => {
    for (let n = 1; n <= of; n++) {
      doc.circle(margin + 4 + (n - 1) * 11, y + 2, 3.4).lineWidth(0.9)
      if (n <= step) doc.fillAndStroke(accent.fill, accent.fill)
      else doc.strokeColor('#9a9aa3').stroke()
    }
  })
}
