/** One act for one or many goals: what it would do is shown before, and it can be taken back after. */
import { Button, Checkbox, Modal, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, useAct, useOperation, type Answer, type ApiProblem, type Request } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { DateField } from '../ui/date-field.tsx'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { Note, ProblemNote } from '../ui/states.tsx'
import { goalReads } from './acts.ts'
import type { Goal } from './measures.ts'
import classes from './together.module.css'

export type TogetherKind = 'copy' | 'dates' | 'parent' | 'visibility' | 'owner' | 'close'
type Outcome = Answer<'goals.change'>
type Change = Request<'goals.change'>['change']
const outcomes = ['achieved', 'partly', 'missed', 'dropped'] as const

export function TogetherDialog({
  act,
  goals,
  onClose,
  onDone,
}: {
  act: TogetherKind
  goals: readonly Goal[]
  onClose: () => void
  onDone?: () => void
}) {
  const { t } = useTranslation('goals')
  return (
    <Modal
      opened
      onClose={onClose}
      size={520}
      title={t(`together.${act}.title`, { count: goals.length })}
      closeButtonProps={{ 'aria-label': t('close.cancel') }}
    >
      {act === 'copy' ? (
        <Copying goals={goals} onClose={onClose} {...(onDone ? { onDone } : {})} />
      ) : (
        <Changing kind={act} goals={goals} onClose={onClose} {...(onDone ? { onDone } : {})} />
      )}
    </Modal>
  )
}

type Part = { goals: readonly Goal[]; onClose: () => void; onDone?: () => void }

function Changing({ kind, goals, onClose, onDone }: Part & { kind: Exclude<TogetherKind, 'copy'> }) {
  const { t } = useTranslation('goals')
  const [endsOn, setEndsOn] = useState<string | null>(null)
  const [startsOn, setStartsOn] = useState<string | null>(null)
  const [parent, setParent] = useState<{ id: string | null; title: string } | null>(null)
  const [visibility, setVisibility] = useState<'public' | 'private'>('public')
  const [owner, setOwner] = useState<Pickable | null>(null)
  const [outcome, setOutcome] = useState<(typeof outcomes)[number]>('achieved')
  const changes: Record<Exclude<TogetherKind, 'copy'>, Change | null> = {
    dates: startsOn || endsOn ? { ...(startsOn ? { startsOn } : {}), ...(endsOn ? { endsOn } : {}) } : null,
    parent: parent ? { parentId: parent.id } : null,
    visibility: { visibility },
    owner: owner ? { ownerId: owner.id } : null,
    close: { close: outcome },
  }
  const change = changes[kind]
  const input = { goalIds: goals.map((g) => g.id), change: change ?? {} }
  const dry = useDry(['change', input], () => call('goals.change', { ...input, dryRun: true }), change !== null)
  const act = useAct('goals.change', {
    invalidates: goalReads,
    showsProblem: true,
    done: t('together.done'),
    undo: (answer) => (answer.batchId ? call('goals.undo', { batchId: answer.batchId }) : undefined),
    onDone: () => (onDone?.(), onClose()),
  })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (change && !act.isPending) act.mutate(input)
      }}
    >
      {kind === 'dates' ? (
        <div className={classes.two}>
          <DateField
            label={t('field.startsOn')}
            description={t('together.keep')}
            value={startsOn}
            onChange={setStartsOn}
          />
          <DateField
            label={t('field.endsOn')}
            description={t('together.keep')}
            value={endsOn}
            onChange={setEndsOn}
            {...(startsOn ? { min: startsOn } : {})}
          />
        </div>
      ) : null}
      {kind === 'parent' ? <ParentChoice value={parent} onChange={setParent} without={goals.map((g) => g.id)} /> : null}
      {kind === 'visibility' ? (
        <SegmentedControl
          fullWidth
          aria-label={t('field.visibility')}
          value={visibility}
          onChange={(value) => setVisibility(value as 'public' | 'private')}
          data={[
            { value: 'public', label: t('public') },
            { value: 'private', label: t('private') },
          ]}
        />
      ) : null}
      {kind === 'owner' ? (
        <PersonPicker
          label={t('together.owner.to')}
          description={t('together.owner.hint')}
          value={owner}
          onChange={setOwner}
          useFind={usePeopleSearch}
        />
      ) : null}
      {kind === 'close' ? (
        <NativeSelect
          label={t('close.title')}
          value={outcome}
          onChange={(event) => setOutcome(event.currentTarget.value as typeof outcome)}
          data={outcomes.map((value) => ({ value, label: t(`outcome.${value}`) }))}
        />
      ) : null}
      <Preview dry={dry} {...(act.error ? { error: act.error } : {})} />
      <Buttons
        busy={act.isPending}
        ready={change !== null && (dry.data?.changed ?? 0) > 0}
        label={t(`together.${kind}.act`)}
        onClose={onClose}
      />
    </form>
  )
}

