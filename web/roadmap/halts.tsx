/** Pausing a wave, letting it go on, taking it back: what happens to how many people is said before, who did it and why after. */
import { Button, Checkbox, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { DateField } from '../ui/date-field.tsx'
import { addDays } from '../program/days.ts'
import { useFormat } from '../ui/reader.tsx'
import { Note, ProblemNote } from '../ui/states.tsx'
import classes from './roadmap.module.css'

type State = Answer<'halts.get'>
type What = 'pause' | 'resume' | 'rollBack'
const stale = [
  'halts.get',
  'waves.get',
  'waves.list',
  'launch.checks',
  'program.list',
  'program.get',
  'hypercare.list',
  'hypercare.get',
  'roadmap.get',
  'week.get',
] as const

export function Halts({ waveId }: { waveId: string }) {
  const { t } = useTranslation('roadmap')
  const f = useFormat()
  const query = useOperation('halts.get', { waveId })
  const [asking, setAsking] = useState<What | null>(null)
  const state = query.data
  if (!state) return null
  const live = state.wave.state.phase === 'live'
  const paused = state.wave.halt?.kind === 'pause'
  if (!live && state.halts.length === 0) return null
  const { halt } = state.wave
  return (
    <section className={classes.halts} aria-label={t('halt.label')}>
      {halt ? (
        <Note
          tone="warn"
          title={t(`halt.${halt.kind}.now`, { day: f.day(halt.on, 'long'), name: halt.by })}
          action={
            paused && state.mayHalt ? (
              <Button size="compact-md" onClick={() => setAsking('resume')}>
                {t('halt.resume.act')}
              </Button>
            ) : undefined
          }
        >
          <q dir="auto">{halt.reason}</q>
        </Note>
      ) : null}
      {live && state.mayHalt ? (
        <div className={classes.buttons}>
          {paused ? null : (
            <Button variant="default" onClick={() => setAsking('pause')}>
              {t('halt.pause.act')}
            </Button>
          )}
          {state.handedOver ? null : (
            <Button variant="subtle" color="red" onClick={() => setAsking('rollBack')}>
              {t('halt.rollBack.act')}
            </Button>
          )}
        </div>
      ) : null}
      {state.halts.some((one) => one.ended) ? (
        <ul>
          {state.halts
            .filter((one) => one.ended)
            .map((one) => (
              <li key={one.id}>
                <strong>
                  {t(`halt.${one.kind}.was`, {
                    from: f.day(one.begun.on, 'short'),
                    until: one.ended ? f.day(one.ended.on, 'short') : '',
                    name: one.begun.by.name,
                  })}
                </strong>
                <q dir="auto">{one.reason}</q>
              </li>
            ))}
        </ul>
      ) : null}
      {asking ? <Decide state={state} what={asking} onClose={() => setAsking(null)} /> : null}
    </section>
  )
}

function Decide({ state, what, onClose }: { state: State; what: What; onClose: () => void }) {
  const { t } = useTranslation('roadmap')
  const f = useFormat()
  const { wave, now } = state
  const [reason, setReason] = useState('')
  const [tells, setTells] = useState(true)
  const [letter, setLetter] = useState(() => t(`halt.${what}.letter`))
  const [goesLiveOn, setGoesLiveOn] = useState<string | null>(null)
  const [asked, setAsked] = useState(false)
  const options = { invalidates: stale, showsProblem: true as const, onDone: onClose }
  const pause = useAct('halts.pause', { ...options, done: t('halt.pause.done') })
  const resume = useAct('halts.resume', { ...options, done: t('halt.resume.done') })
  const rollBack = useAct('halts.rollBack', { ...options, done: t('halt.rollBack.done') })
  const act = { pause, resume, rollBack }[what]
  const short = what !== 'resume' && reason.trim().length < 3
  const wordless = tells && letter.trim() === ''
  const people = { count: now.people, people: f.number(now.people) }
  const facts = [
    t(`halt.${what}.people`, people),
    t(`halt.${what}.stays`),
    ...(what !== 'rollBack' && now.letters > 0
      ? [t(`halt.${what}.letters`, { count: now.letters, n: f.number(now.letters) })]
      : []),
    ...(what === 'rollBack' && now.messages > 0
      ? [t('halt.rollBack.messages', { count: now.messages, n: f.number(now.messages) })]
      : []),
    t(`halt.${what}.numbers`),
  ]
  return (
    <Modal
      opened
      onClose={onClose}
      size={560}
      title={t(`halt.${what}.ask`, { wave: wave.name })}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(true)
          if (short || wordless) return
          const said = { waveId: wave.id, letter: tells ? letter.trim() : null }
          if (what === 'pause') pause.mutate({ ...said, reason: reason.trim() })
          else if (what === 'resume') resume.mutate(said)
          else rollBack.mutate({ ...said, reason: reason.trim(), goesLiveOn })
        }}
      >
        <ul className={classes.facts}>
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
        {what === 'resume' ? null : (
          <Textarea
            label={t('halt.reason')}
            description={t('halt.reasonSays')}
            value={reason}
            maxLength={500}
            autosize
            minRows={2}
            dir="auto"
            data-autofocus
            error={asked && short ? t('halt.reasonMissing') : null}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        {what === 'rollBack' ? (
          <DateField
            label={t('halt.rollBack.date')}
            description={t('halt.rollBack.dateSays')}
            value={goesLiveOn}
            min={addDays(state.today, 1)}
            onChange={setGoesLiveOn}
            clearable
          />
        ) : null}
        <Checkbox
          label={t('halt.tell', people)}
          description={
            now.withoutAddress > 0
              ? t('halt.without', { count: now.withoutAddress, n: f.number(now.withoutAddress) })
              : undefined
          }
          checked={tells}
          onChange={(event) => setTells(event.currentTarget.checked)}
        />
        {tells ? (
          <Textarea
            label={t('halt.letter')}
            description={t('halt.letterSays')}
            value={letter}
            maxLength={2000}
            autosize
            minRows={3}
            maxRows={10}
            dir="auto"
            error={asked && wordless ? t('halt.letterMissing') : null}
            onChange={(event) => setLetter(event.currentTarget.value)}
          />
        ) : null}
        {act.error ? <ProblemNote small error={act.error} /> : null}
        <div className={classes.buttons}>
          <Button type="submit" color={what === 'rollBack' ? 'red' : 'accent'} loading={act.isPending}>
            {t(`halt.${what}.confirm`, people)}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
