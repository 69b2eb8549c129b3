/** Planning a session, and changing one that has not begun. */
import { Button, Checkbox, MultiSelect, NumberInput, Select, TextInput, Textarea } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer, type Request } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { DateField, TimeField } from '../ui/date-field.tsx'
import { wallClock } from '../ui/format.ts'
import { useLanguageName } from '../ui/languages.ts'
import { useAddress, useGo } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import classes from './live.module.css'
import type { Room } from './room-page.tsx'

type Options = Answer<'live.options'>
type Plan = Request<'live.plan'>
type About = Omit<Request<'live.change'>, 'sessionId'>
type Language = Plan['language']
const languages: readonly Language[] = ['en', 'de', 'es', 'fr']

export function PlanPage() {
  const { t } = useTranslation('live')
  const options = useOperation('live.options', {})
  return (
    <Loaded query={options} skeleton={<PageSkeleton />}>
      {(found) =>
        found.programs.length === 0 ? (
          <Page title={t('form.plan')} back={{ to: '/program/sessions', label: t('led.place') }} width="reading">
            <Note title={t('form.noWave')}>{t('form.noWaveBody')}</Note>
          </Page>
        ) : (
          <NewSession options={found} />
        )
      }
    </Loaded>
  )
}

function NewSession({ options }: { options: Options }) {
  const { t, i18n } = useTranslation('live')
  const f = useFormat()
  const go = useGo()
  const me = useMe()
  const [at] = useAddress<{ workshop?: string }>()
  const program = options.programs[0]!
  const workshop = options.workshops.find((one) => one.id === at.workshop)
  const [to, setTo] = useState({
    programId: program.id,
    waveId: null as string | null,
    who: workshop?.who ?? 'everyone',
  })
  const [invite, setInvite] = useState(true)
  const plan = useAct('live.plan', {
    invalidates: ['live.list', 'live.upcoming'],
    showsProblem: true,
    onDone: (room) => void go(`/program/sessions/${room.id}`),
  })
  const mine = i18n.language.slice(0, 2) as Language
  const chosen = options.programs.find((one) => one.id === to.programId) ?? program
  const reached = chosen.waves
    .filter((one) => to.waveId === null || one.id === to.waveId)
    .reduce((sum, one) => sum + (to.who === 'managers' ? one.managers : one.people), 0)
  return (
    <Form
      title={t('form.plan')}
      back="/program/sessions"
      options={options}
      first={{
        title: workshop?.title ?? '',
        about: '',
        language: languages.includes(mine) ? mine : 'en',
        courseId: workshop?.courseId ?? null,
        workshopId: workshop?.id ?? null,
        completes: Boolean(workshop?.courseId),
        place: '',
        link: '',
        materials: '',
        timeZone: options.timeZone,
        day: '',
        from: '10:00',
        to: '11:30',
        seats: 16,
        leaderIds: options.leaders.some((one) => one.id === me.person.id) ? [me.person.id] : [],
      }}
      save={{ label: t('form.save'), pending: plan.isPending, error: plan.error }}
      onSave={(about) => plan.mutate({ ...about, ...to, invite })}
    >
      <Section title={t('form.whom')}>
        <div className={classes.fields}>
          {options.programs.length > 1 ? (
            <Select
              label={t('form.program')}
              allowDeselect={false}
              value={to.programId}
              data={options.programs.map((one) => ({ value: one.id, label: one.name }))}
              onChange={(id) => id && setTo({ ...to, programId: id, waveId: null })}
            />
          ) : null}
          <Select
            label={t('form.wave')}
            allowDeselect={false}
            value={to.waveId ?? 'all'}
            data={[
              { value: 'all', label: t('form.allWaves') },
              ...chosen.waves.map((one) => ({ value: one.id, label: one.name })),
            ]}
            onChange={(id) => setTo({ ...to, waveId: id === 'all' ? null : id })}
          />
          <Select
            label={t('form.who')}
            allowDeselect={false}
            value={to.who}
            data={(['everyone', 'managers'] as const).map((who) => ({ value: who, label: t(`who.${who}`) }))}
            onChange={(who) => who && setTo({ ...to, who: who as Plan['who'] })}
          />
          <Checkbox
            checked={invite}
            onChange={(e) => setInvite(e.currentTarget.checked)}
            label={t('form.invite', { count: reached, n: f.number(reached) })}
            description={t('form.inviteSays')}
          />
        </div>
      </Section>
    </Form>
  )
}

