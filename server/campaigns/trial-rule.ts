/** Which of two subjects was read by more, or that it cannot be told. Pure; the rule stands in docs/decisions/subject-trials.md. */
export type Arm = { people: number; read: number }
export type Verdict = { chosen: 'a' | 'b'; told: 'a' | 'b' | 'none'; low: number; high: number }

/** 95 of 100 such intervals hold the true difference. */
const z = 1.959963984540054

/** Wilson's interval for a share. */
function wilson({ people, read }: Arm): [number, number] {
  const p = read / people
  const middle = p + (z * z) / (2 * people)
  const half = z * Math.sqrt((p * (1 - p)) / people + (z * z) / (4 * people * people))
  const scale = 1 + (z * z) / people
  return [(middle - half) / scale, (middle + half) / scale]
}

/** Newcombe's interval for how much larger the share of B is; the first subject stands unless the second is clearly read by more. */
export function judge(a: Arm, b: Arm): Verdict {
  if (a.people === 0 || b.people === 0) return { chosen: 'a', told: 'none', low: -1, high: 1 }
  const [pa, pb] = [a.read / a.people, b.read / b.people]
  const [[la, ua], [lb, ub]] = [wilson(a), wilson(b)]
  const low = pb - pa - Math.sqrt((pb - lb) ** 2 + (ua - pa) ** 2)
  const high = pb - pa + Math.sqrt((ub - pb) ** 2 + (pa - la) ** 2)
  const told = low > 0 ? 'b' : high < 0 ? 'a' : 'none'
  return { chosen: told === 'b' ? 'b' : 'a', told, low, high }
}
