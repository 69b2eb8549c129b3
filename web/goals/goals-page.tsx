/** What people want to achieve: one's own goals, the team's, the company's. A title and Enter make one. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { IconLock, IconPlus, IconTarget } from '@tabler/icons-react'
import { Outlet, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf, ApiProblem, useOperation, type Answer } from '../api.ts'
import { singleKeysOn, typing } from '../shell/keys.ts'
import { useMe } from '../shell/me.ts'
import { Go, useAddress, useGo } from '../ui/link.tsx'
import { Meter } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { Avatar, People } from '../ui/person.tsx'
import { When } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { TableFile } from '../ui/table-file.tsx'
import { ViewTabs } from '../ui/tabs.tsx'
import { walk } from '../ui/walk.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { useCreate } from './acts.ts'
import { Alignment } from './alignment.tsx'
import { Going, toneOf } from './amount.tsx'
import { KeyResultLines } from './key-results.tsx'
import { expectedOf, type Goal } from './measures.ts'
import { NotOpen } from './not-open.tsx'
import { PeriodFilter, periodIn } from './period-filter.tsx'
import { PickingBar } from './picking.tsx'
import classes from './goals.module.css'

type List = Answer<'goals.list'>
type Address = { [K in keyof typeof fresh]?: K extends 'more' ? number : string } & { of?: string }

/** What one view keeps in the address means nothing to the next. */
const fresh = {
  q: undefined,
  more: undefined,
  closed: undefined,
  owner: undefined,
  view: undefined,
  department: undefined,
  level: undefined,
  state: undefined,
  loose: undefined,
  period: undefined,
}

export function GoalsPage() {
  const { t } = useTranslation('goals')
  const me = useMe()
  const { goalId } = useParams({ strict: false }) as { goalId?: string }
  const [at, setAt] = useAddress<Address>()
  const scope = at.of === 'company' ? 'company' : at.owner ? 'person' : at.of === 'team' ? 'team' : 'mine'
  const limit = Math.min(200, 50 * Number(at.more ?? 1))
  const period = periodIn(at.period)
  const query = useOperation(
    'goals.list',
    {
      scope,
      limit,
      // What lies behind is closed for the most part.
      state: at.closed ? 'closed' : period === 'earlier' ? 'all' : 'open',
      period,
      ...(at.owner ? { ownerId: at.owner } : {}),
      ...(at.q ? { search: at.q } : {}),
    },
    { keep: true, enabled: scope !== 'company' },
  )
  const [picked, setPicked] = useState<ReadonlySet<string> | null>(null)
  const owner = useOperation('people.get', { personId: at.owner ?? '' }, { enabled: scope === 'person' })
  const refused = query.error instanceof ApiProblem && query.error.code === 'element_off' && query.data === undefined
  const title = scope === 'person' && owner.data ? t('title.person', { name: owner.data.name }) : t(`title.${scope}`)
  if (refused) {
    return (
      <Page title={t('title.mine')} width="reading">
        <NotOpen error={query.error!} />
      </Page>
    )
  }
  const tabs = [
    { value: 'mine' as const, label: t('tab.mine') },
    ...(me.roles.includes('manager') ? [{ value: 'team' as const, label: t('tab.team') }] : []),
    { value: 'company' as const, label: t('tab.alignment') },
  ]
  return (
    <Page
      title={title}
      help={t('help')}
      {...(scope === 'company' ? { width: 'wide' as const } : {})}
      {...(scope === 'person' ? { back: { to: '/goals', label: t('tab.mine') } } : {})}
      below={
        scope === 'person' ? undefined : (
          <ViewTabs
            label={t('tabs')}
            value={scope}
            tabs={tabs}
            onChange={(of) => {
              setPicked(null)
              setAt({ ...fresh, of: of === 'mine' ? undefined : of })
            }}
          />
        )
      }
    >
      {scope === 'company' ? null : (
        <div className={classes.tools}>
          <PeriodFilter value={period} onChange={(p) => setAt({ period: p, more: undefined })} />
        </div>
      )}
      {query.data?.mayCreate && !at.closed && period !== 'earlier' && scope !== 'company' ? (
        <NewGoal list={query.data} scope={scope} {...(at.owner ? { ownerId: at.owner } : {})} />
      ) : null}
      {scope === 'company' ? (
        <Alignment {...(goalId ? { current: goalId } : {})} />
      ) : (
        <Loaded query={query} skeleton={<RowsSkeleton rows={4} />}>
          {(list) => (
            <>
              {scope === 'team' && list.without.length > 0 && !at.closed && period === 'all' ? (
                <Without people={list.without} />
              ) : null}
              {list.goals.length > 0 ? (
                <GoalList
                  goals={list.goals}
                  {...(goalId ? { current: goalId } : {})}
                  owners={scope === 'team'}
                  {...(picked ? { picked, onPick: setPicked } : {})}
                />
              ) : (
                <Nothing scope={scope} closed={Boolean(at.closed)} searched={Boolean(at.q) || period !== 'all'} />
              )}
              {list.next !== null && limit < 200 ? (
                <Button
                  variant="default"
                  mt="md"
                  loading={query.isFetching}
                  onClick={() => setAt({ more: Number(at.more ?? 1) + 1 })}
                >
                  {t('showMore')}
                </Button>
              ) : null}
              {list.next !== null && limit >= 200 ? <p className={classes.quiet}>{t('searchInstead')}</p> : null}
            </>
          )}
        </Loaded>
      )}
      {query.data && scope !== 'company' ? (
        <div className={classes.below}>
          <button
            type="button"
            className={classes.closed}
            onClick={() => setAt({ closed: at.closed ? undefined : 'yes', more: undefined })}
          >
            {at.closed ? t('showOpen') : t('showClosed')}
          </button>
          {picked === null && query.data.goals.some((g) => g.mayWrite) ? (
            <button type="button" className={classes.closed} onClick={() => setPicked(new Set())}>
              {t('together.begin')}
            </button>
          ) : null}
        </div>
      ) : null}
      {scope === 'company' && me.roles.some((r) => r === 'lead' || r === 'hr') ? (
        <TableFile href={addressOf('goals.export', { scope })}>{t('downloadAll')}</TableFile>
      ) : scope !== 'company' && query.data && query.data.goals.length > 0 ? (
        <TableFile
          href={addressOf('goals.export', {
            scope,
            state: at.closed ? 'closed' : period === 'earlier' ? 'all' : 'open',
            period,
            ...(at.owner ? { ownerId: at.owner } : {}),
            ...(at.q ? { search: at.q } : {}),
          })}
        >
          {t('download')}
        </TableFile>
      ) : null}
      {picked && query.data && scope !== 'company' ? (
        <PickingBar goals={query.data.goals} picked={picked} onPick={setPicked} onDone={() => setPicked(null)} />
      ) : null}
      <Outlet />
    </Page>
  )
}

