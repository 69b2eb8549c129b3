/** A person: picture or initials on a steady colour, and the name as they write it. */
import type { ReactNode } from 'react'
import { hueOf, initialsOf } from './format.ts'
import { Go } from './link.tsx'
import classes from './person.module.css'

export function Avatar({
  name,
  id,
  size = 28,
  picture,
}: {
  name: string
  id?: string
  size?: 20 | 24 | 28 | 36 | 48 | 72
  picture?: string | null
}) {
  if (picture)
    return (
      <img
        className={classes.avatar}
        src={picture}
        alt=""
        width={size}
        height={size}
        style={{ inlineSize: size, blockSize: size }}
      />
    )
  const initials = initialsOf(name)
  return (
    <span
      className={classes.avatar}
      aria-hidden
      style={
        {
          '--hue': hueOf(id ?? name),
          inlineSize: size,
          blockSize: size,
          fontSize: Math.round(size * (initials.length > 1 ? 0.38 : 0.46)),
        } as object
      }
    >
      {initials}
    </span>
  )
}

export type PersonProps = {
  person: { id?: string; name: string; title?: string | null }
  /** Second line; the title unless told. `null` for none. */
  detail?: ReactNode
  size?: 20 | 24 | 28 | 36 | 48
  /** Links to the person's page. */
  link?: boolean
  end?: ReactNode
}

export function Person({ person, detail, size = 28, link, end }: PersonProps) {
  const second = detail === undefined ? person.title : detail
  const words = (
    <span className={classes.words}>
      <span className={classes.name} dir="auto">
        {person.name}
      </span>
      {second ? <span className={classes.detail}>{second}</span> : null}
    </span>
  )
  return (
    <span className={classes.person}>
      <Avatar name={person.name} {...(person.id ? { id: person.id } : {})} size={size} />
      {link && person.id ? (
        <Go to={`/people/${person.id}`} className={classes.link}>
          {words}
        </Go>
      ) : (
        words
      )}
      {end}
    </span>
  )
}

/** A few people in little room. */
export function People({
  people,
  total,
  max = 4,
}: {
  people: readonly { id: string; name: string }[]
  total?: number
  max?: number
}) {
  const rest = (total ?? people.length) - Math.min(people.length, max)
  return (
    <span
      className={classes.stack}
      role="img"
      aria-label={
        people
          .slice(0, max)
          .map((p) => p.name)
          .join(', ') + (rest > 0 ? ` +${rest}` : '')
      }
    >
      {people.slice(0, max).map((p) => (
        <Avatar key={p.id} name={p.name} id={p.id} size={24} />
      ))}
      {rest > 0 ? <span className={classes.rest}>+{rest}</span> : null}
    </span>
  )
}
