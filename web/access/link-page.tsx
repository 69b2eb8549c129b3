/** A sign-in link opens here and does nothing yet: mail scanners open links too. The button signs in. */
import { Button, Checkbox } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, call } from '../api.ts'
import { SignInFrame } from '../shell/sign-in-frame.tsx'
import { Go } from '../ui/link.tsx'
import { Note, ProblemNote } from '../ui/states.tsx'
import classes from './access.module.css'
import { useEnter, useRefusal } from './entering.ts'
import { useEntrance } from './entrance.ts'

export function LinkPage() {
  const { t } = useTranslation('access')
  const { slug } = useParams({ strict: false }) as { slug: string }
  const { organization: company, brand } = useEntrance(slug)
  const [secret] = useState(() => location.hash.slice(1))
  const [shared, setShared] = useState(false)
  const refusal = useRefusal()
  const { enter, busy } = useEnter(slug, refusal)
  const spent = refusal.error instanceof ApiProblem && refusal.error.code === 'link_used'
  const organization = company?.name ?? null
  if (!secret || spent) {
    return (
      <SignInFrame
        title={t(spent ? 'link.spent' : 'link.incomplete')}
        description={t(spent ? 'link.spentAbout' : 'link.incompleteAbout')}
        organization={organization}
        brand={brand}
      >
        <Button component={Go} to="/sign-in" search={{ way: 'link' }} size="md" fullWidth>
          {t('link.again')}
        </Button>
      </SignInFrame>
    )
  }
  return (
    <SignInFrame
      title={organization ? t('link.title', { organization }) : t('signIn.title')}
      description={t('link.about')}
      organization={organization}
      brand={brand}
    >
      <div className={classes.form}>
        <Checkbox
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
          label={t('signIn.shared.label')}
          description={t('signIn.shared.description')}
        />
        {refusal.error ? <ProblemNote small error={refusal.error} /> : null}
        {refusal.wait > 0 ? (
          <Note tone="warn" title={t('signIn.wait.title', { count: refusal.wait })}>
            {t('signIn.wait.body')}
          </Note>
        ) : null}
        <Button
          size="md"
          fullWidth
          loading={busy}
          disabled={refusal.wait > 0}
          data-autofocus
          onClick={() => void enter('link', () => call('access.openLink', { organization: slug, secret, shared }))}
        >
          {t('signIn.go')}
        </Button>
      </div>
    </SignInFrame>
  )
}
