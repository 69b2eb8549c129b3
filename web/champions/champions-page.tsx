/** Does everybody have a champion nearby? Coverage and its gaps, who they are, and what is to be handed over. */
import { Button } from '@mantine/core'
import { IconTarget, IconUserHeart } from '@tabler/icons-react'
import { Outlet, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import form from '../ui/form.module.css'
import { DataTable, type Column } from '../ui/data-table.tsx'
import { useLanguageName } from '../ui/languages.ts'
import { TextLink } from '../program/text-link.tsx'
import { Go, useGo } from '../ui/link.tsx'
import { List, Row } from '../ui/list.tsx'
import { Meter, State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Stat, Stats } from '../ui/stat.tsx'
import { Empty, Loaded, Note, StatsSkeleton } from '../ui/states.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import { useRowWindow } from '../ui/window.ts'
import { useAreaWords } from './area-words.tsx'
import { ChampionsTabs } from './champions-tabs.tsx'
import classes from './champions.module.css'

type Overview = Answer<'champions.overview'>
type Gap = Answer<'champions.coverage'>['rows'][number]
type Row = Answer<'champions.list'>['rows'][number]
const views = ['location', 'department', 'language', 'wave'] as const
const home = '/program/champions'

export function ChampionsPage() {
  const { t } = useTranslation('champions')
  const query = useOperation('champions.overview', {})
  const manage = query.data?.may.manage ?? false
  return (
    <Page
      title={t('title')}
      width="wide"
      description={t('body')}
      help={t('help')}
      below={<ChampionsTabs hear={query.data?.may.hear ?? false} />}
      more={
        manage ? (
          <Button
            component={Go}
            to={`${home}/aim`}
            variant="default"
            leftSection={<IconTarget size={16} aria-hidden />}
          >
            {t('aim.open')}
          </Button>
        ) : undefined
      }
      action={
        manage ? (
          <Button component={Go} to={`${home}/invite`}>
            {t('invite.open')}
          </Button>
        ) : undefined
      }
    >
      <Loaded query={query} skeleton={<StatsSkeleton count={3} />}>
        {(overview) => (
          <>
            <Headline overview={overview} />
            <Waits overview={overview} />
          </>
        )}
      </Loaded>
      <Coverage manage={manage} />
      <People manage={manage} />
      <Outlet />
    </Page>
  )
}

function Headline({ overview }: { overview: Overview }) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  const { people, covered, champions, aim, needed, invited, today } = overview
  return (
    <Stats>
      <Stat
        label={t('stat.covered')}
        value={
          people > 0
            ? { state: 'share', numerator: covered, denominator: people }
            : { state: 'not_yet', why: t('stat.nobody') }
        }
        asOf={today}
        target={0.95}
      />
      <div className={classes.count}>
        <span className={classes.label}>{t('stat.each')}</span>
        <strong>{champions > 0 ? f.number(Math.round(people / champions)) : '–'}</strong>
        <span className={form.quiet}>
          {champions > 0 ? t('stat.aim', { n: f.number(aim.peopleEach) }) : t('stat.noChampion')}
        </span>
      </div>
      <div className={classes.count}>
        <span className={classes.label}>{t('stat.champions')}</span>
        <strong>{f.number(champions)}</strong>
        <span className={form.quiet}>
          {[
            needed > 0 ? t('stat.needed', { count: needed, n: f.number(needed) }) : t('stat.enough'),
            ...(invited > 0 ? [t('stat.invited', { count: invited, n: f.number(invited) })] : []),
          ].join(' · ')}
        </span>
      </div>
    </Stats>
  )
}

