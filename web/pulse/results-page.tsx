/** What did a group say? Counts of published groups, over the rounds; hidden ones say why. */
import { Button, Select } from '@mantine/core'
import { IconDownload, IconEyeOff } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { addressOf, ApiProblem, call, useOperation } from '../api.ts'
import { Go, useGo } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, Note, StatsSkeleton } from '../ui/states.tsx'
import { QuestionCard } from './question-card.tsx'
import { type Kind, type Results, useResultsAddress } from './results-address.ts'
import { SideBySide } from './side-by-side.tsx'
import { useSegmentName } from './words.ts'
import classes from './pulse.module.css'

export function ResultsPage() {
  const { t } = useTranslation('pulse')
  const f = useFormat()
  const go = useGo()
  const name = useSegmentName()
  const { surveyId = '', roundId = '' } = useParams({ strict: false }) as { surveyId?: string; roundId?: string }
  const [at, setAt] = useResultsAddress()
  const results = useOperation(
    'pulse.results',
    { roundId, ...(at.kind ? { kind: at.kind, key: at.key === undefined ? '' : String(at.key) } : {}) },
    { keep: true },
  )
  const data = results.data
  const nothing = results.error instanceof ApiProblem && results.error.code === 'segment_unknown'
  return (
    <Page
      title={data?.title ?? t('results.title')}
      width="wide"
      help={t('results.help')}
      back={{ to: `/program/pulse/${surveyId}`, label: data?.title ?? t('list.title') }}
      description={
        data
          ? t('results.about', {
              group: name(data.segment),
              n: f.number(data.round.number),
              day: f.day(data.round.closesOn, 'long'),
            })
          : undefined
      }
      more={
        data && data.round.state === 'closed' ? (
          <Button
            component="a"
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            href={addressOf('pulse.export', { roundId })}
            download
          >
            {t('results.export')}
          </Button>
        ) : undefined
      }
      below={
        data ? (
          <div className={classes.switches}>
            {data.rounds.length > 1 ? (
              <Select
                aria-label={t('results.round')}
                allowDeselect={false}
                value={roundId}
                data={data.rounds
                  .filter((r) => r.state === 'closed' || r.id === roundId)
                  .map((r) => ({
                    value: r.id,
                    label: t('results.roundOf', { n: f.number(r.number), day: f.day(r.closesOn, 'short') }),
                  }))}
                onChange={(value) => value && void go(`/program/pulse/${surveyId}/rounds/${value}`, { search: true })}
              />
            ) : null}
            <GroupSwitch roundId={roundId} results={data} />
          </div>
        ) : null
      }
    >
      {nothing ? (
        <Empty
          title={t('results.nothing')}
          action={
            <Button component={Go} to={`/program/pulse/${surveyId}`}>
              {t('results.back')}
            </Button>
          }
        >
          {t('results.nothingBody')}
        </Empty>
      ) : (
        <Loaded query={results} skeleton={<StatsSkeleton count={4} />}>
          {(r) => (
            <>
              <Standing results={r} />
              {r.unreadable > 0 ? (
                <Note tone="warn">{t('results.unreadable', { count: r.unreadable, n: f.number(r.unreadable) })}</Note>
              ) : null}
              {r.questions.some((q) => q.score) ? (
                <ul className={classes.cards} aria-label={t('results.questions')}>
                  {r.questions.map((q) => (
                    <QuestionCard key={q.id} question={q} floor={r.round.floor} />
                  ))}
                </ul>
              ) : null}
              {r.round.state === 'closed' ? (
                <SideBySide results={r} open={(s) => setAt({ kind: s.kind, key: s.key }, { push: true })} />
              ) : null}
              {r.comments.map((c) => (
                <Section
                  key={c.questionId}
                  title={c.text}
                  description={t('comments.body', { floor: f.number(r.commentFloor) })}
                >
                  {c.hidden ? (
                    <Empty small title={t('comments.hidden', { floor: f.number(r.commentFloor) })}>
                      {t('comments.hiddenBody')}
                    </Empty>
                  ) : (
                    <ul className={classes.comments}>
                      {c.words.map((words, i) => (
                        <li key={i} dir="auto">
                          {words}
                        </li>
                      ))}
                    </ul>
                  )}
                </Section>
              ))}
              <p className={classes.foot}>{t('results.privacy', { floor: f.number(r.round.floor) })}</p>
            </>
          )}
        </Loaded>
      )}
    </Page>
  )
}

function Standing({ results }: { results: Results }) {
  const { t } = useTranslation('pulse')
  const f = useFormat()
  const { standing, round } = results
  const floor = f.number(round.floor)
  switch (standing.state) {
    case 'shown':
      return null
    case 'held':
      return (
        <Note title={t('held.title', { n: f.number(standing.number), day: f.day(standing.on, 'short') })}>
          {t('held.body', { floor })}
        </Note>
      )
    case 'open':
      return <Empty title={t('results.open', { day: f.day(standing.until, 'long') })}>{t('results.openBody')}</Empty>
    case 'nobody':
      return <Empty title={t('results.nobody')}>{t('results.nobodyBody')}</Empty>
    case 'hidden':
      return (
        <Empty icon={<IconEyeOff size={22} stroke={1.6} />} title={t('hidden.title')}>
          {t(standing.because === 'floor' ? 'hidden.floor' : 'hidden.complement', { floor })}
        </Empty>
      )
  }
}

/** Which published group the page is about. */
function GroupSwitch({ roundId, results }: { roundId: string; results: Results }) {
  const { t } = useTranslation('pulse')
  const name = useSegmentName()
  const [, setAt] = useResultsAddress()
  const { segment, tables } = results
  const whole = segment.kind === 'organization' || tables.includes('wave')
  const kinds: Kind[] = [...(whole ? (['organization'] as const) : []), ...tables]
  const listed = useOperation(
    'pulse.segments',
    { roundId, kind: segment.kind === 'organization' ? 'department' : segment.kind, limit: 50 },
    { enabled: segment.kind !== 'organization', keep: true },
  )
  const groups = listed.data?.segments ?? []
  const options = groups.some((g) => g.key === segment.key) ? groups : [segment, ...groups]
  return (
    <>
      <Select
        aria-label={t('results.kind')}
        allowDeselect={false}
        value={segment.kind}
        data={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        onChange={(value) => {
          if (value === 'organization') setAt({ kind: undefined, key: undefined }, { push: true })
          else if (value)
            void first(roundId, value as Exclude<Kind, 'organization'>).then((key) =>
              setAt({ kind: value as Kind, key }, { push: true }),
            )
        }}
      />
      {segment.kind === 'organization' ? null : (
        <Select
          aria-label={t('results.group')}
          searchable
          allowDeselect={false}
          value={segment.key === '' ? ' ' : segment.key}
          data={options.map((s) => ({ value: s.key === '' ? ' ' : s.key, label: name(s) }))}
          onChange={(value) => value !== null && setAt({ kind: segment.kind, key: value.trim() }, { push: true })}
        />
      )}
    </>
  )
}

/** The largest group of a table, to begin with. */
async function first(roundId: string, kind: Exclude<Kind, 'organization'>): Promise<string> {
  const { segments } = await call('pulse.segments', { roundId, kind, limit: 1 })
  return segments[0]?.key ?? ''
}
