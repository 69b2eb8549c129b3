/** Who is ready to lead sessions, in which language and where; what is still open; and the company's rule. */
import { Button, Checkbox, NumberInput, Select } from '@mantine/core'
import { IconPresentation } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, useAct, useOperation } from '../api.ts'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Filter, FilterBar } from '../ui/filter-bar.tsx'
import { useLanguageName } from '../ui/languages.ts'
import { Go, useAddress } from '../ui/link.tsx'
import form from '../ui/form.module.css'
import { List, Row } from '../ui/list.tsx'
import { DayTile } from '../ui/marks.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Avatar, Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, ProblemNote, RowsSkeleton } from '../ui/states.tsx'
import { useRowWindow } from '../ui/window.ts'
import { languages } from '../words.ts'
import { Standing } from './standing.tsx'
import classes from './trainers.module.css'

type Trainer = Answer<'trainers.list'>['trainers'][number]
type Readiness = Answer<'trainers.readiness'>
const states = ['asked', 'learning', 'ready', 'ended'] as const
type ListState = (typeof states)[number]
type Language = Trainer['languages'][number]

export function TrainersPage() {
  const { t } = useTranslation('trainers')
  const readiness = useOperation('trainers.readiness', {})
  return (
    <Page
      title={t('list.title')}
      width="wide"
      help={t('list.help')}
      description={t('list.body')}
      back={{ to: '/program/sessions', label: t('list.sessions') }}
      action={
        <Button component={Go} to="/program/trainers/new">
          {t('list.name')}
        </Button>
      }
    >
      <Loaded query={readiness} skeleton={<RowsSkeleton rows={3} />}>
        {(a) => (
          <>
            <Open readiness={a} />
            <Coverage rows={a.rows} />
          </>
        )}
      </Loaded>
      <Everybody />
      <Loaded query={readiness} skeleton={<RowsSkeleton rows={2} />}>
        {(a) => <Rule key={JSON.stringify(a.rule)} readiness={a} />}
      </Loaded>
    </Page>
  )
}

/** What asks for the lead: sessions without a signed-off trainer, and what somebody left behind. */
function Open({ readiness }: { readiness: Readiness }) {
  const { t } = useTranslation('trainers')
  const f = useFormat()
  const languageName = useLanguageName()
  if (readiness.open.length + readiness.left.length === 0) return null
  return (
    <Section title={t('open.title')} bare>
      <List>
        {readiness.left.map((one) => (
          <Left key={one.person.id} one={one} />
        ))}
        {readiness.open.map((one) => (
          <Row
            key={one.id}
            lead={<DayTile at={one.startsAt} />}
            title={one.title}
            to={`/program/sessions/${one.id}/change`}
            says={
              <>
                <time dateTime={one.startsAt}>{f.exact(one.startsAt)}</time> · {languageName(one.language)}
                {one.site ? ` · ${one.site}` : ''}
              </>
            }
            end={<State tone="warn">{t('open.nobody')}</State>}
          />
        ))}
      </List>
    </Section>
  )
}

function Left({ one }: { one: Readiness['left'][number] }) {
  const { t } = useTranslation('trainers')
  const f = useFormat()
  const [to, setTo] = useState<string | null>(null)
  const options = useOperation('live.options', {})
  const pass = useAct('trainers.handOver', {
    invalidates: ['trainers.readiness', 'live.list'],
    showsProblem: true,
    done: t('left.done'),
  })
  return (
    <Row
      lead={<Avatar name={one.person.name} id={one.person.id} size={36} />}
      title={t('left.title', { name: one.person.name })}
      says={f.list([
        ...(one.sessions > 0 ? [t('left.sessions', { count: one.sessions, n: f.number(one.sessions) })] : []),
        ...(one.observations > 0
          ? [t('left.observations', { count: one.observations, n: f.number(one.observations) })]
          : []),
      ])}
    >
      <div className={form.acts}>
        <Select
          aria-label={t('left.to', { name: one.person.name })}
          placeholder={t('left.choose')}
          searchable
          value={to}
          data={(options.data?.leaders ?? []).map((l) => ({ value: l.id, label: l.name }))}
          onChange={setTo}
        />
        <Button
          disabled={!to}
          loading={pass.isPending}
          onClick={() => to && pass.mutate({ personId: one.person.id, toId: to })}
        >
          {t('left.act')}
        </Button>
      </div>
      {pass.error ? <ProblemNote small error={pass.error} /> : null}
    </Row>
  )
}

function Coverage({ rows }: { rows: Readiness['rows'] }) {
  const { t } = useTranslation('trainers')
  const f = useFormat()
  const languageName = useLanguageName()
  if (rows.length === 0) return null
  return (
    <Section title={t('coverage.title')} description={t('coverage.body')} bare>
      <List>
        {rows.map((one) => (
          <Row
            key={`${one.language} ${one.site}`}
            title={`${languageName(one.language)} · ${one.site || t('coverage.anywhere')}`}
            says={[
              t('coverage.ready', { count: one.ready, n: f.number(one.ready) }),
              t('coverage.learning', { count: one.learning, n: f.number(one.learning) }),
            ].join(' · ')}
            end={
              one.sessions > 0 && one.ready === 0 ? (
                <State tone="warn">{t('coverage.gap', { count: one.sessions, n: f.number(one.sessions) })}</State>
              ) : (
                t('coverage.sessions', { count: one.sessions, n: f.number(one.sessions) })
              )
            }
          />
        ))}
      </List>
    </Section>
  )
}

