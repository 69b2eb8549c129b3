/** One wave: who, from when, and whom that is today. */
import { Button, Select, TextInput } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, useAct, useOperation, type Answer } from '../api.ts'
import { HypercareLine } from '../hypercare/hypercare-line.tsx'
import { TestsLine } from '../test-plans/tests-line.tsx'
import { Halts } from '../roadmap/halts.tsx'
import { useMe } from '../shell/me.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { DateField } from '../ui/date-field.tsx'
import { Go, useGo } from '../ui/link.tsx'
import { Facts } from '../ui/page.tsx'
import { People } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { WithProgram, type Program } from './current.tsx'
import { addDays } from './days.ts'
import classes from './wave-panel.module.css'
import { WaveWord } from './wave-word.tsx'
import { TextLink } from './text-link.tsx'
import { useWaveSize } from './wave-size.ts'

type Wave = Answer<'waves.get'>
type Fields = { name: string; audienceId: string | null; preparesOn: string | null; goesLiveOn: string | null }
const stale = ['waves.list', 'waves.get', 'waves.preview', 'launch.checks', 'program.list', 'program.get'] as const

export function NewWavePanel() {
  return <WithProgram>{(program) => <NewWave program={program} />}</WithProgram>
}

function NewWave({ program }: { program: Program }) {
  const { t } = useTranslation('program')
  const go = useGo()
  const waves = useOperation('waves.list', { programId: program.id })
  const create = useAct('waves.create', {
    invalidates: stale,
    showsProblem: true,
    done: t('wave.created'),
    onDone: (w) => void go(`/program/waves/${w.id}`, { search: true, replace: true }),
  })
  return (
    <SidePanel title={t('wave.new')} kind={t('wave.kind')} back="/program/waves">
      <Loaded query={waves} skeleton={<TextSkeleton lines={6} />}>
        {(a) => {
          // Two weeks to prepare, starting next week: room to read and to ask.
          const begin = addDays(a.today, 7)
          return (
            <WaveForm
              program={program}
              today={a.today}
              busy={create.isPending}
              error={create.error}
              label={t('wave.create')}
              initial={{
                name: t('wave.numbered', { number: a.waves.length + 1 }),
                audienceId: null,
                preparesOn: begin,
                goesLiveOn: addDays(begin, 14),
              }}
              onSave={(fields) => create.mutate({ programId: program.id, ...fields })}
            />
          )
        }}
      </Loaded>
    </SidePanel>
  )
}

export function WavePanel() {
  return <WithProgram>{(program) => <OneWave program={program} />}</WithProgram>
}

function OneWave({ program }: { program: Program }) {
  const { t } = useTranslation('program')
  const { waveId } = useParams({ strict: false }) as { waveId: string }
  const query = useOperation('waves.get', { waveId })
  return (
    <SidePanel title={query.data?.name ?? t('wave.kind')} kind={t('wave.kind')} back="/program/waves">
      <Loaded query={query} skeleton={<TextSkeleton lines={6} />}>
        {(wave) => <WaveBody key={wave.id} program={program} wave={wave} />}
      </Loaded>
    </SidePanel>
  )
}

