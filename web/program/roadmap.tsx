/** Waves on a calendar: preparation as a light bar, the practice as a full one from go-live on. */
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { Go } from '../ui/link.tsx'
import { useFormat } from '../ui/reader.tsx'
import { addDays } from './days.ts'
import classes from './roadmap.module.css'
import { useWaveSize } from './wave-size.ts'

type Wave = Answer<'waves.list'>['waves'][number]
const ms = (day: string) => Date.parse(`${day}T00:00:00Z`)
const firstOf = (day: string) => `${day.slice(0, 7)}-01`
const nextMonth = (day: string) => firstOf(addDays(firstOf(day), 32))

export function Roadmap({ waves, today }: { waves: readonly Wave[]; today: string }) {
  const { t } = useTranslation('program')
  const f = useFormat()
  const size = useWaveSize()
  const days = waves.flatMap((w) => [w.preparesOn, w.goesLiveOn]).filter((d): d is string => d !== null)
  const start = firstOf([today, ...days].reduce((a, b) => (a < b ? a : b)))
  const last = [today, ...days].reduce((a, b) => (a > b ? a : b))
  const end = nextMonth(addDays(last, 45))
  const months: string[] = []
  for (let m = start; m < end; m = nextMonth(m)) months.push(m)
  const at = (day: string) =>
    `${(Math.min(1, Math.max(0, (ms(day) - ms(start)) / (ms(end) - ms(start)))) * 100).toFixed(2)}%`
  const every = Math.ceil(months.length / 8)
  const monthName = new Intl.DateTimeFormat(f.locale, { month: 'short', timeZone: 'UTC' })
  return (
    <div className={classes.roadmap}>
      <div className={classes.months} aria-hidden>
        {months.map((m, i) => (
          <span key={m} style={{ insetInlineStart: at(m) }} data-odd={i % 2 === 1 || undefined}>
            {i % every === 0 ? monthName.format(ms(m)) : ''}
            {i % every === 0 && (m.slice(5, 7) === '01' || i === 0) ? ` ${m.slice(0, 4)}` : ''}
          </span>
        ))}
        <i className={classes.today} style={{ insetInlineStart: at(today) }}>
          <b>{t('roadmap.today')}</b>
        </i>
      </div>
      <ul>
        {waves.map((w) => {
          const dated = w.goesLiveOn !== null
          const from = w.preparesOn ?? w.goesLiveOn
          return (
            <li key={w.id}>
              <Go to={`/program/waves/${w.id}`} search={true} className={classes.name}>
                <strong>{w.name}</strong>
                <span>{t('people', size(w))}</span>
              </Go>
              <div className={classes.lane} aria-hidden>
                {dated && from ? (
                  <>
                    {w.preparesOn ? (
                      <span
                        className={classes.prepares}
                        style={{
                          insetInlineStart: at(w.preparesOn),
                          insetInlineEnd: `calc(100% - ${at(w.goesLiveOn!)})`,
                        }}
                      />
                    ) : null}
                    <span
                      className={classes.live}
                      data-live={w.state.phase === 'live' || undefined}
                      style={{ insetInlineStart: at(w.goesLiveOn!), insetInlineEnd: 0 }}
                    />
                    <span className={classes.start} style={{ insetInlineStart: at(w.goesLiveOn!) }} />
                    <span className={classes.date} style={{ insetInlineStart: at(w.goesLiveOn!) }}>
                      {f.day(w.goesLiveOn!, 'short')}
                    </span>
                  </>
                ) : (
                  <em>{t('roadmap.undated')}</em>
                )}
              </div>
              <span className="spoken">
                {dated
                  ? t('roadmap.says', {
                      prepares: w.preparesOn ? f.day(w.preparesOn, 'long') : '–',
                      live: f.day(w.goesLiveOn!, 'long'),
                    })
                  : t('roadmap.undated')}
              </span>
            </li>
          )
        })}
      </ul>
      <div className={classes.legend} aria-hidden>
        <span>
          <i className={classes.prepares} />
          {t('roadmap.prepares')}
        </span>
        <span>
          <i className={classes.live} />
          {t('roadmap.planned')}
        </span>
        <span>
          <i className={classes.live} data-live />
          {t('roadmap.live')}
        </span>
      </div>
    </div>
  )
}
