/** Preparing a session, or changing one: whom it is about, what is compared, who takes part. */
import { Button, NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer, type Request } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { DateField } from '../ui/date-field.tsx'
import { useGo } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { homeOf, useSessionActs, type Session } from './acts.ts'
import { Facilitators, Managers, proposed } from './seats.tsx'
import classes from './calibration.module.css'

type Options = Answer<'calibration.options'>
type Scope = Required<Request<'calibration.prepare'>['scope']>
const kinds = ['all', 'department', 'leader', 'audience'] as const

/** A new session of a cycle. */
export function PreparePage() {
  const { t } = useTranslation('calibration')
  const { cycleId = '' } = useParams({ strict: false }) as { cycleId?: string }
  const options = useOperation('calibration.options', { cycleId })
  return (
    <Page
      title={t('prepare.title')}
      width="reading"
      help={t('session.help')}
      back={{ to: `/program/reviews/${cycleId}`, label: t('prepare.back') }}
    >
      <Loaded
        query={options}
        empty={(o) =>
          o.questions.length === 0 && <Empty title={t('prepare.noQuestions')}>{t('prepare.noQuestionsBody')}</Empty>
        }
      >
        {(o) => <Form cycleId={cycleId} options={o} session={null} />}
      </Loaded>
    </Page>
  )
}

/** One that is prepared or open. */
export function EditPage() {
  const { t } = useTranslation('calibration')
  const { sessionId = '' } = useParams({ strict: false }) as { sessionId?: string }
  const query = useOperation('calibration.get', { sessionId })
  if (query.error && !query.data) {
    return (
      <Page title={t('session.title')} width="reading" back={{ to: '/reviews', label: t('session.back') }}>
        <ProblemNote error={query.error} retry={() => void query.refetch()} />
      </Page>
    )
  }
  if (!query.data) return <PageSkeleton />
  const s = query.data
  return (
    <Page title={t('prepare.change')} width="reading" back={{ to: homeOf(sessionId), label: s.name }}>
      {s.mayPrepare ? <Editing s={s} /> : <Note title={t('prepare.over')} />}
    </Page>
  )
}

function Editing({ s }: { s: Session }) {
  const options = useOperation('calibration.options', { cycleId: s.cycle.id })
  return <Loaded query={options}>{(o) => <Form cycleId={s.cycle.id} options={o} session={s} />}</Loaded>
}

