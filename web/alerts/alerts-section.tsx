/** Numbers that left their course: since when, how sure, and what to do first. */
import { Button, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, useAct, useOperation } from '../api.ts'
import { useMetricWords } from '../metrics/words.tsx'
import { DateField } from '../ui/date-field.tsx'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { ProblemNote } from '../ui/states.tsx'
import classes from './alerts.module.css'

type Alerts = Answer<'alerts.list'>
type Alert = Alerts['alerts'][number]

const stale = ['alerts.list', 'home.lead'] as const

/** Nothing where there is nothing: few pages need it. */
export function AlertsSection() {
  const { t } = useTranslation('alerts')
  const query = useOperation('alerts.list', {})
  const [knowing, setKnowing] = useState<Alert | null>(null)
  const found = query.data
  if (!found || found.alerts.length === 0) return null
  return (
    <Section title={t('title')} description={t('about')}>
      <ul className={classes.list}>
        {found.alerts.map((alert) => (
          <Line key={alert.id} alert={alert} mayQuiet={found.mayQuiet} know={() => setKnowing(alert)} />
        ))}
      </ul>
      {knowing ? <Known alert={knowing} today={found.today} close={() => setKnowing(null)} /> : null}
    </Section>
  )
}

function Line({ alert, mayQuiet, know }: { alert: Alert; mayQuiet: boolean; know: () => void }) {
  const { t } = useTranslation('alerts')
  const f = useFormat()
  const { aim, segment } = useMetricWords()
  const loud = useAct('alerts.loud', { invalidates: [...stale] })
  const { definition, reference, found, now, reason, closedOn, quiet } = alert
  const part = alert.segment.kind === 'organization' ? null : segment(alert.segment)
  const of = (told: typeof found) =>
    told.numerator === null || told.denominator === null
      ? aim(definition, told.value)
      : `${aim(definition, told.value)} (${f.number(told.numerator)}/${f.number(told.denominator)})`
  const values = {
    from: of(reference),
    fromOn: f.day(reference.on, 'short'),
    to: of(found),
    toOn: f.day(found.on, 'short'),
  }
  // A mean of numbers before has no day of its own.
  const said = reason === 'off_course' ? 'due' : reference.numerator === null ? 'usual' : 'from'
  return (
    <li className={classes.alert} data-over={closedOn ? true : undefined}>
      <div className={classes.words}>
        <p className={classes.head}>
          <strong>{t(reason === 'fell' ? 'fell' : 'off', { name: definition.name })}</strong>
          {part ? <span>{part}</span> : null}
          <State tone={closedOn ? 'good' : quiet ? 'quiet' : alert.grave ? 'bad' : 'warn'}>
            {closedOn
              ? t('over', { on: f.day(closedOn, 'short') })
              : [t('since', { on: f.day(alert.since, 'short') }), ...(alert.grave ? [t('grave')] : [])].join(' · ')}
          </State>
        </p>
        <p>{t(said, values)}</p>
        {now && now.on > found.on ? <p>{t('now', { value: of(now), on: f.day(now.on, 'short') })}</p> : null}
        {closedOn ? null : (
          <>
            <p className={classes.quiet}>
              {alert.chance === null
                ? t('sureWay')
                : alert.chance < 0.0001
                  ? t('sureLong', { n: f.number(10_000) })
                  : t('sure', { n: f.number(Math.round(1 / alert.chance)) })}
            </p>
            <p>
              <span className={classes.first}>{t('next')}: </span>
              {t(`nextOf.${definition.of === 'imported' ? 'imported' : (definition.element ?? 'program')}`)}
            </p>
          </>
        )}
        {quiet && !closedOn ? (
          <p className={classes.quiet}>
            {t('quiet', { on: f.day(quiet.until, 'short'), reason: quiet.reason, name: quiet.by })}
          </p>
        ) : null}
      </div>
      <div className={classes.acts}>
        <Button
          component={Go}
          to={`/program/metrics/${definition.id}`}
          search={
            alert.segment.kind === 'organization' ? undefined : { kind: alert.segment.kind, key: alert.segment.key }
          }
          variant="default"
          size="compact-md"
        >
          {t('open')}
          <span className="spoken">: {definition.name}</span>
        </Button>
        {closedOn || !mayQuiet ? null : quiet ? (
          <Button
            variant="subtle"
            color="gray"
            size="compact-md"
            loading={loud.isPending}
            onClick={() => loud.mutate({ alertId: alert.id })}
          >
            {t('loud')}
          </Button>
        ) : (
          <Button variant="subtle" color="gray" size="compact-md" onClick={know}>
            {t('do')}
            <span className="spoken">: {definition.name}</span>
          </Button>
        )}
      </div>
    </li>
  )
}

function Known({ alert, today, close }: { alert: Alert; today: string; close: () => void }) {
  const { t } = useTranslation('alerts')
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState<string | null>(null)
  const quiet = useAct('alerts.quiet', { invalidates: [...stale], showsProblem: true, onDone: close })
  return (
    <Modal opened onClose={close} title={t('form.title', { name: alert.definition.name })} size={480}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (until) quiet.mutate({ alertId: alert.id, until, reason })
        }}
      >
        <p className={classes.quiet}>{t('form.body')}</p>
        <Textarea
          label={t('form.reason')}
          value={reason}
          maxLength={500}
          required
          autosize
          minRows={2}
          data-autofocus
          onChange={(e) => setReason(e.currentTarget.value)}
        />
        <DateField label={t('form.until')} value={until} min={today} onChange={setUntil} />
        {quiet.error ? <ProblemNote small error={quiet.error} /> : null}
        <div className={classes.acts}>
          <Button variant="default" onClick={close}>
            {t('form.cancel')}
          </Button>
          <Button type="submit" loading={quiet.isPending} disabled={!until || reason.trim() === ''}>
            {t('form.save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
