/** One piece of feedback: what was said, who may read it, and what one can do with it. */
import { Button, Switch, Textarea } from '@mantine/core'
import { IconCheck, IconHeart, IconMessages, IconShare2 } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { useDraft } from '../ui/draft.ts'
import { useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, TextSkeleton } from '../ui/states.tsx'
import { toast } from '../ui/toasts.tsx'
import { bringToCheckin, useItemActs, type Item } from './acts.ts'
import { Answers } from './answers.tsx'
import { ModeBox } from './modes.tsx'
import shared from '../ui/writing.module.css'
import classes from './feedback.module.css'

export function ItemPanel() {
  const { t } = useTranslation('feedback')
  const { itemId = '' } = useParams({ strict: false }) as { itemId?: string }
  const query = useOperation('feedback.get', { itemId })
  const item = query.data
  return (
    <SidePanel
      key={itemId}
      back="/feedback"
      kind={t('title')}
      title={
        item
          ? item.as === 'author'
            ? t('to', { name: item.about.name })
            : item.as === 'person'
              ? t('from', { name: item.author?.name ?? t('somebody') })
              : t('fromTo', { from: item.author?.name ?? t('somebody'), to: item.about.name })
          : t('title')
      }
    >
      <Loaded query={query} skeleton={<TextSkeleton lines={6} />}>
        {(found) => <Body item={found} />}
      </Loaded>
    </SidePanel>
  )
}

function Body({ item }: { item: Item }) {
  const { t } = useTranslation('feedback')
  const f = useFormat()
  const me = useMe()
  const acts = useItemActs()
  const { mutate: markRead } = acts.read
  const unread = item.may.respond && !item.read
  useEffect(() => {
    if (unread) markRead({ itemId: item.id })
  }, [unread, item.id, markRead])
  return (
    <div className={classes.panel}>
      <div className={classes.panelTop}>
        {item.as !== 'author' && item.author ? <Person person={item.author} size={28} link detail={null} /> : null}
        <span className={shared.small}>
          <When on={item.on} style="short" />
          {item.request ? ` · ${t(`came.${item.request.kind}`)}` : ''}
        </span>
      </div>
      <Answers answers={item.answers} />
      {item.may.respond ? <Respond key={item.id} item={item} /> : null}
      {item.as === 'author' ? <Sent item={item} /> : null}
      {item.reply && item.as !== 'person' ? (
        <section className={classes.reply}>
          <h3>{t('reply.theirs', { name: item.about.name })}</h3>
          <p dir="auto">{item.reply.words}</p>
        </section>
      ) : null}
      {item.may.passOn ? (
        <section className={classes.block}>
          <h3>{t('passOn.title', { name: item.about.name })}</h3>
          <p className={shared.small}>
            {t(item.mode === 'attributed' ? 'passOn.named' : 'passOn.unnamed', { name: item.about.name })}
          </p>
          <Button
            variant="default"
            loading={acts.share.isPending}
            leftSection={<IconShare2 size={16} aria-hidden />}
            onClick={() => acts.share.mutate({ itemId: item.id, passOn: true })}
          >
            {t('passOn.act')}
          </Button>
        </section>
      ) : item.passedOn && item.as === 'asker' ? (
        <State tone="good" icon={<IconCheck size={13} aria-hidden />}>
          {t('passOn.done', { name: item.about.name })}
        </State>
      ) : null}
      {item.may.share ? <Share item={item} /> : null}
      <ModeBox
        title={t('whoReads')}
        facts={{
          kind: item.request?.kind ?? 'give',
          mode: item.mode,
          about: item.about.name,
          own: item.about.id === me.person.id,
          asker: t('askerWord'),
          namesTo: item.namesTo?.name ?? null,
          floor: 0,
        }}
      />
      {item.takeBackUntil ? (
        <p className={shared.small}>{t('takeBack.until', { until: f.instant(item.takeBackUntil) })}</p>
      ) : null}
    </div>
  )
}

