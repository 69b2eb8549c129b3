/** Where somebody stands and what they want to learn: for the person, and for their manager as far as it is shared. */
import { Button } from '@mantine/core'
import { IconSeedling } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ApiProblem, useOperation } from '../api.ts'
import { NotOpen } from '../goals/not-open.tsx'
import { useMe } from '../shell/me.ts'
import { Go } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { Empty, Loaded, Note, TextSkeleton } from '../ui/states.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import { Changed, Expected } from './expected.tsx'
import { Looks } from './looks.tsx'
import { PlanView } from './plan.tsx'
import classes from './growth.module.css'

const views = ['plan', 'look', 'expected'] as const

export function GrowthPage() {
  return <GrowthOf personId={useMe().person.id} />
}

export function PersonGrowthPage() {
  const { personId = '' } = useParams({ strict: false }) as { personId?: string }
  return <GrowthOf key={personId} personId={personId} />
}

function GrowthOf({ personId }: { personId: string }) {
  const { t } = useTranslation('growth')
  const me = useMe()
  const own = me.person.id === personId
  const leads = me.roles.includes('manager')
  const query = useOperation('growth.get', { personId })
  const [view, setView] = useTab(views)
  const closed = query.error instanceof ApiProblem && query.error.code === 'element_off' ? query.error : null
  const team = leads ? (
    <Button component={Go} to="/growth/team" variant="default">
      {t('team.open')}
    </Button>
  ) : undefined
  if (closed && !query.data)
    return (
      <Page
        title={t('title')}
        width="reading"
        {...(own ? {} : { back: { to: '/growth/team', label: t('team.title') } })}
      >
        {own ? (
          <NotOpen error={closed} />
        ) : (
          <Note title={t('notYet', { name: String(closed.params['name'] ?? '') })}>{t('notYetBody')}</Note>
        )}
      </Page>
    )
  const name = query.data?.person.name ?? ''
  const waits = query.data?.open.some((l) => l.theirsShared && !l.mineSharedAt)
  return (
    <Page
      title={own ? t(`question.${view}`) : name ? t(`questionOf.${view}`, { name }) : t('title')}
      tabTitle={own || !name ? t('title') : t('titleOf', { name })}
      help={t('help')}
      {...(own ? {} : { back: { to: '/growth/team', label: t('team.title') } })}
      {...(own && team ? { more: team } : {})}
      {...(query.data && !own ? { description: query.data.person.title } : {})}
      below={
        <ViewTabs
          label={t('views')}
          value={view}
          onChange={setView}
          tabs={views.map((v) => ({
            value: v,
            label: !own && v === 'look' ? t('viewOfLook') : t(`view.${v}`),
            ...(v === 'look' && waits ? { count: 1 } : {}),
          }))}
        />
      }
    >
      <Loaded
        query={query}
        skeleton={<TextSkeleton lines={8} />}
        empty={(g) =>
          own &&
          g.lookDue === null && (
            <Empty icon={<IconSeedling size={22} stroke={1.6} />} title={t('onlyTeam')} action={team}>
              {t('onlyTeamBody')}
            </Empty>
          )
        }
      >
        {(g) => (
          <div className={classes.body}>
            {g.change && view !== 'plan' ? <Changed g={g} own={own} /> : null}
            {view === 'plan' ? <PlanView g={g} own={own} /> : null}
            {view === 'look' ? <Looks g={g} own={own} /> : null}
            {view === 'expected' ? <Expected g={g} own={own} /> : null}
          </div>
        )}
      </Loaded>
    </Page>
  )
}