/** What asks for the lead: hand-overs, ends of terms, hours that do not fit. */
function Waits({ overview }: { overview: Overview }) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  const areasIn = useAreaWords()
  const { exits, ending, notFitting, may } = overview
  if (exits.length + ending.length + notFitting.length === 0) return null
  return (
    <Section title={t('waits.title')} bare>
      <List>
        {exits.map((exit) => (
          <Row
            key={exit.id}
            title={t(`exit.${exit.because}`, { name: exit.person.name })}
            says={`${areasIn(exit.areas)} · ${
              exit.uncovered > 0
                ? t('exit.uncovered', { count: exit.uncovered, n: f.number(exit.uncovered) })
                : t('exit.allCovered')
            }`}
            acts={
              may.manage ? (
                <Button component={Go} to={`${home}/${exit.person.id}`} size="compact-md" variant="default">
                  {t('exit.act')}
                </Button>
              ) : undefined
            }
          />
        ))}
        {notFitting.map((one) => (
          <Row
            key={`fits ${one.id}`}
            title={t('waits.notFitting', { name: one.name })}
            says={t('waits.notFittingBody')}
            acts={
              <Button component={Go} to={`${home}/${one.id}`} size="compact-md" variant="default">
                {t('waits.look')}
              </Button>
            }
          />
        ))}
        {ending.map(({ person, endsOn }) => (
          <Row
            key={`ends ${person.id}`}
            title={t('waits.ending', { name: person.name, day: f.day(endsOn, 'short') })}
            says={t('waits.endingBody')}
            acts={
              may.manage ? (
                <Button
                  component={Go}
                  to={`${home}/invite`}
                  search={{ person: person.id }}
                  size="compact-md"
                  variant="default"
                >
                  {t('waits.renew')}
                </Button>
              ) : undefined
            }
          />
        ))}
      </List>
    </Section>
  )
}

const tones = { none: 'bad', part: 'warn', thin: 'warn', covered: 'good' } as const

function Coverage({ manage }: { manage: boolean }) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  const go = useGo()
  const languageName = useLanguageName()
  const [by, setBy] = useTab(views, 'by')
  const gaps = useOperation('champions.coverage', { by, limit: 1 }, { keep: true, select: (a) => a.gaps })
  const rows = useRowWindow(
    'champions.coverage',
    { by },
    { page: (offset, limit) => ({ offset, limit }), read: (a) => ({ rows: a.rows, total: a.total }) },
  )
  const columns: Column<Gap>[] = [
    {
      id: 'label',
      header: t(`by.${by}`),
      width: 'minmax(180px, 2fr)',
      fixed: true,
      phone: 'title',
      cell: (r) => (
        <strong className={classes.cell} dir="auto">
          {by === 'language' ? languageName(r.key) : r.label}
        </strong>
      ),
    },
    {
      id: 'state',
      header: t('coverage.state'),
      width: '170px',
      phone: 'end',
      cell: (r) => <State tone={tones[r.state]}>{t(`state.${r.state}`)}</State>,
    },
    {
      id: 'covered',
      header: t('coverage.covered'),
      width: 'minmax(160px, 1fr)',
      phone: 'detail',
      cell: (r) => (
        <span className={classes.covered}>
          <Meter
            share={r.people === 0 ? null : r.covered / r.people}
            label={t('coverage.ofPeople', { n: f.number(r.covered), of: f.number(r.people) })}
            tone={tones[r.state]}
            size="small"
            showValue={false}
          />
          <span>{t('coverage.ofPeople', { n: f.number(r.covered), of: f.number(r.people) })}</span>
        </span>
      ),
    },
    {
      id: 'champions',
      header: t('stat.champions'),
      width: '130px',
      align: 'end',
      phone: 'off',
      cell: (r) => f.number(r.champions),
    },
    {
      id: 'each',
      header: t('coverage.each'),
      width: '150px',
      align: 'end',
      phone: 'off',
      cell: (r) => (r.champions === 0 ? '–' : f.number(Math.round(r.people / r.champions))),
    },
    {
      id: 'needed',
      header: t('coverage.needed'),
      width: '140px',
      align: 'end',
      phone: 'detail',
      cell: (r) => (r.needed === 0 ? '–' : t('coverage.more', { count: r.needed, n: f.number(r.needed) })),
    },
  ]
  const opens = manage && by !== 'wave'
  return (
    <Section title={t('coverage.title')} description={t(opens ? 'coverage.body' : 'coverage.bodyRead')} bare>
      <ViewTabs
        label={t('coverage.by')}
        value={by}
        onChange={setBy}
        tabs={views.map((value) => ({
          value,
          label: t(`by.${value}`),
          ...(value === by && gaps.data !== undefined ? { count: gaps.data } : {}),
        }))}
      />
      <DataTable
        label={t('coverage.title')}
        name="champion-coverage"
        rows={rows}
        columns={columns}
        rowKey={(r) => r.key}
        {...(opens
          ? {
              onOpen: (r: Gap) =>
                void go(`${home}/invite`, {
                  search: { for: `${by}:${r.key}`, by: by === 'location' ? undefined : by },
                }),
            }
          : {})}
        counted={(count, number) => t('coverage.count', { count, number })}
        empty={
          <Empty small title={t(`coverage.none.${by}`)}>
            {t(`coverage.noneBody.${by}`)}
          </Empty>
        }
      />
    </Section>
  )
}

