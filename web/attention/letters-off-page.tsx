/** Where a letter's own address leads in a browser. It does nothing yet: mail scanners open addresses too. The button switches off. */
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, keyOf } from '../api.ts'
import { useEntrance } from '../access/entrance.ts'
import { SignInFrame } from '../shell/sign-in-frame.tsx'
import { Go } from '../ui/link.tsx'
import { Loaded, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import classes from './notifications.module.css'

export function LettersOffPage() {
  const { t } = useTranslation('attention')
  const { slug, token = '' } = useParams({ strict: false }) as { slug: string; token?: string }
  const { organization, brand } = useEntrance(slug)
  const client = useQueryClient()
  const offered = useOperation('letters.offered', { token })
  const off = useAct('letters.off', {
    showsProblem: true,
    onDone: (answer) => client.setQueryData(keyOf('letters.offered', { token }), answer),
  })
  const any = (state: 'on' | 'off') => offered.data?.kinds.some((one) => one.state === state) ?? false
  const on = any('on')
  return (
    <SignInFrame
      title={t(offered.data && !on ? (any('off') ? 'off.doneTitle' : 'off.fixedTitle') : 'off.title')}
      organization={organization?.name ?? null}
      brand={brand}
      below={
        <Go to="/account/notifications" className="link">
          {t('off.all')}
        </Go>
      }
    >
      <Loaded query={offered} skeleton={<TextSkeleton lines={4} />} small>
        {({ kinds }) => (
          <div className={classes.form}>
            <ul className={classes.offered}>
              {kinds.map(({ kind, state }) => (
                <li key={kind}>
                  {t(`mail.kinds.${kind}`, { defaultValue: kind })}
                  {state === 'on' ? null : ` – ${t(`off.state.${state}`)}`}
                </li>
              ))}
            </ul>
            <p className={classes.said}>{t(on ? 'off.about' : 'off.done')}</p>
            {off.error ? <ProblemNote small error={off.error} /> : null}
            {on ? (
              <Button
                size="md"
                fullWidth
                loading={off.isPending}
                onClick={() => off.mutate({ token, 'List-Unsubscribe': 'One-Click' })}
              >
                {t('off.do')}
              </Button>
            ) : any('off') ? (
              <Note tone="good">{t('off.again')}</Note>
            ) : null}
          </div>
        )}
      </Loaded>
    </SignInFrame>
  )
}
