/** Questions and answers: everything that is known, by topic, to be searched by everybody. */
import { Button } from '@mantine/core'
import { IconBooks } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import fold from '../ui/fold.module.css'
import { Filter, FilterBar } from '../ui/filter-bar.tsx'
import { Go, useAddress } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { AnswerFold } from './answer-fold.tsx'
import { AskTabs } from './ask-tabs.tsx'
import classes from './hypercare.module.css'
import { moments, readers, topicOptions, topics } from './topics.ts'

type One = Answer<'desk.answers'>['answers'][number]
type Wanted = { q?: string; topic?: One['topic']; for?: One['for']; phase?: One['phase'] }
const step = 60

export function AnswersPage() {
  const { t } = useTranslation('hypercare')
  const f = useFormat()
  const [at, setAt] = useAddress<Wanted>()
  const [limit, setLimit] = useState(step)
  const [opened, setOpened] = useState<Opened>({})
  const keep = (id: string, open: boolean) => setOpened((old) => ({ ...old, [id]: open }))
  const query = useOperation(
    'desk.answers',
    { search: at.q ?? '', topic: at.topic, for: at.for, phase: at.phase, limit },
    { keep: true },
  )
  const active = [at.topic, at.for, at.phase].filter(Boolean).length
  const clear = () => setAt({ topic: undefined, for: undefined, phase: undefined })
  return (
    <Page
      title={t('known.title')}
      description={t('known.body')}
      help={t('known.help')}
      width="reading"
      below={<AskTabs />}
    >
      <FilterBar
        search={{ value: at.q, onChange: (q) => setAt({ q }), label: t('known.search') }}
        active={active}
        onClear={clear}
      >
        <Filter
          single
          label={t('desk.topic')}
          options={topicOptions(t)}
          value={at.topic ? [at.topic] : []}
          onChange={([topic]) => setAt({ topic: topic as One['topic'] | undefined })}
        />
        <Filter
          single
          label={t('known.for')}
          options={readers.map((value) => ({ value, label: t(`known.reader.${value}`) }))}
          value={at.for ? [at.for] : []}
          onChange={([value]) => setAt({ for: value as One['for'] | undefined })}
        />
        <Filter
          single
          label={t('known.when')}
          options={moments.map((value) => ({ value, label: t(`known.moment.${value}`) }))}
          value={at.phase ? [at.phase] : []}
          onChange={([value]) => setAt({ phase: value as One['phase'] | undefined })}
        />
      </FilterBar>
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={8} />}
        empty={(a) =>
          a.answers.length === 0 && (
            <Empty
              icon={<IconBooks size={22} stroke={1.6} />}
              title={t(at.q || active > 0 ? 'known.nothing' : 'known.none')}
              action={
                <Button component={Go} to="/ask">
                  {t('ask.open')}
                </Button>
              }
            >
              {t(at.q || active > 0 ? 'known.nothingBody' : 'known.noneBody')}
            </Empty>
          )
        }
      >
        {({ answers, total }) => (
          <>
            <p className={classes.count} role="status">
              {t('known.count', { count: total, number: f.number(total) })}
            </p>
            {at.q ? (
              <Folds answers={answers} opened={opened} keep={keep} />
            ) : (
              <ByTopic answers={answers} opened={opened} keep={keep} />
            )}
            {total > answers.length ? (
              <Button variant="default" mt="md" loading={query.isFetching} onClick={() => setLimit(limit + step)}>
                {t('known.more')}
              </Button>
            ) : null}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function ByTopic({ answers, ...kept }: FoldsProps) {
  const { t } = useTranslation('hypercare')
  return topics
    .map((topic) => ({ topic, some: answers.filter((one) => one.topic === topic) }))
    .filter(({ some }) => some.length > 0)
    .map(({ topic, some }) => (
      <section key={topic} className={classes.topic} aria-labelledby={`topic-${topic}`}>
        <h2 id={`topic-${topic}`}>{t(`topic.${topic}`)}</h2>
        <Folds answers={some} {...kept} />
      </section>
    ))
}

type Opened = Record<string, boolean>
type FoldsProps = { answers: readonly One[]; opened: Opened; keep: (id: string, open: boolean) => void }

function Folds({ answers, opened, keep }: FoldsProps) {
  return (
    <div className={fold.folds}>
      {answers.map((one) => (
        <AnswerFold
          key={one.id}
          answer={one}
          kept={{ open: opened[one.id], keep: (open) => keep(one.id, open) }}
          after="/ask"
          foot={<Foot answer={one} />}
        />
      ))}
    </div>
  )
}

/** How long it takes, whom it usually comes from, and which version it is. */
function Foot({ answer: { minutes, version, writtenAt, ...one } }: { answer: One }) {
  const { t } = useTranslation('hypercare')
  const f = useFormat()
  return (
    <p className={classes.quiet}>
      {[
        t('known.minutes', { count: minutes, number: f.number(minutes) }),
        ...(one.for === 'everyone' ? [] : [t(`known.from.${one.for}`)]),
        writtenAt
          ? t('known.own', { version: f.number(version), day: f.dayAt(writtenAt, 'short') })
          : t('known.shipped', { version: f.number(version) }),
      ].join(' · ')}
    </p>
  )
}
