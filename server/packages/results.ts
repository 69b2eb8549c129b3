/** What a package reports, read as: done or not, passed or not, with which score. Pure; nothing it says is believed beyond its form. */
import type { packageKinds } from '../../contract/packages.ts'

export type Kept = Record<string, string>
export type Result = { done: boolean; passed: boolean | null; score: number | null }
type Kind = (typeof packageKinds)[number]

/** What a package may find again. What somebody answered, and what they wrote as a comment, is not kept: it is nobody's to read. */
const found: Record<'scorm12' | 'scorm2004', readonly RegExp[]> = {
  scorm12: [
    /^cmi\.core\.(lesson_location|lesson_status|exit|session_time|total_time)$/,
    /^cmi\.core\.score\.(raw|min|max)$/,
    /^cmi\.suspend_data$/,
    /^cmi\.objectives\.\d{1,3}\.(id|status|score\.(raw|min|max))$/,
    /^cmi\.student_preference\.(audio|language|speed|text)$/,
  ],
  scorm2004: [
    /^cmi\.(location|exit|session_time|total_time|suspend_data|completion_status|success_status|progress_measure)$/,
    /^cmi\.score\.(scaled|raw|min|max)$/,
    /^cmi\.objectives\.\d{1,3}\.(id|description|success_status|completion_status|progress_measure|score\.(scaled|raw|min|max))$/,
    /^cmi\.learner_preference\.(audio_level|language|delivery_speed|audio_captioning)$/,
  ],
}

/** As long as the standards let values be: notes to itself, and everything else, of which ids are the longest. */
const longest = { notes: 64_000, other: 4000 }

const isLong = (key: string, value: string) =>
  value.length > (key === 'cmi.suspend_data' ? longest.notes : longest.other)

/** Only what belongs there; anything else is left out. `cut`: something that belongs there was too long. */
export function keepable(kind: Kind, said: Readonly<Record<string, string>>): { kept: Kept; cut: boolean } {
  if (kind === 'cmi5') return { kept: {}, cut: false }
  const belongs = Object.entries(said).filter(
    ([key, value]) => value !== '' && found[kind].some((one) => one.test(key)),
  )
  const kept = belongs.filter(([key, value]) => !isLong(key, value))
  return { kept: Object.fromEntries(kept), cut: kept.length < belongs.length }
}

/** Null: it says something that no test can have scored. */
export function resultOf(kind: Kind, kept: Kept, mastery: number | null): Result | null {
  const score = kind === 'scorm12' ? scoreOf(kept, 'cmi.core.score') : scoreOf(kept, 'cmi.score')
  if (score === undefined) return null
  if (kind === 'scorm12') {
    const status = kept['cmi.core.lesson_status'] ?? 'not attempted'
    // Where the manifest sets the bar, the score decides and not the word.
    if (mastery !== null && score !== null && ['passed', 'failed', 'completed'].includes(status))
      return { done: score >= mastery, passed: score >= mastery, score }
    const passed = status === 'passed' ? true : status === 'failed' ? false : null
    return { done: status === 'passed' || status === 'completed', passed, score }
  }
  const success = kept['cmi.success_status']
  const passed = success === 'passed' ? true : success === 'failed' ? false : null
  return { done: passed === true || (kept['cmi.completion_status'] === 'completed' && passed !== false), passed, score }
}

/** From 0 to 1; null: none was said; undefined: one that cannot be. */
function scoreOf(kept: Kept, at: string): number | null | undefined {
  const [scaled, raw] = [kept[`${at}.scaled`], kept[`${at}.raw`]]
  if (scaled !== undefined) {
    const value = Number(scaled)
    return Number.isFinite(value) && value >= -1 && value <= 1 ? Math.max(0, value) : undefined
  }
  if (raw === undefined) return null
  const [value, least, most] = [Number(raw), Number(kept[`${at}.min`] ?? 0), Number(kept[`${at}.max`] ?? 100)]
  if (![value, least, most].every(Number.isFinite) || most <= least || value < least || value > most) return undefined
  return (value - least) / (most - least)
}
