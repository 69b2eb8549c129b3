/** What is asked: sections, who answers and reads each, and their questions; beside it what each one will see. */
import {
  ActionIcon,
  Button,
  Checkbox,
  Menu,
  NativeSelect,
  SegmentedControl,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconDots, IconPlus, IconTrash } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ViewTabs, useTab } from '../ui/tabs.tsx'
import { Note } from '../ui/states.tsx'
import { useMedia } from '../ui/media.ts'
import { useFormat } from '../ui/reader.tsx'
import { roles, stageOfRole, type FormQuestion, type FormSection, type Plan, type Role } from './acts.ts'
import type { PlanProps } from './plan-page.tsx'
import { QuestionField, type Asked } from './questions.tsx'
import { ReadersLine } from './readers.tsx'
import classes from './reviews.module.css'

type Language = 'en' | 'de' | 'es' | 'fr'
const languages = ['en', 'de', 'es', 'fr'] as const
const kinds = ['text', 'rating', 'scale', 'choice', 'goals'] as const
const readers = ['person', 'manager', 'second'] as const
const own: Record<Language, string> = { en: 'English', de: 'Deutsch', es: 'Español', fr: 'Français' }
const newId = () => `q${crypto.randomUUID().slice(0, 8)}`

export function PlanForm({ cycle, edit }: PlanProps) {
  const { t, i18n } = useTranslation('reviews')
  const { plan, set } = edit
  const [view, setView] = useTab(['edit', 'preview'] as const)
  const [language, setLanguage] = useState<Language>(
    () => languages.find((l) => l === i18n.language.slice(0, 2)) ?? 'en',
  )
  const change = (next: (sections: FormSection[]) => FormSection[]) =>
    set((old) => ({ form: { ...old.form, sections: next(old.form.sections) } }))
  const missing = cycle.missing.filter((m) => m.code.startsWith('form_'))
  const pick = (
    <NativeSelect
      aria-label={t('form.language')}
      value={language}
      data={languages.map((l) => ({ value: l, label: own[l] }))}
      onChange={(event) => setLanguage(event.currentTarget.value as Language)}
    />
  )
  return (
    <>
      <div className={classes.formTop}>
        <ViewTabs
          label={t('form.views')}
          value={view}
          onChange={setView}
          tabs={[
            { value: 'edit', label: t('form.edit') },
            { value: 'preview', label: t('form.preview') },
          ]}
        />
        {pick}
      </div>
      {view === 'preview' ? (
        <Preview plan={plan} language={language} />
      ) : (
        <>
          {missing.length > 0 ? (
            <div className={classes.banner}>
              <Note tone="warn" title={t('form.missing')}>
                <ul className={classes.plainList}>
                  {missing.map((m, at) => (
                    <li key={at}>
                      {t(`missing.${m.code}`, {
                        role: m.role ? t(`role.${m.role}`) : '',
                        section: saidOf(plan.form.sections.find((s) => s.id === m.sectionId)?.title, language),
                      })}
                    </li>
                  ))}
                </ul>
              </Note>
            </div>
          ) : null}
          <div className={classes.sections}>
            {plan.form.sections.map((section, at) => (
              <SectionEditor
                key={section.id}
                section={section}
                plan={plan}
                language={language}
                first={at === 0}
                last={at === plan.form.sections.length - 1}
                onChange={(next) => change((all) => all.map((s) => (s.id === section.id ? next : s)))}
                onMove={(by) => change((all) => moved(all, at, by))}
                onRemove={() => change((all) => all.filter((s) => s.id !== section.id))}
              />
            ))}
          </div>
          <Button
            variant="default"
            mt="md"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() =>
              change((all) => [
                ...all,
                {
                  id: newId(),
                  title: { [language]: '' },
                  intro: {},
                  answeredBy: ['self', 'manager'],
                  readBy: ['person', 'manager', 'second'],
                  questions: [],
                },
              ])
            }
          >
            {t('form.addSection')}
          </Button>
        </>
      )}
    </>
  )
}

const saidOf = (words: Partial<Record<Language, string>> | undefined, language: Language) =>
  words?.[language] || languages.map((l) => words?.[l]).find(Boolean) || ''

function moved<T>(all: readonly T[], at: number, by: number): T[] {
  const next = [...all]
  const [one] = next.splice(at, 1)
  next.splice(at + by, 0, one!)
  return next
}

