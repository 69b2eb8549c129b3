import { Anchor } from '@mantine/core'
import { Go } from '../ui/link.tsx'
import type { ReactNode } from 'react'

/** A link in running text or at the end of a row. */
export function TextLink({
  to,
  search,
  children,
}: {
  to: string
  search?: Record<string, unknown> | true
  children: ReactNode
}) {
  return (
    <Anchor component={Go} inherit to={to} {...(search === undefined ? {} : { search })}>
      {children}
    </Anchor>
  )
}
