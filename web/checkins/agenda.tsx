/** What the two want to talk about: both add, both tick off, what stays open comes along. */
import { ActionIcon, Button, Checkbox, Popover, Select, TextInput, VisuallyHidden } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { State } from '../ui/meter.tsx'
import { Avatar } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { useTalk, type Conversation } from './acts.ts'
import classes from './checkins.module.css'

export function Agenda({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const talk = useTalk(k.id)
  const [words, setWords] = useState('')
  const fixed = k.held !== null || k.endedAt !== null
  return (
    <section className={classes.block} aria-labelledby="agenda">
      <div className={classes.blockTop}>
        <h2 id="agenda">{t('agenda')}</h2>
      </div>
      {k.agenda.length === 0 ? <p className={classes.quiet}>{t(fixed ? 'agendaNone' : 'agendaEmpty')}</p> : null}
      <ul className={classes.items}>
        {k.agenda.map((item) => (
          <li key={item.id} data-done={item.done || undefined}>
            <Checkbox
              checked={item.done}
              disabled={fixed}
              aria-label={t('done.item', { words: item.words })}
              onChange={(event) =>
                talk.updateItem.mutate({ checkinId: k.id, itemId: item.id, done: event.currentTarget.checked })
              }
            />
            <span className={classes.itemWords} dir="auto">
              {item.words}
            </span>
            <span className={classes.itemEnd}>
              {item.shared ? null : (
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => talk.updateItem.mutate({ checkinId: k.id, itemId: item.id, shared: true })}
                >
                  {t('shareItem')}
                </Button>
              )}
              {item.carried ? (
                <State tone="quiet" icon={<></>}>
                  {t(item.shared ? 'carried' : 'carriedUnshared')}
                </State>
              ) : null}
              <span title={item.author.name}>
                <Avatar name={item.author.name} id={item.author.id} size={20} />
              </span>
              {item.mine && !fixed ? (
                <ActionIcon
                  size={24}
                  aria-label={t('removeItem', { words: item.words })}
                  onClick={() => talk.removeItem.mutate({ checkinId: k.id, itemId: item.id })}
                >
                  <IconX size={14} aria-hidden />
                </ActionIcon>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      {fixed ? null : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (!words.trim()) return
            talk.addItem.mutate(
              { checkinId: k.id, id: crypto.randomUUID(), words: words.trim() },
              // Refused, it stands there again, unless the next one is being written.
              { onError: () => setWords((now) => now || words) },
            )
            setWords('')
          }}
        >
          <TextInput
            value={words}
            maxLength={1000}
            onChange={(event) => setWords(event.currentTarget.value)}
            leftSection={<IconPlus size={16} aria-hidden />}
            placeholder={t('addItem')}
            aria-label={t('addItem')}
            autoComplete="off"
          />
        </form>
      )}
    </section>
  )
}

/** Agreed next steps, each with a name and if wanted a day. */
export function NextSteps({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const talk = useTalk(k.id)
  const [words, setWords] = useState('')
  const mine = k.side === 'manager' ? k.manager : k.report
  const [owner, setOwner] = useState(mine.id)
  const [dueOn, setDueOn] = useState('')
  return (
    <section className={classes.block} aria-labelledby="next-steps">
      <div className={classes.blockTop}>
        <h2 id="next-steps">{t('steps')}</h2>
      </div>
      {k.actions.length === 0 ? <p className={classes.quiet}>{t('stepsEmpty')}</p> : null}
      <ul className={classes.items}>
        {k.actions.map((a) => (
          <li key={a.id} data-done={a.done || undefined}>
            <Checkbox
              checked={a.done}
              aria-label={t('done.step', { words: a.words })}
              onChange={(event) =>
                talk.updateAction.mutate({ checkinId: a.checkinId, actionId: a.id, done: event.currentTarget.checked })
              }
            />
            <StepWords k={k} step={a} />
            <span className={classes.itemEnd}>
              {a.carried ? (
                <State tone="quiet" icon={<></>}>
                  {t('carried')}
                </State>
              ) : null}
              <StepFacts k={k} step={a} />
              <ActionIcon
                size={24}
                aria-label={t('removeStep', { words: a.words })}
                onClick={() => talk.removeAction.mutate({ checkinId: a.checkinId, actionId: a.id })}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            </span>
          </li>
        ))}
      </ul>
      <form
        className={classes.newStep}
        onSubmit={(event) => {
          event.preventDefault()
          if (!words.trim()) return
          talk.addAction.mutate(
            {
              checkinId: k.id,
              id: crypto.randomUUID(),
              words: words.trim(),
              ownerId: owner,
              dueOn: dueOn || null,
            },
            { onError: () => setWords((now) => now || words) },
          )
          setWords('')
          setDueOn('')
        }}
      >
        <TextInput
          className={classes.grow}
          value={words}
          maxLength={500}
          onChange={(event) => setWords(event.currentTarget.value)}
          leftSection={<IconPlus size={16} aria-hidden />}
          placeholder={t('addStep')}
          aria-label={t('addStep')}
          autoComplete="off"
        />
        {words ? (
          <div className={classes.stepMore}>
            <WhoAndWhen k={k} ownerId={owner} dueOn={dueOn} onOwner={setOwner} onDue={setDueOn} />
            <Button type="submit" size="xs">
              {t('stepAdd')}
            </Button>
          </div>
        ) : null}
      </form>
    </section>
  )
}

type Step = Conversation['actions'][number]

/** The field came because its words were pressed: the cursor belongs into it. */
const focusOnce = (field: HTMLInputElement | null) => field?.focus()

/** The words where they stand: pressed, they can be written; Escape leaves them as they were. */
function StepWords({ k, step }: { k: Conversation; step: Step }) {
  const { t } = useTranslation('checkins')
  const talk = useTalk(k.id)
  const [words, setWords] = useState<string | null>(null)
  if (words === null)
    return (
      <button
        type="button"
        className={`${classes.itemWords} ${classes.asWords}`}
        dir="auto"
        aria-label={t('editStep', { words: step.words })}
        onClick={() => setWords(step.words)}
      >
        {step.words}
      </button>
    )
  const save = () => {
    const now = words.trim()
    setWords(null)
    if (now && now !== step.words)
      talk.updateAction.mutate({ checkinId: step.checkinId, actionId: step.id, words: now })
  }
  return (
    <TextInput
      ref={focusOnce}
      value={words}
      maxLength={500}
      aria-label={t('editStep', { words: step.words })}
      onChange={(event) => setWords(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save()
        if (event.key === 'Escape') {
          event.stopPropagation()
          setWords(null)
        }
      }}
    />
  )
}

/** Which of the two does a step, and by when; an empty day is none. */
function WhoAndWhen({
  k,
  ownerId,
  dueOn,
  onOwner,
  onDue,
}: {
  k: Conversation
  ownerId: string
  dueOn: string
  onOwner: (id: string) => void
  onDue: (day: string) => void
}) {
  const { t } = useTranslation('checkins')
  const mine = k.side === 'manager' ? k.manager : k.report
  return (
    <>
      <Select
        size="xs"
        className={classes.choice}
        label={t('stepOwner')}
        // Inside a popover, which closes by a click outside of it.
        comboboxProps={{ withinPortal: false }}
        allowDeselect={false}
        value={ownerId}
        onChange={(value) => value && onOwner(value)}
        data={[k.report, k.manager].map((p) => ({ value: p.id, label: p.id === mine.id ? t('me') : p.name }))}
      />
      <label className={classes.inline}>
        <span>{t('stepDue')}</span>
        <input
          className={classes.select}
          type="date"
          value={dueOn}
          onChange={(event) => onDue(event.currentTarget.value)}
        />
      </label>
    </>
  )
}

/** Who does it and by when, to be changed where they stand. */
function StepFacts({ k, step }: { k: Conversation; step: Step }) {
  const { t } = useTranslation('checkins')
  const f = useFormat()
  const talk = useTalk(k.id)
  const [opened, setOpened] = useState(false)
  const change = { checkinId: step.checkinId, actionId: step.id }
  const late = !step.done && step.dueOn !== null && f.daysUntil(step.dueOn) < 0
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={classes.stepFacts} aria-expanded={opened} onClick={() => setOpened(!opened)}>
          <VisuallyHidden>{t('stepFacts', { words: step.words, name: step.owner.name })}</VisuallyHidden>
          {step.dueOn ? (
            <span className={classes.small} data-late={late || undefined}>
              {late ? t('stepLate', { day: f.day(step.dueOn) }) : f.day(step.dueOn)}
            </span>
          ) : null}
          <Avatar name={step.owner.name} id={step.owner.id} size={20} />
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.form}>
          <WhoAndWhen
            k={k}
            ownerId={step.owner.id}
            dueOn={step.dueOn ?? ''}
            onOwner={(ownerId) => talk.updateAction.mutate({ ...change, ownerId })}
            onDue={(dueOn) => talk.updateAction.mutate({ ...change, dueOn: dueOn || null })}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
