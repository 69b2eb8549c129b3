/** Asking for a look at something, and hiding it: both with a reason in words. */
import { Button, Modal, Textarea } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '../ui/states.tsx'
import { usePieceActs } from './acts.ts'
import writing from '../ui/writing.module.css'
import classes from './recognition.module.css'

type Target = { recognitionId: string; commentId?: string; onClose: () => void }

export function ReportDialog({ recognitionId, commentId, onClose }: Target) {
  const { t } = useTranslation('recognition')
  const { report } = usePieceActs()
  return (
    <Because
      title={t('report.title')}
      says={t('report.says')}
      label={t('report.because')}
      act={t('report.act')}
      busy={report.isPending}
      error={report.error}
      onClose={onClose}
      onSay={(because) =>
        report.mutate({ recognitionId, ...(commentId ? { commentId } : {}), because }, { onSuccess: onClose })
      }
    />
  )
}

export function DecideDialog({ recognitionId, commentId, onClose }: Target) {
  const { t } = useTranslation('recognition')
  const { decide } = usePieceActs()
  return (
    <Because
      title={t('hide.title')}
      says={t('hide.says')}
      label={t('hide.because')}
      act={t('hide.act')}
      busy={decide.isPending}
      error={decide.error}
      onClose={onClose}
      onSay={(because) =>
        decide.mutate(
          { recognitionId, ...(commentId ? { commentId } : {}), hide: true, because },
          { onSuccess: onClose },
        )
      }
    />
  )
}

function Because({
  title,
  says,
  label,
  act,
  busy,
  error,
  onClose,
  onSay,
}: {
  title: string
  says: ReactNode
  label: string
  act: string
  busy: boolean
  error: unknown
  onClose: () => void
  onSay: (because: string) => void
}) {
  const { t } = useTranslation('recognition')
  const [because, setBecause] = useState('')
  const [missing, setMissing] = useState(false)
  return (
    <Modal opened onClose={onClose} title={title} size={460} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        className={classes.stack}
        onSubmit={(event) => {
          event.preventDefault()
          if (because.trim()) onSay(because.trim())
          else setMissing(true)
        }}
      >
        <p className={writing.small}>{says}</p>
        <Textarea
          label={label}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={500}
          dir="auto"
          value={because}
          error={missing && !because.trim() ? t('reasonMissing') : undefined}
          onChange={(event) => setBecause(event.currentTarget.value)}
        />
        {error ? <ProblemNote small error={error} /> : null}
        <div className={writing.buttons}>
          <Button type="submit" loading={busy}>
            {act}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
