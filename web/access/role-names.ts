/** Roles that somebody grants, in the order of the page; the contract's list, checked by the compiler. */
import type { GrantableRole } from '../../contract/permissions.ts'

export type { GrantableRole }
const order = { lead: 0, sponsor: 1, hr: 2, committee: 3, champion: 4, trainer: 5, admin: 6 } satisfies Record<
  GrantableRole,
  number
>
export const grantableRoles = (Object.keys(order) as GrantableRole[]).sort((a, b) => order[a] - order[b])
