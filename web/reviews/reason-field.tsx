import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** Why somebody changes what others rely on; needed. `first`: it is what one types into first. */
export function ReasonField({
  value,
  onChange,
  first = true,
}: {
  value: string
  onChange: (value: string) => void
  first?: boolean
}) {
  const { t } = useTranslation('reviews')
  return (
    <Textarea
      {...(first ? { 'data-autofocus': true } : {})}
      autosize
      minRows={2}
      maxLength={1000}
      required
      label={t('leaveOut.reason')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