export function ChangePage() {
  const { sessionId = '' } = useParams({ strict: false }) as { sessionId?: string }
  const room = useOperation('live.room', { sessionId })
  const options = useOperation('live.options', {})
  return (
    <Loaded query={room} skeleton={<PageSkeleton />}>
      {(found) => (
        <Loaded query={options} skeleton={<PageSkeleton />}>
          {(given) => <Change key={found.id} room={found} options={given} />}
        </Loaded>
      )}
    </Loaded>
  )
}

function Change({ room, options }: { room: Room; options: Options }) {
  const { t } = useTranslation('live')
  const go = useGo()
  const page = `/program/sessions/${room.id}`
  const change = useAct('live.change', {
    invalidates: ['live.room', 'live.list', 'live.upcoming', 'live.session'],
    showsProblem: true,
    onDone: () => void go(page),
  })
  const start = wallClock(room.startsAt, room.timeZone)
  return (
    <Form
      title={t('form.change')}
      back={page}
      options={options}
      first={{
        title: room.title,
        about: room.about,
        language: room.language,
        courseId: room.course?.id ?? null,
        workshopId: room.workshop?.id ?? null,
        completes: room.completes,
        place: room.place,
        link: room.link,
        materials: room.materials,
        timeZone: room.timeZone,
        day: start.day,
        from: start.time,
        to: wallClock(room.endsAt, room.timeZone).time,
        seats: room.seats,
        leaderIds: room.leaders.map((one) => one.id),
      }}
      save={{ label: t('form.saveChange'), pending: change.isPending, error: change.error }}
      onSave={(about) => change.mutate({ sessionId: room.id, ...about })}
    />
  )
}

/** What is taught, as one choice: a workshop, or a course for itself. */
const subjectOf = (about: About) =>
  about.workshopId ? `workshop ${about.workshopId}` : about.courseId ? `course ${about.courseId}` : 'own'

