/** The two notes of a check-in: one that both read, one that nobody else can. */
import { Button, Textarea } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { call, keyOf, queryClient, useOperation } from '../api.ts'
import { When } from '../ui/reader.tsx'
import { Note } from '../ui/states.tsx'
import type { Conversation } from './acts.ts'
import { SaveWord, useAutosave } from './autosave.tsx'
import classes from './checkins.module.css'

export function SharedNote({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const revision = useRef(k.note.revision)
  const reload = () => queryClient.invalidateQueries({ queryKey: keyOf('checkins.get', { checkinId: k.id }) })
  const field = useAutosave(`note:${k.id}`, k.note.words, async (words, force) => {
    const base = force ? (await call('checkins.get', { checkinId: k.id })).note.revision : revision.current
    try {
      revision.current = (await call('checkins.saveNote', { checkinId: k.id, words, revision: base })).revision
    } finally {
      await reload()
    }
  })
  // Read anew while nothing of one's own waits: the next save builds on it.
  if (field.state === 'calm' || field.state === 'saved') revision.current = Math.max(revision.current, k.note.revision)
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
      {query.data ? <PrivateField key={k.id} checkinId={k.id} note={found ?? null} /> : null}
      <p className={classes.small}>{t('private.body')}</p>
    </section>
  )
}

function PrivateField({ checkinId, note }: { checkinId: string; note: { id: string; words: string } | null }) {
  const { t } = useTranslation('checkins')
  const id = useRef(note?.id ?? null)
  const field = useAutosave(`private:${checkinId}`, note?.words ?? '', async (words) => {
    if (!words.trim()) {
      if (id.current) await call('notes.remove', { noteId: id.current })
      id.current = null
    } else if (id.current) await call('notes.update', { noteId: id.current, words })
    else id.current = (await call('notes.create', { checkinId, words })).id
    await queryClient.invalidateQueries({ queryKey: ['notes.list'] })
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
