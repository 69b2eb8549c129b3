/** Asks before what cannot be undone, and names it. Everything else acts at once and offers undo. */
import { Button, Modal, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from './states.tsx'
import classes from './confirm.module.css'

export type ConfirmProps = {
  opened: boolean
  onClose: () => void
  /** Names the thing: "End the employment of 61 people?" */
  title: string
  /** What will happen, what stays. */
  children?: ReactNode
  /** The act in words: "End 61 employments". */
  confirm: string
  onConfirm: () => unknown
  busy?: boolean
  error?: unknown
  danger?: boolean
  /** Must be typed first, for the few acts with no way back. */
  type?: { label: string; expected: string }
}

export function ConfirmDialog({
  opened,
  onClose,
  title,
  children,
  confirm,
  onConfirm,
  busy,
  error,
  danger,
  type,
}: ConfirmProps) {
  const { t } = useTranslation('ui')
  const [typed, setTyped] = useState('')
  const ready = !type || typed.trim() === type.expected
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={460} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) onConfirm()
        }}
      >
        <div className={classes.words}>{children}</div>
        {type ? (
          <TextInput
            mt="md"
            label={type.label}
            value={typed}
            onChange={(e) => setTyped(e.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
        ) : null}
        {error ? (
          <div className={classes.error}>
            <ProblemNote small error={error} />
          </div>
        ) : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose} data-autofocus={type ? undefined : true}>
            {t('cancel')}
          </Button>
          <Button type="submit" color={danger ? 'red' : 'accent'} loading={busy ?? false} disabled={!ready}>
            {confirm}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
