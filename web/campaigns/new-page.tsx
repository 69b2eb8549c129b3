/** Choosing what a message starts from: read it first, then begin. Everything else is changed on its page. */
import { Modal, Select } from '@mantine/core'
import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/library.ts'
import { useOperation, type Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { Filter, FilterBar } from '../ui/filter-bar.tsx'
import { Go, useAddress } from '../ui/link.tsx'
import { useMedia } from '../ui/media.ts'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded } from '../ui/states.tsx'
import { languageOf } from '../program/language.ts'
import classes from './choose.module.css'
import { fits, matching, moments, nextFor, usualDay, type Template, type Wave } from './offer.ts'
import { Sample } from './sample.tsx'

type Choices = Answer<'campaigns.choices'>
type At = {
  wave?: string
  q?: string
  purpose?: string | string[]
  audience?: string | string[]
  sender?: string | string[]
  look?: string
}

export function NewMessagePage() {
  const { t, i18n } = useTranslation('campaigns')
  const choices = useOperation('campaigns.choices', { language: languageOf(i18n.language) })
  return (
    <Page
      title={t('new.title')}
      description={t('new.description')}
      help={t('new.help')}
      width="wide"
      back={{ to: '/program/communications', label: t('back') }}
    >
      <Loaded
        query={choices}
        empty={(found) =>
          found.waves.length === 0 && (
            <Empty title={t('new.noWave.title')} action={<Go to="/program/waves">{t('new.noWave.action')}</Go>}>
              {t('new.noWave.body')}
            </Empty>
          )
        }
      >
        {(found) => <Choose choices={found} />}
      </Loaded>
    </Page>
  )
}

const several = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

function Choose({ choices }: { choices: Choices }) {
  const { t, i18n } = useTranslation('campaigns')
  const { today } = useMe()
  const wide = useMedia('(min-width: 75em)')
  const phone = useMedia('(max-width: 47.99em)')
  const spoken = useState<Language>(languageOf(i18n.language))
  // Where somebody comes from a wave, or because a certain sender should speak.
  const [at, setAt] = useAddress<At>()
  const wave =
    choices.waves.find((one) => one.id === at.wave) ?? choices.waves.find((one) => !one.live) ?? choices.waves.at(-1)!
  const wanted = { purpose: several(at.purpose), audience: several(at.audience), sender: several(at.sender) }
  const offered = matching(choices.templates, { ...wanted, ...(at.q ? { q: at.q } : {}) })
  const next = nextFor(wave, offered, today)
  const chosen = offered.find((one) => one.id === at.look)
  // Beside the list there is always something to read; over it only what was opened.
  const shown = chosen ?? (wide ? (next[0] ?? offered[0]) : undefined)
  const active = wanted.purpose.length + wanted.audience.length + wanted.sender.length
  const clear = () => setAt({ q: undefined, purpose: undefined, audience: undefined, sender: undefined })
  const options = (key: 'purpose' | 'audience' | 'sender', label: (value: string) => string) =>
    [...Map.groupBy(choices.templates, (one) => one[key] as string)].map(([value, found]) => ({
      value,
      label: label(value),
      count: found.length,
    }))
  const look = (one: Template) => setAt({ look: one.id }, { push: !wide })
  const close = () => setAt({ look: undefined })
  return (
    <>
      <Select
        label={t('wave')}
        w={320}
        maw="100%"
        mb={20}
        allowDeselect={false}
        value={wave.id}
        onChange={(value) => value && setAt({ wave: value })}
        data={choices.waves.map((one) => ({ value: one.id, label: one.name }))}
      />
      <FilterBar
        search={{ value: at.q, onChange: (q) => setAt({ q }), label: t('new.search') }}
        active={active}
        onClear={clear}
      >
        <Filter
          label={t('new.purpose')}
          options={options('purpose', (value) => t(`purpose.${value}`))}
          value={wanted.purpose}
          onChange={(purpose) => setAt({ purpose })}
        />
        <Filter
          label={t('new.audience')}
          options={options('audience', (value) => t(`audience.${value}`))}
          value={wanted.audience}
          onChange={(audience) => setAt({ audience })}
        />
        <Filter
          label={t('new.sender')}
          options={options('sender', (value) => t(`sender.${value}`))}
          value={wanted.sender}
          onChange={(sender) => setAt({ sender })}
        />
      </FilterBar>
      {offered.length === 0 ? (
        <Empty title={t('new.noneFits.title')}>{t('new.noneFits.body')}</Empty>
      ) : (
        <div className={classes.columns}>
          <Groups wave={wave} offered={offered} next={next} current={shown?.id} onLook={look} />
          {wide && shown ? (
            <aside className={classes.beside} aria-label={t('new.reading')}>
              <h2 className={classes.title}>{shown.title}</h2>
              <Sample key={shown.id} wave={wave} one={shown} on={usualDay(wave, shown, today)} spoken={spoken} />
            </aside>
          ) : null}
        </div>
      )}
      {wide || !chosen ? null : (
        <Modal opened onClose={close} title={chosen.title} size={720} fullScreen={phone}>
          <Sample wave={wave} one={chosen} on={usualDay(wave, chosen, today)} spoken={spoken} whole />
        </Modal>
      )}
    </>
  )
}

