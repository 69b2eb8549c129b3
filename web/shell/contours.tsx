/** Height lines of a mountain that is nowhere: the one picture in the house. */
const rings = 15

/** A closed line around the summit; each further out, less regular. */
function ring(index: number): string {
  const points: string[] = []
  const base = 26 + index * 27
  for (let step = 0; step <= 72; step++) {
    const a = (step / 72) * Math.PI * 2
    const wobble =
      1 +
      0.13 * Math.sin(2 * a + 0.6 + index * 0.055) +
      0.075 * Math.sin(3 * a - 1.2 - index * 0.09) +
      0.035 * Math.sin(5 * a + index * 0.2)
    const r = base * wobble
    points.push(`${(250 + r * Math.cos(a) * 1.12).toFixed(1)} ${(320 + r * Math.sin(a) * 0.92).toFixed(1)}`)
  }
  return `M${points.join('L')}Z`
}

export function Contours() {
  return (
    <svg
      viewBox="0 0 600 720"
      preserveAspectRatio="xMidYMid slice"
      fill="none"
      stroke="currentColor"
      aria-hidden
      focusable="false"
    >
      {Array.from({ length: rings }, (_, i) => (
        <path key={i} d={ring(i)} strokeWidth={i % 5 === 0 ? 1.6 : 0.9} opacity={0.9 - i * 0.045} />
      ))}
      <path
        d="M250 320C262 372 300 388 318 436S372 520 396 566 444 640 470 720"
        strokeWidth="2.5"
        strokeDasharray="1 8"
        strokeLinecap="round"
      />
      <circle cx="250" cy="320" r="5" fill="currentColor" stroke="none" />
    </svg>
  )
}
