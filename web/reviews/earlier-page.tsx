/** One review of an earlier tool, as it was: read, kept, and changed by nobody. */
import { Button } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { addressOf, useOperation, type Answer } from '../api.ts'
import { Page } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import classes from './reviews.module.css'

type Earlier = Answer<'reviews.earlier'>

export function EarlierPage() {
  const { t } = useTranslation('reviews')
  const { earlierId = '' } = useParams({ strict: false }) as { earlierId?: string }
  const query = useOperation('reviews.earlier', { earlierId })
  if (query.error && !query.data) {
    return (
      <Page title={t('review.title')} width="reading" back={{ to: '/reviews', label: t('mine.short') }}>
        <ProblemNote error={query.error} retry={() => void query.refetch()} />
      </Page>
    )
  }
  if (!query.data) return <PageSkeleton />
  return <Review v={query.data} />
}

function Review({ v }: { v: Earlier }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const own = v.as === 'person'
  return (
    <Page
      title={own ? t('review.own') : t('review.of', { name: v.person.name })}
      width="reading"
      back={{ to: '/reviews', label: t('mine.short') }}
      help={t('earlier.help')}
      description={
        <>
          {v.cycle} ·{' '}
          {v.startsOn ? (
            <>
              <When on={v.startsOn} style="short" /> –{' '}
            </>
          ) : null}
          <When on={v.endsOn} style="short" />
          {v.manager ? <> · {t('own.manager', { name: v.manager.name })}</> : null}
        </>
      }
      more={
        <>
          <Button
            component="a"
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            href={addressOf('reviews.earlierPdf', { earlierId: v.id })}
          >
            {t('review.pdf')}
          </Button>
          <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => print()}>
            {t('review.print')}
          </Button>
        </>
      }
    >
      <div className={classes.banner}>
        <Note title={t('earlier.title')}>{v.rating ? t('earlier.rating', { rating: v.rating }) : null}</Note>
      </div>
      {v.questions.length === 0 && !v.rating ? <Empty small title={t('review.nothing')} /> : null}
      {v.questions.length > 0 ? (
        <section className={classes.section} aria-labelledby="answers">
          <div className={classes.sectionHead}>
            <h2 id="answers">{t('earlier.answers')}</h2>
          </div>
          {v.questions.map((q) => (
            <div key={q.question} className={classes.readOnly}>
              {q.question ? <h3 dir="auto">{q.question}</h3> : null}
              {q.answers.map((a, at) => (
                <div key={at} className={classes.voice}>
                  {a.role ? (
                    <div className={classes.voiceBy}>
                      <span className={classes.small}>{t(`earlier.by.${a.role}`)}</span>
                    </div>
                  ) : null}
                  {a.rating ? (
                    <p className={classes.said} dir="auto">
                      <strong>{a.rating}</strong>
                    </p>
                  ) : null}
                  {a.words ? (
                    <p className={classes.said} dir="auto">
                      {a.words}
                    </p>
                  ) : null}
                </div>
              ))}
            </div>
          ))}
        </section>
      ) : null}
      {v.hidden ? (
        <p className={classes.after}>
          {t('review.hidden', { who: f.list([t('voices.peer'), t('voices.upward')]), floor: f.number(v.floor) })}
        </p>
      ) : null}
    </Page>
  )
}
