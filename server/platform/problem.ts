import { problems, type ProblemCode } from '../../contract/problems.ts'

/** The one error that reaches a user: a code from the closed list, and what its sentence names. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly params: Record<string, string | number>
  constructor(code: ProblemCode, params: Record<string, string | number> = {}, cause?: unknown) {
    super(sentence(code, params), { cause })
    this.name = 'Problem'
    this.code = code
    this.params = params
  }
  get status(): number {
    return problems[this.code].status
  }
}

export function problem(code: ProblemCode, params: Record<string, string | number> = {}, cause?: unknown): Problem {
  return new Problem(code, params, cause)
}

/** The English sentence of a code, its `{names}` filled in. */
export function sentence(code: ProblemCode, params: Record<string, string | number>): string {
  return problems[code].detail.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}
