/** Letting something that fails stand for a while: whose word it is, why, until when. */
import { Button, Checkbox, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Waiver } from '../../contract/launch.ts'
import { DateField } from '../ui/date-field.tsx'
import { useFormat } from '../ui/reader.tsx'
import { ProblemNote } from '../ui/states.tsx'
import { addDays } from './days.ts'
import classes from './waiver.module.css'

/** Whoever waives says again after a quarter why it still has to be so; the server holds to it. */
const most = 90
const usual = 30

export function WaiverNote({ waiver, onEnd, busy = false }: { waiver: Waiver; onEnd?: () => void; busy?: boolean }) {
  const { t } = useTranslation('program')
  const f = useFormat()
  return (
    <span className={classes.note}>
      <span>
        <strong>{t('waiver.until', { day: f.day(waiver.until, 'long') })}</strong>{' '}
        {t('waiver.by', { name: waiver.by.name, day: f.day(waiver.givenOn, 'short') })}
      </span>
      <q dir="auto">{waiver.reason}</q>
      {onEnd ? (
        <Button variant="subtle" size="compact-sm" loading={busy} onClick={onEnd}>
          {t('waiver.end')}
        </Button>
      ) : null}
    </span>
  )
}

export function WaiveDialog({
  what,
  others = [],
  today,
  busy,
  error,
  onClose,
  onWaive,
}: {
  what: string
  /** What else may be let stand for the same reason. */
  others?: readonly { id: string; name: string }[]
  today: string
  busy: boolean
  error: unknown
  onClose: () => void
  onWaive: (given: { reason: string; until: string; also: string[] }) => void
}) {
  const { t } = useTranslation('program')
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState<string | null>(addDays(today, usual))
  const [asked, setAsked] = useState(false)
  const [also, setAlso] = useState<string[]>([])
  const short = reason.trim().length < 3
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('waiver.title', { what })}
      size={480}
      closeButtonProps={{ 'aria-label': t('waiver.cancel') }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(true)
          if (!short && until) onWaive({ reason: reason.trim(), until, also })
        }}
      >
        <p>{t('waiver.body')}</p>
        <Textarea
          label={t('waiver.reason')}
          description={t('waiver.reasonHint')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={500}
          autosize
          minRows={2}
          data-autofocus
          error={asked && short ? t('waiver.reasonMissing') : null}
        />
        <DateField
          label={t('waiver.lastDay')}
          description={t('waiver.lastDayHint', { most })}
          value={until}
          onChange={setUntil}
          min={today}
          max={addDays(today, most)}
          required
        />
        {others.length > 0 ? (
          <Checkbox.Group label={t('waiver.also')} value={also} onChange={setAlso}>
            <div className={classes.also}>
              {others.map((one) => (
                <Checkbox key={one.id} value={one.id} label={one.name} />
              ))}
            </div>
          </Checkbox.Group>
        ) : null}
        {error ? <ProblemNote small error={error} /> : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('waiver.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('waiver.confirm')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
