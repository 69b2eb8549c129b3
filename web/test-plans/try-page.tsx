/** A script to try, made for a telephone: what to do, what to expect, three large answers a step. */
import { Button, SegmentedControl, Textarea } from '@mantine/core'
import { IconCheck, IconMessagePlus, IconPlayerSkipForward, IconX } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Device, OpenedScript, RunResult, TestAnswer } from '../../contract/test-plan-shapes.ts'
import { useAct, useOperation } from '../api.ts'
import { Go, useGo } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { SeverityChoice } from './finding-body.tsx'
import { blank, useKeptTry, type KeptTry } from './kept-try.ts'
import { Pictures } from './pictures.tsx'
import { TakenPictures } from './taken-pictures.tsx'
import classes from './test-plans.module.css'
import { ResultWord, SeverityWord, staleTests } from './words-of.tsx'

export function TryPage() {
  const { waveId = '', scriptId = '' } = useParams({ strict: false }) as { waveId?: string; scriptId?: string }
  // What is typed here is newer than any answer: it is read once, and again only when it was handed in or begun anew.
  const query = useOperation('tests.open', { waveId, scriptId }, { staleTime: Infinity })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(opened) =>
        opened.handedIn ? (
          <HandedIn key={scriptId} opened={opened} />
        ) : (
          <Trying
            key={`${scriptId} ${opened.version} ${opened.language}`}
            opened={opened}
            refresh={() => void query.refetch()}
          />
        )
      }
    </Loaded>
  )
}

function Head({
  opened,
  children,
  action,
}: {
  opened: OpenedScript
  children: React.ReactNode
  action?: React.ReactNode
}) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  return (
    <Page
      title={opened.title}
      description={[
        opened.wave.name,
        t(`as.${opened.role}`),
        t('minutes', { count: opened.minutes, n: f.number(opened.minutes) }),
      ].join(' · ')}
      help={t('try.help')}
      width="reading"
      back={{ to: '/tests', label: t('mine.back') }}
      {...(action ? { action } : {})}
    >
      {children}
    </Page>
  )
}

/** Steps, counted from one, that still need something. The server says the same; here it is said before asking. */
function gapsIn(answers: readonly TestAnswer[]): number[] {
  let said = false
  return answers.flatMap((one, i) => {
    const found = one.words.trim() !== '' && one.severity !== null
    const open =
      one.result === null ||
      (one.result === 'failed' && !found) ||
      (one.result === 'could_not' && !found && !said) ||
      (one.words.trim() !== '' && one.severity === null) ||
      (one.result === 'passed' && one.words.trim() === '' && one.severity !== null)
    said ||= found
    return open ? [i + 1] : []
  })
}

