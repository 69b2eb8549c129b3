import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Design } from '../../contract/design.ts'
import { useMedia } from '../ui/media.ts'
import type { ElementProps } from './step-elements.tsx'
import classes from './steps.module.css'

const rhythms = ['quarter', 'half_year', 'year'] as const

export function ReviewsElement({ settings, set }: ElementProps<'reviews'>) {
  const { t } = useTranslation('program')
  const narrow = useMedia('(max-width: 47.99em)')
  return (
    <div className={classes.elementBody}>
      <div>
        <span className={classes.label} id="reviews-every">
          {t('elements.reviewsEvery')}
        </span>
        <SegmentedControl
          fullWidth
          orientation={narrow ? 'vertical' : 'horizontal'}
          aria-labelledby="reviews-every"
          value={settings.every}
          onChange={(v) => set({ every: v as Design['elements']['reviews']['every'] })}
          data={rhythms.map((r) => ({ value: r, label: t(`period.${r}`) }))}
        />
        <p className={classes.hint}>{t('elements.reviewsHint')}</p>
      </div>
    </div>
  )
}
