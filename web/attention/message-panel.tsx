/** A message as the app shows it: the same words as the mail. Opening it says that it was read. */
import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { Go } from '../ui/link.tsx'
import { MarkdownView } from '../ui/markdown.tsx'
import { Person } from '../ui/person.tsx'
import { When } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, TextSkeleton } from '../ui/states.tsx'
import classes from './inbox.module.css'
import { useInboxLine } from './inbox-title.ts'

const addresses: Record<string, string> = {
  program: '/program/about',
  week: '/',
  goals: '/goals',
  checkins: '/check-ins',
  feedback: '/feedback',
  recognition: '/recognition',
  growth: '/growth',
  reviews: '/reviews',
  pulse: '/pulse',
  learning: '/learning',
  team: '/team',
  policy: '/policies',
  sessions: '/account',
  tokens: '/account',
  access: '/account',
  signin: '/',
  'about-me': '/about-me',
}

export function MessagePanel() {
  const { t } = useTranslation('attention')
  const line = useInboxLine()
  const { itemId = '' } = useParams({ strict: false }) as { itemId?: string }
  const inbox = useOperation('inbox.list', { limit: 100 })
  const item = inbox.data?.items.find((one) => one.id === itemId)
  const campaignId = item?.kind === 'message' ? item.subject.id : ''
  const message = useOperation('messages.get', { campaignId }, { enabled: campaignId !== '' })
  const told = useAct('messages.told', { invalidates: ['messages.get'], done: t('inbox.toldDone') })
  const read = useAct('inbox.read', { invalidates: ['inbox.list'] })
  const { mutate: markRead } = read
  const unread = item?.readAt === null
  useEffect(() => {
    if (unread) markRead({ itemId })
  }, [unread, itemId, markRead])
  return (
    <SidePanel
      title={message.data?.subject ?? (item ? line(item).title : t('inbox.message'))}
      kind={t('inbox.message')}
      back="/inbox"
      size="wide"
    >
      <Loaded<unknown> query={campaignId ? message : inbox} skeleton={<TextSkeleton lines={8} />}>
        {() =>
          message.data ? (
            <article className={classes.letter} lang={message.data.language}>
              <div className={classes.sender}>
                <Person link person={message.data.sender} size={36} />
                <span className={classes.when}>
                  <When at={message.data.at} />
                </span>
              </div>
              <MarkdownView text={message.data.body} />
              {message.data.action ? (
                <div className={classes.action}>
                  <Button component={Go} to={addresses[message.data.action.target] ?? '/'}>
                    {message.data.action.label}
                  </Button>
                </div>
              ) : null}
              {message.data.told === null ? null : (
                <div className={classes.told}>
                  <p>{t(message.data.told ? 'inbox.toldAlready' : 'inbox.toldWhy')}</p>
                  {message.data.told ? null : (
                    <Button variant="default" loading={told.isPending} onClick={() => told.mutate({ campaignId })}>
                      {t('inbox.told')}
                    </Button>
                  )}
                </div>
              )}
              <p className={classes.because}>{message.data.because}</p>
            </article>
          ) : (
            <p>{t('inbox.gone')}</p>
          )
        }
      </Loaded>
    </SidePanel>
  )
}
