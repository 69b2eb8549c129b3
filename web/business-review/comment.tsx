/** What the lead says to a section: written here while it is a draft, a quotation afterwards. */
import { Button, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { draftOf, useDraft } from '../ui/draft.ts'
import { Note, ProblemNote } from '../ui/states.tsx'
import { all, type Pack } from './acts.ts'
import classes from './business-review.module.css'

type Section = Pack['sections'][number]

type Words = { words: string; seen: string }
const keyOf = (pack: Pack, section: Section) => `pack-words:${pack.id}:${section.id}`

/** Whether words to a section wait that nobody has saved. */
export function unsaved(pack: Pack, section: Section): boolean {
  const draft = draftOf<Words>(keyOf(pack, section))
  return draft !== undefined && draft.words !== draft.seen && draft.words !== section.comment
}

export function Comment({ pack, section }: { pack: Pack; section: Section }) {
  if (pack.mayWrite) return <Write key={section.comment} pack={pack} section={section} />
  if (!section.comment) return null
  return (
    <blockquote className={section.id === 'summary' ? classes.summary : classes.comment}>
      {section.id === 'summary' ? null : <span className={classes.quiet}>{pack.labels['notes']}</span>}
      <p dir="auto">{section.comment}</p>
    </blockquote>
  )
}

function Write({ pack, section }: { pack: Pack; section: Section }) {
  const { t } = useTranslation('business-review')
  /** What is written, and what stood there when one began: words that somebody else saves meanwhile are not written over unseen. */
  const note = useDraft<Words>(keyOf(pack, section), { words: section.comment, seen: section.comment })
  const idle = note.value.words === note.value.seen
  const { words, seen } = idle ? { words: section.comment, seen: section.comment } : note.value
  const save = useAct('businessReviews.comment', {
    invalidates: all,
    showsProblem: true,
    done: t('comment.saved'),
    onDone: note.clear,
  })
  const changed = words !== section.comment
  const meanwhile = changed && seen !== section.comment && !save.isPending && !save.isSuccess
  return (
    <form
      className={classes.write}
      data-chrome
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ packId: pack.id, section: section.id, revision: pack.revision, words, seen })
      }}
    >
      <Textarea
        label={t(section.id === 'summary' ? 'comment.summary' : 'comment.label', { section: section.title })}
        description={section.id === 'summary' ? t('comment.summarySays') : undefined}
        autosize
        minRows={section.id === 'summary' ? 3 : 2}
        maxRows={14}
        maxLength={2000}
        dir="auto"
        value={words}
        onChange={(e) => note.set({ words: e.currentTarget.value, seen })}
      />
      {meanwhile ? (
        <Note tone="warn" title={t('comment.meanwhile')}>
          <p className={classes.plain} dir="auto">
            {section.comment || '–'}
          </p>
          <Button size="compact-sm" variant="default" onClick={() => note.set({ words, seen: section.comment })}>
            {t('comment.keepMine')}
          </Button>
        </Note>
      ) : save.error ? (
        <ProblemNote small error={save.error} />
      ) : null}
      {changed ? (
        <div className={classes.buttons}>
          <Button type="submit" size="compact-md" loading={save.isPending} disabled={meanwhile}>
            {t('comment.save')}
          </Button>
          <Button
            variant="subtle"
            color="gray"
            size="compact-md"
            onClick={() => note.set({ words: section.comment, seen: section.comment })}
          >
            {t('comment.back')}
          </Button>
        </div>
      ) : null}
    </form>
  )
}