function WaveBody({ program, wave }: { program: Program; wave: Wave }) {
  const { t } = useTranslation('program')
  const f = useFormat()
  const size = useWaveSize()
  const me = useMe()
  const go = useGo()
  const may = me.roles.includes('lead')
  const list = useOperation('waves.list', { programId: program.id })
  const [asking, setAsking] = useState(false)
  const before: Fields = {
    name: wave.name,
    audienceId: wave.audience?.id ?? null,
    preparesOn: wave.preparesOn,
    goesLiveOn: wave.goesLiveOn,
  }
  const update = useAct('waves.update', {
    invalidates: stale,
    showsProblem: true,
    done: t('wave.saved'),
    undo: () =>
      call(
        'waves.update',
        wave.state.phase === 'live'
          ? { waveId: wave.id, name: before.name, audienceId: before.audienceId }
          : { waveId: wave.id, ...before },
      ),
  })
  const remove = useAct('waves.remove', {
    invalidates: stale,
    showsProblem: true,
    onDone: () => void go('/program/waves', { search: true }),
  })
  const move = useAct('waves.move', {
    invalidates: [...stale, 'program.versions'],
    done: (w) => t('wave.moved', { number: w.version ?? 0 }),
    undo: () => call('waves.move', { waveId: wave.id, number: wave.version! }),
  })
  const live = wave.state.phase === 'live'
  // What did not work is taken back where it was begun.
  const earlier = may && live ? wave.versions.findLast((v) => v.number !== wave.version)?.number : undefined
  const newer = live && wave.newest !== null && wave.version !== null && wave.newest > wave.version
  return (
    <div className={classes.body}>
      <div className={classes.top}>
        <WaveWord state={wave.state} paused={wave.halt?.kind === 'pause'} />
        {live ? (
          <TextLink to={`/program/waves/${wave.id}/people`}>{t('wave.seePeople')}</TextLink>
        ) : (
          <Button component={Go} to="/program/readiness" search={{ wave: wave.id }} size="compact-md">
            {t('wave.ready')}
          </Button>
        )}
      </div>
      {live ? <HypercareLine waveId={wave.id} /> : <TestsLine waveId={wave.id} />}
      <Halts waveId={wave.id} />
      {newer ? (
        <Note
          tone="accent"
          title={t('wave.newer', { number: wave.newest! })}
          action={
            may ? (
              <Button
                size="compact-sm"
                loading={move.isPending}
                onClick={() => move.mutate({ waveId: wave.id, number: wave.newest! })}
              >
                {t('wave.moveTo', { number: wave.newest! })}
              </Button>
            ) : undefined
          }
        >
          {t('wave.newerBody', { number: wave.version! })}{' '}
          <TextLink to="/program/versions">{t('wave.whatChanged')}</TextLink>
        </Note>
      ) : null}
      {wave.state.phase === 'live' ? (
        <div className={classes.frame}>
          <Facts
            facts={[
              {
                label: t('wave.launched'),
                value: (
                  <>
                    <When on={wave.goesLiveOn} style="long" />
                    {wave.state.launchedBy ? (
                      <span className={classes.quiet}>{t('wave.by', { name: wave.state.launchedBy.name })}</span>
                    ) : null}
                  </>
                ),
              },
              {
                label: t('wave.atGoLive'),
                value: t('people', { count: wave.state.launchedPeople, shown: f.number(wave.state.launchedPeople) }),
              },
              { label: t('wave.today'), value: t('people', size(wave)) },
              {
                label: t('wave.runsOn'),
                value: (
                  <>
                    {wave.versions
                      .map((v) => t('wave.versionFrom', { number: v.number, day: f.day(v.from, 'short') }))
                      .join(' · ')}
                    {earlier === undefined || newer ? null : (
                      <Button
                        variant="default"
                        size="compact-sm"
                        loading={move.isPending}
                        onClick={() => move.mutate({ waveId: wave.id, number: earlier })}
                      >
                        {t('wave.backTo', { number: earlier })}
                      </Button>
                    )}
                  </>
                ),
              },
            ]}
          />
        </div>
      ) : wave.state.scheduled ? (
        <Note tone="good">{t('wave.willLaunch', { day: wave.goesLiveOn ? f.day(wave.goesLiveOn, 'long') : '' })}</Note>
      ) : null}
      {may ? (
        <WaveForm
          program={program}
          waveId={wave.id}
          today={list.data?.today ?? ''}
          initial={before}
          audience={wave.audience}
          live={live}
          begun={wave.state.phase === 'preparing'}
          busy={update.isPending}
          error={update.error}
          label={t('save')}
          onSave={(fields) =>
            update.mutate(
              live
                ? { waveId: wave.id, name: fields.name, audienceId: fields.audienceId }
                : { waveId: wave.id, ...fields },
            )
          }
        />
      ) : (
        <div className={classes.frame}>
          <Facts
            facts={[
              { label: t('wave.audience'), value: wave.audience?.name ?? '–' },
              { label: t('wave.prepares'), value: wave.preparesOn ? <When on={wave.preparesOn} style="long" /> : '–' },
              { label: t('wave.goesLive'), value: wave.goesLiveOn ? <When on={wave.goesLiveOn} style="long" /> : '–' },
            ]}
          />
        </div>
      )}
      {may && wave.state.phase === 'planned' ? (
        <div className={classes.danger}>
          <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
            {t('wave.remove')}
          </Button>
          <ConfirmDialog
            opened={asking}
            onClose={() => setAsking(false)}
            title={t('wave.removeAsk', { name: wave.name })}
            confirm={t('wave.remove')}
            danger
            busy={remove.isPending}
            error={remove.error}
            onConfirm={() => remove.mutate({ waveId: wave.id })}
          >
            {t('wave.removeBody')}
          </ConfirmDialog>
        </div>
      ) : null}
    </div>
  )
}

