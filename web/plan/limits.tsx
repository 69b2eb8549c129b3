/** How much reading a week is too much, for managers and for everybody else. */
import { Button, Group, Modal, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { usePhone } from '../ui/media.ts'
import { ProblemNote } from '../ui/states.tsx'
import { reads, type Plan } from './acts.ts'
import classes from './plan.module.css'

const kinds = ['managers', 'others'] as const

export function Limits({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const { t } = useTranslation('plan')
  const phone = usePhone()
  const [caps, setCaps] = useState(plan.caps)
  const save = useAct('plan.limits', {
    invalidates: reads,
    showsProblem: true,
    done: t('done.limits'),
    onDone: onClose,
  })
  return (
    <Modal opened onClose={onClose} title={t('limits.title')} fullScreen={phone}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ programId: plan.programId, caps })
        }}
      >
        <p className={classes.sub}>{t('limits.body')}</p>
        {kinds.map((kind) => (
          <fieldset key={kind} className={classes.pair}>
            <legend>{t(`limits.${kind}`)}</legend>
            <NumberInput
              label={t('limits.letters')}
              min={1}
              max={20}
              allowDecimal={false}
              value={caps[kind].letters}
              onChange={(value) =>
                typeof value === 'number' && setCaps({ ...caps, [kind]: { ...caps[kind], letters: value } })
              }
            />
            <NumberInput
              label={t('limits.minutes')}
              min={1}
              max={120}
              value={caps[kind].minutes}
              onChange={(value) =>
                typeof value === 'number' && setCaps({ ...caps, [kind]: { ...caps[kind], minutes: value } })
              }
            />
          </fieldset>
        ))}
        {save.error ? <ProblemNote small error={save.error} /> : null}
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            {t('limits.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
