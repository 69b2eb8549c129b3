/** One person in the session: ratings, what is said about them, and what was changed and why. */
import { Button, Radio, Textarea } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { useDraft } from '../ui/draft.ts'
import { Go } from '../ui/link.tsx'
import { When } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Empty, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import {
  homeOf,
  ratingOf,
  stepOf,
  useRowActs,
  valueOf,
  type Axis,
  type Question,
  type Row,
  type Session,
} from './acts.ts'
import { propose, useProposal } from './proposal.ts'
import classes from './calibration.module.css'

export function PersonPanel() {
  const { t } = useTranslation('calibration')
  const { sessionId = '', reviewId = '' } = useParams({ strict: false }) as { sessionId?: string; reviewId?: string }
  const query = useOperation('calibration.get', { sessionId })
  const row = query.data?.rows.find((one) => one.reviewId === reviewId)
  return (
    <SidePanel title={row?.person.name ?? t('table.person')} kind={t('panel.kind')} back={homeOf(sessionId)}>
      {query.data && row ? (
        <Person key={row.reviewId} session={query.data} row={row} />
      ) : query.data ? (
        <Empty small title={t('panel.none')} />
      ) : query.error ? (
        <ProblemNote error={query.error} />
      ) : (
        <TextSkeleton />
      )}
    </SidePanel>
  )
}

function Person({ session, row }: { session: Session; row: Row }) {
  const { t } = useTranslation('calibration')
  return (
    <div className={classes.panel}>
      <p className={classes.hint}>
        {row.person.title}
        {row.department ? ` · ${row.department}` : ''}
        {row.manager ? ` · ${t('panel.manager', { name: row.manager.name })}` : ''}
      </p>
      {row.mayOpen ? (
        <div>
          <Button component={Go} to={`/reviews/${row.reviewId}`} variant="default" size="compact-sm">
            {t('panel.review')}
          </Button>
        </div>
      ) : null}
      {row.state === 'unrated' ? <Note title={t('panel.unrated')}>{t('panel.unratedBody')}</Note> : null}
      {row.state === 'shared' && session.mayMove ? (
        <Note title={t('panel.shared')}>{t('panel.sharedBody')}</Note>
      ) : null}
      {session.mayMove && row.state === 'rated' ? (
        <Change session={session} row={row} />
      ) : (
        <Given session={session} row={row} />
      )}
      {session.mayWrite || row.points.length > 0 ? <Points session={session} row={row} /> : null}
      {row.moves.length > 0 ? <Moves session={session} row={row} /> : null}
    </div>
  )
}

