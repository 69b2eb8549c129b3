/** One letter that Belay writes by itself: its words in each language, what it may name, and whether people may switch it off. */
import { Button, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignText } from '../../contract/campaigns.ts'
import type { Language } from '../../contract/library.ts'
import { call, useAct, useOperation, type Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Diff, type Change } from '../ui/diff.tsx'
import { Page, Section } from '../ui/page.tsx'
import { When } from '../ui/reader.tsx'
import { Loaded, Note, ProblemNote } from '../ui/states.tsx'
import classes from './campaigns.module.css'
import { useLanguageName } from '../ui/languages.ts'
import { languages } from '../words.ts'
import { LetterView } from './letter-view.tsx'
import { languageOf } from '../program/language.ts'
import { labels, parts } from './word-parts.ts'
import { WordsForm } from './words-form.tsx'

type Letter = Answer<'letters.get'>
type Text = Letter['texts'][number]
const reads = ['letters.list', 'letters.get'] as const

export function LetterPage() {
  const { i18n } = useTranslation()
  const { template = '' } = useParams({ strict: false }) as { template?: string }
  const letter = useOperation('letters.get', { template, language: languageOf(i18n.language) })
  return <Loaded query={letter}>{(one) => <Opened key={one.template} letter={one} />}</Loaded>
}

/** Words that are not saved yet. `over`: the words that they were written over; whoever has saved since is not written over. */
type Unsaved = { words: CampaignText; over: string | null }

function Opened({ letter }: { letter: Letter }) {
  const { t, i18n } = useTranslation(['campaigns', 'attention'])
  const name = useLanguageName()
  const me = useMe()
  const mayWrite = me.roles.includes('lead') && !letter.closed
  const [language, setLanguage] = useState<Language>(languageOf(i18n.language))
  /** What is being written and not saved, by language. */
  const [written, setWritten] = useState<Partial<Record<Language, Unsaved>>>({})
  const [shown, setShown] = useState<Language | null>(language)
  const text = letter.texts.find((one) => one.language === language)!
  const unsaved = shown ? written[shown]?.words : undefined
  const [words] = useDebouncedValue(unsaved && unsaved.subject && unsaved.preview && unsaved.body ? unsaved : null, 400)
  const choose = (next: Language) => {
    setLanguage(next)
    setShown(next)
  }
  return (
    <Page
      title={letter.title}
      width="wide"
      help={t('letters.pageHelp')}
      back={{ to: '/program/communications/letters', label: t('tabs.letters') }}
      description={letter.kind ? t(`attention:notices.when.${letter.kind}`) : t('attention:notices.when.daily')}
    >
      {letter.closed ? (
        <Note title={t('letters.closed.title')}>
          {t('letters.closed.body')} {t('letters.closed.read')}
        </Note>
      ) : null}
      <div className={letter.closed ? classes.one : classes.columns}>
        <div className={classes.side}>
          {letter.kind && letter.grade !== 'needed' ? (
            <Rule letter={letter} mayWrite={me.roles.includes('lead')} />
          ) : null}
          <InApp notices={letter.notices} />
          {letter.closed ? null : (
            <Section title={t('words.title')} description={t('letters.wordsAbout')} bare>
              <Select
                label={t('words.language')}
                allowDeselect={false}
                mb="sm"
                value={language}
                onChange={(value) => value && choose(value as Language)}
                data={languages.map((value) => ({
                  value,
                  label: letter.texts.find((one) => one.language === value)?.own
                    ? t('words.own', { language: name(value) })
                    : name(value),
                }))}
              />
              {mayWrite ? (
                <Words
                  key={`${language} ${text.own?.at ?? ''}`}
                  letter={letter}
                  text={text}
                  begun={written[language]}
                  onWrite={(words) =>
                    setWritten((old) => ({
                      ...old,
                      [language]: { words, over: old[language] ? old[language].over : (text.own?.at ?? null) },
                    }))
                  }
                  onSettled={() => setWritten(({ [language]: _gone, ...rest }) => rest)}
                />
              ) : (
                <p className={classes.because}>{t('letters.readOnly')}</p>
              )}
            </Section>
          )}
        </div>
        <LetterView
          id={['letters.preview', letter.template, text.own?.at, words]}
          read={(choice, signal) =>
            call(
              'letters.preview',
              {
                template: letter.template,
                ...choice,
                ...(words && choice.language === shown ? { words } : {}),
              },
              { signal },
            )
          }
          language={[shown, setShown]}
        />
      </div>
    </Page>
  )
}