function Respond({ item }: { item: Item }) {
  const { t } = useTranslation('feedback')
  const acts = useItemActs()
  const me = useMe()
  const go = useGo()
  const words = useDraft(`feedback-reply:${item.id}`, '')
  const [writing, setWriting] = useState(words.restored)
  const [bringing, setBringing] = useState(false)
  const manager = useOperation('people.get', { personId: me.person.id }, { staleTime: 300_000 }).data?.line.at(-1)
  return (
    <section className={classes.block}>
      <div className={shared.buttons}>
        <Button
          variant={item.thanked ? 'default' : 'filled'}
          disabled={item.thanked}
          loading={acts.respond.isPending}
          leftSection={item.thanked ? <IconCheck size={16} aria-hidden /> : <IconHeart size={16} aria-hidden />}
          onClick={() => acts.respond.mutate({ itemId: item.id, thanks: true })}
        >
          {t(item.thanked ? 'respond.thanked' : 'respond.thank')}
        </Button>
        {item.reply || writing ? null : (
          <Button variant="default" onClick={() => setWriting(true)}>
            {t('respond.reply')}
          </Button>
        )}
        <Button
          variant="default"
          disabled={item.talk}
          leftSection={<IconMessages size={16} aria-hidden />}
          onClick={() => acts.respond.mutate({ itemId: item.id, talk: true })}
        >
          {t(item.talk ? 'respond.talkAsked' : 'respond.talk')}
        </Button>
      </div>
      {item.author ? null : <p className={shared.small}>{t('respond.unnamed')}</p>}
      {item.reply ? (
        <div className={classes.reply}>
          <h3>{t('reply.yours')}</h3>
          <p dir="auto">{item.reply.words}</p>
        </div>
      ) : writing ? (
        <div className={classes.stack}>
          <Textarea
            label={t('respond.words')}
            autosize
            minRows={2}
            maxRows={10}
            maxLength={4000}
            dir="auto"
            value={words.value}
            onChange={(event) => words.set(event.currentTarget.value)}
          />
          <div className={shared.buttons}>
            <Button
              disabled={!words.value.trim()}
              loading={acts.respond.isPending}
              onClick={() =>
                acts.respond.mutate({ itemId: item.id, reply: words.value.trim() }, { onSuccess: words.clear })
              }
            >
              {t('respond.send')}
            </Button>
            <Button variant="subtle" color="gray" onClick={() => setWriting(false)}>
              {t('cancel')}
            </Button>
          </div>
        </div>
      ) : null}
      {manager && me.elements.includes('checkins') ? (
        <button
          type="button"
          className={shared.textButton}
          disabled={bringing}
          onClick={async () => {
            setBringing(true)
            try {
              const id = await bringToCheckin(manager.id, t('bring.topic', { begins: item.begins }))
              toast({
                message: t('bring.done', { name: manager.name }),
                action: { label: t('bring.open'), run: () => void go(`/check-ins/${id}`) },
              })
            } catch {
              toast({ message: t('bring.failed'), tone: 'bad' })
            } finally {
              setBringing(false)
            }
          }}
        >
          {t('bring.act', { name: manager.name })}
        </button>
      ) : null}
    </section>
  )
}

/** Let one's manager read it. */
function Share({ item }: { item: Item }) {
  const { t } = useTranslation('feedback')
  const { share } = useItemActs()
  return (
    <Switch
      label={t('share.label')}
      description={t(item.withManager ? 'share.on' : 'share.off')}
      checked={item.withManager}
      disabled={share.isPending}
      onChange={(event) => share.mutate({ itemId: item.id, withManager: event.currentTarget.checked })}
    />
  )
}

/** What became of what I wrote. */
function Sent({ item }: { item: Item }) {
  const { t } = useTranslation('feedback')
  const go = useGo()
  const { takeBack } = useItemActs()
  return (
    <section className={classes.block}>
      <div className={classes.rowMeta}>
        <State tone={item.read ? 'good' : 'quiet'}>{t(item.read ? 'wasRead' : 'notRead')}</State>
        {item.thanked ? <State tone="good">{t('theyThanked')}</State> : null}
        {item.talk ? <State tone="accent">{t('theyWantToTalk', { name: item.about.name })}</State> : null}
      </div>
      {item.takeBackUntil ? (
        <Button
          variant="default"
          loading={takeBack.isPending}
          onClick={() =>
            takeBack.mutate({ itemId: item.id }, { onSuccess: () => void go('/feedback', { search: true }) })
          }
        >
          {t('takeBack.act')}
        </Button>
      ) : null}
    </section>
  )
}
