import { Anchor } from '@mantine/core'
import { Go } from '../ui/link.tsx'
import type { ReactNode } from 'react'

/** A link in running text or at the end of a row. */
export function TextLink({
  to,
  search,
  named = false,
  children,
}: {
  to: string
  search?: Record<string, unknown> | true
  /** Somebody's name within a sentence: underlined, because colour alone does not tell it from the words around. */
  named?: boolean
  children: ReactNode
}) {
  return (
    <Anchor
      component={Go}
      inherit
      underline={named ? 'always' : 'hover'}
      to={to}
      {...(search === undefined ? {} : { search })}
    >
      {children}
    </Anchor>
  )
}
