/** The parts of Program and Settings, where the rail has no room to list them. */
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Go, usePath } from '../ui/link.tsx'
import { placeAt, placeOf, placeWord, type PlaceId } from './places.ts'
import classes from './shell.module.css'

export function SubPlaces({ seen, narrow }: { seen: readonly PlaceId[]; narrow: boolean }) {
  const { t } = useTranslation('shell')
  const path = usePath()
  const here = placeAt(path)
  const nav = useRef<HTMLElement>(null)
  // Where there are more than fit, the one that is open is in sight.
  useEffect(() => {
    const [bar, open] = [nav.current, nav.current?.querySelector<HTMLElement>('[aria-current="page"]')]
    if (bar && open) bar.scrollLeft = open.offsetLeft - (bar.clientWidth - open.clientWidth) / 2
  }, [path])
  const group = here ? (placeOf(here).in ?? here) : null
  const below = seen.filter((id) => placeOf(id).in === group)
  if (!group || below.length === 0 || !seen.includes(group as PlaceId)) return null
  return (
    <nav
      ref={nav}
      className={classes.subPlaces}
      aria-label={t(placeWord(group))}
      data-narrow={narrow || undefined}
      data-chrome
    >
      <Go to={placeOf(group as PlaceId).to} within={false}>
        {t('overview')}
      </Go>
      {below.map((id) => (
        <Go key={id} to={placeOf(id).to}>
          {t(placeWord(id))}
        </Go>
      ))}
    </nav>
  )
}
