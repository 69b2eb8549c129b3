/** What is said in a film: read from WebVTT, kept as plain words with their times, written anew for the player. Pure. */
import { problem } from '../platform/problem.ts'

/** From and to in milliseconds. */
export type Line = [from: number, to: number, words: string]
const mostLines = 10_000
const mostWords = 500

const timing =
  /^((?:\d{2,}:)?[0-5]\d:[0-5]\d[.,]\d{3})[ \t]+-->[ \t]+((?:\d{2,}:)?[0-5]\d:[0-5]\d[.,]\d{3})(?:[ \t].*)?$/

/** Throws `captions_kind` for what is no WebVTT or says nothing, `captions_line` for a time that is none, `captions_times` for what does not fit a film of that length. */
export function readCaptions(bytes: Buffer, seconds: number): Line[] {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw problem('captions_kind')
  }
  const blocks = text
    .replaceAll('\0', '\uFFFD')
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
  if (!/^\uFEFF?WEBVTT(?:[ \t\n]|$)/.test(blocks[0] ?? '')) throw problem('captions_kind')
  const lines: Line[] = []
  // The header may end without an empty line.
  for (const block of [(blocks[0] ?? '').split('\n').slice(1).join('\n'), ...blocks.slice(1)]) {
    const rows = block.split('\n').filter((row) => row.trim() !== '')
    const at = rows.findIndex((row) => row.includes('-->'))
    // Notes, styles and regions say nothing.
    if (at < 0) continue
    const times = timing.exec(rows[at]!.trim())
    if (!times || at > 1) throw problem('captions_line', { line: rows[at]!.trim().slice(0, 60) })
    const words = plain(rows.slice(at + 1).join('\n'))
    if (words === '') continue
    const [from, to] = [millisecondsOf(times[1]!), millisecondsOf(times[2]!)]
    if (to <= from || from > seconds * 1000 + 1000) throw problem('captions_times', { at: times[1]! })
    lines.push([from, to, words])
    if (lines.length > mostLines) throw problem('captions_kind')
  }
  if (lines.length === 0) throw problem('captions_kind')
  return lines.toSorted((a, b) => a[0] - b[0])
}

function millisecondsOf(time: string): number {
  const parts = time.replace(',', '.').split(':')
  const seconds = parts.reduce((sum, part) => sum * 60 + Number(part), 0)
  return Math.round(seconds * 1000)
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', nbsp: ' ', lrm: '', rlm: '', quot: '"' }
/** Who speaks is said; any other mark of the form goes, and so does whatever somebody hid in one. */
function plain(text: string): string {
  return text
    .replace(/<v(?:\.[^\s>]*)?[ \t]+([^>]*)>/g, (_, who: string) => `${who.trim()}: `)
    .replace(/<[^>]*>?/g, '')
    .replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, mostWords)
}

const shown = (text: string) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]!)
const clockOf = (ms: number) => {
  const pad = (n: number, to: number) => String(n).padStart(to, '0')
  const [h, m, s] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1000) % 60]
  return `${pad(h, 2)}:${pad(m, 2)}:${pad(s, 2)}.${pad(ms % 1000, 3)}`
}
export const captionsText = (lines: readonly Line[]): string =>
  `WEBVTT\n\n${lines.map(([from, to, words]) => `${clockOf(from)} --> ${clockOf(to)}\n${shown(words)}\n`).join('\n')}`

/** To be read below the film: lines that follow each other without a pause stand together. */
export function transcriptOf(lines: readonly Line[]): { at: number; words: string }[] {
  const parts: { at: number; words: string; end: number }[] = []
  for (const [from, to, words] of lines) {
    const last = parts.at(-1)
    if (last && from - last.end < 2000 && last.words.length < 220 && !/^[^.!?]{1,40}: /.test(words)) {
      last.words += ` ${words}`
      last.end = to
    } else parts.push({ at: from / 1000, words, end: to })
  }
  return parts.map(({ at, words }) => ({ at, words }))
}
