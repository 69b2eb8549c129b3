/** Being a champion: an invitation to answer, what comes next, whom one is there for, and what one hears. */
import { Button, Textarea } from '@mantine/core'
import { IconCalendarEvent, IconMail, IconUserHeart } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { TextLink } from '../program/text-link.tsx'
import { useMe } from '../shell/me.ts'
import form from '../ui/form.module.css'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Go } from '../ui/link.tsx'
import { FoldingRow, List, Row } from '../ui/list.tsx'
import { Facts, Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { languages as spoken } from '../words.ts'
import { useAreaWords } from './area-words.tsx'
import classes from './champions.module.css'
import { Hear } from './hear.tsx'

type Language = NonNullable<Briefing['messages'][number]['text']>['language']
type Mine = Answer<'champions.mine'>
type Briefing = Answer<'champions.briefing'>

export function MinePage() {
  const { t } = useTranslation('champions')
  const query = useOperation('champions.mine', {})
  return (
    <Page title={t('mine.title')} description={t('mine.body')} help={t('mine.help')} width="reading">
      <Loaded
        query={query}
        skeleton={<TextSkeleton lines={6} />}
        empty={(m) =>
          !m.champion &&
          m.invitation === null &&
          m.next === null &&
          m.served.months === 0 && (
            <Empty icon={<IconUserHeart size={22} stroke={1.6} />} title={t('mine.none')}>
              {t('mine.noneBody')}
            </Empty>
          )
        }
      >
        {(mine) => (
          <>
            {mine.invitation ? <Invitation invitation={mine.invitation} /> : null}
            {mine.next ? <Ahead next={mine.next} serves={mine.champion} /> : null}
            {mine.champion ? (
              <>
                <Coming />
                <Section title={t('hear.title')} description={t('hear.body')}>
                  <Hear weeks={mine.weeksHeard} />
                </Section>
              </>
            ) : null}
            <Given mine={mine} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Invitation({ invitation }: { invitation: NonNullable<Mine['invitation']> }) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  const areasIn = useAreaWords()
  const [declining, setDeclining] = useState(false)
  const [words, setWords] = useState('')
  const answer = useAct('champions.answer', {
    invalidates: ['champions.mine', 'champions.briefing', 'access.me', 'week.get', 'program.mine'],
    showsProblem: true,
    done: (_answer, { accepts }) => t(accepts ? 'invited.accepted' : 'invited.declined'),
  })
  const { id: termId, askedBy, state } = invitation
  return (
    <Section title={t('invited.title', { name: askedBy.name })}>
      <div className={`${form.form} ${form.inside}`}>
        {invitation.words ? (
          <blockquote className={form.quoted} dir="auto">
            {invitation.words}
            <footer>{askedBy.name}</footer>
          </blockquote>
        ) : null}
        <ul className={classes.plain}>
          {(['help', 'hear', 'early'] as const).map((what) => (
            <li key={what}>{t(`invited.${what}`)}</li>
          ))}
        </ul>
        <Facts
          facts={[
            {
              label: t('invited.when'),
              value: t('terms.days', {
                from: f.day(invitation.startsOn, 'short'),
                until: f.day(invitation.endsOn, 'short'),
              }),
            },
            {
              label: t('invited.time'),
              value: t('terms.hours', { count: invitation.hoursMonth, n: f.number(invitation.hoursMonth) }),
            },
            { label: t('invited.where'), value: <span dir="auto">{areasIn(invitation.areas)}</span> },
            ...(state.is === 'invited' ? [{ label: t('invited.until'), value: f.day(state.until, 'short') }] : []),
          ]}
        />
        <p className={form.quiet}>
          {invitation.manager ? t('invited.manager', { name: invitation.manager.name }) : t('invited.noManager')}
        </p>
        {declining ? (
          <Textarea
            label={t('invited.why', { name: askedBy.name })}
            autosize
            minRows={2}
            maxLength={500}
            value={words}
            onChange={(e) => setWords(e.currentTarget.value)}
          />
        ) : null}
        {answer.error ? <ProblemNote small error={answer.error} /> : null}
        <div className={form.acts}>
          {declining ? (
            <>
              <Button loading={answer.isPending} onClick={() => answer.mutate({ termId, accepts: false, words })}>
                {t('invited.decline')}
              </Button>
              <Button variant="default" onClick={() => setDeclining(false)}>
                {t('cancel')}
              </Button>
            </>
          ) : (
            <>
              <Button loading={answer.isPending} onClick={() => answer.mutate({ termId, accepts: true, words: '' })}>
                {t('invited.accept')}
              </Button>
              <Button variant="default" onClick={() => setDeclining(true)}>
                {t('invited.no')}
              </Button>
            </>
          )}
        </div>
      </div>
    </Section>
  )
}

function Ahead({ next, serves }: { next: NonNullable<Mine['next']>; serves: boolean }) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  return (
    <Note tone="accent" title={t(serves ? 'mine.again' : 'mine.ahead', { day: f.day(next.startsOn, 'short') })}>
      {t(serves ? 'mine.againBody' : 'mine.aheadBody')}
      {serves ? null : (
        <div className={form.acts}>
          <StepDown ahead />
        </div>
      )}
    </Note>
  )
}

function Coming() {
  const { t, i18n } = useTranslation('champions')
  const f = useFormat()
  const language = (spoken as readonly Language[]).find((one) => i18n.language.startsWith(one))
  const query = useOperation('champions.briefing', language ? { language } : {})
  return (
    <>
      <Section
        title={t('briefing.title')}
        description={query.data ? t('briefing.body', { day: f.day(query.data.until, 'short') }) : undefined}
        bare
      >
        <Loaded
          query={query}
          skeleton={<TextSkeleton lines={4} />}
          empty={(b) =>
            b.starts.length + b.messages.length === 0 && (
              <Empty small title={t('briefing.none')}>
                {t('briefing.noneBody')}
              </Empty>
            )
          }
        >
          {(b) => <Dates briefing={b} />}
        </Loaded>
      </Section>
      <Section title={t('area.title')} bare>
        <Loaded query={query} skeleton={<TextSkeleton lines={2} />}>
          {(b) => <MyPeople briefing={b} />}
        </Loaded>
      </Section>
    </>
  )
}

function Dates({ briefing }: { briefing: Briefing }) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  return (
    <List>
      {briefing.starts.map((one) => (
        <Row
          key={`${one.waveId} ${one.what}`}
          lead={<IconCalendarEvent size={20} stroke={1.6} aria-hidden />}
          title={t(`briefing.${one.what}`, { wave: one.wave, program: one.program })}
          says={f.day(one.on, 'short')}
        />
      ))}
      {briefing.messages.map((one) => (
        <Message key={one.id} message={one} />
      ))}
    </List>
  )
}

function Message({ message }: { message: Briefing['messages'][number] }) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  const row = {
    lead: <IconMail size={20} stroke={1.6} aria-hidden />,
    title: message.text?.subject ?? message.title,
    says: [
      f.day(message.on, 'short'),
      message.wave,
      ...(message.sender ? [t('briefing.from', { name: message.sender })] : []),
    ].join(' · '),
  }
  if (!message.text) return <Row {...row} end={t('briefing.planned')} />
  return (
    <FoldingRow {...row} act={t('briefing.read')}>
      <div className={classes.text} lang={message.text.language} dir="auto">
        {message.text.body}
      </div>
      <p className={form.quiet}>{t('briefing.notYet')}</p>
    </FoldingRow>
  )
}

function MyPeople({ briefing }: { briefing: Briefing }) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  if (briefing.areas.length === 0)
    return (
      <Empty small title={t('area.noneYet')}>
        {t('area.noneYetBody')}
      </Empty>
    )
  return (
    <>
      <List>
        {briefing.areas.map((one) => (
          <Row
            key={`${one.kind} ${one.key}`}
            title={one.key}
            says={[
              one.people === null
                ? t('area.few', { floor: f.number(briefing.floor) })
                : t('area.people', { count: one.people, n: f.number(one.people) }),
              t('area.champions', { count: one.champions, n: f.number(one.champions) }),
            ].join(' · ')}
          />
        ))}
      </List>
      <div className={classes.after}>
        <TextLink to="/program/desk">{t('area.desk')}</TextLink>
        <p className={form.quiet}>{t('area.deskBody')}</p>
      </div>
    </>
  )
}

