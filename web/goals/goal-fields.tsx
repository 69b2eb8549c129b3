/** What a goal says about itself; each field saves when it is left. */
import { SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { DateField } from '../ui/date-field.tsx'
import { Go } from '../ui/link.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { useEdit } from './acts.ts'
import type { Detail } from './goal-panel.tsx'
import { mayChooseReaders } from './measures.ts'
import classes from './goals.module.css'

export function GoalFields({ goal }: { goal: Detail }) {
  const me = useMe()
  const { t } = useTranslation('goals')
  const f = useFormat()
  const { edit } = useEdit()
  const [description, setDescription] = useState(goal.description)
  if (!goal.mayWrite || goal.status.state === 'closed') {
    return (
      <div className={classes.stack}>
        {goal.description ? (
          <p className={classes.said} dir="auto">
            {goal.description}
          </p>
        ) : null}
        <span className={classes.when}>
          <When on={goal.startsOn} style="short" /> – <When on={goal.endsOn} style="short" />
        </span>
        {goal.parent ? (
          <span>
            {t('field.parent')}:{' '}
            <Go to={`/goals/${goal.parent.id}`} search>
              {goal.parent.title}
            </Go>
          </span>
        ) : null}
      </div>
    )
  }
  return (
    <div className={classes.stack}>
      <Textarea
        autosize
        minRows={2}
        maxRows={14}
        maxLength={10_000}
        dir="auto"
        label={t('field.description')}
        placeholder={t('field.descriptionHint')}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        onBlur={() => {
          if (description.trim() !== goal.description) edit(goal.id, { description: description.trim() })
        }}
      />
      <div className={classes.two}>
        <DateField
          required
          label={t('field.startsOn')}
          value={goal.startsOn}
          max={goal.endsOn}
          onChange={(startsOn) => startsOn && startsOn !== goal.startsOn && edit(goal.id, { startsOn })}
        />
        <DateField
          required
          label={t('field.endsOn')}
          value={goal.endsOn}
          min={goal.startsOn}
          onChange={(endsOn) => endsOn && endsOn !== goal.endsOn && edit(goal.id, { endsOn })}
        />
      </div>
      <div>
        <div id="who-sees" className={classes.blockTitle}>
          {t('field.visibility')}
        </div>
        {mayChooseReaders(goal, me.person.id) ? (
          <SegmentedControl
            fullWidth
            aria-labelledby="who-sees"
            value={goal.visibility}
            onChange={(visibility) => edit(goal.id, { visibility: visibility as 'public' | 'private' })}
            data={[
              { value: 'public', label: t('public') },
              { value: 'private', label: t('private') },
            ]}
          />
        ) : null}
        <p className={classes.when}>
          {goal.visibility === 'public'
            ? t('visibility.public')
            : goal.readers.length > 0
              ? t('visibility.private', { names: f.list(goal.readers.map((r) => r.name)) })
              : t('visibility.alone')}
        </p>
      </div>
      <Parent goal={goal} onChoose={(parentId) => edit(goal.id, { parentId })} />
    </div>
  )
}

/** The goal that this one serves: found by typing a word of it. */
function Parent({ goal, onChoose }: { goal: Detail; onChoose: (id: string | null) => void }) {
  const { t } = useTranslation('goals')
  const [typed, setTyped] = useState('')
  const found = useOperation(
    'goals.list',
    { scope: 'company', state: 'active', search: typed, limit: 8 },
    { enabled: typed.trim().length > 1, keep: true },
  )
  if (goal.parent) {
    return (
      <div>
        <div className={classes.blockTitle}>
          {t('field.parent')}
          <button type="button" className={classes.quick} onClick={() => onChoose(null)}>
            {t('parent.remove')}
          </button>
        </div>
        <Go to={`/goals/${goal.parent.id}`} search dir="auto">
          {goal.parent.title}
        </Go>
        <div className={classes.when}>{goal.parent.owner.name}</div>
      </div>
    )
  }
  const choices = typed.trim().length > 1 ? (found.data?.goals ?? []).filter((g) => g.id !== goal.id) : []
  return (
    <div>
      <TextInput
        label={t('field.parent')}
        description={t('parent.hint')}
        placeholder={t('parent.search')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
      />
      {typed.trim().length > 1 && found.data ? (
        <ul className={classes.found} aria-label={t('parent.found')}>
          {choices.length === 0 ? <li className={classes.when}>{t('none.found')}</li> : null}
          {choices.map((g) => (
            <li key={g.id}>
              <button type="button" onClick={() => (setTyped(''), onChoose(g.id))}>
                {g.title} <small>{g.owner.name}</small>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
