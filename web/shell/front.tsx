/** The bare address: which company? Remembered on the device. */
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { CompanyField } from './company-field.tsx'
import { SignInFrame } from './sign-in-frame.tsx'
import { lastSlug } from './last-slug.ts'

export function Front() {
  const { t } = useTranslation('shell')
  const navigate = useNavigate()
  const known = lastSlug()
  useEffect(() => {
    if (known) void navigate({ to: `/o/${known}`, replace: true } as never)
  }, [known, navigate])
  if (known) return null
  return (
    <SignInFrame title={t('front.title')} description={t('front.description')}>
      <CompanyField />
    </SignInFrame>
  )
}
