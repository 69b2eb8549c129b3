/** On which days and in which hours letters come: what holds, and one's own choice. */
import { Button, Checkbox } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, type Answer } from '../api.ts'
import { TimeField } from '../ui/date-field.tsx'
import { firstDayOfWeek } from '../ui/format.ts'
import { Section } from '../ui/page.tsx'
import { useFormat, useReader } from '../ui/reader.tsx'
import { ProblemNote } from '../ui/states.tsx'
import classes from './notifications.module.css'

type Mine = Answer<'letters.mine'>
const week = [1, 2, 3, 4, 5, 6, 7]
/** The first of these is a Monday. */
const monday = Date.parse('2026-03-02T12:00:00Z')

export function Hours({ mine, children }: { mine: Mine; children: ReactNode }) {
  const { t, i18n } = useTranslation('attention')
  const f = useFormat()
  const reader = useReader()
  const [opened, setOpened] = useState(false)
  const { hours } = mine
  const names = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', timeZone: 'UTC' })
  const name = (day: number) => names.format(monday + (day - 1) * 86_400_000)
  const first = firstDayOfWeek(reader.locale) || 7
  const inOrder = [...week.slice(first - 1), ...week.slice(0, first - 1)]
  const days = inOrder.filter((day) => hours.days.includes(day))
  // Three and more in a row are said by their ends.
  const row = days.length > 2 && inOrder.indexOf(days.at(-1)!) - inOrder.indexOf(days[0]!) === days.length - 1
  const said = row
    ? t('notices.hours.range', { first: name(days[0]!), last: name(days.at(-1)!) })
    : f.list(days.map(name))
  return (
    <Section
      title={t('notices.hours.title')}
      description={
        <>
          {t('notices.hours.holds', {
            days: said,
            opens: hours.opens,
            closes: hours.closes,
            zone: mine.timeZone.replaceAll('_', ' '),
          })}
          <br />
          {t('notices.hours.rest')}
          <br />
          {children}
        </>
      }
      action={
        opened ? undefined : (
          <Button variant="default" onClick={() => setOpened(true)}>
            {t('notices.hours.change')}
          </Button>
        )
      }
      bare={!opened}
    >
      {opened ? <HoursForm mine={mine} days={inOrder} name={name} onClose={() => setOpened(false)} /> : null}
    </Section>
  )
}

function HoursForm({
  mine,
  days,
  name,
  onClose,
}: {
  mine: Mine
  days: readonly number[]
  name: (day: number) => string
  onClose: () => void
}) {
  const { t } = useTranslation('attention')
  const [at, setAt] = useState({ days: mine.hours.days, opens: mine.hours.opens, closes: mine.hours.closes })
  const save = useAct('letters.hours', {
    invalidates: ['letters.mine'],
    showsProblem: true,
    done: t('notices.hours.saved'),
    onDone: onClose,
  })
  const sound = at.days.length > 0 && at.opens < at.closes
  return (
    <form
      className={classes.hours}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ hours: at })
      }}
    >
      <Checkbox.Group
        label={t('notices.hours.days')}
        value={at.days.map(String)}
        onChange={(chosen) => setAt({ ...at, days: chosen.map(Number).toSorted((a, b) => a - b) })}
        error={at.days.length === 0 ? t('notices.hours.noDay') : undefined}
      >
        <div className={classes.days}>
          {days.map((day) => (
            <Checkbox key={day} value={String(day)} label={name(day)} />
          ))}
        </div>
      </Checkbox.Group>
      <div className={classes.times}>
        <TimeField
          label={t('notices.hours.opens')}
          value={at.opens}
          onChange={(time) => time && setAt({ ...at, opens: time })}
        />
        <TimeField
          label={t('notices.hours.closes')}
          value={at.closes}
          onChange={(time) => time && setAt({ ...at, closes: time })}
        />
      </div>
      {at.opens < at.closes ? null : <p className={classes.note}>{t('notices.hours.order')}</p>}
      {save.error ? <ProblemNote small error={save.error} /> : null}
      <div className={classes.buttons}>
        <Button type="submit" loading={save.isPending} disabled={!sound}>
          {t('notices.hours.save')}
        </Button>
        {mine.hours.own ? (
          <Button variant="default" onClick={() => save.mutate({ hours: null })}>
            {t('notices.hours.usual')}
          </Button>
        ) : null}
        <Button variant="subtle" onClick={onClose}>
          {t('notices.hours.cancel')}
        </Button>
      </div>
    </form>
  )
}
