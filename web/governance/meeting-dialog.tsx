/** Another time or place: of a new meeting, or of one that is planned. */
import { Button, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, type Request } from '../api.ts'
import { DateField, TimeField } from '../ui/date-field.tsx'
import { ProblemNote } from '../ui/states.tsx'
import { all } from './acts.ts'
import classes from './governance.module.css'

type When = Request<'governance.plan'>

export function MeetingDialog({
  first,
  meetingId,
  today,
  onClose,
}: {
  first: When
  meetingId: string | null
  today: string
  onClose: () => void
}) {
  const { t } = useTranslation('governance')
  const [when, set] = useState(first)
  const put = (change: Partial<When>) => set((old) => ({ ...old, ...change }))
  const options = { invalidates: all, showsProblem: true, onDone: onClose }
  const plan = useAct('governance.plan', options)
  const move = useAct('governance.move', options)
  const act = meetingId ? move : plan
  const wrongLink = Boolean(when.link) && !/^https:\/\/\S+$/.test(when.link ?? '')
  return (
    <Modal opened onClose={onClose} title={t(meetingId ? 'when.move' : 'when.plan')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (wrongLink || !when.day || !when.from || !when.to) return
          if (meetingId) move.mutate({ meetingId, ...when })
          else plan.mutate(when)
        }}
      >
        <div className={classes.three}>
          <DateField
            label={t('when.day')}
            required
            value={when.day || null}
            min={today}
            onChange={(day) => put({ day: day ?? '' })}
          />
          <TimeField label={t('when.from')} required value={when.from} onChange={(from) => put({ from: from ?? '' })} />
          <TimeField label={t('when.to')} required value={when.to} onChange={(to) => put({ to: to ?? '' })} />
        </div>
        <p className={classes.plain}>{t('when.zone', { zone: when.timeZone.replaceAll('_', ' ') })}</p>
        <TextInput
          label={t('when.place')}
          maxLength={200}
          dir="auto"
          value={when.place ?? ''}
          onChange={(e) => put({ place: e.currentTarget.value })}
        />
        <TextInput
          label={t('when.link')}
          maxLength={500}
          value={when.link ?? ''}
          error={wrongLink ? t('when.linkWrong') : undefined}
          onChange={(e) => put({ link: e.currentTarget.value.trim() })}
        />
        <p className={classes.plain}>{t(meetingId ? 'when.moveSays' : 'when.planSays')}</p>
        {act.error ? <ProblemNote small error={act.error} /> : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={act.isPending} disabled={!when.day || !when.from || !when.to}>
            {t(meetingId ? 'when.moveDo' : 'when.planDo')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
