/** A development plan: what somebody wants to learn, with whom they share it, and the ones before. */
import { Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconSeedling } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { useDraft } from '../ui/draft.ts'
import fold from '../ui/fold.module.css'
import { When } from '../ui/reader.tsx'
import { Empty, Note, ProblemNote } from '../ui/states.tsx'
import { growthReads, putPlan, usePlanActs, type Growth, type Plan } from './acts.ts'
import { FocusCard } from './focus.tsx'
import classes from './growth.module.css'

export function PlanView({ g, own }: { g: Growth; own: boolean }) {
  const { t } = useTranslation('growth')
  const acts = usePlanActs(g.person.id)
  const [adding, setAdding] = useState(false)
  const [closing, setClosing] = useState(false)
  if (!own && !g.plan)
    return (
      <>
        <Empty icon={<IconSeedling size={22} stroke={1.6} />} title={t('plan.notShared', { name: g.person.name })}>
          {t('plan.notSharedBody')}
        </Empty>
        <Earlier g={g} />
      </>
    )
  if (!g.plan)
    return (
      <>
        <Empty icon={<IconSeedling size={22} stroke={1.6} />} title={t('plan.none')}>
          {t('plan.noneBody')}
        </Empty>
        <AddFocus g={g} />
        <Earlier g={g} />
      </>
    )
  const open = g.plan.focuses.filter((f) => !f.doneAt)
  const done = g.plan.focuses.filter((f) => f.doneAt)
  return (
    <>
      {own ? <Sharing g={g} plan={g.plan} /> : <Note>{t('plan.hint', { name: g.person.name })}</Note>}
      {g.plan.focuses.length === 0 ? <p className={classes.quiet}>{t('plan.empty')}</p> : null}
      {[...open, ...done].map((focus) => (
        <FocusCard key={focus.id} g={g} focus={focus} own={own} acts={acts} />
      ))}
      {own ? (
        adding || g.plan.focuses.length === 0 ? (
          <AddFocus g={g} onDone={() => setAdding(false)} />
        ) : (
          <div className={classes.buttons}>
            <Button
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
              disabled={g.plan.focuses.length >= 12}
              onClick={() => setAdding(true)}
            >
              {t('focus.another')}
            </Button>
            <Button variant="subtle" color="gray" onClick={() => setClosing(true)}>
              {t('plan.close')}
            </Button>
          </div>
        )
      ) : null}
      <Earlier g={g} />
      {closing ? <Closing g={g} onClose={() => setClosing(false)} /> : null}
    </>
  )
}

/** Who reads it besides its owner, in one choice. */
function Sharing({ g, plan }: { g: Growth; plan: Plan }) {
  const { t } = useTranslation('growth')
  const { share } = usePlanActs(g.person.id)
  const { sharing } = plan
  if (!sharing) return null
  const value = sharing.with === 'manager' ? (sharing.ended ? 'ended' : `manager:${sharing.manager.id}`) : sharing.with
  return (
    <div className={classes.sharing}>
      <NativeSelect
        label={t('share.label')}
        description={t(
          sharing.with === 'nobody'
            ? 'share.nobodyHint'
            : sharing.with === 'whoever'
              ? sharing.manager
                ? 'share.whoeverHint'
                : 'share.whoeverNobody'
              : sharing.ended
                ? 'share.endedHint'
                : 'share.managerHint',
          {
            name: sharing.with === 'nobody' ? '' : (sharing.manager?.name ?? ''),
          },
        )}
        value={value}
        disabled={share.isPending}
        data={[
          ...(value === 'ended' ? [{ value: 'ended', label: t('share.ended'), disabled: true }] : []),
          { value: 'nobody', label: t('share.nobody') },
          ...g.managers.map((m) => ({ value: `manager:${m.id}`, label: t('share.manager', { name: m.name }) })),
          { value: 'whoever', label: t('share.whoever') },
        ]}
        onChange={(event) => {
          const [kind, managerId] = event.currentTarget.value.split(':')
          if (kind === 'manager' && managerId) share.mutate({ with: 'manager', managerId })
          else if (kind === 'nobody' || kind === 'whoever') share.mutate({ with: kind })
        }}
      />
    </div>
  )
}

type Words = { title: string; why: string; competencyId: string }
const nothing: Words = { title: '', why: '', competencyId: '' }

