/** What happens in which order and when; each part on or off. */
import { NumberInput, SegmentedControl, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useMe } from '../shell/me.ts'
import { DateField } from '../ui/date-field.tsx'
import { useMedia } from '../ui/media.ts'
import type { Plan, StageId } from './acts.ts'
import { movedTo, switched } from './plan.ts'
import type { PlanProps } from './plan-page.tsx'
import classes from './reviews.module.css'

const modes = ['attributed', 'confidential', 'anonymous'] as const
/** Colleagues are chosen where they are asked: no switch of its own. */
const withOther: readonly StageId[] = ['nominate']
/** Stages that may wait for what stands before them. */
const mayWait: readonly StageId[] = ['manager', 'second', 'upward', 'peers']
export function PlanStages({ cycle, edit }: PlanProps) {
  const { t } = useTranslation('reviews')
  const me = useMe()
  const { plan, set } = edit
  const first = plan.stages
    .filter((s) => s.on && s.opensOn)
    .map((s) => s.opensOn!)
    .toSorted()[0]
  const change = (id: StageId, next: Partial<Plan['stages'][number]>) =>
    set((old) => ({ stages: old.stages.map((s) => (s.id === id ? { ...s, ...next } : s)) }))
  return (
    <>
      <div className={classes.firstDay}>
        <DateField
          required
          label={t('plan.firstDay')}
          description={t('plan.firstDayHint')}
          value={first ?? null}
          min={me.today}
          onChange={(day) => day && set((old) => ({ stages: movedTo(old.stages, day) }))}
        />
      </div>
      <ol className={classes.stages}>
        {plan.stages
          .filter((s) => s.on || !withOther.includes(s.id))
          .map((s) => {
            const gaps = cycle.missing.filter((m) => m.stage === s.id)
            return (
              <li key={s.id} className={classes.stage} data-on={s.on || undefined}>
                <div className={classes.stageHead}>
                  <div>
                    <h2 id={`stage-${s.id}`}>{t(`stage.${s.id}`)}</h2>
                    <p className={classes.hint}>{t(`stageWhat.${s.id}`)}</p>
                  </div>
                  {withOther.includes(s.id) ? null : (
                    <Switch
                      aria-labelledby={`stage-${s.id}`}
                      checked={s.on}
                      onChange={(event) => {
                        const on = event.currentTarget.checked
                        set((old) => ({ stages: switched(old.stages, s.id, on, me.today) }))
                      }}
                    />
                  )}
                </div>
                {s.on ? (
                  <div className={classes.stageBody}>
                    <div className={classes.two}>
                      <DateField
                        required
                        label={t('plan.opensOn')}
                        value={s.opensOn}
                        onChange={(opensOn) => opensOn && change(s.id, { opensOn })}
                      />
                      <DateField
                        required
                        label={t('plan.dueOn')}
                        value={s.dueOn}
                        {...(s.opensOn ? { min: s.opensOn } : {})}
                        onChange={(dueOn) => dueOn && change(s.id, { dueOn })}
                      />
                    </div>
                    {gaps.map((m) => (
                      <p key={m.code} className={classes.error}>
                        {t(`missing.${m.code}`)}
                      </p>
                    ))}
                    {mayWait.includes(s.id) ? (
                      <Switch
                        label={t('plan.waits')}
                        description={t('plan.waitsHint')}
                        checked={s.waits}
                        onChange={(event) => change(s.id, { waits: event.currentTarget.checked })}
                      />
                    ) : null}
                    <Settings id={s.id} plan={plan} set={set} />
                  </div>
                ) : null}
              </li>
            )
          })}
      </ol>
    </>
  )
}

function Settings({ id, plan, set }: { id: StageId; plan: Plan; set: PlanProps['edit']['set'] }) {
  const { t } = useTranslation('reviews')
  if (id === 'nominate') {
    return (
      <>
        <div className={classes.two}>
          <NumberInput
            label={t('plan.least')}
            min={0}
            max={10}
            value={plan.peers.least}
            onChange={(n) => typeof n === 'number' && set((old) => ({ peers: { ...old.peers, least: n } }))}
          />
          <NumberInput
            label={t('plan.most')}
            min={1}
            max={10}
            value={plan.peers.most}
            onChange={(n) => typeof n === 'number' && set((old) => ({ peers: { ...old.peers, most: n } }))}
          />
        </div>
        <Switch
          label={t('plan.approved')}
          checked={plan.peers.approved}
          onChange={(event) => {
            const approved = event.currentTarget.checked
            set((old) => ({ peers: { ...old.peers, approved } }))
          }}
        />
      </>
    )
  }
  if (id === 'peers' || id === 'upward') {
    const mode = id === 'peers' ? plan.peers.mode : plan.upward.mode
    return (
      <>
        <Mode
          value={mode}
          onChange={(next) =>
            set((old) => (id === 'peers' ? { peers: { ...old.peers, mode: next } } : { upward: { mode: next } }))
          }
        />
        {mode === 'attributed' ? null : (
          <NumberInput
            className={classes.short}
            label={t('plan.floor')}
            description={t('plan.floorHint')}
            min={3}
            max={20}
            value={plan.floor}
            onChange={(n) => typeof n === 'number' && n >= 3 && set({ floor: n })}
          />
        )}
      </>
    )
  }
  if (id === 'share') {
    return (
      <Switch
        label={t('plan.leadersRead')}
        description={t('plan.leadersReadHint')}
        checked={plan.leadersRead}
        onChange={(event) => set({ leadersRead: event.currentTarget.checked })}
      />
    )
  }
  if (id === 'manager') {
    return (
      <NumberInput
        className={classes.short}
        label={t('plan.manyReviews')}
        description={t('plan.manyReviewsHint')}
        min={1}
        max={200}
        value={plan.manyReviews}
        onChange={(n) => typeof n === 'number' && n >= 1 && set({ manyReviews: n })}
      />
    )
  }
  return null
}

function Mode({
  value,
  onChange,
}: {
  value: (typeof modes)[number]
  onChange: (mode: (typeof modes)[number]) => void
}) {
  const { t } = useTranslation('reviews')
  const narrow = useMedia('(max-width: 47.99em)')
  return (
    <div>
      <SegmentedControl
        fullWidth
        orientation={narrow ? 'vertical' : 'horizontal'}
        aria-label={t('plan.mode')}
        value={value}
        onChange={(v) => onChange(v as (typeof modes)[number])}
        data={modes.map((m) => ({ value: m, label: t(`mode.${m}.title`) }))}
      />
      <p className={classes.hint}>{t(`mode.${value}.lead`)}</p>
    </div>
  )
}
