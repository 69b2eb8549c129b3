/** Back and on through a long list inside an import's page, a part at a time. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/reader.tsx'
import classes from './people.module.css'

export function Pager({
  offset,
  total,
  size,
  onOffset,
}: {
  offset: number
  total: number
  size: number
  onOffset: (offset: number) => void
}) {
  const { t } = useTranslation('people')
  const f = useFormat()
  if (total <= size) return null
  return (
    <nav className={classes.pager} aria-label={t('found.pages')}>
      <span aria-live="polite">
        {t('found.range', {
          from: f.number(offset + 1),
          to: f.number(Math.min(total, offset + size)),
          all: f.number(total),
        })}
      </span>
      <span className={classes.buttons}>
        <Button
          variant="default"
          size="compact-sm"
          disabled={offset === 0}
          onClick={() => onOffset(Math.max(0, offset - size))}
        >
          {t('found.back')}
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          disabled={offset + size >= total}
          onClick={() => onOffset(offset + size)}
        >
          {t('found.next')}
        </Button>
      </span>
    </nav>
  )
}
