/** How a request to an operation is written, from one object with its path parameters, query and body. For tests only. */
import type { AnyOperation } from '../../contract/operation.ts'

export function requestTo(
  o: AnyOperation,
  input: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
  file?: Buffer,
): {
  path: string
  init: { method: string; headers: Record<string, string>; body?: string | Uint8Array<ArrayBuffer> }
} {
  const rest = { ...input }
  const path = o.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  const query = new URLSearchParams()
  for (const name of Object.keys((o.query as { shape?: object } | undefined)?.shape ?? {})) {
    const value = rest[name]
    delete rest[name]
    if (value === undefined || value === null) continue
    if (Array.isArray(value)) for (const v of value) query.append(name, String(v))
    else query.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  const type = o.rawBody ? 'application/octet-stream' : o.body ? 'application/json' : null
  return {
    path: `/api${path}${query.size > 0 ? `?${query}` : ''}`,
    init: {
      method: o.method,
      headers: { 'sec-fetch-site': 'same-origin', ...headers, ...(type ? { 'content-type': type } : {}) },
      ...(o.rawBody ? { body: new Uint8Array(file ?? Buffer.alloc(0)) } : o.body ? { body: JSON.stringify(rest) } : {}),
    },
  }
}
