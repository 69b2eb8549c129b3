/** A form as somebody in each role will have it. */
import { SegmentedControl } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMedia } from '../ui/media.ts'
import { useFormat } from '../ui/reader.tsx'
import { Note } from '../ui/states.tsx'
import { roles, stageOfRole, type FormQuestion, type Plan, type Role } from './acts.ts'
import { saidOf, type Language } from './form-words.ts'
import { QuestionField, type Asked } from './questions.tsx'
import { ReadersLine } from './readers.tsx'
import classes from './reviews.module.css'

/** The form as somebody in each role will have it, with words that go nowhere. */
export function Preview({ plan, language }: { plan: Plan; language: Language }) {
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
                question={asAsked(q, language, t)}
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

const exampleId = '00000000-0000-4000-8000-000000000000'

/** A question with an example of what it will ask about. */
function asAsked(q: FormQuestion, language: Language, t: TFunction<'reviews'>): Asked {
  const example = { id: exampleId, detail: '', anchors: [], expected: null }
  const base = {
    id: q.id,
    kind: q.kind,
    ask: saidOf(q.ask, language),
    hint: saidOf(q.hint, language),
    required: q.required,
    confidential: q.confidential,
  }
  if (q.kind === 'competencies') {
    const levels = [1, 2, 3, 4]
    return {
      ...base,
      steps: levels.map((n) => ({ id: `level-${n}`, label: t('form.someLevel', { n }), anchor: '' })),
      items: [
        {
          ...example,
          title: t('form.someCompetency'),
          anchors: levels.map(() => [t('form.someAnchor')]),
          expected: 3,
        },
      ],
    }
  }
  return {
    ...base,
    steps: q.steps.map((s) => ({ id: s.id, label: saidOf(s.label, language), anchor: saidOf(s.anchor, language) })),
    items: q.kind === 'goals' ? [{ ...example, title: t('form.someGoal') }] : [],
  }
}
