/** What was decided, and what came of it? */
import { Button } from '@mantine/core'
import { IconGavel } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { Go } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import { home } from './acts.ts'
import { DecisionList } from './decision-list.tsx'
import { GovernanceTabs } from './frame.tsx'
import classes from './governance.module.css'

const views = ['open', 'looked', 'all'] as const

export function DecisionsPage() {
  const { t } = useTranslation('governance')
  const query = useOperation('governance.decisions', {})
  const overview = useOperation('governance.get', {}, { staleTime: 60_000 })
  const [view, setView] = useTab(views)
  const mayRun = overview.data?.may.run && overview.data.committee !== null
  const decide = mayRun ? (
    <Button component={Go} to={`${home}/decisions/new`}>
      {t('decide.act')}
    </Button>
  ) : undefined
  return (
    <Page title={t('decisions.title')} help={t('decisions.help')} action={decide} below={<GovernanceTabs />}>
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={4} />}
        empty={(a) =>
          a.decisions.length === 0 && (
            <Empty icon={<IconGavel size={22} stroke={1.6} />} title={t('decisions.none')} action={decide}>
              {t('decisions.noneBody')}
            </Empty>
          )
        }
      >
        {({ decisions }) => {
          const of = {
            open: decisions.filter((d) => d.state === 'open' || d.state === 'late'),
            looked: decisions.filter(
              (d) => d.state !== 'withdrawn' && d.effect.state !== 'none' && d.effect.state !== 'waiting',
            ),
            all: decisions,
          }
          return (
            <>
              <ViewTabs
                label={t('decisions.which')}
                value={view}
                onChange={setView}
                tabs={views.map((value) => ({ value, label: t(`decisions.${value}`), count: of[value].length }))}
              />
              <div className={classes.below}>
                {of[view].length === 0 ? (
                  <p className={classes.none}>{t(view === 'looked' ? 'decisions.noneLooked' : 'decisions.noneOpen')}</p>
                ) : (
                  <DecisionList decisions={of[view]} />
                )}
              </div>
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}
