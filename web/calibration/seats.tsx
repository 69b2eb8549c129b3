/** Who leads a session and who is invited to it. */
import { Button, Checkbox, Modal, MultiSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer, type Request } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { Person } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, Note, ProblemNote, RowsSkeleton } from '../ui/states.tsx'
import { useSessionActs, type Session, type Summary } from './acts.ts'
import classes from './calibration.module.css'

type Options = Answer<'calibration.options'>
type Scope = Request<'calibration.prepare'>['scope']

export function Facilitators({
  options,
  value,
  onChange,
  without,
}: {
  options: Options
  value: readonly string[]
  onChange: (ids: string[]) => void
  /** Whoever prepares it leads it anyway. */
  without?: string
}) {
  const { t } = useTranslation('calibration')
  return (
    <MultiSelect
      label={t('seats.facilitators')}
      description={t('seats.facilitatorsHint')}
      searchable
      value={[...value]}
      onChange={onChange}
      nothingFoundMessage={t('seats.nobody')}
      data={options.facilitators.filter((p) => p.id !== without).map((p) => ({ value: p.id, label: p.name }))}
    />
  )
}

/** Managers whom the session concerns; those who rated somebody in it are proposed. */
export function Managers({
  cycleId,
  scope,
  sessionId,
  value,
  onChange,
}: {
  cycleId: string
  scope: Scope
  sessionId?: string
  value: readonly string[] | null
  onChange: (ids: string[]) => void
}) {
  const { t } = useTranslation('calibration')
  const f = useFormat()
  const query = useOperation(
    'calibration.preview',
    { cycleId, kind: scope.kind, value: scope.value ?? '', ...(sessionId ? { sessionId } : {}) },
    { staleTime: 30_000 },
  )
  return (
    <Checkbox.Group
      label={t('seats.managers')}
      description={t('seats.managersHint')}
      value={value ? [...value] : proposed(query.data)}
      onChange={onChange}
    >
      <div className={classes.choices}>
        <Loaded query={query} small skeleton={<RowsSkeleton rows={3} />}>
          {(a) =>
            a.managers.length === 0 ? (
              <p className={classes.hint}>{t('seats.noManagers')}</p>
            ) : (
              a.managers.map((m) => (
                <Checkbox
                  key={m.id}
                  value={m.id}
                  label={m.name}
                  description={
                    <>
                      {t(m.direct ? 'seats.rated' : 'seats.above', { n: f.number(m.people), count: m.people })}
                      {m.inIt ? ` ${t('seats.inIt')}` : ''}
                    </>
                  }
                />
              ))
            )
          }
        </Loaded>
      </div>
    </Checkbox.Group>
  )
}

export const proposed = (preview: Answer<'calibration.preview'> | undefined): string[] =>
  (preview?.managers ?? []).filter((m) => m.direct).map((m) => m.id)

/** Changes who is in a session; by the lead also where they are not in it themselves. */
export function SeatsDialog({ session, onClose }: { session: Summary | Session; onClose: () => void }) {
  const { t } = useTranslation('calibration')
  const me = useMe()
  const { seat } = useSessionActs()
  const seats = 'seats' in session ? session.seats : null
  const options = useOperation('calibration.options', { cycleId: session.cycle.id }, { staleTime: 60_000 })
  const [leads, setLeads] = useState<string[]>(session.facilitators.map((p) => p.id))
  const [invited, setInvited] = useState<string[]>((seats ?? []).filter((s) => !s.facilitates).map((s) => s.person.id))
  return (
    <Modal opened onClose={onClose} title={t('seats.title', { name: session.name })} size={520}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          // Who is invited stands inside the session, which a lead who only gives it away does not see: they stay.
          seat.mutate(
            { sessionId: session.id, facilitatorIds: leads, ...(seats ? { participantIds: invited } : {}) },
            { onSuccess: onClose },
          )
        }}
      >
        <Loaded query={options} small>
          {(o) => <Facilitators options={o} value={leads} onChange={setLeads} />}
        </Loaded>
        {seats && 'scope' in session ? (
          <Managers
            cycleId={session.cycle.id}
            scope={{ kind: session.scope.kind, value: session.scope.value }}
            sessionId={session.id}
            value={invited}
            onChange={setInvited}
          />
        ) : (
          <Note title={t('seats.inviteLater')}>{t('seats.giveBody')}</Note>
        )}
        {leads.includes(me.person.id) ? null : <p className={classes.hint}>{t('seats.leaving')}</p>}
        {seat.error ? <ProblemNote small error={seat.error} /> : null}
        <div>
          <Button type="submit" loading={seat.isPending} disabled={leads.length === 0}>
            {t('seats.act')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** Who is in it, and for whoever leads it whose rows they are not shown. */
export function SeatList({ session, onChange }: { session: Session; onChange: (() => void) | null }) {
  const { t } = useTranslation('calibration')
  const f = useFormat()
  return (
    <>
      <ul className={classes.rows}>
        {session.seats.map((s) => (
          <li key={s.person.id} className={classes.row}>
            <Person person={s.person} />
            <span className={classes.rowEnd}>
              <span className={classes.small}>{t(s.facilitates ? 'seats.leads' : 'seats.invited')}</span>
            </span>
            {s.notShown.length > 0 ? (
              <p className={classes.rowNote}>
                {t('seats.notShown', { names: f.list(s.notShown.slice(0, 6).map((p) => p.name)) })}
              </p>
            ) : null}
            {s.shut ? <p className={classes.rowNote}>{t('seats.shut')}</p> : null}
          </li>
        ))}
      </ul>
      {onChange ? (
        <div className={classes.after}>
          <Button variant="default" size="sm" onClick={onChange}>
            {t('seats.change')}
          </Button>
        </div>
      ) : null}
    </>
  )
}
