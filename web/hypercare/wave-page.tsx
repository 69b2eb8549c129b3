/** The first weeks of one wave: numbers over time, what people ask, and what has to hold before the hand-over. */
import { Button, NumberInput } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { Card } from '../metrics/card.tsx'
import { useMoments } from '../metrics/moments.ts'
import { Go } from '../ui/link.tsx'
import { Facts, Page, Section } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Loaded, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { Criteria, staleHypercare } from './criteria.tsx'
import classes from './hypercare.module.css'
import { StageWord } from './stage-word.tsx'

type Whole = Answer<'hypercare.get'>

export function WavePage() {
  const { waveId = '' } = useParams({ strict: false }) as { waveId?: string }
  const query = useOperation('hypercare.get', { waveId })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(whole) => <One key={whole.wave.id} whole={whole} />}
    </Loaded>
  )
}

function One({ whole }: { whole: Whole }) {
  const { t } = useTranslation('hypercare')
  const f = useFormat()
  const { wave, stage, desk, criteria } = whole
  const handOver = `/program/hypercare/${wave.id}/hand-over`
  const halts = useOperation('halts.get', { waveId: wave.id }, { staleTime: 60_000 })
  const mark = (on: string, kind: 'go_live' | 'paused' | 'resumed') => ({ on, kind, label: wave.name })
  const moments = useMoments()
  const happened = [
    // What happened to everybody; of launches and pauses its own.
    ...moments.filter((one) => one.kind === 'version' || one.kind === 'reorganised'),
    mark(whole.wentLiveOn, 'go_live'),
    ...(halts.data?.halts ?? [])
      .filter((one) => one.kind === 'pause' && one.begun.on >= whole.wentLiveOn)
      .flatMap((one) => [mark(one.begun.on, 'paused'), ...(one.ended ? [mark(one.ended.on, 'resumed')] : [])]),
  ]
  const word = stage === 'handed_over' ? 'wave.seeHandover' : stage === 'due' ? 'wave.handOver' : 'wave.prepare'
  return (
    <Page
      title={t('wave.title', { wave: wave.name })}
      help={t('wave.help')}
      back={{ to: '/program/hypercare', label: t('waves.back') }}
      description={
        <span className={classes.stateLine}>
          <StageWord stage={stage} day={whole.day} days={whole.days} handedOverOn={whole.handedOverOn} />
          {stage === 'running' ? <span>{t('wave.until', { day: f.day(whole.overOn, 'long') })}</span> : null}
        </span>
      }
      action={
        <Button component={Go} to={handOver} variant={stage === 'due' ? 'filled' : 'default'}>
          {t(word)}
        </Button>
      }
    >
      <Facts
        facts={[
          { label: t('wave.live'), value: <When on={whole.wentLiveOn} style="long" /> },
          {
            label: t('wave.questions'),
            value:
              desk === null ? (
                t('wave.tooFew')
              ) : (
                <>
                  {desk.waiting === 0
                    ? t('wave.noneWaits')
                    : t('wave.waiting', { count: desk.waiting, n: f.number(desk.waiting) })}
                  {desk.late > 0 ? `, ${t('wave.late', { count: desk.late, n: f.number(desk.late) })}` : ''}
                  {desk.oldestOn ? (
                    <>
                      {' · '}
                      {t('wave.oldest')} <When on={desk.oldestOn} />
                    </>
                  ) : null}
                </>
              ),
          },
          {
            label: t('wave.letters'),
            value:
              whole.lettersFailed === 0
                ? t('wave.lettersNone')
                : t('wave.lettersFailed', { count: whole.lettersFailed, n: f.number(whole.lettersFailed) }),
          },
        ]}
      />
      <Section
        title={t('criteria.title')}
        description={t(stage === 'handed_over' ? 'criteria.now' : 'criteria.body', {
          met: f.number(whole.met),
          of: f.number(whole.of),
          count: whole.of,
        })}
      >
        <Criteria waveId={wave.id} criteria={criteria} today={whole.today} mayWaive={whole.mayManage} />
      </Section>
      <section className={classes.charts} aria-label={t('wave.numbers')}>
        <h2>{t('wave.numbers')}</h2>
        <ul className={classes.cards}>
          {whole.charts.map((chart) => (
            <Card
              key={chart.definition.id}
              chart={chart}
              floor={whole.floor}
              annotations={happened}
              search={{ kind: 'wave', key: wave.id }}
            />
          ))}
        </ul>
      </section>
      {whole.mayManage && stage !== 'handed_over' ? <Length whole={whole} /> : null}
    </Page>
  )
}

function Length({ whole }: { whole: Whole }) {
  const { t } = useTranslation('hypercare')
  const [days, setDays] = useState<number | string>(whole.days)
  const extend = useAct('hypercare.extend', {
    invalidates: staleHypercare,
    showsProblem: true,
    done: (a) => t('length.saved', { count: a.days }),
  })
  const wanted = Number(days)
  const ready = Number.isInteger(wanted) && wanted >= 60 && wanted <= 365 && wanted !== whole.days
  return (
    <Section title={t('length.title')} description={t('length.body')}>
      <form
        className={classes.length}
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) extend.mutate({ waveId: whole.wave.id, days: wanted })
        }}
      >
        <NumberInput label={t('length.days')} min={60} max={365} value={days} onChange={setDays} allowDecimal={false} />
        <Button type="submit" variant="default" disabled={!ready} loading={extend.isPending}>
          {t('length.save')}
        </Button>
      </form>
      {extend.error ? <ProblemNote small error={extend.error} /> : null}
    </Section>
  )
}
