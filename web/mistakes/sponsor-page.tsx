/** One page, one minute: is it working, what is needed of the sponsor, and, for them alone, their own example. */
import { ActionIcon, Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { IconArrowRight, IconCheck, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, useAct, useOperation, type Answer } from '../api.ts'
import { useMetricWords } from '../metrics/words.tsx'
import { WithProgram, type Program } from '../program/current.tsx'
import { addDays } from '../program/days.ts'
import { TextLink } from '../program/text-link.tsx'
import { useMe } from '../shell/me.ts'
import { DateField } from '../ui/date-field.tsx'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Facts, Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import classes from './sponsor.module.css'

type Shown = Answer<'home.sponsor'>
type Course = Shown['courses'][number]
type Planned = Shown['acts']['planned'][number]
type Kind = Planned['kind']
const kinds = ['message', 'session', 'goal', 'checkin'] as const
const stale = ['home.sponsor', 'home.lead'] as const
const courseTone = {
  reached: 'good',
  on: 'good',
  off: 'warn',
  over: 'bad',
  unaimed: 'quiet',
  not_yet: 'quiet',
} as const
const actTone = { done: 'good', ahead: 'quiet', due: 'accent', missed: 'warn' } as const

export function SponsorPage() {
  return <WithProgram>{(program) => <Sponsor program={program} />}</WithProgram>
}

function Sponsor({ program }: { program: Program }) {
  const { t } = useTranslation('mistakes')
  const me = useMe()
  const lead = me.roles.includes('lead')
  const query = useOperation('home.sponsor', { programId: program.id })
  const [planning, setPlanning] = useState(false)
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(a) => (
        <Page
          title={t('sponsor.title', { name: program.name || t('sponsor.none') })}
          description={t('sponsor.description')}
          help={t('sponsor.help')}
          action={a.sponsor ? <Button onClick={() => setPlanning(true)}>{t('sponsor.plan')}</Button> : undefined}
        >
          {a.sponsor ? null : (
            <Note
              tone="warn"
              title={t('sponsor.nobody')}
              action={
                lead ? (
                  <Button component={Go} to="/program/design/people" variant="default">
                    {t('sponsor.name')}
                  </Button>
                ) : undefined
              }
            >
              {t('sponsor.nobodyBody')}
            </Note>
          )}
          <Working shown={a} lead={lead} />
          {a.sponsor ? <Needed shown={a} /> : null}
          {a.sponsor ? <Acts shown={a} onPlan={() => setPlanning(true)} /> : null}
          {a.own ? <Own own={a.own} days={a.acts.days} /> : null}
          {planning ? <PlanDialog programId={program.id} today={a.today} onClose={() => setPlanning(false)} /> : null}
        </Page>
      )}
    </Loaded>
  )
}

