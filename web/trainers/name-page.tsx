/** Who could lead sessions? Proposals, then the invitation. */
import { Button, MultiSelect, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, useAct, useOperation } from '../api.ts'
import { useLanguageName } from '../ui/languages.ts'
import { useGo } from '../ui/link.tsx'
import { Choice, List } from '../ui/list.tsx'
import form from '../ui/form.module.css'
import { Page, Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { Empty, Loaded, ProblemNote, RowsSkeleton } from '../ui/states.tsx'
import { languages } from '../words.ts'
import classes from './trainers.module.css'

type Proposed = Answer<'trainers.proposals'>['people'][number]
type Language = (typeof languages)[number]

export function NamePage() {
  const { t } = useTranslation('trainers')
  const [chosen, choose] = useState<Proposed | null>(null)
  return (
    <Page
      title={t('name.title')}
      description={t('name.body')}
      width="reading"
      back={{ to: '/program/trainers', label: t('list.title') }}
    >
      {chosen ? (
        <Invite key={chosen.id} person={chosen} onBack={() => choose(null)} />
      ) : (
        <Proposals onChoose={choose} />
      )}
    </Page>
  )
}

function Proposals({ onChoose }: { onChoose: (person: Proposed) => void }) {
  const { t } = useTranslation('trainers')
  const [q, setQ] = useState('')
  const [asked] = useDebouncedValue(q.trim(), 250)
  const query = useOperation('trainers.proposals', asked ? { q: asked } : {})
  return (
    <Section title={t('name.proposals')} description={t('name.managers')} bare>
      <div className={classes.search}>
        <TextInput label={t('name.search')} value={q} onChange={(e) => setQ(e.currentTarget.value)} />
      </div>
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={4} />}
        empty={(a) =>
          a.people.length === 0 && (
            <Empty small title={t('name.nobody')}>
              {t('name.nobodyBody')}
            </Empty>
          )
        }
      >
        {({ people }) => (
          <List>
            {people.map((one) => (
              <Choice key={one.id} onChoose={() => onChoose(one)} act={t('name.choose')}>
                <Person
                  person={one}
                  detail={[t(`as.${one.as}`), one.title, one.site].filter(Boolean).join(' · ')}
                  size={36}
                />
              </Choice>
            ))}
          </List>
        )}
      </Loaded>
    </Section>
  )
}

function Invite({ person, onBack }: { person: Proposed; onBack: () => void }) {
  const { t } = useTranslation('trainers')
  const languageName = useLanguageName()
  const go = useGo()
  const [spoken, setSpoken] = useState<Language[]>([person.language ?? 'en'])
  const [words, setWords] = useState('')
  const name = useAct('trainers.name', {
    invalidates: ['trainers.list', 'trainers.proposals', 'trainers.readiness'],
    showsProblem: true,
    done: t('name.done', { name: person.name }),
    onDone: () => void go(`/program/trainers/${person.id}`),
  })
  return (
    <Section title={t('name.ask', { name: person.name })}>
      <form
        className={`${form.form} ${form.inside}`}
        onSubmit={(event) => {
          event.preventDefault()
          if (spoken.length > 0) name.mutate({ personId: person.id, languages: spoken, words })
        }}
      >
        <Person person={person} detail={[person.title, person.site].filter(Boolean).join(' · ')} size={36} />
        <MultiSelect
          label={t('name.languages')}
          value={spoken}
          data={languages.map((one) => ({ value: one, label: languageName(one) }))}
          onChange={(some) => setSpoken(some as Language[])}
        />
        <Textarea
          label={t('name.words')}
          description={t('name.wordsSays')}
          autosize
          minRows={3}
          maxLength={1000}
          value={words}
          onChange={(e) => setWords(e.currentTarget.value)}
        />
        {name.error ? <ProblemNote error={name.error} /> : null}
        <div className={form.acts}>
          <Button type="submit" loading={name.isPending} disabled={spoken.length === 0}>
            {t('name.act')}
          </Button>
          <Button variant="default" onClick={onBack}>
            {t('name.other')}
          </Button>
        </div>
      </form>
    </Section>
  )
}
