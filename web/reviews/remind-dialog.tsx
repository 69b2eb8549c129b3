/** Reminding whoever has something to do in a stage: how many they are stands here before anything is sent. */
import { Button, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { useFormat, When } from '../ui/reader.tsx'
import { Loaded, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { useCycleActs, type StageId } from './acts.ts'
import classes from './reviews.module.css'

export function RemindDialog({ cycleId, stage, onClose }: { cycleId: string; stage: StageId; onClose: () => void }) {
  const { t } = useTranslation('reviews')
  const { t: ui } = useTranslation('ui')
  const f = useFormat()
  const { remind } = useCycleActs()
  const query = useOperation('reviews.reminder', { cycleId, stage }, { staleTime: 0 })
  const send = (people: number) =>
    remind.mutate({ cycleId, stage, people }, { onSuccess: onClose, onError: () => void query.refetch() })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('remind.title', { stage: t(`stage.${stage}`) })}
      size={480}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      <Loaded query={query} skeleton={<TextSkeleton lines={3} />} small>
        {(r) => (
          <div className={classes.form}>
            <p className={classes.remindCount}>
              {r.people === 0
                ? t(r.today > 0 ? 'remind.allToday' : 'remind.nobody')
                : t(r.sealed ? 'remind.sealed' : 'remind.body', { count: r.people, n: f.number(r.people) })}
            </p>
            {r.people > 0 ? (
              <p className={classes.hint}>
                {t('remind.how', { day: f.day(r.dueOn) })}
                {r.today > 0 ? ` ${t('remind.today', { count: r.today, n: f.number(r.today) })}` : ''}
              </p>
            ) : null}
            {r.sent.length > 0 ? (
              <ul className={classes.plainList} aria-label={t('remind.before')}>
                {r.sent.map((s, at) => (
                  <li key={at} className={classes.small}>
                    {t('remind.sent', { name: s.by.name, count: s.people, n: f.number(s.people) })} <When at={s.at} />
                  </li>
                ))}
              </ul>
            ) : null}
            {remind.error ? <ProblemNote small error={remind.error} /> : null}
            <div>
              {r.people > 0 ? (
                <Button loading={remind.isPending} onClick={() => send(r.people)}>
                  {t('remind.act', { count: r.people, n: f.number(r.people) })}
                </Button>
              ) : (
                <Button variant="default" onClick={onClose}>
                  {ui('close')}
                </Button>
              )}
            </div>
          </div>
        )}
      </Loaded>
    </Modal>
  )
}
