/** What stands about a check-in that is over: held, doubted, ended; and the one question to a sample. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useMe } from '../shell/me.ts'
import { Go } from '../ui/link.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Note } from '../ui/states.tsx'
import { useTalk, type Conversation } from './acts.ts'
import { Useful } from './useful.tsx'
import classes from './checkins.module.css'

export function Banner({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  if (k.endedAt)
    return (
      <div className={classes.banner}>
        <Note tone="accent" title={t(k.current ? 'ended.notHeld' : 'ended.title')}>
          {k.current ? null : t(k.side === 'report' ? 'ended.report' : 'ended.manager', { name: k.report.name })}
        </Note>
      </div>
    )
  if (!k.held) return null
  return (
    <div className={classes.banner}>
      <Held k={k} held={k.held} />
      {k.asked ? <Useful checkinId={k.id} legend /> : null}
    </div>
  )
}

function Held({ k, held }: { k: Conversation; held: NonNullable<Conversation['held']> }) {
  const { t } = useTranslation('checkins')
  const f = useFormat()
  const me = useMe()
  const talk = useTalk(k.id)
  const other = k.side === 'manager' ? k.report : k.manager
  const id = { checkinId: k.id }
  const recordedByMe = held.by.id === me.person.id
  const seen = (words: string, filled: boolean) => (
    <Button
      size="xs"
      variant={filled ? 'filled' : 'default'}
      loading={talk.seen.isPending}
      onClick={() => talk.seen.mutate(id)}
    >
      {words}
    </Button>
  )
  if (held.disputed) {
    const byMe = held.disputed.by.id === me.person.id
    return (
      <Note
        tone="warn"
        title={byMe ? t('dispute.mine') : t('dispute.theirs', { name: held.disputed.by.name })}
        action={
          byMe ? (
            seen(t('dispute.withdraw'), false)
          ) : (
            <Button size="xs" loading={talk.reopen.isPending} onClick={() => talk.reopen.mutate(id)}>
              {t('dispute.agree')}
            </Button>
          )
        }
      >
        {byMe ? t('dispute.waits', { name: other.name }) : t('dispute.talk', { name: held.disputed.by.name })}
      </Note>
    )
  }
  const notHeld = (
    <Button size="xs" variant="default" loading={talk.dispute.isPending} onClick={() => talk.dispute.mutate(id)}>
      {t('banner.wrong')}
    </Button>
  )
  if (!recordedByMe && !held.seen)
    return (
      <Note
        tone="accent"
        title={t('banner.theirs', { name: held.by.name })}
        action={
          <span className={classes.buttons}>
            {seen(t('banner.right'), true)}
            {notHeld}
          </span>
        }
      />
    )
  return (
    <Note
      tone="good"
      title={held.seen ? t('banner.both') : recordedByMe ? t('banner.mine') : t('banner.seen', { name: held.by.name })}
      action={
        <span className={classes.buttons}>
          {k.nextId ? (
            <Button component={Go} to={`/check-ins/${k.nextId}`} size="xs" variant="default">
              {t('banner.next')}
            </Button>
          ) : null}
          {held.undoUntil && !k.nextId ? (
            <Button
              size="xs"
              variant="default"
              title={t('banner.undoUntil', { time: f.exact(held.undoUntil) })}
              loading={talk.reopen.isPending}
              onClick={() => talk.reopen.mutate(id)}
            >
              {t('done.undo')}
            </Button>
          ) : (
            notHeld
          )}
        </span>
      }
    >
      {recordedByMe && !held.seen ? t('banner.notSeen', { name: other.name }) : null}
    </Note>
  )
}
