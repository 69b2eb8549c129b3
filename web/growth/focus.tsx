/** One thing that somebody wants to learn: why, what they do about it, and how it goes. */
import { ActionIcon, Button, Checkbox, Menu, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { IconDots, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DateField } from '../ui/date-field.tsx'
import { useDraft } from '../ui/draft.ts'
import { State } from '../ui/meter.tsx'
import { Avatar } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { ProblemNote } from '../ui/states.tsx'
import { actionKinds, type Action, type Focus, type Growth, type PlanActs } from './acts.ts'
import classes from './growth.module.css'

type Props = { g: Growth; focus: Focus; own: boolean; acts: PlanActs }

/** What was just opened is written in at once. */
const focused = (field: HTMLInputElement | HTMLTextAreaElement | null) => field?.focus()

export function FocusCard({ g, focus, own, acts }: Props) {
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

function EditFocus({ g, focus, acts, onDone }: Omit<Props, 'own'> & { onDone: () => void }) {
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

function ActionRow({ action, own, acts }: { action: Action; own: boolean; acts: PlanActs }) {
  const { t } = useTranslation('growth')
  const f = useFormat()
  const [editing, setEditing] = useState(false)
  if (editing)
    return (
      <li>
        <ActionForm focusId={action.focusId} action={action} acts={acts} onDone={() => setEditing(false)} />
      </li>
    )
  const late = !action.doneAt && action.dueOn !== null && f.daysUntil(action.dueOn) < 0
  const meta = (
    <span className={classes.meta}>
      <span>{t(`kind.${action.kind}`)}</span>
      {action.doneAt ? (
        <span>
          {t('action.doneOn')} <When at={action.doneAt} style="short" />
        </span>
      ) : action.dueOn ? (
        <span data-late={late || undefined}>{t(late ? 'action.was' : 'action.due', { day: f.day(action.dueOn) })}</span>
      ) : null}
    </span>
  )
  return (
    <li className={classes.action} data-done={action.doneAt ? true : undefined}>
      {own ? (
        <Checkbox
          checked={action.doneAt !== null}
          label={<span dir="auto">{action.words}</span>}
          description={meta}
          onChange={(event) => acts.updateAction.mutate({ actionId: action.id, done: event.currentTarget.checked })}
        />
      ) : (
        <span className={classes.actionRead}>
          <span dir="auto">{action.words}</span>
          {meta}
        </span>
      )}
      {own ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={28} aria-label={t('action.more', { words: action.words })}>
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setEditing(true)}>
              {t('edit')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => acts.removeAction.mutate({ actionId: action.id })}
            >
              {t('action.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </li>
  )
}

function ActionForm({
  focusId,
  action,
  acts,
  onDone,
}: {
  focusId: string
  action?: Action
  acts: PlanActs
  onDone: () => void
}) {
  const { t } = useTranslation('growth')
  const [id] = useState(() => action?.id ?? crypto.randomUUID())
  const [words, setWords] = useState(action?.words ?? '')
  const [kind, setKind] = useState<Action['kind']>(action?.kind ?? 'try')
  const [dueOn, setDueOn] = useState<string | null>(action?.dueOn ?? null)
  const act = action ? acts.updateAction : acts.addAction
  return (
    <form
      className={classes.actionForm}
      onSubmit={(event) => {
        event.preventDefault()
        const said = words.trim()
        if (!said) return
        if (action) acts.updateAction.mutate({ actionId: action.id, words: said, kind, dueOn }, { onSuccess: onDone })
        else acts.addAction.mutate({ id, focusId, words: said, kind, dueOn }, { onSuccess: onDone })
      }}
    >
      <TextInput
        ref={focused}
        className={classes.wide}
        label={t('action.words')}
        placeholder={t(`kindExample.${kind}`)}
        maxLength={500}
        dir="auto"
        required
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('action.kind')}
        value={kind}
        onChange={(event) => setKind(actionKinds.find((k) => k === event.currentTarget.value) ?? 'try')}
        data={actionKinds.map((k) => ({ value: k, label: t(`kind.${k}`) }))}
      />
      <DateField label={t('action.dueOn')} value={dueOn} onChange={setDueOn} clearable />
      {!action && act.error ? <ProblemNote small error={act.error} /> : null}
      <div className={classes.buttons}>
        <Button size="xs" type="submit" loading={act.isPending}>
          {t(action ? 'save' : 'action.add')}
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

function Notes({ g, focus, own, acts }: Props) {
  const { t } = useTranslation('growth')
  const words = useDraft<string>(`growth-note:${focus.id}`, '')
  const [open, setOpen] = useState(words.restored && words.value !== '')
  const [id, setId] = useState(() => crypto.randomUUID())
  return (
    <div className={classes.notes}>
      {focus.notes.length > 0 ? (
        <ul className={classes.plainList} aria-label={t('note.list')}>
          {focus.notes.map((note) => (
            <li key={note.id} className={classes.note}>
              <Avatar name={note.author.name} id={note.author.id} size={24} />
              <div>
                <span className={classes.meta}>
                  <strong>{note.mine ? t('you') : note.author.name}</strong>
                  <When at={note.at} />
                </span>
                <p className={classes.words} dir="auto">
                  {note.words}
                </p>
              </div>
              {note.mine ? (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={28}
                  aria-label={t('note.remove')}
                  onClick={() => acts.removeNote.mutate({ focusId: focus.id, noteId: note.id })}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {open ? (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            const said = words.value.trim()
            if (!said) return
            acts.addNote.mutate(
              { id, focusId: focus.id, words: said },
              {
                onSuccess: () => {
                  words.clear()
                  setId(crypto.randomUUID())
                  setOpen(false)
                },
              },
            )
          }}
        >
          <Textarea
            ref={focused}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={2000}
            dir="auto"
            label={own ? t('note.own') : t('note.hint', { name: g.person.name })}
            value={words.value}
            onChange={(event) => words.set(event.currentTarget.value)}
          />
          {acts.addNote.error ? <ProblemNote small error={acts.addNote.error} /> : null}
          <div className={classes.buttons}>
            <Button size="xs" type="submit" loading={acts.addNote.isPending}>
              {t('save')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setOpen(false)}>
              {t('cancel')}
            </Button>
          </div>
        </form>
      ) : (
        <div>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setOpen(true)}>
            {t(own ? 'note.add' : 'note.addHint')}
          </Button>
        </div>
      )}
    </div>
  )
}
