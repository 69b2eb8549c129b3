/** What happened to a form or a review, with who and why. */
import { useTranslation } from 'react-i18next'
import { When } from '../ui/reader.tsx'
import type { Role, Sheet } from './acts.ts'
import classes from './reviews.module.css'

type Turn = Sheet['turns'][number] & { role?: Role }

export function Turns({ turns, open = false }: { turns: readonly Turn[]; open?: boolean }) {
  const { t } = useTranslation('reviews')
  if (turns.length === 0) return null
  return (
    <details className={classes.turns} open={open}>
      <summary>{t('turns.title')}</summary>
      <ol>
        {turns.map((n, at) => (
          <li key={at}>
            <span>
              {t(n.kind === 'taken_back' && n.to && n.to.id !== n.by.id ? 'turns.given_back' : `turns.${n.kind}`, {
                name: n.by.name,
                to: n.to?.name ?? '',
              })}
              {n.role ? <span className={classes.small}> · {t(`role.${n.role}`)}</span> : null}
            </span>
            <span className={classes.small}>
              <When at={n.at} />
            </span>
            {n.reason ? (
              <p className={classes.hint} dir="auto">
                {n.reason}
              </p>
            ) : null}
          </li>
        ))}
      </ol>
    </details>
  )
}
