/** How goals serve each other: a tree that opens step by step, or a list with the way up. */
import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { IconPlus, IconTarget } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, useOperation } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { Filter, FilterBar } from '../ui/filter-bar.tsx'
import { Go, useAddress } from '../ui/link.tsx'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { walk } from '../ui/walk.ts'
import { useCreate } from './acts.ts'
import classes from './alignment.module.css'
import { GoalTree, NodeFacts } from './goal-tree.tsx'
import { type Period, PeriodFilter, periodIn } from './period-filter.tsx'

type Address = {
  view?: string
  q?: string
  department?: string
  level?: string
  state?: string
  owner?: string
  loose?: string
  period?: string
  more?: number
}
const levels = ['company', 'team', 'person'] as const
const states = ['open', 'closed', 'all'] as const

export function Alignment({ current }: { current?: string }) {
  const { t } = useTranslation('goals')
  const [at, setAt] = useAddress<Address>()
  /** The way down to a goal that somebody wants to see in its place. */
  const [shown, setShown] = useState<readonly string[]>([])
  const owner = useOperation('people.get', { personId: at.owner ?? '' }, { enabled: Boolean(at.owner) })
  const facets = useOperation('people.facets', {}, { staleTime: 300_000 })
  const period = periodIn(at.period)
  // What lies behind is closed for the most part.
  const state = states.find((s) => s === at.state) ?? (period === 'earlier' ? 'all' : 'open')
  const active = [at.department, at.level, at.owner, at.loose, at.state, at.period].filter(Boolean).length
  const narrowed = Boolean(at.q || at.department || at.level || at.owner || at.loose)
  const list = at.view === 'list' || narrowed
  const find = async (goalId: string) => {
    const { path } = await call('goals.path', { goalId })
    setShown([...path.map((p) => p.id), goalId])
    setAt({
      q: undefined,
      department: undefined,
      level: undefined,
      owner: undefined,
      loose: undefined,
      period: undefined,
      view: undefined,
    })
  }
  return (
    <>
      <FilterBar
        search={{ value: at.q, onChange: (q) => setAt({ q, more: undefined }), label: t('search') }}
        active={active}
        onClear={() =>
          setAt({
            department: undefined,
            level: undefined,
            state: undefined,
            owner: undefined,
            loose: undefined,
            period: undefined,
            more: undefined,
          })
        }
        end={
          <SegmentedControl
            size="xs"
            aria-label={t('align.view')}
            value={at.view === 'list' ? 'list' : 'tree'}
            onChange={(view) => setAt({ view: view === 'tree' ? undefined : view, ...(view === 'tree' ? none : {}) })}
            data={[
              { value: 'tree', label: t('align.tree') },
              { value: 'list', label: t('align.list') },
            ]}
          />
        }
      >
        <Filter
          single
          label={t('align.department')}
          options={(facets.data?.facets.department ?? []).map(([value]) => ({ value, label: value }))}
          value={at.department ? [at.department] : []}
          onChange={([department]) => setAt({ department, more: undefined })}
        />
        <Filter
          single
          label={t('align.level')}
          options={[
            ...levels.map((value) => ({ value: value as string, label: t(`level.${value}`) })),
            { value: 'loose', label: t('align.loose') },
          ]}
          value={at.loose ? ['loose'] : at.level ? [at.level] : []}
          onChange={([level]) =>
            setAt({
              level: level === 'loose' ? undefined : level,
              loose: level === 'loose' ? 'yes' : undefined,
              more: undefined,
            })
          }
        />
        <Filter
          single
          label={t('align.state')}
          options={states.map((value) => ({ value, label: t(`align.states.${value}`) }))}
          value={at.state ? [state] : []}
          onChange={([value]) => setAt({ state: value === 'open' ? undefined : value, more: undefined })}
        />
        <PeriodFilter value={period} onChange={(p) => setAt({ period: p, more: undefined })} />
        <div className={classes.owner}>
          <PersonPicker
            inside
            label={t('align.owner')}
            value={at.owner && owner.data ? { id: at.owner, name: owner.data.name } : null}
            onChange={(person) => setAt({ owner: person?.id, more: undefined })}
            useFind={usePeopleSearch}
          />
        </div>
      </FilterBar>
      {list ? (
        <Found at={at} state={state} period={period} {...(current ? { current } : {})} onShow={(id) => void find(id)} />
      ) : (
        <Tree state={state} period={period} shown={shown} {...(current ? { current } : {})} />
      )}
    </>
  )
}

const none = {
  q: undefined,
  department: undefined,
  level: undefined,
  owner: undefined,
  loose: undefined,
  more: undefined,
}

