/** A whole check-in where it stands: read the other's side, three short prompts, held. Used on This week. */
import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Go } from '../ui/link.tsx'
import { ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { useHold, useOpenCheckin, type Conversation } from './acts.ts'
import { withWords, type Autosave } from './autosave.tsx'
import { Prompt, useShare, Voice } from './voice.tsx'
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
  const { share, isPending } = useShare(k, fields, box)
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
          onClick={() =>
            void withWords(fields, k.questions, (answers) => hold.mutateAsync({ checkinId: k.id, answers }))
          }
        >
          {t('hold')}
        </Button>
        {k.shared ? null : (
          <Button
            variant="default"
            loading={isPending}
            onClick={async () => {
              if (await share()) onDone()
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