function Trying({ opened, refresh }: { opened: OpenedScript; refresh: () => void }) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const waveId = opened.wave.id
  const kept = useKeptTry(waveId, opened)
  const [asked, setAsked] = useState(false)
  /** By step: pictures that the server does not have yet. */
  const [onWay, setOnWay] = useState<Readonly<Record<number, number>>>({})
  const { scriptId, version } = opened
  const again = useAct('tests.again', { invalidates: staleTests, onDone: kept.forget })
  const handIn = useAct('tests.handIn', {
    invalidates: staleTests,
    showsProblem: true,
    done: t('try.handed'),
    onDone: () => {
      kept.forget()
      window.scrollTo({ top: 0 })
    },
  })
  const gaps = gapsIn(kept.answers)
  const missing = Object.values(onWay).reduce((sum, one) => sum + one, 0)
  const done = kept.answers.filter((one) => one.result !== null).length
  const put = (i: number, change: Partial<TestAnswer>) =>
    kept.set({ answers: kept.answers.map((one, n) => (n === i ? { ...one, ...change } : one)) })
  const stop = kept.answers.findIndex((one) => one.result === 'failed' || one.result === 'could_not')
  const rest = stop === -1 ? [] : kept.answers.flatMap((one, i) => (i > stop && one.result === null ? [i] : []))
  const send = async () => {
    setAsked(true)
    if (gaps.length > 0) {
      document.getElementById(`step-${gaps[0]}`)?.scrollIntoView({ block: 'start' })
      document.getElementById(`step-${gaps[0]}`)?.focus({ preventScroll: true })
      return
    }
    // Handed in, it takes no picture any more.
    if (missing > 0) return
    const seen = await kept.flush()
    handIn.mutate({ waveId, scriptId, version, device: kept.device, answers: kept.answers, seen })
  }
  return (
    <Head opened={opened}>
      {opened.newer ? (
        <Note
          tone="warn"
          title={t('try.newer')}
          action={
            <Button variant="default" loading={again.isPending} onClick={() => again.mutate({ waveId, scriptId })}>
              {t('try.newerAct')}
            </Button>
          }
        >
          {t('try.newerBody')}
        </Note>
      ) : null}
      <div className={classes.onDevice}>
        <span id="device">{t('try.device')}</span>
        <SegmentedControl
          aria-labelledby="device"
          value={kept.device}
          onChange={(device) => kept.set({ device: device as Device })}
          data={(['phone', 'computer'] as const).map((value) => ({ value, label: t(`device.${value}`) }))}
        />
      </div>
      <ol className={classes.trying}>
        {opened.steps.map((step, i) => (
          <Step
            key={i}
            nth={i}
            step={step}
            said={kept.answers[i] ?? blank}
            language={opened.language}
            gap={asked && gaps.includes(i + 1)}
            put={(change) => put(i, change)}
            pictured={opened.pictures.some((one) => one.step === i)}
          >
            <TakenPictures
              waveId={waveId}
              scriptId={scriptId}
              step={i}
              ids={opened.pictures.filter((one) => one.step === i).map((one) => one.id)}
              onWaits={setOnWay}
            />
          </Step>
        ))}
      </ol>
      {rest.length > 0 ? (
        <Button
          className={classes.wraps!}
          variant="default"
          leftSection={<IconPlayerSkipForward size={16} aria-hidden className="flips" />}
          onClick={() =>
            kept.set({
              answers: kept.answers.map((one, i) =>
                rest.includes(i) ? { ...one, result: 'could_not' as const } : one,
              ),
            })
          }
        >
          {t('try.rest', { count: rest.length, n: f.number(rest.length) })}
        </Button>
      ) : null}
      {kept.state === 'conflict' ? (
        <Note
          tone="warn"
          title={t('kept.conflict')}
          action={
            <span className={classes.acts}>
              <Button variant="default" onClick={() => void kept.keepMine()}>
                {t('kept.mine')}
              </Button>
              <Button
                variant="default"
                onClick={() => {
                  kept.forget()
                  location.reload()
                }}
              >
                {t('kept.theirs')}
              </Button>
            </span>
          }
        >
          {t('kept.conflictBody')}
        </Note>
      ) : null}
      {kept.state === 'refused' ? <ProblemNote small error={kept.problem} retry={refresh} /> : null}
      {handIn.error ? <ProblemNote small error={handIn.error} /> : null}
      {asked && gaps.length > 0 ? (
        <p className={classes.gap} role="alert">
          {t('try.gaps', { count: gaps.length, steps: f.list(gaps.map((n) => f.number(n))) })}
        </p>
      ) : null}
      {asked && gaps.length === 0 && missing > 0 ? (
        <p className={classes.gap} role="alert">
          {t('try.pictures', { count: missing, n: f.number(missing) })}
        </p>
      ) : null}
      <div className={classes.bottom}>
        <KeptWord kept={kept} />
        <span className={classes.quiet}>
          {t('try.doneOf', { count: opened.steps.length, done: f.number(done), of: f.number(opened.steps.length) })}
        </span>
        <Button size="md" loading={handIn.isPending} onClick={() => void send()}>
          {t('try.handIn')}
        </Button>
      </div>
    </Head>
  )
}

function KeptWord({ kept }: { kept: KeptTry }) {
  const { t } = useTranslation('test-plans')
  const word =
    kept.state === 'calm' || kept.state === 'conflict' || kept.state === 'refused' ? '' : t(`kept.${kept.state}`)
  return (
    <span className={classes.keptWord} data-state={kept.state} role="status">
      {word}
    </span>
  )
}

const results = [
  { result: 'passed', icon: IconCheck },
  { result: 'failed', icon: IconX },
  { result: 'could_not', icon: IconPlayerSkipForward },
] as const satisfies readonly { result: RunResult; icon: typeof IconCheck }[]

