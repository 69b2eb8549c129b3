/** Who tests, as whom, on what, and how far they are. */
import { Button } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { TestPlan } from '../../contract/test-plan-shapes.ts'
import { useRows } from '../api.ts'
import { DataTable } from '../ui/data-table.tsx'
import { useLanguageName } from '../ui/languages.ts'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Note } from '../ui/states.tsx'
import classes from './test-plans.module.css'
import { DeviceIcon } from './words-of.tsx'

export function TestersTab({ plan }: { plan: TestPlan }) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const language = useLanguageName()
  const rows = useRows(plan.testers)
  const choose =
    plan.mayManage && !plan.live ? (
      <Button
        component={Go}
        to={`/program/tests/${plan.wave.id}/testers`}
        search={{ view: 'testers' }}
        variant={plan.testers.length === 0 ? 'filled' : 'default'}
        leftSection={<IconUsers size={16} aria-hidden />}
      >
        {t('testers.choose')}
      </Button>
    ) : null
  if (plan.testers.length === 0)
    return (
      <Empty title={t('testers.none')} icon={<IconUsers size={22} stroke={1.6} />} action={choose}>
        {t('testers.noneBody')}
      </Empty>
    )
  return (
    <>
      <div className={classes.tools}>
        <p className={classes.quiet}>{t('testers.body')}</p>
        {choose}
      </div>
      {plan.sitesWithout.length > 0 ? (
        <Note tone="warn" title={t('testers.sites')}>
          {f.list([
            ...plan.sitesWithout.map((one) =>
              t('testers.site', { site: one.site, count: one.people, n: f.number(one.people) }),
            ),
            ...(plan.sitesMore > 0
              ? [t('testers.sitesMore', { count: plan.sitesMore, n: f.number(plan.sitesMore) })]
              : []),
          ])}
        </Note>
      ) : null}
      <div className={classes.table}>
        <DataTable
          label={t('view.testers')}
          name="testers"
          rows={rows}
          rowKey={(one) => one.person.id}
          counted={(count, number) => t('testers.count', { count, n: number })}
          columns={[
            {
              id: 'person',
              header: t('testers.person'),
              width: 'minmax(180px, 1.6fr)',
              fixed: true,
              phone: 'title',
              cell: (one) => <Person person={one.person} link />,
            },
            {
              id: 'done',
              header: t('testers.done'),
              width: '150px',
              phone: 'end',
              cell: (one) =>
                one.invitedAt === null ? (
                  <State tone="quiet">{t('testers.notAsked')}</State>
                ) : one.changed ? (
                  <State tone="warn">{t('testers.changed')}</State>
                ) : (
                  <State tone={one.done === one.of ? 'good' : 'accent'}>
                    {t('testers.doneOf', { count: one.of, done: f.number(one.done), of: f.number(one.of) })}
                  </State>
                ),
            },
            {
              id: 'roles',
              header: t('testers.as'),
              width: 'minmax(140px, 1.2fr)',
              cell: (one) => f.list(one.roles.map((role) => t(`role.${role}`))),
            },
            {
              id: 'where',
              header: t('testers.where'),
              width: 'minmax(150px, 1fr)',
              cell: (one) => (
                <span className={classes.inline}>
                  <DeviceIcon device={one.device} />
                  {t(`cover.${one.device}`, { language: language(one.language) })}
                </span>
              ),
            },
            {
              id: 'site',
              header: t('testers.atSite'),
              width: 'minmax(100px, 0.8fr)',
              cell: (one) => [one.site, one.noMail ? t('testers.noMail') : ''].filter(Boolean).join(' · ') || '–',
            },
          ]}
        />
      </div>
    </>
  )
}
