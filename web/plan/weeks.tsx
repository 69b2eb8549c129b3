/** The plan on a calendar: a row a week, a column a working day; on a phone or by choice a list of the same weeks. */
import { Button } from '@mantine/core'
import { useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { addDays } from '../program/days.ts'
import { Go } from '../ui/link.tsx'
import { useFormat } from '../ui/reader.tsx'
import { mondayOf, movable, stepped, type Plan, type Planned, useMove, weekday } from './acts.ts'
import classes from './plan.module.css'
import { PlannedState, useSaid } from './said.tsx'

type Shown = {
  plan: Plan
  messages: readonly Planned[]
  current: string | null
  mayWrite: boolean
  waves: ReadonlySet<string>
}
type Week = { monday: string; messages: Planned[]; quiet: number }

/** Weeks from the first to the last message; several without any in a row are one. */
function weeksOf(plan: Plan, messages: readonly Planned[], waves: ReadonlySet<string>): Week[] {
  const dated = messages.filter((m) => m.on !== null).toSorted((a, b) => (a.on! < b.on! ? -1 : a.on! > b.on! ? 1 : 0))
  const byWeek = Map.groupBy(dated, (m) => mondayOf(m.on!))
  for (const wave of plan.waves)
    for (const day of waves.has(wave.id) ? [wave.preparesOn, wave.goesLiveOn] : [])
      if (day && !byWeek.has(mondayOf(day))) byWeek.set(mondayOf(day), [])
  const mondays = [...byWeek.keys()].toSorted()
  const weeks: Week[] = []
  for (const [i, monday] of mondays.entries()) {
    const before = mondays[i - 1]
    const quiet = before ? Math.round((Date.parse(monday) - Date.parse(before)) / (7 * 86_400_000)) - 1 : 0
    weeks.push({ monday, messages: byWeek.get(monday)!, quiet })
  }
  return weeks
}

/** What is past is folded as long as something is still to come. */
function useFolded(plan: Plan, weeks: readonly Week[]) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const [open, setOpen] = useState(false)
  const now = mondayOf(plan.today)
  const past = weeks.filter((week) => week.monday < now)
  const ahead = weeks.filter((week) => week.monday >= now)
  if (open || past.length === 0 || ahead.length === 0) return { weeks, unfold: null }
  const count = past.reduce((sum, week) => sum + week.messages.length, 0)
  return {
    weeks: ahead.map((week, i) => (i === 0 ? { ...week, quiet: 0 } : week)),
    unfold: (
      <Button variant="subtle" color="gray" size="compact-md" onClick={() => setOpen(true)}>
        {t('earlier', { count, n: f.number(count) })}
      </Button>
    ),
  }
}

/** Arrows walk through the messages; with Alt they move the one in focus by a day, or up and down by a week. */
function useWalk({ plan, mayWrite }: Shown) {
  const frame = useRef<HTMLDivElement>(null)
  const move = useMove(plan)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-message]')]
    const here = rows.indexOf(document.activeElement as HTMLElement)
    if (here < 0) return
    if (event.altKey) {
      const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key]
      const m = plan.messages.find((one) => one.id === rows[here]!.dataset['message'])
      if (by === undefined || !m?.on || !mayWrite || !movable(m)) return
      event.preventDefault()
      const { id } = m
      move(m, stepped(m.on, by))
      // It is drawn anew in its new place; the next press goes on from there.
      requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(`[data-message="${id}"]`)?.focus())
      return
    }
    const to = {
      ArrowDown: here + 1,
      ArrowRight: here + 1,
      ArrowUp: here - 1,
      ArrowLeft: here - 1,
      Home: 0,
      End: rows.length - 1,
    }[event.key]
    if (to === undefined || !rows[to]) return
    event.preventDefault()
    rows[to].focus()
  }
  return { frame, onKeyDown }
}

export function Calendar(shown: Shown) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const { frame, onKeyDown } = useWalk(shown)
  const { plan, messages } = shown
  const { weeks, unfold } = useFolded(plan, weeksOf(plan, messages, shown.waves))
  const name = new Intl.DateTimeFormat(f.locale, { weekday: 'short', timeZone: 'UTC' })
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- what is in it are links; this only walks between them
    <div ref={frame} onKeyDown={onKeyDown} className={classes.calendar}>
      <div className={classes.days} aria-hidden>
        <span />
        {[0, 1, 2, 3, 4].map((n) => (
          <span key={n}>{name.format(Date.parse(addDays('2024-01-01', n)))}</span>
        ))}
      </div>
      {unfold}
      {weeks.map((week) => (
        <div key={week.monday}>
          {week.quiet > 0 ? (
            <p className={classes.quiet}>{t('quiet', { count: week.quiet, n: f.number(week.quiet) })}</p>
          ) : null}
          <section
            className={classes.week}
            aria-label={t('week', { day: f.day(week.monday, 'long') })}
            data-now={mondayOf(plan.today) === week.monday || undefined}
          >
            <WeekHead plan={plan} monday={week.monday} waves={shown.waves} />
            {[0, 1, 2, 3, 4].map((n) => {
              const day = addDays(week.monday, n)
              const here = week.messages.filter((m) => Math.min(weekday(m.on!), 4) === n)
              return (
                <div key={n} className={classes.day} data-today={day === plan.today || undefined}>
                  <span className={classes.date} aria-hidden>
                    {f.number(Number(day.slice(8)))}
                  </span>
                  <ul>
                    {here.map((m) => (
                      <li key={m.id}>
                        <Chip {...shown} m={m} />
                      </li>
                    ))}
                  </ul>
                </div>
              )
            })}
          </section>
        </div>
      ))}
      <Undated {...shown} />
    </div>
  )
}

