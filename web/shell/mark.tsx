/** The program's mark: its logo, or its first letter on its colour. */
import { initialsOf } from '../ui/format.ts'
import type { Brand } from './me.ts'
import classes from './shell.module.css'

export function Mark({ brand, name, size = 28 }: { brand: Brand | null; name: string; size?: number }) {
  if (brand?.logoUrl) return <img className={classes.logo} src={brand.logoUrl} alt="" width={size} height={size} />
  return (
    <span className={classes.mark} style={{ inlineSize: size, blockSize: size, fontSize: size * 0.5 }} aria-hidden>
      {initialsOf(brand?.name ?? name).slice(0, 1)}
    </span>
  )
}