function Groups({
  wave,
  offered,
  next,
  current,
  onLook,
}: {
  wave: Wave
  offered: readonly Template[]
  next: readonly Template[]
  current: string | undefined
  onLook: (one: Template) => void
}) {
  const { t } = useTranslation('campaigns')
  const f = useFormat()
  const groups = [
    { key: 'next', title: t('new.next', { wave: wave.name }), items: next },
    ...moments.map((moment) => ({
      key: moment as string,
      title: t(`phase.${moment}`),
      items: offered.filter((one) => one.phase === moment),
    })),
  ].filter(({ items }) => items.length > 0)
  const keys = groups.flatMap(({ key, items }) => items.map((one) => `${key} ${one.id}`))
  const [entered, setEntered] = useState<string | null>(null)
  // One stop of the tab key for the whole list; arrows walk in it.
  const stop = entered && keys.includes(entered) ? entered : keys[0]
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
    const here = rows.indexOf(document.activeElement as HTMLElement)
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 }[event.key]
    if (here < 0 || to === undefined || !rows[to]) return
    event.preventDefault()
    rows[to].focus()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the rows in it are buttons; this only walks between them
    <div onKeyDown={walk}>
      {groups.map(({ key, title, items }) => (
        <section key={key} aria-label={title} className={classes.group} data-next={key === 'next' || undefined}>
          <h2>
            {title} {key === 'next' ? null : <span>{f.number(items.length)}</span>}
          </h2>
          <ul>
            {items.map((one) => (
              <li key={one.id}>
                <button
                  type="button"
                  data-row
                  className={classes.row}
                  tabIndex={stop === `${key} ${one.id}` ? 0 : -1}
                  aria-current={current === one.id || undefined}
                  onFocus={() => setEntered(`${key} ${one.id}`)}
                  onClick={() => onLook(one)}
                >
                  <strong>{one.title}</strong>
                  <span>{one.preview}</span>
                  <small>
                    <Meta one={one} />
                    {wave.made.includes(one.id) ? <em>{t('new.made')}</em> : null}
                    {fits(wave, one) ? null : <Needs wave={wave} one={one} />}
                  </small>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function Meta({ one }: { one: Template }) {
  const { t } = useTranslation('campaigns')
  const f = useFormat()
  const days = one.day === null ? null : Math.abs(one.day)
  const parts = [
    t('new.meta', {
      sender: t(`sender.${one.sender}`),
      audience: t(`audience.${one.audience}`),
      minutes: f.number(one.minutes),
    }),
    days === null
      ? null
      : days === 0
        ? t('new.onTheDay')
        : t(one.day! < 0 ? 'new.daysBefore' : 'new.daysAfter', { count: days, n: f.number(days) }),
    t(`level.${one.level}`),
  ]
  return <>{parts.filter(Boolean).join(' · ')}</>
}

/** What would have to be on first. */
function Needs({ wave, one }: { wave: Wave; one: Template }) {
  const { t } = useTranslation('campaigns')
  const f = useFormat()
  const off = one.needs.filter((id) => !wave.elements.includes(id)).map((id) => t(`element.${id}`))
  return <em>{t('new.needs', { elements: f.list(off) })}</em>
}
