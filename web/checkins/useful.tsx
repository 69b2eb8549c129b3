/** Asked of the report alone, now and then; the answer is nobody's. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { toast } from '../ui/toasts.tsx'
import classes from './checkins.module.css'

const scores = [1, 2, 3, 4, 5] as const

export function Useful({ checkinId, legend }: { checkinId: string; legend: boolean }) {
  const { t } = useTranslation('checkins')
  const rate = useAct('checkins.rate', {
    invalidates: ['checkins.get', 'week.get'],
    onDone: (_answer, input) => toast({ message: t(input.score === null ? 'useful.passed' : 'useful.thanks') }),
  })
  const say = (score: number | null) => rate.mutate({ checkinId, score })
  return (
    <fieldset className={classes.useful} disabled={rate.isPending}>
      <legend className={legend ? undefined : 'spoken'}>{t('useful.ask')}</legend>
      <span className={classes.buttons}>
        {scores.map((n) => (
          <Button
            key={n}
            size="compact-sm"
            variant="default"
            aria-label={t(`useful.score.${n}`)}
            onClick={() => say(n)}
          >
            {n}
          </Button>
        ))}
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => say(null)}>
          {t('useful.pass')}
        </Button>
      </span>
      <p className={classes.small}>
        {t('useful.scale')} {t('useful.private')}
      </p>
    </fieldset>
  )
}
