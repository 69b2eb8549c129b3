/**
 * One lookup for many askers of the same thing, and never an answer from before somebody
 * asked: whoever asks while one is under way shares the next, which begins when it ends.
 * A page that sends eight requests at once reads its session twice, not eight times.
 */
export function sharedLookup<T>(find: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const asked = new Map<string, { running: Promise<T>; next: Promise<T> | null }>()
  const begin = (key: string): Promise<T> => {
    const running = find(key)
    const entry = { running, next: null as Promise<T> | null }
    asked.set(key, entry)
    const over = () => {
      if (entry.next === null && asked.get(key) === entry) asked.delete(key)
    }
    running.then(over, over)
    return running
  }
  return (key) => {
    const entry = asked.get(key)
    if (!entry) return begin(key)
    const again = () => begin(key)
    entry.next ??= entry.running.then(again, again)
    return entry.next
  }
}