function Step({
  nth,
  step,
  said,
  language,
  gap,
  put,
  pictured,
  children,
}: {
  nth: number
  step: OpenedScript['steps'][number]
  said: TestAnswer
  language: string
  gap: boolean
  put: (change: Partial<TestAnswer>) => void
  pictured: boolean
  children: React.ReactNode
}) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const [remark, setRemark] = useState(said.words !== '' || said.severity !== null)
  const wrong = said.result === 'failed' || said.result === 'could_not'
  // What would be handed in is seen, whatever was answered since.
  const shows = wrong || remark || said.words !== '' || said.severity !== null || pictured
  const name = t('try.step', { n: f.number(nth + 1) })
  return (
    <li id={`step-${nth + 1}`} tabIndex={-1} className={classes.step} data-gap={gap || undefined} aria-label={name}>
      <p className={classes.stepName}>{name}</p>
      <p className={classes.do} dir="auto" lang={language}>
        {step.do}
      </p>
      <p className={classes.expect} dir="auto" lang={language}>
        <span>{t('try.expect')}</span> {step.expect}
      </p>
      <div className={classes.answers} role="group" aria-label={t('try.answer', { n: f.number(nth + 1) })}>
        {results.map(({ result, icon: Icon }) => (
          <button
            key={result}
            type="button"
            className={classes.answer}
            data-result={result}
            aria-pressed={said.result === result}
            onClick={() => put({ result: said.result === result ? null : result })}
          >
            <Icon size={20} stroke={1.8} aria-hidden />
            {t(`try.${result}`)}
          </button>
        ))}
      </div>
      {shows ? (
        <div className={classes.form}>
          <Textarea
            label={t(said.result === 'could_not' ? 'try.why' : wrong ? 'try.what' : 'try.remark')}
            description={t('try.whatSays')}
            autosize
            minRows={2}
            maxLength={2000}
            value={said.words}
            onChange={(e) => put({ words: e.currentTarget.value })}
          />
          <SeverityChoice value={said.severity} onChange={(severity) => put({ severity })} />
          {children}
          {!wrong && !pictured ? (
            <div>
              <Button
                variant="subtle"
                size="compact-md"
                onClick={() => {
                  setRemark(false)
                  put({ words: '', severity: null })
                }}
              >
                {t('try.noRemark')}
              </Button>
            </div>
          ) : null}
        </div>
      ) : said.result === 'passed' ? (
        <div>
          <Button
            variant="subtle"
            size="compact-md"
            leftSection={<IconMessagePlus size={16} aria-hidden />}
            onClick={() => setRemark(true)}
          >
            {t('try.addRemark')}
          </Button>
        </div>
      ) : null}
    </li>
  )
}

function HandedIn({ opened }: { opened: OpenedScript }) {
  const { t } = useTranslation('test-plans')
  const go = useGo()
  const waveId = opened.wave.id
  const again = useAct('tests.again', { invalidates: staleTests })
  return (
    <Head
      opened={opened}
      action={
        opened.next ? (
          <Button onClick={() => void go(`/tests/${waveId}/${opened.next!.scriptId}`)}>
            {t('try.next', { title: opened.next.title })}
          </Button>
        ) : (
          <Button component={Go} to="/tests">
            {t('try.all')}
          </Button>
        )
      }
    >
      <Note
        tone={opened.handedIn!.result === 'passed' ? 'good' : 'accent'}
        title={t('try.thanks')}
        action={
          <Button
            variant="default"
            loading={again.isPending}
            onClick={() => again.mutate({ waveId, scriptId: opened.scriptId })}
          >
            {t('try.again')}
          </Button>
        }
      >
        {t(opened.newer ? 'try.changed' : `try.handed_${opened.handedIn!.result}`)}{' '}
        <When at={opened.handedIn!.at} style="short" />
      </Note>
      <ol className={classes.steps}>
        {opened.steps.map((step, i) => {
          const said = opened.answers[i] ?? blank
          return (
            <li key={i}>
              <p dir="auto" lang={opened.language}>
                {step.do}
              </p>
              {said.result ? <ResultWord result={said.result} /> : null}
              {said.words ? (
                <p className={classes.said} dir="auto">
                  {said.words}
                </p>
              ) : null}
              {said.severity && said.words ? <SeverityWord severity={said.severity} /> : null}
              <Pictures ids={opened.pictures.filter((one) => one.step === i).map((one) => one.id)} />
            </li>
          )
        })}
      </ol>
    </Head>
  )
}
