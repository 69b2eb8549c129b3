/** How it goes: by the person, and hints of a manager who sees the plan. */
import { ActionIcon, Button, Textarea } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDraft } from '../ui/draft.ts'
import { Avatar } from '../ui/person.tsx'
import { When } from '../ui/reader.tsx'
import { ProblemNote } from '../ui/states.tsx'
import { focused } from './actions.tsx'
import type { FocusProps } from './focus.tsx'
import classes from './growth.module.css'

export function Notes({ g, focus, own, acts }: FocusProps) {
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
                onSuccess: (answer) => {
                  words.clear(answer)
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
