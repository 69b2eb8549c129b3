/** What was found: the heaviest first. */
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { FindingRow, TestPlan } from '../../contract/test-plan-shapes.ts'
import { useOperation } from '../api.ts'
import { DataTable } from '../ui/data-table.tsx'
import { useGo } from '../ui/link.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty } from '../ui/states.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import { useRowWindow } from '../ui/window.ts'
import classes from './test-plans.module.css'
import { FindingWord, severities, SeverityWord } from './words-of.tsx'

const shows = ['open', 'retest', 'settled', 'all'] as const

export function FindingsTab({ plan }: { plan: TestPlan }) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const go = useGo()
  const { findingId = null } = useParams({ strict: false }) as { findingId?: string }
  const [show, setShow] = useTab(shows, 'show')
  const waveId = plan.wave.id
  const counts = useOperation('testPlans.findings', { waveId, show: 'open', limit: 1 }, { select: (a) => a.counts })
  const rows = useRowWindow(
    'testPlans.findings',
    { waveId, show },
    {
      page: (offset, limit) => ({ offset, limit }),
      read: (a) => ({ rows: a.findings, total: a.total }),
    },
  )
  return (
    <>
      <ViewTabs
        label={t('findings.show')}
        value={show}
        onChange={setShow}
        tabs={shows.map((one) => ({
          value: one,
          label: t(`findings.${one}`),
          ...(counts.data ? { count: counts.data[one] } : {}),
        }))}
      />
      <div className={classes.table}>
        <DataTable<FindingRow>
          label={t('view.findings')}
          name="test-findings"
          counted={(count, number) => t('findings.count', { count, n: number })}
          rows={rows}
          rowKey={(one) => one.id}
          current={findingId}
          onOpen={(one) => void go(`/program/tests/${waveId}/findings/${one.id}`, { search: true })}
          empty={
            <Empty small title={t(`findings.none.${show}`)}>
              {t('findings.noneBody')}
            </Empty>
          }
          columns={[
            {
              id: 'words',
              header: t('findings.what'),
              width: 'minmax(200px, 2.4fr)',
              fixed: true,
              phone: 'title',
              cell: (one) => (
                <span className={classes.clip} dir="auto">
                  {t('numbered', { n: f.number(one.number), title: one.words })}
                </span>
              ),
            },
            {
              id: 'severity',
              header: t('findings.severity'),
              width: '116px',
              phone: 'end',
              cell: (one) => <SeverityWord severity={one.severity} />,
            },
            {
              id: 'state',
              header: t('findings.state'),
              width: '150px',
              cell: (one) => <FindingWord state={one.state} />,
            },
            {
              id: 'script',
              header: t('findings.script'),
              width: 'minmax(140px, 1.2fr)',
              phone: 'off',
              cell: (one) => <span className={classes.clip}>{one.script.name}</span>,
            },
            {
              id: 'owner',
              header: t('findings.owner'),
              width: 'minmax(110px, 1fr)',
              cell: (one) => (
                <span className={classes.clip}>
                  {one.owner?.left
                    ? t('findings.left', { name: one.owner.name })
                    : (one.owner?.name ?? t('findings.nobody'))}
                </span>
              ),
            },
            {
              id: 'found',
              header: t('findings.found'),
              width: '100px',
              phone: 'off',
              cell: (one) => <When at={one.foundAt} style="short" />,
            },
          ]}
        />
      </div>
      <details className={classes.legend}>
        <summary>{t('severity.legend')}</summary>
        <dl>
          {severities.map((one) => (
            <div key={one}>
              <dt>
                <SeverityWord severity={one} />
              </dt>
              <dd>{t(`severity.${one}.is`)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  )
}
