/** Is this wave ready? What it needs, what was found, where to mend it, and the launch itself. */
import { Button, Menu, Select } from '@mantine/core'
import { IconChevronDown, IconGauge } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Cadence, ElementId } from '../../contract/design.ts'
import { useAct, useOperation, type Answer, type Request } from '../api.ts'
import { useMetricNames } from '../metrics/names.ts'
import { placesOf, useMe } from '../shell/me.ts'
import type { PlaceId } from '../shell/places.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Go, useAddress } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, Note, PageSkeleton } from '../ui/states.tsx'
import { Checks } from '../ui/steps.tsx'
import { toast } from '../ui/toasts.tsx'
import { WithProgram, type Program } from './current.tsx'
import { elementSaid } from './elements-said.ts'
import { stepOf } from './step-ids.ts'
import classes from './readiness-page.module.css'
import { TextLink } from './text-link.tsx'
import { WaiveDialog, WaiverNote } from './waiver.tsx'
import { useWaveSize } from './wave-size.ts'

type Readiness = Answer<'launch.checks'>
type Check = Readiness['checks'][number]
type Waivable = Request<'launch.waive'>['check']
const stale = ['launch.checks', 'waves.list', 'waves.get', 'program.list', 'program.get', 'policies.status'] as const

/** What has to be mended stands in sight, what is done below it; else in the order of the gates. */
const rank = (c: Check) => (c.blocks ? 0 : c.result === 'fail' ? 1 : c.result === 'unknown' ? 2 : 3)
const openFirst = (a: Check, b: Check) => rank(a) - rank(b)

export function ReadinessPage() {
  return <WithProgram>{(program) => <Waves program={program} />}</WithProgram>
}

function Waves({ program }: { program: Program }) {
  const { t } = useTranslation('program')
  const [at, setAt] = useAddress<{ wave?: string }>()
  const waves = useOperation('waves.list', { programId: program.id })
  return (
    <Loaded
      query={waves}
      skeleton={<PageSkeleton />}
      empty={(a) =>
        a.waves.length === 0 && (
          <Page title={t('ready.noWaveTitle')}>
            <Empty
              title={t('waves.none')}
              icon={<IconGauge size={22} stroke={1.6} />}
              action={
                a.mayLaunch ? (
                  <Button component={Go} to="/program/waves/new">
                    {t('waves.plan')}
                  </Button>
                ) : undefined
              }
            >
              {t('ready.noWave')}
            </Empty>
          </Page>
        )
      }
    >
      {(a) => {
        const wave =
          a.waves.find((w) => w.id === at.wave) ?? a.waves.find((w) => w.state.phase !== 'live') ?? a.waves.at(-1)!
        return (
          <Ready
            key={wave.id}
            program={program}
            waveId={wave.id}
            mayLaunch={a.mayLaunch}
            choose={
              a.waves.length > 1 ? (
                <Select
                  aria-label={t('ready.choose')}
                  size="sm"
                  value={wave.id}
                  allowDeselect={false}
                  data={a.waves.map((w) => ({ value: w.id, label: w.name }))}
                  onChange={(id) => id && setAt({ wave: id })}
                />
              ) : null
            }
          />
        )
      }}
    </Loaded>
  )
}