function Given({ session, row }: { session: Session; row: Row }) {
  const { t } = useTranslation('calibration')
  if (row.ratings.length === 0) return null
  return (
    <dl className={classes.facts}>
      {session.questions.map((q) => {
        const rating = ratingOf(row, q.axis)
        return (
          <div key={q.id}>
            <dt dir="auto">{q.ask}</dt>
            <dd dir="auto">
              {rating ? stepOf(q, rating.value) : t('row.none')}
              {rating && rating.value !== rating.before ? (
                <span className={classes.was}>{t('row.was', { step: stepOf(q, rating.before) })}</span>
              ) : null}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

function Change({ session, row }: { session: Session; row: Row }) {
  const { t } = useTranslation('calibration')
  const { move } = useRowActs()
  const suggested = useProposal(row.reviewId)
  const [wanted, setWanted] = useState<Partial<Record<Axis, number>>>({})
  const draft = useDraft(`calibration:${session.id}:${row.reviewId}`, '')
  const [asked, setAsked] = useState(0)
  useEffect(() => {
    if (!suggested) return
    setWanted({ x: suggested.x, ...(suggested.y === null ? {} : { y: suggested.y }) })
    setAsked((n) => n + 1)
    propose(null)
  }, [suggested])
  useEffect(() => {
    if (asked === 0) return
    // The panel takes the focus first; what is missing is the reason.
    const timer = setTimeout(() => document.getElementById(`reason-${row.reviewId}`)?.focus(), 60)
    return () => clearTimeout(timer)
  }, [asked, row.reviewId])
  const change = (axis: Axis) => {
    const from = valueOf(row, axis)
    const to = wanted[axis]
    return from === null || to === undefined || to === from ? null : { from, to }
  }
  const [x, y] = [change('x'), change('y')]
  const any = x !== null || y !== null
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (!any || !draft.value.trim()) return
        move.mutate(
          { sessionId: session.id, reviewId: row.reviewId, x, y, reason: draft.value.trim() },
          {
            onSuccess: (answer) => {
              draft.clear(answer)
              setWanted({})
            },
          },
        )
      }}
    >
      {session.questions.map((q) => (
        <Steps
          key={q.id}
          q={q}
          row={row}
          value={wanted[q.axis] ?? valueOf(row, q.axis)}
          onChange={(to) => setWanted((old) => ({ ...old, [q.axis]: to }))}
        />
      ))}
      {any ? (
        <>
          <Textarea
            id={`reason-${row.reviewId}`}
            autosize
            minRows={2}
            maxRows={10}
            maxLength={2000}
            required
            dir="auto"
            label={t('panel.reason')}
            description={t('panel.reasonHint')}
            value={draft.value}
            onChange={(event) => draft.set(event.currentTarget.value)}
          />
          {move.error ? <ProblemNote small error={move.error} /> : null}
          <div className={classes.buttons}>
            <Button type="submit" loading={move.isPending} disabled={!draft.value.trim()}>
              {t('panel.change')}
            </Button>
            <Button variant="default" onClick={() => setWanted({})}>
              {t('panel.leave')}
            </Button>
          </div>
        </>
      ) : null}
    </form>
  )
}

function Steps({
  q,
  row,
  value,
  onChange,
}: {
  q: Question
  row: Row
  value: number | null
  onChange: (value: number) => void
}) {
  const { t } = useTranslation('calibration')
  const rating = ratingOf(row, q.axis)
  if (!rating) return <p className={classes.hint}>{t('panel.without', { question: q.ask })}</p>
  return (
    <Radio.Group label={q.ask} value={String(value)} onChange={(to) => onChange(Number(to))}>
      <div className={classes.steps}>
        {q.steps.map((step, i) => (
          <Radio
            key={i}
            className={classes.step}
            data-chosen={value === i + 1 || undefined}
            value={String(i + 1)}
            label={
              <>
                <span dir="auto">{step.label}</span>
                {rating.given === i + 1 ? <span className={classes.tag}>{t('panel.given')}</span> : null}
                {rating.before === i + 1 && rating.before !== rating.given ? (
                  <span className={classes.tag}>{t('panel.before')}</span>
                ) : null}
              </>
            }
            description={step.anchor || undefined}
          />
        ))}
      </div>
    </Radio.Group>
  )
}

function Points({ session, row }: { session: Session; row: Row }) {
  const { t } = useTranslation('calibration')
  const { point } = useRowActs()
  const saved = row.points.find((p) => p.mine)?.words ?? ''
  const draft = useDraft(`calibration-point:${session.id}:${row.reviewId}`, saved)
  return (
    <section className={classes.part} aria-labelledby="points">
      <h3 id="points">{t('points.title')}</h3>
      <p className={classes.hint}>{t('points.what')}</p>
      {row.points
        .filter((p) => !p.mine || !session.mayWrite)
        .map((p) => (
          <div key={p.by.id} className={classes.said}>
            <p dir="auto">{p.words}</p>
            <p className={classes.small}>
              {p.by.name} · <When at={p.at} />
            </p>
          </div>
        ))}
      {session.mayWrite ? (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            point.mutate(
              { sessionId: session.id, reviewId: row.reviewId, words: draft.value.trim() },
              { onSuccess: draft.clear },
            )
          }}
        >
          <Textarea
            autosize
            minRows={2}
            maxRows={12}
            maxLength={2000}
            dir="auto"
            label={t('points.own')}
            value={draft.value}
            onChange={(event) => draft.set(event.currentTarget.value)}
          />
          {point.error ? <ProblemNote small error={point.error} /> : null}
          {draft.value.trim() === saved ? null : (
            <div>
              <Button type="submit" variant="default" size="sm" loading={point.isPending}>
                {t(draft.value.trim() ? 'points.save' : 'points.remove')}
              </Button>
            </div>
          )}
        </form>
      ) : null}
    </section>
  )
}

function Moves({ session, row }: { session: Session; row: Row }) {
  const { t } = useTranslation('calibration')
  const { undo } = useRowActs()
  const said = (axis: Axis, change: { from: number; to: number } | null) => {
    const q = session.questions.find((one) => one.axis === axis)
    if (!change || !q) return null
    return (
      <p key={axis} dir="auto">
        {t('moves.line', { from: stepOf(q, change.from), to: stepOf(q, change.to) })}
      </p>
    )
  }
  return (
    <section className={classes.part} aria-labelledby="moves">
      <h3 id="moves">{t('moves.title')}</h3>
      <ol className={classes.moves}>
        {row.moves.map((n) => (
          <li key={n.id} data-undone={n.undone ? true : undefined}>
            {said('x', n.x)}
            {said('y', n.y)}
            <p className={classes.reason} dir="auto">
              {n.reason}
            </p>
            <p className={classes.small}>
              {n.by.name} · <When at={n.at} />
              {n.undone ? (
                <>
                  {' · '}
                  {t('moves.undone', { name: n.undone.by.name })} <When at={n.undone.at} />
                </>
              ) : null}
            </p>
            {n.mayUndo ? (
              <div>
                <Button
                  variant="default"
                  size="compact-sm"
                  loading={undo.isPending}
                  onClick={() => undo.mutate({ sessionId: session.id, moveId: n.id })}
                >
                  {t('moves.undo')}
                </Button>
              </div>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  )
}
