/** How will somebody find this course? The draft in any language, as any role, with nothing kept. */
import { Select } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { WithProgram, type Program } from '../program/current.tsx'
import { languageOf } from '../program/language.ts'
import { LessonBody } from '../training/lesson-body.tsx'
import trainingClasses from '../training/training.module.css'
import { useLanguageName } from '../ui/languages.ts'
import { useAddress } from '../ui/link.tsx'
import { MarkdownView } from '../ui/markdown.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, Note, PageSkeleton } from '../ui/states.tsx'
import { languages } from '../words.ts'
import classes from './courses.module.css'

const roles = ['employees', 'managers', 'leaders', 'hr'] as const
type Role = (typeof roles)[number]

export function PreviewPage() {
  return <WithProgram>{(program) => <Preview program={program} />}</WithProgram>
}

function Preview({ program }: { program: Program }) {
  const { courseId = '' } = useParams({ strict: false }) as { courseId?: string }
  const { i18n } = useTranslation('courses')
  const [at] = useAddress<{ language?: string; role?: string }>()
  const language = languageOf(at.language ?? i18n.language)
  const role = roles.find((one) => one === at.role) ?? 'employees'
  const query = useOperation('courses.preview', { courseId, language }, { keep: true })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(a) => <Shown courseId={courseId} program={program} asked={language} role={role} {...a} />}
    </Loaded>
  )
}

function Shown({
  courseId,
  program,
  asked,
  role,
  language,
  file,
  films,
}: Answer<'courses.preview'> & { courseId: string; program: Program; asked: 'en' | 'de' | 'es' | 'fr'; role: Role }) {
  const { t } = useTranslation('courses')
  const f = useFormat()
  const languageName = useLanguageName()
  const [, setAt] = useAddress<{ language?: string; role?: string }>()
  return (
    <Page
      title={file.title || t('untitled')}
      width="reading"
      help={t('previewHelp')}
      back={{ to: `/program/training/courses/${courseId}`, label: t('toDraft') }}
    >
      <div className={classes.as}>
        <Select
          label={t('as.role')}
          allowDeselect={false}
          data={roles.map((one) => ({ value: one, label: t(`as.${one}`) }))}
          value={role}
          onChange={(value) => value && setAt({ role: value })}
        />
        <Select
          label={t('as.language')}
          allowDeselect={false}
          data={languages.map((one) => ({ value: one, label: languageName(one) }))}
          value={asked}
          onChange={(value) => value && setAt({ language: value })}
        />
      </div>
      {language === asked ? null : (
        <Note>{t('as.falls', { asked: languageName(asked), language: languageName(language) })}</Note>
      )}
      <Given program={program} courseId={courseId} role={role} />
      <div lang={language}>
        <p className={classes.shownAs}>{t('minutesShort', { count: file.minutes, n: f.number(file.minutes) })}</p>
        <MarkdownView text={file.intro} />
        {file.lessons.map((lesson, i) => (
          <Section key={lesson.id} title={t('numbered', { n: f.number(i + 1), title: lesson.title })} bare>
            <div className={trainingClasses.body}>
              <LessonBody
                lesson={lesson}
                film={lesson.kind === 'video' ? films.find((one) => one.filmId === lesson.film) : undefined}
                from={{ preview: courseId }}
              />
            </div>
          </Section>
        ))}
      </div>
    </Page>
  )
}

/** Whether the design gives it to the role, and by when. */
function Given({ program, courseId, role }: { program: Program; courseId: string; role: Role }) {
  const { t } = useTranslation('courses')
  const f = useFormat()
  const query = useOperation('program.get', { programId: program.id })
  const chosen = query.data?.draft.design.training.courses.find((one) => one.id === courseId)
  if (!query.data) return null
  const need = chosen?.required.includes(role) ? 'required' : chosen?.offered.includes(role) ? 'offered' : 'none'
  return (
    <p className={classes.quiet}>
      {t(`given.${need}`, { role: t(`as.${role}`), count: chosen?.dueDays ?? 0, n: f.number(chosen?.dueDays ?? 0) })}
    </p>
  )
}