function Form({
  title,
  back,
  options,
  first,
  save,
  onSave,
  children,
}: {
  title: string
  back: string
  options: Options
  first: About
  save: { label: string; pending: boolean; error: unknown }
  onSave: (about: About) => void
  children?: ReactNode
}) {
  const { t } = useTranslation('live')
  const f = useFormat()
  const languageName = useLanguageName()
  const [about, set] = useState(first)
  const put = (change: Partial<About>) => set((old) => ({ ...old, ...change }))
  const choose = (value: string) => {
    const [kind, id] = value.split(' ')
    const workshop = kind === 'workshop' ? options.workshops.find((one) => one.id === id) : undefined
    const courseId = workshop ? workshop.courseId : kind === 'course' ? (id ?? null) : null
    const named = workshop ?? options.courses.find((one) => one.id === courseId)
    put({
      workshopId: workshop?.id ?? null,
      courseId,
      completes: courseId !== null && (about.completes ?? false),
      ...(about.title.trim() || !named ? {} : { title: named.title }),
    })
  }
  const ready = about.title.trim() && about.day && about.from && about.to && about.leaderIds.length > 0
  const wrongLink = Boolean(about.link) && !/^https:\/\/\S+$/.test(about.link ?? '')
  return (
    <Page title={title} width="reading" help={t('form.help')} back={{ to: back, label: t('form.back') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready && !wrongLink) onSave(about)
        }}
      >
        <Section title={t('form.what')}>
          <div className={classes.fields}>
            <Select
              label={t('form.subject')}
              allowDeselect={false}
              value={subjectOf(about)}
              data={[
                { value: 'own', label: t('form.own') },
                {
                  group: t('workshops.title'),
                  items: options.workshops.map((one) => ({ value: `workshop ${one.id}`, label: one.title })),
                },
                {
                  group: t('form.courses'),
                  items: options.courses.map((one) => ({ value: `course ${one.id}`, label: one.title })),
                },
              ]}
              onChange={(value) => value && choose(value)}
            />
            <TextInput
              label={t('form.title')}
              required
              withAsterisk={false}
              maxLength={120}
              value={about.title}
              onChange={(e) => put({ title: e.currentTarget.value })}
            />
            <Textarea
              label={t('form.about')}
              autosize
              minRows={2}
              maxLength={2000}
              value={about.about ?? ''}
              onChange={(e) => put({ about: e.currentTarget.value })}
            />
            {about.courseId ? (
              <Checkbox
                checked={about.completes ?? false}
                onChange={(e) => put({ completes: e.currentTarget.checked })}
                label={t('form.completes', {
                  course: options.courses.find((one) => one.id === about.courseId)?.title ?? '',
                })}
                description={t('form.completesSays')}
              />
            ) : null}
          </div>
        </Section>
        <Section title={t('form.when')}>
          <div className={classes.fields}>
            <div className={classes.three}>
              <DateField
                label={t('form.day')}
                required
                value={about.day || null}
                min={options.today}
                onChange={(day) => put({ day: day ?? '' })}
              />
              <TimeField
                label={t('form.from')}
                required
                value={about.from}
                onChange={(from) => put({ from: from ?? '' })}
              />
              <TimeField label={t('form.to')} required value={about.to} onChange={(to) => put({ to: to ?? '' })} />
            </div>
            <Select
              label={t('form.zone')}
              description={t('form.zoneSays')}
              searchable
              allowDeselect={false}
              value={about.timeZone}
              data={[...new Set([about.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])]}
              onChange={(timeZone) => timeZone && put({ timeZone })}
              limit={80}
            />
            <TextInput
              label={t('form.place')}
              description={t('form.placeSays')}
              maxLength={200}
              value={about.place ?? ''}
              onChange={(e) => put({ place: e.currentTarget.value })}
            />
            <TextInput
              label={t('form.link')}
              description={t('form.linkSays')}
              maxLength={500}
              value={about.link ?? ''}
              error={wrongLink ? t('form.linkWrong') : undefined}
              onChange={(e) => put({ link: e.currentTarget.value.trim() })}
            />
            <div className={classes.three}>
              <NumberInput
                label={t('form.seats')}
                min={1}
                max={500}
                allowDecimal={false}
                clampBehavior="strict"
                value={about.seats}
                onChange={(seats) => typeof seats === 'number' && seats >= 1 && put({ seats })}
              />
              <Select
                label={t('language')}
                allowDeselect={false}
                value={about.language}
                data={languages.map((one) => ({ value: one, label: languageName(one) }))}
                onChange={(language) => language && put({ language: language as Language })}
              />
            </div>
            <MultiSelect
              label={t('form.leaders')}
              description={t('form.leadersSays')}
              value={about.leaderIds}
              data={options.leaders.map((one) => ({ value: one.id, label: one.name }))}
              onChange={(leaderIds) => put({ leaderIds })}
              maxValues={6}
              searchable
            />
            <Textarea
              label={t('materials')}
              description={t('form.materialsSays')}
              autosize
              minRows={2}
              maxLength={4000}
              value={about.materials ?? ''}
              onChange={(e) => put({ materials: e.currentTarget.value })}
            />
          </div>
        </Section>
        {children}
        {save.error ? <ProblemNote error={save.error} /> : null}
        <div className={classes.buttons}>
          <Button type="submit" loading={save.pending} disabled={!ready || wrongLink}>
            {save.label}
          </Button>
          {about.day ? <span className={classes.quiet}>{f.day(about.day, 'long')}</span> : null}
        </div>
      </form>
    </Page>
  )
}
