/** What does this course say? Its lessons in order, the words of each in every language, and what stands in the way of publishing. */
import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { useLanguageName } from '../ui/languages.ts'
import { Go, useAddress } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, Note, PageSkeleton } from '../ui/states.tsx'
import { ViewTabs } from '../ui/tabs.tsx'
import { TextLink } from '../program/text-link.tsx'
import { languages as allLanguages } from '../words.ts'
import { Checks } from './checks.tsx'
import classes from './courses.module.css'
import { LessonForm } from './lesson-form.tsx'
import { Outline } from './outline.tsx'
import { Publish } from './publish.tsx'
import { type Place, WordsField } from './words-field.tsx'
import { act, type Draft, type Language, useDraft } from './writing.ts'

export function WritingPage() {
  const { courseId = '' } = useParams({ strict: false }) as { courseId?: string }
  const draft = useDraft(courseId)
  return (
    <Loaded query={draft.query} skeleton={<PageSkeleton />}>
      {(data) => (
        <Writing key={courseId} draft={data} state={draft.state} conflicts={draft.conflicts} missed={draft.missed} />
      )}
    </Loaded>
  )
}

function Writing({
  draft,
  state,
  conflicts,
  missed,
}: {
  draft: Draft
  state: ReturnType<typeof useDraft>['state']
  conflicts: Place['conflicts']
  missed: boolean
}) {
  const { t } = useTranslation('courses')
  const f = useFormat()
  const languageName = useLanguageName()
  const [address, setAddress] = useAddress<{ in?: string; lesson?: string }>()
  const language = draft.languages.find((one) => one === address.in) ?? draft.languages[0]!
  const part = draft.lessons.find((one) => one.id === address.lesson)
  const { courseId, words } = draft
  const title = words['title']?.[language] || words['title']?.[draft.languages[0]!] || t('untitled')
  const place: Place = { draft, language, conflicts }
  const open = (lesson: string | null) => setAddress({ lesson: lesson ?? undefined } as never, { push: true })
  return (
    <Page
      title={title}
      width="wide"
      help={t('writingHelp')}
      back={{ to: '/program/training/courses', label: t('title') }}
      description={
        <span className={classes.status} role="status">
          {draft.published
            ? t(draft.changed ? 'state.changed' : 'state.published', { version: f.number(draft.published.version) })
            : t('state.draft')}{' '}
          · {t(`save.${state}`, { name: draft.saved.by.name, when: f.instant(draft.saved.at) })}
        </span>
      }
      more={
        <>
          <More draft={draft} />
          <Button
            component={Go}
            to={`/program/training/courses/${courseId}/preview?language=${language}`}
            variant="default"
          >
            {t('preview')}
          </Button>
        </>
      }
      action={<Publish draft={draft} ready={state === 'saved'} />}
      below={<Languages draft={draft} language={language} onLanguage={(one) => setAddress({ in: one } as never)} />}
    >
      {draft.retiredAt ? <Note tone="warn">{t('retired.note')}</Note> : null}
      {missed ? <Note tone="warn">{t('missed')}</Note> : null}
      {draft.source && draft.source.newest > draft.source.version ? (
        <Note
          title={t('source.newer', { title: draft.source.title })}
          action={
            <Button component={Go} to={`/program/training/courses/${courseId}/library`} size="compact-sm">
              {t('source.look')}
            </Button>
          }
        >
          {t('source.newerBody')}
        </Note>
      ) : null}
      <div className={classes.desk} data-lesson={part ? true : undefined}>
        <div className={classes.side}>
          <Outline draft={draft} language={language} current={part?.id ?? null} onOpen={open} />
          <Checks
            draft={draft}
            onOpen={(lesson, to) => setAddress({ lesson: lesson ?? undefined, in: to } as never, { push: true })}
          />
        </div>
        <div className={classes.main}>
          {part ? (
            <>
              <p className={classes.up}>
                <TextLink to={`/program/training/courses/${courseId}?in=${language}`}>{t('toCourse')}</TextLink>
              </p>
              <Section
                key={`${part.id} ${language}`}
                title={t(`kind.${part.kind}`)}
                description={t(`kindHint.${part.kind}`)}
              >
                <LessonForm at={place} part={part} />
              </Section>
            </>
          ) : (
            <Section
              key={language}
              title={t('about')}
              description={t('aboutHint', { language: languageName(language) })}
            >
              <div className={classes.form}>
                <WordsField at={place} name="title" label={t('courseTitle')} />
                <WordsField at={place} name="use" label={t('use')} lines />
                <WordsField at={place} name="intro" label={t('intro')} markdown optional />
              </div>
            </Section>
          )}
        </div>
      </div>
    </Page>
  )
}

/** The languages of the course, with what is open in each; the first is the one that others fall back to. */
function Languages({
  draft,
  language,
  onLanguage,
}: {
  draft: Draft
  language: Language
  onLanguage: (language: Language) => void
}) {
  const { t } = useTranslation('courses')
  const languageName = useLanguageName()
  const { courseId, languages } = draft
  const missing = allLanguages.filter((one) => !languages.includes(one))
  const set = (is: Language[]) => act(courseId, { do: 'languages', was: [...languages], is })
  const open = (one: Language) =>
    draft.checks.find((check) => check.code === 'language_gaps' && check.language === one)?.value ??
    (one === languages[0] ? draft.checks.filter((check) => check.code === 'words_missing').length : 0)
  return (
    <div className={classes.languages}>
      <ViewTabs
        label={t('languages')}
        value={language}
        onChange={onLanguage}
        tabs={languages.map((one) => {
          const count = Number(open(one))
          return { value: one, label: languageName(one), ...(count > 0 ? { count } : {}) }
        })}
      />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="subtle" size="compact-sm" rightSection={<IconChevronDown size={14} aria-hidden />}>
            {t('changeLanguages')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {missing.map((one) => (
            <Menu.Item
              key={one}
              onClick={() => {
                set([...languages, one])
                onLanguage(one)
              }}
            >
              {t('addLanguage', { language: languageName(one) })}
            </Menu.Item>
          ))}
          {language === languages[0] ? null : (
            <>
              <Menu.Item onClick={() => set([language, ...languages.filter((one) => one !== language)])}>
                {t('makeFirst', { language: languageName(language) })}
              </Menu.Item>
              <Menu.Item onClick={() => set(languages.filter((one) => one !== language))}>
                {t('leaveOut', { language: languageName(language) })}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}

function More({ draft }: { draft: Draft }) {
  const { t } = useTranslation('courses')
  const [asks, setAsks] = useState(false)
  const { courseId, source, retiredAt } = draft
  const retire = useAct('courses.retire', {
    invalidates: ['courses.get', 'courses.list', 'training.courses', 'training.mine', 'training.course'],
    showsProblem: true,
    onDone: () => setAsks(false),
  })
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
            {t('more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {source ? (
            <Menu.Item component={Go} to={`/program/training/courses/${courseId}/library`}>
              {t('source.compare')}
            </Menu.Item>
          ) : null}
          {retiredAt ? (
            <Menu.Item onClick={() => retire.mutate({ courseId, retired: false })}>{t('retired.back')}</Menu.Item>
          ) : (
            <Menu.Item onClick={() => setAsks(true)}>{t('retired.do')}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asks}
        onClose={() => setAsks(false)}
        title={t('retired.title')}
        confirm={t('retired.do')}
        busy={retire.isPending}
        error={retire.error}
        onConfirm={() => retire.mutate({ courseId, retired: true })}
      >
        {t('retired.body')}
      </ConfirmDialog>
    </>
  )
}
