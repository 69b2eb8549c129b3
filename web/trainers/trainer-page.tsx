/** One trainer or candidate, for the program lead: where they stand, the next delivery, and what was seen. */
import { Button, Select } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, useAct, useOperation } from '../api.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { useLanguageName } from '../ui/languages.ts'
import { Go, useGo } from '../ui/link.tsx'
import { List } from '../ui/list.tsx'
import form from '../ui/form.module.css'
import { Facts, Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { Words } from './observed.tsx'
import { DeliveryRow, Standing } from './standing.tsx'

type Found = Answer<'trainers.get'>

export function TrainerPage() {
  const { personId = '' } = useParams({ strict: false }) as { personId?: string }
  const query = useOperation('trainers.get', { personId })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(found) => <One key={found.trainer.person.id} found={found} />}
    </Loaded>
  )
}

function One({ found }: { found: Found }) {
  const { t } = useTranslation('trainers')
  const f = useFormat()
  const languageName = useLanguageName()
  const { trainer } = found
  const { person, state, courses } = trainer
  const serves = state.is === 'learning' || state.is === 'ready' || state.is === 'expired'
  return (
    <Page
      title={person.name}
      width="reading"
      description={[person.title, person.site].filter(Boolean).join(' · ')}
      back={{ to: '/program/trainers', label: t('list.title') }}
      more={
        serves || state.is === 'asked' ? (
          <End personId={person.id} name={person.name} asked={state.is === 'asked'} />
        ) : undefined
      }
    >
      <Facts
        facts={[
          { label: t('fact.state'), value: <Standing state={state} /> },
          { label: t('fact.languages'), value: f.list(trainer.languages.map(languageName)) },
          {
            label: t('fact.courses'),
            value:
              courses.of === 0
                ? t('fact.noCourses')
                : t('column.of', { done: f.number(courses.done), of: f.number(courses.of) }),
          },
          {
            label: t('fact.named'),
            value: t('fact.by', { name: trainer.namedBy.name, day: f.day(trainer.namedOn, 'short') }),
          },
        ]}
      />
      {serves ? <Next found={found} /> : null}
      {trainer.deliveries.length > 0 ? (
        <Section title={t('lead.deliveries')} description={t('observed.readers')} bare>
          <List>
            {trainer.deliveries.map((one) => (
              <DeliveryRow key={one.id} delivery={one} as="lead" act={t('mine.sheet')}>
                {one.observedOn ? <Words of={one} /> : null}
              </DeliveryRow>
            ))}
          </List>
        </Section>
      ) : null}
    </Page>
  )
}

function Next({ found }: { found: Found }) {
  const { t } = useTranslation('trainers')
  const f = useFormat()
  const { trainer, sessions, observers } = found
  const [sessionId, setSession] = useState<string | null>(trainer.next?.session.id ?? null)
  const [observerId, setObserver] = useState<string | null>(trainer.next?.observer.id ?? null)
  const arrange = useAct('trainers.arrange', {
    invalidates: ['trainers.get', 'trainers.list', 'trainers.readiness', 'live.list', 'live.room'],
    showsProblem: true,
    done: t('lead.arranged'),
  })
  const same = sessionId === trainer.next?.session.id && observerId === trainer.next?.observer.id
  return (
    <Section title={t('lead.next')} description={t('lead.nextBody')}>
      <form
        className={`${form.form} ${form.inside}`}
        onSubmit={(event) => {
          event.preventDefault()
          if (sessionId && observerId) arrange.mutate({ personId: trainer.person.id, sessionId, observerId })
        }}
      >
        {sessions.length === 0 ? (
          <Note
            action={
              <Button component={Go} to="/program/sessions/new" size="compact-sm" variant="default">
                {t('lead.plan')}
              </Button>
            }
          >
            {t('lead.noSessions')}
          </Note>
        ) : (
          <>
            <Select
              label={t('lead.session')}
              searchable
              allowDeselect={false}
              value={sessionId}
              data={sessions.map((one) => ({ value: one.id, label: `${one.title}, ${f.exact(one.startsAt)}` }))}
              onChange={setSession}
            />
            <Select
              label={t('lead.observer')}
              description={t('lead.observerSays')}
              searchable
              allowDeselect={false}
              value={observerId}
              data={observers.map((one) => ({ value: one.id, label: one.name }))}
              onChange={setObserver}
            />
            {arrange.error ? <ProblemNote error={arrange.error} /> : null}
            <div className={form.acts}>
              <Button type="submit" loading={arrange.isPending} disabled={!sessionId || !observerId || same}>
                {t(trainer.next ? 'lead.rearrange' : 'lead.arrange')}
              </Button>
            </div>
          </>
        )}
      </form>
    </Section>
  )
}

function End({ personId, name, asked }: { personId: string; name: string; asked: boolean }) {
  const { t } = useTranslation('trainers')
  const go = useGo()
  const [opened, setOpened] = useState(false)
  const end = useAct('trainers.end', {
    invalidates: ['trainers.list', 'trainers.get', 'trainers.readiness'],
    showsProblem: true,
    done: t('end.done', { name }),
    onDone: () => void go('/program/trainers'),
  })
  return (
    <>
      <Button variant="subtle" color="gray" onClick={() => setOpened(true)}>
        {t(asked ? 'end.openAsked' : 'end.open')}
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('end.title', { name })}
        confirm={t('end.act')}
        onConfirm={() => end.mutate({ personId })}
        busy={end.isPending}
        error={end.error}
      >
        {t('end.body')}
      </ConfirmDialog>
    </>
  )
}
