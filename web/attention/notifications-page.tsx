/** Which letters come to me, and how. A letter's foot leads here; opening it changes nothing. */
import { Select } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { noticeParts, type Way } from '../../contract/notice-kinds.ts'
import { useAct, useOperation, type Answer } from '../api.ts'
import { Page, Section } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Loaded, RowsSkeleton } from '../ui/states.tsx'
import { Hours } from './letter-hours.tsx'
import classes from './notifications.module.css'

type Mine = Answer<'letters.mine'>
type Kind = Mine['kinds'][number]

export function NotificationsPage() {
  const { t } = useTranslation('attention')
  const mine = useOperation('letters.mine', {})
  return (
    <Page
      title={t('notices.title')}
      help={t('notices.help')}
      width="reading"
      description={
        mine.data ? (
          mine.data.address ? (
            <>
              {t('notices.to')} <span dir="ltr">{mine.data.address}</span>. {t('notices.inboxKeeps')}
            </>
          ) : (
            t('notices.noAddress')
          )
        ) : undefined
      }
    >
      <Loaded query={mine} skeleton={<RowsSkeleton rows={8} />}>
        {(data) => <Kinds mine={data} />}
      </Loaded>
    </Page>
  )
}

function Kinds({ mine }: { mine: Mine }) {
  const { t } = useTranslation('attention')
  const f = useFormat()
  // A letter's foot names its kind: that row is brought into sight and marked.
  const named = decodeURIComponent(location.hash.slice(1))
  useEffect(() => {
    document.getElementById(named)?.scrollIntoView({ block: 'center' })
  }, [named])
  const open = mine.kinds.filter((kind) => kind.grade !== 'needed')
  const needed = mine.kinds.filter((kind) => kind.grade === 'needed')
  const parts = noticeParts.filter((part) => open.some((kind) => kind.part === part) || mine.appOnly.includes(part))
  const waits = open.filter((kind) => kind.way === 'daily').map((kind) => t(`mail.kinds.${kind.kind}`))
  return (
    <>
      <Hours mine={mine}>
        {waits.length > 0 ? t('notices.daily.now', { kinds: f.list(waits) }) : t('notices.daily.none')}
      </Hours>
      {parts.map((part) => (
        <Section key={part} title={t(`notices.part.${part}`)}>
          <ul className={classes.kinds}>
            {open
              .filter((kind) => kind.part === part)
              .map((kind) => (
                <OneKind key={kind.kind} one={kind} marked={kind.kind === named} />
              ))}
            {mine.appOnly.includes(part) ? (
              <li className={classes.kind}>
                <div className={classes.words}>
                  <strong>{t('notices.appOnly.title')}</strong>
                  <span>{t(`notices.appOnly.${part}`)}</span>
                </div>
              </li>
            ) : null}
          </ul>
        </Section>
      ))}
      <Section title={t('notices.needed.title')} description={t('notices.needed.about')}>
        <ul className={classes.kinds}>
          {needed.map((kind) => (
            <li key={kind.kind} id={kind.kind} className={classes.kind} data-marked={kind.kind === named || undefined}>
              <div className={classes.words}>
                <strong>{t(`mail.kinds.${kind.kind}`)}</strong>
                <span>{t(`notices.when.${kind.kind}`)}</span>
              </div>
              <span className={classes.locked}>
                <IconLock size={15} stroke={1.7} aria-hidden /> {t('notices.needed.always')}
              </span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}

function OneKind({ one, marked }: { one: Kind; marked: boolean }) {
  const { t } = useTranslation('attention')
  const choose = useAct('letters.choose', {
    invalidates: ['letters.mine'],
    optimistic: ({ kind, way }, cache) =>
      cache.change('letters.mine', {}, (old) => ({
        ...old,
        kinds: old.kinds.map((k) => (k.kind === kind ? { ...k, way } : k)),
      })),
    done: ({ kind, way }) => t(`notices.done.${way}`, { kind: t(`mail.kinds.${kind}`) }),
  })
  const title = t(`mail.kinds.${one.kind}`)
  const ways: Way[] = [
    'at_once',
    ...(one.daily ? (['daily'] as const) : []),
    ...(one.switchable ? (['app'] as const) : []),
  ]
  const off = one.fixed?.as === 'off'
  return (
    <li id={one.kind} className={classes.kind} data-marked={marked || undefined}>
      <div className={classes.words}>
        <strong>{title}</strong>
        <span>{t(`notices.when.${one.kind}`)}</span>
        {one.sent ? null : <span className={classes.note}>{t('notices.notSent')}</span>}
        {one.fixed ? (
          <span className={classes.note}>
            {t(`notices.fixed.${one.fixed.as}`, { name: one.fixed.by.name })} · <When at={one.fixed.at} />
          </span>
        ) : one.chosen?.by === 'letter' ? (
          <span className={classes.note}>
            {t('notices.byLetter')} · <When at={one.chosen.at} />
          </span>
        ) : null}
      </div>
      {off || ways.length === 1 ? (
        <span className={classes.locked}>
          <IconLock size={15} stroke={1.7} aria-hidden /> {t(`notices.way.${off ? 'app' : one.way}`)}
        </span>
      ) : (
        <Select
          aria-label={t('notices.how', { kind: title })}
          className={classes.way}
          allowDeselect={false}
          value={one.way}
          onChange={(way) => way && choose.mutate({ kind: one.kind, way: way as Way })}
          data={ways.map((value) => ({ value, label: t(`notices.way.${value}`) }))}
        />
      )}
    </li>
  )
}
