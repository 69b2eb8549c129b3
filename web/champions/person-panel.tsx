/** One champion: what they cover, their terms, the time they gave, and what to do. */
import { Button, Select, Textarea } from '@mantine/core'
import { IconHeartHandshake } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Area } from '../../contract/champions.ts'
import { useAct, useOperation, type Answer } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import form from '../ui/form.module.css'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { useLanguageName } from '../ui/languages.ts'
import { Go } from '../ui/link.tsx'
import { List } from '../ui/list.tsx'
import { Facts } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { useFormat } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { AreaFields, useAreaWords } from './area-words.tsx'
import classes from './champions.module.css'
import { TermRow } from './term-row.tsx'

type Detail = Answer<'champions.get'>
const home = '/program/champions'
const stale = ['champions.get', 'champions.list', 'champions.overview', 'champions.coverage', 'week.get'] as const

export function PersonPanel() {
  const { t } = useTranslation('champions')
  const { personId = '' } = useParams({ strict: false }) as { personId?: string }
  const query = useOperation('champions.get', { personId })
  return (
    <SidePanel title={query.data?.person.name ?? t('network')} kind={t('one')} back={home} size="wide">
      <Loaded query={query} skeleton={<TextSkeleton lines={8} />}>
        {(found) => <Body key={found.person.id} found={found} />}
      </Loaded>
    </SidePanel>
  )
}

function Body({ found }: { found: Detail }) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  const languageName = useLanguageName()
  const areasIn = useAreaWords()
  const { person, is, served, terms, exit, may } = found
  return (
    <div className={form.form}>
      <Person person={person} size={36} link />
      {exit && may.manage ? <HandOver key={exit.id} exit={exit} /> : null}
      <Facts
        facts={[
          { label: t('person.is'), value: t(`personIs.${is}`) },
          { label: t('person.areas'), value: <span dir="auto">{areasIn(found.areas)}</span> },
          ...(is === 'champion' ? [{ label: t('person.people'), value: f.number(found.people) }] : []),
          { label: t('person.language'), value: languageName(found.language) },
          ...(found.since ? [{ label: t('person.since'), value: f.day(found.since, 'short') }] : []),
          ...(served.months > 0
            ? [
                {
                  label: t('person.given'),
                  value: t('person.months', {
                    count: served.months,
                    n: f.number(served.months),
                    hours: f.number(served.hours),
                  }),
                },
              ]
            : []),
        ]}
      />
      {may.manage && is === 'champion' ? <Areas key={found.areasSeen} found={found} /> : null}
      {terms.length > 0 ? (
        <section aria-label={t('terms.title')} className={form.form}>
          <h3 className={classes.heading}>{t('terms.title')}</h3>
          <List>
            {terms.map((term) => (
              <TermRow key={term.id} term={term} withdraw={may.manage} />
            ))}
          </List>
        </section>
      ) : is === 'champion' ? (
        <Note tone="accent" title={t('terms.none')}>
          {t('terms.noneBody')}
        </Note>
      ) : null}
      <div className={form.acts}>
        {may.manage && (is === 'champion' || is === 'former' || is === 'none') ? (
          <Button component={Go} to={`${home}/invite`} search={{ person: person.id }} variant="default">
            {t(is === 'champion' ? 'person.again' : 'person.invite')}
          </Button>
        ) : null}
        {may.thank && (is === 'champion' || is === 'former') ? (
          <Button
            component={Go}
            to="/recognition/give"
            search={{ to: person.id }}
            variant="default"
            leftSection={<IconHeartHandshake size={16} aria-hidden />}
          >
            {t('person.thank')}
          </Button>
        ) : null}
        {may.manage && is === 'champion' ? <End found={found} /> : null}
      </div>
    </div>
  )
}

function Areas({ found }: { found: Detail }) {
  const { t } = useTranslation('champions')
  const [open, setOpen] = useState(false)
  const [areas, setAreas] = useState<Area[]>([...found.areas])
  const save = useAct('champions.setAreas', {
    invalidates: stale,
    showsProblem: true,
    done: t('areas.saved'),
    onDone: () => setOpen(false),
  })
  if (!open)
    return (
      <div>
        <Button variant="default" size="compact-md" onClick={() => setOpen(true)}>
          {t('areas.change')}
        </Button>
      </div>
    )
  return (
    <form
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ personId: found.person.id, areas, seen: found.areasSeen })
      }}
    >
      <AreaFields areas={areas} onChange={setAreas} />
      {save.error ? <ProblemNote small error={save.error} /> : null}
      <div className={form.acts}>
        <Button type="submit" disabled={areas.length === 0} loading={save.isPending}>
          {t('areas.save')}
        </Button>
        <Button variant="default" onClick={() => setOpen(false)}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  )
}

