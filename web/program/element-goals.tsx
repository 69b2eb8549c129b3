import { NumberInput, SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useMedia } from '../ui/media.ts'
import type { ElementProps } from './step-elements.tsx'
import classes from './steps.module.css'

const periods = ['quarter', 'half_year', 'year'] as const

export function GoalsElement({ settings, set }: ElementProps<'goals'>) {
  const { t } = useTranslation('program')
  const narrow = useMedia('(max-width: 47.99em)')
  return (
    <div className={classes.elementBody}>
      <div>
        <span className={classes.label} id="goal-period">
          {t('elements.period')}
        </span>
        <SegmentedControl
          fullWidth
          orientation={narrow ? 'vertical' : 'horizontal'}
          aria-labelledby="goal-period"
          value={settings.period}
          onChange={(v) => set({ period: v as (typeof periods)[number] })}
          data={periods.map((p) => ({ value: p, label: t(`period.${p}`) }))}
        />
      </div>
      <NumberInput
        label={t('elements.firstWithin')}
        description={t('elements.firstWithinHint')}
        value={settings.firstWithinDays}
        min={1}
        max={120}
        clampBehavior="blur"
        allowDecimal={false}
        suffix={` ${t('days')}`}
        maw={240}
        onChange={(v) => typeof v === 'number' && v >= 1 && v <= 120 && set({ firstWithinDays: v })}
      />
    </div>
  )
}
