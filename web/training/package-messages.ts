/** What a frame with a course of another maker may say, and how it is kept. Anything else is not heard. */

export function messageOf(data: unknown): 'ready' | 'kept' | 'go' | 'left' | 'ended' | null {
  if (typeof data !== 'object' || data === null) return null
  const { belay, is } = data as { belay?: unknown; is?: unknown }
  return belay === 1 && (is === 'ready' || is === 'kept' || is === 'go' || is === 'left' || is === 'ended') ? is : null
}

/** Where a part asks to go; null for anything else. */
export function wayOf(data: unknown): { go: 'next' | 'previous' } | { partId: string } | null {
  const { to, target } = data as { to?: unknown; target?: unknown }
  if (to === 'next' || to === 'previous') return { go: to }
  return to === 'choice' && typeof target === 'string' && target !== '' && target.length <= 200
    ? { partId: target }
    : null
}

const most = { values: 1500, name: 120, value: 64_000, all: 250_000 }

/** Null where it is no set of short values, or more than any course needs. */
export function cmiOf(data: unknown): Record<string, string> | null {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null
  const said: Record<string, string> = {}
  const entries = Object.entries(data)
  if (entries.length > most.values) return null
  let left = most.all
  for (const [name, value] of entries) {
    if (typeof value !== 'string' || name.length > most.name || value.length > most.value) return null
    left -= value.length
    if (left < 0) return null
    if (value !== '') said[name] = value
  }
  return said
}

/** Between two savings, so that a course that never stops talking is heard once in a while. */
const rest = 1000

/**
 * Saves what was said last, one at a time and never more than once a second; `end` saves what is
 * left at once. What could not be saved stays for `again` or for the next word.
 */
export function newKeeper(
  save: (said: Record<string, string>) => Promise<void>,
  failed: (error: unknown) => void,
  after: (ms: number, run: () => void) => void = (ms, run) => void setTimeout(run, ms),
) {
  let next: Record<string, string> | null = null
  let kept = ''
  let busy: Promise<void> | null = null
  let resting = false
  const send = (): Promise<void> => {
    const said = next
    if (!said) return Promise.resolve()
    next = null
    const text = JSON.stringify(said)
    if (text === kept) return Promise.resolve()
    resting = true
    busy = save(said)
      .then(
        () => void (kept = text),
        (error: unknown) => {
          next ??= said
          failed(error)
          throw error
        },
      )
      .finally(() => {
        busy = null
        after(rest, () => {
          resting = false
          void flow()
        })
      })
    return busy
  }
  let broken = false
  const flow = async () => {
    if (busy || resting || broken || !next) return
    await send().catch(() => void (broken = true))
  }
  return {
    take(said: Record<string, string>) {
      next = said
      broken = false
      void flow()
    },
    again() {
      broken = false
      resting = false
      void flow()
    },
    async end() {
      await busy?.catch(() => {})
      await send().catch(() => {})
    },
  }
}
