/** Where does the program stand, and what should the lead do now? */
import { Button } from '@mantine/core'
import { IconArrowRight, IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { useLeadLines } from '../mistakes/lead-lines.ts'
import { HypercareLine } from '../hypercare/hypercare-line.tsx'
import { useMetricNames } from '../metrics/names.ts'
import { useMe } from '../shell/me.ts'
import { Go, type Search } from '../ui/link.tsx'
import { Meter, State } from '../ui/meter.tsx'
import { Facts, Page, Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { BrandMark } from './brand-preview.tsx'
import { WithProgram, type Program } from './current.tsx'
import { elementSaid } from './elements-said.ts'
import classes from './overview-page.module.css'
import { stepOf } from './step-ids.ts'
import { WaveWord } from './wave-word.tsx'
import { TextLink } from './text-link.tsx'
import { useWaveSize } from './wave-size.ts'

export function OverviewPage() {
  return <WithProgram>{(program) => <Overview program={program} />}</WithProgram>
}

type Todo = { id: string; title: string; body: string; to: string; search: Search; label: string }
/** The server tells of no more either. */
const mostLines = 7
const stages = ['draft', 'published', 'preparing', 'live'] as const

/** How many confirmed a text, of the waves that are large enough to be told. */
function PolicyRead({ policy }: { policy: Answer<'policies.status'>['policies'][number] }) {
  const { t } = useTranslation('program')
  const f = useFormat()
  const told = policy.waves.filter((w) => w.acknowledged !== null)
  const hidden = policy.waves.filter((w) => w.acknowledged === null)
  const asked = told.reduce((n, w) => n + w.asked, 0)
  const read = told.reduce((n, w) => n + (w.acknowledged ?? 0), 0)
  const n = f.number(policy.smallestGroup)
  return (
    <li>
      <span>
        <strong>{policy.title}</strong>
        {told.length > 0 ? (
          <small>
            {t('overview.read', { read: f.number(read), asked: f.number(asked), count: asked })}
            {hidden.length > 0 ? `, ${t('overview.readWithout', { waves: f.list(hidden.map((w) => w.name)), n })}` : ''}
          </small>
        ) : (
          <small>{t('overview.readHidden', { n })}</small>
        )}
      </span>
      {told.length > 0 ? <Meter share={asked === 0 ? null : read / asked} label={policy.title} size="small" /> : null}
    </li>
  )
}

function Overview({ program }: { program: Program }) {
  const { t } = useTranslation(['program', 'mistakes'])
  const { nameOf } = useMetricNames()
  const f = useFormat()
  const size = useWaveSize()
  const me = useMe()
  const lead = me.roles.includes('lead')
  const whole = useOperation('program.get', { programId: program.id })
  const waves = useOperation('waves.list', { programId: program.id })
  const status = useOperation('policies.status', { programId: program.id })
  const coming = waves.data?.waves.find((w) => w.state.phase !== 'live')
  const checks = useOperation('launch.checks', { waveId: coming?.id ?? '' }, { enabled: Boolean(coming) })
  const steps = useTodos(program, whole.data, waves.data, checks.data)
  const lines = useLeadLines(program.id, lead)
  const of = (urgency: 'late' | 'now' | 'soon') => lines?.filter((one) => one.urgency === urgency) ?? []
  // What is late first, then the next steps, what was found, and what is about to go wrong.
  const todos = [
    ...of('late'),
    ...steps.map((one) => ({ ...one, urgency: 'now' as const })),
    ...of('now'),
    ...of('soon'),
  ].slice(0, mostLines)
  const name = program.name || t('overview.noName')
  const reached = stages.indexOf(program.stage)
  return (
    <Page
      title={t('overview.title', { name })}
      description={program.tagline || undefined}
      help={t('overview.help')}
      action={
        lead && todos[0] ? (
          <Button component={Go} to={todos[0].to} search={todos[0].search}>
            {todos[0].label}
          </Button>
        ) : undefined
      }
    >
      <ol className={classes.stages} aria-label={t('overview.stages')}>
        {stages.map((stage, i) => (
          <li key={stage} data-reached={i <= reached || undefined} aria-current={i === reached ? 'step' : undefined}>
            <span className={classes.dot} aria-hidden>
              {i < reached ? <IconCheck size={12} stroke={3} /> : null}
            </span>
            <strong>{t(`stage.${stage}`)}</strong>
            <small>{stageSays(stage)}</small>
          </li>
        ))}
      </ol>
      <div className={classes.columns}>
        <div>
          {lead ? (
            <Section title={t('overview.now')}>
              {whole.data && waves.data && lines ? (
                todos.length === 0 ? (
                  <Empty small title={t('overview.nothing')} icon={<IconCheck size={22} stroke={1.8} />}>
                    {program.next[0]
                      ? t('overview.nothingUntil', { day: f.day(program.next[0].on, 'long') })
                      : t('overview.nothingBody')}
                  </Empty>
                ) : (
                  <ol className={classes.todos}>
                    {todos.map((todo) => (
                      <li key={todo.id}>
                        <Go to={todo.to} search={todo.search}>
                          <strong>{todo.title}</strong>
                          <span>
                            {todo.urgency === 'now' ? null : (
                              <span className={classes.urgency}>
                                <State tone={todo.urgency === 'late' ? 'bad' : 'warn'}>
                                  {t(`mistakes:home.${todo.urgency}`)}
                                </State>
                              </span>
                            )}
                            {todo.body}
                          </span>
                          <IconArrowRight size={18} aria-hidden className="flips" />
                        </Go>
                      </li>
                    ))}
                  </ol>
                )
              ) : (
                <RowsSkeleton rows={3} />
              )}
            </Section>
          ) : null}
          <Section title={t('overview.waves')} action={<TextLink to="/program/waves">{t('waves.all')}</TextLink>}>
            <Loaded
              query={waves}
              empty={(a) =>
                a.waves.length === 0 && (
                  <Empty small title={t('waves.none')}>
                    {t('waves.noneBody')}
                  </Empty>
                )
              }
            >
              {(a) => (
                <ul className={classes.waves}>
                  {a.waves.map((w) => (
                    <li key={w.id}>
                      <Go to={`/program/waves/${w.id}`}>
                        <strong>{w.name}</strong>
                        <span>
                          {t('people', size(w))}
                          {w.audience ? ` · ${w.audience.name}` : ''}
                        </span>
                      </Go>
                      <WaveWord state={w.state} paused={w.halt?.kind === 'pause'} />
                      <span className={classes.day}>
                        {w.goesLiveOn ? <When on={w.goesLiveOn} style="short" /> : '–'}
                      </span>
                      {w.state.phase === 'live' ? (
                        <div className={classes.hypercare}>
                          <HypercareLine waveId={w.id} />
                        </div>
                      ) : null}
                    </li>
                  ))}
                </ul>
              )}
            </Loaded>
          </Section>
          {status.data && status.data.policies.length > 0 ? (
            <Section title={t('overview.policies')} description={t('overview.policiesBody')}>
              <ul className={classes.policies}>
                {status.data.policies.map((p) => (
                  <PolicyRead key={`${p.policyId} ${p.version}`} policy={p} />
                ))}
              </ul>
            </Section>
          ) : null}
        </div>
        <aside>
          <Section
            title={t('overview.program')}
            action={<TextLink to="/program/design">{t('overview.openDesign')}</TextLink>}
          >
            <div className={classes.brand}>
              <BrandMark brand={program.brand} size={40} />
              <span>
                <strong>{name}</strong>
                <small>
                  {program.version === null
                    ? t('summary.neverPublished')
                    : t('summary.published', { number: program.version })}
                </small>
              </span>
            </div>
            <Facts
              facts={[
                {
                  label: t('people.sponsor'),
                  value: program.sponsor ? <Person person={program.sponsor} size={24} link /> : t('overview.nobody'),
                },
                {
                  label: t('people.lead'),
                  value: program.lead ? <Person person={program.lead} size={24} link /> : t('overview.nobody'),
                },
                ...(whole.data
                  ? [
                      { label: t('overview.elements'), value: elementsSay(whole.data.draft.design.elements) },
                      {
                        label: t('overview.metrics'),
                        value:
                          whole.data.draft.design.metrics.length === 0
                            ? '–'
                            : whole.data.draft.design.metrics.map((m) => nameOf(m.id)).join(', '),
                      },
                    ]
                  : []),
                {
                  label: t('overview.versions'),
                  value: (
                    <TextLink to="/program/versions">
                      {program.version === null
                        ? t('overview.noVersions')
                        : t('overview.versionList', { count: program.version })}
                    </TextLink>
                  ),
                },
              ]}
            />
          </Section>
          {program.next.length > 0 ? (
            <Section title={t('overview.next')}>
              <ul className={classes.dates}>
                {program.next.slice(0, 6).map((n) => (
                  <li key={n.waveId + n.kind}>
                    <span>{t(`overview.${n.kind}`, { wave: n.wave })}</span>
                    <When on={n.on} />
                  </li>
                ))}
              </ul>
            </Section>
          ) : null}
        </aside>
      </div>
    </Page>
  )

  function stageSays(stage: (typeof stages)[number]): string {
    if (stage === 'preparing' && reached > stages.indexOf(stage)) return t('stageSays.draftDone')
    if (stage === 'draft') return t(program.version === null ? 'stageSays.draft' : 'stageSays.draftDone')
    if (stage === 'published')
      return program.publishedAt
        ? t('stageSays.version', {
            number: program.version ?? 1,
            day: f.dayAt(program.publishedAt, 'short'),
          })
        : t('stageSays.published')
    if (stage === 'preparing') {
      // One that prepares already goes before one that will.
      if (reached === stages.indexOf(stage)) return t('stageSays.preparing')
      const next = program.next.find((n) => n.kind === 'prepares')
      if (next) return t('stageSays.from', { day: f.day(next.on, 'short') })
      return t(reached < stages.indexOf(stage) ? 'stageSays.published' : 'stageSays.preparing')
    }
    const next = program.next.find((n) => n.kind === 'goes_live')
    if (program.liveWaves > 0) return t('stageSays.people', { count: program.people, shown: f.number(program.people) })
    return next ? t('stageSays.from', { day: f.day(next.on, 'short') }) : t('stageSays.live')
  }
  function elementsSay(elements: Answer<'program.get'>['draft']['design']['elements']): string {
    const said = (Object.keys(elements) as (keyof typeof elements)[])
      .filter((e) => elements[e].on)
      .map((e) => elementSaid(t, e, elements.checkins.cadence))
    return said.length === 0 ? '–' : said.join(', ')
  }
}

/** The next steps in the order in which they can be taken. */
function useTodos(
  program: Program,
  whole: Answer<'program.get'> | undefined,
  waves: Answer<'waves.list'> | undefined,
  ready: Answer<'launch.checks'> | undefined,
): Todo[] {
  const { t } = useTranslation('program')
  const { nameOf } = useMetricNames()
  const f = useFormat()
  if (!whole || !waves) return []
  const todos: Todo[] = []
  const put = (id: string, to: string, params: Record<string, string | number> = {}, search: Search = {}) =>
    todos.push({
      id,
      to,
      search,
      title: t(`todo.${id}.title`, params),
      body: t(`todo.${id}.body`, params),
      label: t(`todo.${id}.label`, params),
    })
  const { missing } = whole.draft
  const first = missing.find((m) => m.needed === 'publish') ?? missing[0]
  if (first)
    put('design', `/program/design/${stepOf[first.group]}`, {
      count: missing.length,
      first: t(`missing.${first.id}`, {
        about: first.group === 'metrics' && first.about ? nameOf(first.about) : (first.about ?? ''),
      }),
    })
  if (waves.waves.length === 0) put('wave', '/program/waves/new')
  const stops = missing.some((m) => m.needed === 'publish')
  if (!stops && (program.version === null || program.unpublished.length > 0))
    put(program.version === null ? 'publish' : 'publishAgain', '/program/design/publish', {
      count: program.unpublished.length,
      number: (program.version ?? 0) + 1,
    })
  if (ready && program.version !== null) {
    const { wave } = ready
    const scheduled = wave.state.phase !== 'live' && wave.state.scheduled
    const open = ready.checks.find(
      (c) => c.required && c.result !== 'pass' && ['wave', 'people', 'codes'].includes(c.fix.place),
    )
    const at = { wave: wave.name, day: wave.goesLiveOn ? f.day(wave.goesLiveOn, 'long') : '' }
    if (open) put('mend', `/program/waves/${wave.id}`, { ...at, check: t(`check.${open.id}.name`) })
    if (ready.ready && !scheduled) {
      const message = ready.checks.find((c) => c.id === 'message')
      const draft = message?.evidence['draft']
      if (message?.result === 'fail' && draft) put('messageDraft', `/program/communications/${draft}`, at)
      else if (message?.result === 'fail')
        put('message', '/program/communications/new', at, { wave: wave.id, sender: 'sponsor' })
      put(
        wave.goesLiveOn !== null && wave.goesLiveOn > ready.today ? 'schedule' : 'launch',
        `/program/readiness?wave=${wave.id}`.split('?')[0]!,
        at,
      )
    }
    if (ready.attempts[0]?.outcome === 'refused' && !ready.ready && !open) put('refused', '/program/readiness', at)
  }
  const behind = waves.waves.filter(
    (w) => w.state.phase === 'live' && program.version !== null && w.version !== null && w.version < program.version,
  )
  if (behind[0])
    put('behind', `/program/waves/${behind[0].id}`, {
      wave: behind[0].name,
      from: behind[0].version ?? 0,
      to: program.version ?? 0,
    })
  return todos
}
