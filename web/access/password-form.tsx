/** Choosing a password: what makes a good one, said before and not after. */
import { Button, PasswordInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { ProblemNote } from '../ui/states.tsx'
import classes from './access.module.css'

export function PasswordForm({
  currentAsked,
  length,
  name,
  label,
  onDone,
  beside,
}: {
  currentAsked: boolean
  length: number
  /** For the browser's keeper of passwords. */
  name: string
  label: string
  /** `tokens`: so many API tokens ended with the old password. */
  onDone: (tokens: number) => void
  beside?: ReactNode
}) {
  const { t } = useTranslation('access')
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const save = useAct('access.setPassword', {
    invalidates: ['access.account', 'access.sessions', 'access.tokens'],
    showsProblem: true,
    onDone: ({ tokens }) => {
      setCurrent('')
      setPassword('')
      setTried(false)
      onDone(tokens)
    },
  })
  const short = [...password].length < length
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!short) save.mutate({ password, ...(currentAsked ? { current } : {}) })
      }}
    >
      <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
      {currentAsked ? (
        <PasswordInput
          label={t('password.current')}
          value={current}
          onChange={(e) => setCurrent(e.currentTarget.value)}
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
        />
      ) : null}
      <PasswordInput
        label={t('password.new')}
        description={t('password.rule', { length })}
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
        autoComplete="new-password"
        required
        withAsterisk={false}
        error={tried && short ? t('password.short', { length }) : undefined}
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
      />
      {save.error ? <ProblemNote small error={save.error} /> : null}
      <div className={classes.buttons}>
        <Button type="submit" loading={save.isPending}>
          {label}
        </Button>
        {beside}
      </div>
    </form>
  )
}