function SectionEditor({
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

function More({
  first,
  last,
  name,
  onMove,
  onRemove,
}: {
  first: boolean
  last: boolean
  name: string
  onMove: (by: number) => void
  onRemove: () => void
}) {
  const { t } = useTranslation('reviews')
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('form.more', { name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={first} leftSection={<IconArrowUp size={16} aria-hidden />} onClick={() => onMove(-1)}>
          {t('form.up')}
        </Menu.Item>
        <Menu.Item disabled={last} leftSection={<IconArrowDown size={16} aria-hidden />} onClick={() => onMove(1)}>
          {t('form.down')}
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={onRemove}>
          {t('form.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const stepped = ['rating', 'scale', 'choice']

function QuestionEditor({
  question: q,
  language,
  first,
  last,
  onChange,
  onMove,
  onRemove,
}: {
  question: FormQuestion
  language: Language
  first: boolean
  last: boolean
  onChange: (question: FormQuestion) => void
  onMove: (by: number) => void
  onRemove: () => void
}) {
  const { t } = useTranslation('reviews')
  const ask = saidOf(q.ask, language)
  // What has no words yet is being written.
  const [open, setOpen] = useState(ask === '')
  const field = useRef<HTMLTextAreaElement>(null)
  const there = useRef(false)
  // Opened by hand: the words are what one wants to change.
  useEffect(() => {
    if (open && there.current) field.current?.focus()
    there.current = true
  }, [open])
  const steps = (next: FormQuestion['steps']) => onChange({ ...q, steps: next })
  const setKind = (kind: (typeof kinds)[number]) =>
    onChange({
      ...q,
      kind,
      steps: !stepped.includes(kind)
        ? []
        : q.steps.length >= 2
          ? q.steps
          : [1, 2, 3].map((n) => ({ id: `s${n}`, label: {}, anchor: {} })),
    })
  if (!open) {
    return (
      <div className={classes.closedQuestion}>
        <button type="button" className={classes.openQuestion} aria-expanded={false} onClick={() => setOpen(true)}>
          <span dir="auto">{ask}</span>
          <span className={classes.small}>
            {[
              t(`kind.${q.kind}`),
              ...(q.required ? [t('question.required')] : []),
              ...(q.confidential ? [t('question.confidential')] : []),
            ].join(' · ')}
          </span>
        </button>
        <More first={first} last={last} name={ask} onMove={onMove} onRemove={onRemove} />
      </div>
    )
  }
  return (
    <div className={classes.questionEditor}>
      <div className={classes.editorHead}>
        <Textarea
          className={classes.grow}
          ref={field}
          autosize
          minRows={1}
          maxRows={6}
          maxLength={600}
          dir="auto"
          label={t('form.ask')}
          placeholder={ask}
          value={q.ask[language] ?? ''}
          onChange={(event) => onChange({ ...q, ask: { ...q.ask, [language]: event.currentTarget.value } })}
        />
        <NativeSelect
          label={t('form.kind')}
          value={q.kind}
          data={kinds.map((k) => ({ value: k, label: t(`kind.${k}`) }))}
          onChange={(event) => setKind(event.currentTarget.value as (typeof kinds)[number])}
        />
        <More first={first} last={last} name={ask} onMove={onMove} onRemove={onRemove} />
      </div>
      <TextInput
        label={t('form.hint')}
        maxLength={600}
        dir="auto"
        placeholder={saidOf(q.hint, language)}
        value={q.hint[language] ?? ''}
        onChange={(event) => onChange({ ...q, hint: { ...q.hint, [language]: event.currentTarget.value } })}
      />
      {stepped.includes(q.kind) ? (
        <fieldset className={classes.stepEditors}>
          <legend>{t(q.kind === 'choice' ? 'form.choices' : 'form.steps')}</legend>
          {q.steps.map((s, at) => (
            <div key={s.id} className={classes.stepEditor}>
              <TextInput
                aria-label={t('form.stepLabel', { n: at + 1 })}
                maxLength={120}
                dir="auto"
                placeholder={saidOf(s.label, language) || t('form.stepLabel', { n: at + 1 })}
                value={s.label[language] ?? ''}
                onChange={(event) =>
                  steps(
                    q.steps.map((x) =>
                      x === s ? { ...s, label: { ...s.label, [language]: event.currentTarget.value } } : x,
                    ),
                  )
                }
              />
              {q.kind === 'choice' ? null : (
                <TextInput
                  aria-label={t('form.anchor', { n: at + 1 })}
                  maxLength={600}
                  dir="auto"
                  placeholder={saidOf(s.anchor, language) || t('form.anchorHint')}
                  value={s.anchor[language] ?? ''}
                  onChange={(event) =>
                    steps(
                      q.steps.map((x) =>
                        x === s ? { ...s, anchor: { ...s.anchor, [language]: event.currentTarget.value } } : x,
                      ),
                    )
                  }
                />
              )}
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={q.steps.length <= 2}
                aria-label={t('form.removeStep', { n: at + 1 })}
                onClick={() => steps(q.steps.filter((x) => x !== s))}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </div>
          ))}
          <Button
            variant="subtle"
            size="compact-sm"
            disabled={q.steps.length >= 10}
            onClick={() => steps([...q.steps, { id: newId(), label: {}, anchor: {} }])}
          >
            {t('form.addStep')}
          </Button>
        </fieldset>
      ) : null}
      <div className={classes.flags}>
        <Switch
          label={t('question.required')}
          checked={q.required}
          onChange={(event) => onChange({ ...q, required: event.currentTarget.checked })}
        />
        <Switch
          label={t('question.confidential')}
          checked={q.confidential}
          onChange={(event) => onChange({ ...q, confidential: event.currentTarget.checked })}
        />
        <Button variant="subtle" size="compact-sm" onClick={() => setOpen(false)}>
          {t('form.done')}
        </Button>
      </div>
    </div>
  )
}

/** The form as somebody in each role will have it, with words that go nowhere. */
function Preview({ plan, language }: { plan: Plan; language: Language }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const narrow = useMedia('(max-width: 47.99em)')
  const on = roles.filter((r) => plan.stages.some((s) => s.id === stageOfRole[r] && s.on))
  const [chosen, setRole] = useState<Role | null>(null)
  const role = chosen && on.includes(chosen) ? chosen : on[0]
  const [answers, setAnswers] = useState<Record<string, Parameters<typeof QuestionField>[0]['answer']>>({})
  if (!role) return <Note title={t('form.noRoles')} />
  const second = plan.stages.some((s) => s.id === 'second' && s.on)
  const sections = plan.form.sections.filter((s) => s.answeredBy.includes(role))
  return (
    <div className={classes.preview}>
      <SegmentedControl
        orientation={narrow ? 'vertical' : 'horizontal'}
        aria-label={t('form.previewAs')}
        value={role}
        onChange={(v) => setRole(v as Role)}
        data={on.map((r) => ({ value: r, label: t(`role.${r}`) }))}
      />
      {role === 'peer' || role === 'upward' ? (
        <Note tone="accent" title={t(`mode.${role === 'peer' ? plan.peers.mode : plan.upward.mode}.title`)}>
          {t(`mode.${role === 'peer' ? plan.peers.mode : plan.upward.mode}.writer`, {
            name: t('form.somebody'),
            floor: f.number(plan.floor),
          })}
        </Note>
      ) : null}
      {sections.map((section) => (
        <section key={section.id} className={classes.section}>
          <div className={classes.sectionHead}>
            <h2 dir="auto">{saidOf(section.title, language)}</h2>
            <ReadersLine
              role={role}
              name={t('form.somebody')}
              confidential={section.questions.length > 0 && section.questions.every((q) => q.confidential)}
              readers={[
                ...(section.readBy.includes('manager') && role !== 'manager'
                  ? [{ who: 'manager' as const, when: 'submitted' as const }]
                  : []),
                ...(section.readBy.includes('second') && second && role !== 'second'
                  ? [{ who: 'second' as const, when: 'submitted' as const }]
                  : []),
                { who: 'hr', when: 'submitted' },
                ...(section.readBy.includes('person') && role !== 'self'
                  ? [{ who: 'person' as const, when: 'shared' as const }]
                  : []),
                ...(plan.leadersRead && section.readBy.includes('person')
                  ? [{ who: 'leaders' as const, when: 'shared' as const }]
                  : []),
              ]}
            />
            {saidOf(section.intro, language) ? (
              <p className={classes.intro}>{saidOf(section.intro, language)}</p>
            ) : null}
          </div>
          {section.questions.map((q) => (
            <div key={q.id} className={classes.asked}>
              <QuestionField
                question={asAsked(q, language, t('form.someGoal'))}
                answer={answers[q.id] ?? {}}
                missing={false}
                onChange={(answer) => setAnswers((old) => ({ ...old, [q.id]: answer }))}
              />
            </div>
          ))}
        </section>
      ))}
    </div>
  )
}

const asAsked = (q: FormQuestion, language: Language, goal: string): Asked => ({
  id: q.id,
  kind: q.kind,
  ask: saidOf(q.ask, language),
  hint: saidOf(q.hint, language),
  required: q.required,
  confidential: q.confidential,
  steps: q.steps.map((s) => ({ id: s.id, label: saidOf(s.label, language), anchor: saidOf(s.anchor, language) })),
  items: q.kind === 'goals' ? [{ id: '00000000-0000-4000-8000-000000000000', title: goal, detail: '' }] : [],
})
