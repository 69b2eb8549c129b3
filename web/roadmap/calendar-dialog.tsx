/** On which days the company works, and from when the program is counted. */
import { Button, Chip, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { DateField } from '../ui/date-field.tsx'
import { useFormat } from '../ui/reader.tsx'
import { ProblemNote } from '../ui/states.tsx'
import { all, type Roadmap } from './acts.ts'
import classes from './roadmap.module.css'

/** A Monday, from which the names of the days are told. */
const monday = Date.parse('2026-03-02T12:00:00Z')

export function CalendarDialog({ map, onClose }: { map: Roadmap; onClose: () => void }) {
  const { t } = useTranslation('roadmap')
  const f = useFormat()
  const [days, setDays] = useState(map.workDays.map(String))
  const [startsOn, setStartsOn] = useState<string | null>(map.startsOn)
  const settle = useAct('roadmap.settle', { invalidates: all, showsProblem: true, done: t('saved'), onDone: onClose })
  const name = new Intl.DateTimeFormat(f.locale, { weekday: 'short', timeZone: 'UTC' })
  return (
    <Modal opened onClose={onClose} title={t('calendar.title')} closeButtonProps={{ 'aria-label': t('cancel') }}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (days.length > 0 && startsOn)
            settle.mutate({ programId: map.program.id, workDays: days.map(Number), startsOn })
        }}
      >
        <fieldset className={classes.days}>
          <legend>{t('calendar.days')}</legend>
          <Chip.Group multiple value={days} onChange={setDays}>
            <div className={classes.filters}>
              {[1, 2, 3, 4, 5, 6, 7].map((day) => (
                <Chip key={day} value={String(day)} size="sm">
                  {name.format(monday + (day - 1) * 86_400_000)}
                </Chip>
              ))}
            </div>
          </Chip.Group>
        </fieldset>
        <DateField
          label={t('calendar.start')}
          description={t('calendar.startSays')}
          value={startsOn}
          onChange={setStartsOn}
          required
        />
        <p className={classes.plain}>{t('calendar.holidays')}</p>
        {settle.error ? <ProblemNote small error={settle.error} /> : null}
        <div className={classes.buttons}>
          <Button type="submit" loading={settle.isPending} disabled={days.length === 0 || !startsOn}>
            {t('save')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
