/**
 * The reporting line as nested intervals: people are numbered in the order of a
 * walk down the tree, so that X is below L exactly when
 * `l.seq < x.seq and x.seq <= l.lastSeq`.
 */

/** What an index of `managers` means: nobody above. */
export const nobodyAbove = -1

export type Line = {
  /** From 1 on, in walking order. */
  seq: Int32Array
  lastSeq: Int32Array
  depth: Int32Array
  direct: Int32Array
  all: Int32Array
  /** Circles of people who report to each other; their links are taken as open. */
  circles: number[][]
}

/**
 * Numbers people 0..n-1, each with the index of their manager. Links of a circle
 * are opened, so that each of its members begins a branch of their own and
 * nobody below them is lost. Siblings keep the order of their indexes. Linear.
 */
export function numberLine(managers: Int32Array): Line {
  const n = managers.length
  const circles = findCircles(managers)
  const above = Int32Array.from(managers)
  for (const circle of circles) for (const person of circle) above[person] = nobodyAbove

  // Children as linked lists, built backwards so that they come out in order.
  const first = new Int32Array(n).fill(-1)
  const next = new Int32Array(n).fill(-1)
  const direct = new Int32Array(n)
  for (let i = n - 1; i >= 0; i--) {
    const m = above[i]!
    if (m < 0) continue
    next[i] = first[m]!
    first[m] = i
    direct[m]!++
  }
  const seq = new Int32Array(n)
  const lastSeq = new Int32Array(n)
  const depth = new Int32Array(n)
  const all = new Int32Array(n)
  let at = 0
  for (let root = 0; root < n; root++) {
    if (above[root]! >= 0) continue
    let i = root
    seq[i] = ++at
    for (;;) {
      if (first[i]! >= 0) {
        const child = first[i]!
        depth[child] = depth[i]! + 1
        i = child
        seq[i] = ++at
        continue
      }
      // Nobody further below: close this one, and everybody whose last report it was.
      for (;;) {
        lastSeq[i] = at
        all[i] = at - seq[i]!
        if (i === root || next[i]! >= 0) break
        i = above[i]!
      }
      if (i === root) break
      const sibling = next[i]!
      depth[sibling] = depth[i]!
      i = sibling
      seq[i] = ++at
    }
  }
  return { seq, lastSeq, depth, direct, all, circles }
}

/** The circles in "everybody has at most one manager". A person who is their own manager is a circle of one. */
export function findCircles(managers: Int32Array): number[][] {
  const n = managers.length
  // 0: not seen, otherwise the number of the walk that came by.
  const seen = new Int32Array(n)
  const circles: number[][] = []
  for (let start = 0; start < n; start++) {
    if (seen[start]) continue
    const walk = start + 1
    let i = start
    while (i >= 0 && !seen[i]) {
      seen[i] = walk
      i = managers[i]!
    }
    if (i < 0 || seen[i] !== walk) continue
    const circle: number[] = []
    for (let j = i; ; j = managers[j]!) {
      circle.push(j)
      if (managers[j] === i) break
    }
    circles.push(circle)
  }
  return circles
}