function Copying({ goals, onClose, onDone }: Part) {
  const { t } = useTranslation('goals')
  const [startsOn, setStartsOn] = useState<string | null>(null)
  const [endsOn, setEndsOn] = useState<string | null>(null)
  // What is reached already needs no next period, unless somebody says so.
  const [left, setLeft] = useState<ReadonlySet<string>>(
    () => new Set(goals.flatMap((g) => g.keyResults.filter((k) => k.reached >= 1).map((k) => k.id))),
  )
  const all = goals.flatMap((g) => g.keyResults.map((k) => k.id))
  const input = {
    goalIds: goals.map((g) => g.id),
    keyResultIds: all.filter((id) => !left.has(id)),
    ...(startsOn ? { startsOn } : {}),
    ...(endsOn ? { endsOn } : {}),
  }
  const dry = useDry(['copy', input], () => call('goals.copy', { ...input, dryRun: true }), true)
  const act = useAct('goals.copy', {
    invalidates: goalReads,
    showsProblem: true,
    done: t('together.copied'),
    undo: (answer) => (answer.batchId ? call('goals.undo', { batchId: answer.batchId }) : undefined),
    onDone: () => (onDone?.(), onClose()),
  })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (!act.isPending) act.mutate(input)
      }}
    >
      <p className={classes.hint}>{t('together.copy.hint')}</p>
      <div className={classes.two}>
        <DateField
          label={t('field.startsOn')}
          description={t('together.copy.after')}
          value={startsOn}
          onChange={setStartsOn}
        />
        <DateField
          label={t('field.endsOn')}
          description={t('together.copy.period')}
          value={endsOn}
          onChange={setEndsOn}
          {...(startsOn ? { min: startsOn } : {})}
        />
      </div>
      {all.length > 0 ? (
        <fieldset className={classes.results}>
          <legend>{t('together.copy.results')}</legend>
          {goals.map((goal) =>
            goal.keyResults.length === 0 ? null : (
              <div key={goal.id} className={classes.ofGoal}>
                <span dir="auto">{goal.title}</span>
                {goal.keyResults.map((k) => (
                  <Checkbox
                    key={k.id}
                    size="sm"
                    label={k.title}
                    checked={!left.has(k.id)}
                    onChange={(event) => {
                      const next = new Set(left)
                      if (event.currentTarget.checked) next.delete(k.id)
                      else next.add(k.id)
                      setLeft(next)
                    }}
                  />
                ))}
              </div>
            ),
          )}
        </fieldset>
      ) : null}
      <Preview dry={dry} {...(act.error ? { error: act.error } : {})} />
      <Buttons
        busy={act.isPending}
        ready={(dry.data?.changed ?? 0) > 0}
        label={t('together.copy.act')}
        onClose={onClose}
      />
    </form>
  )
}

type Dry = { data: Outcome | undefined; error: ApiProblem | null }

/** What it would do, asked anew whenever the input changes. */
function useDry(key: readonly unknown[], ask: () => Promise<Outcome>, enabled: boolean): Dry {
  const query = useQuery<Outcome, ApiProblem>({
    queryKey: ['goals.together', ...key],
    queryFn: ask,
    enabled,
    gcTime: 0,
    retry: false,
  })
  return { data: enabled ? query.data : undefined, error: query.error }
}

function Preview({ dry, error }: { dry: Dry; error?: unknown }) {
  const { t } = useTranslation(['goals', 'problems'])
  return (
    <div aria-live="polite" className={classes.preview}>
      {error || dry.error ? <ProblemNote small error={error ?? dry.error} /> : null}
      {dry.data ? (
        <>
          <p>{t('goals:together.count', { count: dry.data.changed })}</p>
          {dry.data.refused.length > 0 ? (
            <Note tone="warn" title={t('goals:together.refused', { count: dry.data.refused.length })}>
              <ul className={classes.refused}>
                {dry.data.refused.slice(0, 5).map((r) => (
                  <li key={r.goalId}>
                    {r.title ? <strong dir="auto">{r.title}. </strong> : null}
                    {t(`problems:${r.code}`, { name: '', defaultValue: r.code })}
                  </li>
                ))}
              </ul>
            </Note>
          ) : null}
        </>
      ) : null}
    </div>
  )
}

function Buttons({
  busy,
  ready,
  label,
  onClose,
}: {
  busy: boolean
  ready: boolean
  label: string
  onClose: () => void
}) {
  const { t } = useTranslation('goals')
  return (
    <div className={classes.buttons}>
      <Button variant="default" onClick={onClose}>
        {t('close.cancel')}
      </Button>
      <Button type="submit" disabled={!ready} loading={busy}>
        {label}
      </Button>
    </div>
  )
}

function ParentChoice({
  value,
  onChange,
  without,
}: {
  value: { id: string | null; title: string } | null
  onChange: (parent: { id: string | null; title: string }) => void
  without: readonly string[]
}) {
  const { t } = useTranslation('goals')
  const [typed, setTyped] = useState('')
  const found = useOperation(
    'goals.aligned',
    { search: typed, limit: 8 },
    { enabled: typed.trim().length > 1, keep: true },
  )
  const choices = typed.trim().length > 1 ? (found.data?.goals ?? []).filter((g) => !without.includes(g.id)) : []
  return (
    <div>
      <TextInput
        label={t('field.parent')}
        description={value ? value.title : t('parent.hint')}
        placeholder={t('parent.search')}
        value={typed}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <ul className={classes.choices} aria-label={t('parent.found')}>
        {choices.map((g) => (
          <li key={g.id}>
            <button type="button" onClick={() => (setTyped(''), onChange({ id: g.id, title: g.title }))}>
              {g.title} <small>{g.owner.name}</small>
            </button>
          </li>
        ))}
        <li>
          <button
            type="button"
            onClick={() => (setTyped(''), onChange({ id: null, title: t('together.parent.none') }))}
          >
            {t('together.parent.none')}
          </button>
        </li>
      </ul>
    </div>
  )
}
