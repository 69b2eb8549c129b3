/** A key or keys as they stand on the keyboard. */
import { Fragment } from 'react'
import classes from './key-hint.module.css'

const mac = /Mac|iPhone|iPad/.test(navigator.platform)

/** `keys="Mod+K"`, `keys="g w"`. */
export function KeyHint({ keys }: { keys: string }) {
  const parts = keys.split(/[+ ]/)
  return (
    <span className={classes.keys}>
      {parts.map((part, i) => (
        <Fragment key={i}>
          <kbd className={classes.key}>{part === 'Mod' ? (mac ? '⌘' : 'Ctrl') : part}</kbd>
        </Fragment>
      ))}
    </span>
  )
}
