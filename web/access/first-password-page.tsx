/** Right after a link or a code: a password for next time, or not now. */
import { Button } from '@mantine/core'
import { useParams, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { SignInFrame } from '../shell/sign-in-frame.tsx'
import { Loaded, TextSkeleton } from '../ui/states.tsx'
import { wanted } from './entering.ts'
import { useEntrance } from './entrance.ts'
import { NameForm } from './name-form.tsx'
import { PasswordForm } from './password-form.tsx'

export function FirstPasswordPage() {
  const { t } = useTranslation('access')
  const { slug } = useParams({ strict: false }) as { slug: string }
  const router = useRouter()
  const me = useOperation('access.me', {})
  const account = useOperation('access.account', {})
  const { brand } = useEntrance(slug)
  const on = () => router.history.replace(wanted(`/o/${slug}`))
  return (
    <SignInFrame
      title={t('first.title')}
      description={t(account.data?.email ? 'first.about' : 'first.aboutNumber', {
        number: account.data?.employeeNumber ?? '',
      })}
      organization={me.data?.organization.name ?? null}
      brand={brand}
    >
      <Loaded query={account} skeleton={<TextSkeleton lines={4} />}>
        {(a) => (
          <>
            {a.nameAsked ? <NameForm /> : null}
            <PasswordForm
              currentAsked={a.currentAsked}
              length={a.passwordLength}
              name={a.email ?? a.employeeNumber ?? ''}
              label={t('password.set')}
              onDone={() => on()}
              beside={
                <Button variant="subtle" onClick={on}>
                  {t('first.later')}
                </Button>
              }
            />
          </>
        )}
      </Loaded>
    </SignInFrame>
  )
}
