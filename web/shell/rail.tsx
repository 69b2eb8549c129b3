import { UnstyledButton } from '@mantine/core'
import { IconBell, IconHelpCircle, IconLayoutSidebar, IconSearch } from '@tabler/icons-react'
import { useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { KeyHint } from '../ui/key-hint.tsx'
import { Go, usePath } from '../ui/link.tsx'
import { Mark } from './mark.tsx'
import type { Me } from './me.ts'
import { PersonMenu } from './person-menu.tsx'
import { placeAt, placeOf, placeWord, stages, topPlaces, type PlaceId } from './places.ts'
import type { Opened } from './shell.tsx'
import classes from './shell.module.css'

type Props = {
  me: Me
  seen: readonly PlaceId[]
  narrow: boolean
  onNarrow: (narrow: boolean) => void
  open: (what: Opened) => void
}

export function Rail({ me, seen, narrow, onNarrow, open }: Props) {
  const { t } = useTranslation('shell')
  const path = usePath()
  const here = placeAt(path)
  const group = here ? (placeOf(here).in ?? here) : null
  const tops = topPlaces(seen)
  const name = me.program?.name ?? me.organization.name
  // The rail scrolls, so its labels must float above it; one for all is enough.
  const [tip, setTip] = useState<{ words: string; top: number } | null>(null)
  const showTip = (event: SyntheticEvent) => {
    const item = narrow ? (event.target as HTMLElement).closest<HTMLElement>('[data-tip]') : null
    const box = item?.getBoundingClientRect()
    setTip(item && box ? { words: item.dataset['tip'] ?? '', top: box.top + box.height / 2 } : null)
  }
  const hideTip = () => setTip(null)
  return (
    <nav
      className={classes.rail}
      aria-label={t('navigation')}
      data-chrome
      onPointerOver={showTip}
      onPointerLeave={hideTip}
      onFocus={showTip}
      onBlur={hideTip}
      onClick={hideTip}
    >
      <div className={classes.railTop}>
        <Go to="/" className={classes.brand}>
          <Mark brand={me.program} name={name} />
          <span className="spoken">{t('home', { name })}</span>
          <span className={classes.brandWords} data-wide aria-hidden>
            <strong>{name}</strong>
            {me.program ? <small>{me.organization.name}</small> : null}
          </span>
        </Go>
      </div>
      <div className={classes.railTools}>
        <UnstyledButton
          className={classes.search}
          data-tip={t('search')}
          onClick={() => open('palette')}
          data-opens="search"
          aria-keyshortcuts="Control+K Meta+K"
        >
          <IconSearch size={16} stroke={1.75} aria-hidden />
          <span className="spoken">{t('search')}</span>
          <span data-wide aria-hidden>
            {t('search')}
          </span>
          <span data-wide aria-hidden className={classes.end}>
            <KeyHint keys="Mod+K" />
          </span>
        </UnstyledButton>
        <Go to="/inbox" data-tip={t('inbox')} className={classes.item}>
          <Bell me={me} />
          <span className="spoken">{inboxLabel(t as never, me)}</span>
          <span data-wide aria-hidden>
            {t('inbox')}
          </span>
          {me.unread ? (
            <span data-wide aria-hidden className={classes.count}>
              {me.unread > 99 ? '99+' : me.unread}
            </span>
          ) : null}
        </Go>
      </div>
      <ul className={classes.places}>
        {tops.map((id) => {
          const Icon = placeOf(id).icon
          const below = seen.filter((s) => placeOf(s).in === id)
          return (
            <li key={id} data-apart={id === 'program' || id === 'settings' || undefined}>
              <Go
                to={placeOf(id).to}
                data-tip={t(placeWord(id))}
                within={id !== 'week'}
                className={classes.item}
                data-group={group === id || undefined}
              >
                <Icon size={18} stroke={1.6} aria-hidden />
                <span data-wide>{t(placeWord(id))}</span>
                <span className="spoken" data-narrow-only>
                  {t(placeWord(id))}
                </span>
              </Go>
              {below.length && group === id && !narrow ? <Below places={below} /> : null}
            </li>
          )
        })}
      </ul>
      <div className={classes.railBottom}>
        <UnstyledButton className={classes.item} data-tip={t('help.open')} onClick={() => open('help')}>
          <IconHelpCircle size={18} stroke={1.6} aria-hidden />
          <span className="spoken">{t('help.open')}</span>
          <span data-wide aria-hidden>
            {t('help.open')}
          </span>
          <span data-wide aria-hidden className={classes.end}>
            <KeyHint keys="?" />
          </span>
        </UnstyledButton>
        <div className={classes.who}>
          <PersonMenu me={me} narrow={narrow} />
          <UnstyledButton
            className={classes.fold}
            data-tip={t(narrow ? 'rail.widen' : 'rail.narrow')}
            onClick={() => onNarrow(!narrow)}
            aria-label={t(narrow ? 'rail.widen' : 'rail.narrow')}
            aria-expanded={!narrow}
          >
            <IconLayoutSidebar size={18} stroke={1.6} aria-hidden className="flips" />
          </UnstyledButton>
        </div>
      </div>
      {tip ? (
        <span className={classes.tip} style={{ insetBlockStart: tip.top }} aria-hidden>
          {tip.words}
        </span>
      ) : null}
    </nav>
  )
}

/** More than so many stand under headings. */
const mostTogether = 8

/** The parts of a place: few one below the other, many by what somebody does there. */
function Below({ places }: { places: readonly PlaceId[] }) {
  const { t } = useTranslation('shell')
  const items = (some: readonly PlaceId[]) =>
    some.map((id) => (
      <li key={id}>
        <Go to={placeOf(id).to} className={classes.subItem}>
          {t(placeWord(id))}
        </Go>
      </li>
    ))
  if (places.length <= mostTogether) return <ul className={classes.below}>{items(places)}</ul>
  return (
    <ul className={classes.below}>
      {stages.map((stage) => {
        const some = places.filter((id) => placeOf(id).stage === stage)
        return some.length === 0 ? null : (
          <li key={stage}>
            <span className={classes.stage} id={`stage-${stage}`}>
              {t(`stage.${stage}`)}
            </span>
            <ul aria-labelledby={`stage-${stage}`}>{items(some)}</ul>
          </li>
        )
      })}
      {items(places.filter((id) => placeOf(id).stage === undefined))}
    </ul>
  )
}

export function inboxLabel(t: (key: string, values?: Record<string, unknown>) => string, me: Me): string {
  return me.unread ? t('inboxUnread', { count: me.unread }) : t('inbox')
}

export function Bell({ me, size = 18 }: { me: Me; size?: number }) {
  return (
    <span className={classes.bell} data-unread={me.unread ? true : undefined}>
      <IconBell size={size} stroke={1.6} aria-hidden />
    </span>
  )
}
