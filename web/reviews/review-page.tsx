/** One review as the reader may read it now: the person who answers it, the manager who shares it, HR who looks at it. */
import { Button, Checkbox, Textarea } from '@mantine/core'
import { IconCheck, IconDownload, IconPrinter } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf, useOperation } from '../api.ts'
import { FeedbackBeside, useFeedbackAbout } from '../feedback/beside.tsx'
import { useDraft } from '../ui/draft.ts'
import { Go } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { useReviewActs, type Whole } from './acts.ts'
import { Voices } from './questions.tsx'
import { ReopenDialog } from './reopen-dialog.tsx'
import { Turns } from './turns.tsx'
import classes from './reviews.module.css'

export function ReviewPage() {
  const { t } = useTranslation('reviews')
  const { reviewId = '' } = useParams({ strict: false }) as { reviewId?: string }
  const query = useOperation('reviews.get', { reviewId })
  if (query.error && !query.data) {
    return (
      <Page title={t('review.title')} width="reading" back={{ to: '/reviews', label: t('mine.short') }}>
        <ProblemNote error={query.error} retry={() => void query.refetch()} />
      </Page>
    )
  }
  if (!query.data) return <PageSkeleton />
  return <Review v={query.data} />
}

function Review({ v }: { v: Whole }) {
  const { t } = useTranslation('reviews')
  const { share, clear } = useReviewActs()
  const own = v.as === 'person'
  return (
    <Page
      title={own ? t('review.own') : t('review.of', { name: v.person.name })}
      width="reading"
      back={{ to: '/reviews', label: t('mine.short') }}
      help={t('review.help')}
      description={
        <>
          {v.cycle.name} · <When on={v.startsOn} style="short" /> – <When on={v.endsOn} style="short" />
          {own && v.manager ? <> · {t('own.manager', { name: v.manager.name })}</> : null}
          {v.writer ? <> · {t(v.shared ? 'review.wrote' : 'team.writer', { name: v.writer.name })}</> : null}
          {own ? null : <> · {v.person.title}</>}
        </>
      }
      more={
        v.sections.length > 0 ? (
          <>
            {v.shared ? (
              <Button
                component="a"
                variant="default"
                leftSection={<IconDownload size={16} aria-hidden />}
                href={addressOf('reviews.pdf', { reviewId: v.id })}
              >
                {t('review.pdf')}
              </Button>
            ) : null}
            <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => print()}>
              {t('review.print')}
            </Button>
          </>
        ) : undefined
      }
      action={
        v.mayShare ? (
          <Button loading={share.isPending} onClick={() => share.mutate({ reviewId: v.id })}>
            {t('review.share', { name: v.person.name })}
          </Button>
        ) : v.mayClear ? (
          <Button
            leftSection={<IconCheck size={16} aria-hidden />}
            loading={clear.isPending}
            onClick={() => clear.mutate({ reviewId: v.id })}
          >
            {t('review.clear')}
          </Button>
        ) : v.taskId && !v.shared ? (
          <Button component={Go} to={`/reviews/write/${v.taskId}`} variant="default">
            {t('review.form')}
          </Button>
        ) : undefined
      }
    >
      <Standing v={v} />
      {v.as === 'manager' || v.as === 'second' ? <FeedbackOfPeriod v={v} /> : null}
      {v.sections.length === 0 ? (
        <Empty small title={own && !v.shared ? t('review.notYet') : t('review.nothing')} />
      ) : (
        v.sections.map((section) => (
          <section key={section.id} className={classes.section} aria-labelledby={`s-${section.id}`}>
            <div className={classes.sectionHead}>
              <h2 id={`s-${section.id}`} dir="auto">
                {section.title}
              </h2>
            </div>
            {section.questions.map((q) => {
              const rating = v.ratings.find((r) => r.questionId === q.id)
              return (
                <div key={q.id} className={classes.readOnly}>
                  <h3 dir="auto">{q.ask}</h3>
                  <Voices question={q} voices={q.answers} subject={v.person} />
                  {rating?.changed ? <Changed q={q} rating={rating} /> : null}
                </div>
              )
            })}
          </section>
        ))
      )}
      {v.hidden.length > 0 ? <Hidden v={v} /> : null}
      {v.mayAcknowledge || v.acknowledged ? <Acknowledgement v={v} /> : null}
      <Before v={v} />
      {v.as === 'hr' && v.turns.some((n) => n.kind === 'submitted') ? <OpenAgain v={v} /> : null}
      <Turns turns={v.turns} />
    </Page>
  )
}

/** Whoever shares it has at hand what the person was told in the period, as far as they may read it. */
function FeedbackOfPeriod({ v }: { v: Whole }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const items = useFeedbackAbout(v.person.id, { from: v.startsOn, to: v.endsOn })
  if (items.length === 0) return null
  return (
    <details className={classes.beforehand} data-chrome>
      <summary>{t('review.feedback', { n: f.number(items.length), count: items.length })}</summary>
      <FeedbackBeside items={items} />
    </details>
  )
}

function OpenAgain({ v }: { v: Whole }) {
  const { t } = useTranslation('reviews')
  const [asking, setAsking] = useState(false)
  return (
    <div data-chrome>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('reopen.act')}
      </Button>
      {asking ? <ReopenDialog reviewId={v.id} name={v.person.name} onClose={() => setAsking(false)} /> : null}
    </div>
  )
}

