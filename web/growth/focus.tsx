/** One thing that somebody wants to learn: why, what they do about it, and how it goes. */
import { ActionIcon, Button, Menu, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { IconDots, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { State } from '../ui/meter.tsx'
import { When } from '../ui/reader.tsx'
import { ActionForm, ActionRow, focused } from './actions.tsx'
import type { Focus, Growth, PlanActs } from './acts.ts'
import { Notes } from './notes.tsx'
import classes from './growth.module.css'

export type FocusProps = { g: Growth; focus: Focus; own: boolean; acts: PlanActs }

export function FocusCard({ g, focus, own, acts }: FocusProps) {
  const { t } = useTranslation('growth')
  const [editing, setEditing] = useState(false)
  const [adding, setAdding] = useState(false)
  const competency = g.expectation?.competencies.find((k) => k.id === focus.competencyId)
  const over = focus.doneAt !== null
  return (
    <article className={classes.focus} aria-labelledby={`focus-${focus.id}`} data-done={over || undefined}>
      <header className={classes.focusTop}>
        <div className={classes.focusWords}>
          <h2 id={`focus-${focus.id}`} dir="auto">
            {focus.title}
          </h2>
          <span className={classes.meta}>
            {competency && competency.name !== focus.title ? <span>{competency.name}</span> : null}
            {focus.doneAt ? (
              <State tone="good">
                {t('focus.doneOn')} <When at={focus.doneAt} style="short" />
              </State>
            ) : null}
          </span>
        </div>
        {own ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('focus.more', { title: focus.title })}>
                <IconDots size={18} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setEditing(true)}>
                {t('edit')}
              </Menu.Item>
              {over ? (
                <Menu.Item onClick={() => acts.updateFocus.mutate({ focusId: focus.id, done: false })}>
                  {t('focus.reopen')}
                </Menu.Item>
              ) : null}
              <Menu.Item
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => acts.removeFocus.mutate({ focusId: focus.id })}
              >
                {t('focus.remove')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </header>
      {editing ? (
        <EditFocus g={g} focus={focus} acts={acts} onDone={() => setEditing(false)} />
      ) : focus.why ? (
        <p className={classes.words} dir="auto">
          {focus.why}
        </p>
      ) : null}
      {focus.actions.length > 0 ? (
        <ul className={classes.actions} aria-label={t('action.list', { title: focus.title })}>
          {focus.actions.map((action) => (
            <ActionRow key={action.id} action={action} own={own} acts={acts} />
          ))}
        </ul>
      ) : null}
      {own && !over ? (
        adding ? (
          <ActionForm focusId={focus.id} acts={acts} onDone={() => setAdding(false)} />
        ) : (
          <div className={classes.buttons}>
            <Button
              size="xs"
              variant={focus.actions.length === 0 ? 'filled' : 'default'}
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => setAdding(true)}
            >
              {t(focus.actions.length === 0 ? 'action.first' : 'action.another')}
            </Button>
            {focus.actions.length > 0 && focus.actions.every((a) => a.doneAt) ? (
              <Button
                size="xs"
                variant="subtle"
                onClick={() => acts.updateFocus.mutate({ focusId: focus.id, done: true })}
              >
                {t('focus.finish')}
              </Button>
            ) : null}
          </div>
        )
      ) : null}
      {over && own ? <Reflection focus={focus} acts={acts} /> : null}
      {over && !own && focus.reflection ? (
        <p className={classes.words} dir="auto">
          {focus.reflection}
        </p>
      ) : null}
      <Notes g={g} focus={focus} own={own} acts={acts} />
    </article>
  )
}

function EditFocus({ g, focus, acts, onDone }: Omit<FocusProps, 'own'> & { onDone: () => void }) {
  const { t } = useTranslation('growth')
  const [title, setTitle] = useState(focus.title)
  const [why, setWhy] = useState(focus.why)
  const [competencyId, setCompetency] = useState(focus.competencyId ?? '')
  const known = g.expectation?.competencies ?? []
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (!title.trim()) return
        acts.updateFocus.mutate(
          {
            focusId: focus.id,
            title: title.trim(),
            why: why.trim(),
            // What it was linked to may have left the published ones since; that stays unless changed.
            ...(competencyId === (focus.competencyId ?? '') ? {} : { competencyId: competencyId || null }),
          },
          { onSuccess: onDone },
        )
      }}
    >
      <TextInput
        ref={focused}
        label={t('focus.title')}
        maxLength={200}
        dir="auto"
        required
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      {known.length > 0 ? (
        <NativeSelect
          label={t('focus.competency')}
          value={competencyId}
          onChange={(event) => setCompetency(event.currentTarget.value)}
          data={[
            { value: '', label: t('focus.free') },
            ...(competencyId && !known.some((k) => k.id === competencyId)
              ? [{ value: competencyId, label: t('focus.gone') }]
              : []),
            ...known.map((k) => ({ value: k.id, label: k.name })),
          ]}
        />
      ) : null}
      <Textarea
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2000}
        dir="auto"
        label={t('focus.why')}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button size="xs" type="submit" loading={acts.updateFocus.isPending}>
          {t('save')}
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  )
}

function Reflection({ focus, acts }: { focus: Focus; acts: PlanActs }) {
  const { t } = useTranslation('growth')
  const [words, setWords] = useState(focus.reflection)
  const same = words.trim() === focus.reflection
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        acts.updateFocus.mutate({ focusId: focus.id, reflection: words.trim() })
      }}
    >
      <Textarea
        autosize
        minRows={2}
        maxRows={8}
        maxLength={4000}
        dir="auto"
        label={t('focus.reflection')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {same ? null : (
        <div className={classes.buttons}>
          <Button size="xs" type="submit" loading={acts.updateFocus.isPending}>
            {t('save')}
          </Button>
        </div>
      )}
    </form>
  )
}
