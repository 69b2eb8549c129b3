/** Which company? Its short name, as it stands in every link. */
import { Button, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export function CompanyField() {
  const { t } = useTranslation('shell')
  const navigate = useNavigate()
  const [slug, setSlug] = useState('')
  const clean = slug
    .trim()
    .toLowerCase()
    .replace(/^.*\/o\/([^/?#]*).*$/, '$1')
    .replace(/[^a-z0-9-]/g, '')
  return (
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
  )
}
