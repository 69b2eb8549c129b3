/** Being a trainer, or on the way there: what one was asked, what is next, what was seen, and what one observes. */
import { Button } from '@mantine/core'
import { IconPresentation } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, useAct, useOperation } from '../api.ts'
import { TextLink } from '../program/text-link.tsx'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { useLanguageName } from '../ui/languages.ts'
import { List, Row } from '../ui/list.tsx'
import { DoneMark } from '../ui/marks.tsx'
import form from '../ui/form.module.css'
import { Facts, Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { Words } from './observed.tsx'
import { DeliveryRow, type Detail, Standing } from './standing.tsx'
import classes from './trainers.module.css'

type Mine = Answer<'trainers.mine'>

export function MinePage() {
  const { t } = useTranslation('trainers')
  const query = useOperation('trainers.mine', {})
  return (
    <Page title={t('mine.title')} description={t('mine.body')} help={t('mine.help')} width="reading">
      <Loaded
        query={query}
        skeleton={<TextSkeleton lines={6} />}
        empty={(m) =>
          m.trainer === null &&
          m.observes.length === 0 && (
            <Empty icon={<IconPresentation size={22} stroke={1.6} />} title={t('mine.none')}>
              {t('mine.noneBody')}
            </Empty>
          )
        }
      >
        {(mine) => (
          <>
            {mine.trainer ? <Own mine={mine} trainer={mine.trainer} /> : null}
            <Observes deliveries={mine.observes} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Own({ mine, trainer }: { mine: Mine; trainer: Detail }) {
  const { t } = useTranslation('trainers')
  const f = useFormat()
  const languageName = useLanguageName()
  const { state } = trainer
  if (state.is === 'asked') return <Asked trainer={trainer} />
  const serves = state.is === 'learning' || state.is === 'ready' || state.is === 'expired'
  const past = trainer.deliveries.filter((one) => one.id !== trainer.next?.id && one.state !== 'withdrawn')
  return (
    <>
      <Facts
        facts={[
          { label: t('fact.state'), value: <Standing state={state} /> },
          { label: t('fact.languages'), value: f.list(trainer.languages.map(languageName)) },
        ]}
      />
      {serves ? (
        <>
          {state.is !== 'ready' || mine.courses.some((one) => !one.done) ? <Courses courses={mine.courses} /> : null}
          <Section title={t('mine.next')} bare>
            {trainer.next ? (
              <List>
                <DeliveryRow delivery={trainer.next} as="candidate" act={t('mine.sheet')} />
              </List>
            ) : (
              <Note>{t(state.is === 'ready' ? 'mine.noNextReady' : 'mine.noNext')}</Note>
            )}
          </Section>
        </>
      ) : null}
      {past.length > 0 ? (
        <Section title={t('mine.past')} bare>
          <List>
            {past.map((one) => (
              <DeliveryRow key={one.id} delivery={one} as="candidate" act={t('mine.read')}>
                {one.observedOn ? <Words of={one} /> : null}
              </DeliveryRow>
            ))}
          </List>
          <p className={classes.after}>{t('observed.readers')}</p>
        </Section>
      ) : null}
      {serves ? (
        <div className={form.acts}>
          <TextLink to="/program/sessions">{t('mine.sessions')}</TextLink>
          <StepDown />
        </div>
      ) : null}
    </>
  )
}

function Courses({ courses }: { courses: Mine['courses'] }) {
  const { t } = useTranslation('trainers')
  const f = useFormat()
  return (
    <Section title={t('mine.courses')} bare>
      {courses.length === 0 ? (
        <Note>{t('mine.noCourses')}</Note>
      ) : (
        <List>
          {courses.map((one) => (
            <Row
              key={one.courseId}
              lead={<DoneMark done={one.done} label={t(one.done ? 'mine.courseDone' : 'mine.courseOpen')} />}
              title={one.title}
              to={`/learning/${one.courseId}`}
              says={one.dueOn && !one.done ? t('mine.due', { day: f.day(one.dueOn, 'short') }) : null}
            />
          ))}
        </List>
      )}
    </Section>
  )
}

function Asked({ trainer }: { trainer: Detail }) {
  const { t } = useTranslation('trainers')
  const f = useFormat()
  const languageName = useLanguageName()
  const answer = useAct('trainers.answer', {
    invalidates: ['trainers.mine', 'access.me', 'training.mine', 'week.get'],
    showsProblem: true,
    done: (_answer, { accepts }) => t(accepts ? 'asked.accepted' : 'asked.declined'),
  })
  return (
    <Section title={t('asked.title', { name: trainer.namedBy.name })}>
      <div className={`${form.form} ${form.inside}`}>
        {trainer.words ? (
          <blockquote className={form.quoted} dir="auto">
            {trainer.words}
          </blockquote>
        ) : null}
        <ol>
          {(['courses', 'deliver', 'signed', 'read'] as const).map((what) => (
            <li key={what}>{t(`asked.${what}`)}</li>
          ))}
        </ol>
        <p className={form.quiet}>{t('asked.in', { languages: f.list(trainer.languages.map(languageName)) })}</p>
        {answer.error ? <ProblemNote small error={answer.error} /> : null}
        <div className={form.acts}>
          <Button loading={answer.isPending} onClick={() => answer.mutate({ accepts: true })}>
            {t('asked.accept')}
          </Button>
          <Button variant="default" disabled={answer.isPending} onClick={() => answer.mutate({ accepts: false })}>
            {t('asked.decline')}
          </Button>
        </div>
      </div>
    </Section>
  )
}

function Observes({ deliveries }: { deliveries: Mine['observes'] }) {
  const { t } = useTranslation('trainers')
  if (deliveries.length === 0) return null
  return (
    <Section title={t('mine.observes')} bare>
      <List>
        {deliveries.map((one) => (
          <DeliveryRow
            key={one.id}
            delivery={one}
            as="observer"
            act={t(one.state === 'to_write' ? 'mine.write' : one.state === 'ahead' ? 'mine.sheet' : 'mine.read')}
          />
        ))}
      </List>
    </Section>
  )
}

function StepDown() {
  const { t } = useTranslation('trainers')
  const [opened, setOpened] = useState(false)
  const stop = useAct('trainers.stepDown', {
    invalidates: ['trainers.mine', 'access.me'],
    showsProblem: true,
    done: t('stop.done'),
    onDone: () => setOpened(false),
  })
  return (
    <>
      <Button variant="subtle" onClick={() => setOpened(true)}>
        {t('stop.open')}
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('stop.title')}
        confirm={t('stop.act')}
        onConfirm={() => stop.mutate({})}
        busy={stop.isPending}
        error={stop.error}
      >
        {t('stop.body')}
      </ConfirmDialog>
    </>
  )
}
