/** One lesson: its words in a language, and what it is made of. */
import { ActionIcon, Button, Checkbox, NumberInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/reader.tsx'
import classes from './courses.module.css'
import { FilmForm } from './film-form.tsx'
import { type Place, WordsField } from './words-field.tsx'
import { act, newId, type Part } from './writing.ts'

type Choices = Part['choices']

export function LessonForm({ at, part }: { at: Place; part: Part }) {
  const { t } = useTranslation('courses')
  const { courseId } = at.draft
  const change = (with_: Partial<Part>) => act(courseId, { do: 'parts', was: part, is: { ...part, ...with_ } })
  const name = (rest: string) => `${part.id}/${rest}`
  return (
    <div className={classes.form}>
      <WordsField at={at} name={name('title')} label={t('lessonTitle')} />
      <NumberInput
        label={t('minutes')}
        description={t('minutesHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        className={classes.short}
        min={1}
        max={60}
        allowDecimal={false}
        clampBehavior="blur"
        value={part.minutes}
        onChange={(value) =>
          typeof value === 'number' && value >= 1 && value <= 60 && value !== part.minutes && change({ minutes: value })
        }
      />
      {part.kind === 'video' ? <FilmForm draft={at.draft} part={part} onFilm={(filmId) => change({ filmId })} /> : null}
      <WordsField
        at={at}
        name={name('body')}
        label={t(part.kind === 'scenario' ? 'situation' : 'text')}
        markdown
        optional={part.kind !== 'text' && part.kind !== 'scenario'}
      />
      {part.kind === 'checklist' ? (
        <ItemsForm at={at} before={part.id} items={part.items} onItems={(items) => change({ items })} />
      ) : null}
      {part.kind === 'scenario' ? (
        <>
          <WordsField at={at} name={name('ask')} label={t('ask')} lines />
          <ChoicesForm
            at={at}
            before={part.id}
            choices={part.choices}
            onChoices={(choices) => change({ choices: [...choices] })}
          />
        </>
      ) : null}
      {part.kind === 'quiz' ? (
        <QuestionsForm at={at} part={part} onQuestions={(questions) => change({ questions })} />
      ) : null}
    </div>
  )
}

function ItemsForm({
  at,
  before,
  items,
  onItems,
}: {
  at: Place
  before: string
  items: readonly string[]
  onItems: (items: string[]) => void
}) {
  const { t } = useTranslation('courses')
  const f = useFormat()
  return (
    <fieldset className={classes.group}>
      <legend>{t('items')}</legend>
      {items.map((id, i) => (
        <div key={id} className={classes.row}>
          <WordsField at={at} name={`${before}/${id}`} label={t('item', { n: f.number(i + 1) })} />
          <Order
            at={i}
            of={items.length}
            name={t('item', { n: f.number(i + 1) })}
            onMove={(to) => onItems(moved(items, i, to))}
            onRemove={() => onItems(items.filter((one) => one !== id))}
          />
        </div>
      ))}
      <div>
        <Button variant="default" onClick={() => onItems([...items, newId()])} disabled={items.length >= 30}>
          {t('addItem')}
        </Button>
      </div>
    </fieldset>
  )
}

function ChoicesForm({
  at,
  before,
  choices,
  onChoices,
}: {
  at: Place
  before: string
  choices: Choices
  onChoices: (choices: Choices) => void
}) {
  const { t } = useTranslation('courses')
  const f = useFormat()
  return (
    <fieldset className={classes.group}>
      <legend>{t('choices')}</legend>
      {choices.map((one, i) => {
        const name = t('choice', { n: f.number(i + 1) })
        return (
          <div key={one.id} className={classes.choice} role="group" aria-label={name}>
            <div className={classes.row}>
              <WordsField at={at} name={`${before}/${one.id}`} label={name} lines />
              <Order
                at={i}
                of={choices.length}
                name={name}
                onMove={(to) => onChoices(moved(choices, i, to))}
                onRemove={() => onChoices(choices.filter((c) => c !== one))}
              />
            </div>
            <Checkbox
              label={t('good')}
              checked={one.good}
              onChange={(event) =>
                onChoices(choices.map((c) => (c === one ? { ...c, good: event.currentTarget.checked } : c)))
              }
            />
            <WordsField at={at} name={`${before}/${one.id}/feedback`} label={t('feedback')} lines />
          </div>
        )
      })}
      <div>
        <Button
          variant="default"
          onClick={() => onChoices([...choices, { id: newId(), good: false }])}
          disabled={choices.length >= 9}
        >
          {t('addChoice')}
        </Button>
      </div>
    </fieldset>
  )
}

function QuestionsForm({
  at,
  part,
  onQuestions,
}: {
  at: Place
  part: Part
  onQuestions: (questions: NonNullable<Part['questions']>) => void
}) {
  const { t } = useTranslation('courses')
  const f = useFormat()
  const { questions } = part
  return (
    <>
      {questions.map((q, i) => {
        const name = t('question', { n: f.number(i + 1) })
        return (
          <section key={q.id} className={classes.question} aria-label={name}>
            <div className={classes.row}>
              <WordsField at={at} name={`${part.id}/${q.id}/ask`} label={name} lines />
              <Order
                at={i}
                of={questions.length}
                name={name}
                onMove={(to) => onQuestions(moved(questions, i, to))}
                onRemove={() => onQuestions(questions.filter((one) => one !== q))}
              />
            </div>
            <ChoicesForm
              at={at}
              before={`${part.id}/${q.id}`}
              choices={q.choices}
              onChoices={(choices) =>
                onQuestions(questions.map((one) => (one === q ? { ...q, choices: [...choices] } : one)))
              }
            />
          </section>
        )
      })}
      <div>
        <Button
          variant="default"
          disabled={questions.length >= 20}
          onClick={() =>
            onQuestions([
              ...questions,
              {
                id: newId(),
                choices: [
                  { id: newId(), good: true },
                  { id: newId(), good: false },
                ],
              },
            ])
          }
        >
          {t('addQuestion')}
        </Button>
      </div>
    </>
  )
}

function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list]
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}

export function Order({
  at,
  of,
  name,
  onMove,
  onRemove,
}: {
  at: number
  of: number
  name: string
  onMove: (to: number) => void
  onRemove?: () => void
}) {
  const { t } = useTranslation('courses')
  return (
    <span className={classes.order}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('up', { name })}
        disabled={at === 0}
        onClick={() => onMove(at - 1)}
      >
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('down', { name })}
        disabled={at === of - 1}
        onClick={() => onMove(at + 1)}
      >
        <IconArrowDown size={16} />
      </ActionIcon>
      {onRemove ? (
        <ActionIcon variant="subtle" color="gray" aria-label={t('takeOut', { name })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      ) : null}
    </span>
  )
}