function People({ manage }: { manage: boolean }) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  const go = useGo()
  const areasIn = useAreaWords()
  const { personId = null } = useParams({ strict: false }) as { personId?: string }
  const rows = useRowWindow(
    'champions.list',
    {},
    { page: (offset, limit) => ({ offset, limit }), read: (a) => ({ rows: a.rows, total: a.total }) },
  )
  const columns: Column<Row>[] = [
    {
      id: 'name',
      header: t('people.name'),
      width: 'minmax(200px, 1.6fr)',
      fixed: true,
      phone: 'title',
      cell: (r) => <Person person={r.person} />,
    },
    { id: 'is', header: t('people.is'), width: '150px', phone: 'end', cell: (r) => <IsWord row={r} /> },
    {
      id: 'areas',
      header: t('people.areas'),
      width: 'minmax(160px, 1.6fr)',
      phone: 'detail',
      cell: (r) => <span dir="auto">{areasIn(r.areas)}</span>,
    },
    {
      id: 'people',
      header: t('people.people'),
      width: '110px',
      align: 'end',
      phone: 'off',
      cell: (r) => f.number(r.people),
    },
    {
      id: 'ends',
      header: t('people.until'),
      width: '140px',
      align: 'end',
      phone: 'detail',
      cell: (r) => (r.endsOn ? f.day(r.endsOn, 'short') : t('people.noTerm')),
    },
  ]
  return (
    <Section title={t('people.title')} bare>
      <DataTable
        label={t('people.title')}
        name="champions"
        rows={rows}
        columns={columns}
        rowKey={(r) => `${r.person.id} ${r.is}`}
        current={personId}
        onOpen={(r) => void go(`${home}/${r.person.id}`, { search: true })}
        counted={(count, number) => t('people.count', { count, number })}
        empty={
          <Empty
            icon={<IconUserHeart size={22} stroke={1.6} />}
            title={t('people.none')}
            {...(manage
              ? {
                  action: (
                    <Button component={Go} to={`${home}/invite`}>
                      {t('invite.open')}
                    </Button>
                  ),
                }
              : {})}
          >
            {t('people.noneBody')}
          </Empty>
        }
      />
      {manage ? (
        <div className={classes.after}>
          <Note tone="plain" title={t('letters.title')}>
            {t('letters.body')}{' '}
            <TextLink named to="/program/communications/letters">
              {t('letters.act')}
            </TextLink>
          </Note>
        </div>
      ) : null}
    </Section>
  )
}

function IsWord({ row }: { row: Row }) {
  const { t } = useTranslation('champions')
  if (row.is === 'champion' && row.onLeave) return <State tone="warn">{t('is.onLeave')}</State>
  const tone = row.is === 'champion' ? 'good' : row.is === 'ahead' ? 'accent' : 'quiet'
  return <State tone={tone}>{t(`is.${row.is}`)}</State>
}
