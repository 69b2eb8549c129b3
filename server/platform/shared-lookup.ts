/**
 * One lookup for many askers of the same thing, and never an answer from before somebody
 * asked: whoever asks in the same turn of the event loop shares one, which begins when all
 * of them have asked. A page that sends eight requests at once reads its session once or twice.
 */
export function sharedLookup<T>(find: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const gathering = new Map<string, Promise<T>>()
  return (key) => {
    const known = gathering.get(key)
    if (known) return known
    const shared = new Promise<T>((resolve, reject) => {
      setImmediate(() => {
        gathering.delete(key)
        find(key).then(resolve, reject)
      })
    })
    gathering.set(key, shared)
    return shared
  }
}
