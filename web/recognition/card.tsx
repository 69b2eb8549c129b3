/** One piece of recognition as it stands in a feed: for whom, from whom, the words, and how others join in. */
import { ActionIcon, Button, Menu } from '@mantine/core'
import {
  IconBulb,
  IconDots,
  IconEye,
  IconEyeOff,
  IconFlag2,
  IconHeartHandshake,
  IconLock,
  IconMessage2,
  IconMoodSmile,
  IconPencil,
  IconTarget,
  IconThumbUp,
  IconTrash,
  type Icon,
} from '@tabler/icons-react'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../shell/me.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Go, useGo } from '../ui/link.tsx'
import { Avatar } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Note } from '../ui/states.tsx'
import { type Piece, putPiece, reacted, reactionKinds, type ReactionKind, usePieceActs } from './acts.ts'
import { DecideDialog, ReportDialog } from './care-dialogs.tsx'
import { mentionParts } from './mentions.ts'
import writing from '../ui/writing.module.css'
import classes from './recognition.module.css'

const icons: Record<ReactionKind, Icon> = {
  thanks: IconHeartHandshake,
  well_done: IconThumbUp,
  learned: IconBulb,
  saw_it: IconEye,
}

export function PieceCard({ piece, whole }: { piece: Piece; whole?: boolean }) {
  const { t } = useTranslation('recognition')
  const me = useMe()
  const mine = piece.author.id === me.person.id
  return (
    <article
      className={classes.card}
      aria-label={t('card.label', { author: piece.author.name })}
      data-whole={whole || undefined}
    >
      <div className={classes.top}>
        <span className={classes.faces} aria-hidden>
          {piece.people.slice(0, 3).map((p) => (
            <Avatar key={p.id} name={p.name} id={p.id} size={36} />
          ))}
        </span>
        <div className={classes.who}>
          <div className={classes.names}>
            <Names people={piece.people} />
          </div>
          <div className={classes.meta}>
            <span>
              {mine ? t('card.byYou') : t('card.by')}{' '}
              {mine ? null : (
                <Go to={`/people/${piece.author.id}`} className={classes.author} dir="auto">
                  {piece.author.name}
                </Go>
              )}
            </span>
            {whole ? (
              <When at={piece.at} />
            ) : (
              <Go to={`/recognition/${piece.id}`} search className={classes.when}>
                <When at={piece.at} />
              </Go>
            )}
            {piece.editedAt ? (
              <span>
                {t('card.edited')} <When at={piece.editedAt} />
              </span>
            ) : null}
            {piece.quiet ? (
              <span className={classes.quietMark}>
                <IconLock size={13} stroke={1.8} aria-hidden /> {t('card.quiet')}
              </span>
            ) : null}
          </div>
        </div>
        <More piece={piece} mine={mine} />
      </div>
      {piece.hidden ? (
        <Note tone="warn" title={t('hidden.title')}>
          {t(mine ? 'hidden.yours' : 'hidden.others', { name: piece.hidden.by.name, because: piece.hidden.because })}
        </Note>
      ) : null}
      <p className={classes.words} dir="auto">
        <Words piece={piece} />
      </p>
      {piece.value || piece.goal ? (
        <div className={classes.tags}>
          {piece.value ? (
            <span className={classes.value}>
              <strong>{piece.value.name}</strong>
              {piece.value.sentence ? <span> {piece.value.sentence}</span> : null}
            </span>
          ) : null}
          {piece.goal ? (
            <Go to={`/goals/${piece.goal.id}`} className={classes.goal} dir="auto">
              <IconTarget size={15} stroke={1.7} aria-hidden /> {piece.goal.title}
            </Go>
          ) : null}
        </div>
      ) : null}
      {piece.may.respond ? <Reactions piece={piece} whole={whole ?? false} /> : null}
    </article>
  )
}

function Names({ people }: { people: Piece['people'] }) {
  const { t } = useTranslation('recognition')
  const f = useFormat()
  const [all, setAll] = useState(false)
  const shown = all || people.length <= 4 ? people : people.slice(0, 3)
  const rest = people.length - shown.length
  return (
    <>
      {shown.map((p, i) => (
        <Fragment key={p.id}>
          {i > 0 ? ', ' : ''}
          <Go to={`/people/${p.id}`} className={classes.name} dir="auto">
            {p.name}
          </Go>
        </Fragment>
      ))}
      {rest > 0 ? (
        <>
          {' '}
          <button type="button" className={writing.textButton} onClick={() => setAll(true)}>
            {t('card.more', { count: rest, number: f.number(rest) })}
          </button>
        </>
      ) : null}
    </>
  )
}

/** The words, with whoever is mentioned as a way to them. */
function Words({ piece }: { piece: Pick<Piece, 'words' | 'mentions'> }) {
  const parts = mentionParts(piece.words, piece.mentions)
  return (
    <>
      {parts.map((part, i) =>
        typeof part === 'string' ? (
          <Fragment key={i}>{part}</Fragment>
        ) : (
          <Go key={i} to={`/people/${part.id}`} className={classes.mention}>
            @{part.name}
          </Go>
        ),
      )}
    </>
  )
}

