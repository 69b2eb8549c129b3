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

  clock_not_movable: { status: 409, detail: 'This installation runs on the real clock. Only one created with --movable-clock can be moved.' },
  clock_backwards: { status: 409, detail: 'The clock only moves forward. It shows {now}.' },
  organization_unknown: { status: 404, detail: 'There is no company with this address. Check the link or ask whoever sent it.' },
  organization_exists: { status: 409, detail: 'A company with the address {slug} exists already. Choose another.' },
  sign_in_failed: { status: 401, detail: 'E-mail and password do not belong together. Try again, or ask for a sign-in link.' },
  link_used: { status: 410, detail: 'This link or code was used or has expired. Ask for a new one.' },
  code_failed: { status: 401, detail: 'Employee number and code do not belong together, or the code was used or has expired. Check both, or ask for a new sheet.' },
  password_weak: { status: 422, detail: 'Choose a password of at least {length} characters that is not among the usual ones.' },
  password_wrong: { status: 422, detail: 'The present password is not right. Nothing was changed. Try again, or sign out and ask for a sign-in link.' },
  password_asked: { status: 422, detail: 'Enter your present password as well. Nothing was changed.' },
  last_admin: { status: 409, detail: 'This would leave the company without an administrator. Make somebody else administrator first.' },

  field_unknown: { status: 422, detail: 'This text uses the field {field}, which does not exist. Nothing was sent. Choose a field from the list or take it out.' },
  field_empty: { status: 422, detail: 'The field {field} has no value. Nothing is sent with a broken field. Fill it in, or take it out of the text.' },
  template_broken: { status: 422, detail: 'This text cannot be sent: {fault}. Nothing was sent, and your text is kept. Correct it and try again.' },

  audience_name_taken: { status: 409, detail: 'Another audience is called {name}. Choose another name.' },
  audience_person_unknown: { status: 422, detail: 'The rule names somebody who is not in the people file today. Choose a person who is.' },
  audience_in_use: { status: 409, detail: 'This audience is used by {uses}. Choose another audience there first; nothing was removed.' },
} as const satisfies Record<string, { status: number; detail: string }>

export type ProblemCode = keyof typeof problems
