/** What there is to set, a line each. */
import { IconChevronRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Go } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { placesOf, useMe } from './me.ts'
import { placeOf, placeWord } from './places.ts'
import classes from './settings-page.module.css'

export function SettingsPage() {
  const { t } = useTranslation('shell')
  const me = useMe()
  const parts = placesOf(me).filter((id) => placeOf(id).in === 'settings')
  return (
    <Page title={t('settings.title')} tabTitle={t('places.settings')} width="reading" description={t('settings.body')}>
      <ul className={classes.parts}>
        {parts.map((id) => {
          const Icon = placeOf(id).icon
          return (
            <li key={id}>
              <Go to={placeOf(id).to} className={classes.part}>
                <Icon size={20} stroke={1.6} aria-hidden />
                <span>
                  <strong>{t(placeWord(id))}</strong>
                  <small>{t(`settings.${id.replace('settings.', '')}`)}</small>
                </span>
                <IconChevronRight size={16} aria-hidden className="flips" />
              </Go>
            </li>
          )
        })}
      </ul>
    </Page>
  )
}
