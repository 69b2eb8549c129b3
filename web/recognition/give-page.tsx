/** Recognise somebody: whom, for what, who reads it. The same form changes it within a day. */
import { Button, NativeSelect, Textarea } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, call, keyOf, useAct, useOperation } from '../api.ts'
import { NotOpen } from '../goals/not-open.tsx'
import { useMe } from '../shell/me.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { useDraft } from '../ui/draft.ts'
import { useAddress, useGo } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { Avatar } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { type Detail, reads, type Terms } from './acts.ts'
import writing from '../ui/writing.module.css'
import classes from './recognition.module.css'

type Written = {
  people: Pickable[]
  words: string
  mentions: Pickable[]
  valueId: string
  goalId: string
  quiet: boolean
}
const mostPeople = 20
const mostWords = 1000
const isId = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f-]{36}$/.test(text)
const named = ({ id, name }: Pickable): Pickable => ({ id, name })

export function GivePage() {
  const { t } = useTranslation('recognition')
  const [at] = useAddress<{ to?: string | string[]; goal?: string }>()
  const ids = [at.to ?? []].flat().filter(isId).slice(0, 8)
  const terms = useOperation('recognition.terms', {}, { staleTime: 60_000 })
  // Named in the address by a person's page, a check-in or a closed goal. Who has left is left out.
  const found = useQueries({
    queries: ids.map((personId) => ({
      queryKey: keyOf('people.get', { personId }),
      queryFn: () => call('people.get', { personId }),
    })),
  })
  const waits = found.some((q) => q.isPending)
  const people = found.flatMap((q) => (q.data ? [named(q.data)] : []))
  const refused = terms.error instanceof ApiProblem && terms.error.code === 'element_off' ? terms.error : null
  return (
    <Page
      title={t('give.title')}
      help={t('give.help')}
      width="reading"
      back={{ to: '/recognition', label: t('title') }}
    >
      {refused ? (
        <NotOpen error={refused} />
      ) : waits ? (
        <TextSkeleton lines={6} />
      ) : (
        <Loaded query={terms} skeleton={<TextSkeleton lines={6} />}>
          {(known) => (
            <Writing
              terms={known}
              draft={`recognition:${ids.join(',')}:${at.goal ?? ''}`}
              initial={{ people, words: '', mentions: [], valueId: '', goalId: at.goal ?? '', quiet: false }}
              given={null}
            />
          )}
        </Loaded>
      )}
    </Page>
  )
}