function Everybody() {
  const { t } = useTranslation('trainers')
  const f = useFormat()
  const languageName = useLanguageName()
  const [at, setAt] = useAddress<{ q?: string; state?: ListState; language?: Language }>()
  const filter = useMemo(() => ({ q: at.q, state: at.state, language: at.language }), [at.q, at.state, at.language])
  const rows = useRowWindow('trainers.list', filter, {
    page: (offset, limit) => ({ offset, limit }),
    read: (answer) => ({ rows: answer.trainers, total: answer.total }),
  })
  const columns: Column<Trainer>[] = [
    {
      id: 'person',
      header: t('column.person'),
      width: 'minmax(200px, 2fr)',
      fixed: true,
      phone: 'title',
      cell: (one) => (
        <Go to={`/program/trainers/${one.person.id}`} className={classes.person}>
          <Person person={one.person} detail={[one.person.title, one.person.site].filter(Boolean).join(' · ')} />
        </Go>
      ),
    },
    {
      id: 'state',
      header: t('column.state'),
      width: 'minmax(220px, 1.4fr)',
      phone: 'end',
      cell: (one) => <Standing state={one.state} />,
    },
    {
      id: 'languages',
      header: t('column.languages'),
      width: 'minmax(140px, 1fr)',
      phone: 'detail',
      cell: (one) => f.list(one.languages.map(languageName)),
    },
    {
      id: 'courses',
      header: t('column.courses'),
      width: '110px',
      phone: 'off',
      cell: (one) =>
        one.courses.of === 0 ? '–' : t('column.of', { done: f.number(one.courses.done), of: f.number(one.courses.of) }),
    },
    {
      id: 'next',
      header: t('column.next'),
      width: 'minmax(130px, 1fr)',
      phone: 'off',
      cell: (one) => (one.next ? <When at={one.next.session.startsAt} /> : '–'),
    },
  ]
  return (
    <Section title={t('list.everybody')} bare>
      <FilterBar
        search={{ value: at.q, onChange: (q) => setAt({ q }), label: t('list.search') }}
        active={[at.state, at.language].filter(Boolean).length}
        onClear={() => setAt({ state: undefined, language: undefined })}
      >
        <Filter
          single
          label={t('column.state')}
          value={at.state ? [at.state] : []}
          onChange={([state]) => setAt({ state: state as ListState | undefined })}
          options={states.map((value) => ({ value, label: t(`filter.${value}`) }))}
        />
        <Filter
          single
          label={t('column.languages')}
          value={at.language ? [at.language] : []}
          onChange={([language]) => setAt({ language: language as Language | undefined })}
          options={languages.map((value) => ({ value, label: languageName(value) }))}
        />
      </FilterBar>
      <DataTable
        label={t('list.everybody')}
        name="trainers"
        rows={rows}
        rowKey={(one) => one.person.id}
        columns={columns}
        counted={(count, n) => t('list.count', { count, n })}
        filtered={Boolean(at.q || at.state || at.language)}
        empty={
          <Empty icon={<IconPresentation size={22} stroke={1.6} />} title={t('list.none')}>
            {t('list.noneBody')}
          </Empty>
        }
      />
    </Section>
  )
}

function Rule({ readiness }: { readiness: Readiness }) {
  const { t } = useTranslation('trainers')
  const [rule, set] = useState(readiness.rule)
  const save = useAct('trainers.setRule', {
    invalidates: ['trainers.readiness', 'live.options'],
    done: t('rule.saved'),
  })
  return (
    <Section title={t('rule.title')} description={t('rule.body')}>
      <form
        className={`${form.form} ${form.inside} ${form.narrow}`}
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(rule)
        }}
      >
        <Checkbox.Group
          label={t('rule.workshops')}
          value={rule.workshops}
          onChange={(workshops) => set({ ...rule, workshops })}
        >
          <div className={form.choices}>
            {readiness.workshops.map((one) => (
              <Checkbox key={one.id} value={one.id} label={one.title} />
            ))}
          </div>
        </Checkbox.Group>
        <Checkbox
          label={t('rule.ends')}
          checked={rule.renewMonths !== null}
          onChange={(event) => set({ ...rule, renewMonths: event.currentTarget.checked ? 24 : null })}
        />
        {rule.renewMonths === null ? null : (
          <NumberInput
            label={t('rule.after')}
            min={3}
            max={60}
            allowDecimal={false}
            clampBehavior="blur"
            value={rule.renewMonths}
            onChange={(value) => typeof value === 'number' && set({ ...rule, renewMonths: value })}
          />
        )}
        <div className={form.acts}>
          <Button type="submit" loading={save.isPending}>
            {t('rule.save')}
          </Button>
        </div>
      </form>
    </Section>
  )
}
