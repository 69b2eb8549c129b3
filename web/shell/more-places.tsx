/** The places that have no room in the bottom bar. */
import { Drawer } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Go } from '../ui/link.tsx'
import { placeOf, placeWord, type PlaceId } from './places.ts'
import classes from './shell.module.css'

export function MorePlaces({ places, onClose }: { places: readonly PlaceId[]; onClose: () => void }) {
  const { t } = useTranslation('shell')
  return (
    <Drawer
      opened
      onClose={onClose}
      position="bottom"
      size="auto"
      classNames={{ content: classes.sheetContent }}
      title={t('more')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <ul className={classes.sheet}>
        {places.map((id) => {
          const Icon = placeOf(id).icon
          return (
            <li key={id}>
              <Go to={placeOf(id).to} className={classes.item} onClick={onClose}>
                <Icon size={20} stroke={1.6} aria-hidden />
                <span>{t(placeWord(id))}</span>
              </Go>
            </li>
          )
        })}
      </ul>
    </Drawer>
  )
}
