/** What is asked: sections, who answers and reads each, and their questions; beside it what each one will see. */
import { Button, NativeSelect } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Note } from '../ui/states.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import type { FormSection } from './acts.ts'
import { languages, moved, newId, saidOf, type Language } from './form-words.ts'
import { NewerForm } from './newer-form.tsx'
import type { PlanProps } from './plan-page.tsx'
import { Preview } from './plan-preview.tsx'
import { SectionEditor } from './plan-section.tsx'
import classes from './reviews.module.css'

const own: Record<Language, string> = { en: 'English', de: 'Deutsch', es: 'Español', fr: 'Français' }

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
          <NewerForm edit={edit} language={language} />
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
