/** Copies a table, as rows and columns that a spreadsheet takes. */
import { Button } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { toast } from './toasts.tsx'

export function CopyTable({ rows }: { rows: () => readonly (readonly (string | number)[])[] }) {
  const { t } = useTranslation('ui')
  const copy = async () => {
    await navigator.clipboard.writeText(
      rows()
        .map((row) => row.join('\t'))
        .join('\n'),
    )
    toast({ message: t('copyTable.done') })
  }
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      leftSection={<IconCopy size={15} aria-hidden />}
      onClick={() => void copy()}
    >
      {t('copyTable.do')}
    </Button>
  )
}
