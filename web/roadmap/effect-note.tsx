/** What a change would do, before it is saved; and the two ways to save it. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/reader.tsx'
import { Note, ProblemNote } from '../ui/states.tsx'
import type { Effect } from './acts.ts'
import classes from './roadmap.module.css'

const most = 4

export function EffectNote({ effect }: { effect: Effect }) {
  const { t } = useTranslation('roadmap')
  const f = useFormat()
  const worse = effect.goLives.filter((one) => one.after > one.before)
  const better = effect.goLives.filter((one) => one.after < one.before)
  const title =
    effect.moves.length === 0
      ? t('effect.nothing')
      : t('effect.moves', { count: effect.moves.length, n: f.number(effect.moves.length) })
  return (
    <div role="status">
      <Note tone={worse.length > 0 ? 'bad' : effect.moves.length > 0 ? 'warn' : 'good'} title={title}>
        {worse.map((one) => (
          <p key={one.wave.id} className={classes.effectLine}>
            {t('effect.worse', { wave: one.wave.name, count: one.after, n: f.number(one.after) })}
          </p>
        ))}
        {better.map((one) => (
          <p key={one.wave.id} className={classes.effectLine}>
            {one.after > 0
              ? t('effect.better', { wave: one.wave.name, count: one.after, n: f.number(one.after) })
              : t('effect.well', { wave: one.wave.name })}
          </p>
        ))}
        {effect.moves.length > 0 ? (
          <ul className={classes.moves}>
            {effect.moves.slice(0, most).map((one) => (
              <li key={one.id}>
                <span dir="auto">{one.wave ? `${one.title} (${one.wave})` : one.title}</span>
                <span>
                  {f.day(one.from, 'short')} → {f.day(one.to, 'short')}
                </span>
              </li>
            ))}
            {effect.moves.length > most ? <li>{t('effect.more', { count: effect.moves.length - most })}</li> : null}
          </ul>
        ) : null}
      </Note>
    </div>
  )
}

export function EffectButtons({
  effect,
  error,
  busy,
  looking,
  ready,
  onSave,
  onCancel,
}: {
  effect: Effect | undefined
  error: unknown
  busy: boolean
  looking: boolean
  ready: boolean
  onSave: (others: 'move' | 'stay') => void
  onCancel: () => void
}) {
  const { t } = useTranslation('roadmap')
  const f = useFormat()
  const moves = effect?.moves.length ?? 0
  return (
    <>
      {error ? <ProblemNote small error={error} /> : effect && ready ? <EffectNote effect={effect} /> : null}
      <div className={classes.buttons}>
        <Button loading={busy} disabled={!ready || looking || Boolean(error)} onClick={() => onSave('move')}>
          {moves > 0 ? t('effect.move', { count: moves, n: f.number(moves) }) : t('save')}
        </Button>
        {moves > 0 && !error ? (
          <Button variant="default" loading={busy} disabled={!ready || looking} onClick={() => onSave('stay')}>
            {t('effect.stay')}
          </Button>
        ) : null}
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </>
  )
}
