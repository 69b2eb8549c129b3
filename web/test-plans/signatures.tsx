/** Who signs, what they knew, and why earlier signatures hold no more. */
import { Button, Modal, Textarea } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TestPlan } from '../../contract/test-plan-shapes.ts'
import { useAct } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { DateField } from '../ui/date-field.tsx'
import { State } from '../ui/meter.tsx'
import { Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { ProblemNote } from '../ui/states.tsx'
import classes from './test-plans.module.css'
import { staleTests } from './words-of.tsx'

export function Signatures({ plan }: { plan: TestPlan }) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const [asking, setAsking] = useState<'settings' | 'again' | null>(null)
  const anySigned = plan.signatures.some((one) => one.signedAt !== null)
  const manages = plan.mayManage && !plan.live
  return (
    <Section
      title={t('sign.title')}
      description={t('sign.body')}
      action={
        manages ? (
          <>
            {anySigned ? (
              <Button variant="default" size="compact-md" onClick={() => setAsking('again')}>
                {t('again.do')}
              </Button>
            ) : null}
            <Button variant="default" size="compact-md" onClick={() => setAsking('settings')}>
              {t('settings.do')}
            </Button>
          </>
        ) : undefined
      }
    >
      <ul className={classes.rows}>
        {plan.signatures.map((one) => (
          <li key={one.part}>
            {one.person ? (
              <Person person={one.person} detail={t(`part.${one.part}`)} link />
            ) : (
              <span className={classes.quiet}>{t('sign.nobody', { part: t(`part.${one.part}`) })}</span>
            )}
            {one.signedAt ? (
              <span className={classes.signed}>
                <State tone="good" icon={<IconCheck size={14} aria-hidden />}>
                  {t('sign.signed')} <When at={one.signedAt} style="short" />
                </State>
                {one.known ? (
                  <span className={classes.quiet}>
                    {t('sign.knew', {
                      count: one.known.scripts,
                      passed: f.number(one.known.passed),
                      of: f.number(one.known.scripts),
                      open: f.number(one.known.open),
                      accepted: f.number(one.known.accepted),
                    })}
                  </span>
                ) : null}
              </span>
            ) : one.left ? (
              <State tone="warn">{t('sign.left')}</State>
            ) : (
              <State tone="quiet">{t(one.mine ? 'sign.yours' : 'sign.open')}</State>
            )}
          </li>
        ))}
      </ul>
      {plan.voided.length > 0 ? (
        <div className={classes.voided}>
          <h3>{t('void.title')}</h3>
          <ul>
            {plan.voided.map((one) => (
              <li key={`${one.part} ${one.voidedAt} ${one.signedAt}`}>
                {t(`void.${one.reason}`, { name: one.person.name })} <When at={one.voidedAt} style="short" />
                {one.words ? <span dir="auto"> · {one.words}</span> : null}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {asking === 'again' ? <Again plan={plan} onClose={() => setAsking(null)} /> : null}
      {asking === 'settings' ? <Settings plan={plan} onClose={() => setAsking(null)} /> : null}
    </Section>
  )
}

function Again({ plan, onClose }: { plan: TestPlan; onClose: () => void }) {
  const { t } = useTranslation('test-plans')
  const [reason, setReason] = useState('')
  const act = useAct('testPlans.openAgain', { invalidates: staleTests, showsProblem: true, onDone: onClose })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('again.title')}
      size={460}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (reason.trim()) act.mutate({ waveId: plan.wave.id, reason })
        }}
      >
        <Textarea
          label={t('again.reason')}
          description={t('again.says')}
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          onChange={(e) => setReason(e.currentTarget.value)}
          data-autofocus
        />
        {act.error ? <ProblemNote small error={act.error} /> : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" disabled={!reason.trim()} loading={act.isPending}>
            {t('again.do')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Settings({ plan, onClose }: { plan: TestPlan; onClose: () => void }) {
  const { t } = useTranslation('test-plans')
  const of = (part: 'hr' | 'it') => plan.signatures.find((one) => one.part === part)?.person ?? null
  const [dueOn, setDueOn] = useState<string | null>(plan.dueOn)
  const [hr, setHr] = useState<Pickable | null>(of('hr'))
  const [it, setIt] = useState<Pickable | null>(of('it'))
  const act = useAct('testPlans.change', {
    invalidates: staleTests,
    showsProblem: true,
    done: t('settings.saved'),
    onDone: onClose,
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('settings.title')}
      size={480}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (dueOn)
            act.mutate({
              waveId: plan.wave.id,
              dueOn,
              hrId: hr?.id ?? null,
              itId: it?.id ?? null,
              revision: plan.revision,
            })
        }}
      >
        <DateField
          label={t('settings.due')}
          value={dueOn}
          onChange={setDueOn}
          min={plan.today < plan.dueOn ? plan.today : plan.dueOn}
          {...(plan.goesLiveOn ? { max: plan.goesLiveOn } : {})}
          required
        />
        <PersonPicker
          label={t('part.hr')}
          description={t('settings.hr')}
          value={hr}
          onChange={setHr}
          useFind={usePeopleSearch}
        />
        <PersonPicker
          label={t('part.it')}
          description={t('settings.it')}
          value={it}
          onChange={setIt}
          useFind={usePeopleSearch}
        />
        {plan.signatures.some((one) => one.signedAt) ? <p className={classes.quiet}>{t('settings.voids')}</p> : null}
        {act.error ? <ProblemNote small error={act.error} /> : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" disabled={!dueOn} loading={act.isPending}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
