/** Who helped lately? What people thank each other for, around the reader, in a department, in the company. */
import { Button } from '@mantine/core'
import { IconHeartHandshake, IconMail, IconShieldCheck } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { addressOf, type Answer, ApiProblem, call, keyOf, useOperation } from '../api.ts'
import { NotOpen } from '../goals/not-open.tsx'
import { useMe } from '../shell/me.ts'
import { Filter, FilterBar } from '../ui/filter-bar.tsx'
import { Go, useAddress } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { Avatar } from '../ui/person.tsx'
import { Empty, ProblemNote, RowsSkeleton } from '../ui/states.tsx'
import { TableFile } from '../ui/table-file.tsx'
import { ViewTabs } from '../ui/tabs.tsx'
import type { Terms } from './acts.ts'
import { MorePages, PieceCard } from './card.tsx'
import { walk } from '../ui/walk.ts'
import writing from '../ui/writing.module.css'
import classes from './recognition.module.css'

const scopes = ['team', 'department', 'company', 'received', 'given'] as const
type Scope = (typeof scopes)[number]
type Address = { scope?: string; q?: string; value?: string[]; person?: string }
type Feed = Answer<'recognition.feed'>

export function FeedPage() {
  const { t } = useTranslation('recognition')
  const me = useMe()
  const [at, setAt] = useAddress<Address>()
  const terms = useOperation('recognition.terms', {}, { staleTime: 60_000 })
  const refused = terms.error instanceof ApiProblem && terms.error.code === 'element_off' ? terms.error : null
  if (refused && !terms.data)
    return (
      <Page title={t('title')} width="reading">
        <NotOpen error={refused} />
      </Page>
    )
  const person = at.person
  const scope: Scope = scopes.find((s) => s === at.scope) ?? 'team'
  const mayReach = me.roles.some((r) => ['lead', 'sponsor', 'committee', 'hr', 'manager'].includes(r))
  return (
    <Page
      title={t('question')}
      tabTitle={t('title')}
      help={t('help')}
      width="reading"
      action={
        <Button component={Go} to="/recognition/give" search={person ? { to: person } : {}}>
          {t('give.act')}
        </Button>
      }
      more={
        mayReach ? (
          <Button component={Go} to="/recognition/reach" variant="default">
            {t('reach.act')}
          </Button>
        ) : null
      }
      below={
        <ViewTabs
          label={t('tabs')}
          value={scope}
          onChange={(next) => setAt({ scope: next === 'team' ? undefined : next, person: undefined })}
          tabs={scopes.map((value) => ({ value, label: t(`tab.${value}`) }))}
        />
      }
    >
      {terms.data?.reports ? (
        <Go to="/recognition/reports" className={classes.waits}>
          <IconShieldCheck size={16} stroke={1.7} aria-hidden /> {t('reports.waiting', { count: terms.data.reports })}
        </Go>
      ) : null}
      <Pieces key={`${scope} ${person ?? ''}`} scope={person ? 'company' : scope} terms={terms.data ?? null} />
      {terms.data?.weekly ? (
        <p className={classes.below}>
          <IconMail size={15} stroke={1.7} aria-hidden />
          {t('letters.comes')} <Go to="/account/notifications">{t('letters.choose')}</Go>
        </p>
      ) : null}
      <Outlet />
    </Page>
  )
}

