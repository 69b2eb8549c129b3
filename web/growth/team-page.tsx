/** Who of the team has shared a plan, and whose look waits. By name; nobody is ranked. */
import { IconSeedling } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, useOperation, type Answer } from '../api.ts'
import { NotOpen } from '../goals/not-open.tsx'
import { useMe } from '../shell/me.ts'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { Avatar } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { walk } from '../ui/walk.ts'
import classes from './growth.module.css'

type Member = Answer<'growth.team'>['people'][number]

export function TeamGrowthPage() {
  const { t } = useTranslation('growth')
  const f = useFormat()
  const me = useMe()
  const query = useOperation('growth.team', {})
  const closed = query.error instanceof ApiProblem && query.error.code === 'element_off' ? query.error : null
  const shared = query.data?.people.filter((p) => p.plan).length ?? 0
  const all = query.data?.people.length ?? 0
  return (
    <Page
      title={t('team.title')}
      help={t('team.help')}
      {...(me.elements.includes('growth') ? { back: { to: '/growth', label: t('title') } } : {})}
      description={all > 0 ? t('team.shared', { n: f.number(shared), count: shared, of: f.number(all) }) : undefined}
    >
      {closed && !query.data ? (
        <NotOpen error={closed} />
      ) : (
        <Loaded
          query={query}
          skeleton={<RowsSkeleton rows={6} />}
          empty={(a) =>
            a.people.length === 0 && (
              <Empty icon={<IconSeedling size={22} stroke={1.6} />} title={t('team.none')}>
                {t('team.noneBody')}
              </Empty>
            )
          }
        >
          {(a) => (
            <ul className={classes.rows} aria-label={t('team.title')} onKeyDown={walk}>
              {a.people.map((one) => (
                <MemberRow key={one.person.id} one={one} />
              ))}
            </ul>
          )}
        </Loaded>
      )}
    </Page>
  )
}

function MemberRow({ one }: { one: Member }) {
  const { t } = useTranslation('growth')
  const { person, plan, look } = one
  const waits = look !== null && look.theirsShared && !look.mineShared
  return (
    <li className={classes.row}>
      <Avatar name={person.name} id={person.id} size={36} />
      <div className={classes.rowWords}>
        <Go
          to={`/growth/people/${person.id}`}
          search={waits || !plan ? { view: 'look' } : {}}
          className={classes.rowTitle}
          data-row
          dir="auto"
        >
          {person.name}
        </Go>
        <span className={classes.quiet}>{person.title}</span>
      </div>
      <div className={classes.rowFacts}>
        {plan ? (
          <span>
            {t('team.touched')} <When at={plan.touchedAt} /> · {t('team.actions', { count: plan.openActions })}
          </span>
        ) : (
          <span className={classes.quiet}>{t('team.notShared')}</span>
        )}
        {waits ? (
          <State tone="accent">{t('team.waits')}</State>
        ) : look?.mineShared ? (
          <span className={classes.quiet}>{t('team.youShared')}</span>
        ) : one.comparedAt ? (
          <span className={classes.quiet}>
            {t('team.compared')} <When at={one.comparedAt} />
          </span>
        ) : null}
      </div>
    </li>
  )
}