function Working({ shown, lead }: { shown: Shown; lead: boolean }) {
  const { t } = useTranslation('mistakes')
  const f = useFormat()
  const known = shown.courses.filter((one) => !['unaimed', 'not_yet'].includes(one.state))
  const good = known.filter((one) => one.state === 'on' || one.state === 'reached')
  const verdict =
    known.length === 0 ? 'none' : good.length === known.length ? 'all' : good.length === 0 ? 'bad' : 'some'
  return (
    <Section
      title={t('sponsor.working')}
      description={t('sponsor.workingBody')}
      action={<TextLink to="/program/metrics">{t('sponsor.allMetrics')}</TextLink>}
    >
      {shown.courses.length === 0 ? (
        <Empty
          small
          title={t('sponsor.noMetrics')}
          action={
            lead ? (
              <Button component={Go} to="/program/design/metrics" variant="default">
                {t('sponsor.chooseMetrics')}
              </Button>
            ) : undefined
          }
        >
          {t('sponsor.noMetricsBody')}
        </Empty>
      ) : (
        <>
          <p className={classes.verdict}>
            {t(`sponsor.verdict.${verdict}`, { good: f.number(good.length), known: f.number(known.length) })}
          </p>
          <ul className={classes.courses}>
            {shown.courses.map((one) => (
              <CourseRow key={one.definition.id} course={one} />
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}

function CourseRow({ course }: { course: Course }) {
  const { t } = useTranslation('mistakes')
  const words = useMetricWords()
  const { definition, now, target, by, baseline } = course
  const { f } = words
  const point = now.state === 'shown' || now.state === 'held' ? now.point : null
  const aim =
    target === null
      ? null
      : by
        ? t('sponsor.aim', { target: words.aim(definition, target), on: f.day(by, 'short') })
        : t('sponsor.aimUndated', { target: words.aim(definition, target) })
  const began = baseline === null ? null : t('sponsor.began', { baseline: words.aim(definition, baseline) })
  return (
    <li>
      <span className={classes.value}>{point ? words.value(definition, point) : '–'}</span>
      <span className={classes.what}>
        <strong>{definition.name}</strong>
        <small>
          {point
            ? `${words.of(definition, point)}, ${f.day(point.asOf, 'short')}`
            : t(now.state === 'hidden' ? 'sponsor.hidden' : 'sponsor.noNumber')}
        </small>
        {aim || began ? <small>{[aim, began].filter(Boolean).join(', ')}</small> : null}
      </span>
      <State tone={courseTone[course.state]}>{t(`sponsor.course.${course.state}`)}</State>
    </li>
  )
}

/** What waits for the sponsor's word, and what was planned and has come due. */
function Needed({ shown }: { shown: Shown }) {
  const { t } = useTranslation('mistakes')
  const f = useFormat()
  const due = shown.acts.planned.filter((one) => one.state === 'due')
  const none = shown.approvals.length === 0 && due.length === 0
  return (
    <Section title={shown.mine ? t('sponsor.needMine') : t('sponsor.needTheirs', { name: shown.sponsor?.name ?? '' })}>
      {none ? (
        <Empty small title={t('sponsor.nothingNeeded')} icon={<IconCheck size={22} stroke={1.8} />}>
          {t('sponsor.nothingNeededBody')}
        </Empty>
      ) : (
        <ul className={classes.needs}>
          {shown.approvals.map((one) => (
            <li key={one.campaignId}>
              <Go to={shown.mine ? `/approve/${one.campaignId}` : `/program/communications/${one.campaignId}`}>
                <strong>{t(shown.mine ? 'sponsor.approve' : 'sponsor.approveTheirs', { title: one.title })}</strong>
                <small>
                  {one.sendsOn ? t('sponsor.leaves', { on: f.day(one.sendsOn, 'long') }) : t('sponsor.dateOpen')}
                </small>
                <IconArrowRight size={18} aria-hidden className="flips" />
              </Go>
            </li>
          ))}
          {due.map((one) => (
            <li key={one.id}>
              <span>
                <strong>{t('sponsor.dueAct', { act: t(`act.${one.kind}`), on: f.day(one.on, 'long') })}</strong>
                {one.note ? <small dir="auto">{one.note}</small> : null}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Acts({ shown, onPlan }: { shown: Shown; onPlan: () => void }) {
  const { t } = useTranslation('mistakes')
  const f = useFormat()
  const { programId } = shown
  const remove = useAct('home.removeAct', {
    invalidates: stale,
    done: t('sponsor.removed'),
    undo: (_, { actId }) => {
      const gone = shown.acts.planned.find((one) => one.id === actId)
      return gone && gone.on >= shown.today
        ? call('home.planAct', { programId, kind: gone.kind, on: gone.on, note: gone.note })
        : undefined
    },
  })
  const said = [
    t('sponsor.lately', {
      shown: f.number(shown.acts.lately),
      days: f.number(shown.acts.days),
      count: shown.acts.lately,
    }),
    ...(shown.acts.last ? [t('sponsor.lastSeen', { on: f.day(shown.acts.last, 'short') })] : []),
  ].join(', ')
  return (
    <Section title={t('sponsor.acts')} description={t('sponsor.actsBody')}>
      <p className={classes.verdict}>{said}</p>
      {shown.acts.planned.length === 0 ? (
        <Empty
          small
          title={t('sponsor.noActs')}
          action={
            <Button variant="default" onClick={onPlan}>
              {t('sponsor.plan')}
            </Button>
          }
        >
          {t('sponsor.noActsBody')}
        </Empty>
      ) : (
        <ul className={classes.acts}>
          {shown.acts.planned.map((one) => (
            <li key={one.id}>
              <span className={classes.day}>{f.day(one.on, 'short')}</span>
              <span className={classes.what}>
                <strong>{t(`act.${one.kind}`)}</strong>
                {one.note ? <small dir="auto">{one.note}</small> : null}
              </span>
              <State tone={actTone[one.state]}>
                {t(`sponsor.state.${one.state}`)}
                {one.doneOn ? ` ${t('sponsor.doneOn', { on: f.day(one.doneOn, 'short') })}` : ''}
              </State>
              {one.on >= shown.today ? (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('sponsor.remove', { act: t(`act.${one.kind}`), on: f.day(one.on, 'long') })}
                  onClick={() => remove.mutate({ programId, actId: one.id })}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Own({ own, days }: { own: NonNullable<Shown['own']>; days: number }) {
  const { t } = useTranslation('mistakes')
  const f = useFormat()
  const last = (on: string | null) => (on ? `, ${t('sponsor.lastOn', { on: f.day(on, 'short') })}` : '')
  return (
    <Section title={t('sponsor.own')} description={t('sponsor.ownBody')}>
      <Facts
        facts={[
          {
            label: t('sponsor.ownGoals'),
            value: (
              <>
                {own.goals === 0
                  ? t('sponsor.ownNone')
                  : t('sponsor.ownGoalsSay', { goals: f.number(own.goals), shown: f.number(own.shown) })}
                {last(own.lastGoal)} ·{' '}
                <TextLink to="/goals" named>
                  {t('sponsor.openGoals')}
                </TextLink>
              </>
            ),
          },
          {
            label: t('sponsor.ownTalks'),
            value: (
              <>
                {t('sponsor.ownTalksSay', { talks: f.number(own.talks), days: f.number(days) })}
                {last(own.lastTalk)} ·{' '}
                <TextLink to="/check-ins" named>
                  {t('sponsor.openTalks')}
                </TextLink>
              </>
            ),
          },
        ]}
      />
    </Section>
  )
}

function PlanDialog({ programId, today, onClose }: { programId: string; today: string; onClose: () => void }) {
  const { t } = useTranslation('mistakes')
  const [kind, setKind] = useState<Kind>('message')
  const [on, setOn] = useState<string | null>(addDays(today, 14))
  const [note, setNote] = useState('')
  const plan = useAct('home.planAct', {
    invalidates: stale,
    showsProblem: true,
    done: t('sponsor.planned'),
    onDone: onClose,
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('sponsor.plan')}
      size={440}
      closeButtonProps={{ 'aria-label': t('sponsor.cancel') }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (on) plan.mutate({ programId, kind, on, note: note.trim() })
        }}
      >
        <NativeSelect
          label={t('sponsor.kind')}
          value={kind}
          data-autofocus
          onChange={(event) => setKind(event.currentTarget.value as Kind)}
          data={kinds.map((one) => ({ value: one, label: t(`act.${one}`) }))}
        />
        <DateField label={t('sponsor.day')} value={on} onChange={setOn} min={today} required />
        <TextInput
          label={t('sponsor.note')}
          description={t('sponsor.noteHint')}
          value={note}
          maxLength={200}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {plan.error ? <ProblemNote small error={plan.error} /> : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('sponsor.cancel')}
          </Button>
          <Button type="submit" loading={plan.isPending} disabled={!on}>
            {t('sponsor.add')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
