/** Leaving somebody out of a cycle, and saying who writes as the manager. */
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { ProblemNote } from '../ui/states.tsx'
import { useCycleActs } from './acts.ts'
import { ReasonField } from './reason-field.tsx'
import classes from './reviews.module.css'

type Row = Answer<'reviews.people'>['people'][number]

export function LeaveOut({ review, reviewId, onClose }: { review: Row; reviewId: string; onClose: () => void }) {
  const { t } = useTranslation('reviews')
  const { t: ui } = useTranslation('ui')
  const { leaveOut } = useCycleActs()
  const [reason, setReason] = useState('')
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('leaveOut.title', { name: review.person.name })}
      size={460}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (reason.trim()) leaveOut.mutate({ reviewId, reason: reason.trim() }, { onSuccess: onClose })
        }}
      >
        <p className={classes.hint}>{t('leaveOut.body')}</p>
        <ReasonField value={reason} onChange={setReason} />
        {leaveOut.error ? <ProblemNote small error={leaveOut.error} /> : null}
        <div>
          <Button type="submit" disabled={!reason.trim()} loading={leaveOut.isPending}>
            {t('cycle.leaveOut')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

export function SetManager({ review, reviewId, onClose }: { review: Row; reviewId: string; onClose: () => void }) {
  const { t } = useTranslation('reviews')
  const { t: ui } = useTranslation('ui')
  const { setManager } = useCycleActs()
  const [person, setPerson] = useState<Pickable | null>(null)
  const [reason, setReason] = useState('')
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('setManager.title', { name: review.person.name })}
      size={460}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (person && reason.trim())
            setManager.mutate({ reviewId, personId: person.id, reason: reason.trim() }, { onSuccess: onClose })
        }}
      >
        <PersonPicker
          label={t('setManager.who')}
          value={person}
          onChange={setPerson}
          useFind={usePeopleSearch}
          without={[review.person.id]}
        />
        <ReasonField first={false} value={reason} onChange={setReason} />
        {setManager.error ? <ProblemNote small error={setManager.error} /> : null}
        <div>
          <Button type="submit" disabled={!person || !reason.trim()} loading={setManager.isPending}>
            {t('setManager.act')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
