import type { Problems } from './shape.ts'

export const accessProblems = {
  organization_unknown: {
    status: 404,
    detail: 'There is no company with this address. Check the link or ask whoever sent it.',
  },
  organization_exists: { status: 409, detail: 'A company with the address {slug} exists already. Choose another.' },
  address_unknown: {
    status: 404,
    detail: 'Nobody here has the address {email}. Check the spelling, or import the people file first.',
  },
  account_closed: {
    status: 409,
    detail: 'This account is closed, so nobody can sign in with it. Open it again first.',
  },
  account_open: { status: 409, detail: 'This account is open already. Nothing was changed.' },
  too_many_tokens: {
    status: 409,
    detail: 'You have {count} API tokens that still open. End one that you do not need, then make another.',
  },
  role_held: { status: 409, detail: '{name} holds this role already. Nothing was changed.' },
  population_needed: {
    status: 422,
    detail: 'An HR partner looks after a part of the company: choose the audience. Other roles take none.',
  },
  codes_nobody: {
    status: 409,
    detail: 'Nobody here needs a printed code: everyone in this choice has an e-mail address to sign in with.',
  },
  codes_too_many: {
    status: 409,
    detail: 'These are {people} people, and one sheet holds {most}. Choose a location or fewer people.',
  },
  email_taken: {
    status: 409,
    detail:
      'Somebody with the address {email} is here already. Nothing was changed; use that person, or another address.',
  },
  sign_in_failed: {
    status: 401,
    detail: 'E-mail and password do not belong together. Try again, or ask for a sign-in link.',
  },
  link_used: { status: 410, detail: 'This link or code was used or has expired. Ask for a new one.' },
  code_failed: {
    status: 401,
    detail:
      'Employee number and code do not belong together, or the code was used or has expired. Check both, or ask for a new sheet.',
  },
  password_weak: {
    status: 422,
    detail: 'Choose a password of at least {length} characters that is not among the usual ones.',
  },
  password_wrong: {
    status: 422,
    detail:
      'The present password is not right. Nothing was changed. Try again, or sign out and ask for a sign-in link.',
  },
  password_asked: { status: 422, detail: 'Enter your present password as well. Nothing was changed.' },
  last_admin: {
    status: 409,
    detail: 'This would leave the company without an administrator. Make somebody else administrator first.',
  },
} as const satisfies Problems
