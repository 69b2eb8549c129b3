/** Writing a survey. Saved as one types; asked of nobody until it is launched. */
import {
  ActionIcon,
  Button,
  MultiSelect,
  NumberInput,
  SegmentedControl,
  Select,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/library.ts'
import type { Question, QuestionKind, Reach, Rhythm, Text } from '../../contract/pulse.ts'
import { ApiProblem, call, useAct, useOperation, queryClient, keyOf, type Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { useLanguageName } from '../ui/languages.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { DateField } from '../ui/date-field.tsx'
import { useGo } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Note, ProblemNote } from '../ui/states.tsx'
import { NewerSurvey } from './newer-survey.tsx'
import { Preview } from './preview.tsx'
import { spoken, titleOf } from './texts.ts'
import classes from './pulse.module.css'

type Survey = Answer<'pulse.get'>
const kinds = ['agreement', 'scale', 'choice', 'comment'] as const
const rhythmIds = ['once', 'month', 'quarter', 'half_year', 'year'] as const
const reachIds = ['live', 'preparing', 'both'] as const
const sampleIds = [100, 50, 33, 25] as const

/** Fields that are written; everything else of a survey follows. */
const written = [
  'title',
  'intro',
  'languages',
  'questions',
  'fromVersion',
  'audienceId',
  'reach',
  'every',
  'opensOn',
  'openDays',
  'sample',
  'floor',
  'reminderAfter',
] as const
type Written = Pick<Survey, (typeof written)[number]>

export function DraftSurvey({ survey: first }: { survey: Survey }) {
  const { t, i18n } = useTranslation('pulse')
  const f = useFormat()
  const me = useMe()
  const go = useGo()
  const [survey, setSurvey] = useState(first)
  const [language, setLanguage] = useState<Language>(
    () => spoken.find((l) => i18n.language.startsWith(l) && first.languages.includes(l)) ?? first.languages[0]!,
  )
  const [problem, setProblem] = useState<unknown>(null)
  const [launching, setLaunching] = useState(false)
  const [removing, setRemoving] = useState(false)
  const nameOf = useLanguageName()

  // One save at a time, in order; what was typed in between goes with the next.
  const latest = useRef(first)
  const saving = useRef<Promise<void>>(Promise.resolve())
  const waiting = useRef<Partial<Written>>({})
  const save = () => {
    saving.current = saving.current.then(async () => {
      const change = waiting.current
      if (Object.keys(change).length === 0) return
      waiting.current = {}
      try {
        const saved = await call('pulse.update', {
          surveyId: first.id,
          revision: latest.current.revision,
          ...change,
        })
        latest.current = saved
        setProblem(null)
        setSurvey((old) => ({ ...saved, ...pick(old, Object.keys(waiting.current) as (keyof Written)[]) }))
        queryClient.setQueryData(keyOf('pulse.get', { surveyId: first.id }), saved)
        void queryClient.invalidateQueries({ queryKey: ['pulse.reckon'] })
      } catch (error) {
        if (!(error instanceof ApiProblem && error.status === 422)) waiting.current = { ...change, ...waiting.current }
        setProblem(error)
      }
    })
    return saving.current
  }
  const later = useDebouncedCallback(() => void save(), { delay: 600, flushOnUnmount: true })
  const set = (change: Partial<Written>) => {
    waiting.current = { ...waiting.current, ...change }
    setSurvey((old) => ({ ...old, ...change }))
    later()
  }

  const reads = ['pulse.list', 'pulse.get'] as const
  const launch = useAct('pulse.launch', { invalidates: reads, showsProblem: true, done: t('launch.done') })
  const remove = useAct('pulse.remove', { invalidates: ['pulse.list'], showsProblem: true, done: t('removed') })
  const reckoning = useOperation('pulse.reckon', { surveyId: first.id }, { keep: true })
  const audiences = useOperation('audiences.list', {}, { staleTime: 60_000 })
  const title = titleOf(survey, i18n.language) || t('list.untitled')
  const say = (text: Text) => text[language] ?? ''
  const write = (text: Text, words: string): Text => ({ ...text, [language]: words })
  const setQuestion = (id: string, change: Partial<Question>) =>
    set({ questions: survey.questions.map((q) => (q.id === id ? { ...q, ...change } : q)) })
  const move = (at: number, by: number) => {
    const next = [...survey.questions]
    next.splice(at + by, 0, next.splice(at, 1)[0]!)
    set({ questions: next })
  }
  const number = reckoning.data
  return (
    <Page
      title={title}
      help={t('draft.help')}
      back={{ to: '/program/pulse', label: t('list.title') }}
      description={t('draft.body')}
      action={
        <Button onClick={() => void save().then(() => setLaunching(true))} disabled={survey.missing.length > 0}>
          {t('launch.do')}
        </Button>
      }
      more={
        <Button variant="default" onClick={() => setRemoving(true)}>
          {t('remove.do')}
        </Button>
      }
    >
      {problem ? <ProblemNote small error={problem} retry={() => void save()} /> : null}
      {survey.missing.length > 0 ? (
        <Note tone="warn" title={t('missing.title')}>
          <ul>
            {survey.missing.map((gap) => (
              <li key={gap}>{t(`missing.gaps.${gap}`, { floor: f.number(survey.floor) })}</li>
            ))}
          </ul>
        </Note>
      ) : null}

      <Section
        title={t('draft.words')}
        action={
          survey.languages.length > 1 ? (
            <SegmentedControl
              size="sm"
              aria-label={t('draft.language')}
              value={language}
              onChange={(value) => setLanguage(value as Language)}
              data={survey.languages.map((value) => ({ value, label: nameOf(value) }))}
            />
          ) : undefined
        }
      >
        <div className={classes.editor}>
          <NewerSurvey survey={survey} language={language} set={set} />
          <MultiSelect
            label={t('languages')}
            description={t('languagesHint')}
            value={survey.languages}
            data={spoken.map((value) => ({ value, label: nameOf(value) }))}
            onChange={(chosen) => {
              const next = spoken.filter((l) => chosen.includes(l))
              if (next.length === 0) return
              if (!next.includes(language)) setLanguage(next[0]!)
              set({ languages: next })
            }}
          />
          <TextInput
            label={t('field.title')}
            maxLength={120}
            value={say(survey.title)}
            onChange={(e) => set({ title: write(survey.title, e.currentTarget.value) })}
          />
          <Textarea
            label={t('field.intro')}
            description={t('field.introHint')}
            autosize
            minRows={2}
            maxLength={600}
            value={say(survey.intro)}
            onChange={(e) => set({ intro: write(survey.intro, e.currentTarget.value) })}
          />
          {survey.questions.map((q, at) => (
            <div key={q.id} className={classes.editing} role="group" aria-label={t('question.number', { n: at + 1 })}>
              <div className={classes.row}>
                <TextInput
                  label={t('question.number', { n: at + 1 })}
                  maxLength={300}
                  value={say(q.text)}
                  onChange={(e) => setQuestion(q.id, { text: write(q.text, e.currentTarget.value), item: null })}
                />
                <Select
                  label={t('question.kind')}
                  allowDeselect={false}
                  value={q.kind}
                  data={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
                  onChange={(value) =>
                    setQuestion(q.id, {
                      kind: value as QuestionKind,
                      item: null,
                      options: value === 'choice' ? [{}, {}] : [],
                    })
                  }
                />
                <span className={classes.buttons}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="lg"
                    disabled={at === 0}
                    aria-label={t('question.up', { n: at + 1 })}
                    onClick={() => move(at, -1)}
                  >
                    <IconArrowUp size={17} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="lg"
                    disabled={at === survey.questions.length - 1}
                    aria-label={t('question.down', { n: at + 1 })}
                    onClick={() => move(at, 1)}
                  >
                    <IconArrowDown size={17} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="lg"
                    aria-label={t('question.remove', { n: at + 1 })}
                    onClick={() => set({ questions: survey.questions.filter((x) => x.id !== q.id) })}
                  >
                    <IconTrash size={17} aria-hidden />
                  </ActionIcon>
                </span>
              </div>
              {q.kind === 'choice' ? (
                <div className={classes.options}>
                  {q.options.map((option, i) => (
                    <TextInput
                      key={i}
                      aria-label={t('question.option', { n: i + 1 })}
                      placeholder={t('question.option', { n: i + 1 })}
                      maxLength={120}
                      value={say(option)}
                      onChange={(e) =>
                        setQuestion(q.id, {
                          options: q.options.map((o, j) => (j === i ? write(o, e.currentTarget.value) : o)),
                        })
                      }
                    />
                  ))}
                  <span className={classes.buttons}>
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      disabled={q.options.length >= 8}
                      onClick={() => setQuestion(q.id, { options: [...q.options, {}] })}
                    >
                      {t('question.addOption')}
                    </Button>
                    <Button
                      variant="subtle"
                      color="gray"
                      size="compact-sm"
                      disabled={q.options.length <= 2}
                      onClick={() => setQuestion(q.id, { options: q.options.slice(0, -1) })}
                    >
                      {t('question.lessOptions')}
                    </Button>
                  </span>
                </div>
              ) : null}
            </div>
          ))}
          <div>
            <Button
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
              disabled={survey.questions.length >= 12}
              onClick={() =>
                set({
                  questions: [
                    ...survey.questions,
                    { id: crypto.randomUUID().slice(0, 8), item: null, kind: 'agreement', text: {}, options: [] },
                  ],
                })
              }
            >
              {t('question.add')}
            </Button>
          </div>
        </div>
      </Section>

      <Section title={t('draft.who')} description={t('draft.whoBody')}>
        <div className={classes.editor}>
          <div className={classes.fields}>
            <Select
              label={t('field.reach')}
              allowDeselect={false}
              value={survey.reach}
              data={reachIds.map((value) => ({ value, label: t(`reach.${value}`) }))}
              onChange={(value) => set({ reach: value as Reach })}
            />
            <Select
              label={t('field.audience')}
              placeholder={t('field.everybody')}
              clearable
              searchable
              value={survey.audienceId}
              data={(audiences.data?.audiences ?? []).map((a) => ({ value: a.id, label: a.name }))}
              onChange={(audienceId) => set({ audienceId })}
            />
            <Select
              label={t('field.sample')}
              description={t('field.sampleHint')}
              allowDeselect={false}
              value={`${survey.sample}`}
              data={sampleIds.map((value) => ({ value: `${value}`, label: t(`sample.${value}`) }))}
              onChange={(value) => set({ sample: Number(value) as Survey['sample'] })}
            />
            <NumberInput
              label={t('field.floor')}
              description={t('field.floorHint', { least: f.number(survey.leastFloor) })}
              min={survey.leastFloor}
              max={100}
              clampBehavior="blur"
              allowDecimal={false}
              value={survey.floor}
              onChange={(value) => typeof value === 'number' && value >= 5 && value <= 100 && set({ floor: value })}
            />
          </div>
          {number ? (
            <p className={classes.quiet} role="status">
              {t(number.upTo ? 'reckon.upTo' : 'reckon.asked', {
                count: number.people,
                n: f.number(number.asked),
                d: f.number(number.people),
              })}{' '}
              {number.resting > 0
                ? t('reckon.resting', {
                    count: number.resting,
                    n: f.number(number.resting),
                    most: f.number(number.most),
                    weeks: f.number(number.weeks),
                  })
                : ''}{' '}
              {number.tooSmall.length > 0
                ? t('reckon.small', {
                    count: number.tooSmall.length,
                    n: f.number(number.tooSmall.length),
                    floor: f.number(number.floor),
                    names: f.list(number.tooSmall.slice(0, 5)),
                  })
                : ''}
            </p>
          ) : null}
        </div>
      </Section>

      <Section title={t('draft.when')}>
        <div className={classes.editor}>
          <div className={classes.fields}>
            <DateField
              label={t('field.opensOn')}
              value={survey.opensOn}
              min={me.today}
              onChange={(opensOn) => set({ opensOn })}
            />
            <NumberInput
              label={t('field.openDays')}
              min={3}
              max={30}
              clampBehavior="blur"
              allowDecimal={false}
              value={survey.openDays}
              onChange={(value) => typeof value === 'number' && value >= 3 && value <= 30 && set({ openDays: value })}
            />
            <Select
              label={t('field.every')}
              allowDeselect={false}
              value={survey.every}
              data={rhythmIds.map((value) => ({ value, label: t(`every.${value}`) }))}
              onChange={(value) => set({ every: value as Rhythm })}
            />
          </div>
          <Switch
            label={t('field.reminder', { count: survey.reminderAfter ?? 5 })}
            description={t('field.reminderHint')}
            checked={survey.reminderAfter !== null}
            onChange={(e) => set({ reminderAfter: e.currentTarget.checked ? Math.min(5, survey.openDays - 1) : null })}
          />
        </div>
      </Section>

      <Preview survey={survey} />

      <ConfirmDialog
        opened={launching}
        onClose={() => setLaunching(false)}
        title={t('launch.title', { title })}
        confirm={t('launch.do')}
        busy={launch.isPending}
        error={launch.error}
        onConfirm={() =>
          launch.mutate(
            { surveyId: first.id, revision: latest.current.revision },
            { onSuccess: () => setLaunching(false) },
          )
        }
      >
        <p>
          {t(number?.upTo ? 'launch.asksUpTo' : 'launch.asks', {
            n: f.number(number?.asked ?? 0),
            count: number?.asked ?? 0,
            day: survey.opensOn ? f.day(survey.opensOn, 'long') : '',
          })}
        </p>
        <p>{t('launch.floor', { floor: f.number(survey.floor) })}</p>
        <p>{t('launch.stays')}</p>
      </ConfirmDialog>
      <ConfirmDialog
        opened={removing}
        onClose={() => setRemoving(false)}
        title={t('remove.title', { title })}
        confirm={t('remove.do')}
        danger
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          remove.mutate({ surveyId: first.id }, { onSuccess: () => void go('/program/pulse', { replace: true }) })
        }
      >
        {t('remove.body')}
      </ConfirmDialog>
    </Page>
  )
}

function pick(from: Survey, keys: readonly (keyof Written)[]): Partial<Written> {
  return Object.fromEntries(keys.map((key) => [key, from[key]]))
}
