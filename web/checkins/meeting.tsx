/** When and where the two meet: set, moved and called off by either; both calendars follow by mail. */
import { Button, Checkbox, Popover, Select, TextInput } from '@mantine/core'
import { IconCalendarEvent, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf, useAct } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { wallClock } from '../ui/format.ts'
import { useFormat } from '../ui/reader.tsx'
import { useOpenCheckin, useTalk, type Conversation } from './acts.ts'
import classes from './checkins.module.css'
import { useGo } from '../ui/link.tsx'

const lengths = [15, 25, 30, 45, 50, 60, 90]

export function Meeting({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const f = useFormat()
  const { callOff } = useTalk(k.id)
  const over = k.held !== null || k.endedAt !== null
  const m = k.meeting && !k.meeting.off ? k.meeting : null
  if (over && !k.proposal) return null
  if (over) return k.nextId ? null : <NextTime k={k} />
  return (
    <section className={classes.block} aria-labelledby="meeting">
      <div className={classes.blockTop}>
        <h2 id="meeting">
          <IconCalendarEvent size={15} aria-hidden /> {t('meeting.title')}
        </h2>
      </div>
      {m ? (
        <>
          <p className={classes.meets}>
            <time dateTime={m.startsAt}>{f.exact(m.startsAt)}</time>
            <span>{t('meeting.minutes', { count: m.minutes })}</span>
            {m.place ? <Place place={m.place} /> : null}
          </p>
          <span className={classes.buttons}>
            <TimeForm k={k} label={t('meeting.move')} />
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              component="a"
              href={addressOf('checkins.calendar', { checkinId: k.id })}
              download
              leftSection={<IconDownload size={14} aria-hidden />}
            >
              {t('meeting.file')}
            </Button>
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              loading={callOff.isPending}
              onClick={() => callOff.mutate({ checkinId: k.id })}
            >
              {t('meeting.callOff')}
            </Button>
          </span>
          <p className={classes.small}>{t('meeting.told')}</p>
        </>
      ) : (
        <>
          <p className={classes.quiet}>{t(k.meeting ? 'meeting.off' : 'meeting.none')}</p>
          <span className={classes.buttons}>
            {k.proposal ? <Proposal k={k} proposal={k.proposal} /> : null}
            <TimeForm k={k} label={t(k.proposal ? 'meeting.other' : 'meeting.set')} />
          </span>
        </>
      )}
    </section>
  )
}

/** A link can be pressed, a room is read. */
function Place({ place }: { place: string }) {
  const link = /^https?:\/\/\S+$/.test(place)
  return (
    <span dir="auto">
      {link ? (
        <a href={place} target="_blank" rel="noreferrer noopener">
          {place}
        </a>
      ) : (
        place
      )}
    </span>
  )
}

function Proposal({ k, proposal }: { k: Conversation; proposal: NonNullable<Conversation['proposal']> }) {
  const { t } = useTranslation('checkins')
  const f = useFormat()
  const { meet } = useTalk(k.id)
  const { day, at, minutes, place } = proposal
  return (
    <Button
      size="compact-sm"
      loading={meet.isPending}
      onClick={() => meet.mutate({ checkinId: k.id, day, at, minutes, place, usual: false })}
    >
      {t('meeting.take', { time: f.exact(proposal.startsAt) })}
    </Button>
  )
}

/** After a talk: the next time at which the two usually meet, one press away. */
function NextTime({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const f = useFormat()
  const go = useGo()
  const open = useOpenCheckin()
  const other = k.side === 'manager' ? k.report : k.manager
  if (!k.proposal) return null
  return (
    <section className={classes.block} aria-labelledby="next-time">
      <div className={classes.blockTop}>
        <h2 id="next-time">{t('meeting.next')}</h2>
      </div>
      <Button
        size="compact-sm"
        loading={open.isPending}
        onClick={() =>
          open.mutate({ personId: other.id, usual: true }, { onSuccess: (next) => void go(`/check-ins/${next.id}`) })
        }
      >
        {t('meeting.take', { time: f.exact(k.proposal.startsAt) })}
      </Button>
    </section>
  )
}

function TimeForm({ k, label }: { k: Conversation; label: string }) {
  const { t } = useTranslation('checkins')
  const me = useMe()
  const f = useFormat()
  const { meet } = useTalk(k.id)
  const [opened, setOpened] = useState(false)
  const m = k.meeting && !k.meeting.off ? k.meeting : null
  const start = m ? wallClock(m.startsAt, f.timeZone) : null
  const [day, setDay] = useState(start?.day ?? k.proposal?.day ?? (k.plannedFor < me.today ? me.today : k.plannedFor))
  const [at, setAt] = useState(start?.time ?? k.proposal?.at ?? '10:00')
  const [minutes, setMinutes] = useState(m?.minutes ?? k.rhythm.usual?.minutes ?? 30)
  const [place, setPlace] = useState(m?.place ?? k.rhythm.usual?.place ?? '')
  const [usual, setUsual] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={320} trapFocus returnFocus>
      <Popover.Target>
        <Button size="compact-sm" variant="default" aria-expanded={opened} onClick={() => setOpened(!opened)}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            meet.mutate(
              { checkinId: k.id, day, at, minutes, place: place.trim(), timeZone: f.timeZone, usual },
              { onSuccess: () => setOpened(false) },
            )
          }}
        >
          <div className={classes.pairOfFields}>
            <TextInput
              type="date"
              required
              label={t('meeting.day')}
              min={me.today}
              value={day}
              onChange={(event) => setDay(event.currentTarget.value)}
            />
            <TextInput
              type="time"
              required
              label={t('meeting.at')}
              value={at}
              onChange={(event) => setAt(event.currentTarget.value.slice(0, 5))}
            />
          </div>
          <Select
            label={t('meeting.length')}
            // Inside a popover, which closes by a click outside of it.
            comboboxProps={{ withinPortal: false }}
            allowDeselect={false}
            value={`${minutes}`}
            onChange={(value) => setMinutes(Number(value))}
            data={(lengths.includes(minutes) ? lengths : [...lengths, minutes]).map((n) => ({
              value: `${n}`,
              label: t('meeting.minutes', { count: n }),
            }))}
          />
          <TextInput
            label={t('meeting.place')}
            placeholder={t('meeting.placeExample')}
            maxLength={300}
            value={place}
            onChange={(event) => setPlace(event.currentTarget.value)}
          />
          <Checkbox
            checked={usual}
            onChange={(event) => setUsual(event.currentTarget.checked)}
            label={t('meeting.usual')}
          />
          <Button type="submit" loading={meet.isPending}>
            {t(m ? 'meeting.moveBoth' : 'meeting.setBoth')}
          </Button>
          <p className={classes.small}>{t('meeting.zone', { zone: f.timeZone.replaceAll('_', ' ') })}</p>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}