/** Title, Enter: a goal. The next one can follow at once. */
function NewGoal({ list, scope, ownerId }: { list: List; scope: 'mine' | 'team' | 'person'; ownerId?: string }) {
  const { t } = useTranslation('goals')
  const me = useMe()
  const go = useGo()
  const field = useRef<HTMLInputElement>(null)
  const [title, setTitle] = useState('')
  const people =
    scope === 'team'
      ? [...new Map([...list.without, ...list.goals.map((g) => g.owner)].map((p) => [p.id, p])).values()].toSorted(
          (a, b) => a.name.localeCompare(b.name),
        )
      : []
  const [chosen, setChosen] = useState('')
  const create = useCreate()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key !== 'n' ||
        event.metaKey ||
        event.ctrlKey ||
        event.altKey ||
        typing(event.target) ||
        !singleKeysOn()
      )
        return
      event.preventDefault()
      field.current?.focus()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  const owner = scope === 'team' ? chosen || people[0]?.id : (ownerId ?? me.person.id)
  if (!owner) return null
  return (
    <form
      className={classes.new}
      onSubmit={(event) => {
        event.preventDefault()
        const words = title.trim()
        if (!words || create.isPending) return
        create.mutate(
          { id: crypto.randomUUID(), title: words, ...(owner === me.person.id ? {} : { ownerId: owner }) },
          {
            onSuccess: (goal) => {
              setTitle('')
              if (list.goals.length === 0) void go(`/goals/${goal.id}`, { search: true })
            },
          },
        )
      }}
    >
      <TextInput
        ref={field}
        className={classes.newField}
        size="md"
        value={title}
        maxLength={300}
        onChange={(event) => setTitle(event.currentTarget.value)}
        leftSection={<IconPlus size={18} aria-hidden />}
        rightSection={
          title ? (
            <span aria-hidden>
              <KeyHint keys="↵" />
            </span>
          ) : (
            <span className={classes.hintKey} aria-hidden>
              <KeyHint keys="n" />
            </span>
          )
        }
        placeholder={t('new.placeholder')}
        aria-label={t('new.label')}
        autoComplete="off"
      />
      {scope === 'team' ? (
        <NativeSelect
          size="md"
          aria-label={t('new.for')}
          value={owner}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={people.map((p) => ({ value: p.id, label: p.name }))}
        />
      ) : null}
      <Button type="submit" size="md" disabled={!title.trim()} loading={create.isPending} className={classes.newButton}>
        {t('new.add')}
      </Button>
    </form>
  )
}

function Without({ people }: { people: List['without'] }) {
  const { t } = useTranslation('goals')
  return (
    <div className={classes.without}>
      <People people={people} total={people.length} />
      <span>{t('without', { count: people.length })}</span>
    </div>
  )
}

