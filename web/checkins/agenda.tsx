/** What the two want to talk about: both add, both tick off, what stays open comes along. */
import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { State } from '../ui/meter.tsx'
import { Avatar } from '../ui/person.tsx'
import { When } from '../ui/reader.tsx'
import { useTalk, type Conversation } from './acts.ts'
import classes from './checkins.module.css'

export function Agenda({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const talk = useTalk(k.id)
  const [words, setWords] = useState('')
  const fixed = k.held !== null
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
            talk.addItem.mutate({ checkinId: k.id, id: crypto.randomUUID(), words: words.trim() })
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
  const two = [k.report, k.manager]
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
            <span className={classes.itemWords} dir="auto">
              {a.words}
            </span>
            <span className={classes.itemEnd}>
              {a.dueOn ? <DueDay on={a.dueOn} /> : null}
              <span title={a.owner.name}>
                <Avatar name={a.owner.name} id={a.owner.id} size={20} />
              </span>
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
          talk.addAction.mutate({
            checkinId: k.id,
            id: crypto.randomUUID(),
            words: words.trim(),
            ownerId: owner,
            dueOn: dueOn || null,
          })
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
            <label className={classes.inline}>
              <span>{t('stepOwner')}</span>
              <select
                className={classes.select}
                value={owner}
                onChange={(event) => setOwner(event.currentTarget.value)}
              >
                {two.map((p) => (
                  <option key={p.id} value={p.id}>
                    {p.id === mine.id ? t('me') : p.name}
                  </option>
                ))}
              </select>
            </label>
            <label className={classes.inline}>
              <span>{t('stepDue')}</span>
              <input
                className={classes.select}
                type="date"
                value={dueOn}
                onChange={(event) => setDueOn(event.currentTarget.value)}
              />
            </label>
            <Button type="submit" size="xs">
              {t('stepAdd')}
            </Button>
          </div>
        ) : null}
      </form>
    </section>
  )
}

function DueDay({ on }: { on: string }) {
  return (
    <span className={classes.small}>
      <When on={on} />
    </span>
  )
}
