/** How much a week may ask of each role; while somebody sets it, what it would mean for the weeks to come. */
import { Button, Group, Modal, NumberInput, Switch } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, type Answer } from '../api.ts'
import { usePhone } from '../ui/media.ts'
import { useFormat } from '../ui/reader.tsx'
import { Note, ProblemNote } from '../ui/states.tsx'
import type { WholeBill } from './bill.tsx'
import classes from './budget.module.css'

type Budget = Answer<'budget.get'>
type Caps = Budget['caps']
export const roles = ['employees', 'managers', 'hr', 'lead'] as const
type Role = (typeof roles)[number]

/** Weeks in which somebody would be asked for more. As on the server: one thing alone is never too much. */
const fullWeeks = (bill: WholeBill, caps: Caps): number =>
  new Set(
    bill.rows.flatMap((row) => {
      const cap = caps[row.role]
      return row.weeks
        .filter((week) => cap && week.asks > 1 && (week.asks > cap.asks || week.minutes > cap.minutes))
        .map((week) => week.week)
    }),
  ).size

export function BudgetLimits({ bill, budget, onClose }: { bill: WholeBill; budget: Budget; onClose: () => void }) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const phone = usePhone()
  // Whoever opens it for the first time finds what is proposed.
  const [caps, setCaps] = useState<Caps>(budget.set ? budget.caps : budget.usual)
  const [kept, setKept] = useState(budget.usual)
  const save = useAct('budget.set', {
    invalidates: ['budget.get', 'plan.bill'],
    showsProblem: true,
    done: t('done.limits'),
    onDone: onClose,
  })
  const change = (role: Role, key: 'asks' | 'minutes', value: string | number) => {
    const cap = caps[role]
    if (cap && typeof value === 'number') setCaps({ ...caps, [role]: { ...cap, [key]: value } })
  }
  const turn = (role: Role, on: boolean) => {
    const cap = caps[role]
    if (cap) setKept({ ...kept, [role]: cap })
    setCaps({ ...caps, [role]: on ? kept[role] : null })
  }
  const full = fullWeeks(bill, caps)
  return (
    <Modal opened onClose={onClose} title={t('budget.limits.ask')} fullScreen={phone}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ caps })
        }}
      >
        <p className={classes.sub}>{t('budget.limits.body')}</p>
        {roles.map((role) => {
          const cap = caps[role]
          return (
            <fieldset key={role} className={classes.pair}>
              <legend>{t(`budget.role.${role}`)}</legend>
              <Switch
                className={classes.switch}
                label={t('budget.limits.on')}
                checked={cap !== null}
                onChange={(event) => turn(role, event.currentTarget.checked)}
              />
              {cap ? (
                <>
                  <NumberInput
                    label={t('budget.limits.things')}
                    min={1}
                    max={50}
                    allowDecimal={false}
                    value={cap.asks}
                    onChange={(value) => change(role, 'asks', value)}
                  />
                  <NumberInput
                    label={t('budget.limits.minutes')}
                    min={5}
                    max={600}
                    allowDecimal={false}
                    value={cap.minutes}
                    onChange={(value) => change(role, 'minutes', value)}
                  />
                </>
              ) : null}
            </fieldset>
          )
        })}
        <div aria-live="polite">
          <Note tone={full > 0 ? 'warn' : 'good'}>
            {full > 0 ? t('budget.limits.full', { count: full, n: f.number(full) }) : t('budget.limits.enough')}
          </Note>
        </div>
        {save.error ? <ProblemNote small error={save.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('budget.limits.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('limits.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
