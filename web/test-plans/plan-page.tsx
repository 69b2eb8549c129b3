/** Is this wave tried enough? What is missing, what was found, what was tried by whom, and who signs. */
import { Button } from '@mantine/core'
import { IconDownload, IconSend, IconSignature } from '@tabler/icons-react'
import { Outlet, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TestPlan } from '../../contract/test-plan-shapes.ts'
import { addressOf, useAct, useOperation } from '../api.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Go } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, Note, PageSkeleton } from '../ui/states.tsx'
import { Checks } from '../ui/steps.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import { FindingsTab } from './findings-tab.tsx'
import { ScriptsTab } from './scripts-tab.tsx'
import { Signatures } from './signatures.tsx'
import classes from './test-plans.module.css'
import { TestersTab } from './testers-tab.tsx'
import { staleTests } from './words-of.tsx'

const views = ['overview', 'findings', 'scripts', 'testers'] as const

export function PlanPage() {
  const { waveId = '' } = useParams({ strict: false }) as { waveId?: string }
  // The whole wave is looked at for it.
  const query = useOperation('testPlans.get', { waveId }, { every: 300_000 })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(plan) => <One key={plan.wave.id} plan={plan} />}
    </Loaded>
  )
}

function One({ plan }: { plan: TestPlan }) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const [view, setView] = useTab(views)
  const [signing, setSigning] = useState(false)
  const waveId = plan.wave.id
  const waiting = plan.testers.filter((one) => one.invitedAt === null || one.changed).length
  const invite = useAct('testPlans.invite', {
    invalidates: staleTests,
    done: t('invited', { count: waiting, n: f.number(waiting) }),
  })
  const sign = useAct('testPlans.sign', {
    invalidates: staleTests,
    showsProblem: true,
    done: (after) => t(after.signedOff ? 'sign.complete' : 'sign.done'),
    onDone: () => setSigning(false),
  })
  const home = `/program/tests/${waveId}`
  const action = plan.maySign ? (
    <Button leftSection={<IconSignature size={16} aria-hidden />} onClick={() => setSigning(true)}>
      {t('sign.do')}
    </Button>
  ) : plan.mayManage && !plan.live && plan.testers.length === 0 ? (
    <Button component={Go} to={`${home}/testers`} search={{ view: 'testers' }}>
      {t('testers.choose')}
    </Button>
  ) : plan.mayManage && !plan.live && waiting > 0 ? (
    <Button
      leftSection={<IconSend size={16} aria-hidden />}
      loading={invite.isPending}
      onClick={() => invite.mutate({ waveId })}
    >
      {t('invite', { count: waiting, n: f.number(waiting) })}
    </Button>
  ) : undefined
  return (
    <Page
      title={t('plan.title', { wave: plan.wave.name })}
      help={t('plan.help')}
      back={{ to: '/program/tests', label: t('plans.back') }}
      description={[
        t('plan.due', { day: f.day(plan.dueOn, 'long') }),
        plan.live
          ? t('plans.live')
          : plan.goesLiveOn
            ? t('plans.starts', { day: f.day(plan.goesLiveOn, 'long') })
            : t('plans.noDate'),
      ].join(' · ')}
      action={action}
      more={
        <Button
          component="a"
          variant="default"
          href={addressOf('testPlans.export', { waveId })}
          download
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t('plan.export')}
        </Button>
      }
      below={
        <ViewTabs
          label={t('plan.views')}
          value={view}
          onChange={setView}
          tabs={[
            { value: 'overview', label: t('view.overview') },
            { value: 'findings', label: t('view.findings'), count: plan.openFindings + plan.retests },
            { value: 'scripts', label: t('view.scripts'), count: plan.scripts },
            { value: 'testers', label: t('view.testers'), count: plan.testers.length },
          ]}
        />
      }
    >
      {view === 'overview' ? <Overview plan={plan} /> : null}
      {view === 'findings' ? <FindingsTab plan={plan} /> : null}
      {view === 'scripts' ? <ScriptsTab plan={plan} /> : null}
      {view === 'testers' ? <TestersTab plan={plan} /> : null}
      <Outlet />
      <ConfirmDialog
        opened={signing}
        onClose={() => setSigning(false)}
        title={t('sign.ask', { wave: plan.wave.name })}
        confirm={t('sign.confirm')}
        onConfirm={() => sign.mutate({ waveId })}
        busy={sign.isPending}
        error={sign.error}
      >
        <p>
          {t('sign.says', {
            count: plan.scripts,
            passed: f.number(plan.passed),
            of: f.number(plan.scripts),
          })}
        </p>
        {plan.openFindings + plan.retests > 0 ? (
          <p>
            {t('sign.stillOpen', {
              count: plan.openFindings + plan.retests,
              n: f.number(plan.openFindings + plan.retests),
            })}
          </p>
        ) : null}
        <p>{t('sign.voids')}</p>
      </ConfirmDialog>
    </Page>
  )
}

