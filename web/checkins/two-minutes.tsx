/** A whole check-in where it stands: read the other's side, three short prompts, held. Used on This week. */
import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { Go } from '../ui/link.tsx'
import { ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { useHold, useOpenCheckin, type Conversation } from './acts.ts'
import type { Autosave } from './autosave.tsx'
import { Prompt, Voice } from './voice.tsx'
import classes from './checkins.module.css'

export function TwoMinutes({ personId, onDone }: { personId: string; onDone: () => void }) {
  const open = useOpenCheckin()
  const asked = useRef(false)
  const { mutate } = open
  useEffect(() => {
    // Once, also where React mounts twice.
    if (!asked.current) mutate({ personId })
    asked.current = true
  }, [mutate, personId])
  if (open.error) return <ProblemNote small error={open.error} retry={() => mutate({ personId })} />
  if (!open.data) return <TextSkeleton lines={5} />
  return <Inside k={open.data} onDone={onDone} />
}

function Inside({ k, onDone }: { k: Conversation; onDone: () => void }) {
  const { t } = useTranslation('checkins')
  const other = k.side === 'manager' ? k.report : k.manager
  const box = useRef<HTMLDivElement>(null)
  const [fields] = useState(() => new Map<string, Autosave>())
  const hold = useHold(onDone)
  const share = useAct('checkins.prepare', {
    invalidates: ['checkins.get', 'checkins.list', 'week.get', 'week.team'],
    done: t('done.shared', { name: other.name }),
  })
  const saved = () => Promise.all([...fields.values()].map((f) => f.flush()))
  useEffect(() => box.current?.querySelector('textarea')?.focus(), [])
  return (
    <div ref={box} className={classes.two}>
      {k.theirs ? <Voice title={t('theirSide', { name: other.name })} person={other} answers={k.theirs} /> : null}
      {k.questions.slice(0, 3).map((q) => (
        <Prompt key={q.id} k={k} question={q} rows={1} onField={(id, field) => fields.set(id, field)} />
      ))}
      <div className={classes.buttons}>
        <Button
          loading={hold.isPending}
          onClick={async () => {
            await saved()
            hold.mutate({ checkinId: k.id })
          }}
        >
          {t('hold')}
        </Button>
        {k.shared ? null : (
          <Button
            variant="default"
            loading={share.isPending}
            onClick={async () => {
              await saved()
              // Nothing to share yet: to the first question instead.
              if (![...fields.values()].some((f) => f.value.trim()))
                return box.current?.querySelector('textarea')?.focus()
              share.mutate({ checkinId: k.id, answers: [], share: true }, { onSuccess: onDone })
            }}
          >
            {t('shareOnly')}
          </Button>
        )}
        <Button component={Go} to={`/check-ins/${k.id}`} variant="subtle" color="gray">
          {t('wholePage')}
        </Button>
      </div>
      <p className={classes.small}>{t('twoMinutesHint', { name: other.name })}</p>
    </div>
  )
}
