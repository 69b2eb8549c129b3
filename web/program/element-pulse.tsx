import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/reader.tsx'
import type { ElementProps } from './step-elements.tsx'
import classes from './steps.module.css'

/** How often people may be asked at most; the surveys themselves are written under Program. */
export function PulseElement({ settings, set }: ElementProps<'pulse'>) {
  const { t } = useTranslation('program')
  const f = useFormat()
  return (
    <div className={classes.elementBody}>
      <NumberInput
        label={t('elements.pulseMost')}
        min={1}
        max={6}
        clampBehavior="blur"
        allowDecimal={false}
        value={settings.most}
        onChange={(most) => typeof most === 'number' && most >= 1 && most <= 6 && set({ most })}
      />
      <NumberInput
        label={t('elements.pulseWeeks')}
        description={t('elements.pulseHint', {
          count: settings.most,
          most: f.number(settings.most),
          weeks: f.number(settings.weeks),
        })}
        min={2}
        max={26}
        clampBehavior="blur"
        allowDecimal={false}
        value={settings.weeks}
        onChange={(weeks) => typeof weeks === 'number' && weeks >= 2 && weeks <= 26 && set({ weeks })}
      />
    </div>
  )
}
