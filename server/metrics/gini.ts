/**
 * How unevenly something is spread over people: the Gini coefficient, with the correction for
 * small groups (n ÷ (n − 1)), so that one who has everything gives 1 in a group of any size.
 * 0: everybody has the same. It does not change when everybody has twice as much.
 */
export function gini(amounts: Int32Array): number | null {
  const n = amounts.length
  const sorted = amounts.slice().sort()
  let total = 0
  let weighted = 0
  for (let i = 0; i < n; i++) {
    total += sorted[i]!
    weighted += (2 * (i + 1) - n - 1) * sorted[i]!
  }
  if (total === 0 || n < 2) return null
  return weighted / ((n - 1) * total)
}
