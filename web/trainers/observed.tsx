/** What an observer said of a delivery, for those three who read it. */
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import form from '../ui/form.module.css'
import { List, Row } from '../ui/list.tsx'
import { State } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'
import classes from './trainers.module.css'

type Found = Answer<'trainers.delivery'>
const tones = { seen: 'good', partly: 'warn', missing: 'bad' } as const

export function Words({ of }: { of: Pick<Found['delivery'], 'well' | 'workOn' | 'nextBy' | 'readyUntil' | 'state'> }) {
  const { t } = useTranslation('trainers')
  const f = useFormat()
  return (
    <>
      {of.well ? (
        <section className={classes.observed}>
          <h4>{t('observed.well')}</h4>
          <p className={form.quoted} dir="auto">
            {of.well}
          </p>
        </section>
      ) : null}
      {of.workOn ? (
        <section className={classes.observed}>
          <h4>{t('observed.workOn')}</h4>
          <p className={form.quoted} dir="auto">
            {of.workOn}
          </p>
        </section>
      ) : null}
      {of.nextBy ? <p>{t('state.nextBy', { day: f.day(of.nextBy, 'long') })}</p> : null}
      {of.readyUntil ? <p>{t('state.readyUntil', { day: f.day(of.readyUntil, 'long') })}</p> : null}
    </>
  )
}

/** The sheet, and of each point whether it was seen. */
export function Points({ sheet, seen }: { sheet: Found['sheet']; seen: Found['delivery']['seen'] | null }) {
  const { t } = useTranslation('trainers')
  return (
    <>
      {sheet.groups.map((group) => (
        <section key={group.title} className={classes.group}>
          <h3>{group.title}</h3>
          <List>
            {group.items.map((item) => {
              const step = seen?.[item.id]
              return (
                <Row
                  key={item.id}
                  title={item.words}
                  says={item.good}
                  end={step ? <State tone={tones[step]}>{t(`seen.${step}`)}</State> : null}
                />
              )
            })}
          </List>
        </section>
      ))}
    </>
  )
}
