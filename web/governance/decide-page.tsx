/** Recording a decision: question, what was decided and why, who sees to it, what it should move. */
import { Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { languageOf } from '../program/language.ts'
import { useMe } from '../shell/me.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { DateField } from '../ui/date-field.tsx'
import { useAddress, useGo } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { all, home } from './acts.ts'
import classes from './governance.module.css'

type Options = Answer<'governance.options'>

export function DecidePage() {
  const { t, i18n } = useTranslation('governance')
  const [at] = useAddress<{ meeting?: string; request?: string }>()
  const options = useOperation('governance.options', { language: languageOf(i18n.language) })
  const requests = useOperation('governance.requests', {}, { enabled: Boolean(at.request) })
  const back = at.meeting
    ? { to: `${home}/meetings/${at.meeting}`, label: t('meeting.back') }
    : { to: `${home}/decisions`, label: t('tabs.decisions') }
  if (at.request && !requests.data && !requests.error) return <PageSkeleton />
  const request = requests.data?.requests.find((r) => r.id === at.request)
  return (
    <Loaded query={options} skeleton={<PageSkeleton />}>
      {(found) => (
        <Page title={t('decide.title')} width="reading" help={t('decide.help')} back={back}>
          <Form
            options={found}
            meetingId={at.meeting ?? null}
            requestId={request?.id ?? null}
            first={request?.title ?? ''}
          />
        </Page>
      )}
    </Loaded>
  )
}

function Form({
  options,
  meetingId,
  requestId,
  first,
}: {
  options: Options
  meetingId: string | null
  requestId: string | null
  first: string
}) {
  const { t } = useTranslation('governance')
  const f = useFormat()
  const go = useGo()
  const me = useMe()
  const [question, setQuestion] = useState(first)
  const [decided, setDecided] = useState('')
  const [why, setWhy] = useState('')
  const [considered, setConsidered] = useState('')
  const [cost, setCost] = useState('')
  const [owner, setOwner] = useState<Pickable | null>({ id: me.person.id, name: me.person.name })
  const [dueOn, setDueOn] = useState<string | null>(null)
  const [metric, setMetric] = useState<string | null>(null)
  const [waveId, setWaveId] = useState<string>('all')
  const [expected, setExpected] = useState<number | string>('')
  const [reviewOn, setReviewOn] = useState<string | null>(null)
  const decide = useAct('governance.decide', {
    invalidates: all,
    showsProblem: true,
    onDone: (made) =>
      void go(meetingId ? `${home}/meetings/${meetingId}` : `${home}/decisions/${made.id}`, { replace: true }),
  })
  const chosen = options.metrics.find((m) => m.id === metric)
  const aimed = !chosen || (typeof expected === 'number' && expected !== 0 && reviewOn !== null)
  const ready = question.trim() && decided.trim() && owner && aimed
  const lines = considered
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)
    .slice(0, 8)
  const unit = chosen ? t(`unit.${chosen.unit}`) : ''
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready) return
        decide.mutate({
          meetingId,
          requestId,
          question,
          options: lines,
          decided,
          why,
          cost,
          ownerId: owner.id,
          dueOn,
          aim:
            chosen && typeof expected === 'number' && reviewOn
              ? { metric: chosen.id, waveId: waveId === 'all' ? null : waveId, expected, reviewOn }
              : null,
        })
      }}
    >
      <Section title={t('decide.what')}>
        <div className={classes.fields}>
          <TextInput
            label={t('decide.question')}
            description={t('decide.questionSays')}
            required
            withAsterisk={false}
            maxLength={300}
            dir="auto"
            value={question}
            onChange={(e) => setQuestion(e.currentTarget.value)}
          />
          <Textarea
            label={t('decision.options')}
            description={t('decide.optionsSays')}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={4000}
            dir="auto"
            value={considered}
            onChange={(e) => setConsidered(e.currentTarget.value)}
          />
          <Textarea
            label={t('decision.decided')}
            required
            withAsterisk={false}
            autosize
            minRows={2}
            maxRows={12}
            maxLength={4000}
            dir="auto"
            value={decided}
            onChange={(e) => setDecided(e.currentTarget.value)}
          />
          <Textarea
            label={t('decision.why')}
            autosize
            minRows={2}
            maxRows={12}
            maxLength={4000}
            dir="auto"
            value={why}
            onChange={(e) => setWhy(e.currentTarget.value)}
          />
        </div>
      </Section>
      <Section title={t('decide.who')}>
        <div className={classes.fields}>
          <PersonPicker
            label={t('decision.owner')}
            description={t('decide.ownerSays')}
            value={owner}
            onChange={setOwner}
            useFind={usePeopleSearch}
            required
          />
          <div className={classes.three}>
            <DateField label={t('decision.due')} value={dueOn} onChange={setDueOn} min={options.today} clearable />
            <TextInput
              label={t('decision.cost')}
              placeholder={t('decide.costExample')}
              maxLength={500}
              dir="auto"
              value={cost}
              onChange={(e) => setCost(e.currentTarget.value)}
            />
          </div>
        </div>
      </Section>
      <Section title={t('decide.aim')} description={t('decide.aimSays')}>
        <div className={classes.fields}>
          <Select
            label={t('decide.metric')}
            placeholder={t('decide.noMetric')}
            searchable
            clearable
            value={metric}
            onChange={(id) => {
              setMetric(id)
              setExpected('')
            }}
            data={[
              {
                group: t('decide.chosen'),
                items: options.metrics.filter((m) => m.chosen).map((m) => ({ value: m.id, label: m.name })),
              },
              {
                group: t('decide.others'),
                items: options.metrics.filter((m) => !m.chosen).map((m) => ({ value: m.id, label: m.name })),
              },
            ].filter((g) => g.items.length > 0)}
          />
          {chosen ? (
            <>
              <p className={classes.plain}>
                {chosen.now ? t('decide.now', { value: chosen.now }) : t('decide.noNumber')}{' '}
                {t(`decide.better.${chosen.direction}`)}
              </p>
              {options.waves.length > 0 ? (
                <Select
                  label={t('decide.where')}
                  allowDeselect={false}
                  value={waveId}
                  onChange={(id) => id && setWaveId(id)}
                  data={[
                    { value: 'all', label: t('effect.company') },
                    ...options.waves.map((w) => ({ value: w.id, label: w.name })),
                  ]}
                />
              ) : null}
              <div className={classes.three}>
                <NumberInput
                  label={t('decide.by', { unit })}
                  description={t('decide.bySays')}
                  decimalScale={2}
                  value={expected}
                  onChange={setExpected}
                />
                <DateField
                  label={t('decide.reviewOn')}
                  description={t('decide.reviewSays')}
                  value={reviewOn}
                  onChange={setReviewOn}
                  min={options.today}
                  required
                />
              </div>
              {typeof expected === 'number' && expected !== 0 && chosen.value !== null && waveId === 'all' ? (
                <p className={classes.plain}>
                  {t('decide.would', {
                    from: f.number(chosen.value, 1),
                    to: f.number(chosen.value + expected, 1),
                  })}
                </p>
              ) : null}
            </>
          ) : null}
        </div>
      </Section>
      {decide.error ? <ProblemNote small error={decide.error} /> : null}
      <div className={classes.buttons}>
        <Button type="submit" loading={decide.isPending} disabled={!ready}>
          {t('decide.save')}
        </Button>
      </div>
    </form>
  )
}
