/** A plain page to read the API by, made from its own OpenAPI document. No script, no outside file. */

type Spec = { info?: { title?: string; version?: string }; paths?: Record<string, unknown> }
type Entry = {
  operationId?: string
  summary?: string
  tags?: string[]
  parameters?: { name: string; in: string; required?: boolean; schema?: { type?: string; enum?: unknown[] } }[]
  requestBody?: unknown
  responses?: Record<string, unknown>
}

export function apiPage(spec: unknown): string {
  const { info, paths } = spec as Spec
  const groups = new Map<string, string[]>()
  for (const [path, methods] of Object.entries(paths ?? {})) {
    for (const [method, value] of Object.entries(methods as Record<string, Entry>)) {
      const tag = value.tags?.[0] ?? 'other'
      groups.set(tag, [...(groups.get(tag) ?? []), entry(method, path, value)])
    }
  }
  const body = [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([tag, entries]) => `<section id="${escape(tag)}"><h2>${escape(tag)}</h2>${entries.join('')}</section>`)
  const index = [...groups.keys()].sort().map((tag) => `<a href="#${escape(tag)}">${escape(tag)}</a>`)
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Belay API</title></head>
<body><main><h1>Belay API</h1><p>Version ${escape(info?.version ?? '')}. The machine-readable document is <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1).
Sign in with the session cookie, or send <code>Authorization: Bearer</code> with a token from your account page.
Errors are problem details (RFC 9457): <code>code</code> is stable, <code>detail</code> says what to do.</p><nav>${index.join(' · ')}</nav>${body.join('')}</main></body></html>`
}

function entry(method: string, path: string, e: Entry): string {
  const parameters = (e.parameters ?? []).map(
    (p) =>
      `<li><code>${escape(p.name)}</code> in ${escape(p.in)}${p.required ? ', required' : ''}${p.schema?.type ? `, ${escape(String(p.schema.type))}` : ''}</li>`,
  )
  const part = (title: string, value: unknown) =>
    value ? `<details><summary>${title}</summary><pre>${escape(JSON.stringify(value, null, 2))}</pre></details>` : ''
  return `<article id="${escape(e.operationId ?? '')}"><h3>${escape(e.operationId ?? '')}</h3><p><code>${method.toUpperCase()} ${escape(path)}</code></p>
<p>${escape(e.summary ?? '')}</p>${parameters.length ? `<ul>${parameters.join('')}</ul>` : ''}${part('Request', e.requestBody)}${part('Answers', e.responses)}</article>`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