type Picking = { picked?: ReadonlySet<string>; onPick?: (ids: ReadonlySet<string>) => void }

function GoalList({
  goals,
  current,
  owners,
  picked,
  onPick,
}: { goals: readonly Goal[]; current?: string; owners: boolean } & Picking) {
  const { t } = useTranslation('goals')
  return (
    <ul className={classes.list} onKeyDown={walk} aria-label={t('list')}>
      {goals.map((goal) => (
        <GoalRow
          key={goal.id}
          goal={goal}
          now={goal.id === current}
          owner={owners}
          {...(picked && onPick ? { picked, onPick } : {})}
        />
      ))}
    </ul>
  )
}

function GoalRow({ goal, now, owner, picked, onPick }: { goal: Goal; now: boolean; owner: boolean } & Picking) {
  const { t } = useTranslation('goals')
  const me = useMe()
  return (
    <li className={classes.row} data-now={now || undefined}>
      <div className={classes.head}>
        {picked && onPick ? (
          <Checkbox
            size="sm"
            disabled={!goal.mayWrite}
            checked={picked.has(goal.id)}
            aria-label={t('together.pick', { title: goal.title })}
            onChange={(event) => {
              const next = new Set(picked)
              if (event.currentTarget.checked) next.add(goal.id)
              else next.delete(goal.id)
              onPick(next)
            }}
          />
        ) : owner ? (
          <Avatar name={goal.owner.name} id={goal.owner.id} size={24} />
        ) : null}
        <div className={classes.words}>
          <Go to={`/goals/${goal.id}`} search className={classes.title} data-row id={`goal-${goal.id}`} dir="auto">
            {goal.title}
          </Go>
          <span className={classes.meta}>
            {owner ? <span dir="auto">{goal.owner.name}</span> : null}
            {!owner && goal.mayReport && !goal.mayWrite ? <span>{t('helping', { name: goal.owner.name })}</span> : null}
            {goal.ownerState === 'here' ? null : <span>{t(`owner.${goal.ownerState}`)}</span>}
            {goal.level === 'person' ? null : <span>{t(`level.${goal.level}`)}</span>}
            {goal.visibility === 'private' ? (
              <span>
                <IconLock size={12} aria-hidden /> {t('private')}
              </span>
            ) : null}
            {goal.status.state === 'closed' ? (
              <When at={goal.status.on} />
            ) : (
              <span>
                {t('until')} <When on={goal.endsOn} style="short" />
              </span>
            )}
            {goal.parent ? <span className={classes.parent}>{t('serves', { title: goal.parent.title })}</span> : null}
          </span>
        </div>
        <div className={classes.progress}>
          <Meter
            share={goal.reached}
            label={t('progressOf', { title: goal.title })}
            tone={toneOf(goal.status)}
            expected={goal.status.state === 'active' ? expectedOf(goal, me.today) : null}
          />
        </div>
        <div className={classes.going}>
          <Going status={goal.status} />
        </div>
      </div>
      {goal.keyResults.length > 0 ? <KeyResultLines goal={goal} /> : null}
    </li>
  )
}

function Nothing({ scope, closed, searched }: { scope: string; closed: boolean; searched: boolean }) {
  const { t } = useTranslation('goals')
  const earlier = useOperation(
    'goals.list',
    { scope: 'mine', state: 'closed', limit: 1 },
    { enabled: scope === 'mine' && !closed && !searched },
  )
  if (closed || searched) return <Empty small title={t(searched ? 'none.found' : 'none.closed')} />
  if (scope === 'mine' && earlier.isLoading) return <RowsSkeleton rows={4} />
  if (scope === 'mine' && earlier.data && earlier.data.goals.length > 0)
    return (
      <Empty icon={<IconTarget size={22} stroke={1.6} />} title={t('none.next.title')}>
        {t('none.next.body')}
      </Empty>
    )
  return (
    <Empty
      icon={<IconTarget size={22} stroke={1.6} />}
      title={t(`none.${scope}.title`)}
      example={scope === 'mine' ? <Example /> : undefined}
    >
      {t(`none.${scope}.body`)}
    </Empty>
  )
}

/** What a goal looks like, for somebody who has none yet. */
function Example() {
  const { t } = useTranslation('goals')
  return (
    <div className={classes.row}>
      <div className={classes.head}>
        <div className={classes.words}>
          <span className={classes.title}>{t('example.title')}</span>
          <span className={classes.meta}>{t('example.meta')}</span>
        </div>
        <div className={classes.progress}>
          <Meter share={0.6} label={t('example.title')} expected={0.5} />
        </div>
        <div className={classes.going}>
          <Going status={{ state: 'active', going: 'on_track', said: true, daysLeft: 30 }} />
        </div>
      </div>
    </div>
  )
}
