/** What does the library say differently since this course was copied, and what of it should stand here? */
import { Button, Checkbox } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { Diff } from '../ui/diff.tsx'
import { useLanguageName } from '../ui/languages.ts'
import { useGo } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import classes from './courses.module.css'

type Differences = Answer<'courses.difference'>
type One = Differences['differences'][number]
const nameOf = (one: One) => `${one.language} ${one.key}`

export function LibraryPage() {
  const { courseId = '' } = useParams({ strict: false }) as { courseId?: string }
  const query = useOperation('courses.difference', { courseId })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(a) => <Compared key={a.source.newest} courseId={courseId} {...a} />}
    </Loaded>
  )
}

function Compared({ courseId, source, differences }: Differences & { courseId: string }) {
  const { t } = useTranslation('courses')
  const f = useFormat()
  const go = useGo()
  const languageName = useLanguageName()
  // What nobody here changed may follow; where both changed, somebody has to choose.
  const [taken, setTaken] = useState<ReadonlySet<string>>(
    () => new Set(differences.filter((one) => one.ours === one.before).map(nameOf)),
  )
  const page = `/program/training/courses/${courseId}`
  const follow = useAct('courses.follow', {
    invalidates: ['courses.get', 'courses.list', 'courses.difference'],
    showsProblem: true,
    done: t('source.followed'),
    onDone: () => void go(page),
  })
  const take = differences.filter((one) => taken.has(nameOf(one)))
  const save = (
    <Button
      loading={follow.isPending}
      onClick={() =>
        follow.mutate({
          courseId,
          version: source.newest,
          take: take.map(({ key, language }) => ({ key, language })),
        })
      }
    >
      {take.length > 0 ? t('source.take', { count: take.length, n: f.number(take.length) }) : t('source.takeNone')}
    </Button>
  )
  return (
    <Page
      title={t('source.title')}
      help={t('source.help')}
      description={t('source.versions', {
        title: source.title,
        version: f.number(source.version),
        newest: f.number(source.newest),
      })}
      back={{ to: page, label: t('toCourse') }}
      action={differences.length > 0 ? save : undefined}
    >
      {differences.length === 0 ? (
        <Empty title={t('source.none')}>{t('source.noneBody')}</Empty>
      ) : (
        <>
          <Note>{t('source.says')}</Note>
          {follow.error ? <ProblemNote small error={follow.error} /> : null}
          <ul className={classes.differences}>
            {differences.map((one) => {
              const name = nameOf(one)
              const own = one.ours !== one.before
              return (
                <li key={name}>
                  <Checkbox
                    label={t(`source.do_${one.kind}`, { language: languageName(one.language) })}
                    description={own ? t('source.yours', { words: one.ours || t('conflict.empty') }) : undefined}
                    checked={taken.has(name)}
                    onChange={(event) => {
                      const next = new Set(taken)
                      if (event.currentTarget.checked) next.add(name)
                      else next.delete(name)
                      setTaken(next)
                    }}
                  />
                  <Diff
                    changes={[
                      {
                        id: name,
                        label: t('source.library'),
                        kind: one.kind,
                        before: one.before || null,
                        after: one.after || null,
                      },
                    ]}
                  />
                </li>
              )
            })}
          </ul>
        </>
      )}
    </Page>
  )
}
