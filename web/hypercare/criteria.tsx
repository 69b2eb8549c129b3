/** What has to hold before the hand-over: each with what was found, and the exception where there is one. */
import { Button, Modal, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Criterion } from '../../contract/hypercare.ts'
import { useAct } from '../api.ts'
import { TextLink } from '../program/text-link.tsx'
import { placesOf, useMe } from '../shell/me.ts'
import { DateField } from '../ui/date-field.tsx'
import { useFormat } from '../ui/reader.tsx'
import { ProblemNote } from '../ui/states.tsx'
import { Checks } from '../ui/steps.tsx'
import classes from './hypercare.module.css'

export const staleHypercare = ['hypercare.get', 'hypercare.list', 'handover.get'] as const
const states = { pass: 'pass', not_yet: 'fail', unknown: 'unknown' } as const

export function Criteria({
  waveId,
  criteria,
  today,
  mayWaive,
}: {
  waveId: string
  criteria: readonly Criterion[]
  today: string
  mayWaive: boolean
}) {
  const { t } = useTranslation('hypercare')
  const [waiving, setWaiving] = useState<Criterion | null>(null)
  const unwaive = useAct('hypercare.unwaive', { invalidates: staleHypercare, done: t('waiver.ended') })
  const said = useEvidence()
  const actionOf = (one: Criterion): ReactNode => {
    if (!mayWaive) return null
    if (one.waiver)
      return (
        <Button
          variant="default"
          size="compact-sm"
          loading={unwaive.isPending}
          onClick={() => unwaive.mutate({ waveId, waiverId: one.waiver!.id })}
        >
          {t('waiver.end')}
        </Button>
      )
    if (one.result === 'pass') return null
    return (
      <Button variant="default" size="compact-sm" onClick={() => setWaiving(one)}>
        {t('waiver.make')}
        <span className="spoken">: {t(`criterion.${one.id}`)}</span>
      </Button>
    )
  }
  return (
    <>
      <Checks
        checks={criteria.map((one) => ({
          id: one.id,
          state: states[one.result],
          label: t(`criterion.${one.id}`),
          detail: said(one),
          action: (
            <span className={classes.acts}>
              {mayWaive ? <Mend waveId={waveId} one={one} /> : null}
              {actionOf(one)}
            </span>
          ),
        }))}
      />
      {waiving ? <Waive waveId={waveId} criterion={waiving} today={today} onClose={() => setWaiving(null)} /> : null}
    </>
  )
}

/** Where somebody turns to whatever does not hold; nobody is led to a page that they do not see. */
function Mend({ waveId, one }: { waveId: string; one: Criterion }) {
  const { t } = useTranslation('hypercare')
  const places = placesOf(useMe())
  if (one.result === 'pass') return null
  if (one.id === 'trained')
    return places.includes('program.training') ? <TextLink to="/program/training">{t('mend.training')}</TextLink> : null
  if (one.id === 'questions' || one.id === 'support')
    return places.includes('program.desk') ? <TextLink to="/program/desk">{t('mend.desk')}</TextLink> : null
  if (one.metric === null || !places.includes('program.metrics')) return null
  return (
    <TextLink to={`/program/metrics/${one.metric}`} search={{ kind: 'wave', key: waveId }}>
      {t('fall.numbers')}
      <span className="spoken">: {t(`criterion.${one.id}`)}</span>
    </TextLink>
  )
}

/** What was found, with its numbers, in a sentence or two. */
function useEvidence(): (one: Criterion) => ReactNode {
  const { t } = useTranslation('hypercare')
  const f = useFormat()
  return (one) => {
    const { evidence: e } = one
    const words: Record<string, string> = {}
    for (const key of ['numerator', 'denominator', 'waiting', 'days', 'most', 'bar', 'trained', 'asked'] as const)
      if (typeof e[key] === 'number') words[key] = f.number(e[key])
    const unit = one.metric === 'L13' ? (n: number) => f.number(n, 1) : (n: number) => f.share(Math.round(n * 10), 1000)
    if (typeof e['value'] === 'number') words['value'] = unit(e['value'])
    if (typeof e['target'] === 'number') words['target'] = unit(e['target'])
    if (typeof e['asOf'] === 'string') words['day'] = f.day(e['asOf'], 'short')
    if (typeof e['from'] === 'string') words['from'] = f.day(e['from'], 'short')
    const reason = one.reason === 'no_number' && words['from'] ? 'no_number_until' : one.reason
    const counted = { enough: 'asked', open: 'asked', settled: 'waiting', old: 'waiting' }[reason]
    const counts = counted ? (words[counted] ? 'counted' : 'uncounted') : null
    const count = Number(e['waiting'] ?? e['denominator'] ?? 0)
    words['age'] = t('found.age', { count: Number(e['days'] ?? 0), days: words['days'] })
    const load = one.metric === 'L13' && words['value'] ? 'load' : reason
    const key = counts ? `${load}.${counts}` : load
    return (
      <>
        {t(`found.${key}`, { ...words, count })}
        {one.waiver ? (
          <span className={classes.waiver}>
            {t('waiver.says', {
              name: one.waiver.by.name,
              day: f.day(one.waiver.until, 'short'),
              reason: one.waiver.reason,
            })}
          </span>
        ) : null}
      </>
    )
  }
}

function Waive({
  waveId,
  criterion,
  today,
  onClose,
}: {
  waveId: string
  criterion: Criterion
  today: string
  onClose: () => void
}) {
  const { t } = useTranslation('hypercare')
  const { t: ui } = useTranslation('ui')
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState<string | null>(null)
  const waive = useAct('hypercare.waive', {
    invalidates: staleHypercare,
    showsProblem: true,
    done: t('waiver.made'),
    onDone: onClose,
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('waiver.title', { criterion: t(`criterion.${criterion.id}`) })}
      size={460}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      <form
        className={classes.panel}
        onSubmit={(event) => {
          event.preventDefault()
          if (reason.trim() && until) waive.mutate({ waveId, criterion: criterion.id, reason, until })
        }}
      >
        <p className={classes.quiet}>{t('waiver.body')}</p>
        <TextInput
          label={t('waiver.reason')}
          maxLength={500}
          value={reason}
          onChange={(e) => setReason(e.currentTarget.value)}
          data-autofocus
        />
        <DateField label={t('waiver.until')} value={until} min={today} onChange={setUntil} />
        {waive.error ? <ProblemNote small error={waive.error} /> : null}
        <div>
          <Button type="submit" disabled={!reason.trim() || !until} loading={waive.isPending}>
            {t('waiver.confirm')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
