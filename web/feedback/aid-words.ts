/** What the writing aid knows of one language. Short on purpose: what is pointed at should be worth a second look. */
export type AidWords = {
  /** What may stand in place of `~` at the end of a word: a part of an expression. */
  endings: string
  /** The commonest words, by which one sees in which of the languages somebody writes. */
  common: readonly string[]
  /** Rarely true to the letter. */
  absolute: readonly string[]
  /** What somebody is, instead of what they did. */
  person: readonly string[]
  /** Could be about anything. */
  vague: readonly string[]
  /** What somebody wanted, which nobody else sees. */
  motive: readonly string[]
  /** About a group, not about this person. */
  group: readonly string[]
  /** Would hurt whoever it is about. */
  hurts: readonly string[]
  /** Leaves people out or hurts, with what could stand there instead. */
  loaded: Readonly<Record<string, string>>
  /** Where one of the words above means something else. */
  fine: readonly string[]
}

/** Whole words or phrases in lower case, with commas between. */
export const phrases = (list: string): readonly string[] =>
  list.split(',').map((phrase) => phrase.trim().replace(/\s+/g, ' '))
