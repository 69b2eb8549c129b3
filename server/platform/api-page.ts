/** A plain page to read the API by, made from its own OpenAPI document. No script, no outside file. */

import { createHash } from 'node:crypto'

const style = `:root{color-scheme:light dark;--line:#8884}body{margin:0;font:15px/1.55 system-ui,sans-serif}
main{max-width:46rem;margin:0 auto;padding:2.5rem 1.25rem 6rem}h1{font-size:1.75rem}h2{margin:3rem 0 0;font-size:1.25rem}
h3{margin:0;font-size:1rem}article{padding:1rem 0;border-bottom:1px solid var(--line)}article p{margin:.25rem 0}
ul{margin:.5rem 0;padding-inline-start:1.25rem}code,pre{font:13px/1.5 ui-monospace,monospace}
pre{overflow:auto;padding:.75rem;border:1px solid var(--line);border-radius:6px}nav{line-height:2.1}
summary{cursor:pointer}a{color:inherit}`

/** What the page may load: its own style, known by its hash, and nothing else. */
export const apiPagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'`

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
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Belay API</title><style>${style}</style></head>
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
