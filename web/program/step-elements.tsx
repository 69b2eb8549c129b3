/** What people do, and how often. Only what this release has can be switched on. */
import { NumberInput, SegmentedControl, Select, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Cadence, Design } from '../../contract/design.ts'
import { useOperation } from '../api.ts'
import { useMedia } from '../ui/media.ts'
import { useFormat } from '../ui/reader.tsx'
import type { StepProps } from './design-page.tsx'
import { useGroup } from './drafts.ts'
import { languageOf } from './language.ts'
import classes from './steps.module.css'

const cadenceIds = ['weekly', 'biweekly', 'monthly', 'quarterly'] as const
const perYear: Record<Cadence, number> = { weekly: 46, biweekly: 23, monthly: 11, quarterly: 4 }
const periods = ['quarter', 'half_year', 'year'] as const

export function ElementsStep({ program, design }: StepProps) {
  const { t, i18n } = useTranslation('program')
  const f = useFormat()
  const narrow = useMedia('(max-width: 47.99em)')
  const [elements, set] = useGroup(program.id, design, 'elements')
  const agendas = useOperation('library.agendas', { language: languageOf(i18n.language) })
  const goals = (change: Partial<Design['elements']['goals']>) =>
    set({ ...elements, goals: { ...elements.goals, ...change } })
  const checkins = (change: Partial<Design['elements']['checkins']>) =>
    set({ ...elements, checkins: { ...elements.checkins, ...change } })
  const talks = perYear[elements.checkins.cadence]
  return (
    <>
      <section className={classes.element}>
        <div className={classes.elementHead}>
          <div>
            <h2 id="element-goals">{t('element.goals')}</h2>
            <p>{t('elements.goalsWhat')}</p>
          </div>
          <Switch
            aria-labelledby="element-goals"
            checked={elements.goals.on}
            onChange={(e) => goals({ on: e.currentTarget.checked })}
          />
        </div>
        {elements.goals.on ? (
          <div className={classes.elementBody}>
            <div>
              <span className={classes.label} id="goal-period">
                {t('elements.period')}
              </span>
              <SegmentedControl
                fullWidth
                orientation={narrow ? 'vertical' : 'horizontal'}
                aria-labelledby="goal-period"
                value={elements.goals.period}
                onChange={(v) => goals({ period: v as (typeof periods)[number] })}
                data={periods.map((p) => ({ value: p, label: t(`period.${p}`) }))}
              />
            </div>
            <NumberInput
              label={t('elements.firstWithin')}
              description={t('elements.firstWithinHint')}
              value={elements.goals.firstWithinDays}
              min={1}
              max={120}
              clampBehavior="blur"
              allowDecimal={false}
              suffix={` ${t('days')}`}
              maw={240}
              onChange={(v) => typeof v === 'number' && v >= 1 && v <= 120 && goals({ firstWithinDays: v })}
            />
          </div>
        ) : null}
      </section>
      <section className={classes.element}>
        <div className={classes.elementHead}>
          <div>
            <h2 id="element-checkins">{t('element.checkins')}</h2>
            <p>{t('elements.checkinsWhat')}</p>
          </div>
          <Switch
            aria-labelledby="element-checkins"
            checked={elements.checkins.on}
            onChange={(e) => checkins({ on: e.currentTarget.checked })}
          />
        </div>
        {elements.checkins.on ? (
          <div className={classes.elementBody}>
            <div>
              <span className={classes.label} id="checkin-cadence">
                {t('elements.cadence')}
              </span>
              <SegmentedControl
                fullWidth
                orientation={narrow ? 'vertical' : 'horizontal'}
                aria-labelledby="checkin-cadence"
                value={elements.checkins.cadence}
                onChange={(v) => checkins({ cadence: v as Cadence })}
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
              description={t('elements.agendaHint')}
              placeholder={t('elements.agendaNone')}
              value={elements.checkins.template}
              clearable
              data={(agendas.data?.items ?? []).map((a) => ({ value: a.id, label: a.title }))}
              onChange={(template) => checkins({ template })}
            />
          </div>
        ) : null}
      </section>
      <p className={classes.later}>{t('elements.later')}</p>
    </>
  )
}
