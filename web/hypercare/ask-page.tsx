/** Ask: what is known already is found while one types; what is not goes to the desk. */
import { Button, Checkbox, TextInput, Textarea } from '@mantine/core'
import { IconLock, IconMessageQuestion } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useDeferredValue, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { YourChampions } from '../champions/your-champions.tsx'
import { List, Row } from '../ui/list.tsx'
import { useDraft } from '../ui/draft.ts'
import { useAddress, useGo } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, ProblemNote, RowsSkeleton } from '../ui/states.tsx'
import { AnswerFold } from './answer-fold.tsx'
import { AskTabs } from './ask-tabs.tsx'
import classes from './hypercare.module.css'
import { StateWord } from './state-word.tsx'

type Mine = Answer<'desk.mine'>
const empty = { title: '', words: '', private: false }

export function AskPage() {
  const { t } = useTranslation('hypercare')
  const query = useOperation('desk.mine', {})
  return (
    <Page title={t('ask.title')} description={t('ask.body')} help={t('ask.help')} width="reading" below={<AskTabs />}>
      <Ask readers={query.data ?? null} />
      <YourChampions />
      <Section title={t('ask.mine')} bare>
        <Loaded
          query={query}
          skeleton={<RowsSkeleton rows={2} />}
          empty={(a) =>
            a.questions.length === 0 && (
              <Empty small title={t('ask.none')}>
                {t('ask.noneBody')}
              </Empty>
            )
          }
        >
          {({ questions }) => <Own questions={questions} />}
        </Loaded>
      </Section>
    </Page>
  )
}

function Ask({ readers }: { readers: Pick<Mine, 'answered' | 'privately' | 'mailbox'> | null }) {
  const { t, i18n } = useTranslation('hypercare')
  const go = useGo()
  const [{ from }] = useAddress<{ from?: string }>()
  const draft = useDraft('desk', empty)
  const { title, words, private: secret } = draft.value
  const [open, setOpen] = useState(words !== '')
  const search = useDeferredValue(title.trim())
  const found = useOperation(
    'desk.answers',
    { search },
    { enabled: search.length > 2, keep: true, staleTime: 60_000, select: (a) => a.answers },
  )
  const answers = search.length > 2 ? (found.data ?? []) : []
  const ask = useAct('desk.ask', {
    invalidates: ['desk.mine'],
    showsProblem: true,
    done: t('ask.sent'),
    onDone: (question) => {
      draft.clear(question)
      void go(`/ask/${question.id}`)
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!title.trim()) return
    if (!open) return setOpen(true)
    ask.mutate({ title, words, private: secret, place: from && /^[a-z.]{1,40}$/.test(from) ? from : null })
  }
  return (
    <form className={classes.ask} onSubmit={send}>
      <TextInput
        label={t('ask.question')}
        size="md"
        maxLength={160}
        value={title}
        placeholder={t('ask.example')}
        onChange={(e) => draft.set((old) => ({ ...old, title: e.currentTarget.value }))}
        autoComplete="off"
        data-search
      />
      {answers.length > 0 ? (
        <section className={classes.found} aria-label={t('ask.known')}>
          <h2>{t('ask.known')}</h2>
          {answers.slice(0, 4).map((one) => (
            <AnswerFold key={one.id} answer={one} />
          ))}
        </section>
      ) : null}
      <div role="status" className="spoken">
        {search.length > 2 && found.data ? t('ask.count', { count: answers.length }) : ''}
      </div>
      {open ? (
        <div className={classes.more}>
          <Textarea
            label={t('ask.words')}
            description={t('ask.wordsSays')}
            autosize
            minRows={3}
            maxLength={4000}
            value={words}
            onChange={(e) => draft.set((old) => ({ ...old, words: e.currentTarget.value }))}
          />
          <Checkbox
            checked={secret}
            onChange={(e) => draft.set((old) => ({ ...old, private: e.currentTarget.checked }))}
            label={t('ask.private')}
            description={t('ask.privateSays')}
          />
          {ask.error ? <ProblemNote small error={ask.error} /> : null}
        </div>
      ) : null}
      <div className={classes.send}>
        <Button type="submit" disabled={!title.trim()} loading={ask.isPending} variant={open ? 'filled' : 'default'}>
          {t(open ? 'ask.send' : 'ask.open')}
        </Button>
        {open && readers ? (
          <p className={classes.quiet}>{whoReads(t, secret ? readers.privately : readers.answered, i18n.language)}</p>
        ) : null}
      </div>
      {readers?.mailbox ? <p className={classes.quiet}>{t('ask.byMail', { address: readers.mailbox })}</p> : null}
    </form>
  )
}

/** Who will read it, before it is sent. */
function whoReads(t: TFunction<'hypercare'>, { leads, champions, hr }: Mine['answered'], language: string): string {
  if (leads.length === 0 && !hr && !champions) return t('ask.nobody')
  const name = new Intl.ListFormat(language === 'mirrored' ? 'en' : language).format(leads.map((one) => one.name))
  const who = champions ? (hr ? 'all' : 'champions') : hr ? 'hr' : 'lead'
  return t(`ask.reads.${leads.length > 0 ? who : `${who}Alone`}`, { name })
}

function Own({ questions }: { questions: Mine['questions'] }) {
  const { t } = useTranslation('hypercare')
  const f = useFormat()
  return (
    <List>
      {questions.map((q) => (
        <Row
          key={q.id}
          lead={<IconMessageQuestion size={20} stroke={1.6} aria-hidden />}
          title={q.title}
          to={`/ask/${q.id}`}
          says={
            <span className={classes.quiet}>
              {q.private ? (
                <>
                  <IconLock size={13} aria-hidden /> {t('private')} ·{' '}
                </>
              ) : null}
              {q.state.is === 'open' || q.state.is === 'taken' ? (
                t('ask.until', { at: f.instant(q.state.dueAt) })
              ) : (
                <When at={q.askedAt} />
              )}
            </span>
          }
          end={<StateWord state={q.state} />}
        />
      ))}
    </List>
  )
}
