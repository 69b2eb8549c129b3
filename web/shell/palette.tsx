/**
 * Mod+K: any person, goal, page or action by a few letters. A combobox in a dialog:
 * the field keeps the focus, arrows move through the list, Enter goes there.
 */
import { Modal } from '@mantine/core'
import { IconArrowRight, IconBolt, IconSearch, IconTarget } from '@tabler/icons-react'
import { useDeferredValue, useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { useGo, usePath } from '../ui/link.tsx'
import { Avatar } from '../ui/person.tsx'
import type { Me } from './me.ts'
import { actionsFor } from './actions.ts'
import { takeEarly } from './early-keys.ts'
import { goKeys } from './keys.ts'
import { placeAt, placeOf, placeWord, type PlaceId } from './places.ts'
import type { Opened } from './shell.tsx'
import classes from './palette.module.css'

type Found = {
  id: string
  group: 'pages' | 'actions' | 'people' | 'goals'
  label: string
  detail?: string
  icon: ReactNode
  keys?: string
  run: () => void
}

/** Letters in any case, without their accents. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()
/** Every typed word begins a word of the label. */
export function matches(label: string, typed: string): boolean {
  const words = plain(label).split(/[\s·,/-]+/)
  return plain(typed)
    .split(/\s+/)
    .filter(Boolean)
    .every((part) => words.some((w) => w.startsWith(part)))
}

export function Palette({
  me,
  seen,
  onClose,
  open,
}: {
  me: Me
  seen: readonly PlaceId[]
  onClose: () => void
  open: (what: Opened) => void
}) {
  const { t } = useTranslation('shell')
  const go = useGo()
  // Whoever asks is asked about what they were looking at.
  const from = placeAt(usePath())
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const listId = useId()
  // What was chosen by hand; until then the first.
  const [chosen, setChosen] = useState<string | null>(null)
  // Enter was pressed before the answers to what is typed had come.
  const entered = useRef(false)
  const list = useRef<HTMLDivElement>(null)
  const people = useOperation(
    'people.list',
    { search, limit: 8 },
    { enabled: search.length > 0, keep: true, staleTime: 30_000 },
  )
  // A single letter is in nearly every title. Which goals are among the answers, the server decides.
  const asksForGoals = search.length > 1 && seen.includes('goals')
  const goals = useOperation(
    'goals.list',
    { scope: 'company', search, limit: 20 },
    { enabled: asksForGoals, keep: true, staleTime: 30_000 },
  )
  const leave = (run: () => unknown) => () => {
    onClose()
    run()
  }

  const pages = seen
    .map((id): Found => {
      const place = placeOf(id)
      const Icon = place.icon
      const label = place.in ? `${t(placeWord(place.in))} · ${t(placeWord(id))}` : t(placeWord(id))
      return {
        id: `page-${id}`,
        group: 'pages',
        label,
        icon: <Icon size={16} stroke={1.6} />,
        ...(goKeys[id] ? { keys: `g ${goKeys[id]}` } : {}),
        run: leave(() => go(place.to)),
      }
    })
    .filter((p) => matches(p.label, search))
  const actions = actionsFor(me, seen)
    .map((a): Found => ({
      id: `action-${a.key}`,
      group: 'actions',
      label: t(`actions.${a.key}`),
      icon: <IconBolt size={16} stroke={1.6} />,
      run: leave(() => (a.open ? open(a.open) : go(a.to, a.key === 'ask' && from ? { search: { from } } : {}))),
    }))
    .filter((a) => matches(a.label, search))
  const persons = (search ? (people.data?.people ?? []) : []).slice(0, 8).map((p): Found => ({
    id: `person-${p.id}`,
    group: 'people',
    label: p.name,
    detail: [p.title, p.department].filter(Boolean).join(' · '),
    icon: <Avatar name={p.name} id={p.id} size={20} />,
    run: leave(() => go(`/people/${p.id}`)),
  }))
  // Of those found, one's own come first.
  const aims = (asksForGoals ? (goals.data?.goals ?? []) : [])
    .toSorted((a, b) => Number(b.owner.id === me.person.id) - Number(a.owner.id === me.person.id))
    .slice(0, 5)
    .map((g): Found => ({
      id: `goal-${g.id}`,
      group: 'goals',
      label: g.title,
      detail: g.owner.name,
      icon: <IconTarget size={16} stroke={1.6} />,
      run: leave(() => go(`/goals/${g.id}`)),
    }))
  const found = search ? [...pages.slice(0, 4), ...persons, ...aims, ...actions.slice(0, 4)] : [...pages, ...actions]

  const at = Math.max(
    0,
    found.findIndex((f) => f.id === chosen),
  )
  // The answers to the letters before stay in view meanwhile; Enter must not open one of those.
  const late = (query: { isPlaceholderData: boolean; isLoading: boolean }) => query.isPlaceholderData || query.isLoading
  const waiting = typed.trim() !== search || (search.length > 0 && (late(people) || (asksForGoals && late(goals))))
  useEffect(() => {
    if (!entered.current || waiting) return
    entered.current = false
    found[at]?.run()
  })
  useEffect(() => {
    list.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [at])

  const optionId = (index: number) => `${listId}-${index}`
  const groups = (['pages', 'people', 'goals', 'actions'] as const).filter((g) => found.some((f) => f.group === g))
  return (
    <Modal.Root opened onClose={onClose} size={600} padding={0} yOffset="12vh" centered={false}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('search')}>
        <div className={classes.field}>
          <IconSearch size={18} stroke={1.6} aria-hidden />
          <input
            data-autofocus
            className={classes.input}
            role="combobox"
            aria-label={t('palette.label')}
            aria-expanded={found.length > 0}
            aria-controls={listId}
            aria-activedescendant={found.length ? optionId(at) : undefined}
            aria-autocomplete="list"
            placeholder={t('palette.placeholder')}
            value={typed}
            maxLength={120}
            spellCheck={false}
            autoComplete="off"
            onFocus={() => {
              const early = takeEarly()
              if (!early.typed) return
              setTyped((now) => now + early.typed)
              entered.current = early.entered
            }}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
              setChosen(null)
              entered.current = false
            }}
            onKeyDown={(event) => {
              const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
              if (step && found.length) {
                event.preventDefault()
                setChosen(found[(at + step + found.length) % found.length]!.id)
              } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
                event.preventDefault()
                const here = found[at]
                // Pages are found here and stand first, whoever else is found.
                if (here && (!waiting || here.id === chosen || (here.group === 'pages' && typed.trim() === search)))
                  here.run()
                else entered.current = waiting
              }
            }}
          />
          <KeyHint keys="Esc" />
        </div>
        <div
          className={classes.list}
          id={listId}
          role="listbox"
          aria-label={t('palette.results')}
          aria-busy={waiting}
          ref={list}
        >
          {groups.map((group) => (
            <div key={group} role="group" aria-label={t(`palette.${group}`)}>
              <div className={classes.group} aria-hidden>
                {t(`palette.${group}`)}
              </div>
              {found.map((f, index) =>
                f.group === group ? (
                  <div
                    key={f.id}
                    id={optionId(index)}
                    data-at={index}
                    role="option"
                    aria-selected={index === at}
                    className={classes.option}
                    onMouseMove={() => setChosen(f.id)}
                    onClick={f.run}
                  >
                    <span className={classes.icon} aria-hidden>
                      {f.icon}
                    </span>
                    <span className={classes.words}>
                      <span className={classes.label} dir="auto">
                        {f.label}
                      </span>
                      {f.detail ? <span className={classes.detail}>{f.detail}</span> : null}
                    </span>
                    <span className={classes.end}>
                      {f.keys ? <KeyHint keys={f.keys} /> : <IconArrowRight size={14} className="flips" aria-hidden />}
                    </span>
                  </div>
                ) : null,
              )}
            </div>
          ))}
        </div>
        {found.length === 0 ? (
          <p className={classes.nothing}>{waiting ? t('palette.looking') : t('palette.nothing', { typed: search })}</p>
        ) : null}
        <div role="status" className="spoken">
          {search ? t('palette.count', { count: found.length }) : ''}
        </div>
      </Modal.Content>
    </Modal.Root>
  )
}
