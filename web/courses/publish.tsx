/** From draft to version: what it means for whoever has begun and for whoever has finished is said before. */
import { Button, Radio } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { useLanguageName } from '../ui/languages.ts'
import { useFormat } from '../ui/reader.tsx'
import { toast } from '../ui/toasts.tsx'
import { useGo } from '../ui/link.tsx'
import classes from './courses.module.css'
import type { Draft } from './writing.ts'

export function Publish({ draft, ready }: { draft: Draft; ready: boolean }) {
  const { t } = useTranslation('courses')
  const f = useFormat()
  const go = useGo()
  const languageName = useLanguageName()
  const [asks, setAsks] = useState(false)
  const [forBegun, setForBegun] = useState(false)
  const stops = draft.checks.some((one) => one.weight === 'stop')
  const gaps = new Set(draft.checks.filter((one) => one.code === 'language_gaps').map((one) => one.language))
  const { published } = draft
  const publish = useAct('courses.publish', {
    invalidates: ['courses.get', 'courses.list', 'training.courses', 'training.mine', 'training.course'],
    showsProblem: true,
    onDone: (after) => {
      setAsks(false)
      toast({
        message: t('published', { version: f.number(after.published!.version) }),
        ...(published ? {} : { action: { label: t('give'), run: () => void go('/program/design/training') } }),
      })
    },
  })
  return (
    <>
      <Button
        disabled={stops || !ready || (published !== null && !draft.changed)}
        title={stops ? t('stopsTitle') : undefined}
        onClick={() => setAsks(true)}
      >
        {t('publish')}
      </Button>
      <ConfirmDialog
        opened={asks}
        onClose={() => setAsks(false)}
        title={t('publishTitle', { version: f.number((published?.version ?? 0) + 1) })}
        confirm={t('publish')}
        busy={publish.isPending}
        error={publish.error}
        onConfirm={() => publish.mutate({ courseId: draft.courseId, revision: draft.revision, forBegun })}
      >
        <div className={classes.stack}>
          <p className={classes.plain}>
            {t('publishLanguages', {
              languages: f.list(draft.languages.filter((one) => !gaps.has(one)).map(languageName)),
            })}
            {gaps.size > 0
              ? ` ${t('publishGaps', {
                  languages: f.list(draft.languages.filter((one) => gaps.has(one)).map(languageName)),
                  first: languageName(draft.languages[0]!),
                })}`
              : ''}
          </p>
          {published ? (
            <Radio.Group
              label={t('begun.label')}
              value={forBegun ? 'over' : 'keep'}
              onChange={(value) => setForBegun(value === 'over')}
            >
              <div className={classes.radios}>
                <Radio value="keep" label={t('begun.keep')} description={t('begun.keepHint')} />
                <Radio value="over" label={t('begun.over')} description={t('begun.overHint')} />
              </div>
            </Radio.Group>
          ) : (
            <p className={classes.plain}>{t('publishFirst')}</p>
          )}
          <p className={classes.quiet}>{t('doneRule')}</p>
        </div>
      </ConfirmDialog>
    </>
  )
}