function Overview({ plan }: { plan: TestPlan }) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const home = `/program/tests/${plan.wave.id}`
  const untested = plan.missing.filter((one) => one.kind === 'untested')
  const blockers = plan.missing.filter((one) => one.kind === 'blocker')
  const must = plan.scriptRows.filter((one) => one.must).length
  return (
    <>
      {plan.signedOff ? (
        <Note tone="good" title={t('plan.signed')}>
          {plan.live ? null : t('plan.signedBody')}
        </Note>
      ) : null}
      <dl className={classes.counts}>
        {(
          [
            ['passed', plan.passed],
            ['findings', plan.openFindings + plan.retests],
            ['untested', plan.untested],
          ] as const
        ).map(([id, value]) => (
          <div key={id}>
            <dt>{t(`stat.${id}`)}</dt>
            <dd>
              {id === 'findings' ? f.number(value) : t('ofScripts', { n: f.number(value), of: f.number(plan.scripts) })}
            </dd>
          </div>
        ))}
      </dl>
      <Section title={t('need.title')} description={plan.missing.length === 0 ? t('need.nothing') : t('need.body')}>
        <Checks
          checks={[
            {
              id: 'testers',
              state: plan.missing.some((one) => one.kind === 'no_testers') ? 'fail' : 'pass',
              label: t('need.testers'),
              detail: t('need.testersSays', { count: plan.testers.length, n: f.number(plan.testers.length) }),
              action:
                plan.testers.length === 0 && plan.mayManage ? (
                  <Button
                    component={Go}
                    to={`${home}/testers`}
                    search={{ view: 'testers' }}
                    size="compact-sm"
                    variant="default"
                  >
                    {t('testers.choose')}
                  </Button>
                ) : null,
            },
            {
              id: 'must',
              state: untested.length > 0 || plan.scripts === 0 ? 'fail' : 'pass',
              label: t('need.must'),
              detail: (
                <>
                  <span>
                    {t('need.mustSays', { count: must, n: f.number(must - untested.length), of: f.number(must) })}
                  </span>
                  {untested.length > 0 ? (
                    <ul className={classes.names}>
                      {untested.map((one) => (
                        <li key={one.scriptId}>
                          <Go
                            to={`${home}/scripts/${one.scriptId}`}
                            search={{ view: 'scripts' }}
                            className={classes.inText}
                          >
                            {one.title}
                          </Go>
                          {' · '}
                          {one.asked === 0
                            ? t('need.nobody')
                            : t('need.asked', { count: one.asked, n: f.number(one.asked) })}
                        </li>
                      ))}
                    </ul>
                  ) : null}
                </>
              ),
            },
            {
              id: 'blockers',
              state: blockers.length > 0 ? 'fail' : 'pass',
              label: t('need.blockers'),
              detail:
                blockers.length === 0 ? (
                  t('need.noBlockers')
                ) : (
                  <ul className={classes.names}>
                    {blockers.map((one) => (
                      <li key={one.findingId}>
                        <Go
                          to={`${home}/findings/${one.findingId}`}
                          search={{ view: 'findings' }}
                          className={classes.inText}
                        >
                          {t('numbered', { n: f.number(one.number), title: one.title })}
                        </Go>
                      </li>
                    ))}
                  </ul>
                ),
            },
          ]}
        />
      </Section>
      <Signatures plan={plan} />
    </>
  )
}
