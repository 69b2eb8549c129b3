/** The states every read has: on its way, refused, nothing there yet. */
import { Button, Skeleton } from '@mantine/core'
import { IconCloudOff, IconLock, IconMoodConfuzed, IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, sentenceOf } from '../api.ts'
import classes from './states.module.css'

/** What this is for, the first step, and an example of what will stand here. */
export function Empty({
  title,
  children,
  action,
  icon,
  example,
  small,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
  icon?: ReactNode
  /** A muted picture of what it will look like. */
  example?: ReactNode
  small?: boolean
}) {
  return (
    <div className={classes.empty} data-small={small || undefined}>
      {icon ? (
        <div className={classes.icon} aria-hidden>
          {icon}
        </div>
      ) : null}
      <p className={classes.title}>{title}</p>
      {children ? <div className={classes.words}>{children}</div> : null}
      {action ? <div className={classes.action}>{action}</div> : null}
      {example ? (
        <div className={classes.example} aria-hidden inert>
          {example}
        </div>
      ) : null}
    </div>
  )
}

/** A refusal: what happened, what is safe, what to do. `small` for inside a form or a cell. */
export function ProblemNote({ error, retry, small }: { error: unknown; retry?: () => void; small?: boolean }) {
  const { t } = useTranslation('ui')
  const code = error instanceof ApiProblem ? error.code : null
  const sentence = sentenceOf(error)
  if (small)
    return (
      <div className={classes.inline} role="alert">
        <span>{sentence}</span>
        {retry ? (
          <Button variant="subtle" size="compact-sm" color="red" onClick={retry}>
            {t('retry')}
          </Button>
        ) : null}
      </div>
    )
  const Icon =
    code === 'offline' ? IconCloudOff : code === 'forbidden' || code === 'not_found' ? IconLock : IconMoodConfuzed
  return (
    <div className={classes.empty} role="alert">
      <div className={classes.icon} aria-hidden>
        <Icon size={22} stroke={1.6} />
      </div>
      <p className={classes.title}>
        {t(
          code === 'offline'
            ? 'problem.offline'
            : code === 'forbidden' || code === 'not_found'
              ? 'problem.closed'
              : 'problem.failed',
        )}
      </p>
      <div className={classes.words}>{sentence}</div>
      {retry && code !== 'forbidden' && code !== 'not_found' ? (
        <div className={classes.action}>
          <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={retry}>
            {t('retry')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

type Query<T> = { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown }

/**
 * Renders a read in whichever state it is.
 * `<Loaded query={goals} skeleton={<RowsSkeleton />} empty={(g) => g.items.length === 0 && <Empty … />}>{(g) => …}</Loaded>`
 */
export function Loaded<T>({
  query,
  skeleton,
  empty,
  children,
  small,
}: {
  query: Query<T>
  skeleton?: ReactNode
  empty?: (data: T) => ReactNode | false
  children: (data: T) => ReactNode
  small?: boolean
}) {
  if (query.data !== undefined) return <>{empty?.(query.data) || children(query.data)}</>
  if (query.error)
    return <ProblemNote error={query.error} retry={() => void query.refetch()} {...(small ? { small } : {})} />
  return <>{skeleton ?? <RowsSkeleton />}</>
}

/** Appears only when waiting is noticed, so that quick answers do not flicker. */
function Waiting({ children }: { children: ReactNode }) {
  const { t } = useTranslation('ui')
  return (
    <div className={classes.waiting} role="status" aria-busy="true">
      <span className="spoken">{t('loading')}</span>
      {children}
    </div>
  )
}

export function RowsSkeleton({ rows = 5 }: { rows?: number }) {
  return (
    <Waiting>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} className={classes.row}>
          <Skeleton circle height={28} width={28} />
          <div>
            <Skeleton height={10} width={`${34 + ((i * 17) % 28)}%`} />
            <Skeleton height={8} width={`${20 + ((i * 11) % 20)}%`} mt={8} />
          </div>
        </div>
      ))}
    </Waiting>
  )
}

export function TextSkeleton({ lines = 3 }: { lines?: number }) {
  return (
    <Waiting>
      {Array.from({ length: lines }, (_, i) => (
        <Skeleton key={i} height={10} mt={i ? 12 : 0} width={i === lines - 1 ? '58%' : '100%'} />
      ))}
    </Waiting>
  )
}

export function StatsSkeleton({ count = 3 }: { count?: number }) {
  return (
    <Waiting>
      <div className={classes.stats}>
        {Array.from({ length: count }, (_, i) => (
          <div key={i} className={classes.stat}>
            <Skeleton height={10} width="40%" />
            <Skeleton height={24} width="55%" mt={14} />
            <Skeleton height={8} width="70%" mt={14} />
          </div>
        ))}
      </div>
    </Waiting>
  )
}

export function PageSkeleton() {
  return (
    <div className={classes.page}>
      <Waiting>
        <Skeleton height={18} width="32%" />
        <Skeleton height={10} width="52%" mt={16} mb={36} />
        <RowsSkeleton rows={6} />
      </Waiting>
    </div>
  )
}

/** A quiet sentence that is not an error: something to know before acting. */
export function Note({
  tone = 'plain',
  title,
  children,
  action,
}: {
  tone?: 'plain' | 'good' | 'warn' | 'bad' | 'accent'
  title?: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className={classes.note} data-tone={tone}>
      <div className={classes.noteWords}>
        {title ? <strong>{title}</strong> : null}
        {children ? <div>{children}</div> : null}
      </div>
      {action}
    </div>
  )
}
