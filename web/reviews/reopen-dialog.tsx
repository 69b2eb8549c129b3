/** Opens a part of somebody's review again, for those who look after it: with a reason and everything that happened before. */
import { Button, Modal, Radio } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { useSheetActs, type Trace } from './acts.ts'
import { ReasonField } from './reason-field.tsx'
import { Turns } from './turns.tsx'
import classes from './reviews.module.css'

export function ReopenDialog({ reviewId, name, onClose }: { reviewId: string; name: string; onClose: () => void }) {
  const { t } = useTranslation('reviews')
  const { t: ui } = useTranslation('ui')
  const query = useOperation('reviews.trace', { reviewId })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('reopen.title', { name })}
      size={520}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      <Loaded query={query} skeleton={<TextSkeleton lines={4} />}>
        {(trace) => <Parts trace={trace} onClose={onClose} />}
      </Loaded>
    </Modal>
  )
}

function Parts({ trace, onClose }: { trace: Trace; onClose: () => void }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const { reopen } = useSheetActs()
  const offered = trace.parts.filter((p) => p.mayReopen)
  const [taskId, setTaskId] = useState(offered.find((p) => p.role === 'manager')?.taskId ?? offered[0]?.taskId ?? '')
  const [reason, setReason] = useState('')
  const part = offered.find((p) => p.taskId === taskId)
  const withdraws = trace.shared && (part?.role === 'manager' || part?.role === 'second')
  if (!part) {
    return (
      <>
        <Empty small title={t('reopen.nothing')} />
        <Turns turns={trace.turns} open />
      </>
    )
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim()) reopen.mutate({ taskId, reason: reason.trim() }, { onSuccess: onClose })
      }}
    >
      <p className={classes.hint}>{t('reopen.body')}</p>
      <Radio.Group label={t('reopen.which')} value={taskId} onChange={setTaskId}>
        <div className={classes.parts}>
          {offered.map((p) => (
            <Radio
              key={p.taskId}
              value={p.taskId}
              label={t(`role.${p.role}`)}
              description={t('reopen.handedIn', {
                name: p.writer.name,
                day: p.submittedAt ? f.dayAt(p.submittedAt, 'short') : '',
              })}
            />
          ))}
        </div>
      </Radio.Group>
      {withdraws ? <Note tone="warn" title={t('reopen.withdraws', { name: trace.person.name })} /> : null}
      <ReasonField value={reason} onChange={setReason} />
      {reopen.error ? <ProblemNote small error={reopen.error} /> : null}
      <div>
        <Button type="submit" disabled={!reason.trim()} loading={reopen.isPending}>
          {t('reopen.act')}
        </Button>
      </div>
      <Turns turns={trace.turns} open />
    </form>
  )
}
