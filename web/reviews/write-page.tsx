/** One form: written in peace, saved by itself, handed in when it is whole. */
import { Button, Popover, Textarea } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import fold from '../ui/fold.module.css'
import { useGo } from '../ui/link.tsx'
import { useMedia } from '../ui/media.ts'
import { Page } from '../ui/page.tsx'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { useSheetActs, type Sheet } from './acts.ts'
import { useAnswers, type SaveState } from './answers.ts'
import { Evidence } from './evidence.tsx'
import { AnswerWords, answered, complete, QuestionField, Voices } from './questions.tsx'
import { ReadersLine } from './readers.tsx'
import { Turns } from './turns.tsx'
import classes from './reviews.module.css'

export function WritePage() {
  const { t } = useTranslation('reviews')
  const { taskId = '' } = useParams({ strict: false }) as { taskId?: string }
  // Fetched anew, it changes nothing that was touched here.
  const query = useOperation('reviews.sheet', { taskId })
  if (query.error && !query.data) {
    return (
      <Page title={t('write.title')} width="reading" back={{ to: '/reviews', label: t('mine.short') }}>
        <ProblemNote error={query.error} retry={() => void query.refetch()} />
      </Page>
    )
  }
  if (!query.data) return <PageSkeleton />
  return <Form key={taskId} sheet={query.data} />
}

const evidenceFor = ['self', 'manager', 'second']

