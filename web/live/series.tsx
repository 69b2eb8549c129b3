/** Inviting an audience to sessions that belong together. */
import { Button, MultiSelect, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, useAct, useOperation } from '../api.ts'
import fold from '../ui/fold.module.css'
import form from '../ui/form.module.css'
import { useFormat } from '../ui/reader.tsx'
import { ProblemNote } from '../ui/states.tsx'
import { toast } from '../ui/toasts.tsx'
import classes from './live.module.css'

type Session = Answer<'live.list'>['sessions'][number]

export function InviteAudience({ ahead }: { ahead: readonly Session[] }) {
  const { t } = useTranslation('live')
  const f = useFormat()
  const audiences = useOperation('audiences.list', {})
  const [sessionIds, setSessionIds] = useState<string[]>([])
  const [audienceId, setAudienceId] = useState<string | null>(null)
  const invite = useAct('live.inviteAudience', {
    invalidates: ['live.list'],
    showsProblem: true,
    onDone: ({ invited }) => {
      setSessionIds([])
      toast({ message: t('series.done', { count: invited, n: f.number(invited) }) })
    },
  })
  return (
    <details className={`${fold.fold} ${classes.invite}`}>
      <summary>
        <strong>{t('series.title')}</strong>
      </summary>
      <form
        className={`${form.form} ${form.inside} ${form.narrow}`}
        onSubmit={(event) => {
          event.preventDefault()
          if (audienceId) invite.mutate({ audienceId, sessionIds })
        }}
      >
        <p className={form.quiet}>{t('series.body')}</p>
        <MultiSelect
          label={t('series.sessions')}
          value={sessionIds}
          onChange={setSessionIds}
          maxValues={20}
          searchable
          data={ahead.map((one) => ({ value: one.id, label: `${one.title} · ${f.exact(one.startsAt)}` }))}
        />
        <Select
          label={t('series.audience')}
          value={audienceId}
          onChange={setAudienceId}
          searchable
          data={(audiences.data?.audiences ?? []).map((one) => ({ value: one.id, label: one.name }))}
        />
        {invite.error ? <ProblemNote small error={invite.error} /> : null}
        <Button
          type="submit"
          variant="default"
          className={classes.seriesAct}
          loading={invite.isPending}
          disabled={audienceId === null || sessionIds.length === 0}
        >
          {t('series.act')}
        </Button>
      </form>
    </details>
  )
}
