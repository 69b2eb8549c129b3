/** Both sides: one's own answers to short questions, and what the other one shared. */
import { Button, Select, Textarea } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { type ReactNode, type RefObject, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { call, useAct } from '../api.ts'
import { State } from '../ui/meter.tsx'
import { Avatar } from '../ui/person.tsx'
import { useTalk, type Conversation } from './acts.ts'
import { SaveWord, saveAll, useAutosave, withWords, type Autosave, type Fields } from './autosave.tsx'
import classes from './checkins.module.css'

type Question = Conversation['questions'][number]

export function Prompt({
  k,
  question,
  rows = 2,
  onField,
}: {
  k: Conversation
  question: Question
  rows?: number
  onField?: (id: string, field: Autosave) => void
}) {
  const read = { words: question.words, answer: k }
  const field = useAutosave(`checkin:${k.id}:${question.id}`, read, async (words) => {
    await call('checkins.prepare', { checkinId: k.id, answers: [{ questionId: question.id, words: words.trim() }] })
    if (k.shared) await call('checkins.prepare', { checkinId: k.id, answers: [], share: true })
  })
  onField?.(question.id, field)
  return (
    <div className={classes.prompt}>
      <Textarea
        label={question.ask}
        description={question.hint}
        autosize
        minRows={rows}
        maxRows={14}
        maxLength={4000}
        dir="auto"
        value={field.value}
        onChange={(event) => field.set(event.currentTarget.value)}
        onBlur={() => void field.flush()}
      />
      <SaveWord state={field.state} />
    </div>
  )
}

/** Shares what stands in the fields, down to the last key stroke. */
export function useShare(k: Conversation, fields: Fields, box: RefObject<HTMLElement | null>) {
  const { t } = useTranslation('checkins')
  const other = k.side === 'manager' ? k.report : k.manager
  const act = useAct('checkins.prepare', {
    invalidates: ['checkins.get', 'checkins.list', 'week.get', 'week.team'],
    done: t('done.shared', { name: other.name }),
  })
  const share = async (): Promise<boolean> => {
    await saveAll(fields)
    // Nothing to share yet: to the first question instead.
    if (!k.questions.some(({ id }) => fields.get(id)?.words().trim())) {
      box.current?.querySelector('textarea')?.focus()
      return false
    }
    return withWords(fields, k.questions, (answers) => act.mutateAsync({ checkinId: k.id, answers, share: true }))
  }
  return { share, isPending: act.isPending }
}

export function MySide({ k, fields }: { k: Conversation; fields: Fields }) {
  const { t } = useTranslation('checkins')
  const other = k.side === 'manager' ? k.report : k.manager
  const box = useRef<HTMLElement>(null)
  const { share, isPending } = useShare(k, fields, box)
  return (
    <section ref={box} className={classes.block} aria-labelledby="my-side">
      <div className={classes.blockTop}>
        <h2 id="my-side">{t('mySide')}</h2>
        {k.shared ? (
          <State tone="good" icon={<IconEye size={13} aria-hidden />}>
            {t('seenBy', { name: other.name })}
          </State>
        ) : (
          <State tone="quiet" icon={<IconEyeOff size={13} aria-hidden />}>
            {t('onlyYou')}
          </State>
        )}
      </div>
      {k.agendas.length > 1 ? <AgendaChoice k={k} /> : null}
      {k.questions.map((q) => (
        <Prompt key={q.id} k={k} question={q} onField={(id, field) => fields.set(id, field)} />
      ))}
      {k.shared ? null : (
        <Button variant="default" loading={isPending} onClick={() => void share()}>
          {t('shareWith', { name: other.name })}
        </Button>
      )}
    </section>
  )
}

/** What one wrote, once it is over: shared, or still one's own and to be shared now. */
export function MyWords({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const other = k.side === 'manager' ? k.report : k.manager
  const share = useAct('checkins.prepare', {
    invalidates: ['checkins.get', 'checkins.list', 'week.get', 'week.team'],
    done: t('done.shared', { name: other.name }),
  })
  return (
    <Voice
      title={t('mySide')}
      person={k.side === 'manager' ? k.manager : k.report}
      answers={k.questions}
      end={
        k.shared ? null : (
          <State tone="quiet" icon={<IconEyeOff size={13} aria-hidden />}>
            {t('onlyYou')}
          </State>
        )
      }
    >
      {k.shared || !k.held ? null : (
        <Button
          size="xs"
          variant="default"
          loading={share.isPending}
          onClick={() => share.mutate({ checkinId: k.id, answers: [], share: true })}
        >
          {t('shareWith', { name: other.name })}
        </Button>
      )}
    </Voice>
  )
}

/** Two minutes or half an hour: either of the two chooses, for this talk. */
function AgendaChoice({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const { chooseAgenda } = useTalk(k.id)
  const known = k.agendas.some((a) => a.id === k.template)
  return (
    <Select
      size="xs"
      className={classes.choice}
      label={t('agendaChoice')}
      allowDeselect={false}
      placeholder={t('agendaOfThen')}
      value={known ? k.template : null}
      disabled={chooseAgenda.isPending}
      onChange={(template) => template && chooseAgenda.mutate({ checkinId: k.id, template })}
      data={k.agendas.map((a) => ({ value: a.id, label: a.name }))}
    />
  )
}

export function Voice({
  title,
  person,
  answers,
  end,
  children,
}: {
  title: string
  person: { id: string; name: string }
  answers: readonly { id: string; ask: string; words: string }[] | null
  end?: ReactNode
  children?: ReactNode
}) {
  const { t } = useTranslation('checkins')
  return (
    <section className={classes.block} aria-label={title}>
      <div className={classes.blockTop}>
        <h2>
          <Avatar name={person.name} id={person.id} size={20} /> {title}
        </h2>
        {end}
      </div>
      {answers === null || answers.length === 0 ? (
        <p className={classes.quiet}>{t('nothingShared')}</p>
      ) : (
        <dl className={classes.voice}>
          {answers.map((a) => (
            <div key={a.id}>
              <dt>{a.ask}</dt>
              <dd dir="auto">{a.words}</dd>
            </div>
          ))}
        </dl>
      )}
      {children}
    </section>
  )
}
