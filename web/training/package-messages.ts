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
/** What somebody answers and writes as a comment is kept nowhere, and does not leave the page. */
const heard = /^cmi\.(?!interactions\.|comments)/

/** Null where it is no set of values. `cut`: there is more than any course needs, and some was left out. */
export function cmiOf(data: unknown): { said: Record<string, string>; cut: boolean } | null {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null
  const said: Record<string, string> = {}
  let [values, left, cut] = [0, most.all, false]
  for (const [name, value] of Object.entries(data)) {
    if (typeof value !== 'string') return null
    if (value === '' || name.length > most.name || !heard.test(name)) continue
    if (values === most.values || value.length > most.value || value.length > left) {
      cut = true
      continue
    }
    values++
    left -= value.length
    said[name] = value
  }
  return { said, cut }
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
