/** What is wrong with the plan, each with what one button does about it. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { Go } from '../ui/link.tsx'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Note } from '../ui/states.tsx'
import { Checks } from '../ui/steps.tsx'
import { reads, type Check, type Plan } from './acts.ts'
import { useSaid } from './said.tsx'

const few = 5

export function PlanChecks({ plan, checks, mayWrite }: { plan: Plan; checks: readonly Check[]; mayWrite: boolean }) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const said = useSaid(plan)
  const [all, setAll] = useState(false)
  const fix = useAct('plan.fix', {
    invalidates: reads,
    done: (answer) => t('done.fixed', { count: answer.fixed, n: f.number(answer.fixed) }),
  })
  const limits = useAct('plan.limits', { invalidates: reads })
  const { programId } = plan
  const mendable = checks.filter((one) => one.fix.act !== 'go' && one.fix.act !== 'accept').length
  const again =
    mayWrite && plan.accepted > 0 ? (
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        onClick={() => limits.mutate({ programId, caps: plan.caps })}
      >
        {t('checkAgain', { count: plan.accepted, n: f.number(plan.accepted) })}
      </Button>
    ) : null
  if (checks.length === 0)
    return (
      <Note tone="good" title={t('allWell')}>
        {t('allWellBody')} {again}
      </Note>
    )
  const shown = all ? checks : checks.slice(0, few)
  return (
    <Section
      title={t('checks', { count: checks.length, n: f.number(checks.length) })}
      description={t('checksBody')}
      action={
        <>
          {again}
          {mayWrite && mendable > 1 ? (
            <Button
              variant="default"
              loading={fix.isPending && fix.variables?.key === undefined}
              onClick={() => fix.mutate({ programId })}
            >
              {t('fixAll', { count: mendable, n: f.number(mendable) })}
            </Button>
          ) : null}
        </>
      }
    >
      <Checks
        checks={shown.map((one) => ({
          id: one.key,
          state: 'fail' as const,
          label: said.check(one),
          detail: said.fix(one),
          action: !mayWrite ? null : one.fix.act === 'go' ? (
            <Button variant="default" size="compact-md" component={Go} to={whereTo(plan, one)}>
              {t(`go.${one.fix.to}`)}
            </Button>
          ) : (
            <Button
              variant="default"
              size="compact-md"
              loading={fix.isPending && fix.variables?.key === one.key}
              onClick={() => fix.mutate({ programId, key: one.key })}
              aria-label={`${t(`do.${one.fix.act}`)}: ${said.fix(one)}`}
            >
              {t(`do.${one.fix.act}`)}
            </Button>
          ),
        }))}
      />
      {checks.length > few && !all ? (
        <Button variant="subtle" color="gray" mx="sm" mb="xs" onClick={() => setAll(true)}>
          {t('showAll', { n: f.number(checks.length) })}
        </Button>
      ) : null}
    </Section>
  )
}

function whereTo(plan: Plan, { fix, messageId, waveId }: Check): string {
  if (fix.act !== 'go') return ''
  switch (fix.to) {
    case 'waves':
      return waveId ? `/program/waves/${waveId}` : '/program/waves'
    case 'people':
      return '/program/design/people'
    case 'publish':
      return '/program/design/publish'
    case 'message':
      return plan.messages.some((m) => m.id === messageId)
        ? `/program/communications/plan/${messageId}`
        : '/program/communications'
    case 'new':
      return '/program/communications/new'
  }
}
