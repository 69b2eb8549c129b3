/** Pictures of a step: small ones that open large. */
import { useTranslation } from 'react-i18next'
import { addressOf } from '../api.ts'
import { useFormat } from '../ui/reader.tsx'
import classes from './test-plans.module.css'

export function Pictures({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  if (ids.length === 0) return null
  return (
    <ul className={classes.pictures}>
      {ids.map((pictureId, i) => {
        const address = addressOf('testPlans.picture', { pictureId })
        return (
          <li key={pictureId}>
            <a href={address} target="_blank" rel="noreferrer">
              <img src={address} alt={t('picture.nth', { n: f.number(i + 1) })} loading="lazy" />
            </a>
          </li>
        )
      })}
    </ul>
  )
}