function Form({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const go = useGo()
  const answers = useAnswers(sheet)
  const acts = useSheetActs()
  const [tried, setTried] = useState(false)
  const questions = sheet.sections.flatMap((s) => s.questions)
  const done = questions.filter((q) => complete(q, answers.of(q.id))).length
  const missing = questions.filter((q) => q.required && !complete(q, answers.of(q.id)))
  const title = sheet.role === 'self' ? t('write.self') : t(`task.${sheet.role}`, { name: sheet.subject.name })
  const handIn = async () => {
    setTried(true)
    const first = missing[0]
    if (first) {
      const field = document.getElementById(`q-${first.id}`)
      field?.scrollIntoView({ block: 'center' })
      field?.focus({ preventScroll: true })
      return
    }
    await answers.flush()
    acts.submit.mutate(
      { taskId: sheet.id, answers: answers.waiting() },
      {
        onSuccess() {
          answers.forget()
          void go('/reviews')
        },
      },
    )
  }
  const narrow = useMedia('(max-width: 61.99em)')
  const beside = evidenceFor.includes(sheet.role)
  const aside = beside ? (
    <aside className={classes.side} aria-label={t('write.beside')}>
      {sheet.beside.map((section) => (
        <section key={section.id} className={classes.block}>
          <h2 dir="auto">{section.title}</h2>
          {section.questions.map((q) => (
            <div key={q.id} className={classes.besideQuestion}>
              <h3 dir="auto">{q.ask}</h3>
              <Voices question={q} voices={q.others} subject={sheet.subject} />
            </div>
          ))}
        </section>
      ))}
      <Evidence taskId={sheet.id} />
    </aside>
  ) : null
  return (
    <Page
      title={title}
      tabTitle={title}
      back={{ to: '/reviews', label: t('mine.short') }}
      help={t('write.help')}
      description={<Facts sheet={sheet} />}
      more={sheet.mayWrite ? <SaveWord state={answers.state} savedAt={answers.savedAt} /> : undefined}
      action={
        sheet.mayWrite ? (
          <Button
            leftSection={<IconCheck size={16} aria-hidden />}
            loading={acts.submit.isPending}
            onClick={() => void handIn()}
          >
            {t('write.handIn')}
          </Button>
        ) : sheet.mayReopen ? (
          <Button
            variant="default"
            loading={acts.reopen.isPending}
            onClick={() => acts.reopen.mutate({ taskId: sheet.id })}
          >
            {t('write.reopen')}
          </Button>
        ) : undefined
      }
    >
      <Banner sheet={sheet} />
      <div className={classes.columns} data-beside={beside || undefined}>
        {narrow && aside ? (
          // Below the form nobody would find it while they write.
          <details className={`${fold.fold} ${classes.besideFold}`}>
            <summary>
              <span>{t('write.look')}</span>
            </summary>
            {aside}
          </details>
        ) : null}
        <div className={classes.main}>
          {sheet.sections.map((section) => (
            <section key={section.id} className={classes.section} aria-labelledby={`s-${section.id}`}>
              <div className={classes.sectionHead}>
                <h2 id={`s-${section.id}`} dir="auto">
                  {section.title}
                </h2>
                <ReadersLine
                  readers={section.readers}
                  role={sheet.role}
                  name={sheet.subject.name}
                  confidential={section.questions.length > 0 && section.questions.every((q) => q.confidential)}
                />
                {section.intro ? (
                  <p className={classes.intro} dir="auto">
                    {section.intro}
                  </p>
                ) : null}
              </div>
              {section.questions.map((q) => (
                <div key={q.id} className={classes.asked}>
                  {sheet.mayWrite ? (
                    <QuestionField
                      question={q}
                      answer={answers.of(q.id)}
                      missing={tried && q.required && !complete(q, answers.of(q.id))}
                      onChange={(answer) => answers.set(q.id, answer)}
                      onLeave={() => void answers.flush()}
                    />
                  ) : (
                    <div className={classes.readOnly}>
                      <h3 dir="auto">{q.ask}</h3>
                      {answered(q, answers.of(q.id)) ? (
                        <AnswerWords question={q} answer={answers.of(q.id)} />
                      ) : (
                        <p className={classes.hint}>{t('question.empty')}</p>
                      )}
                    </div>
                  )}
                  {q.others.length > 0 ? (
                    <div className={classes.others}>
                      <Voices question={q} voices={q.others} subject={sheet.subject} />
                    </div>
                  ) : null}
                </div>
              ))}
            </section>
          ))}
          {sheet.mayWrite || sheet.mayDelegate ? (
            <div className={classes.foot}>
              {sheet.mayWrite ? (
                <>
                  <Button
                    leftSection={<IconCheck size={16} aria-hidden />}
                    loading={acts.submit.isPending}
                    onClick={() => void handIn()}
                  >
                    {t('write.handIn')}
                  </Button>
                  <span className={classes.small}>
                    {t('write.progress', { done: f.number(done), all: f.number(questions.length) })}
                  </span>
                </>
              ) : null}
              {sheet.mayDecline ? <Decline sheet={sheet} /> : null}
              {sheet.mayDelegate ? <Delegate sheet={sheet} /> : null}
              {sheet.mayGiveBack && sheet.for ? <GiveBack sheet={sheet} to={sheet.for} /> : null}
            </div>
          ) : null}
          <Turns turns={sheet.turns} />
        </div>
        {narrow ? null : aside}
      </div>
    </Page>
  )
}

function Facts({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  return (
    <>
      {sheet.cycle.name} · <When on={sheet.startsOn} style="short" /> – <When on={sheet.endsOn} style="short" />
      {sheet.mayWrite ? (
        <>
          {' · '}
          {t('minutes', { n: f.number(sheet.minutes), count: sheet.minutes })}
          {' · '}
          {t('write.due', { day: f.day(sheet.dueOn, 'short') })}
        </>
      ) : null}
    </>
  )
}

/** What somebody should know before the first word, or why they cannot write now. */
function Banner({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const { handOver } = useSheetActs()
  const voice = sheet.role === 'peer' || sheet.role === 'upward'
  return (
    <div className={classes.banner}>
      {sheet.mayHandOver ? (
        <Note
          tone="accent"
          title={t('handOver.title')}
          action={
            <Button size="xs" loading={handOver.isPending} onClick={() => handOver.mutate({ taskId: sheet.id })}>
              {t('handOver.act')}
            </Button>
          }
        >
          {t('handOver.body')}
        </Note>
      ) : sheet.state === 'done' ? (
        <Note tone="good" title={t('banner.done')}>
          {sheet.mayReopen ? t('banner.doneReopen') : null}
        </Note>
      ) : sheet.state === 'declined' ? (
        <Note title={t('banner.declined')}>{t('banner.declinedBody')}</Note>
      ) : sheet.state === 'waiting' ? (
        <Note title={t('banner.waiting')}>{t('banner.waitingBody')}</Note>
      ) : sheet.state === 'ahead' ? (
        <Note title={t('banner.ahead', { day: f.day(sheet.opensOn, 'long') })} />
      ) : !sheet.mayWrite ? (
        <Note title={t('banner.over')} />
      ) : null}
      {sheet.mayWrite ? <OpenedAgain sheet={sheet} /> : null}
      {sheet.for ? (
        <Note title={t('task.for', { name: sheet.for.name })}>{t('banner.forBody', { name: sheet.subject.name })}</Note>
      ) : null}
      {voice && sheet.state !== 'declined' ? (
        <Note tone="accent" title={t(`mode.${sheet.mode}.title`)}>
          {t(`mode.${sheet.mode}.writer`, { name: sheet.subject.name, floor: f.number(sheet.floor) })}
        </Note>
      ) : null}
    </div>
  )
}

/** Somebody else opened it again: their reason stands above the form until it is handed in anew. */
function OpenedAgain({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation('reviews')
  const last = sheet.turns.findLast((n) => n.kind === 'reopened' || n.kind === 'submitted')
  if (last?.kind !== 'reopened' || last.by.id === sheet.writer.id) return null
  return (
    <Note tone="warn" title={t('banner.reopened', { name: last.by.name })}>
      {last.reason}
    </Note>
  )
}

function GiveBack({ sheet, to }: { sheet: Sheet; to: { id: string; name: string } }) {
  const { t } = useTranslation('reviews')
  const go = useGo()
  const { delegate } = useSheetActs()
  return (
    <Button
      variant="subtle"
      color="gray"
      loading={delegate.isPending}
      onClick={() => delegate.mutate({ taskId: sheet.id, personId: to.id }, { onSuccess: () => void go('/reviews') })}
    >
      {t('delegate.giveBack', { name: to.name })}
    </Button>
  )
}

function SaveWord({ state, savedAt }: { state: SaveState; savedAt: string | null }) {
  const { t } = useTranslation('reviews')
  return (
    <span className={classes.save} data-state={state} role="status">
      {state === 'calm' ? (
        savedAt ? (
          <>
            {t('save.at')} <When at={savedAt} />
          </>
        ) : (
          ''
        )
      ) : (
        t(`save.${state}`)
      )}
    </span>
  )
}

function Decline({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation('reviews')
  const go = useGo()
  const { decline } = useSheetActs()
  const [opened, setOpened] = useState(false)
  const [words, setWords] = useState('')
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" trapFocus returnFocus width={340}>
      <Popover.Target>
        <Button variant="subtle" color="gray" aria-expanded={opened} onClick={() => setOpened(!opened)}>
          {t('decline.open')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={classes.popForm}
          onSubmit={(event) => {
            event.preventDefault()
            decline.mutate({ taskId: sheet.id, words }, { onSuccess: () => void go('/reviews') })
          }}
        >
          <p className={classes.hint}>{t('decline.body')}</p>
          <Textarea
            autosize
            minRows={2}
            maxLength={1000}
            label={t('decline.words')}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={decline.isPending}>
            {t('decline.act')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}

function Delegate({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation('reviews')
  const go = useGo()
  const { delegate } = useSheetActs()
  const [opened, setOpened] = useState(false)
  const [person, setPerson] = useState<Pickable | null>(null)
  const [reason, setReason] = useState('')
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" trapFocus returnFocus width={360}>
      <Popover.Target>
        <Button variant="subtle" color="gray" aria-expanded={opened} onClick={() => setOpened(!opened)}>
          {t('delegate.open')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={classes.popForm}
          onSubmit={(event) => {
            event.preventDefault()
            if (!person) return
            delegate.mutate({ taskId: sheet.id, personId: person.id, reason }, { onSuccess: () => void go('/reviews') })
          }}
        >
          <p className={classes.hint}>{t('delegate.body', { name: sheet.subject.name })}</p>
          <PersonPicker
            label={t('delegate.who')}
            value={person}
            onChange={setPerson}
            useFind={usePeopleSearch}
            without={[sheet.subject.id, sheet.writer.id]}
          />
          <Textarea
            autosize
            minRows={2}
            maxLength={1000}
            label={t('delegate.reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {delegate.error ? <ProblemNote small error={delegate.error} /> : null}
          <Button type="submit" variant="default" disabled={!person} loading={delegate.isPending}>
            {t('delegate.act')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