function Form({ cycleId, options, session: s }: { cycleId: string; options: Options; session: Session | null }) {
  const { t } = useTranslation('calibration')
  const me = useMe()
  const go = useGo()
  const { prepare, update } = useSessionActs()
  const [id] = useState(() => crypto.randomUUID())
  const [name, setName] = useState(s?.name ?? '')
  const [heldOn, setHeldOn] = useState(s?.heldOn ?? options.opensOn)
  const [agenda, setAgenda] = useState(s?.agenda ?? '')
  const [kind, setKind] = useState<Scope['kind']>(
    s?.scope.kind ?? (options.departments.length > 1 ? 'department' : 'all'),
  )
  const [department, setDepartment] = useState<string | null>(
    s?.scope.kind === 'department' ? s.scope.value : (options.departments[0]?.name ?? null),
  )
  const [audience, setAudience] = useState<string | null>(s?.scope.kind === 'audience' ? s.scope.value : null)
  const [leader, setLeader] = useState<Pickable | null>(
    s?.scope.kind === 'leader' ? { id: s.scope.value, name: s.scope.name } : null,
  )
  const [x, setX] = useState(questionOf(s, 'x') ?? options.questions[0]!.id)
  const [y, setY] = useState<string | null>(s ? (questionOf(s, 'y') ?? null) : (options.questions[1]?.id ?? null))
  const [guide, setGuide] = useState<readonly number[] | null>(s?.guide ?? null)
  const [leads, setLeads] = useState<string[]>([])
  const [invited, setInvited] = useState<string[] | null>(null)

  const value = { all: '', department, leader: leader?.id ?? null, audience }[kind]
  const scope: Scope | null = value === null ? null : { kind, value }
  const steps = options.questions.find((q) => q.id === x)?.steps ?? []
  const shares = guide && guide.length === steps.length ? guide : null
  const sum = shares?.reduce((total, n) => total + n, 0) ?? 100
  const fixed = s !== null && s.state.state !== 'prepared'
  const act = s ? update : prepare
  const chosen = useOperation(
    'calibration.preview',
    { cycleId, kind, value: value ?? '', ...(s ? { sessionId: s.id } : {}) },
    { enabled: scope !== null, staleTime: 30_000 },
  )
  const ready = name.trim() !== '' && scope !== null && sum === 100 && (fixed || (chosen.data?.people ?? 0) > 0)

  const save = () => {
    if (!ready || !scope) return
    const same = { name: name.trim(), heldOn, agenda: agenda.trim(), guide: shares ? [...shares] : null }
    if (s)
      update.mutate(
        { sessionId: s.id, ...same, ...(fixed ? {} : { scope, xQuestion: x, yQuestion: y }) },
        { onSuccess: () => void go(homeOf(s.id)) },
      )
    else
      prepare.mutate(
        {
          cycleId,
          id,
          ...same,
          scope,
          xQuestion: x,
          yQuestion: y,
          facilitatorIds: leads,
          participantIds: (invited ?? proposed(chosen.data)).filter((p) => p !== me.person.id && !leads.includes(p)),
        },
        { onSuccess: (made) => void go(homeOf(made.id)) },
      )
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Section title={t('prepare.session')} bare>
        <div className={classes.form}>
          <TextInput
            required
            label={t('prepare.name')}
            placeholder={t('prepare.nameExample')}
            maxLength={120}
            dir="auto"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <DateField required label={t('prepare.heldOn')} value={heldOn} onChange={(d) => d && setHeldOn(d)} />
          <Textarea
            autosize
            minRows={3}
            maxRows={16}
            maxLength={5000}
            dir="auto"
            label={t('about.agenda')}
            description={t('prepare.agendaHint')}
            value={agenda}
            onChange={(event) => setAgenda(event.currentTarget.value)}
          />
        </div>
      </Section>
      {fixed ? (
        <Note title={t('prepare.fixed')} />
      ) : (
        <Section title={t('prepare.who')} bare>
          <div className={classes.form}>
            <Select
              label={t('scope.label')}
              allowDeselect={false}
              value={kind}
              onChange={(v) => v && setKind(v as Scope['kind'])}
              data={kinds.map((k) => ({ value: k, label: t(`scope.kind.${k}`) }))}
            />
            {kind === 'department' ? (
              <Select
                label={t('scope.department')}
                searchable
                allowDeselect={false}
                value={department}
                onChange={setDepartment}
                data={options.departments.map((d) => ({ value: d.name, label: d.name || t('scope.noDepartment') }))}
              />
            ) : kind === 'leader' ? (
              <PersonPicker label={t('scope.leader')} value={leader} onChange={setLeader} useFind={usePeopleSearch} />
            ) : kind === 'audience' ? (
              <Select
                label={t('scope.audience')}
                description={t('scope.audienceHint')}
                searchable
                value={audience}
                onChange={setAudience}
                data={options.audiences.map((a) => ({ value: a.id, label: a.name }))}
              />
            ) : null}
            {scope ? <Chosen query={chosen} /> : null}
          </div>
        </Section>
      )}
      {fixed ? null : (
        <Section title={t('prepare.compared')} bare>
          <div className={classes.form}>
            <Select
              label={t('prepare.x')}
              allowDeselect={false}
              value={x}
              onChange={(v) => v && setX(v)}
              data={options.questions.filter((q) => q.id !== y).map((q) => ({ value: q.id, label: q.ask }))}
            />
            <Select
              label={t('prepare.y')}
              description={t('prepare.yHint')}
              clearable
              value={y}
              onChange={setY}
              data={options.questions.filter((q) => q.id !== x).map((q) => ({ value: q.id, label: q.ask }))}
            />
          </div>
        </Section>
      )}
      <Guide steps={steps} value={shares} sum={sum} onChange={setGuide} />
      {s || !scope ? null : (
        <Section title={t('about.people')} bare>
          <div className={classes.form}>
            <Facilitators options={options} value={leads} onChange={setLeads} without={me.person.id} />
            <Managers cycleId={cycleId} scope={scope} value={invited} onChange={setInvited} />
          </div>
        </Section>
      )}
      {act.error ? <ProblemNote small error={act.error} /> : null}
      <div>
        <Button type="submit" loading={act.isPending} disabled={!ready}>
          {t(s ? 'prepare.save' : 'prepare.act')}
        </Button>
      </div>
    </form>
  )
}

const questionOf = (s: Session | null, axis: 'x' | 'y') => s?.questions.find((q) => q.axis === axis)?.id

function Chosen({ query }: { query: ReturnType<typeof useOperation<'calibration.preview'>> }) {
  const { t } = useTranslation('calibration')
  const f = useFormat()
  return (
    <Loaded query={query} small>
      {(a) => (
        <Note
          tone={a.people === 0 || a.people > a.most ? 'warn' : 'plain'}
          title={t('people', { n: f.number(a.people), count: a.people })}
        >
          {[
            a.people > a.most ? t('scope.tooMany', { most: f.number(a.most) }) : '',
            a.unrated > 0 ? t('scope.unrated', { n: f.number(a.unrated), count: a.unrated }) : '',
            a.taken > 0 ? t('scope.taken', { n: f.number(a.taken), count: a.taken }) : '',
          ]
            .filter(Boolean)
            .join(' ')}
        </Note>
      )}
    </Loaded>
  )
}

/** Something to look at, never to meet; off unless somebody wants it. */
function Guide({
  steps,
  value,
  sum,
  onChange,
}: {
  steps: readonly string[]
  value: readonly number[] | null
  sum: number
  onChange: (value: readonly number[] | null) => void
}) {
  const { t } = useTranslation('calibration')
  const f = useFormat()
  const even = steps.map((_, i) =>
    i < 100 % steps.length ? Math.floor(100 / steps.length) + 1 : Math.floor(100 / steps.length),
  )
  return (
    <Section title={t('guide.title')} bare>
      <div className={classes.form}>
        <Switch
          label={t('guide.on')}
          description={t('guide.what')}
          checked={value !== null}
          onChange={(event) => onChange(event.currentTarget.checked ? even : null)}
        />
        {value ? (
          <>
            <div className={classes.shares}>
              {steps.map((step, i) => (
                <NumberInput
                  key={i}
                  label={step}
                  min={0}
                  max={100}
                  suffix={t('guide.percent')}
                  value={value[i] ?? 0}
                  onChange={(n) => typeof n === 'number' && onChange(value.map((old, at) => (at === i ? n : old)))}
                />
              ))}
            </div>
            {sum === 100 ? null : <p className={classes.error}>{t('guide.sum', { sum: f.number(sum) })}</p>}
          </>
        ) : null}
      </div>
    </Section>
  )
}
