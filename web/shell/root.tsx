/** What surrounds every page: theme, direction, toasts, the connection. */
import { Button } from '@mantine/core'
import { Outlet, useRouter } from '@tanstack/react-router'
import { Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { IconCloudOff } from '@tabler/icons-react'
import { PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { Theme } from '../ui/theme.tsx'
import { Toasts } from '../ui/toasts.tsx'
import { accentShown, onAccent } from './brand.ts'
import classes from './root.module.css'

export function Root() {
  const { i18n } = useTranslation()
  const accent = useSyncExternalStore(onAccent, accentShown)
  return (
    <Theme
      accent={accent}
      direction={i18n.dir(i18n.language) === 'rtl' || i18n.language === 'mirrored' ? 'rtl' : 'ltr'}
    >
      <Suspense fallback={<PageSkeleton />}>
        <Connection />
        <Outlet />
        <Toasts />
        <Popups />
      </Suspense>
    </Theme>
  )
}

/** Where menus, lists and dialogs are drawn. */
function Popups() {
  const { t } = useTranslation('shell')
  return <section id="popups" aria-label={t('popups')} />
}

/** Calm, and gone by itself. What is typed stays; drafts are kept in the tab. */
function Connection() {
  const { t } = useTranslation('shell')
  const [online, setOnline] = useState(navigator.onLine)
  useEffect(() => {
    const update = () => setOnline(navigator.onLine)
    addEventListener('online', update)
    addEventListener('offline', update)
    return () => {
      removeEventListener('online', update)
      removeEventListener('offline', update)
    }
  }, [])
  return (
    <div role="status" className={classes.connection} data-shown={!online || undefined}>
      {online ? null : (
        <>
          <IconCloudOff size={16} aria-hidden />
          {t('offline')}
        </>
      )}
    </div>
  )
}

/** A page that could not be shown. Mostly a new release while the tab was open: loading again helps. */
export function Failure({ error }: { error: unknown }) {
  const { t } = useTranslation('shell')
  const router = useRouter()
  const { reset } = useQueryErrorResetBoundary()
  const stale = error instanceof Error && /dynamically imported module|importing a module|preload/i.test(error.message)
  return (
    <div className={classes.failure}>
      {stale ? (
        <div className={classes.stale} role="alert">
          <h1>{t('newVersion.title')}</h1>
          <p>{t('newVersion.body')}</p>
          <Button onClick={() => location.reload()}>{t('newVersion.reload')}</Button>
        </div>
      ) : (
        <ProblemNote
          error={error}
          retry={() => {
            reset()
            void router.invalidate()
          }}
        />
      )}
    </div>
  )
}