function Pieces({ scope, terms }: { scope: Scope; terms: Terms | null }) {
  const { t } = useTranslation('recognition')
  const lead = useMe().roles.includes('lead')
  const [at, setAt] = useAddress<Address>()
  const value = at.value?.[0]
  const filters = {
    scope,
    ...(at.person ? { personId: at.person } : {}),
    ...(value ? { valueId: value } : {}),
    ...(at.q ? { search: at.q } : {}),
  }
  const query = useInfiniteQuery<Feed, ApiProblem, { pages: Feed[] }, readonly unknown[], string | null>({
    queryKey: keyOf('recognition.feed', { ...filters, paged: true }),
    queryFn: ({ pageParam, signal }) =>
      call('recognition.feed', { ...filters, limit: 20, ...(pageParam ? { after: pageParam } : {}) }, { signal }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
  })
  const items = query.data?.pages.flatMap((p) => p.items) ?? []
  const filtered = Boolean(at.q || value)
  const values = terms?.values ?? []
  return (
    <>
      {at.person ? <OfPerson personId={at.person} /> : null}
      {filtered || items.length > 3 ? (
        <FilterBar
          search={{ value: at.q, onChange: (q) => setAt({ q }), label: t('search') }}
          active={value ? 1 : 0}
          onClear={() => setAt({ value: undefined })}
        >
          {values.length > 0 ? (
            <Filter
              single
              label={t('filter.value')}
              options={values.map((v) => ({ value: v.id, label: v.name }))}
              value={at.value ?? []}
              onChange={(next) => setAt({ value: next })}
            />
          ) : null}
        </FilterBar>
      ) : null}
      {scope === 'department' && terms?.department ? (
        <p className={`${writing.small} ${classes.scopeSays}`}>{t('departmentIs', { department: terms.department })}</p>
      ) : null}
      {query.isPending ? (
        <RowsSkeleton rows={4} />
      ) : query.error && items.length === 0 ? (
        <ProblemNote error={query.error} retry={() => void query.refetch()} />
      ) : items.length === 0 ? (
        <Nothing scope={scope} filtered={filtered} person={at.person} />
      ) : (
        <>
          <ul className={classes.feed} aria-label={t(`tab.${scope}`)} onKeyDown={walk}>
            {items.map((piece) => (
              <li key={piece.id}>
                <PieceCard piece={piece} />
              </li>
            ))}
          </ul>
          <MorePages more={query.hasNextPage} busy={query.isFetchingNextPage} load={() => void query.fetchNextPage()} />
          {!at.person && (scope === 'received' || scope === 'given' || (scope === 'company' && lead)) ? (
            <TableFile
              href={addressOf('recognition.export', {
                scope,
                ...(value ? { valueId: value } : {}),
                ...(at.q ? { search: at.q } : {}),
              })}
            >
              {t('download')}
            </TableFile>
          ) : null}
        </>
      )}
    </>
  )
}

/** Whose recognition is shown, with a way back to everybody's. */
function OfPerson({ personId }: { personId: string }) {
  const { t } = useTranslation('recognition')
  const [, setAt] = useAddress<Address>()
  const person = useOperation('people.get', { personId })
  return (
    <div className={classes.ofPerson}>
      {person.data ? <Avatar name={person.data.name} id={person.data.id} size={28} /> : null}
      <span dir="auto">{t('ofPerson', { name: person.data?.name ?? '…' })}</span>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setAt({ person: undefined })}>
        {t('ofEverybody')}
      </Button>
    </div>
  )
}

function Nothing({ scope, filtered, person }: { scope: Scope; filtered: boolean; person: string | undefined }) {
  const { t } = useTranslation('recognition')
  const [, setAt] = useAddress<Address>()
  if (filtered) return <Empty small title={t('none.found')} />
  const kind = person ? 'person' : scope
  return (
    <Empty
      icon={<IconHeartHandshake size={22} stroke={1.6} />}
      title={t(`none.${kind}.title`)}
      action={
        <div className={writing.buttons}>
          {kind === 'received' ? null : (
            <Button component={Go} to="/recognition/give" search={person ? { to: person } : {}} variant="default">
              {t('give.act')}
            </Button>
          )}
          {kind === 'team' || kind === 'department' ? (
            <Button variant="subtle" color="gray" onClick={() => setAt({ scope: 'company' })}>
              {t('none.company.look')}
            </Button>
          ) : null}
        </div>
      }
    >
      {t(`none.${kind}.body`)}
    </Empty>
  )
}
