/** Who could it be, and what are they asked for? Proposals where it gapes, then the invitation. */
import { Button, NumberInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Area } from '../../contract/champions.ts'
import { useAct, useOperation, type Answer } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import form from '../ui/form.module.css'
import { DateField } from '../ui/date-field.tsx'
import { useLanguageName } from '../ui/languages.ts'
import { useAddress, useGo } from '../ui/link.tsx'
import { Choice, List } from '../ui/list.tsx'
import { Person } from '../ui/person.tsx'
import { PersonPicker } from '../ui/person-picker.tsx'
import { useFormat } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Empty, Loaded, Note, ProblemNote, RowsSkeleton, TextSkeleton } from '../ui/states.tsx'
import { AreaFields } from './area-words.tsx'
import classes from './champions.module.css'

type Place = { by: 'location' | 'department' | 'language'; key: string }
type Detail = Answer<'champions.get'>
type Overview = Answer<'champions.overview'>
const back = '/program/champions'

/** What the address says it is for: `location:Berlin`. */
function placeOf(value: string | undefined): Place | null {
  const [, by, key] = /^(location|department|language):(.+)$/.exec(value ?? '') ?? []
  return by && key ? { by: by as Place['by'], key } : null
}

export function InvitePanel() {
  const { t } = useTranslation('champions')
  const languageName = useLanguageName()
  const [at, setAt] = useAddress<{ for?: string; person?: string }>()
  const place = placeOf(at.for)
  const overview = useOperation('champions.overview', {})
  const label = place ? (place.by === 'language' ? languageName(place.key) : place.key) : ''
  return (
    <SidePanel
      title={place ? t('invite.for', { place: label }) : t('invite.title')}
      kind={t('network')}
      back={back}
      size="wide"
    >
      <div className={form.form}>
        {place && !at.person ? <Proposals place={place} onChoose={(person) => setAt({ person })} /> : null}
        <PersonPicker
          label={t(place && !at.person ? 'invite.other' : 'invite.person')}
          value={null}
          onChange={(person) => setAt({ person: person?.id })}
          useFind={usePeopleSearch}
        />
        {at.person ? (
          <Loaded query={overview} skeleton={<TextSkeleton lines={6} />}>
            {(found) => <Chosen key={at.person} personId={at.person!} place={place} overview={found} />}
          </Loaded>
        ) : null}
      </div>
    </SidePanel>
  )
}

function Proposals({ place, onChoose }: { place: Place; onChoose: (personId: string) => void }) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  const languageName = useLanguageName()
  const query = useOperation('champions.proposals', place)
  return (
    <section className={form.form} aria-label={t('proposals.title')}>
      <h3 className={classes.heading}>{t('proposals.title')}</h3>
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={3} />}
        empty={(a) =>
          a.proposals.length === 0 && (
            <Empty small title={t('proposals.none')}>
              {t('proposals.noneBody')}
            </Empty>
          )
        }
      >
        {({ proposals, considered }) => (
          <>
            <List>
              {proposals.map((one) => (
                <Choice key={one.person.id} onChoose={() => onChoose(one.person.id)} act={t('proposals.choose')}>
                  <Person
                    person={one.person}
                    detail={f.list(
                      one.reasons.map((reason) =>
                        t(`reason.${reason}`, {
                          count: reason === 'tenure' ? one.years : one.reports,
                          n: f.number(reason === 'tenure' ? one.years : one.reports),
                          language: languageName(one.language),
                        }),
                      ),
                    )}
                    size={36}
                  />
                </Choice>
              ))}
            </List>
            <p className={form.quiet}>{t('proposals.how', { count: considered, n: f.number(considered) })}</p>
          </>
        )}
      </Loaded>
    </section>
  )
}

function Chosen({ personId, place, overview }: { personId: string; place: Place | null; overview: Overview }) {
  const query = useOperation('champions.get', { personId })
  return (
    <Loaded query={query} skeleton={<TextSkeleton lines={6} />}>
      {(found) => <Form found={found} place={place} overview={overview} />}
    </Loaded>
  )
}

const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
function plusMonths(day: string, months: number): string {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(y, m - 1 + months + 1, 0)).getUTCDate()
  return plusDays(new Date(Date.UTC(y, m - 1 + months, Math.min(d, last))).toISOString().slice(0, 10), -1)
}

function Form({ found, place, overview }: { found: Detail; place: Place | null; overview: Overview }) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  const go = useGo()
  const { person, is, terms } = found
  const running = terms.find((one) => one.state.is === 'serving')
  const [startsOn, setStartsOn] = useState(running ? plusDays(running.endsOn, 1) : overview.today)
  const [endsOn, setEndsOn] = useState<string | null>(null)
  const [hours, setHours] = useState<number | string>(running?.hoursMonth ?? overview.aim.hoursMonth)
  const [words, setWords] = useState('')
  const [areas, setAreas] = useState<Area[]>(() => firstAreas(found, place))
  const until = endsOn ?? plusMonths(startsOn, overview.aim.termMonths)
  const invite = useAct('champions.invite', {
    invalidates: ['champions.overview', 'champions.list', 'champions.get', 'champions.proposals'],
    showsProblem: true,
    done: t('invite.sent', { name: person.name }),
    onDone: () => void go(`${back}/${person.id}`),
  })
  const ready = areas.length > 0 && typeof hours === 'number' && hours > 0 && until > startsOn
  if (is === 'invited' || is === 'ahead')
    return (
      <Note tone="accent" title={t('invite.already', { name: person.name })}>
        {t('invite.alreadyBody')}
      </Note>
    )
  return (
    <form
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) invite.mutate({ personId: person.id, startsOn, endsOn: until, hoursMonth: hours, areas, words })
      }}
    >
      <Person person={person} size={36} link />
      {running ? <p className={form.quiet}>{t('invite.renews', { day: f.day(running.endsOn, 'short') })}</p> : null}
      <AreaFields areas={areas} onChange={setAreas} />
      <div className={form.pair}>
        <DateField
          label={t('invite.from')}
          value={startsOn}
          min={overview.today}
          required
          onChange={(day) => day && setStartsOn(day)}
        />
        <DateField label={t('invite.until')} value={until} min={startsOn} required onChange={setEndsOn} />
      </div>
      <NumberInput
        label={t('invite.hours')}
        description={t('invite.hoursSays')}
        min={1}
        max={40}
        allowDecimal={false}
        value={hours}
        onChange={setHours}
      />
      <Textarea
        label={t('invite.words')}
        description={t('invite.wordsSays')}
        placeholder={t('invite.wordsExample')}
        autosize
        minRows={3}
        maxLength={1000}
        value={words}
        onChange={(e) => setWords(e.currentTarget.value)}
      />
      {areas.length === 0 ? <p className={form.quiet}>{t('area.needed')}</p> : null}
      {invite.error ? <ProblemNote small error={invite.error} /> : null}
      <div className={form.acts}>
        <Button type="submit" disabled={!ready} loading={invite.isPending}>
          {t(running ? 'invite.sendAgain' : 'invite.send')}
        </Button>
        <p className={form.quiet}>{t('invite.told')}</p>
      </div>
    </form>
  )
}

/** What is missing, else what they cover now, else where they work. */
function firstAreas(found: Detail, place: Place | null): Area[] {
  if (found.is === 'champion') return [...found.areas]
  if (place && place.by !== 'language') return [{ kind: place.by, key: place.key }]
  if (found.person.location) return [{ kind: 'location', key: found.person.location }]
  return found.person.department ? [{ kind: 'department', key: found.person.department }] : []
}
