/** What a people file changed, in one line; only what there is: "12 added · 3 left". */
import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/reader.tsx'
import { unmapped, type ListedImport } from './saying.ts'
import classes from './people.module.css'

const parts = ['added', 'changed', 'left', 'rehired', 'refused', 'warnings'] as const

export function Summary({ of }: { of: ListedImport }) {
  const { t } = useTranslation('people')
  const f = useFormat()
  const { counts } = of
  if (unmapped(of)) return <span className={classes.quiet}>{t('summary.columns')}</span>
  if (!counts)
    return (
      <span className={classes.quiet}>
        {t(of.state === 'refused' ? 'summary.unread' : of.state === 'cancelled' ? 'summary.stopped' : 'feed.notYet')}
      </span>
    )
  if (counts.rows === 0) return <span className={classes.quiet}>{t('summary.nobody')}</span>
  const said = parts
    .filter((name) => counts[name] > 0)
    .map((name) => t(`summary.${name}`, { count: counts[name], number: f.number(counts[name]) }))
  return <span className={classes.summary}>{said.length ? said.join(' · ') : t('summary.nothing')}</span>
}
