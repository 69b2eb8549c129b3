/** Planning a cycle in four steps: who, when, what is asked, and the check before it begins. */
import { Button } from '@mantine/core'
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Go, useGo } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { Note, PageSkeleton, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { Tabs } from '../ui/tabs.tsx'
import type { Cycle } from './acts.ts'
import { usePlan, type PlanState } from './plan.ts'
import { PlanCheck } from './plan-check.tsx'
import { PlanPeople } from './plan-people.tsx'
import { PlanStages } from './plan-stages.tsx'
import classes from './reviews.module.css'

const PlanForm = lazy(() => import('./plan-form.tsx').then((m) => ({ default: m.PlanForm })))

const steps = ['people', 'stages', 'form', 'check'] as const
type StepId = (typeof steps)[number]
export type PlanProps = { cycle: Cycle; edit: ReturnType<typeof usePlan> }

export function PlanPage() {
  const { t } = useTranslation('reviews')
  const { cycleId = '' } = useParams({ strict: false }) as { cycleId?: string }
  const query = useOperation('reviews.cycle', { cycleId }, { staleTime: 60_000 })
  const back = { to: '/program/reviews', label: t('cycles.short') }
  if (query.error && !query.data) {
    return (
      <Page title={t('plan.title')} width="reading" back={back}>
        <ProblemNote error={query.error} retry={() => void query.refetch()} />
      </Page>
    )
  }
  if (!query.data) return <PageSkeleton />
  if (query.data.launched) {
    return (
      <Page title={query.data.name} width="reading" back={back}>
        <Note
          title={t('plan.launched')}
          action={
            <Button component={Go} to={`/program/reviews/${cycleId}`} size="xs">
              {t('plan.toProgress')}
            </Button>
          }
        />
      </Page>
    )
  }
  return <Planner key={cycleId} cycle={query.data} />
}

function Planner({ cycle }: { cycle: Cycle }) {
  const { t } = useTranslation('reviews')
  const { step: asked } = useParams({ strict: false }) as { step?: string }
  const step: StepId = steps.find((s) => s === asked) ?? 'people'
  const edit = usePlan(cycle)
  const go = useGo()
  const at = steps.indexOf(step)
  const address = (s: StepId) => `/program/reviews/${cycle.id}/plan/${s}`
  const previous = steps[at - 1]
  const next = steps[at + 1]
  const props: PlanProps = { cycle, edit }
  const content: Record<StepId, ReactNode> = {
    people: <PlanPeople {...props} />,
    stages: <PlanStages {...props} />,
    form: (
      <Suspense fallback={<TextSkeleton lines={8} />}>
        <PlanForm {...props} />
      </Suspense>
    ),
    check: <PlanCheck {...props} />,
  }
  return (
    <Page
      title={t(`plan.${step}.title`)}
      tabTitle={`${edit.plan.name} · ${t(`plan.${step}.label`)}`}
      description={t(`plan.${step}.body`)}
      back={{ to: '/program/reviews', label: t('cycles.short') }}
      help={t('plan.help')}
      more={
        <>
          <SaveMark state={edit.state} retry={() => void edit.flush()} />
          <Remove cycle={cycle} />
        </>
      }
      below={
        <Tabs
          label={t('plan.steps')}
          tabs={steps.map((s) => ({ to: address(s), label: t(`plan.${s}.label`), within: false }))}
        />
      }
    >
      {edit.state === 'conflict' ? (
        <div className={classes.banner}>
          <Note
            tone="warn"
            title={t('plan.conflict')}
            action={
              <Button size="xs" variant="default" onClick={() => void edit.takeTheirs()}>
                {t('plan.takeTheirs')}
              </Button>
            }
          >
            {t('plan.conflictBody')}
          </Note>
        </div>
      ) : edit.state === 'failed' ? (
        <div className={classes.banner}>
          <ProblemNote small error={edit.error} retry={() => void edit.flush()} />
        </div>
      ) : null}
      {content[step]}
      <nav className={classes.walk} aria-label={t('plan.walk')} data-chrome>
        {previous ? (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconArrowLeft size={16} aria-hidden className="flips" />}
            onClick={() => void go(address(previous))}
          >
            {t(`plan.${previous}.label`)}
          </Button>
        ) : (
          <span />
        )}
        {next ? (
          <Button
            rightSection={<IconArrowRight size={16} aria-hidden className="flips" />}
            onClick={() => void go(address(next))}
          >
            {t(`plan.${next}.label`)}
          </Button>
        ) : null}
      </nav>
    </Page>
  )
}

function SaveMark({ state, retry }: { state: PlanState; retry: () => void }) {
  const { t } = useTranslation('reviews')
  return (
    <span className={classes.save} data-state={state === 'failed' ? 'offline' : state} role="status">
      {state === 'conflict' ? null : t(`planSave.${state}`)}
      {state === 'failed' ? (
        <Button variant="subtle" size="compact-sm" onClick={retry}>
          {t('planSave.again')}
        </Button>
      ) : null}
    </span>
  )
}

function Remove({ cycle }: { cycle: Cycle }) {
  const { t } = useTranslation('reviews')
  const go = useGo()
  const [asking, setAsking] = useState(false)
  const remove = useAct('reviews.removeCycle', { invalidates: ['reviews.cycles'], showsProblem: true })
  return (
    <>
      <Button variant="subtle" color="gray" onClick={() => setAsking(true)}>
        {t('plan.remove')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('plan.removeTitle', { name: cycle.name })}
        confirm={t('plan.remove')}
        danger
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ cycleId: cycle.id }, { onSuccess: () => void go('/program/reviews') })}
      >
        {t('plan.removeBody')}
      </ConfirmDialog>
    </>
  )
}