/** How often the two talk: as the program asks, or more often where both want it. */
export function Rhythm({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const me = useMe()
  const other = k.side === 'manager' ? k.report : k.manager
  const reads = { invalidates: ['checkins.get', 'checkins.list', 'week.get'] as const }
  const arrange = useAct('checkins.arrange', reads)
  const agree = useAct('checkins.agree', { ...reads, done: t('rhythm.agreed') })
  const { program, own } = k.rhythm
  if (!program || !k.current) return null
  const order = ['weekly', 'biweekly', 'monthly', 'quarterly'] as const
  const more = order.slice(0, order.indexOf(program))
  if (more.length === 0 && !own) return null
  const theirs = own && !own.agreed && own.by.id !== me.person.id
  return (
    <section className={classes.block} aria-labelledby="rhythm">
      <div className={classes.blockTop}>
        <h2 id="rhythm">{t('rhythm.title')}</h2>
      </div>
      {theirs ? (
        <>
          <p className={classes.quiet}>
            {t('rhythm.proposed', { name: own.by.name, cadence: t(`cadence.${own.cadence}`) })}
          </p>
          <span className={classes.buttons}>
            <Button size="compact-sm" loading={agree.isPending} onClick={() => agree.mutate({ personId: other.id })}>
              {t('rhythm.agree')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              loading={arrange.isPending}
              onClick={() => arrange.mutate({ personId: other.id, cadence: null })}
            >
              {t('rhythm.decline')}
            </Button>
          </span>
        </>
      ) : (
        <Select
          size="xs"
          label={t('rhythm.label')}
          allowDeselect={false}
          value={own?.cadence ?? 'program'}
          disabled={arrange.isPending}
          onChange={(value) => arrange.mutate({ personId: other.id, cadence: order.find((c) => c === value) ?? null })}
          data={[
            { value: 'program', label: t('rhythm.program', { cadence: t(`cadence.${program}`) }) },
            ...more.map((value) => ({ value, label: t('rhythm.own', { cadence: t(`cadence.${value}`) }) })),
          ]}
          {...(own && !own.agreed ? { description: t('rhythm.waits', { name: other.name }) } : {})}
        />
      )}
    </section>
  )
}
