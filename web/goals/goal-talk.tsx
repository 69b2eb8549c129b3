/** What people say to a goal: comments, mentions, a cheer. */
import { Button, Textarea } from '@mantine/core'
import { IconHeart, IconHeartFilled } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { useDraft } from '../ui/draft.ts'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { Avatar } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { ProblemNote } from '../ui/states.tsx'
import type { Detail } from './goal-panel.tsx'
import classes from './goals.module.css'

export function Cheer({ goal }: { goal: Detail }) {
  const { t } = useTranslation('goals')
  const f = useFormat()
  const me = useMe()
  const cheer = useAct('goals.cheer', {
    invalidates: ['goals.get'],
    optimistic: ({ on }, cache) =>
      cache.change('goals.get', { goalId: goal.id }, (old) => ({
        ...old,
        cheers: {
          mine: on,
          people: on
            ? [{ id: me.person.id, name: me.person.name }, ...old.cheers.people]
            : old.cheers.people.filter((p) => p.id !== me.person.id),
        },
      })),
  })
  const { people, mine } = goal.cheers
  const Icon = mine ? IconHeartFilled : IconHeart
  const names = people.slice(0, 3).map((p) => p.name)
  return (
    <div className={classes.cheer}>
      <Button
        size="compact-sm"
        variant={mine ? 'light' : 'default'}
        aria-pressed={mine}
        leftSection={<Icon size={16} aria-hidden />}
        onClick={() => cheer.mutate({ goalId: goal.id, on: !mine })}
      >
        {t('cheer.act')}
      </Button>
      {people.length > 0 ? (
        <span className={classes.when}>
          {people.length > 3
            ? t('cheer.more', { names: f.list(names), count: people.length - 3 })
            : t('cheer.by', { names: f.list(names) })}
        </span>
      ) : null}
    </div>
  )
}

export function Talk({ goal }: { goal: Detail }) {
  const { t } = useTranslation('goals')
  const f = useFormat()
  const takeBack = useAct('goals.takeBackComment', { invalidates: ['goals.get'], done: t('done.comment') })
  return (
    <section className={classes.block} aria-label={t('talk.title')}>
      <h3 className={classes.blockTitle}>{t('talk.title')}</h3>
      <Cheer goal={goal} />
      {goal.comments.length > 0 ? (
        <ol className={classes.talk}>
          {goal.comments.map((one) => (
            <li key={one.id}>
              <Avatar name={one.author.name} id={one.author.id} size={24} />
              <div>
                <div className={classes.talkHead}>
                  <strong dir="auto">{one.author.name}</strong>
                  <span className={classes.when}>
                    <When at={one.at} />
                  </span>
                  {one.mayTakeBack ? (
                    <button
                      type="button"
                      className={classes.takeBack}
                      onClick={() => takeBack.mutate({ goalId: goal.id, commentId: one.id })}
                    >
                      {t('talk.takeBack')}
                    </button>
                  ) : null}
                </div>
                <p className={classes.said} dir="auto">
                  {one.words}
                </p>
                {one.mentions.length > 0 ? (
                  <span className={classes.when}>
                    {t('talk.mentioned', { names: f.list(one.mentions.map((m) => m.name)) })}
                  </span>
                ) : null}
              </div>
            </li>
          ))}
        </ol>
      ) : null}
      <Say goal={goal} />
    </section>
  )
}

function Say({ goal }: { goal: Detail }) {
  const { t } = useTranslation('goals')
  const words = useDraft(`goal-comment:${goal.id}`, '')
  const [mentions, setMentions] = useState<Pickable[]>([])
  const say = useAct('goals.comment', { invalidates: ['goals.get'], showsProblem: true })
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault()
        if (!words.value.trim() || say.isPending) return
        say.mutate(
          { goalId: goal.id, id: crypto.randomUUID(), words: words.value.trim(), mentions: mentions.map((m) => m.id) },
          { onSuccess: (goal) => (words.clear(goal), setMentions([])) },
        )
      }}
    >
      <Textarea
        autosize
        minRows={1}
        maxRows={8}
        maxLength={4000}
        dir="auto"
        value={words.value}
        placeholder={t('talk.placeholder')}
        aria-label={t('talk.say')}
        onChange={(event) => words.set(event.currentTarget.value)}
      />
      {words.value.trim() ? (
        <>
          {mentions.length > 0 ? (
            <ul className={classes.people}>
              {mentions.map((person) => (
                <li key={person.id}>
                  <Avatar name={person.name} id={person.id} size={20} /> {person.name}
                  <button
                    type="button"
                    className={classes.takeBack}
                    onClick={() => setMentions(mentions.filter((m) => m.id !== person.id))}
                  >
                    {t('talk.notMention')}
                  </button>
                </li>
              ))}
            </ul>
          ) : null}
          <PersonPicker
            label={t('talk.mention')}
            description={t('talk.mentionHint')}
            value={null}
            onChange={(person) => person && setMentions([...mentions, person])}
            useFind={usePeopleSearch}
            without={mentions.map((m) => m.id)}
          />
          {say.error ? <ProblemNote small error={say.error} /> : null}
          <div className={classes.buttons}>
            <Button type="submit" loading={say.isPending}>
              {t('talk.act')}
            </Button>
          </div>
        </>
      ) : null}
    </form>
  )
}