export function ChangePage() {
  const { t } = useTranslation('recognition')
  const { recognitionId = '' } = useParams({ strict: false }) as { recognitionId?: string }
  const terms = useOperation('recognition.terms', {}, { staleTime: 60_000 })
  const piece = useOperation('recognition.get', { recognitionId })
  return (
    <Page
      title={t('change.title')}
      help={t('give.help')}
      width="reading"
      back={{ to: `/recognition/${recognitionId}`, label: t('title') }}
    >
      <Loaded query={piece} skeleton={<TextSkeleton lines={6} />}>
        {(p) => (
          <Loaded query={terms} skeleton={<TextSkeleton lines={6} />}>
            {(known) => (
              <Writing
                terms={known}
                draft={`recognition-change:${p.id}`}
                initial={{
                  people: p.people.map(named),
                  words: p.words,
                  mentions: p.mentions.map(named),
                  valueId: p.value?.id ?? '',
                  goalId: p.goal?.id ?? '',
                  quiet: p.quiet,
                }}
                given={p}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  )
}

function Writing({
  terms,
  draft,
  initial,
  given,
}: {
  terms: Terms
  draft: string
  initial: Written
  /** What is changed; null: something new. */
  given: Detail | null
}) {
  const { t } = useTranslation('recognition')
  const f = useFormat()
  const me = useMe()
  const go = useGo()
  const [id] = useState(() => crypto.randomUUID())
  const [missing, setMissing] = useState(false)
  const kept = useDraft<Written>(draft, initial)
  const v = kept.value
  const change = (part: Partial<Written>) => kept.set((old) => ({ ...old, ...part }))
  const field = useRef<HTMLTextAreaElement>(null)
  const mentions = v.mentions.filter((m) => v.words.includes(`@${m.name}`))
  const done = (piece: { id: string }) => {
    kept.clear(piece)
    void go(`/recognition/${piece.id}`, { search: given ? {} : { scope: 'given' } })
  }
  const give = useAct('recognition.give', {
    invalidates: reads,
    showsProblem: true,
    done: (piece) => t('done.given', { names: f.list(piece.people.slice(0, 3).map((p) => p.name)) }),
    onDone: done,
  })
  const edit = useAct('recognition.edit', {
    invalidates: reads,
    showsProblem: true,
    done: t('done.changed'),
    onDone: done,
  })
  const busy = give.isPending || edit.isPending
  const error = give.error ?? edit.error
  const submit = () => {
    if (v.people.length === 0 || !v.words.trim()) return setMissing(true)
    const written = {
      words: v.words.trim(),
      mentions: mentions.map((m) => m.id),
      valueId: v.valueId || null,
      goalId: v.goalId || null,
    }
    if (given) edit.mutate({ recognitionId: given.id, ...written })
    else give.mutate({ id, people: v.people.map((p) => p.id), quiet: v.quiet, ...written })
  }
  /** Puts the name where the cursor is. */
  const mention = (person: Pickable | null) => {
    if (!person) return
    const at = field.current?.selectionStart ?? v.words.length
    const before = v.words.slice(0, at)
    const space = before === '' || /\s$/.test(before) ? '' : ' '
    const words = `${before}${space}@${person.name} ${v.words.slice(at)}`.slice(0, mostWords)
    change({ words, mentions: [...v.mentions.filter((m) => m.id !== person.id), named(person)] })
    field.current?.focus()
  }
  const left = mostWords - v.words.length
  const readers = [
    { quiet: false, name: t('give.open'), says: t('give.openSays') },
    { quiet: true, name: t('give.quiet'), says: t('give.quietSays') },
  ]
  return (
    <form
      className={writing.form}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {given ? (
        <div className={classes.whom}>
          <span className={classes.label}>{t('give.to')}</span>
          <Chosen people={v.people} remove={null} />
        </div>
      ) : (
        <div className={classes.whom}>
          <PersonPicker
            label={t('give.to')}
            description={t('give.toHint')}
            value={null}
            onChange={(p) => p && change({ people: [...v.people, named(p)] })}
            useFind={usePeopleSearch}
            without={[me.person.id, ...v.people.map((p) => p.id)]}
            disabled={v.people.length >= mostPeople}
            error={missing && v.people.length === 0 ? t('give.nobody') : undefined}
          />
          <Chosen people={v.people} remove={(gone) => change({ people: v.people.filter((p) => p.id !== gone) })} />
        </div>
      )}
      <div className={classes.writer}>
        <Textarea
          ref={field}
          label={t('give.words')}
          description={t('give.wordsHint')}
          autosize
          minRows={4}
          maxRows={14}
          maxLength={mostWords}
          dir="auto"
          value={v.words}
          error={missing && !v.words.trim() ? t('give.empty') : undefined}
          onChange={(event) => change({ words: event.currentTarget.value })}
        />
        {left <= 200 ? (
          <p className={writing.small}>{t('give.left', { count: left, number: f.number(left) })}</p>
        ) : null}
        {v.words.trim() ? (
          <div className={classes.mentioner}>
            <PersonPicker
              label={t('give.mention')}
              description={t(v.quiet ? 'give.mentionQuiet' : 'give.mentionHint')}
              value={null}
              onChange={mention}
              useFind={usePeopleSearch}
              without={[me.person.id]}
            />
          </div>
        ) : null}
      </div>
      {terms.values.length > 0 ? (
        <fieldset className={classes.values}>
          <legend>{t('give.value')}</legend>
          {[{ id: '', name: t('give.noValue'), sentence: '' }, ...terms.values].map((one) => (
            <label key={one.id} className={writing.option} data-now={v.valueId === one.id || undefined}>
              <input
                type="radio"
                name="value"
                checked={v.valueId === one.id}
                onChange={() => change({ valueId: one.id })}
              />
              <span>
                <strong>{one.name}</strong>
                {one.sentence ? <span className={writing.optionSays}>{one.sentence}</span> : null}
              </span>
            </label>
          ))}
        </fieldset>
      ) : null}
      {me.elements.includes('goals') ? (
        <GoalChoice people={v.people} value={v.goalId} set={(goalId) => change({ goalId })} />
      ) : null}
      {terms.quiet && !given ? (
        <fieldset className={classes.values}>
          <legend>{t('give.whoReads')}</legend>
          {readers.map((one) => (
            <label key={one.name} className={writing.option} data-now={v.quiet === one.quiet || undefined}>
              <input
                type="radio"
                name="quiet"
                checked={v.quiet === one.quiet}
                onChange={() => change({ quiet: one.quiet })}
              />
              <span>
                <strong>{one.name}</strong>
                {one.says ? <span className={writing.optionSays}>{one.says}</span> : null}
              </span>
            </label>
          ))}
        </fieldset>
      ) : null}
      {error ? <ProblemNote small error={error} /> : null}
      <div className={writing.buttons}>
        <Button type="submit" loading={busy}>
          {t(given ? 'change.act' : 'give.send')}
        </Button>
        <span className={writing.small}>{t('give.day', { count: terms.changeHours })}</span>
      </div>
    </form>
  )
}

function Chosen({ people, remove }: { people: readonly Pickable[]; remove: ((id: string) => void) | null }) {
  const { t } = useTranslation('recognition')
  if (people.length === 0) return null
  return (
    <ul className={`${writing.chips} ${classes.chips}`} aria-label={t('give.to')}>
      {people.map((p) => (
        <li key={p.id}>
          <Avatar name={p.name} id={p.id} size={20} />
          <span dir="auto">{p.name}</span>
          {remove ? (
            <button type="button" aria-label={t('give.remove', { name: p.name })} onClick={() => remove(p.id)}>
              <IconX size={14} aria-hidden />
            </button>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

/** Goals of the first person that the writer sees, and their own. */
function GoalChoice({
  people,
  value,
  set,
}: {
  people: readonly Pickable[]
  value: string
  set: (goalId: string) => void
}) {
  const { t } = useTranslation('recognition')
  const first = people[0]
  const theirs = useOperation(
    'goals.list',
    { scope: 'person', ownerId: first?.id ?? '', state: 'open', limit: 30 },
    { enabled: Boolean(first), staleTime: 60_000 },
  )
  const own = useOperation('goals.list', { scope: 'mine', state: 'open', limit: 30 }, { staleTime: 60_000 })
  const named = useOperation('goals.get', { goalId: value }, { enabled: value !== '', staleTime: 60_000 })
  const lists = [
    ...(first ? [{ group: first.name, goals: theirs.data?.goals ?? [] }] : []),
    { group: t('give.ownGoals'), goals: own.data?.goals ?? [] },
  ]
  const offered = new Set(lists.flatMap((l) => l.goals.map((g) => g.id)))
  if (offered.size === 0 && !value) return null
  return (
    <NativeSelect
      label={t('give.goal')}
      value={value}
      onChange={(event) => set(event.currentTarget.value)}
      data={[
        { value: '', label: t('give.noGoal') },
        ...(value && !offered.has(value) && named.data ? [{ value, label: named.data.title }] : []),
        ...lists
          .filter((l) => l.goals.length > 0)
          .map((l) => ({ group: l.group, items: l.goals.map((g) => ({ value: g.id, label: g.title })) })),
      ]}
    />
  )
}
