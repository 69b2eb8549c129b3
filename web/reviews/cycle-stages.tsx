/** How far each stage of a cycle is, and moving its days. */
import { Button, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { DateField } from '../ui/date-field.tsx'
import { Go } from '../ui/link.tsx'
import { Meter, State } from '../ui/meter.tsx'
import { Section } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Note, ProblemNote } from '../ui/states.tsx'
import { useCycleActs, type Cycle, type StageId } from './acts.ts'
import { RemindDialog } from './remind-dialog.tsx'
import classes from './reviews.module.css'

type Progress = Answer<'reviews.progress'>

export function Stages({ cycle, progress }: { cycle: Cycle; progress: Progress }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const [moving, setMoving] = useState<StageId | null>(null)
  const [reminding, setReminding] = useState<StageId | null>(null)
  const running = cycle.state.state === 'running'
  const floor = f.number(cycle.plan.floor)
  return (
    <>
      <p className={classes.lead}>
        {t('cycle.people', { n: f.number(progress.people), count: progress.people })}
        {progress.leftOut > 0
          ? ` ${t('cycle.leftOut', { n: f.number(progress.leftOut), count: progress.leftOut })}`
          : ''}{' '}
        <span className={classes.small}>
          {t('cycle.asOf')} <When at={progress.asOf} />
        </span>
      </p>
      {progress.noManager > 0 ? (
        <div className={classes.banner}>
          <Note
            tone="warn"
            title={t('cycle.noManager', { n: f.number(progress.noManager), count: progress.noManager })}
            action={
              <Button
                component={Go}
                to={`/program/reviews/${cycle.id}`}
                search={{ view: 'people', show: 'no_manager' }}
                size="xs"
                variant="default"
              >
                {t('act.look')}
              </Button>
            }
          />
        </div>
      ) : null}
      <ol className={classes.progressStages}>
        {cycle.stages.map((s) => {
          const share = progress.stages.find((x) => x.stage === s.id)
          return (
            <li key={s.id} data-state={s.state}>
              <div>
                <h2>{t(`stage.${s.id}`)}</h2>
                <span className={classes.small}>
                  <When on={s.opensOn} style="short" /> – <When on={s.dueOn} style="short" />
                  {' · '}
                  {t(`stageState.${s.state}`)}
                </span>
              </div>
              {share && share.done === null ? (
                <div className={classes.progressShare}>
                  <span>{t('cycle.asked', { n: f.number(share.of), count: share.of })}</span>
                  <span className={classes.small}>
                    {s.state === 'over' ? t('cycle.sealedFew', { floor }) : t('cycle.sealedOpen')}
                  </span>
                </div>
              ) : share && share.done !== null && share.of > 0 ? (
                <div className={classes.progressShare}>
                  <Meter
                    share={share.done / share.of}
                    label={t(`stage.${s.id}`)}
                    tone={share.late > 0 ? 'warn' : share.done === share.of ? 'good' : 'accent'}
                    showValue={false}
                  />
                  <span>{t('cycle.share', { done: f.number(share.done), all: f.number(share.of) })}</span>
                  {share.sealed ? <span className={classes.small}>{t('cycle.sealedOver', { floor })}</span> : null}
                  {share.late > 0 ? (
                    <State tone="warn">{t('cycle.lateCount', { n: f.number(share.late), count: share.late })}</State>
                  ) : null}
                </div>
              ) : (
                <div className={classes.progressShare}>
                  <span className={classes.small}>{t('cycle.nothingYet')}</span>
                </div>
              )}
              {cycle.mayDesign && running ? (
                <div className={classes.stageActs}>
                  {mayRemind(s, share) ? (
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      onClick={() => setReminding(s.id)}
                      aria-label={`${t('remind.open')}: ${t(`stage.${s.id}`)}`}
                    >
                      {t('remind.open')}
                    </Button>
                  ) : null}
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    onClick={() => setMoving(s.id)}
                    aria-label={`${t('cycle.move')}: ${t(`stage.${s.id}`)}`}
                  >
                    {t('cycle.move')}
                  </Button>
                </div>
              ) : null}
            </li>
          )
        })}
      </ol>
      {cycle.moves.length > 0 ? (
        <Section title={t('cycle.moves')} bare>
          <ul className={classes.plainList}>
            {cycle.moves.map((m, at) => (
              <li key={at}>
                {t('cycle.moved', {
                  name: m.by.name,
                  stage: t(`stage.${m.stage}`),
                  from: f.day(m.from.dueOn, 'short'),
                  to: f.day(m.to.dueOn, 'short'),
                })}{' '}
                <span className={classes.small}>
                  <When at={m.at} />
                </span>
                {m.reason ? <p className={classes.hint}>{m.reason}</p> : null}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {moving ? <Move cycle={cycle} stage={moving} onClose={() => setMoving(null)} /> : null}
      {reminding ? <RemindDialog cycleId={cycle.id} stage={reminding} onClose={() => setReminding(null)} /> : null}
    </>
  )
}

/** HR and calibration are for few, who watch this page; nobody is late who wrote without a name. */
function mayRemind(s: Cycle['stages'][number], share: Progress['stages'][number] | undefined): boolean {
  if (s.id === 'hr' || s.id === 'calibration' || s.state === 'ahead' || !share) return false
  return share.sealed ? s.state === 'open' : share.done === null || share.done < share.of
}

function Move({ cycle, stage, onClose }: { cycle: Cycle; stage: StageId; onClose: () => void }) {
  const { t } = useTranslation('reviews')
  const { t: ui } = useTranslation('ui')
  const { move } = useCycleActs()
  const now = cycle.stages.find((s) => s.id === stage)!
  const [opensOn, setOpensOn] = useState(now.opensOn)
  const [dueOn, setDueOn] = useState(now.dueOn)
  const [reason, setReason] = useState('')
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('move.title', { stage: t(`stage.${stage}`) })}
      size={480}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          move.mutate({ cycleId: cycle.id, stage, opensOn, dueOn, reason }, { onSuccess: onClose })
        }}
      >
        <div className={classes.two}>
          <DateField required label={t('plan.opensOn')} value={opensOn} onChange={(d) => d && setOpensOn(d)} />
          <DateField required label={t('plan.dueOn')} value={dueOn} min={opensOn} onChange={(d) => d && setDueOn(d)} />
        </div>
        <Textarea
          autosize
          minRows={2}
          maxLength={1000}
          label={t('move.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {move.error ? <ProblemNote small error={move.error} /> : null}
        <div>
          <Button type="submit" loading={move.isPending}>
            {t('move.act')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
