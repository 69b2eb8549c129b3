/** How many of those asked have answered, by group. Never who. */
import { Select } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer, type Request } from '../api.ts'
import { Meter } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded } from '../ui/states.tsx'
import { useSegmentName } from './words.ts'
import classes from './pulse.module.css'

type By = NonNullable<Request<'pulse.response'>['by']>
type Row = Answer<'pulse.response'>['rows'][number]

/** Of a round that is open; its numbers move on in steps. */
export function Response({ roundId }: { roundId: string }) {
  const { t } = useTranslation('pulse')
  const f = useFormat()
  const [by, setBy] = useState<By>('department')
  const response = useOperation('pulse.response', { roundId, by }, { keep: true })
  return (
    <Loaded query={response} small>
      {(a) => (
        <div className={classes.editor}>
          <div className={classes.switches}>
            <Select
              aria-label={t('response.by')}
              allowDeselect={false}
              value={a.by}
              data={a.tables.map((value) => ({ value, label: t(`by.${value}`) }))}
              onChange={(value) => setBy(value as By)}
            />
            {a.total ? (
              <strong>
                {t('answeredOf', {
                  n: f.number(a.total.answered),
                  d: f.number(a.total.asked),
                  count: a.total.asked,
                  day: f.day(a.countedOn, 'short'),
                })}
              </strong>
            ) : null}
          </div>
          {a.rows.length === 0 ? (
            <Empty small title={t('response.nothing')} />
          ) : (
            <ul className={classes.bars}>
              {a.rows.slice(0, 60).map((row) => (
                <ResponseRow key={row.segment.key} row={row} floor={a.floor} />
              ))}
            </ul>
          )}
          {a.rows.length > 60 ? (
            <p className={classes.quiet}>{t('response.more', { count: a.rows.length - 60 })}</p>
          ) : null}
        </div>
      )}
    </Loaded>
  )
}

function ResponseRow({ row, floor }: { row: Row; floor: number }) {
  const { t } = useTranslation('pulse')
  const f = useFormat()
  const name = useSegmentName()(row.segment)
  return (
    <li>
      <span dir="auto">{name}</span>
      {row.counts ? (
        <>
          <Meter size="small" showValue={false} share={row.counts.answered / row.counts.asked} label={name} />
          <span className={classes.count}>
            {row.counts.answered === 0
              ? t('response.few', { floor: f.number(floor), d: f.number(row.counts.asked) })
              : t('nOf', { n: f.number(row.counts.answered), d: f.number(row.counts.asked) })}
          </span>
        </>
      ) : (
        <span className={classes.hidden}>
          <IconEyeOff size={15} stroke={1.75} aria-hidden />
          {t(row.because === 'floor' ? 'hidden.under' : 'hidden.others', { floor: f.number(floor) })}
        </span>
      )}
    </li>
  )
}
