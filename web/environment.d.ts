/// <reference types="vite/client" />

declare module 'virtual:operations' {
  /** Per operation, with spaces between: method, path below /api, query names with commas, kind of body (raw, json or none). */
  export const operations: Record<string, string>
}