/** What stands in the app about the same; those lines are short and the same for all companies. */
function InApp({ notices }: { notices: readonly string[] }) {
  const { t } = useTranslation(['campaigns', 'attention'])
  const lines = notices.filter((kind) => kind !== 'message')
  if (lines.length === 0) return null
  const example = { name: t('letters.inApp.name'), cycle: t('letters.inApp.cycle'), stage: t('letters.inApp.stage') }
  return (
    <Section title={t('letters.inApp.title')} description={t('letters.inApp.about')} bare>
      <ul className={classes.inApp}>
        {lines.map((kind) => (
          <li key={kind}>{t(`attention:inbox.kind.${kind}`, example)}</li>
        ))}
      </ul>
    </Section>
  )
}

/** Whether people may switch its mail off: for everybody, in one place. */
function Rule({ letter, mayWrite }: { letter: Letter; mayWrite: boolean }) {
  const { t } = useTranslation('campaigns')
  const fix = useAct('letters.fix', { invalidates: reads, showsProblem: true, done: t('letters.rule.done') })
  const options = (['person', 'on', 'off'] as const).filter((value) => value !== 'on' || letter.grade !== 'free')
  return (
    <div>
      <Select
        label={t('letters.rule.label')}
        description={t(letter.grade === 'free' ? 'letters.rule.free' : 'letters.rule.about')}
        allowDeselect={false}
        disabled={!mayWrite || fix.isPending}
        value={letter.fixed?.as ?? 'person'}
        onChange={(value) =>
          letter.kind && fix.mutate({ kind: letter.kind, fixed: value === 'on' || value === 'off' ? value : null })
        }
        data={options.map((value) => ({ value, label: t(`letters.off.${value}`) }))}
      />
      {letter.fixed ? (
        <p className={classes.because}>
          {t('letters.rule.by', { name: letter.fixed.by.name })} <When at={letter.fixed.at} />
        </p>
      ) : null}
      {fix.error ? <ProblemNote small error={fix.error} /> : null}
    </div>
  )
}

function Words({
  letter,
  text,
  begun,
  onWrite,
  onSettled,
}: {
  letter: Letter
  text: Text
  begun: Unsaved | undefined
  onWrite: (text: CampaignText) => void
  onSettled: () => void
}) {
  const { t } = useTranslation('campaigns')
  const [restoring, setRestoring] = useState(false)
  const { template } = letter
  const { language, own } = text
  const write = useAct('letters.write', {
    invalidates: reads,
    showsProblem: true,
    done: t('letters.saved'),
    onDone: onSettled,
  })
  const restore = useAct('letters.restore', {
    invalidates: reads,
    showsProblem: true,
    done: t('letters.restored'),
    onDone: () => {
      setRestoring(false)
      onSettled()
    },
  })
  const save = (words: CampaignText) =>
    write.mutate({ template, language, words, over: begun ? begun.over : (own?.at ?? null) })
  const was = own?.was
  const changes: Change[] = was
    ? parts.flatMap((part) => {
        const [before, after] = [was[part], text.ours[part]]
        return before === after ? [] : [{ id: part, label: t(labels[part]), kind: 'changed' as const, before, after }]
      })
    : []
  return (
    <div className={classes.side}>
      {own ? (
        <p className={classes.because}>
          {t('letters.ownSince', { name: own.by.name })} <When at={own.at} />
        </p>
      ) : null}
      {was ? (
        <Note
          tone="warn"
          title={t('letters.stale.title')}
          action={
            <Button variant="default" size="compact-md" loading={write.isPending} onClick={() => save(own.words)}>
              {t('letters.stale.keep')}
            </Button>
          }
        >
          {t('letters.stale.body')}
          <Diff changes={changes} />
        </Note>
      ) : null}
      <WordsForm
        begun={begun?.words}
        text={own?.words ?? text.ours}
        own={own !== null}
        busy={write.isPending}
        language={language}
        onWrite={onWrite}
        onSave={save}
        onReset={() => setRestoring(true)}
      >
        <p className={classes.because} lang={language}>
          {text.because}
        </p>
        <Fields letter={letter} />
        {write.error ? <ProblemNote small error={write.error} /> : null}
      </WordsForm>
      <ConfirmDialog
        opened={restoring}
        onClose={() => setRestoring(false)}
        title={t('letters.restore.title')}
        confirm={t('words.reset')}
        danger
        busy={restore.isPending}
        error={restore.error}
        onConfirm={() => restore.mutate({ template, language })}
      >
        {t('letters.restore.body')}
      </ConfirmDialog>
    </div>
  )
}

/** What the letter may name, with an example; what it has to name is marked. */
function Fields({ letter }: { letter: Letter }) {
  const { t } = useTranslation('campaigns')
  return (
    <details>
      <summary>{t('letters.fields.title')}</summary>
      <ul className={classes.fields}>
        {letter.fields.map((field) => (
          <li key={field.name}>
            <code translate="no" dir="ltr">{`{{${field.name}}}`}</code>
            {field.required ? <strong> {t('letters.fields.required')}</strong> : null}
            <small>
              {field.about}
              {field.example ? ` · ${field.example}` : ''}
            </small>
          </li>
        ))}
      </ul>
    </details>
  )
}
