/** The lessons of a course in their order: opened, moved with buttons or Alt and the arrows, added, taken out and put back. */
import { Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/reader.tsx'
import { toast } from '../ui/toasts.tsx'
import classes from './courses.module.css'
import { Order } from './lesson-form.tsx'
import { act, type Draft, type Language, newId, type Part } from './writing.ts'

const kinds = ['text', 'video', 'checklist', 'scenario', 'quiz'] as const
const fresh = (kind: Part['kind']): Part => ({
  id: newId(),
  kind,
  minutes: kind === 'quiz' ? 2 : 3,
  items: kind === 'checklist' ? [newId(), newId()] : [],
  choices:
    kind === 'scenario'
      ? [
          { id: newId(), good: true },
          { id: newId(), good: false },
        ]
      : [],
  questions:
    kind === 'quiz'
      ? [
          {
            id: newId(),
            choices: [
              { id: newId(), good: true },
              { id: newId(), good: false },
            ],
          },
        ]
      : [],
  filmId: null,
})

export function Outline({
  draft,
  language,
  current,
  onOpen,
}: {
  draft: Draft
  language: Language
  current: string | null
  onOpen: (lessonId: string | null) => void
}) {
  const { t } = useTranslation('courses')
  const f = useFormat()
  const { courseId, lessons, removed, words } = draft
  const titleOf = (one: Part) =>
    words[`${one.id}/title`]?.[language] || words[`${one.id}/title`]?.[draft.languages[0]!] || t(`kind.${one.kind}`)
  const move = (from: number, to: number) => {
    if (to < 0 || to >= lessons.length) return
    const rest = lessons.filter((_, i) => i !== from)
    act(courseId, { do: 'move', lessonId: lessons[from]!.id, after: to === 0 ? null : rest[to - 1]!.id })
  }
  const onKey = (event: KeyboardEvent, i: number) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    move(i, event.key === 'ArrowUp' ? i - 1 : i + 1)
  }
  const takeOut = (one: Part) => {
    act(courseId, { do: 'remove', lessonId: one.id })
    if (current === one.id) onOpen(null)
    toast({
      message: t('takenOut', { title: titleOf(one) }),
      action: { label: t('putBack'), run: () => act(courseId, { do: 'putBack', lessonId: one.id }) },
    })
  }
  return (
    <nav className={classes.outline} aria-label={t('lessons')}>
      <button
        type="button"
        className={classes.entry}
        aria-current={current === null || undefined}
        onClick={() => onOpen(null)}
      >
        {t('about')}
      </button>
      <ol>
        {lessons.map((one, i) => (
          <li key={one.id}>
            <button
              type="button"
              className={classes.entry}
              aria-current={current === one.id || undefined}
              aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
              onClick={() => onOpen(one.id)}
              onKeyDown={(event) => onKey(event, i)}
            >
              <span>{t('numbered', { n: f.number(i + 1), title: titleOf(one) })}</span>
              <small>
                {t(`kind.${one.kind}`)} · {t('minutesShort', { count: one.minutes, n: f.number(one.minutes) })}
              </small>
            </button>
            <Order
              at={i}
              of={lessons.length}
              name={titleOf(one)}
              onMove={(to) => move(i, to)}
              onRemove={() => takeOut(one)}
            />
          </li>
        ))}
      </ol>
      <span className={classes.acts}>
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} disabled={lessons.length >= 40}>
              {t('addLesson')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {kinds.map((kind) => (
              <Menu.Item
                key={kind}
                onClick={() => {
                  const lesson = fresh(kind)
                  act(courseId, { do: 'add', lesson, after: current ?? lessons.at(-1)?.id ?? null })
                  onOpen(lesson.id)
                }}
              >
                {t(`kind.${kind}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {removed.length > 0 ? (
          <Menu position="bottom-start">
            <Menu.Target>
              <Button variant="subtle" color="gray">
                {t('removed', { count: removed.length, n: f.number(removed.length) })}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {removed.map((one) => (
                <Menu.Item key={one.id} onClick={() => act(courseId, { do: 'putBack', lessonId: one.id })}>
                  {t('putBackOf', { title: titleOf(one) })}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </span>
    </nav>
  )
}
