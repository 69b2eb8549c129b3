/** One piece with what was said to it. */
import { Button, Textarea } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { useDraft } from '../ui/draft.ts'
import { Avatar } from '../ui/person.tsx'
import { When } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { type Comment, type Detail, usePieceActs } from './acts.ts'
import { DecideDialog, ReportDialog } from './care-dialogs.tsx'
import { PieceCard } from './card.tsx'
import writing from '../ui/writing.module.css'
import classes from './recognition.module.css'

export function PiecePanel() {
  const { t } = useTranslation('recognition')
  const { recognitionId = '' } = useParams({ strict: false }) as { recognitionId?: string }
  const query = useOperation('recognition.get', { recognitionId })
  return (
    <SidePanel
      key={recognitionId}
      back="/recognition"
      kind={t('title')}
      title={query.data ? t('panel.title', { author: query.data.author.name }) : t('title')}
    >
      <Loaded query={query} skeleton={<TextSkeleton lines={6} />}>
        {(piece) => (
          <div className={classes.stack}>
            <PieceCard piece={piece} whole />
            <Talk piece={piece} />
          </div>
        )}
      </Loaded>
    </SidePanel>
  )
}

function Talk({ piece }: { piece: Detail }) {
  const { t } = useTranslation('recognition')
  return (
    <section className={classes.stack} aria-label={t('talk.title')}>
      {piece.talk.length > 0 ? (
        <ol className={classes.talk}>
          {piece.talk.map((one) => (
            <li key={one.id}>
              <Avatar name={one.author.name} id={one.author.id} size={24} />
              <One recognitionId={piece.id} one={one} />
            </li>
          ))}
        </ol>
      ) : null}
      {piece.may.respond ? <Say recognitionId={piece.id} /> : null}
    </section>
  )
}

function One({ recognitionId, one }: { recognitionId: string; one: Comment }) {
  const { t } = useTranslation('recognition')
  const acts = usePieceActs()
  const [asks, setAsks] = useState<'report' | 'decide' | null>(null)
  const target = { recognitionId, commentId: one.id, onClose: () => setAsks(null) }
  return (
    <div className={classes.one}>
      <div className={classes.meta}>
        <strong dir="auto">{one.author.name}</strong>
        <When at={one.at} />
      </div>
      <p className={classes.said} dir="auto">
        {one.words}
      </p>
      {one.hidden ? (
        <p className={writing.small}>{t('talk.hidden', { name: one.hidden.by.name, because: one.hidden.because })}</p>
      ) : null}
      <div className={classes.meta}>
        {one.may.takeBack ? (
          <button
            type="button"
            className={writing.textButton}
            onClick={() => acts.takeBackComment.mutate({ recognitionId, commentId: one.id })}
          >
            {t('talk.takeBack')}
          </button>
        ) : null}
        {one.may.report ? (
          <button type="button" className={writing.textButton} onClick={() => setAsks('report')}>
            {t('talk.report')}
          </button>
        ) : null}
        {one.may.decide ? (
          <button
            type="button"
            className={writing.textButton}
            onClick={() =>
              one.hidden ? acts.decide.mutate({ recognitionId, commentId: one.id, hide: false }) : setAsks('decide')
            }
          >
            {t(one.hidden ? 'talk.show' : 'talk.hide')}
          </button>
        ) : null}
      </div>
      {asks === 'report' ? <ReportDialog {...target} /> : null}
      {asks === 'decide' ? <DecideDialog {...target} /> : null}
    </div>
  )
}

function Say({ recognitionId }: { recognitionId: string }) {
  const { t } = useTranslation('recognition')
  const words = useDraft(`recognition-comment:${recognitionId}`, '')
  const { comment } = usePieceActs()
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault()
        if (!words.value.trim() || comment.isPending) return
        comment.mutate(
          { recognitionId, id: crypto.randomUUID(), words: words.value.trim() },
          { onSuccess: words.clear },
        )
      }}
    >
      <Textarea
        autosize
        minRows={1}
        maxRows={5}
        maxLength={300}
        dir="auto"
        value={words.value}
        label={t('talk.say')}
        placeholder={t('talk.placeholder')}
        onChange={(event) => words.set(event.currentTarget.value)}
      />
      {comment.error ? <ProblemNote small error={comment.error} /> : null}
      {words.value.trim() ? (
        <div className={writing.buttons}>
          <Button type="submit" size="sm" loading={comment.isPending}>
            {t('talk.act')}
          </Button>
        </div>
      ) : null}
    </form>
  )
}