function Reactions({ piece, whole }: { piece: Piece; whole: boolean }) {
  const { t } = useTranslation('recognition')
  const f = useFormat()
  const me = useMe()
  const { react } = usePieceActs()
  const mine = piece.reactions.find((r) => r.mine)?.kind ?? null
  const choose = (kind: ReactionKind) => {
    const next = kind === mine ? null : kind
    putPiece(reacted(piece, next, { id: me.person.id, name: me.person.name }))
    react.mutate({ recognitionId: piece.id, kind: next }, { onError: () => putPiece(piece) })
  }
  return (
    <div className={classes.foot}>
      {reactionKinds.flatMap((kind) => {
        const there = piece.reactions.find((r) => r.kind === kind)
        if (!there) return []
        const Sign = icons[kind]
        const names = there.people.slice(0, 5).map((p) => p.name)
        const rest = there.count - names.length
        const who = rest > 0 ? t('react.more', { names: f.list(names), count: rest }) : f.list(names)
        return [
          <button
            key={kind}
            type="button"
            className={classes.reaction}
            aria-pressed={there.mine}
            data-mine={there.mine || undefined}
            title={who}
            onClick={() => choose(kind)}
          >
            <Sign size={15} stroke={1.7} aria-hidden />
            {t(`react.${kind}`)}
            <span className={classes.count}>{f.number(there.count)}</span>
            <span className="spoken">: {who}</span>
          </button>,
        ]
      })}
      <Menu position="bottom-start" width={240}>
        <Menu.Target>
          <button type="button" className={classes.join}>
            <IconMoodSmile size={16} stroke={1.7} aria-hidden />
            {t('react.join')}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {reactionKinds.map((kind) => {
            const Sign = icons[kind]
            return (
              <Menu.Item
                key={kind}
                leftSection={<Sign size={16} stroke={1.7} aria-hidden />}
                onClick={() => choose(kind)}
              >
                {t(kind === mine ? 'react.without' : `react.${kind}`, { word: t(`react.${kind}`) })}
              </Menu.Item>
            )
          })}
        </Menu.Dropdown>
      </Menu>
      {whole ? null : (
        <Go to={`/recognition/${piece.id}`} search className={classes.join} data-row id={`recognition-${piece.id}`}>
          <IconMessage2 size={16} stroke={1.7} aria-hidden />
          {piece.comments > 0
            ? t('talk.count', { count: piece.comments, number: f.number(piece.comments) })
            : t('talk.say')}
        </Go>
      )}
    </div>
  )
}

/** What one can do beyond joining in: change, take back, report, hide. */
function More({ piece, mine }: { piece: Piece; mine: boolean }) {
  const { t } = useTranslation('recognition')
  const f = useFormat()
  const go = useGo()
  const acts = usePieceActs()
  const [asks, setAsks] = useState<'report' | 'decide' | 'takeBack' | null>(null)
  const close = () => setAsks(null)
  if (!piece.changeUntil && !piece.may.report && !piece.may.decide) return null
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <ActionIcon aria-label={t('more.label', { author: piece.author.name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mine && piece.changeUntil ? (
            <>
              <Menu.Label>{t('more.until', { until: f.instant(piece.changeUntil) })}</Menu.Label>
              <Menu.Item
                leftSection={<IconPencil size={16} aria-hidden />}
                onClick={() => void go(`/recognition/change/${piece.id}`)}
              >
                {t('more.change')}
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setAsks('takeBack')}>
                {t('more.takeBack')}
              </Menu.Item>
            </>
          ) : null}
          {piece.may.report ? (
            <Menu.Item leftSection={<IconFlag2 size={16} aria-hidden />} onClick={() => setAsks('report')}>
              {t('more.report')}
            </Menu.Item>
          ) : null}
          {piece.may.decide ? (
            piece.hidden ? (
              <Menu.Item
                leftSection={<IconEye size={16} aria-hidden />}
                onClick={() => acts.decide.mutate({ recognitionId: piece.id, hide: false })}
              >
                {t('more.show')}
              </Menu.Item>
            ) : (
              <Menu.Item leftSection={<IconEyeOff size={16} aria-hidden />} onClick={() => setAsks('decide')}>
                {t('more.hide')}
              </Menu.Item>
            )
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asks === 'takeBack'}
        onClose={close}
        title={t('takeBack.title')}
        confirm={t('takeBack.act')}
        busy={acts.takeBack.isPending}
        onConfirm={() =>
          acts.takeBack.mutate(
            { recognitionId: piece.id },
            { onSuccess: () => (close(), void go('/recognition', { search: true })) },
          )
        }
      >
        {t('takeBack.body')}
      </ConfirmDialog>
      {asks === 'report' ? <ReportDialog recognitionId={piece.id} onClose={close} /> : null}
      {asks === 'decide' ? <DecideDialog recognitionId={piece.id} onClose={close} /> : null}
    </>
  )
}

/** One more page of a feed. */
export function MorePages({ more, busy, load }: { more: boolean; busy: boolean; load: () => void }) {
  const { t } = useTranslation('recognition')
  return more ? (
    <Button variant="default" mt="md" loading={busy} onClick={load}>
      {t('showMore')}
    </Button>
  ) : null
}
