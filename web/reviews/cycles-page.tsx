/** Review cycles: what runs, what is planned, what is over. */
import { Button, Modal, Radio, TextInput } from '@mantine/core'
import { IconPencil, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { Go, useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, ProblemNote, RowsSkeleton } from '../ui/states.tsx'
import { roles, type CycleSummary } from './acts.ts'
import classes from './reviews.module.css'

export function CyclesPage() {
  const { t } = useTranslation('reviews')
  const query = useOperation('reviews.cycles', {})
  const [making, setMaking] = useState(false)
  const button = query.data?.mayDesign ? (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setMaking(true)}>
      {t('cycles.new')}
    </Button>
  ) : undefined
  return (
    <Page
      title={t('cycles.title')}
      help={t('cycles.help')}
      width="reading"
      action={query.data?.cycles.length ? button : undefined}
    >
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={3} />}
        empty={(a) =>
          a.cycles.length === 0 && (
            <Empty icon={<IconPencil size={22} stroke={1.6} />} title={t('cycles.none.title')} action={button}>
              {t(a.mayDesign ? 'cycles.none.lead' : 'cycles.none.body')}
            </Empty>
          )
        }
      >
        {(a) => (
          <ul className={classes.rows}>
            {a.cycles.map((cycle) => (
              <CycleRow key={cycle.id} cycle={cycle} />
            ))}
          </ul>
        )}
      </Loaded>
      {making && query.data ? <NewCycle cycles={query.data.cycles} onClose={() => setMaking(false)} /> : null}
    </Page>
  )
}

export function CycleState({ cycle }: { cycle: Pick<CycleSummary, 'state'> }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const { state } = cycle
  if (state.state === 'draft') return <State tone="quiet">{t('cycle.draft')}</State>
  if (state.state === 'launching') return <State tone="accent">{t('cycle.launching')}</State>
  if (state.state === 'closed')
    return <State tone="quiet">{t('cycle.closed', { day: f.day(state.on.slice(0, 10), 'short') })}</State>
  return (
    <State tone="good">
      {state.now.length > 0 ? state.now.map((s) => t(`stage.${s}`)).join(' · ') : t('cycle.running')}
    </State>
  )
}

function CycleRow({ cycle }: { cycle: CycleSummary }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  // Planning is the program lead's; others see that a cycle is coming.
  const plans = useMe().roles.includes('lead') && cycle.state.state === 'draft'
  return (
    <li className={classes.row} data-two>
      <span className={classes.rowWords}>
        <Go
          className={classes.rowLink}
          to={plans ? `/program/reviews/${cycle.id}/plan/people` : `/program/reviews/${cycle.id}`}
          dir="auto"
        >
          {cycle.name}
        </Go>
        <span className={classes.small}>
          <When on={cycle.startsOn} style="short" /> – <When on={cycle.endsOn} style="short" />
          {cycle.people === null ? null : <> · {t('people', { n: f.number(cycle.people), count: cycle.people })}</>}
        </span>
      </span>
      <span className={classes.rowStages}>
        <CycleState cycle={cycle} />
      </span>
    </li>
  )
}

/** A name and what to begin from; everything else is decided on the plan's pages. */
function NewCycle({ cycles, onClose }: { cycles: readonly CycleSummary[]; onClose: () => void }) {
  const { t } = useTranslation('reviews')
  const { t: ui } = useTranslation('ui')
  const f = useFormat()
  const go = useGo()
  const forms = useOperation('reviews.forms', {}, { staleTime: Infinity })
  const create = useAct('reviews.createCycle', { invalidates: ['reviews.cycles'], showsProblem: true })
  const [name, setName] = useState('')
  const [from, setFrom] = useState<string | null>(null)
  const [id] = useState(() => crypto.randomUUID())
  const earlier = cycles.filter((c) => c.state.state !== 'draft').slice(0, 3)
  const chosen = from ?? (forms.data?.forms[0] ? `form:${forms.data.forms[0].id}` : null)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('cycles.newTitle')}
      size={560}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (!name.trim() || !chosen) return
          const [kind, what = ''] = chosen.split(':')
          create.mutate(
            { id, name: name.trim(), ...(kind === 'form' ? { formId: what } : { likeCycleId: what }) },
            { onSuccess: (cycle) => void go(`/program/reviews/${cycle.id}/plan/people`) },
          )
        }}
      >
        <TextInput
          data-autofocus
          label={t('cycles.name')}
          placeholder={t('cycles.nameExample')}
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Loaded query={forms} small>
          {(a) => (
            <Radio.Group label={t('cycles.from')} value={chosen} onChange={setFrom}>
              <div className={classes.steps} data-anchored>
                {a.forms.map((form) => (
                  <Radio
                    key={form.id}
                    className={classes.step}
                    data-chosen={chosen === `form:${form.id}` || undefined}
                    value={`form:${form.id}`}
                    label={form.title}
                    description={
                      <>
                        {form.use}{' '}
                        {roles
                          .filter((role) => form.minutes[role])
                          .map((role) =>
                            t('cycles.minutes', { role: t(`role.${role}`), n: f.number(form.minutes[role]!) }),
                          )
                          .join(' · ')}
                      </>
                    }
                  />
                ))}
                {earlier.map((cycle) => (
                  <Radio
                    key={cycle.id}
                    className={classes.step}
                    data-chosen={chosen === `cycle:${cycle.id}` || undefined}
                    value={`cycle:${cycle.id}`}
                    label={t('cycles.like', { name: cycle.name })}
                    description={t('cycles.likeHint')}
                  />
                ))}
              </div>
            </Radio.Group>
          )}
        </Loaded>
        {create.error ? <ProblemNote small error={create.error} /> : null}
        <div>
          <Button type="submit" loading={create.isPending} disabled={!name.trim() || !chosen}>
            {t('cycles.begin')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
