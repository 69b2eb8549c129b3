/**
 * What somebody types between asking for the search and its field's having the focus: the search's
 * code may still be on its way. The letters go neither to the page nor to the keys of the shell;
 * the field takes them over.
 */
type Early = { typed: string; entered: boolean }
type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>

let early: Early | null = null

export const waitsForField = (): boolean => early !== null
export function beginEarly(): void {
  early ??= { typed: '', entered: false }
}
/** What was typed so far; from here on the field hears the keys itself. */
export function takeEarly(): Early {
  const taken = early ?? { typed: '', entered: false }
  early = null
  return taken
}

/** Whether the key was meant for the field, and kept; `leave` when it gives the search up. */
export function keepEarly(event: Pressed): 'kept' | 'leave' | 'not' {
  if (!early || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return 'not'
  if (event.key === 'Escape') return 'leave'
  if (event.key === 'Enter') early = { ...early, entered: true }
  else if (event.key === 'Backspace') early = { typed: early.typed.slice(0, -1), entered: false }
  else if (event.key.length === 1) early = { typed: early.typed + event.key, entered: false }
  else return 'not'
  return 'kept'
}
