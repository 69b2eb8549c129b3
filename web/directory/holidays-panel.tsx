/** One calendar: its name, for whom it holds, and its days, brought as a file or a list. */
import { Button, MultiSelect, Textarea, TextInput } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, useAct, useOperation } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { useCountryName } from '../ui/countries.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { useGo } from '../ui/link.tsx'
import { useFormat } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { Upload } from '../ui/upload.tsx'
import classes from './holidays.module.css'

type Known = Answer<'holidays.list'>
type Calendar = Known['calendars'][number]
type Place = Calendar['places'][number]

const keyOf = (place: Place): string => (place.kind === 'company' ? 'company' : `${place.kind} ${place.value}`)
const placeOf = (key: string): Place => {
  if (key === 'company') return { kind: 'company' }
  const kind = key.startsWith('country ') ? 'country' : 'location'
  return { kind, value: key.slice(kind.length + 1) }
}

export function HolidaysPanel() {
  const { t } = useTranslation('directory')
  const { calendarId = '' } = useParams({ strict: false }) as { calendarId?: string }
  const holidays = useOperation('holidays.list', {})
  const calendar = holidays.data?.calendars.find((one) => one.id === calendarId) ?? null
  return (
    <SidePanel
      title={calendar?.name ?? t(calendarId === 'new' ? 'holidays.add' : 'holidays.gone')}
      kind={t('holidays.kind')}
      back="/settings/holidays"
      size="wide"
    >
      <Loaded query={holidays} skeleton={<TextSkeleton lines={8} />}>
        {(known) =>
          calendar || calendarId === 'new' ? (
            <Form key={calendar?.changedAt ?? 'new'} known={known} calendar={calendar} />
          ) : (
            <p>{t('holidays.goneBody')}</p>
          )
        }
      </Loaded>
    </SidePanel>
  )
}

function Form({ known, calendar }: { known: Known; calendar: Calendar | null }) {
  const { t } = useTranslation('directory')
  const f = useFormat()
  const go = useGo()
  const country = useCountryName()
  const may = useMe().roles.includes('admin')
  const [name, setName] = useState(calendar?.name ?? '')
  const [places, setPlaces] = useState(calendar?.places.map(keyOf) ?? [])
  const before = calendar?.days.map((one) => `${one.day} ${one.name}`.trim()).join('\n') ?? ''
  const [text, setText] = useState(before)
  const [file, setFile] = useState<File | null>(null)
  const [removing, setRemoving] = useState(false)
  const invalidates = ['holidays.list'] as const
  const create = useAct('holidays.create', {
    invalidates,
    showsProblem: true,
    done: t('holidays.saved'),
    onDone: (made) => void go(`/settings/holidays/${made.id}`),
  })
  const update = useAct('holidays.update', { invalidates, showsProblem: true, done: t('holidays.saved') })
  const remove = useAct('holidays.remove', {
    invalidates,
    showsProblem: true,
    onDone: () => void go('/settings/holidays'),
  })
  const take = async (taken: File) => {
    setFile(taken)
    setText(await taken.text())
    if (name === '') setName(taken.name.replace(/\.[^.]+$/, ''))
  }
  const asked = { name: name.trim(), places: places.map(placeOf) }
  const error = create.error ?? update.error
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (calendar) update.mutate({ calendarId: calendar.id, ...asked, ...(text === before ? {} : { text }) })
        else create.mutate({ ...asked, text })
      }}
    >
      <TextInput
        label={t('holidays.name')}
        placeholder={t('holidays.nameExample')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={120}
        readOnly={!may}
        required
        withAsterisk={false}
      />
      <MultiSelect
        label={t('holidays.places')}
        description={t('holidays.placesSay')}
        value={places}
        onChange={setPlaces}
        searchable
        limit={60}
        readOnly={!may}
        data={[
          { value: 'company', label: t('holidays.company') },
          {
            group: t('holidays.countries'),
            items: optionsOf('country', known.countries, places, country),
          },
          {
            group: t('holidays.locations'),
            items: optionsOf('location', known.locations, places, (value) => value),
          },
        ]}
      />
      {may ? (
        <>
          <Upload
            label={t('holidays.file')}
            hint={t('holidays.fileSays')}
            accept={['.ics', '.csv', '.txt']}
            maxBytes={500_000}
            file={file}
            onFile={(taken) => void take(taken)}
          />
          <Textarea
            label={t('holidays.list')}
            description={t('holidays.listSays')}
            placeholder={t('holidays.listExample')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autosize
            minRows={6}
            maxRows={18}
            classNames={{ input: classes.days ?? '' }}
          />
          {error ? <ProblemNote small error={error} /> : null}
          <div className={classes.acts}>
            <Button
              type="submit"
              loading={create.isPending || update.isPending}
              disabled={asked.name === '' || text.trim() === ''}
            >
              {t('holidays.save')}
            </Button>
            {calendar ? (
              <Button variant="subtle" color="gray" onClick={() => setRemoving(true)}>
                {t('holidays.remove')}
              </Button>
            ) : null}
          </div>
        </>
      ) : (
        <ul className={classes.list}>
          {calendar?.days.map((one) => (
            <li key={one.day}>
              <span>{f.day(one.day, 'long')}</span> {one.name}
            </li>
          ))}
        </ul>
      )}
      {calendar ? (
        <ConfirmDialog
          opened={removing}
          onClose={() => setRemoving(false)}
          title={t('holidays.removeTitle', { name: calendar.name })}
          confirm={t('holidays.remove')}
          danger
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ calendarId: calendar.id })}
        >
          {t('holidays.removeBody')}
        </ConfirmDialog>
      ) : null}
    </form>
  )
}

/** What the people file knows, and what was chosen before and is not in it any more. */
function optionsOf(
  kind: 'country' | 'location',
  values: readonly string[],
  chosen: readonly string[],
  named: (value: string) => string,
) {
  const gone = chosen.filter((key) => key.startsWith(`${kind} `)).map((key) => key.slice(kind.length + 1))
  return [...new Set([...values, ...gone])].map((value) => ({ value: `${kind} ${value}`, label: named(value) }))
}
