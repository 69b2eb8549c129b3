/** What the lead says to a section: written here while it is a draft, a quotation afterwards. */
import { Button, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { useDraft } from '../ui/draft.ts'
import { ProblemNote } from '../ui/states.tsx'
import { all, type Pack } from './acts.ts'
import classes from './business-review.module.css'

type Section = Pack['sections'][number]

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
  const note = useDraft(`pack:${pack.id}:${section.id}`, section.comment)
  const save = useAct('businessReviews.comment', {
    invalidates: all,
    showsProblem: true,
    done: t('comment.saved'),
    onDone: () => note.clear(),
  })
  const changed = note.value !== section.comment
  return (
    <form
      className={classes.write}
      data-chrome
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ packId: pack.id, section: section.id, revision: pack.revision, words: note.value })
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
        value={note.value}
        onChange={(e) => note.set(e.currentTarget.value)}
      />
      {save.error ? <ProblemNote small error={save.error} /> : null}
      {changed ? (
        <div className={classes.buttons}>
          <Button type="submit" size="compact-md" loading={save.isPending}>
            {t('comment.save')}
          </Button>
          <Button variant="subtle" color="gray" size="compact-md" onClick={() => note.set(section.comment)}>
            {t('comment.back')}
          </Button>
        </div>
      ) : null}
    </form>
  )
}
