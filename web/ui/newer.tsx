/** Something made from a text of the library which the library says in a later version by now: what is different, and what to do about it. */
import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sentenceOf } from '../api.ts'
import { type Change, Diff } from './diff.tsx'
import { type Made, type Part, partsChanged } from './made-from.ts'
import classes from './newer.module.css'
import { Note } from './states.tsx'
import { toast } from './toasts.tsx'

export function Newer({
  made,
  ours,
  theirs,
  language,
  about,
  whole = false,
  onTake,
  onKeep,
}: {
  made: Made
  /** What stands here, and what the library says; compared part by part. */
  ours: readonly Part[]
  theirs: readonly Part[]
  /** In which both are said. */
  language: string
  /** Which of several it is about, where more than one stands on the page. */
  about?: string | undefined
  /** Taking it over is taking it over in all languages. */
  whole?: boolean
  /** Puts the library's text in the place of this one; answers how that is taken back. */
  onTake: () => (() => unknown) | Promise<() => unknown>
  onKeep: () => unknown
}) {
  const { t } = useTranslation('ui')
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const changes: Change[] = partsChanged(made, ours, theirs)
  if (changes.length === 0) return null
  const during = async (work: () => unknown) => {
    setBusy(true)
    await trying(work)
    setBusy(false)
  }
  const take = () =>
    during(async () => {
      const back = await onTake()
      setOpen(false)
      toast({ message: t('newer.taken'), action: { label: t('undo'), run: () => trying(back) } })
    })
  const keep = () =>
    during(async () => {
      await onKeep()
      setOpen(false)
    })
  const title = t('newer.title', { version: made.now, began: made.began ?? 1 })
  return (
    <div className={classes.newer}>
      <Note
        tone="accent"
        title={about ? t('newer.about', { what: about, title }) : title}
        action={
          <Button variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? 'newer.hide' : 'newer.show')}
          </Button>
        }
      >
        {t('newer.body')}
      </Note>
      {open ? (
        <>
          <p className={classes.legend}>{t('newer.legend')}</p>
          <div lang={language}>
            <Diff changes={changes} />
          </div>
          <Group gap="xs">
            <Button variant="default" loading={busy} onClick={() => void take()}>
              {t(whole ? 'newer.takeAll' : 'newer.take')}
            </Button>
            <Button variant="default" disabled={busy} onClick={() => void keep()}>
              {t('newer.keep')}
            </Button>
          </Group>
        </>
      ) : null}
    </div>
  )
}

async function trying(work: () => unknown): Promise<void> {
  try {
    await work()
  } catch (error) {
    toast({ message: sentenceOf(error), tone: 'bad' })
  }
}
