/** On a phone: who we are at the top, five places at the bottom. */
import { UnstyledButton } from '@mantine/core'
import { IconDots, IconHelpCircle, IconSearch } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Go, usePath } from '../ui/link.tsx'
import { Mark } from './mark.tsx'
import type { Me } from './me.ts'
import { PersonMenu } from './person-menu.tsx'
import { placeAt, placeOf, placeWord, topPlaces, type PlaceId } from './places.ts'
import { Bell, inboxLabel } from './rail.tsx'
import type { Opened } from './shell.tsx'
import classes from './shell.module.css'

const MorePlaces = lazy(() => import('./more-places.tsx').then((m) => ({ default: m.MorePlaces })))

export function TopBar({ me, open }: { me: Me; open: (what: Opened) => void }) {
  const { t } = useTranslation('shell')
  const name = me.program?.name ?? me.organization.name
  return (
    <section className={classes.topBar} aria-label={t('topBar')} data-chrome>
      <Go to="/" className={classes.brand} aria-label={t('home', { name })}>
        <Mark brand={me.program} name={name} size={26} />
        <span className={classes.brandWords}>
          <strong>{name}</strong>
        </span>
      </Go>
      <div className={classes.topTools}>
        <UnstyledButton
          className={classes.round}
          onClick={() => open('palette')}
          aria-label={t('search')}
          data-opens="search"
        >
          <IconSearch size={20} stroke={1.6} aria-hidden />
        </UnstyledButton>
        <Go to="/inbox" className={classes.round} aria-label={inboxLabel(t as never, me)}>
          <Bell me={me} size={20} />
        </Go>
        <UnstyledButton className={classes.round} onClick={() => open('help')} aria-label={t('help.open')}>
          <IconHelpCircle size={20} stroke={1.6} aria-hidden />
        </UnstyledButton>
        <PersonMenu me={me} narrow />
      </div>
    </section>
  )
}

export function BottomBar({ seen }: { me: Me; seen: readonly PlaceId[] }) {
  const { t } = useTranslation('shell')
  const [more, setMore] = useState(false)
  const here = placeAt(usePath())
  const group = here ? (placeOf(here).in ?? here) : null
  const tops = topPlaces(seen)
  const first = tops.length > 5 ? tops.slice(0, 4) : tops
  const rest = tops.slice(first.length)
  return (
    <nav className={classes.bottomBar} aria-label={t('navigation')} data-chrome>
      {first.map((id) => {
        const Icon = placeOf(id).icon
        return (
          <Go
            key={id}
            to={placeOf(id).to}
            within={id !== 'week'}
            className={classes.tab}
            data-group={group === id || undefined}
          >
            <Icon size={22} stroke={1.6} aria-hidden />
            {/* Five places share the width of a phone. */}
            <span>{id === 'week' ? t('weekInBar') : t(placeWord(id))}</span>
          </Go>
        )
      })}
      {rest.length ? (
        <UnstyledButton
          className={classes.tab}
          onClick={() => setMore(true)}
          aria-haspopup="dialog"
          aria-expanded={more}
          data-group={(group && rest.includes(group as PlaceId)) || undefined}
        >
          <IconDots size={22} stroke={1.6} aria-hidden />
          <span>{t('more')}</span>
        </UnstyledButton>
      ) : null}
      {more ? (
        <Suspense fallback={null}>
          <MorePlaces places={rest} onClose={() => setMore(false)} />
        </Suspense>
      ) : null}
    </nav>
  )
}
