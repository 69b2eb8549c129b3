/** The check-in cadence below one manager of the viewer's line. */
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { Go } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { LineRows } from './team-page.tsx'
import classes from './week.module.css'

export function LinePage() {
  const { t } = useTranslation('week')
  const { managerId = '' } = useParams({ strict: false }) as { managerId?: string }
  const query = useOperation('week.line', { managerId })
  const path = query.data?.path.slice(1) ?? []
  const above = path.at(-1)
  return (
    <Page
      title={query.data ? t('line.page', { name: query.data.manager.name }) : t('line.title')}
      width="reading"
      back={above ? { to: `/team/line/${above.id}`, label: above.name } : { to: '/team', label: t('teamPage.short') }}
      description={t('line.body')}
      help={t('line.help')}
    >
      {path.length > 1 ? (
        <nav className={classes.path} aria-label={t('line.path')}>
          {path.map((p) => (
            <Go key={p.id} to={`/team/line/${p.id}`}>
              {p.name}
            </Go>
          ))}
        </nav>
      ) : null}
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={5} />}
        empty={(a) => a.people.length === 0 && <Empty title={t('line.nobody')} />}
      >
        {(line) => (
          <Card padding={false}>
            <LineRows people={line.people} />
          </Card>
        )}
      </Loaded>
    </Page>
  )
}
