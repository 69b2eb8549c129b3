/** One range, as players of films ask for; anything else gets the whole file. */
export function rangeOf(header: string | undefined, size: number): { from: number; to: number } | 'beyond' | null {
  const said = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!said || (said[1] === '' && said[2] === '')) return null
  const from = said[1] === '' ? Math.max(0, size - Number(said[2])) : Number(said[1])
  const to = said[1] === '' || said[2] === '' ? size - 1 : Math.min(Number(said[2]), size - 1)
  return from >= size || from > to ? 'beyond' : { from, to }
}
