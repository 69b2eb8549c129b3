/** Devices that are signed in: enough to recognise them, and a button to end each. */
import { Button } from '@mantine/core'
import { IconDeviceDesktop, IconDeviceMobile, IconKey } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { State } from '../ui/meter.tsx'
import { When } from '../ui/reader.tsx'
import classes from './access.module.css'

type Session = Answer<'access.sessions'>['sessions'][number]
type Token = Answer<'access.tokens'>['tokens'][number]

export function SessionsList({
  sessions,
  onEnd,
  ending,
}: {
  sessions: readonly Session[]
  onEnd: (session: Session) => void
  ending: string | null
}) {
  const { t } = useTranslation('access')
  const ordered = [...sessions].sort(
    (a, b) => Number(b.current) - Number(a.current) || b.lastSeenAt.localeCompare(a.lastSeenAt),
  )
  return (
    <ul className={classes.list}>
      {ordered.map((session) => {
        const device =
          session.browser && session.system
            ? t('session.device', session)
            : session.browser || session.system || t('session.unknown')
        const Icon = ['iPhone', 'iPad', 'Android'].includes(session.system) ? IconDeviceMobile : IconDeviceDesktop
        return (
          <li key={session.id} className={classes.item}>
            <span className={classes.itemIcon} aria-hidden>
              <Icon size={18} stroke={1.6} />
            </span>
            <span className={classes.itemWords}>
              <strong>{device}</strong>
              <small>
                {t(`session.method.${session.method}`)} <When at={session.createdAt} /> · {t('session.seen')}{' '}
                <When at={session.lastSeenAt} />
                {session.ip ? <span dir="ltr"> · {session.ip}</span> : null}
                {session.shared ? <> · {t('session.shared')}</> : null}
              </small>
            </span>
            {session.current ? (
              <State tone="good">{t('session.here')}</State>
            ) : (
              <Button
                variant="default"
                size="compact-md"
                loading={ending === session.id}
                onClick={() => onEnd(session)}
                aria-label={t('session.endOne', { device })}
              >
                {t('session.end')}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}

export function TokensList({
  tokens,
  onEnd,
  ending,
}: {
  tokens: readonly Token[]
  onEnd: (token: Token) => void
  ending: string | null
}) {
  const { t } = useTranslation('access')
  return (
    <ul className={classes.list}>
      {tokens.map((token) => (
        <li key={token.id} className={classes.item}>
          <span className={classes.itemIcon} aria-hidden>
            <IconKey size={18} stroke={1.6} />
          </span>
          <span className={classes.itemWords}>
            <strong>{token.createdVia === 'operator' ? t('token.byOperator') : token.name}</strong>
            <small>
              {t('token.created')} <When at={token.createdAt} /> · {t('token.expires')} <When at={token.expiresAt} /> ·{' '}
              {token.lastUsedAt ? (
                <>
                  {t('token.used')} <When at={token.lastUsedAt} />
                </>
              ) : (
                t('token.unused')
              )}
            </small>
          </span>
          <Button
            variant="default"
            size="compact-md"
            loading={ending === token.id}
            onClick={() => onEnd(token)}
            aria-label={t('token.endOne', { name: token.name })}
          >
            {t('token.end')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
