/** What was found, what became of it, and what the reader can do now. */
import { Button, Radio, Textarea } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Finding, Severity } from '../../contract/test-plan-shapes.ts'
import { useAct } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { useDraft } from '../ui/draft.ts'
import { useLanguageName } from '../ui/languages.ts'
import { Person } from '../ui/person.tsx'
import { PersonPicker } from '../ui/person-picker.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Note, ProblemNote } from '../ui/states.tsx'
import { Pictures } from './pictures.tsx'
import classes from './test-plans.module.css'
import { DeviceIcon, FindingWord, severities, SeverityWord, staleTests } from './words-of.tsx'

type Doing = 'grade' | 'accept' | 'reopen' | null

/** Under the title of a page, or of a panel beside one. */
type Level = 'h2' | 'h3'

export function FindingBody({ finding, heading: Heading = 'h3' }: { finding: Finding; heading?: Level }) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const language = useLanguageName()
  const [doing, setDoing] = useState<Doing>(null)
  const may = (what: Finding['may'][number]) => finding.may.includes(what)
  return (
    <div className={classes.panel}>
      <div className={classes.inline}>
        <SeverityWord severity={finding.severity} /> <FindingWord state={finding.state} />
      </div>
      <p className={classes.said} dir="auto">
        {finding.words}
      </p>
      <Pictures ids={finding.pictures} />
      <div className={classes.chosenTop}>
        <Person person={finding.foundBy} detail={t('finding.foundBy')} link />
        <span className={classes.inline}>
          <DeviceIcon device={finding.device} />
          {t(`cover.${finding.device}`, { language: language(finding.language) })} ·{' '}
          <When at={finding.foundAt} style="short" />
        </span>
      </div>
      <section className={classes.tried} aria-label={t('finding.step', { n: f.number(finding.step + 1) })}>
        <Heading className={classes.subtitle}>{t('finding.step', { n: f.number(finding.step + 1) })}</Heading>
        <p dir="auto" lang={finding.language}>
          {finding.tried.do}
        </p>
        <p className={classes.quiet} dir="auto" lang={finding.language}>
          {finding.tried.expect}
        </p>
      </section>
      {may('retest') ? <Retest finding={finding} heading={Heading} /> : null}
      {finding.state === 'retest' && !may('retest') ? (
        <Note tone="accent">{t('finding.waits', { name: finding.foundBy.name })}</Note>
      ) : null}
      <Owner finding={finding} />
      {may('fix') ? <Fix finding={finding} /> : null}
      {finding.acts.length > 0 ? (
        <section aria-label={t('finding.course')}>
          <Heading className={classes.subtitle}>{t('finding.course')}</Heading>
          <ol className={classes.course}>
            {finding.acts.map((one, i) => (
              <li key={i}>
                <span>
                  {t(`act.${one.act}`, {
                    name: one.by.name,
                    owner: one.owner?.name ?? '',
                    severity: one.severity ? t(`severity.${one.severity}.name`) : '',
                  })}{' '}
                  <span className={classes.quiet}>
                    <When at={one.at} style="short" />
                  </span>
                </span>
                {one.words ? (
                  <span className={classes.said} dir="auto">
                    {one.words}
                  </span>
                ) : null}
              </li>
            ))}
          </ol>
        </section>
      ) : null}
      {may('grade') || may('accept') || may('reopen') ? (
        <div className={classes.acts}>
          {may('grade') ? (
            <Button variant="default" onClick={() => setDoing('grade')}>
              {t('grade.do')}
            </Button>
          ) : null}
          {may('accept') ? (
            <Button variant="default" onClick={() => setDoing('accept')}>
              {t('accept.do')}
            </Button>
          ) : null}
          {may('reopen') ? (
            <Button variant="default" onClick={() => setDoing('reopen')}>
              {t('reopen.do')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {doing ? <Reasoned key={doing} doing={doing} finding={finding} onClose={() => setDoing(null)} /> : null}
    </div>
  )
}

const of = (finding: Finding) => ({ waveId: finding.wave.id, findingId: finding.id })

/** Whoever found it has the last word. */
function Retest({ finding, heading: Heading }: { finding: Finding; heading: Level }) {
  const { t } = useTranslation('test-plans')
  const draft = useDraft(`test-retest:${finding.id}`, '')
  const act = useAct('testPlans.retest', {
    invalidates: staleTests,
    showsProblem: true,
    onDone: draft.clear,
    done: (after) => t(after.state === 'closed' ? 'retest.closed' : 'retest.open'),
  })
  const fix = finding.acts.findLast((one) => one.act === 'fixed')
  return (
    <section className={classes.doing} aria-label={t('retest.title')}>
      <Heading className={classes.subtitle}>{t('retest.title')}</Heading>
      {fix ? (
        <p className={classes.said} dir="auto">
          {fix.words}
        </p>
      ) : null}
      <Textarea
        label={t('retest.words')}
        autosize
        minRows={2}
        maxLength={2000}
        value={draft.value}
        onChange={(e) => draft.set(e.currentTarget.value)}
      />
      {act.error ? <ProblemNote small error={act.error} /> : null}
      <div className={classes.big}>
        <Button
          size="md"
          loading={act.isPending}
          onClick={() => act.mutate({ ...of(finding), works: true, words: draft.value })}
        >
          {t('retest.works')}
        </Button>
        <Button
          size="md"
          variant="default"
          loading={act.isPending}
          onClick={() => act.mutate({ ...of(finding), works: false, words: draft.value })}
        >
          {t('retest.still')}
        </Button>
      </div>
    </section>
  )
}

function Owner({ finding }: { finding: Finding }) {
  const { t } = useTranslation('test-plans')
  const own = useAct('testPlans.own', { invalidates: staleTests, showsProblem: true, done: t('owner.saved') })
  if (finding.may.includes('own'))
    return (
      <div>
        <PersonPicker
          label={t('owner.label')}
          description={t(finding.owner?.left ? 'owner.left' : 'owner.says')}
          value={finding.owner}
          onChange={(person) => person && own.mutate({ ...of(finding), ownerId: person.id })}
          useFind={usePeopleSearch}
          disabled={own.isPending}
        />
        {own.error ? <ProblemNote small error={own.error} /> : null}
      </div>
    )
  return finding.owner ? (
    <Person person={finding.owner} detail={t(finding.owner.left ? 'owner.left' : 'owner.label')} link />
  ) : null
}

function Fix({ finding }: { finding: Finding }) {
  const { t } = useTranslation('test-plans')
  const draft = useDraft(`test-fix:${finding.id}`, '')
  const act = useAct('testPlans.fixed', {
    invalidates: staleTests,
    showsProblem: true,
    onDone: draft.clear,
    done: t('fix.done', { name: finding.foundBy.name }),
  })
  return (
    <form
      className={classes.doing}
      onSubmit={(event) => {
        event.preventDefault()
        if (draft.value.trim()) act.mutate({ ...of(finding), words: draft.value })
      }}
    >
      <Textarea
        label={t('fix.words')}
        description={t('fix.says', { name: finding.foundBy.name })}
        autosize
        minRows={2}
        maxLength={2000}
        value={draft.value}
        onChange={(e) => draft.set(e.currentTarget.value)}
      />
      {act.error ? <ProblemNote small error={act.error} /> : null}
      <div>
        <Button type="submit" disabled={!draft.value.trim()} loading={act.isPending}>
          {t('fix.do')}
        </Button>
      </div>
    </form>
  )
}

/** What needs a reason that stays. */
function Reasoned({ doing, finding, onClose }: { doing: NonNullable<Doing>; finding: Finding; onClose: () => void }) {
  const { t } = useTranslation('test-plans')
  const [reason, setReason] = useState('')
  const [severity, setSeverity] = useState<Severity>(finding.severity)
  const done = { invalidates: staleTests, showsProblem: true, done: t(`${doing}.done`), onDone: onClose }
  const grade = useAct('testPlans.grade', done)
  const accept = useAct('testPlans.accept', done)
  const reopen = useAct('testPlans.reopen', done)
  const act = { grade, accept, reopen }[doing]
  const send = () => {
    if (doing === 'grade') grade.mutate({ ...of(finding), severity, reason })
    else if (doing === 'accept') accept.mutate({ ...of(finding), reason })
    else reopen.mutate({ ...of(finding), reason })
  }
  return (
    <form
      className={classes.doing}
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim()) send()
      }}
    >
      {doing === 'grade' ? <SeverityChoice value={severity} onChange={setSeverity} /> : null}
      <Textarea
        label={t(`${doing}.reason`)}
        description={t(`${doing}.says`)}
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
      {act.error ? <ProblemNote small error={act.error} /> : null}
      <div className={classes.acts}>
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button
          type="submit"
          loading={act.isPending}
          disabled={!reason.trim() || (doing === 'grade' && severity === finding.severity)}
        >
          {t(`${doing}.do`)}
        </Button>
      </div>
    </form>
  )
}

/** How heavy it is, with what each means. */
export function SeverityChoice({
  value,
  onChange,
  error,
}: {
  value: Severity | null
  onChange: (value: Severity) => void
  error?: ReactNode
}) {
  const { t } = useTranslation('test-plans')
  return (
    <Radio.Group
      label={t('severity.ask')}
      value={value ?? ''}
      onChange={(next) => onChange(next as Severity)}
      {...(error ? { error } : {})}
    >
      <div className={classes.choices}>
        {severities.map((one) => (
          <Radio key={one} value={one} label={t(`severity.${one}.name`)} description={t(`severity.${one}.is`)} />
        ))}
      </div>
    </Radio.Group>
  )
}
