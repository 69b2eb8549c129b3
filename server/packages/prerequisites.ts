/**
 * What SCORM 1.2 lets a part ask for first, in the script of AICC: identifiers joined by & and |,
 * ~ before what must not be, = and <> with a status, and sets of which so many have to be done.
 * Pure; what cannot be read asks for nothing, for a course that nobody can open helps nobody.
 */
export type Standing = { done: boolean; passed: boolean | null; begun: boolean }

export function mayBegin(asked: string, standing: (id: string) => Standing | undefined): boolean {
  const tokens = asked.match(/"[^"]*"|<>|[&|~()={},*]|[^\s&|~()={},*<>"]+/g)
  if (!tokens || tokens.length > 500) return true
  let at = 0
  const next = () => tokens[at]
  const take = (token: string) => next() === token && ++at > 0
  const need = (token: string) => {
    if (!take(token)) throw new SyntaxError(token)
  }
  const either = (): boolean => {
    let value = both()
    while (take('|')) value = both() || value
    return value
  }
  const both = (): boolean => {
    let value = not()
    while (take('&')) value = not() && value
    return value
  }
  const not = (): boolean => (take('~') ? !not() : one())
  const one = (): boolean => {
    if (take('(')) {
      const value = either()
      need(')')
      return value
    }
    if (/^\d+$/.test(next() ?? '') && tokens[at + 1] === '*') {
      const count = Number(next())
      at += 2
      need('{')
      let met = 0
      do met += Number(either())
      while (take(','))
      need('}')
      return met >= count
    }
    const id = tokens[at++]
    if (id === undefined || /^[&|)=,*}]$/.test(id)) throw new SyntaxError(id)
    const part = standing(id.replaceAll('"', ''))
    for (const [sign, same] of [
      ['=', true],
      ['<>', false],
    ] as const)
      if (take(sign)) return is(part, (tokens[at++] ?? '').replaceAll('"', '').toLowerCase()) === same
    // A group, or what the package does not hold, holds nobody up.
    return part === undefined || part.done
  }
  try {
    const value = either()
    return at === tokens.length ? value : true
  } catch {
    return true
  }
}

function is(part: Standing | undefined, status: string): boolean {
  if (!part) return true
  switch (status[0]) {
    case 'p':
      return part.passed === true
    case 'c':
      return part.done
    case 'f':
      return part.passed === false
    case 'i':
      return part.begun && !part.done
    case 'n':
      return !part.begun
    default:
      return part.begun
  }
}
