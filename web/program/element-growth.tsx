import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Design } from '../../contract/design.ts'
import { useMedia } from '../ui/media.ts'
import type { ElementProps } from './step-elements.tsx'
import classes from './steps.module.css'
import { TextLink } from './text-link.tsx'

const rhythms = ['quarter', 'half_year', 'year'] as const

export function GrowthElement({ settings, set }: ElementProps<'growth'>) {
  const { t } = useTranslation('program')
  const narrow = useMedia('(max-width: 47.99em)')
  return (
    <div className={classes.elementBody}>
      <div>
        <span className={classes.label} id="growth-every">
          {t('elements.growthEvery')}
        </span>
        <SegmentedControl
          fullWidth
          orientation={narrow ? 'vertical' : 'horizontal'}
          aria-labelledby="growth-every"
          value={settings.lookEvery}
          onChange={(v) => set({ lookEvery: v as Design['elements']['growth']['lookEvery'] })}
          data={rhythms.map((r) => ({ value: r, label: t(`period.${r}`) }))}
        />
        <p className={classes.hint}>{t('elements.growthHint')}</p>
        <p className={classes.hint}>
          <TextLink to="/program/competencies">{t('elements.growthCompetencies')}</TextLink>
        </p>
      </div>
    </div>
  )
}