function WaveForm({
  program,
  waveId,
  today,
  initial,
  audience,
  live,
  begun,
  busy,
  error,
  label,
  onSave,
}: {
  program: Program
  waveId?: string
  today: string
  initial: Fields
  /** The one it has, named before all of them are known. */
  audience?: { id: string; name: string } | null
  live?: boolean
  begun?: boolean
  busy: boolean
  error: unknown
  label: string
  onSave: (fields: Fields) => void
}) {
  const { t } = useTranslation('program')
  const size = useWaveSize()
  const [fields, setFields] = useState(initial)
  const key = JSON.stringify(initial)
  useEffect(() => setFields(JSON.parse(key) as Fields), [key])
  const audiences = useOperation('audiences.list', {})
  const preview = useOperation(
    'waves.preview',
    { programId: program.id, audienceId: fields.audienceId ?? '', ...(waveId ? { waveId } : {}) },
    { enabled: fields.audienceId !== null, keep: true },
  )
  const set = (change: Partial<Fields>) => setFields({ ...fields, ...change })
  const wrongOrder = fields.preparesOn !== null && fields.goesLiveOn !== null && fields.preparesOn > fields.goesLiveOn
  const changed = !waveId || JSON.stringify(fields) !== key
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (!wrongOrder && fields.name.trim()) onSave({ ...fields, name: fields.name.trim() })
      }}
    >
      <TextInput
        label={t('wave.name')}
        value={fields.name}
        maxLength={120}
        required
        withAsterisk={false}
        onChange={(e) => set({ name: e.currentTarget.value })}
      />
      <div>
        <Select
          label={t('wave.audience')}
          description={live ? t('wave.audienceLive') : t('wave.audienceWhy')}
          placeholder={t('wave.choose')}
          searchable
          nothingFoundMessage={t('wave.noAudience')}
          value={fields.audienceId}
          data={
            audiences.data?.audiences.map((a) => ({ value: a.id, label: `${a.name} (${size(a).shown})` })) ??
            (audience ? [{ value: audience.id, label: audience.name }] : [])
          }
          onChange={(audienceId) => set({ audienceId })}
        />
        <p className={classes.hint}>
          <TextLink to="/program/audiences/new">{t('wave.newAudience')}</TextLink>
        </p>
      </div>
      {fields.audienceId && preview.data ? <Whom preview={preview.data} live={live ?? false} /> : null}
      {live ? null : (
        <div className={classes.dates}>
          <DateField
            label={t('wave.prepares')}
            description={t('wave.preparesWhy')}
            value={fields.preparesOn}
            min={today}
            onChange={(preparesOn) => set({ preparesOn })}
            clearable
            disabled={begun ?? false}
          />
          <DateField
            label={t('wave.goesLive')}
            description={t('wave.goesLiveWhy')}
            value={fields.goesLiveOn}
            min={fields.preparesOn ?? today}
            onChange={(goesLiveOn) => set({ goesLiveOn })}
            clearable
            error={wrongOrder ? t('wave.wrongOrder') : undefined}
          />
        </div>
      )}
      {error ? <ProblemNote small error={error} /> : null}
      <div>
        <Button
          type="submit"
          variant={waveId ? 'default' : 'filled'}
          loading={busy}
          disabled={!changed || wrongOrder || !fields.name.trim()}
        >
          {label}
        </Button>
      </div>
    </form>
  )
}

/** Who that is today, and who of them starts elsewhere. */
function Whom({ preview, live }: { preview: Answer<'waves.preview'>; live: boolean }) {
  const { t } = useTranslation('program')
  const f = useFormat()
  const size = useWaveSize()
  const facts = [
    t('whom.managers', { count: preview.managers, shown: f.number(preview.managers) }),
    preview.countries > 1 ? t('whom.countries', { count: preview.countries }) : '',
    preview.timeZones > 1 ? t('whom.zones', { count: preview.timeZones }) : '',
  ].filter(Boolean)
  return (
    <div className={classes.whom} role="status">
      <div className={classes.count}>
        <strong>{t('whom.joining', size({ people: preview.joining, upTo: preview.upTo }))}</strong>
        {preview.upTo ? null : <People people={preview.sample} total={preview.selected} max={5} />}
      </div>
      <p>{preview.upTo ? t('whom.upTo') : f.list(facts)}</p>
      {/* Whoever is in a live wave stays there; what a later one selects changes nothing. */}
      {preview.overlaps
        .filter((o) => !preview.upTo && (o.live || !live))
        .map((o) => (
          <p key={o.waveId}>
            {t(o.live ? 'whom.inLive' : 'whom.inOther', { count: o.people, shown: f.number(o.people), wave: o.name })}
          </p>
        ))}
      {preview.withoutEmail > 0 && !preview.upTo ? (
        <p>{t('whom.noMail', { count: preview.withoutEmail, shown: f.number(preview.withoutEmail) })}</p>
      ) : null}
      {preview.selected === 0 ? <p>{t('whom.nobody')}</p> : null}
    </div>
  )
}