function End({ found }: { found: Detail }) {
  const { t } = useTranslation('champions')
  const [opened, setOpened] = useState(false)
  const end = useAct('champions.end', {
    invalidates: stale,
    showsProblem: true,
    onDone: () => setOpened(false),
  })
  const { name, id: personId } = found.person
  return (
    <>
      <Button variant="subtle" color="red" onClick={() => setOpened(true)}>
        {t('end.open')}
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('end.title', { name })}
        confirm={t('end.act')}
        onConfirm={() => end.mutate({ personId })}
        busy={end.isPending}
        error={end.error}
        danger
      >
        {t('end.body')}
      </ConfirmDialog>
    </>
  )
}

/** Who takes over: the areas, and what is taken at the desk and not answered. */
function HandOver({ exit }: { exit: NonNullable<Detail['exit']> }) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  const areasIn = useAreaWords()
  const list = useOperation('champions.list', { limit: 100 })
  const held = useOperation(
    'desk.held',
    {},
    { select: (a) => a.people.find((p) => p.personId === exit.person.id)?.waiting ?? 0 },
  )
  const [chosenId, setSuccessor] = useState<string | null>(null)
  /** Of a network that does not fit into a list. */
  const [successor, setPicked] = useState<Pickable | null>(null)
  const successorId = successor?.id ?? chosenId
  const [words, setWords] = useState('')
  const pass = useAct('champions.handOver', { invalidates: stale, showsProblem: true, done: t('handOver.done') })
  const others = (list.data?.rows ?? []).filter((r) => r.is === 'champion' && r.person.id !== exit.person.id)
  return (
    <section className={classes.handOver} aria-label={t('handOver.title')}>
      <h3 className={classes.heading}>{t('handOver.title')}</h3>
      <p className={form.quiet}>
        {t(`exit.${exit.because}`, { name: exit.person.name })} ({f.day(exit.on, 'short')})
      </p>
      <ul className={classes.open}>
        <li dir="auto">{t('handOver.areas', { areas: areasIn(exit.areas) })}</li>
        <li>
          {exit.uncovered > 0
            ? t('exit.uncovered', { count: exit.uncovered, n: f.number(exit.uncovered) })
            : t('exit.allCovered')}
        </li>
        {held.data ? <li>{t('handOver.questions', { count: held.data, n: f.number(held.data) })}</li> : null}
      </ul>
      {list.data && list.data.total > list.data.rows.length ? (
        <PersonPicker label={t('handOver.to')} value={successor} onChange={setPicked} useFind={usePeopleSearch} />
      ) : (
        <Select
          label={t('handOver.to')}
          placeholder={t('handOver.choose')}
          data={others.map((r) => ({ value: r.person.id, label: `${r.person.name} · ${areasIn(r.areas)}` }))}
          value={successorId}
          onChange={setSuccessor}
          searchable
          clearable
          nothingFoundMessage={t('handOver.nobody')}
        />
      )}
      <Textarea
        label={t('handOver.words')}
        autosize
        minRows={2}
        maxLength={1000}
        value={words}
        onChange={(e) => setWords(e.currentTarget.value)}
      />
      {pass.error ? <ProblemNote small error={pass.error} /> : null}
      <div className={form.acts}>
        <Button
          disabled={successorId === null}
          loading={pass.isPending}
          onClick={() => pass.mutate({ exitId: exit.id, successorId, words })}
        >
          {t('handOver.act')}
        </Button>
        {exit.areas[0] ? (
          <Button
            component={Go}
            to={`${home}/invite`}
            search={{ for: `${exit.areas[0].kind}:${exit.areas[0].key}` }}
            variant="default"
          >
            {t('handOver.ask')}
          </Button>
        ) : null}
        <Button variant="subtle" onClick={() => pass.mutate({ exitId: exit.id, successorId: null, words })}>
          {t('handOver.nothing')}
        </Button>
      </div>
    </section>
  )
}
