/** Choosing who tests: a proposal that covers roles, languages, sites and devices, to be changed by hand. */
import { ActionIcon, Button, Checkbox, Select } from '@mantine/core'
import { IconSparkles, IconX } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Device, TestPlan, TestRole } from '../../contract/test-plan-shapes.ts'
import { call, useAct, useOperation, type Answer } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { useLanguageName } from '../ui/languages.ts'
import { useGo } from '../ui/link.tsx'
import { Person } from '../ui/person.tsx'
import { PersonPicker } from '../ui/person-picker.tsx'
import { useFormat } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import classes from './test-plans.module.css'
import { staleTests, testRoles } from './words-of.tsx'

type Chosen = {
  person: { id: string; name: string; title?: string | null }
  roles: TestRole[]
  device: Device
  detail: string
  done: number
}
type Proposal = Answer<'testPlans.propose'>

export function TestersPanel() {
  const { t } = useTranslation('test-plans')
  const { waveId = '' } = useParams({ strict: false }) as { waveId?: string }
  const query = useOperation('testPlans.get', { waveId })
  return (
    <SidePanel
      title={t('testers.choose')}
      kind={query.data?.wave.name ?? t('plans.kind')}
      back={`/program/tests/${waveId}`}
      size="wide"
    >
      <Loaded query={query} skeleton={<TextSkeleton lines={8} />}>
        {(plan) => <Choose key={plan.wave.id} plan={plan} />}
      </Loaded>
    </SidePanel>
  )
}

function Choose({ plan }: { plan: TestPlan }) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const go = useGo()
  const language = useLanguageName()
  const waveId = plan.wave.id
  // Whoever else changes the testers meanwhile is not overwritten.
  const [seen] = useState(plan.revision)
  const [chosen, setChosen] = useState<readonly Chosen[]>(() =>
    plan.testers.map((one) => ({
      person: one.person,
      roles: one.roles,
      device: one.device,
      detail: [one.site, language(one.language)].filter(Boolean).join(' · '),
      done: one.done,
    })),
  )
  const [proposal, setProposal] = useState<{
    waits: boolean
    error: unknown
    without: readonly TestRole[]
    added: number | null
  }>({
    waits: false,
    error: null,
    without: [],
    added: null,
  })
  const save = useAct('testPlans.setTesters', {
    invalidates: staleTests,
    showsProblem: true,
    done: t('testers.saved'),
    onDone: () => void go(`/program/tests/${waveId}`, { search: { view: 'testers' } }),
  })
  const take = (found: Proposal) => {
    const more = found.testers.filter((one) => !chosen.some((c) => c.person.id === one.personId))
    setChosen((old) => [
      ...old,
      ...more.map((one) => ({
        person: one.person,
        roles: one.roles,
        device: one.device,
        detail: [one.site, language(one.language), t(`why.${one.why}`)].filter(Boolean).join(' · '),
        done: 0,
      })),
    ])
    setProposal({ waits: false, error: null, without: found.without, added: more.length })
  }
  const propose = () => {
    setProposal((old) => ({ ...old, waits: true, error: null }))
    call('testPlans.propose', { waveId }).then(take, (error: unknown) =>
      setProposal((old) => ({ ...old, waits: false, error })),
    )
  }
  const change = (id: string, next: Partial<Chosen>) =>
    setChosen((old) => old.map((one) => (one.person.id === id ? { ...one, ...next } : one)))
  return (
    <form
      className={classes.panel}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({
          waveId,
          revision: seen,
          testers: chosen.map((one) => ({ personId: one.person.id, roles: one.roles, device: one.device })),
        })
      }}
    >
      <p className={classes.quiet}>{t('testers.chooseBody')}</p>
      <div className={classes.tools}>
        <PersonPicker
          label={t('testers.add')}
          value={null}
          without={chosen.map((one) => one.person.id)}
          onChange={(person) =>
            person &&
            setChosen((old) => [...old, { person, roles: ['employee'], device: 'phone', detail: '', done: 0 }])
          }
          useFind={usePeopleSearch}
        />
        <Button
          variant={chosen.length === 0 ? 'filled' : 'default'}
          leftSection={<IconSparkles size={16} aria-hidden />}
          loading={proposal.waits}
          onClick={propose}
        >
          {t('testers.propose')}
        </Button>
      </div>
      {proposal.error ? <ProblemNote small error={proposal.error} /> : null}
      {proposal.added !== null ? (
        <div role="status">
          <Note tone="accent" title={t('testers.proposed', { count: proposal.added, n: f.number(proposal.added) })}>
            {proposal.without.length > 0
              ? t('testers.without', { roles: f.list(proposal.without.map((role) => t(`role.${role}`))) })
              : t('testers.proposedBody')}
          </Note>
        </div>
      ) : null}
      <ul className={classes.chosen}>
        {chosen.map((one) => (
          <li key={one.person.id}>
            <div className={classes.chosenTop}>
              <Person person={one.person} detail={one.detail || one.person.title || ''} />
              <Select
                aria-label={t('testers.deviceOf', { name: one.person.name })}
                data={(['phone', 'computer'] as const).map((value) => ({ value, label: t(`device.${value}`) }))}
                value={one.device}
                allowDeselect={false}
                onChange={(device) => change(one.person.id, { device: device as Device })}
                size="xs"
                className={classes.device!}
              />
              <ActionIcon
                aria-label={t('testers.remove', { name: one.person.name })}
                onClick={() => setChosen((old) => old.filter((c) => c.person.id !== one.person.id))}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            </div>
            <Checkbox.Group
              aria-label={t('testers.rolesOf', { name: one.person.name })}
              value={one.roles}
              onChange={(roles) => roles.length > 0 && change(one.person.id, { roles: roles as TestRole[] })}
            >
              <div className={classes.chips}>
                {testRoles
                  .filter((role) => plan.scriptRows.some((script) => script.role === role) || one.roles.includes(role))
                  .map((role) => (
                    <Checkbox key={role} value={role} size="xs" label={t(`role.${role}`)} />
                  ))}
              </div>
            </Checkbox.Group>
          </li>
        ))}
      </ul>
      {save.error ? <ProblemNote small error={save.error} /> : null}
      <div className={classes.acts}>
        <Button type="submit" loading={save.isPending} disabled={chosen.length === 0 && plan.testers.length === 0}>
          {t('testers.save', { count: chosen.length, n: f.number(chosen.length) })}
        </Button>
        <span className={classes.quiet}>{t('testers.saveSays')}</span>
      </div>
    </form>
  )
}
