/** Planning a session, and changing one that has not begun. */
import { Checkbox, Select } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Request } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { wallClock } from '../ui/format.ts'
import { useAddress, useGo } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, Note, PageSkeleton } from '../ui/states.tsx'
import { languages } from '../words.ts'
import classes from './live.module.css'
import type { Room } from './room-page.tsx'
import { SessionForm, type About, type Options } from './session-form.tsx'

type Plan = Request<'live.plan'>

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
  const mine = i18n.language.slice(0, 2) as About['language']
  const chosen = options.programs.find((one) => one.id === to.programId) ?? program
  const reached = chosen.waves
    .filter((one) => to.waveId === null || one.id === to.waveId)
    .reduce((sum, one) => sum + (to.who === 'managers' ? one.managers : one.people), 0)
  return (
    <SessionForm
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
    </SessionForm>
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
    <SessionForm
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
        site: room.site,
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