function Ready({
  program,
  waveId,
  mayLaunch,
  choose,
}: {
  program: Program
  waveId: string
  mayLaunch: boolean
  choose: React.ReactNode
}) {
  const { t } = useTranslation('program')
  const f = useFormat()
  const size = useWaveSize()
  const query = useOperation('launch.checks', { waveId })
  const [asking, setAsking] = useState<'now' | 'on_date' | null>(null)
  const hold = useAct('waves.hold', { invalidates: stale, done: t('ready.held') })
  const launch = useAct('waves.launch', { invalidates: stale, showsProblem: true })
  const schedule = useAct('waves.launch', {
    invalidates: stale,
    done: (r) => t('ready.scheduled', { day: r.wave.goesLiveOn ? f.day(r.wave.goesLiveOn, 'long') : '' }),
    undo: () => hold.mutateAsync({ waveId }),
  })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(r) => {
        const { wave } = r
        const live = wave.state.phase === 'live'
        const scheduled = wave.state.phase !== 'live' && wave.state.scheduled
        const required = r.checks.filter((c) => c.gate).toSorted(openFirst)
        const advised = r.checks.filter((c) => !c.gate).toSorted(openFirst)
        const waived = required.filter((c) => c.result !== 'pass' && c.waiver !== null && !c.blocks)
        const missing = r.checks.filter((c) => c.result === 'fail' && !c.required)
        const warnings = missing.length
        const future = wave.goesLiveOn !== null && wave.goesLiveOn > r.today
        const action =
          !mayLaunch || live ? undefined : scheduled ? (
            <Button variant="default" loading={hold.isPending} onClick={() => hold.mutate({ waveId })}>
              {t('ready.takeBack')}
            </Button>
          ) : future ? (
            <span className={classes.split}>
              <Button
                disabled={!r.ready}
                loading={schedule.isPending}
                onClick={() => (warnings > 0 ? setAsking('on_date') : schedule.mutate({ waveId, when: 'on_date' }))}
              >
                {t('ready.onDate', { day: f.day(wave.goesLiveOn!, 'short') })}
              </Button>
              <Menu>
                <Menu.Target>
                  <Button aria-label={t('ready.more')} disabled={!r.ready} px={8}>
                    <IconChevronDown size={16} aria-hidden />
                  </Button>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => setAsking('now')}>{t('ready.now')}</Menu.Item>
                </Menu.Dropdown>
              </Menu>
            </span>
          ) : (
            <Button disabled={!r.ready} onClick={() => setAsking('now')}>
              {t('ready.now')}
            </Button>
          )
        return (
          <Page
            title={t(live ? 'ready.liveTitle' : 'ready.title', { wave: wave.name })}
            description={
              live
                ? t('ready.liveBody', {
                    day: wave.goesLiveOn ? f.day(wave.goesLiveOn, 'long') : '',
                    ...size(wave),
                  })
                : t('ready.description')
            }
            help={t('ready.help')}
            action={action}
            more={choose}
          >
            {live ? null : (
              <div className={classes.verdict}>
                {scheduled ? (
                  <Note
                    tone="good"
                    title={t('ready.willTitle', { day: wave.goesLiveOn ? f.day(wave.goesLiveOn, 'long') : '' })}
                  >
                    {t('ready.willBody')}
                  </Note>
                ) : r.ready ? (
                  <Note tone={warnings + waived.length > 0 ? 'accent' : 'good'} title={t('ready.yes')}>
                    {waived.length > 0 ? `${t('ready.yesWaived', { count: waived.length })} ` : ''}
                    {warnings > 0 ? t('ready.yesBut', { count: warnings }) : waived.length > 0 ? '' : t('ready.yesAll')}
                  </Note>
                ) : (
                  <Note tone="warn" title={t('ready.no', { count: r.blocking })}>
                    {t('ready.noBody')}
                  </Note>
                )}
              </div>
            )}
            <Section title={t('ready.required')} description={live ? undefined : t('ready.requiredBody')}>
              <CheckList checks={required} wave={wave} administrators={r.administrators} today={r.today} />
            </Section>
            <Section title={t('ready.advised')} description={live ? undefined : t('ready.advisedBody')}>
              <CheckList checks={advised} wave={wave} administrators={r.administrators} today={r.today} />
            </Section>
            {r.attempts.length > 0 ? (
              <Section title={t('ready.attempts')}>
                <ul className={classes.attempts}>
                  {r.attempts.map((a) => (
                    <li key={a.at}>
                      <span>
                        {t(`ready.outcome.${a.outcome}`)}
                        {a.by ? ` · ${a.by}` : ''}
                      </span>
                      {a.failed.length > 0 ? (
                        <small>{f.list(a.failed.map((id) => t(`check.${id}.name`)))}</small>
                      ) : null}
                      {a.waived.length > 0 ? (
                        <small>
                          {t('ready.waived', { names: f.list(a.waived.map((id) => t(`check.${id}.name`))) })}
                        </small>
                      ) : null}
                      <span className={classes.when}>
                        <When at={a.at} />
                      </span>
                    </li>
                  ))}
                </ul>
              </Section>
            ) : null}
            <ConfirmDialog
              opened={asking !== null}
              onClose={() => setAsking(null)}
              title={
                asking === 'on_date'
                  ? t('ready.askOn', { wave: wave.name, day: f.day(wave.goesLiveOn!, 'long') })
                  : t('ready.ask', { wave: wave.name })
              }
              confirm={asking === 'on_date' ? t('ready.setAnyway') : t('ready.launch', size(wave))}
              busy={launch.isPending || schedule.isPending}
              error={launch.error ?? schedule.error}
              onConfirm={() =>
                asking === 'on_date'
                  ? schedule.mutate({ waveId, when: 'on_date' }, { onSuccess: () => setAsking(null) })
                  : launch.mutate(
                      { waveId, when: 'now' },
                      {
                        onSuccess: () => {
                          setAsking(null)
                          toast({ message: t('ready.done', { wave: wave.name }), tone: 'good' })
                        },
                      },
                    )
              }
            >
              {asking === 'now' ? <p>{t('ready.askBody', { ...size(wave), name: program.name })}</p> : null}
              {warnings > 0 ? (
                <>
                  <p>{t('ready.stillOpen')}</p>
                  <ul>
                    {missing.map((c) => (
                      <li key={c.id}>{t(`check.${c.id}.name`)}</li>
                    ))}
                  </ul>
                </>
              ) : null}
            </ConfirmDialog>
          </Page>
        )
      }}
    </Loaded>
  )
}

