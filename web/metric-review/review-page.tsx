/** Are these still the right success metrics? One by one: keep, change or retire. */
import { Button, Modal, NumberInput, Radio, Select, Textarea } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LookedAt, MetricReview, ReviewChoice } from '../../contract/metric-review.ts'
import { useAct, useOperation } from '../api.ts'
import { useMarks, useMoments } from '../metrics/moments.ts'
import { useMetricWords } from '../metrics/words.tsx'
import { languageOf } from '../program/language.ts'
import { DateField } from '../ui/date-field.tsx'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { TrendChart } from '../ui/trend-chart.tsx'
import { reviewTones } from './review-list.tsx'
import { chartScale, chartUnit } from '../metrics/chart-unit.ts'
import classes from './metric-review.module.css'

const stale = [
  'metricReviews.get',
  'metricReviews.list',
  'program.get',
  'program.list',
  'week.get',
  'mistakes.get',
] as const
const choices = ['keep', 'change', 'retire'] as const
const courseTone = {
  reached: 'good',
  on: 'good',
  off: 'warn',
  over: 'bad',
  unaimed: 'quiet',
  not_yet: 'quiet',
} as const
const choiceTone = { keep: 'good', change: 'accent', retire: 'quiet' } as const

export function ReviewPage() {
  const { i18n } = useTranslation('metric-review')
  const { reviewId = '' } = useParams({ strict: false }) as { reviewId?: string }
  const query = useOperation('metricReviews.get', { reviewId, language: languageOf(i18n.language) })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(review) => <Inside review={review} />}
    </Loaded>
  )
}

function Inside({ review }: { review: MetricReview }) {
  const { t } = useTranslation('metric-review')
  const f = useFormat()
  const [holding, setHolding] = useState(false)
  const open = review.metrics.filter((m) => m.choice === null).length
  return (
    <Page
      title={t('title', { program: review.program })}
      help={t('help')}
      back={{ to: '/program/business-review', label: t('back') }}
      description={
        <span className={classes.headline}>
          {t('after', { count: review.months, n: f.number(review.months) })}
          {' · '}
          {review.heldOn
            ? t('list.held', { day: f.day(review.heldOn, 'long') })
            : t('list.dueOn', { day: f.day(review.dueOn, 'long') })}
          <State tone={reviewTones[review.state]}>{t(`state.${review.state}`)}</State>
        </span>
      }
      action={
        review.mayDecide && review.metrics.length > 0 ? (
          <Button onClick={() => setHolding(true)} disabled={open > 0}>
            {t('hold.act')}
          </Button>
        ) : undefined
      }
    >
      {review.state === 'ahead' ? <Note title={t('ahead.title')}>{t('ahead.body')}</Note> : null}
      {review.mayDecide && open > 0 && review.metrics.length > 0 ? (
        <Note title={t('open.title', { count: open, n: f.number(open) })}>{t('open.body')}</Note>
      ) : null}
      {review.state === 'held' ? (
        <Note
          tone="good"
          title={t('held.title', {
            name: review.heldBy?.name ?? '',
            day: f.day(review.heldOn ?? review.dueOn, 'long'),
          })}
          action={
            review.unpublished ? (
              <Button component={Go} to="/program/design/publish" variant="default">
                {t('held.publish')}
              </Button>
            ) : undefined
          }
        >
          {t(review.unpublished ? 'held.unpublished' : 'held.body')}
          {review.meeting ? (
            <>
              {' '}
              <Go className={classes.link} to={`/program/governance/meetings/${review.meeting.id}`}>
                {t('held.meeting', { day: f.dayAt(review.meeting.startsAt, 'long') })}
              </Go>
            </>
          ) : null}
        </Note>
      ) : null}
      {review.metrics.length === 0 ? (
        <Empty
          title={t('none.title')}
          action={
            review.mayDecide ? (
              <Button component={Go} to="/program/design/metrics">
                {t('none.act')}
              </Button>
            ) : undefined
          }
        >
          {t('none.body')}
        </Empty>
      ) : (
        review.metrics.map((one) => <One key={one.definition.id} review={review} one={one} />)
      )}
      {holding ? <Hold review={review} onClose={() => setHolding(false)} /> : null}
    </Page>
  )
}

