/** When the manager changes: what the report takes along, and the word an earlier manager leaves. */
import { Button, Checkbox, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { useDraft } from '../ui/draft.ts'
import { Avatar } from '../ui/person.tsx'
import { When } from '../ui/reader.tsx'
import { useTalk, type Conversation } from './acts.ts'
import classes from './checkins.module.css'

/** The report's own open steps of an earlier manager. The new one reads only what comes along. */
export function StepsToBring({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const { bring } = useTalk(k.id)
  if (k.toBring.length === 0) return null
  return (
    <section className={classes.block} aria-labelledby="to-bring">
      <div className={classes.blockTop}>
        <h2 id="to-bring">{t('bring.title')}</h2>
      </div>
      <p className={classes.quiet}>{t('bring.body', { name: k.manager.name })}</p>
      <ul className={classes.items}>
        {k.toBring.map((step) => (
          <li key={step.id}>
            <span title={step.with.name}>
              <Avatar name={step.with.name} id={step.with.id} size={20} />
            </span>
            <span className={classes.itemWords} dir="auto">
              {step.words}
            </span>
            <Button
              size="compact-xs"
              variant="default"
              loading={bring.isPending && bring.variables?.actionId === step.id}
              aria-label={t('bring.act', { words: step.words })}
              onClick={() => bring.mutate({ checkinId: k.id, actionId: step.id })}
            >
              {t('bring.take')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A word left by an earlier manager, with who else reads it. */
export function HandOvers({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  return (
    <>
      {k.handOvers.map((h) => (
        <section
          key={h.from.id + h.at}
          className={classes.block}
          aria-label={t('handOver.from', { name: h.from.name })}
        >
          <div className={classes.blockTop}>
            <h2>
              <Avatar name={h.from.name} id={h.from.id} size={20} /> {t('handOver.from', { name: h.from.name })}
            </h2>
            <span className={classes.small}>
              <When at={h.at} />
            </span>
          </div>
          <div className={classes.voice} dir="auto">
            {h.words}
          </div>
          <p className={classes.small}>
            {h.forManager
              ? t('handOver.readBoth', { report: k.report.name, manager: h.forManager.name })
              : t('handOver.readReport', { report: k.report.name })}
          </p>
        </section>
      ))}
    </>
  )
}

/** For an earlier manager: leave a word. */
export function LeaveWord({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const mine = k.handOver?.mine ?? null
  const draft = useDraft(`hand-over:${k.id}`, mine?.words ?? '')
  const [forManager, setForManager] = useState(mine?.forManager !== null && mine !== null)
  const leave = useAct('checkins.handOver', {
    invalidates: ['checkins.get'],
    done: t('handOver.done', { name: k.report.name }),
  })
  if (!k.handOver) return null
  const { newManager } = k.handOver
  return (
    <section className={classes.block} aria-labelledby="hand-over">
      <div className={classes.blockTop}>
        <h2 id="hand-over">{t('handOver.title')}</h2>
      </div>
      <Textarea
        autosize
        minRows={3}
        maxRows={14}
        maxLength={4000}
        dir="auto"
        label={t('handOver.label', { name: k.report.name })}
        placeholder={t('handOver.example')}
        value={draft.value}
        onChange={(event) => draft.set(event.currentTarget.value)}
      />
      {newManager ? (
        <Checkbox
          checked={forManager}
          onChange={(event) => setForManager(event.currentTarget.checked)}
          label={t('handOver.forManager', { name: newManager.name })}
          description={t('handOver.never', { name: k.report.name })}
        />
      ) : null}
      <span className={classes.buttons}>
        <Button
          variant="default"
          loading={leave.isPending}
          disabled={draft.value.trim() === '' && !mine}
          onClick={() =>
            leave.mutate(
              { checkinId: k.id, words: draft.value.trim(), forManager: forManager && newManager !== null },
              { onSuccess: draft.clear },
            )
          }
        >
          {t(draft.value.trim() === '' && mine ? 'handOver.takeBack' : 'handOver.leave')}
        </Button>
      </span>
    </section>
  )
}
