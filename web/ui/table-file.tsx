/** A way to take what stands above along as a table; quiet, at the end of a list. */
import { IconDownload } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './table-file.module.css'

export function TableFile({ href, children }: { href: string; children: ReactNode }) {
  return (
    <p className={classes.file}>
      <a href={href} download>
        <IconDownload size={15} stroke={1.7} aria-hidden /> {children}
      </a>
    </p>
  )
}
