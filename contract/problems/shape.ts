/** Codes of one module: the status of the answer, and an English sentence that may name `{params}`. */
export type Problems = Record<string, { status: number; detail: string }>
