/** A course of another maker before it is opened: its parts, and how far one is in each. */
import { Button } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { Go } from '../ui/link.tsx'
import { List, Row } from '../ui/list.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Note } from '../ui/states.tsx'
import { CourseLine } from './course-line.tsx'
import type { Course } from './course-page.tsx'
import { Mark } from './package-contents.tsx'
import classes from './training.module.css'

export function PackageOverview({ course, content }: { course: Course; content: NonNullable<Course['package']> }) {
  const { t } = useTranslation('training')
  const { completed, courseId, preview } = course
  const { parts, served } = content
  const started = parts.some((one) => one.done)
  const open = (partId?: string) =>
    `/learning/${courseId}/open${partId === undefined ? '' : `?part=${encodeURIComponent(partId)}`}`
  const scored = parts.some((one) => one.score !== null)
  return (
    <Page
      title={course.title}
      width="reading"
      help={t('package.otherMaker')}
      back={
        preview
          ? { to: '/program/training/packages', label: t('progress.packages') }
          : { to: '/learning', label: t('place') }
      }
      action={
        served ? (
          <Button component={Go} to={open()}>
            {t(completed ? 'again' : started ? 'goOn' : 'begin')}
          </Button>
        ) : undefined
      }
    >
      {preview || !served ? (
        <div className={classes.notes}>
          {preview ? <Note>{t('preview')}</Note> : null}
          {served ? null : <Note tone="warn">{t('package.closed')}</Note>}
        </div>
      ) : null}
      <CourseLine course={course} />
      <Section title={t('package.parts')} bare>
        {groupsOf(parts).map((group) => (
          <Fragment key={group.from}>
            {group.title ? <h3 className={classes.group}>{group.title}</h3> : null}
            <List ordered start={group.from + 1}>
              {group.parts.map((one, i) => (
                <PartRow
                  key={one.id}
                  part={one}
                  number={group.from + i + 1}
                  to={served && one.open ? open(one.id) : null}
                />
              ))}
            </List>
          </Fragment>
        ))}
      </Section>
      <p className={classes.foot}>
        {t('package.otherMaker')} {scored ? t('package.scoreOnly') : null}
      </p>
    </Page>
  )
}

type Part = NonNullable<Course['package']>['parts'][number]

/** Neighbours that stand in the same block. */
function groupsOf(parts: readonly Part[]): { title: string; from: number; parts: Part[] }[] {
  const groups: { title: string; from: number; parts: Part[] }[] = []
  parts.forEach((part, from) => {
    const title = part.within.join(' › ')
    const last = groups.at(-1)
    if (last && last.title === title) last.parts.push(part)
    else groups.push({ title, from, parts: [part] })
  })
  return groups
}

function PartRow({ part, number, to }: { part: Part; number: number; to: string | null }) {
  const { t } = useTranslation('training')
  const f = useFormat()
  const title = t('numbered', { n: f.number(number), title: part.title })
  return (
    <Row
      lead={<Mark part={part} />}
      title={title}
      {...(to ? { to } : {})}
      says={[
        part.open ? null : t('package.partLater'),
        part.score === null ? null : t('package.score', { share: f.share(part.score, 1) }),
      ]}
    />
  )
}
