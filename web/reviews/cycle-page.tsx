/** One review cycle: a draft leads to its plan, a running one shows how far it is. */
import { Button, Menu } from '@mantine/core'
import { IconDots, IconDownload } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf, useOperation } from '../api.ts'
import { CycleSessions } from '../calibration/sessions.tsx'
import { useMe } from '../shell/me.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Go } from '../ui/link.tsx'
import { LongWork } from '../ui/long-work.tsx'
import { Page } from '../ui/page.tsx'
import { When } from '../ui/reader.tsx'
import { Empty, Loaded, Note, PageSkeleton, ProblemNote, RowsSkeleton } from '../ui/states.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import { useCycleActs, type Cycle } from './acts.ts'
import { CycleState } from './cycles-page.tsx'
import { Departments } from './cycle-departments.tsx'
import { Late } from './cycle-late.tsx'
import { People } from './cycle-people.tsx'
import { Stages } from './cycle-stages.tsx'
import classes from './reviews.module.css'

export function CyclePage() {
  const { t } = useTranslation('reviews')
  const { cycleId = '' } = useParams({ strict: false }) as { cycleId?: string }
  const me = useMe()
  const [fast, setFast] = useState(false)
  const query = useOperation('reviews.cycle', { cycleId }, { every: fast ? 1500 : false })
  const launching = query.data?.state.state === 'launching'
  if (launching !== fast) setFast(launching)
  const back = { to: '/program/reviews', label: t('cycles.short') }
  if (query.error && !query.data) {
    return (
      <Page title={t('cycles.title')} width="reading" back={back}>
        <ProblemNote error={query.error} retry={() => void query.refetch()} />
      </Page>
    )
  }
  if (!query.data) return <PageSkeleton />
  const cycle = query.data
  if (!cycle.launched) {
    return (
      <Page title={cycle.name} width="reading" back={back} description={<CycleState cycle={cycle} />}>
        <Note
          title={t('cycle.draftNote')}
          action={
            // Planning is the program lead's; others see that a cycle is coming.
            me.roles.includes('lead') ? (
              <Button component={Go} to={`/program/reviews/${cycleId}/plan/people`} size="xs">
                {t('cycle.toPlan')}
              </Button>
            ) : undefined
          }
        />
      </Page>
    )
  }
  return (
    <Page
      title={cycle.name}
      back={back}
      help={t('cycle.help')}
      description={
        <>
          <When on={cycle.startsOn} style="short" /> – <When on={cycle.endsOn} style="short" /> ·{' '}
          {t('cycle.launchedBy', { name: cycle.launched.by.name })} <When at={cycle.launched.at} />
        </>
      }
      more={
        <>
          {me.roles.includes('hr') && !launching ? (
            <Button
              component="a"
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden />}
              href={addressOf('reviews.export', { cycleId })}
            >
              {t('cycle.export')}
            </Button>
          ) : null}
          {cycle.mayDesign && cycle.state.state === 'running' ? <Acts cycle={cycle} /> : null}
        </>
      }
    >
      {launching ? (
        <LongWork title={t('launch.running')} state="running" step={t('launch.mayLeave')} />
      ) : (
        <Running cycle={cycle} />
      )}
    </Page>
  )
}

function Acts({ cycle }: { cycle: Cycle }) {
  const { t } = useTranslation('reviews')
  const { close } = useCycleActs()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconDots size={16} aria-hidden />}>
            {t('cycle.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking(true)}>{t('cycle.close')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('cycle.closeTitle', { name: cycle.name })}
        confirm={t('cycle.close')}
        danger
        busy={close.isPending}
        error={close.error}
        onConfirm={() => close.mutate({ cycleId: cycle.id }, { onSuccess: () => setAsking(false) })}
      >
        {t('cycle.closeBody')}
      </ConfirmDialog>
    </>
  )
}

function Running({ cycle }: { cycle: Cycle }) {
  const { t } = useTranslation('reviews')
  const views = cycle.stages.some((s) => s.id === 'calibration')
    ? (['stages', 'departments', 'late', 'people', 'calibration'] as const)
    : (['stages', 'departments', 'late', 'people'] as const)
  const [view, setView] = useTab<(typeof views)[number]>([...views])
  const progress = useOperation('reviews.progress', { cycleId: cycle.id }, { staleTime: 30_000 })
  return (
    <>
      <ViewTabs
        label={t('cycle.views')}
        value={view}
        onChange={setView}
        tabs={views.map((v) => ({
          value: v,
          label: t(`cycle.view.${v}`),
        }))}
      />
      <div className={classes.view}>
        {view === 'calibration' ? (
          <CycleSessions cycleId={cycle.id} running={cycle.state.state === 'running'} />
        ) : view === 'late' ? (
          <Late cycle={cycle} />
        ) : view === 'people' ? (
          <People cycle={cycle} notIn={progress.data?.notIn ?? 0} />
        ) : (
          <Loaded query={progress} skeleton={<RowsSkeleton rows={5} />}>
            {(p) =>
              p.people === 0 ? (
                <Empty small title={t('cycle.nobody')} />
              ) : view === 'stages' ? (
                <Stages cycle={cycle} progress={p} />
              ) : (
                <Departments progress={p} />
              )
            }
          </Loaded>
        )}
      </div>
    </>
  )
}
