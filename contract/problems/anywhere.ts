import type { Problems } from './shape.ts'

/** What any operation may answer. */
export const anywhereProblems = {
  unauthenticated: { status: 401, detail: 'Sign in first. Nothing was changed.' },
  invalid_request: { status: 422, detail: 'Something in the request is not as expected: {issues}.' },
  unknown_parameter: {
    status: 422,
    detail: 'Nothing here reads a parameter “{name}”, so nothing was done. Known are: {known}.',
  },
  too_large: { status: 413, detail: 'This is larger than the limit of {limit}.' },
  cross_site: {
    status: 403,
    detail: 'This request came from another site and was refused. Open Belay itself and try again.',
  },
  internal: {
    status: 500,
    detail:
      'Something failed on our side. Nothing was half-written. Tell your administrator the reference {reference}.',
  },
  unavailable: {
    status: 503,
    detail: 'The service is starting or its database cannot be reached. Try again in a moment.',
  },
  collided: {
    status: 503,
    detail: 'Two changes got in each other’s way, and this one gave way. Nothing of it was written. Try again.',
  },
  forbidden: {
    status: 403,
    detail: 'You are not allowed to do this. Ask your program lead or administrator if you need it.',
  },
  element_off: {
    status: 403,
    detail: 'This is not open to {name} yet. It begins when their wave of the program goes live.',
  },
  not_found: { status: 404, detail: 'This does not exist, or you may not see it.' },
  person_unknown: { status: 422, detail: 'This person is not in the people file today. Choose somebody who is.' },
  conflict: {
    status: 409,
    detail: 'Somebody changed this in the meantime. Load it again; your text is still on your screen.',
  },
  too_many_requests: { status: 429, detail: 'Too many attempts. Wait {seconds} seconds and try again.' },
  audience_unknown: { status: 422, detail: 'This audience does not exist any more. Choose another.' },
  wave_live: { status: 409, detail: 'This wave went live on {on}. That cannot be changed any more.' },
} as const satisfies Problems
