/** The bare address: which company? Remembered on the device. */
import { Button, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SignInFrame } from './sign-in-frame.tsx'
import { lastSlug } from './last-slug.ts'

export function Front() {
  const { t } = useTranslation('shell')
  const navigate = useNavigate()
  const [slug, setSlug] = useState('')
  const known = lastSlug()
  useEffect(() => {
    if (known) void navigate({ to: `/o/${known}`, replace: true } as never)
  }, [known, navigate])
  if (known) return null
  const clean = slug
    .trim()
    .toLowerCase()
    .replace(/^.*\/o\//, '')
    .replace(/[^a-z0-9-]/g, '')
  return (
    <SignInFrame title={t('front.title')} description={t('front.description')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (clean) void navigate({ to: `/o/${clean}` } as never)
        }}
      >
        <TextInput
          size="md"
          label={t('front.label')}
          placeholder={t('front.example')}
          value={slug}
          onChange={(e) => setSlug(e.currentTarget.value)}
          autoComplete="organization"
          autoCapitalize="none"
          required
        />
        <Button type="submit" size="md" fullWidth mt="md">
          {t('front.go')}
        </Button>
      </form>
    </SignInFrame>
  )
}
