/** What to say to one person: who reads it, then the words. Wherever it stands, it is this form. */
import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, useAct, useOperation, type Answer } from '../api.ts'
import { NotOpen } from '../goals/not-open.tsx'
import { useMe } from '../shell/me.ts'
import { useDraft } from '../ui/draft.ts'
import { Loaded, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import writing from '../ui/writing.module.css'
import { itemReads, useItemActs, type Mode } from './acts.ts'
import { ModeChoice } from './modes.tsx'
import { usePrompts } from './values.ts'
import { AidSwitch, useAid, Writer } from './writer.tsx'
import classes from './feedback.module.css'

type Terms = Answer<'feedback.terms'>
type Words = { mode: Mode; template: string; said: Record<string, string>; withManager: boolean }
const nothing: Words = { mode: 'attributed', template: '', said: {}, withManager: false }

export function GiveForm({ aboutId, draftId, onDone }: { aboutId: string; draftId?: string; onDone: () => void }) {
  const { t } = useTranslation('feedback')
  const me = useMe()
  const terms = useOperation('feedback.terms', { kind: 'give', aboutId })
  const draft = useOperation('feedback.get', { itemId: draftId ?? '' }, { enabled: Boolean(draftId) })
  const closed = terms.error instanceof ApiProblem && terms.error.code === 'element_off' ? terms.error : null
  if (draft.error) return <ProblemNote small error={draft.error} />
  if (closed)
    return closed.params['name'] === me.person.name ? (
      <NotOpen error={closed} />
    ) : (
      <Note tone="warn" title={t('give.notYet', { name: String(closed.params['name'] ?? '') })}>
        {t('give.notYetBody')}
      </Note>
    )
  if (terms.error) return <ProblemNote small error={terms.error} retry={() => void terms.refetch()} />
  if (!terms.data || (draftId && !draft.data)) return <TextSkeleton lines={6} />
  return (
    <Writing
      key={`${aboutId} ${draftId ?? ''}`}
      terms={terms.data}
      draft={draftId ? (draft.data ?? null) : null}
      onDone={onDone}
    />
  )
}

function Writing({ terms, draft, onDone }: { terms: Terms; draft: Answer<'feedback.get'> | null; onDone: () => void }) {
  const { t } = useTranslation('feedback')
  const about = terms.about!
  const templates = useOperation('feedback.templates', {}, { staleTime: 600_000 })
  const { takeBack } = useItemActs()
  const [aid, setAid] = useAid()
  const [missing, setMissing] = useState(false)
  const [id] = useState(() => draft?.id ?? crypto.randomUUID())
  const offered = (templates.data?.templates ?? []).filter((one) => one.for.includes('give'))
  const [initial] = useState((): Words => {
    if (!draft) return { ...nothing, mode: terms.modes[0] ?? 'attributed' }
    return {
      mode: draft.mode,
      template: draft.template ?? '',
      said: Object.fromEntries(draft.answers.map((a) => [a.ask, a.words])),
      withManager: draft.withManager,
    }
  })
  const words = useDraft<Words>(`feedback:${draft?.id ?? about.id}`, initial)
  const v = words.value
  const template = offered.find((one) => one.id === v.template)
  const own = terms.questions
  const prompts = usePrompts()(terms.values, 'give', about.name)
  const prompt = prompts.find((one) => one.id === v.template)
  const fields =
    v.template === 'own'
      ? own.map((ask) => ({ ask, hint: '' }))
      : prompt
        ? [{ ask: prompt.ask, hint: prompt.hint }]
        : (template?.questions.map(({ ask, hint }) => ({ ask, hint })) ?? [{ ask: '', hint: '' }])
  const mode = terms.modes.includes(v.mode) ? v.mode : (terms.modes[0] ?? 'attributed')
  const answers = fields.map(({ ask }) => ({ ask, words: (v.said[ask] ?? '').trim() }))
  const empty = answers.every((a) => !a.words)
  const send = useAct('feedback.give', {
    invalidates: itemReads,
    showsProblem: true,
    done: (answer) =>
      answer.draft
        ? t('done.drafted')
        : t(mode === 'confidential' ? 'done.givenQuietly' : 'done.given', { name: about.name }),
    onDone: (given) => {
      words.clear(given)
      onDone()
    },
  })
  const submit = (asDraft: boolean) => {
    if (empty) return setMissing(true)
    send.mutate({
      id,
      aboutId: about.id,
      mode: mode === 'confidential' ? 'confidential' : 'attributed',
      template: template?.id ?? prompt?.id ?? null,
      answers: answers.filter((a) => a.words),
      withManager: v.withManager && mode === 'attributed' && terms.sharing === 'author',
      draft: asDraft,
    })
  }
  const change = (part: Partial<Words>) => words.set((old) => ({ ...old, ...part }))
  return (
    <form
      className={writing.form}
      onSubmit={(event) => {
        event.preventDefault()
        submit(false)
      }}
    >
      <ModeChoice
        legend={t('whoReads')}
        modes={terms.modes}
        value={mode}
        onChange={(next) => change({ mode: next })}
        facts={{
          kind: 'give',
          about: about.name,
          asker: '',
          namesTo: terms.namesTo?.name ?? null,
          floor: terms.floor,
        }}
      />
      <Loaded query={templates} skeleton={<TextSkeleton lines={2} />}>
        {() => (
          <NativeSelect
            label={t('give.begin')}
            value={v.template}
            onChange={(event) => change({ template: event.currentTarget.value })}
            data={[
              { value: '', label: t('give.free') },
              ...(own.length > 0 ? [{ value: 'own', label: t('give.own') }] : []),
              ...offered.map((one) => ({ value: one.id, label: one.title })),
              ...prompts.map((one) => ({ value: one.id, label: one.title })),
            ]}
          />
        )}
      </Loaded>
      {template ? <p className={classes.advice}>{template.advice}</p> : null}
      {fields.map(({ ask, hint }) => (
        <Writer
          key={`${v.template} ${ask}`}
          label={ask || t('give.words', { name: about.name })}
          hint={ask ? hint : t('give.wordsHint')}
          rows={ask ? (prompt ? 4 : 2) : 5}
          aid={aid}
          value={v.said[ask] ?? ''}
          onChange={(said) => change({ said: { ...v.said, [ask]: said } })}
          error={missing && empty ? t('give.empty') : undefined}
        />
      ))}
      <AidSwitch on={aid} set={setAid} />
      {terms.sharing === 'author' && mode === 'attributed' && terms.manager ? (
        <Checkbox
          label={t('give.withManager', { name: terms.manager.name })}
          checked={v.withManager}
          onChange={(event) => change({ withManager: event.currentTarget.checked })}
        />
      ) : null}
      {send.error ? <ProblemNote small error={send.error} /> : null}
      <div className={writing.buttons}>
        <Button type="submit" loading={send.isPending}>
          {t('give.send', { name: about.name })}
        </Button>
        <Button variant="default" disabled={send.isPending} onClick={() => submit(true)}>
          {t('give.draft')}
        </Button>
        {draft ? (
          <Button
            variant="subtle"
            color="gray"
            loading={takeBack.isPending}
            onClick={() =>
              takeBack.mutate(
                { itemId: draft.id },
                {
                  onSuccess: () => {
                    words.clear()
                    onDone()
                  },
                },
              )
            }
          >
            {t('give.throwAway')}
          </Button>
        ) : null}
      </div>
    </form>
  )
}
