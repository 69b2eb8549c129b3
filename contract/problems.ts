/**
 * The closed list of error codes. Every refusal carries one; the browser has a
 * sentence for each in every language, the API an English one.
 * `detail` may name `{params}`.
 */
export const problems = {
  unauthenticated: { status: 401, detail: 'Sign in first. Nothing was changed.' },
  forbidden: { status: 403, detail: 'You are not allowed to do this. Ask your program lead or administrator if you need it.' },
  not_found: { status: 404, detail: 'This does not exist, or you may not see it.' },
  invalid_request: { status: 422, detail: 'Something in the request is not as expected: {issues}.' },
  conflict: { status: 409, detail: 'Somebody changed this in the meantime. Load it again; your text is still on your screen.' },
  too_many_requests: { status: 429, detail: 'Too many attempts. Wait {seconds} seconds and try again.' },
  too_large: { status: 413, detail: 'This is larger than the limit of {limit}.' },
  cross_site: { status: 403, detail: 'This request came from another site and was refused. Open Belay itself and try again.' },
  internal: { status: 500, detail: 'Something failed on our side. Nothing was half-written. Tell your administrator the reference {reference}.' },
  unavailable: { status: 503, detail: 'The service is starting or its database cannot be reached. Try again in a moment.' },
} as const satisfies Record<string, { status: number; detail: string }>

export type ProblemCode = keyof typeof problems