function One({ review, one }: { review: MetricReview; one: LookedAt }) {
  const { t } = useTranslation('metric-review')
  const [marks, moments] = [useMarks(), useMoments()]
  const words = useMetricWords()
  const { f } = words
  const { definition, stood, choice } = one
  const [editing, setEditing] = useState(choice === null)
  const point = stood.now?.state === 'shown' || stood.now?.state === 'held' ? stood.now.point : null
  const scale = chartScale(definition.unit)
  const value = (n: number | null) => (n === null ? t('notSet') : words.aim(definition, n))
  return (
    <Section title={definition.name} description={definition.sentence}>
      <div className={classes.metric}>
        <div className={classes.standing}>
          <p className={classes.value}>{point ? words.value(definition, point) : '–'}</p>
          <p className={classes.quiet}>
            {point ? (
              <>
                {words.of(definition, point)}, <When on={point.asOf} style="short" />
              </>
            ) : (
              t(stood.now?.state === 'hidden' ? 'hidden' : 'noNumber')
            )}
          </p>
          <State tone={courseTone[stood.course]}>{t(`course.${stood.course}`)}</State>
          <dl className={classes.aims}>
            <div>
              <dt>{t('target')}</dt>
              <dd>
                {stood.by ? t('by', { value: value(stood.target), day: f.day(stood.by, 'long') }) : value(stood.target)}
              </dd>
            </div>
            <div>
              <dt>{t('baseline')}</dt>
              <dd>{value(stood.baseline)}</dd>
            </div>
            {stood.expected !== null ? (
              <div>
                <dt>{t('expected')}</dt>
                <dd>{value(stood.expected)}</dd>
              </div>
            ) : null}
          </dl>
        </div>
        {stood.series.length > 0 ? (
          <TrendChart
            title={definition.name}
            unit={chartUnit(definition.unit, t('days'))}
            height={170}
            target={stood.target === null ? null : stood.target * scale}
            baseline={stood.baseline === null ? null : stood.baseline * scale}
            annotations={marks(moments, definition.id)}
            series={[
              {
                id: definition.id,
                label: definition.name,
                points: stood.series.map((p) => ({
                  on: p.asOf,
                  value: p.value === null ? null : p.value * scale,
                  ...(definition.ratio ? { numerator: p.numerator, denominator: p.denominator } : {}),
                })),
              },
            ]}
          />
        ) : null}
      </div>
      {choice && !(review.mayDecide && editing) ? (
        <div className={classes.chosen}>
          <State tone={choiceTone[choice.choice]}>{t(`choice.${choice.choice}`)}</State>
          <span className={classes.chosenWords}>
            {choice.choice === 'change' && choice.by ? (
              <strong>{t('becomes', { value: value(choice.target), day: f.day(choice.by, 'long') })}</strong>
            ) : null}
            {choice.replacedBy ? <strong>{t('instead', { name: choice.replacedBy.name })}</strong> : null}
            {choice.why ? <span dir="auto">{choice.why}</span> : null}
            <span className={classes.quiet}>
              <span dir="auto">{choice.chosenBy.name}</span>, <When at={choice.chosenAt} style="short" />
            </span>
          </span>
          {review.mayDecide ? (
            <Button variant="subtle" color="gray" size="compact-md" onClick={() => setEditing(true)}>
              {t('again')}
              <span className="spoken">: {definition.name}</span>
            </Button>
          ) : null}
        </div>
      ) : review.mayDecide ? (
        <Choose key={review.revision} review={review} one={one} onDone={() => setEditing(false)} />
      ) : null}
    </Section>
  )
}

