/**
 * The accent on the screen. Kept on the device too, so that the next visit is in
 * the company's colour from the first paint.
 */
const key = 'belay.accent'
let accent: string | null = localStorage.getItem(key)
const listeners = new Set<() => void>()

export const accentShown = (): string | null => accent
export function onAccent(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
export function showAccent(next: string | null): void {
  if (next === accent) return
  accent = next
  if (next) localStorage.setItem(key, next)
  else localStorage.removeItem(key)
  listeners.forEach((l) => l())
}
