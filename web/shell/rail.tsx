import { Tooltip, UnstyledButton } from '@mantine/core'
import { IconBell, IconHelpCircle, IconLayoutSidebar, IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/reader.tsx'
import { KeyHint } from '../ui/key-hint.tsx'
import { Go, usePath } from '../ui/link.tsx'
import { Mark } from './mark.tsx'
import type { Me } from './me.ts'
import { PersonMenu } from './person-menu.tsx'
import { placeAt, placeOf, placeWord, type PlaceId } from './places.ts'
import type { Opened } from './shell.tsx'
import classes from './shell.module.css'

type Props = { me: Me; seen: readonly PlaceId[]; narrow: boolean; onNarrow: (narrow: boolean) => void; open: (what: Opened) => void }

export function Rail({ me, seen, narrow, onNarrow, open }: Props) {
  const { t } = useTranslation('shell')
  const path = usePath()
  const here = placeAt(path)
  const group = here ? (placeOf(here).in ?? here) : null
  const tops = seen.filter((id) => !placeOf(id).in)
  const name = me.program?.name ?? me.organization.name
  return (
    <nav className={classes.rail} aria-label={t('navigation')} data-chrome>
      <div className={classes.railTop}>
        <Go to="/" className={classes.brand} aria-label={t('home', { name })}>
          <Mark brand={me.program ?? null} name={name} />
          <span className={classes.brandWords} data-wide>
            <strong>{name}</strong>
            {me.program ? <small>{me.organization.name}</small> : null}
          </span>
        </Go>
      </div>
      <div className={classes.railTools}>
        <Tip label={t('search')} on={narrow}>
          <UnstyledButton className={classes.search} onClick={() => open('palette')} aria-keyshortcuts="Control+K Meta+K" aria-label={t('search')}>
            <IconSearch size={16} stroke={1.75} aria-hidden />
            <span data-wide>{t('search')}</span>
            <span data-wide className={classes.end}>
              <KeyHint keys="Mod+K" />
            </span>
          </UnstyledButton>
        </Tip>
        <Tip label={t('inbox')} on={narrow}>
          <Go to="/inbox" className={classes.item} aria-label={inboxLabel(t as never, me)}>
            <Bell me={me} />
            <span data-wide>{t('inbox')}</span>
            {me.unread ? (
              <span data-wide className={classes.count}>
                {me.unread > 99 ? '99+' : me.unread}
              </span>
            ) : null}
          </Go>
        </Tip>
      </div>
      <ul className={classes.places}>
        {tops.map((id) => {
          const Icon = placeOf(id).icon
          const below = seen.filter((s) => placeOf(s).in === id)
          return (
            <li key={id} data-apart={id === 'program' || id === 'settings' || undefined}>
              <Tip label={t(placeWord(id))} on={narrow}>
                <Go to={placeOf(id).to} within={id !== 'week'} className={classes.item} data-group={group === id || undefined}>
                  <Icon size={18} stroke={1.6} aria-hidden />
                  <span data-wide>{t(placeWord(id))}</span>
                  <span className="spoken" data-narrow-only>
                    {t(placeWord(id))}
                  </span>
                </Go>
              </Tip>
              {below.length && group === id && !narrow ? (
                <ul className={classes.below}>
                  {below.map((sub) => (
                    <li key={sub}>
                      <Go to={placeOf(sub).to} className={classes.subItem}>
                        {t(placeWord(sub))}
                      </Go>
                    </li>
                  ))}
                </ul>
              ) : null}
            </li>
          )
        })}
      </ul>
      <div className={classes.railBottom}>
        <Tip label={t('help.open')} on={narrow}>
          <UnstyledButton className={classes.item} onClick={() => open('help')} aria-label={t('help.open')}>
            <IconHelpCircle size={18} stroke={1.6} aria-hidden />
            <span data-wide>{t('help.open')}</span>
            <span data-wide className={classes.end}>
              <KeyHint keys="?" />
            </span>
          </UnstyledButton>
        </Tip>
        <div className={classes.who}>
          <PersonMenu me={me} narrow={narrow} />
          <Tooltip label={t(narrow ? 'rail.widen' : 'rail.narrow')} position="right">
            <UnstyledButton className={classes.fold} onClick={() => onNarrow(!narrow)} aria-label={t(narrow ? 'rail.widen' : 'rail.narrow')} aria-expanded={!narrow}>
              <IconLayoutSidebar size={18} stroke={1.6} aria-hidden className="flips" />
            </UnstyledButton>
          </Tooltip>
        </div>
      </div>
    </nav>
  )
}

function Tip({ label, on, children }: { label: string; on: boolean; children: ReactNode }) {
  return on ? (
    <Tooltip label={label} position="right">
      {children as never}
    </Tooltip>
  ) : (
    children
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

/** Today by the installation's clock, where a demo has moved it. */
export function MovedClock({ me }: { me: Me }) {
  const f = useFormat()
  const { t } = useTranslation('shell')
  if (!me.movableClock) return null
  return <span className={classes.clock}>{t('clock', { day: f.day(me.today, 'short') })}</span>
}
