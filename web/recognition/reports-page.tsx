/** What was reported: for whoever looks after the program and its people. */
import { Button } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { Page } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { When } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { type Report, usePieceActs } from './acts.ts'
import { DecideDialog } from './care-dialogs.tsx'
import { PieceCard } from './card.tsx'
import writing from '../ui/writing.module.css'
import classes from './recognition.module.css'

export function ReportsPage() {
  const { t } = useTranslation('recognition')
  const query = useOperation('recognition.reports', {})
  return (
    <Page
      title={t('reports.title')}
      help={t('reports.help')}
      description={t('reports.says')}
      width="reading"
      back={{ to: '/recognition', label: t('title') }}
    >
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={3} />}
        empty={(a) =>
          a.reports.length === 0 && (
            <Empty icon={<IconShieldCheck size={22} stroke={1.6} />} title={t('reports.none')}>
              {t('reports.noneBody')}
            </Empty>
          )
        }
      >
        {(a) => (
          <ul className={classes.reports} aria-label={t('reports.title')}>
            {[...Map.groupBy(a.reports, (one) => one.comment?.id ?? one.recognition.id)].map(([id, about]) => (
              <li key={id}>
                <One reports={about} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  )
}

/** What several people say about one thing is decided once. */
function One({ reports }: { reports: readonly Report[] }) {
  const { t } = useTranslation('recognition')
  const { decide } = usePieceActs()
  const [hiding, setHiding] = useState(false)
  const { recognition: piece, comment } = reports[0]!
  const target = { recognitionId: piece.id, ...(comment ? { commentId: comment.id } : {}) }
  return (
    <>
      {reports.map((one) => (
        <Fragment key={one.id}>
          <div className={writing.reportTop}>
            <Person person={one.reporter} size={28} detail={t(comment ? 'reports.comment' : 'reports.piece')} link />
            <span className={writing.small}>
              <When at={one.at} />
            </span>
          </div>
          <blockquote className={classes.because} dir="auto">
            {one.because}
          </blockquote>
        </Fragment>
      ))}
      {comment ? (
        <div className={classes.reported}>
          <div className={classes.meta}>
            <strong dir="auto">{comment.author.name}</strong>
            <When at={comment.at} />
          </div>
          <p className={classes.said} dir="auto">
            {comment.words}
          </p>
        </div>
      ) : null}
      <PieceCard piece={{ ...piece, may: { respond: false, report: false, decide: false } }} whole />
      <div className={writing.buttons}>
        <Button onClick={() => setHiding(true)}>{t('reports.hide')}</Button>
        <Button variant="default" loading={decide.isPending} onClick={() => decide.mutate({ ...target, hide: false })}>
          {t('reports.leave')}
        </Button>
      </div>
      {hiding ? <DecideDialog {...target} onClose={() => setHiding(false)} /> : null}
    </>
  )
}