function AddFocus({ g, onDone }: { g: Growth; onDone?: () => void }) {
  const { t } = useTranslation('growth')
  const words = useDraft<Words>(`growth-focus:${g.person.id}`, nothing)
  const [id, setId] = useState(() => crypto.randomUUID())
  const [missing, setMissing] = useState(false)
  const addFocus = useAct('growth.addFocus', {
    invalidates: growthReads,
    showsProblem: true,
    // The first one begins a plan, and this form makes room for it.
    onDone(plan) {
      words.clear(plan)
      setId(crypto.randomUUID())
      setMissing(false)
      onDone?.()
      putPlan(g.person.id)(plan)
    },
  })
  const { title, why, competencyId } = words.value
  const change = (part: Partial<Words>) => words.set((old) => ({ ...old, ...part }))
  const known = g.expectation?.competencies ?? []
  return (
    <form
      className={classes.form}
      aria-label={t('focus.new')}
      onSubmit={(event) => {
        event.preventDefault()
        if (!title.trim()) return setMissing(true)
        addFocus.mutate({ id, title: title.trim(), why: why.trim(), competencyId: competencyId || null })
      }}
    >
      <TextInput
        label={t('focus.title')}
        placeholder={t('focus.titleExample')}
        maxLength={200}
        dir="auto"
        value={title}
        error={missing && !title.trim() ? t('focus.missing') : undefined}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      {known.length > 0 ? (
        <NativeSelect
          label={t('focus.competency')}
          value={competencyId}
          onChange={(event) => change({ competencyId: event.currentTarget.value })}
          data={[{ value: '', label: t('focus.free') }, ...known.map((k) => ({ value: k.id, label: k.name }))]}
        />
      ) : null}
      <Textarea
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2000}
        dir="auto"
        label={t('focus.why')}
        description={t('focus.whyHint')}
        value={why}
        onChange={(event) => change({ why: event.currentTarget.value })}
      />
      {addFocus.error ? <ProblemNote small error={addFocus.error} /> : null}
      <div className={classes.buttons}>
        <Button type="submit" loading={addFocus.isPending}>
          {t('focus.add')}
        </Button>
        {onDone && g.plan && g.plan.focuses.length > 0 ? (
          <Button variant="default" onClick={onDone}>
            {t('cancel')}
          </Button>
        ) : null}
      </div>
    </form>
  )
}

function Closing({ g, onClose }: { g: Growth; onClose: () => void }) {
  const { t } = useTranslation('growth')
  const { close } = usePlanActs(g.person.id)
  const words = useDraft<string>(`growth-close:${g.plan?.id ?? ''}`, '')
  return (
    <Modal opened onClose={onClose} title={t('plan.closeTitle')} size={520}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          // What was written stays in its draft until the plan is closed.
          close.mutate({ reflection: words.value.trim() })
          onClose()
        }}
      >
        <p className={classes.plain}>{t('plan.closeBody')}</p>
        <Textarea
          data-autofocus
          autosize
          minRows={3}
          maxRows={10}
          maxLength={4000}
          dir="auto"
          label={t('plan.reflection')}
          value={words.value}
          onChange={(event) => words.set(event.currentTarget.value)}
        />
        <div className={classes.buttons}>
          <Button type="submit" loading={close.isPending}>
            {t('plan.close')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Earlier({ g }: { g: Growth }) {
  const { t } = useTranslation('growth')
  if (g.earlier.length === 0) return null
  return (
    <section className={classes.earlier} aria-labelledby="earlier-plans">
      <h2 id="earlier-plans">{t('plan.earlier')}</h2>
      {g.earlier.map((plan) => (
        <details key={plan.id} className={`${fold.fold} ${classes.fold}`}>
          <summary>
            <span>
              {t('plan.closed')} {plan.closedAt ? <When at={plan.closedAt} style="long" /> : null}
            </span>
            <small>{t('plan.focuses', { count: plan.focuses.length })}</small>
          </summary>
          <div className={classes.foldBody}>
            {plan.reflection ? (
              <p className={classes.words} dir="auto">
                {plan.reflection}
              </p>
            ) : null}
            <ul className={classes.plainList}>
              {plan.focuses.map((focus) => (
                <li key={focus.id}>
                  <strong dir="auto">{focus.title}</strong>
                  <span className={classes.quiet}>
                    {t('plan.actionsDone', {
                      done: focus.actions.filter((a) => a.doneAt).length,
                      count: focus.actions.length,
                    })}
                  </span>
                  {focus.reflection ? (
                    <span className={classes.words} dir="auto">
                      {focus.reflection}
                    </span>
                  ) : null}
                </li>
              ))}
            </ul>
          </div>
        </details>
      ))}
    </section>
  )
}
