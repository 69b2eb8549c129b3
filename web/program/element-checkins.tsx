import { NumberInput, SegmentedControl, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Cadence } from '../../contract/design.ts'
import { useOperation } from '../api.ts'
import { useMedia } from '../ui/media.ts'
import { useFormat } from '../ui/reader.tsx'
import { OtherCadences, OwnAgendas } from './element-checkins-more.tsx'
import { languageOf } from './language.ts'
import type { ElementProps } from './step-elements.tsx'
import classes from './steps.module.css'

const cadenceIds = ['weekly', 'biweekly', 'monthly', 'quarterly'] as const
const perYear: Record<Cadence, number> = { weekly: 46, biweekly: 23, monthly: 11, quarterly: 4 }

export function CheckinsElement({ settings, set }: ElementProps<'checkins'>) {
  const { t, i18n } = useTranslation('program')
  const f = useFormat()
  const narrow = useMedia('(max-width: 47.99em)')
  const agendas = useOperation('library.agendas', { language: languageOf(i18n.language) })
  const talks = perYear[settings.cadence]
  return (
    <div className={classes.elementBody}>
      <div>
        <span className={classes.label} id="checkin-cadence">
          {t('elements.cadence')}
        </span>
        <SegmentedControl
          fullWidth
          orientation={narrow ? 'vertical' : 'horizontal'}
          aria-labelledby="checkin-cadence"
          value={settings.cadence}
          onChange={(v) => set({ cadence: v as Cadence })}
          data={cadenceIds.map((c) => ({ value: c, label: t(`cadence.${c}`) }))}
        />
        <p className={classes.hint}>
          {t('elements.burden', {
            talks: f.number(talks),
            person: f.number(Math.round((talks * 2) / 12) || 1),
            manager: f.number(talks * 7),
            count: talks,
          })}
        </p>
      </div>
      <Select
        label={t('elements.agenda')}
        description={agendas.data?.items.find((a) => a.id === settings.template)?.use ?? t('elements.agendaHint')}
        placeholder={t('elements.agendaNone')}
        value={settings.template}
        clearable
        data={[
          ...(agendas.data?.items ?? []).map((a) => ({ value: a.id, label: a.title })),
          ...settings.agendas.filter((a) => a.name).map((a) => ({ value: a.id, label: a.name })),
        ]}
        onChange={(template) => set({ template })}
      />
      <NumberInput
        label={t('elements.checkinMinutes')}
        description={t('elements.checkinMinutesHint')}
        value={settings.minutes}
        min={5}
        max={120}
        step={5}
        clampBehavior="blur"
        allowDecimal={false}
        maw={320}
        onChange={(v) => typeof v === 'number' && v >= 5 && v <= 120 && set({ minutes: v })}
      />
      <OwnAgendas settings={settings} set={set} />
      <OtherCadences settings={settings} set={set} />
    </div>
  )
}
