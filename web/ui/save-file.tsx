/** A button that saves a file: a link, so that the browser's own menu and keys work on it. */
import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'

export function SaveFile({
  href,
  quiet = false,
  icon: Icon = IconDownload,
  children,
}: {
  href: string
  /** Beside something that matters more. */
  quiet?: boolean
  icon?: ComponentType<{ size: number; 'aria-hidden': true }>
  children: ReactNode
}) {
  return (
    <Button
      component="a"
      href={href}
      download
      variant={quiet ? 'default' : undefined}
      leftSection={<Icon size={16} aria-hidden />}
    >
      {children}
    </Button>
  )
}
