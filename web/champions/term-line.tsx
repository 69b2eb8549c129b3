/** An invitation or a term in one line, with what the manager said. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Term } from '../../contract/champions.ts'
import { useAct } from '../api.ts'
import { State } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'
import { useAreaWords } from './area-words.tsx'
import classes from './champions.module.css'

const tones = {
  invited: 'accent',
  lapsed: 'quiet',
  declined: 'quiet',
  withdrawn: 'quiet',
  ahead: 'accent',
  serving: 'good',
  over: 'quiet',
} as const

export function TermLine({ term, withdraw = false }: { term: Term; withdraw?: boolean }) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  const areasIn = useAreaWords()
  const takeBack = useAct('champions.withdraw', {
    invalidates: ['champions.get', 'champions.list', 'champions.overview'],
    done: t('terms.takenBack'),
  })
  const { state, manager, fits } = term
  return (
    <div className={classes.row}>
      <span className={classes.rowWords}>
        <strong>{t('terms.days', { from: f.day(term.startsOn, 'short'), until: f.day(term.endsOn, 'short') })}</strong>
        <span className={classes.quiet}>
          {t('terms.hours', { count: term.hoursMonth, n: f.number(term.hoursMonth) })} ·{' '}
          <span dir="auto">{areasIn(term.areas)}</span>
        </span>
        {manager && fits !== null ? (
          <span className={classes.quiet} dir="auto">
            {t(fits ? 'terms.fits' : 'terms.fitsNot', { name: manager.name })}
            {term.fitsWords ? ` ${t('terms.quoted', { words: term.fitsWords })}` : ''}
          </span>
        ) : null}
        {term.declinedWords ? (
          <span className={classes.quiet} dir="auto">
            {t('terms.quoted', { words: term.declinedWords })}
          </span>
        ) : null}
        {state.is === 'invited' ? (
          <span className={classes.quiet}>{t('terms.until', { day: f.day(state.until, 'short') })}</span>
        ) : null}
      </span>
      <State tone={tones[state.is]}>{t(`termState.${state.is}`)}</State>
      {withdraw && (state.is === 'invited' || state.is === 'ahead') ? (
        <Button
          variant="default"
          size="compact-md"
          loading={takeBack.isPending}
          onClick={() => takeBack.mutate({ termId: term.id })}
        >
          {t('terms.takeBack')}
        </Button>
      ) : null}
    </div>
  )
}
