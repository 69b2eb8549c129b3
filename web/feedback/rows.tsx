/** The rows of feedback: one for each piece, one for each request. */
import { Button } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../shell/me.ts'
import { Go, useAddress } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Avatar } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import type { RequestLine, Summary } from './acts.ts'
import { ModeWord } from './modes.tsx'
import { walk } from '../ui/walk.ts'
import writing from '../ui/writing.module.css'
import classes from './feedback.module.css'

export type Address = { box?: string; q?: string; mode?: string[]; unread?: string; more?: number }

export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={classes.rows} aria-label={label} onKeyDown={walk}>
      {children}
    </ul>
  )
}

export function ItemRow({ item, box, now }: { item: Summary; box: 'received' | 'given' | 'team'; now: boolean }) {
  const { t } = useTranslation('feedback')
  const who = box === 'given' ? item.about : item.author
  const fresh = box === 'received' && !item.read
  return (
    <li className={classes.row} data-now={now || undefined} data-unread={fresh || undefined}>
      {who ? (
        <Avatar name={who.name} id={who.id} size={36} />
      ) : (
        <span className={classes.nobody} aria-hidden>
          <IconEyeOff size={18} stroke={1.6} />
        </span>
      )}
      <div className={classes.rowWords}>
        <div className={classes.rowTop}>
          <Go
            to={item.draft ? '/feedback/give' : `/feedback/items/${item.id}`}
            search={item.draft ? { draft: item.id, to: item.about.id } : true}
            className={classes.rowTitle}
            data-row
            id={`feedback-${item.id}`}
            dir="auto"
          >
            {fresh ? <span className="spoken">{t('unread')} </span> : null}
            {box === 'given'
              ? t('to', { name: item.about.name })
              : box === 'team'
                ? t('fromTo', { from: item.author?.name ?? t('somebody'), to: item.about.name })
                : (item.author?.name ?? t('somebody'))}
          </Go>
          <span className={classes.rowWhen}>
            <When on={item.on} />
          </span>
        </div>
        <p className={classes.begins} dir="auto">
          {item.begins}
        </p>
        <div className={classes.rowMeta}>
          {item.mode === 'attributed' ? null : <ModeWord mode={item.mode} />}
          {item.request ? <span>{t(`came.${item.request.kind}`)}</span> : null}
          {box === 'given' && !item.draft && item.read ? <span>{t('wasRead')}</span> : null}
          {item.thanked ? <span>{t(box === 'given' ? 'theyThanked' : 'youThanked')}</span> : null}
          {box === 'received' && item.withManager ? <span>{t('withManager')}</span> : null}
        </div>
      </div>
    </li>
  )
}

export const limitOf = (more: unknown) => Math.min(200, 50 * Number(more ?? 1))

export function More({ next, limit, busy }: { next: number | null; limit: number; busy: boolean }) {
  const { t } = useTranslation('feedback')
  const [at, setAt] = useAddress<Address>()
  if (next === null) return null
  if (limit >= 200) return <p className={writing.small}>{t('searchInstead')}</p>
  return (
    <Button variant="default" mt="md" loading={busy} onClick={() => setAt({ more: Number(at.more ?? 1) + 1 })}>
      {t('showMore')}
    </Button>
  )
}

/** What was asked, in words: "360 of Ada". */
export function useRequestTitle(): (q: Pick<RequestLine, 'kind' | 'about' | 'askedBy'>) => string {
  const { t } = useTranslation('feedback')
  const me = useMe()
  return (q) => {
    const own = q.about.id === me.person.id
    return t(own ? `request.own.${q.kind}` : `request.other.${q.kind}`, {
      about: q.about.name,
      asker: q.askedBy.id === me.person.id ? t('you') : q.askedBy.name,
    })
  }
}

export function RequestRow({ q, as }: { q: RequestLine; as: 'rater' | 'asker' | 'subject' }) {
  const { t } = useTranslation('feedback')
  const f = useFormat()
  const title = useRequestTitle()
  const person = as === 'rater' ? q.about : as === 'subject' ? q.askedBy : q.about
  const state =
    q.mine === 'approve'
      ? ({ tone: 'warn', words: t('state.approve') } as const)
      : as === 'rater' && q.mine !== 'answer' && q.mine !== 'none'
        ? ({ tone: q.mine === 'answered' ? 'good' : 'quiet', words: t(`mine.${q.mine}`) } as const)
        : q.state === 'open'
          ? as === 'rater'
            ? null
            : ({ tone: 'accent', words: t('state.open') } as const)
          : ({ tone: 'quiet', words: t(`state.${q.state}`) } as const)
  return (
    <li className={classes.row}>
      <Avatar name={person.name} id={person.id} size={36} />
      <div className={classes.rowWords}>
        <div className={classes.rowTop}>
          <Go to={`/feedback/requests/${q.id}`} className={classes.rowTitle} data-row dir="auto">
            {title(q)}
          </Go>
          <span className={classes.rowWhen}>{state ? <State tone={state.tone}>{state.words}</State> : null}</span>
        </div>
        <div className={classes.rowMeta}>
          <ModeWord mode={q.mode} />
          {as === 'rater' ? <span>{t('askedBy', { name: q.askedBy.name })}</span> : null}
          {as === 'subject' ? (
            <span>{t('askedOn', { day: f.day(q.askedOn) })}</span>
          ) : as === 'asker' ? (
            <span>
              {q.answered === null
                ? t('askedCount', { count: q.asked })
                : t('answeredOf', { answered: f.number(q.answered), count: q.asked, asked: f.number(q.asked) })}
            </span>
          ) : null}
          {q.state === 'closed' ? null : <span>{t('dueOn', { day: f.day(q.dueOn) })}</span>}
          {q.unread > 0 ? <State tone="accent">{t('newCount', { count: q.unread })}</State> : null}
        </div>
      </div>
    </li>
  )
}
