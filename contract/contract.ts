/** The whole contract: every operation, by module. */
export const contract = {}