function Ask({ who, what }: { who: Readiness['administrators']; what: string }) {
  const { t } = useTranslation('program')
  return (
    <span>
      {what}{' '}
      {who.length === 0
        ? t('fix.nobody')
        : who.map((one, i) => (
            <span key={one.id}>
              {i > 0 ? ' · ' : ''}
              <TextLink to={`/people/${one.id}`} named>
                {one.name}
              </TextLink>
            </span>
          ))}
    </span>
  )
}

/** The page on which a gate is mended, where not everybody who reads gates sees it. */
const pageOf = {
  tests: 'program.tests',
  champions: 'program.champions',
  communications: 'program.communications',
  training: 'program.training',
  committee: 'program.governance',
  surveys: 'program.pulse',
  mail: 'settings.mail',
} as const satisfies Partial<Record<Check['fix']['place'], PlaceId>>

function CheckList({
  checks,
  wave,
  administrators,
  today,
}: Pick<Readiness, 'checks' | 'wave' | 'administrators' | 'today'>) {
  const { t } = useTranslation('program')
  const { nameOf } = useMetricNames()
  const me = useMe()
  const f = useFormat()
  const [waiving, setWaiving] = useState<Check | null>(null)
  const waive = useAct('launch.waive', { invalidates: stale, showsProblem: true })
  const end = useAct('waivers.end', { invalidates: stale, done: t('ready.waiverEnded') })
  const mayEnd = me.roles.includes('lead') || me.roles.includes('sponsor')
  /** One after the other; what is refused is said, and what was let stand before it stays so. */
  const letStand = async (ids: readonly string[], given: { reason: string; until: string }) => {
    for (const check of ids) await waive.mutateAsync({ waveId: wave.id, check: check as Waivable, ...given })
    setWaiving(null)
  }
  const evidence = (c: Check) => {
    const values: Record<string, string | number> = {}
    for (const [key, value] of Object.entries(c.evidence)) {
      if (value === null) continue
      if (key === 'on') values[key] = f.day(String(value), 'short')
      else if (key === 'metric') values[key] = nameOf(String(value))
      else if (key === 'elements')
        values[key] = f.list(
          String(value)
            .split(', ')
            .map((e) => elementSaid(t, e as ElementId, c.evidence['cadence'] as Cadence | null)),
        )
      else values[key] = typeof value === 'number' ? f.number(value) : value
    }
    const count = [
      'people',
      'messages',
      'days',
      'metrics',
      'policies',
      'objectives',
      'parts',
      'blockers',
      'untested',
      'missing',
      'members',
    ]
      .map((k) => c.evidence[k])
      .find((v): v is number => typeof v === 'number')
    return t(`check.${c.id}.${c.reason}`, { ...values, count: count ?? 0 })
  }
  const fix = (c: Check) => {
    // What is not known yet mends itself, unless it stops the launch.
    if (c.result === 'pass' || (c.result === 'unknown' && !c.required)) return null
    const { fix: place } = c
    // Nobody is led to a page that they do not see.
    const needed = pageOf[place.place as keyof typeof pageOf]
    if (needed && !placesOf(me).includes(needed)) return null
    if (place.place === 'design')
      return (
        <TextLink to={`/program/design/${stepOf[place.group]}`}>
          {t('fix.design', { step: t(`steps.${stepOf[place.group]}.label`) })}
        </TextLink>
      )
    if (place.place === 'wave') return <TextLink to={`/program/waves/${wave.id}`}>{t('fix.wave')}</TextLink>
    if (place.place === 'versions') return <TextLink to="/program/design/publish">{t('fix.versions')}</TextLink>
    if (place.place === 'communications')
      return <TextLink to="/program/communications">{t('fix.communications')}</TextLink>
    if (place.place === 'training')
      return (
        <TextLink to={c.reason === 'none_asked' ? '/program/design/training' : '/program/training'}>
          {t('fix.training')}
        </TextLink>
      )
    if (place.place === 'tests')
      return (
        <TextLink to={c.reason === 'none' ? '/program/tests' : `/program/tests/${wave.id}`}>{t('fix.tests')}</TextLink>
      )
    if (place.place === 'champions') return <TextLink to="/program/champions">{t('fix.champions')}</TextLink>
    if (place.place === 'committee') return <TextLink to="/program/governance">{t('fix.committee')}</TextLink>
    if (place.place === 'surveys') return <TextLink to="/program/pulse">{t('fix.surveys')}</TextLink>
    if (place.place === 'mail') return <TextLink to="/settings/mail">{t('fix.mail')}</TextLink>
    if (place.place === 'outgoing')
      return placesOf(me).includes('settings.mail') ? (
        <TextLink to="/settings/mail">{t('fix.mail')}</TextLink>
      ) : (
        <Ask who={administrators} what={t('fix.askMail')} />
      )
    // The people file and ways to sign in are the administration's: whoever may is sent there, others to them.
    if (me.roles.includes('admin'))
      return place.place === 'codes' ? (
        <TextLink to="/settings/access/codes">{t('fix.codes')}</TextLink>
      ) : (
        <TextLink to="/settings/people">{t('fix.people')}</TextLink>
      )
    return <Ask who={administrators} what={t(place.place === 'codes' ? 'fix.askCodes' : 'fix.askPeople')} />
  }
  return (
    <>
      <Checks
        checks={checks.map((c) => ({
          id: c.id,
          state: c.result,
          label: t(`check.${c.id}.name`),
          detail: (
            <>
              {evidence(c)}
              {c.waiver ? (
                <WaiverNote
                  waiver={c.waiver}
                  {...(mayEnd ? { onEnd: () => end.mutate({ waiverId: c.waiver!.id }), busy: end.isPending } : {})}
                />
              ) : null}
              {c.waiver && c.blocks ? <span className={classes.short}>{t('ready.tooShort')}</span> : null}
            </>
          ),
          action:
            c.waivable && c.waiver === null ? (
              <span className={classes.actions}>
                {fix(c)}
                <Button variant="default" size="compact-sm" onClick={() => setWaiving(c)}>
                  {t('ready.waive')}
                </Button>
              </span>
            ) : (
              fix(c)
            ),
        }))}
      />
      {waiving ? (
        <WaiveDialog
          what={t(`check.${waiving.id}.name`)}
          today={today}
          busy={waive.isPending}
          error={waive.error}
          onClose={() => setWaiving(null)}
          others={checks
            .filter((c) => c.waivable && c.waiver === null && c.id !== waiving.id)
            .map((c) => ({ id: c.id, name: t(`check.${c.id}.name`) }))}
          onWaive={({ also, ...given }) => void letStand([waiving.id, ...also], given).catch(() => {})}
        />
      ) : null}
    </>
  )
}