function Tree({
  state,
  period,
  shown,
  current,
}: {
  state: (typeof states)[number]
  period: Period
  shown: readonly string[]
  current?: string
}) {
  const { t } = useTranslation('goals')
  const top = useOperation('goals.tree', { state, period }, { keep: true })
  return (
    <>
      {top.data?.mayCreate ? <NewCompanyGoal /> : null}
      <Loaded query={top} skeleton={<RowsSkeleton rows={4} />}>
        {(answer) => (
          <>
            {answer.nodes.length > 0 ? null : period === 'all' ? (
              <Empty small icon={<IconTarget size={22} stroke={1.6} />} title={t('align.none.title')}>
                {t(answer.mayCreate ? 'align.none.bodyMay' : 'align.none.body')}
              </Empty>
            ) : (
              <Empty small title={t('none.found')} />
            )}
            <GoalTree state={state} period={period} shown={shown} {...(current ? { current } : {})} />
          </>
        )}
      </Loaded>
    </>
  )
}

function Found({
  at,
  state,
  period,
  current,
  onShow,
}: {
  at: Partial<Address>
  state: (typeof states)[number]
  period: Period
  current?: string
  onShow: (goalId: string) => void
}) {
  const { t } = useTranslation('goals')
  const [, setAt] = useAddress<Address>()
  const limit = Math.min(200, 50 * Number(at.more ?? 1))
  const query = useOperation(
    'goals.aligned',
    {
      state,
      period,
      limit,
      ...(at.q ? { search: at.q } : {}),
      ...(at.department ? { department: at.department } : {}),
      ...(at.owner ? { ownerId: at.owner } : {}),
      ...(at.loose ? { loose: 'true' } : {}),
      ...(levels.some((l) => l === at.level) ? { level: at.level as (typeof levels)[number] } : {}),
    },
    { keep: true },
  )
  return (
    <Loaded
      query={query}
      skeleton={<RowsSkeleton rows={5} />}
      empty={(a) => a.goals.length === 0 && <Empty small title={t('none.found')} />}
    >
      {(answer) => (
        <>
          <ul className={classes.found} aria-label={t('list')} onKeyDown={walk}>
            {answer.goals.map((goal) => (
              <li key={goal.id} className={classes.foundRow} data-now={goal.id === current || undefined}>
                <div className={classes.way}>
                  {goal.path.map((step) => (
                    <span key={step.id}>
                      <Go to={`/goals/${step.id}`} search dir="auto">
                        {step.title}
                      </Go>
                      <span aria-hidden className={classes.sep}>
                        {' ›'}
                      </span>
                    </span>
                  ))}
                </div>
                <div className={classes.line}>
                  <div className={classes.words}>
                    <Go
                      to={`/goals/${goal.id}`}
                      search
                      className={classes.title}
                      data-row
                      id={`goal-${goal.id}`}
                      dir="auto"
                    >
                      {goal.title}
                    </Go>
                    <NodeFacts.Meta node={goal} />
                  </div>
                  <NodeFacts.Numbers node={goal} />
                  <button type="button" className={classes.show} onClick={() => onShow(goal.id)}>
                    {t('align.show')}
                  </button>
                </div>
              </li>
            ))}
          </ul>
          {answer.next !== null && limit < 200 ? (
            <Button
              variant="default"
              mt="md"
              loading={query.isFetching}
              onClick={() => setAt({ more: Number(at.more ?? 1) + 1 })}
            >
              {t('showMore')}
            </Button>
          ) : null}
          {answer.next !== null && limit >= 200 ? <p className={classes.quiet}>{t('searchInstead')}</p> : null}
        </>
      )}
    </Loaded>
  )
}

/** For those who set the goals of the company: a title, and who answers for it. */
function NewCompanyGoal() {
  const { t } = useTranslation('goals')
  const me = useMe()
  const [title, setTitle] = useState('')
  const [owner, setOwner] = useState<Pickable | null>({ id: me.person.id, name: me.person.name })
  const create = useCreate()
  return (
    <form
      className={classes.new}
      onSubmit={(event) => {
        event.preventDefault()
        if (!title.trim() || !owner || create.isPending) return
        create.mutate(
          {
            id: crypto.randomUUID(),
            title: title.trim(),
            level: 'company',
            ...(owner.id === me.person.id ? {} : { ownerId: owner.id }),
          },
          { onSuccess: () => setTitle('') },
        )
      }}
    >
      <TextInput
        className={classes.newTitle}
        size="md"
        value={title}
        maxLength={300}
        autoComplete="off"
        leftSection={<IconPlus size={18} aria-hidden />}
        placeholder={t('align.new')}
        aria-label={t('align.new')}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      {title.trim() ? (
        <>
          <div className={classes.newOwner}>
            <PersonPicker inside label={t('align.owner')} value={owner} onChange={setOwner} useFind={usePeopleSearch} />
          </div>
          <Button type="submit" size="md" disabled={!owner} loading={create.isPending}>
            {t('new.add')}
          </Button>
        </>
      ) : null}
    </form>
  )
}