function Standing({ v }: { v: Whole }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  return (
    <div className={classes.banner}>
      {v.state === 'left_out' ? (
        <Note title={t('review.leftOut')} />
      ) : v.shared && v.as !== 'person' ? (
        <Note tone="good" title={t('review.sharedBy', { name: v.shared.by.name, day: f.dayAt(v.shared.at, 'short') })}>
          {v.acknowledged ? null : t('review.notRead', { name: v.person.name })}
        </Note>
      ) : v.shared ? (
        v.acknowledged ? null : (
          <Note tone="accent" title={t('review.readFirst')}>
            {t('review.readFirstBody')}
          </Note>
        )
      ) : v.mayShare ? (
        <Note tone="accent" title={t('review.shareFirst')}>
          {t('review.shareFirstBody', { name: v.person.name })}
        </Note>
      ) : v.sharesAfter ? (
        <Note
          title={
            v.sharesAfter.on
              ? t('review.sharesAfter', {
                  stage: t(`stage.${v.sharesAfter.stage}`),
                  day: f.day(v.sharesAfter.on, 'short'),
                })
              : t('review.sharesAfterSession')
          }
        />
      ) : null}
      {v.cleared && v.as !== 'person' ? (
        <Note tone="good" title={t('review.clearedBy', { name: v.cleared.by.name })} />
      ) : null}
    </div>
  )
}

type Rating = Whole['ratings'][number]

function Changed({ q, rating }: { q: Whole['sections'][number]['questions'][number]; rating: Rating }) {
  const { t } = useTranslation('reviews')
  if (!rating.changed) return null
  return (
    <div className={classes.changed}>
      <Note
        title={t('review.changed', {
          name: rating.changed.by.name,
          from: q.steps[rating.changed.from - 1]?.label ?? '',
          to: q.steps[rating.value - 1]?.label ?? '',
        })}
      >
        {rating.changed.reason}
      </Note>
    </div>
  )
}

function Hidden({ v }: { v: Whole }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  return (
    <p className={classes.after}>
      {t('review.hidden', { who: f.list(v.hidden.map((role) => t(`voices.${role}`))), floor: f.number(v.floor) })}
    </p>
  )
}

/** What the person had read and answered before their review was opened again. */
function Before({ v }: { v: Whole }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  return v.before.map((b) => (
    <details key={b.reopened.at} className={classes.before}>
      <summary>{t('before.title', { day: f.dayAt(b.reopened.at, 'short') })}</summary>
      <p className={classes.small}>
        {t('before.shared', { name: b.shared.by.name, day: f.dayAt(b.shared.at, 'short') })}
      </p>
      {b.sections.map((section) => (
        <section key={section.id}>
          <h3 dir="auto">{section.title}</h3>
          {section.questions.map((q) => (
            <div key={q.id} className={classes.readOnly}>
              <h4 dir="auto">{q.ask}</h4>
              <Voices question={q} voices={q.answers} subject={v.person} />
            </div>
          ))}
        </section>
      ))}
      {b.acknowledged ? (
        <section>
          <h3>{t('acknowledge.answer', { name: v.person.name })}</h3>
          <SaidWords said={b.acknowledged} />
        </section>
      ) : (
        <p className={classes.small}>{t('before.unread', { name: v.person.name })}</p>
      )}
    </details>
  ))
}

/** What the person answered, as others read it. */
function SaidWords({ said }: { said: NonNullable<Whole['acknowledged']> }) {
  const { t } = useTranslation('reviews')
  return (
    <>
      <p className={classes.said}>
        {t(said.disagrees ? 'acknowledge.saidDisagrees' : 'acknowledge.saidRead')} · <When at={said.at} />
      </p>
      {said.comment ? (
        <p className={classes.said} dir="auto">
          {said.comment}
        </p>
      ) : null}
    </>
  )
}

/** "I have read this" is not consent, and says so. */
function Acknowledgement({ v }: { v: Whole }) {
  const { t } = useTranslation('reviews')
  const { acknowledge } = useReviewActs()
  const draft = useDraft(`acknowledge:${v.id}`, {
    comment: v.acknowledged?.comment ?? '',
    disagrees: v.acknowledged?.disagrees ?? false,
  })
  const { comment, disagrees } = draft.value
  if (v.acknowledged && (v.as !== 'person' || !v.mayAcknowledge)) {
    return (
      <section className={classes.section} aria-labelledby="acknowledged">
        <div className={classes.sectionHead}>
          <h2 id="acknowledged">{t('acknowledge.answer', { name: v.person.name })}</h2>
        </div>
        <SaidWords said={v.acknowledged} />
      </section>
    )
  }
  return (
    <section className={classes.section} aria-labelledby="acknowledge" data-chrome={v.acknowledged ? undefined : true}>
      <div className={classes.sectionHead}>
        <h2 id="acknowledge">{t('acknowledge.title')}</h2>
        <p className={classes.intro}>{t('acknowledge.body')}</p>
      </div>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          acknowledge.mutate({ reviewId: v.id, comment, disagrees }, { onSuccess: draft.clear })
        }}
      >
        <Textarea
          autosize
          minRows={3}
          maxRows={20}
          maxLength={10_000}
          dir="auto"
          label={t('acknowledge.comment')}
          description={t('acknowledge.commentHint')}
          value={comment}
          onChange={(event) => {
            const words = event.currentTarget.value
            draft.set((old) => ({ ...old, comment: words }))
          }}
        />
        <Checkbox
          label={t('acknowledge.disagrees')}
          description={t('acknowledge.disagreesHint')}
          checked={disagrees}
          onChange={(event) => {
            const on = event.currentTarget.checked
            draft.set((old) => ({ ...old, disagrees: on }))
          }}
        />
        {acknowledge.error ? <ProblemNote small error={acknowledge.error} /> : null}
        <div>
          <Button type="submit" loading={acknowledge.isPending} leftSection={<IconCheck size={16} aria-hidden />}>
            {v.acknowledged ? t('acknowledge.change') : t('acknowledge.act')}
          </Button>
        </div>
      </form>
    </section>
  )
}
