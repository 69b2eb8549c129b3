/// <reference types="vite/client" />

declare module 'virtual:operations' {
  /** Per operation: method, path below /api, path parameters, query names, kind of body. */
  export const operations: Record<
    string,
    readonly [
      method: string,
      path: string,
      params: readonly string[],
      query: readonly string[],
      body: 'raw' | 'json' | null,
    ]
  >
}
