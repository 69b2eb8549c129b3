/** Who comes and who came: the page that whoever leads a session has open in the room. */
import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { Go } from '../ui/link.tsx'
import { List, Row } from '../ui/list.tsx'
import { MarkdownView } from '../ui/markdown.tsx'
import { State } from '../ui/meter.tsx'
import { Facts, Page, Section } from '../ui/page.tsx'
import { PersonPicker } from '../ui/person-picker.tsx'
import { Avatar } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { Evaluation } from './evaluation.tsx'
import classes from './live.module.css'
import { Times } from './times.tsx'

export type Room = Answer<'live.room'>

export function RoomPage() {
  const { sessionId = '' } = useParams({ strict: false }) as { sessionId?: string }
  // People come in by their code while one looks.
  const query = useOperation('live.room', { sessionId }, { every: 10_000 })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(room) => <Inside room={room} />}
    </Loaded>
  )
}

function Inside({ room }: { room: Room }) {
  const { t } = useTranslation('live')
  const f = useFormat()
  const [callingOff, setCallingOff] = useState(false)
  const openCode = useAct('live.openCode', { invalidates: ['live.room'] })
  const { id, state, workshop, course } = room
  const ahead = state === 'ahead'
  return (
    <Page
      title={room.title}
      help={t('room.help')}
      back={{ to: '/program/sessions', label: t('led.place') }}
      action={
        room.mayMark ? (
          <Button loading={openCode.isPending} onClick={() => openCode.mutate({ sessionId: id })}>
            {t(room.code ? 'room.newCode' : 'room.showCode')}
          </Button>
        ) : undefined
      }
      more={
        <>
          {workshop ? (
            <Button component={Go} to={`/program/workshops/${workshop.id}`} variant="default">
              {t('room.guide')}
            </Button>
          ) : null}
          {ahead ? (
            <>
              <Button variant="subtle" color="gray" onClick={() => setCallingOff(true)}>
                {t('callOff.act')}
              </Button>
              <Button component={Go} to={`/program/sessions/${id}/change`} variant="default">
                {t('change')}
              </Button>
            </>
          ) : null}
        </>
      }
    >
      {state === 'called_off' ? (
        <Note tone="bad" title={t('calledOff')}>
          {room.reason}
        </Note>
      ) : null}
      {room.code ? (
        <div className={classes.code} role="status">
          <span>{t('room.codeSays')}</span>
          <strong>{`${room.code.code.slice(0, 3)} ${room.code.code.slice(3)}`}</strong>
          <span>{t('room.until', { time: f.time(room.code.until) })}</span>
        </div>
      ) : null}
      <Facts
        facts={[
          { label: t('when'), value: <Times {...room} /> },
          { label: t('where'), value: <span dir="auto">{room.place || room.link || t('noPlace')}</span> },
          { label: t('leaders'), value: f.list(room.leaders.map((one) => one.name)) },
          { label: t('for'), value: t(`forWhom.${room.who}`, { wave: room.wave?.name ?? t('allWaves') }) },
          ...(course ? [{ label: t(room.completes ? 'finishes' : 'teaches'), value: course.title }] : []),
          ...(workshop ? [{ label: t('workshop'), value: workshop.title }] : []),
        ]}
      />
      <People room={room} />
      {room.materials ? (
        <Section title={t('materials')}>
          <div className={classes.inside}>
            <MarkdownView text={room.materials} />
          </div>
        </Section>
      ) : null}
      {state === 'over' || room.evaluation.state !== 'none' ? <Evaluation results={room.evaluation} /> : null}
      <CallOff room={room} opened={callingOff} onClose={() => setCallingOff(false)} />
    </Page>
  )
}

function People({ room }: { room: Room }) {
  const { t } = useTranslation('live')
  const f = useFormat()
  const mark = useAct('live.mark', {
    invalidates: ['live.room', 'training.progress'],
    optimistic: (input, cache) =>
      cache.change('live.room', { sessionId: input.sessionId }, (old) => ({
        ...old,
        people: old.people.map((one) =>
          one.person.id === input.personId
            ? {
                ...one,
                came: input.came ? { at: new Date(f.now()).toISOString(), by: '', how: 'list' as const } : null,
              }
            : one,
        ),
      })),
  })
  const { people, mayMark } = room
  const came = people.filter((one) => one.came).length
  const tick = (personId: string, yes: boolean) => mark.mutate({ sessionId: room.id, personId, came: yes })
  return (
    <Section
      title={t('people.title')}
      description={
        mayMark
          ? t('people.came', { count: people.length, n: f.number(came), of: f.number(people.length) })
          : t('people.booked', {
              count: room.seats,
              n: f.number(room.taken),
              of: f.number(room.seats),
              waiting: f.number(room.waiting),
            })
      }
      bare
    >
      {people.length === 0 ? <p className={classes.none}>{t('people.none')}</p> : null}
      <List>
        {people.map((one) => (
          <Row
            key={one.person.id}
            lead={
              <>
                {mayMark ? (
                  <Checkbox
                    size="md"
                    checked={one.came !== null}
                    onChange={(e) => tick(one.person.id, e.currentTarget.checked)}
                    aria-label={t('people.tick', { name: one.person.name })}
                  />
                ) : null}
                <Avatar name={one.person.name} id={one.person.id} size={36} />
              </>
            }
            title={one.person.name}
            says={one.person.title}
            end={
              one.came ? (
                <State tone="good">{t(`people.how.${one.came.how}`)}</State>
              ) : one.seat === 'waiting' ? (
                <State tone="warn">{t('people.waits')}</State>
              ) : null
            }
          />
        ))}
      </List>
      {mayMark ? (
        <div className={classes.walkIn}>
          <PersonPicker
            label={t('people.add')}
            description={t('people.addSays')}
            value={null}
            onChange={(person) => person && tick(person.id, true)}
            useFind={usePeopleSearch}
            without={people.filter((one) => one.came).map((one) => one.person.id)}
          />
        </div>
      ) : null}
    </Section>
  )
}

function CallOff({ room, opened, onClose }: { room: Room; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('live')
  const f = useFormat()
  const [reason, setReason] = useState('')
  const callOff = useAct('live.callOff', {
    invalidates: ['live.room', 'live.list', 'live.upcoming'],
    showsProblem: true,
    onDone: onClose,
  })
  const told = room.taken + room.waiting
  return (
    <Modal opened={opened} onClose={onClose} title={t('callOff.title', { title: room.title })}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          callOff.mutate({ sessionId: room.id, reason })
        }}
      >
        <p className={classes.plain}>{t('callOff.says', { count: told, n: f.number(told) })}</p>
        <TextInput
          label={t('callOff.reason')}
          description={t('callOff.reasonSays')}
          value={reason}
          onChange={(e) => setReason(e.currentTarget.value)}
          maxLength={300}
          data-autofocus
        />
        {callOff.error ? <ProblemNote small error={callOff.error} /> : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('callOff.keep')}
          </Button>
          <Button type="submit" color="red" loading={callOff.isPending} disabled={!reason.trim()}>
            {t('callOff.act')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