function Given({ mine }: { mine: Mine }) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  const me = useMe()
  const { served, term, areas } = mine
  const areasIn = useAreaWords()
  if (!mine.champion && served.months === 0) return null
  return (
    <Section title={t('given.title')} description={t('given.body')}>
      <Facts
        facts={[
          {
            label: t('given.time'),
            value:
              served.months > 0
                ? t('person.months', {
                    count: served.months,
                    n: f.number(served.months),
                    hours: f.number(served.hours),
                  })
                : t('given.noTerm'),
          },
          ...(served.since ? [{ label: t('given.since'), value: f.day(served.since, 'short') }] : []),
          ...(term ? [{ label: t('given.until'), value: f.day(term.endsOn, 'short') }] : []),
          ...(areas.length > 0 ? [{ label: t('person.areas'), value: <span dir="auto">{areasIn(areas)}</span> }] : []),
        ]}
      />
      <div className={`${form.acts} ${form.inside}`}>
        {me.elements.includes('recognition') ? (
          <Button component={Go} to="/recognition" search={{ of: 'received' }} variant="default">
            {t('given.thanks')}
          </Button>
        ) : null}
        {mine.champion ? <StepDown /> : null}
      </div>
    </Section>
  )
}

/** `ahead`: what was accepted has not begun. */
function StepDown({ ahead = false }: { ahead?: boolean }) {
  const { t } = useTranslation('champions')
  const [opened, setOpened] = useState(false)
  const stop = useAct('champions.stepDown', {
    invalidates: ['champions.mine', 'access.me'],
    showsProblem: true,
    done: t(ahead ? 'stop.doneAhead' : 'stop.done'),
    onDone: () => setOpened(false),
  })
  return (
    <>
      <Button variant="subtle" onClick={() => setOpened(true)}>
        {t(ahead ? 'stop.openAhead' : 'stop.open')}
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={t(ahead ? 'stop.titleAhead' : 'stop.title')}
        confirm={t(ahead ? 'stop.actAhead' : 'stop.act')}
        onConfirm={() => stop.mutate({})}
        busy={stop.isPending}
        error={stop.error}
      >
        {t(ahead ? 'stop.bodyAhead' : 'stop.body')}
      </ConfirmDialog>
    </>
  )
}
