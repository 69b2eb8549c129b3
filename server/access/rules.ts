import { type Permission, permissions, type Relation, type Role } from '../../contract/permissions.ts'

export type FullRule = {
  anyone: boolean
  signedIn: boolean
  interactive: boolean
  roles: readonly Role[]
  relations: readonly Relation[]
}

/** A permission's rule with nothing left out. */
export function ruleOf(permission: Permission): FullRule {
  const rule: {
    anyone?: true
    signedIn?: true
    interactive?: true
    roles?: readonly Role[]
    relations?: readonly Relation[]
  } = permissions[permission]
  return {
    anyone: rule.anyone ?? false,
    signedIn: rule.signedIn ?? false,
    interactive: rule.interactive ?? false,
    roles: rule.roles ?? [],
    relations: rule.relations ?? [],
  }
}
