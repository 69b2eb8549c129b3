/** The two notes of a check-in: one that both read, one that nobody else can. */
import { Button, Textarea } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { call, keyOf, queryClient, useOperation } from '../api.ts'
import { whenForgotten } from '../ui/draft.ts'
import { nextMoment } from '../ui/moments.ts'
import { When } from '../ui/reader.tsx'
import { Note } from '../ui/states.tsx'
import type { Conversation } from './acts.ts'
import { SaveWord, useAutosave } from './autosave.tsx'
import classes from './checkins.module.css'

export function SharedNote({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const revision = useRef(k.note.revision)
  const reload = () => queryClient.invalidateQueries({ queryKey: keyOf('checkins.get', { checkinId: k.id }) })
  const read = { words: k.note.words, answer: k }
  const field = useAutosave(`note:${k.id}`, read, async (words, force) => {
    const base = force ? (await call('checkins.get', { checkinId: k.id })).note.revision : revision.current
    try {
      revision.current = (await call('checkins.saveNote', { checkinId: k.id, words, revision: base })).revision
      return nextMoment()
    } finally {
      await reload()
    }
  })
  // The next save builds on what was read anew once that stands in the field, and on nothing that was not shown.
  if (!field.waits() && field.value === k.note.words) revision.current = Math.max(revision.current, k.note.revision)
  const other = k.side === 'manager' ? k.report : k.manager
  return (
    <section className={classes.block} aria-labelledby="shared-note">
      <div className={classes.blockTop}>
        <h2 id="shared-note">{t('note.title')}</h2>
        <SaveWord state={field.state} />
      </div>
      {field.state === 'conflict' ? (
        <Note
          tone="warn"
          title={t('note.conflict', { name: other.name })}
          action={
            <span className={classes.buttons}>
              <Button
                size="xs"
                variant="default"
                onClick={() => {
                  revision.current = k.note.revision
                  field.takeTheirs()
                }}
              >
                {t('note.theirs')}
              </Button>
              <Button size="xs" onClick={field.keepMine}>
                {t('note.mine')}
              </Button>
            </span>
          }
        >
          <span className={classes.theirs} dir="auto">
            {k.note.words}
          </span>
        </Note>
      ) : null}
      <Textarea
        autosize
        minRows={3}
        maxRows={24}
        maxLength={20_000}
        dir="auto"
        aria-label={t('note.title')}
        placeholder={t('note.placeholder', { name: other.name })}
        value={field.value}
        onChange={(event) => field.set(event.currentTarget.value)}
        onBlur={() => void field.flush()}
      />
      {k.note.savedBy && k.note.savedAt ? (
        <p className={classes.small}>
          {t('note.saved', { name: k.note.savedBy.name })} <When at={k.note.savedAt} />
        </p>
      ) : null}
    </section>
  )
}

/** The note of each check-in as this tab left it, so that one that was just begun is not begun again. */
const own = new Map<string, { id: string; there: boolean }>()
whenForgotten(() => own.clear())

/** One's own memory of a check-in. Its author is the only one for whom it exists. */
export function PrivateNote({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const query = useOperation('notes.list', { checkinId: k.id, limit: 1 })
  const found = query.data?.notes[0]
  return (
    <section className={classes.private} aria-labelledby="private-note">
      <div className={classes.blockTop}>
        <h2 id="private-note">
          <IconLock size={15} aria-hidden /> {t('private.title')}
        </h2>
      </div>
      {query.data ? <PrivateField key={k.id} checkinId={k.id} note={found ?? null} answer={query.data} /> : null}
      <p className={classes.small}>{t('private.body')}</p>
    </section>
  )
}

function PrivateField({
  checkinId,
  note,
  answer,
}: {
  checkinId: string
  note: { id: string; words: string } | null
  answer: unknown
}) {
  const { t } = useTranslation('checkins')
  const read = { words: note?.words ?? '', answer }
  const field = useAutosave(`private:${checkinId}`, read, async (words) => {
    const { id, there } = own.get(checkinId) ?? { id: note?.id ?? crypto.randomUUID(), there: note !== null }
    own.set(checkinId, { id, there })
    if (!words.trim()) {
      if (there) await call('notes.remove', { noteId: id })
      own.set(checkinId, { id: crypto.randomUUID(), there: false })
    } else {
      // Sent before, and its answer lost: it is there already, with the words of then.
      const made = there ? null : await call('notes.create', { id, checkinId, words })
      own.set(checkinId, { id, there: true })
      if (made?.words !== words) await call('notes.update', { noteId: id, words })
    }
    const at = nextMoment()
    await queryClient.invalidateQueries({ queryKey: ['notes.list'] })
    return at
  })
  return (
    <div className={classes.prompt}>
      <Textarea
        autosize
        minRows={3}
        maxRows={20}
        maxLength={20_000}
        dir="auto"
        aria-label={t('private.title')}
        placeholder={t('private.placeholder')}
        value={field.value}
        onChange={(event) => field.set(event.currentTarget.value)}
        onBlur={() => void field.flush()}
      />
      <SaveWord state={field.state} />
    </div>
  )
}