function Choose({ review, one, onDone }: { review: MetricReview; one: LookedAt; onDone: () => void }) {
  const { t } = useTranslation('metric-review')
  const { t: metrics } = useTranslation('metrics')
  const { definition, stood, choice: was } = one
  const [choice, setChoice] = useState<ReviewChoice | null>(was?.choice ?? null)
  const [target, setTarget] = useState<number | string>(was?.target ?? stood.target ?? '')
  const [by, setBy] = useState<string | null>(was?.by ?? stood.by)
  const [why, setWhy] = useState(was?.why ?? '')
  const [replacedBy, setReplacedBy] = useState<string | null>(was?.replacedBy?.id ?? null)
  const act = useAct('metricReviews.choose', { invalidates: stale, showsProblem: true, onDone })
  const ready =
    choice === 'keep' ||
    (choice === 'change' && typeof target === 'number' && by !== null && by > review.today && why.trim()) ||
    (choice === 'retire' && why.trim())
  return (
    <form
      className={classes.choose}
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready || choice === null) return
        act.mutate({
          reviewId: review.id,
          metric: definition.id,
          revision: review.revision,
          choice,
          target: choice === 'change' && typeof target === 'number' ? target : null,
          by: choice === 'change' ? by : null,
          why,
          replacedBy: choice === 'retire' ? (review.others.find((m) => m.id === replacedBy)?.id ?? null) : null,
        })
      }}
    >
      <Radio.Group
        label={t('choose', { name: definition.name })}
        value={choice ?? ''}
        onChange={(v) => setChoice(choices.find((c) => c === v) ?? null)}
      >
        <div className={classes.radios}>
          {choices.map((c) => (
            <Radio key={c} value={c} label={t(`choice.${c}`)} description={t(`means.${c}`)} />
          ))}
        </div>
      </Radio.Group>
      {choice === 'change' ? (
        <div className={classes.two}>
          <NumberInput label={t('newTarget')} decimalScale={1} value={target} onChange={setTarget} />
          <DateField label={t('newBy')} value={by} onChange={setBy} min={review.today} required />
        </div>
      ) : null}
      {choice === 'retire' ? (
        <Select
          label={t('replacedBy')}
          description={t('replacedBySays')}
          placeholder={t('nothing')}
          searchable
          clearable
          value={replacedBy}
          onChange={setReplacedBy}
          data={(['adoption', 'quality', 'outcome'] as const)
            .map((layer) => ({
              group: metrics(`layers.${layer}.title`),
              items: review.others.filter((m) => m.layer === layer).map((m) => ({ value: m.id, label: m.name })),
            }))
            .filter((g) => g.items.length > 0)}
        />
      ) : null}
      {choice ? (
        <Textarea
          label={t(choice === 'keep' ? 'whyKeep' : 'why')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          dir="auto"
          value={why}
          onChange={(e) => setWhy(e.currentTarget.value)}
        />
      ) : null}
      {act.error ? <ProblemNote small error={act.error} /> : null}
      {choice ? (
        <div className={classes.buttons}>
          <Button type="submit" size="compact-md" loading={act.isPending} disabled={!ready}>
            {t('save')}
            <span className="spoken">: {definition.name}</span>
          </Button>
          {was ? (
            <Button variant="subtle" color="gray" size="compact-md" onClick={onDone}>
              {t('cancel')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </form>
  )
}

function Hold({ review, onClose }: { review: MetricReview; onClose: () => void }) {
  const { t } = useTranslation('metric-review')
  const f = useFormat()
  const [meetingId, setMeetingId] = useState<string | null>(review.meetings[0]?.id ?? null)
  const hold = useAct('metricReviews.hold', {
    invalidates: stale,
    showsProblem: true,
    done: t('hold.done'),
    onDone: onClose,
  })
  return (
    <Modal opened onClose={onClose} title={t('hold.title')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          hold.mutate({ reviewId: review.id, revision: review.revision, meetingId })
        }}
      >
        <p className={classes.plain}>{t('hold.says')}</p>
        {review.meetings.length > 0 ? (
          <Select
            label={t('hold.meeting')}
            placeholder={t('hold.noMeeting')}
            clearable
            value={meetingId}
            onChange={setMeetingId}
            data={review.meetings.map((m) => ({ value: m.id, label: f.dayAt(m.startsAt, 'long') }))}
          />
        ) : (
          <p className={classes.plain}>{t('hold.without')}</p>
        )}
        {hold.error ? <ProblemNote small error={hold.error} /> : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={hold.isPending}>
            {t('hold.act')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
