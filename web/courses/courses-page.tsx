/** Which courses has the company written itself? Beginning one, empty or as a copy. */
import { Button, Radio, Select, TextInput } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { languageOf } from '../program/language.ts'
import { useLanguageName } from '../ui/languages.ts'
import { Go, useGo } from '../ui/link.tsx'
import { TrainingTabs } from '../training/training-tabs.tsx'
import { List, Row } from '../ui/list.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, ProblemNote, RowsSkeleton } from '../ui/states.tsx'
import { languages } from '../words.ts'
import classes from './courses.module.css'

type All = Answer<'courses.list'>

export function CoursesPage() {
  const { t } = useTranslation('courses')
  const query = useOperation('courses.list', {})
  const [begins, setBegins] = useState(false)
  const begin = <Button onClick={() => setBegins(true)}>{t('begin')}</Button>
  return (
    <Page
      title={t('title')}
      help={t('help')}
      description={t('description')}
      below={<TrainingTabs />}
      action={query.data && query.data.courses.length > 0 && !begins ? begin : undefined}
      more={
        <Button component={Go} to="/program/design/training" variant="default">
          {t('give')}
        </Button>
      }
    >
      <Loaded query={query} skeleton={<RowsSkeleton rows={3} />}>
        {(a) => (
          <>
            {begins ? <Begin library={a.library} onEnd={() => setBegins(false)} /> : null}
            {a.courses.length === 0 ? (
              begins ? null : (
                <Empty icon={<IconPencil size={22} stroke={1.6} />} title={t('none.title')} action={begin}>
                  {t('none.body')}
                </Empty>
              )
            ) : (
              <List>
                {a.courses.map((one) => (
                  <Course key={one.courseId} one={one} />
                ))}
              </List>
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Course({ one }: { one: All['courses'][number] }) {
  const { t } = useTranslation('courses')
  const f = useFormat()
  const languageName = useLanguageName()
  const newer = one.source !== null && one.source.newest > one.source.version
  return (
    <Row
      title={one.title || t('untitled')}
      to={`/program/training/courses/${one.courseId}`}
      says={[
        `${t('size', { count: one.lessons, n: f.number(one.lessons), minutes: f.number(one.minutes) })} · ${f.list(one.languages.map(languageName))}`,
        t('savedBy', { name: one.saved.by.name, when: f.dayAt(one.saved.at, 'long') }) +
          (one.source ? ` · ${t('copyOf', { title: one.source.title })}` : ''),
      ]}
      end={
        <>
          {newer ? <State tone="warn">{t('source.short')}</State> : null}
          <State tone={one.retiredAt ? 'quiet' : one.published ? (one.changed ? 'warn' : 'good') : 'quiet'}>
            {one.retiredAt
              ? t('state.retired')
              : one.published
                ? t(one.changed ? 'state.changed' : 'state.published', { version: f.number(one.published.version) })
                : t('state.draft')}
          </State>
        </>
      }
    />
  )
}

function Begin({ library, onEnd }: { library: All['library']; onEnd: () => void }) {
  const { t, i18n } = useTranslation('courses')
  const languageName = useLanguageName()
  const go = useGo()
  const f = useFormat()
  const [how, setHow] = useState<'copy' | 'empty'>('copy')
  const [copyOf, setCopyOf] = useState(library[0]?.courseId ?? '')
  const [title, setTitle] = useState('')
  const [language, setLanguage] = useState<All['courses'][number]['languages'][number]>(languageOf(i18n.language))
  const begin = useAct('courses.begin', {
    invalidates: ['courses.list'],
    showsProblem: true,
    onDone: (made) => void go(`/program/training/courses/${made.courseId}`),
  })
  const chosen = library.find((one) => one.courseId === copyOf)
  return (
    <Section title={t('begin')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          begin.mutate({ language, ...(how === 'copy' ? { copyOf } : { title: title.trim() }) })
        }}
      >
        <Radio.Group
          label={t('how.label')}
          value={how}
          onChange={(value) => setHow(value === 'copy' ? 'copy' : 'empty')}
        >
          <div className={classes.radios}>
            <Radio value="copy" label={t('how.copy')} description={t('how.copyHint')} />
            <Radio value="empty" label={t('how.empty')} description={t('how.emptyHint')} />
          </div>
        </Radio.Group>
        {how === 'copy' ? (
          <Select
            label={t('which')}
            description={
              chosen
                ? `${chosen.use} ${t('minutesShort', { count: chosen.minutes, n: f.number(chosen.minutes) })}`
                : undefined
            }
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            allowDeselect={false}
            data={library.map((one) => ({ value: one.courseId, label: one.title }))}
            value={copyOf}
            onChange={(value) => value && setCopyOf(value)}
          />
        ) : (
          <TextInput
            label={t('courseTitle')}
            required
            maxLength={120}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
        )}
        <Select
          label={t('firstLanguage')}
          description={t('firstLanguageHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          allowDeselect={false}
          data={languages.map((one) => ({ value: one, label: languageName(one) }))}
          value={language}
          onChange={(value) => value && setLanguage(languageOf(value))}
        />
        {begin.error ? <ProblemNote small error={begin.error} /> : null}
        <span className={classes.acts}>
          <Button type="submit" loading={begin.isPending} disabled={how === 'empty' && title.trim() === ''}>
            {t('beginNow')}
          </Button>
          <Button variant="default" onClick={onEnd}>
            {t('cancel')}
          </Button>
        </span>
      </form>
    </Section>
  )
}
