/** One section of a form while it is written: who answers and reads it, and its questions. */
import { Button, Checkbox, Textarea, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { roles, stageOfRole, type FormQuestion, type FormSection, type Plan } from './acts.ts'
import { moved, newId, saidOf, type Language } from './form-words.ts'
import { More, QuestionEditor } from './plan-question.tsx'
import classes from './reviews.module.css'

const readers = ['person', 'manager', 'second'] as const

export function SectionEditor({
  section,
  plan,
  language,
  first,
  last,
  onChange,
  onMove,
  onRemove,
}: {
  section: FormSection
  plan: Plan
  language: Language
  first: boolean
  last: boolean
  onChange: (section: FormSection) => void
  onMove: (by: number) => void
  onRemove: () => void
}) {
  const { t } = useTranslation('reviews')
  const title = saidOf(section.title, language)
  const asked = roles.filter(
    (r) => plan.stages.some((s) => s.id === stageOfRole[r] && s.on) || section.answeredBy.includes(r),
  )
  const toggle = <T extends string>(list: readonly T[], one: T, on: boolean) =>
    on ? [...list, one] : list.filter((x) => x !== one)
  const question = (id: string, next: FormQuestion) =>
    onChange({ ...section, questions: section.questions.map((q) => (q.id === id ? next : q)) })
  return (
    <section className={classes.editor} aria-label={title || t('form.untitled')}>
      <div className={classes.editorHead}>
        <TextInput
          className={classes.grow}
          label={t('form.sectionTitle')}
          maxLength={160}
          dir="auto"
          placeholder={title}
          value={section.title[language] ?? ''}
          onChange={(event) =>
            onChange({ ...section, title: { ...section.title, [language]: event.currentTarget.value } })
          }
        />
        <More first={first} last={last} name={title} onMove={onMove} onRemove={onRemove} />
      </div>
      <Textarea
        autosize
        minRows={1}
        maxRows={6}
        maxLength={1000}
        dir="auto"
        label={t('form.intro')}
        placeholder={saidOf(section.intro, language)}
        value={section.intro[language] ?? ''}
        onChange={(event) =>
          onChange({ ...section, intro: { ...section.intro, [language]: event.currentTarget.value } })
        }
      />
      <div className={classes.two}>
        <fieldset className={classes.checks}>
          <legend>{t('form.answeredBy')}</legend>
          {asked.map((role) => (
            <Checkbox
              key={role}
              label={t(`role.${role}`)}
              checked={section.answeredBy.includes(role)}
              disabled={section.answeredBy.length === 1 && section.answeredBy[0] === role}
              onChange={(event) =>
                onChange({ ...section, answeredBy: toggle(section.answeredBy, role, event.currentTarget.checked) })
              }
            />
          ))}
        </fieldset>
        <fieldset className={classes.checks}>
          <legend>{t('form.readBy')}</legend>
          {readers.map((reader) => (
            <Checkbox
              key={reader}
              label={t(`form.reader.${reader}`)}
              checked={section.readBy.includes(reader)}
              onChange={(event) =>
                onChange({ ...section, readBy: toggle(section.readBy, reader, event.currentTarget.checked) })
              }
            />
          ))}
          <p className={classes.hint}>{t('form.hrReads')}</p>
        </fieldset>
      </div>
      <ol className={classes.questions}>
        {section.questions.map((q, at) => (
          <li key={q.id}>
            <QuestionEditor
              question={q}
              language={language}
              first={at === 0}
              last={at === section.questions.length - 1}
              onChange={(next) => question(q.id, next)}
              onMove={(by) => onChange({ ...section, questions: moved(section.questions, at, by) })}
              onRemove={() => onChange({ ...section, questions: section.questions.filter((x) => x.id !== q.id) })}
            />
          </li>
        ))}
      </ol>
      <div>
        <Button
          variant="subtle"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() =>
            onChange({
              ...section,
              questions: [
                ...section.questions,
                {
                  id: newId(),
                  kind: 'text',
                  ask: { [language]: '' },
                  hint: {},
                  required: false,
                  confidential: false,
                  steps: [],
                },
              ],
            })
          }
        >
          {t('form.addQuestion')}
        </Button>
      </div>
    </section>
  )
}
