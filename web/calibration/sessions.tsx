/** Calibration sessions in a row: of one cycle for whoever prepares them, or all that the reader is in. */
import { Button } from '@mantine/core'
import { IconPlus, IconScale } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Section } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { homeOf, type Summary } from './acts.ts'
import { SeatsDialog } from './seats.tsx'
import classes from './calibration.module.css'

const tones = { prepared: 'quiet', open: 'accent', closed: 'good', ended: 'quiet' } as const

export function SessionState({ session }: { session: Pick<Summary, 'state'> }) {
  const { t } = useTranslation('calibration')
  return <State tone={tones[session.state.state]}>{t(`state.${session.state.state}`)}</State>
}

/** On the page of a cycle. */
export function CycleSessions({ cycleId, running }: { cycleId: string; running: boolean }) {
  const { t } = useTranslation('calibration')
  const query = useOperation('calibration.list', { cycleId })
  const button =
    running && query.data?.mayPrepare ? (
      <Button
        component={Go}
        to={`/program/reviews/${cycleId}/calibration`}
        leftSection={<IconPlus size={16} aria-hidden />}
        size="sm"
      >
        {t('list.new')}
      </Button>
    ) : null
  return (
    <Loaded
      query={query}
      skeleton={<RowsSkeleton rows={3} />}
      empty={(a) =>
        a.sessions.length === 0 && (
          <Empty icon={<IconScale size={22} stroke={1.6} />} title={t('list.none.title')} action={button}>
            {t('list.none.body')}
          </Empty>
        )
      }
    >
      {(a) => (
        <>
          <div className={classes.listHead}>
            <p className={classes.hint}>{t('list.lead')}</p>
            {button}
          </div>
          <List sessions={a.sessions} />
        </>
      )}
    </Loaded>
  )
}

/** On the page of what one has to do with reviews; nothing where one is in none. */
export function MySessions() {
  const { t } = useTranslation('calibration')
  const query = useOperation('calibration.list', {}, { staleTime: 30_000 })
  const sessions = (query.data?.sessions ?? []).filter((s) => s.as !== null && s.state.state !== 'ended')
  if (sessions.length === 0) return null
  return (
    <Section title={t('list.title')} bare>
      <List sessions={sessions} />
    </Section>
  )
}

function List({ sessions }: { sessions: readonly Summary[] }) {
  const { t } = useTranslation('calibration')
  const f = useFormat()
  const [seating, setSeating] = useState<Summary | null>(null)
  return (
    <>
      <ul className={classes.rows}>
        {sessions.map((s) => (
          <li key={s.id} className={classes.row}>
            <span className={classes.rowWords}>
              {s.as ? (
                <Go className={classes.rowLink} to={homeOf(s.id)} dir="auto">
                  {s.name}
                </Go>
              ) : (
                <span className={classes.rowTitle} dir="auto">
                  {s.name}
                </span>
              )}
              <span className={classes.small}>
                <When on={s.heldOn} style="short" />
                {s.people === null ? null : <> · {t('people', { n: f.number(s.people), count: s.people })}</>}
                {' · '}
                {t('list.ledBy', { names: f.list(s.facilitators.map((p) => p.name)) })}
              </span>
            </span>
            <span className={classes.rowEnd}>
              {s.as === null && (s.state.state === 'prepared' || s.state.state === 'open') ? (
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={`${t('seats.give')}: ${s.name}`}
                  onClick={() => setSeating(s)}
                >
                  {t('seats.give')}
                </Button>
              ) : null}
              <SessionState session={s} />
            </span>
          </li>
        ))}
      </ul>
      {seating ? <SeatsDialog session={seating} onClose={() => setSeating(null)} /> : null}
    </>
  )
}
