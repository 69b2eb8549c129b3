/** What signing in by password asks for, on its page and over a page whose session ended. */
import { PasswordInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Note, ProblemNote } from '../ui/states.tsx'
import type { useRefusal } from './entering.ts'

export type NameAndPassword = { name: string; password: string }

/** `focus`: the first field that is still empty is the one to type in. */
export function PasswordFields({
  value,
  onChange,
  size,
  focus = false,
}: {
  value: NameAndPassword
  onChange: (value: NameAndPassword) => void
  size?: 'md'
  focus?: boolean
}) {
  const { t } = useTranslation('access')
  const shared = { required: true, withAsterisk: false, ...(size ? { size } : {}) }
  const first = focus ? { 'data-autofocus': true } : {}
  return (
    <>
      <TextInput
        {...shared}
        label={t('signIn.name')}
        value={value.name}
        onChange={(e) => onChange({ ...value, name: e.currentTarget.value })}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        {...(value.name ? {} : first)}
      />
      <PasswordInput
        {...shared}
        label={t('signIn.password')}
        value={value.password}
        onChange={(e) => onChange({ ...value, password: e.currentTarget.value })}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
        {...(value.name ? first : {})}
      />
    </>
  )
}

/** Why one was not let in, or for how long one has to wait. */
export function Refused({ refusal }: { refusal: ReturnType<typeof useRefusal> }) {
  const { t } = useTranslation('access')
  if (refusal.wait > 0)
    return (
      <Note tone="warn" title={t('signIn.wait.title', { count: refusal.wait })}>
        {t('signIn.wait.body')}
      </Note>
    )
  return refusal.error ? <ProblemNote small error={refusal.error} /> : null
}