export function Agenda(shown: Shown) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const { frame, onKeyDown } = useWalk(shown)
  const { plan, messages } = shown
  const { weeks, unfold } = useFolded(plan, weeksOf(plan, messages, shown.waves))
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- what is in it are links; this only walks between them
    <div ref={frame} onKeyDown={onKeyDown} className={classes.agenda}>
      {unfold}
      {weeks.map((week) => (
        <section key={week.monday} aria-label={t('week', { day: f.day(week.monday, 'long') })}>
          {week.quiet > 0 ? (
            <p className={classes.quiet}>{t('quiet', { count: week.quiet, n: f.number(week.quiet) })}</p>
          ) : null}
          <WeekHead plan={plan} monday={week.monday} waves={shown.waves} />
          {week.messages.length > 0 ? (
            <ul className={classes.rows}>
              {week.messages.map((m) => (
                <li key={m.id}>
                  <Chip {...shown} m={m} wide />
                </li>
              ))}
            </ul>
          ) : null}
        </section>
      ))}
      <Undated {...shown} />
    </div>
  )
}

/** What begins in the week, and how full it is for those who have most. */
function WeekHead({ plan, monday, waves }: { plan: Plan; monday: string; waves: ReadonlySet<string> }) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const within = (day: string | null) => day !== null && mondayOf(day) === monday
  const marks = plan.waves
    .filter((w) => waves.has(w.id))
    .flatMap((w) => [
      ...(within(w.preparesOn) ? [{ key: `p ${w.id}`, live: false, words: t('mark.prepares', { wave: w.name }) }] : []),
      ...(within(w.goesLiveOn) ? [{ key: `l ${w.id}`, live: true, words: t('mark.live', { wave: w.name }) }] : []),
    ])
  // Of one wave alone: how far it is from its go-live.
  const only = waves.size === 1 ? plan.waves.find((w) => waves.has(w.id))?.goesLiveOn : null
  const away = only ? Math.round((Date.parse(monday) - Date.parse(mondayOf(only))) / (7 * 86_400_000)) : 0
  const loads = (['managers', 'employees'] as const).flatMap((hearer) => {
    const most = plan.bill
      .filter((b) => b.hearer === hearer && waves.has(b.waveId))
      .flatMap((b) => b.weeks.filter((w) => w.week === monday))
      .toSorted((a, b) => b.letters - a.letters)[0]
    return most ? [{ hearer, ...most }] : []
  })
  return (
    <div className={classes.weekHead}>
      <h3>{t('week', { day: f.day(monday, 'short') })}</h3>
      {away === 0 ? null : (
        <small>
          {t(away < 0 ? 'phase.before' : 'phase.after', { count: Math.abs(away), n: f.number(Math.abs(away)) })}
        </small>
      )}
      {marks.map((mark) => (
        <strong key={mark.key} data-live={mark.live || undefined}>
          {mark.words}
        </strong>
      ))}
      {loads.map((load) => (
        <small key={load.hearer} data-over={load.over || undefined}>
          {t('load', {
            hearer: t(`hearer.${load.hearer}`),
            count: load.letters,
            n: f.number(load.letters),
            minutes: f.number(load.minutes, 1),
          })}
        </small>
      ))}
    </div>
  )
}

function Chip({ plan, m, current, mayWrite, waves, wide }: Shown & { m: Planned; wide?: boolean }) {
  const f = useFormat()
  const { t } = useTranslation('plan')
  const said = useSaid(plan)
  return (
    <Go
      to={`/program/communications/plan/${m.id}`}
      search={true}
      id={`planned-${m.id}`}
      data-message={m.id}
      className={wide ? classes.row : classes.chip}
      data-state={m.state}
      aria-current={current === m.id || undefined}
      {...(mayWrite && movable(m) && m.on
        ? { 'aria-keyshortcuts': 'Alt+ArrowLeft Alt+ArrowRight Alt+ArrowUp Alt+ArrowDown' }
        : {})}
    >
      {wide ? <span className={classes.rowDay}>{m.on ? f.day(m.on, 'short') : said.distance(m.day ?? 0)}</span> : null}
      <span className={classes.chipWords}>
        <strong>{m.title}</strong>
        <small>
          {!wide && m.on && weekday(m.on) > 4 ? `${f.day(m.on, 'short')} · ` : null}
          {said.readers(m)} · {said.sender(m)}
          {wide ? ` · ${t('toRead', { minutes: f.number(m.minutes, 1) })}` : null}
        </small>
        {waves.size > 1 ? <small>{said.waveName(m.waveId)}</small> : null}
        {m.offIn.length > 0 ? <small>{t('offShort', { places: f.list(m.offIn) })}</small> : null}
      </span>
      <PlannedState m={m} />
    </Go>
  )
}

/** Messages of a wave that has no date yet: in their order, counted from go-live. */
function Undated(shown: Shown) {
  const { t } = useTranslation('plan')
  const rows = shown.messages.filter((m) => m.on === null).toSorted((a, b) => (a.day ?? 0) - (b.day ?? 0))
  if (rows.length === 0) return null
  return (
    <section className={classes.undated} aria-label={t('undated')}>
      <h3>{t('undated')}</h3>
      <ul className={classes.rows}>
        {rows.map((m) => (
          <li key={m.id}>
            <Chip {...shown} m={m} wide />
          </li>
        ))}
      </ul>
    </section>
  )
}
