/** Words and colours that several pages of tests share. */
import { IconAlertTriangle, IconCircleCheck, IconDeviceLaptop, IconDeviceMobile } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type {
  Device,
  FindingState,
  RunResult,
  ScriptResult,
  Severity,
  TestRole,
} from '../../contract/test-plan-shapes.ts'
import { State } from '../ui/meter.tsx'

/** Whatever a change of a plan, a try or a finding makes stale. */
export const staleTests = [
  'testPlans.list',
  'testPlans.get',
  'testPlans.script',
  'testPlans.findings',
  'testPlans.finding',
  'tests.mine',
  'tests.open',
  'launch.checks',
  'week.get',
] as const

/** The heaviest first. */
export const severities: readonly Severity[] = ['blocker', 'major', 'minor', 'question']
export const testRoles: readonly TestRole[] = ['employee', 'manager', 'lead', 'sponsor', 'hr-partner', 'champion']

const tones = { blocker: 'bad', major: 'warn', minor: 'quiet', question: 'accent' } as const

export function SeverityWord({ severity }: { severity: Severity }) {
  const { t } = useTranslation('test-plans')
  return (
    <State
      tone={tones[severity]}
      {...(severity === 'blocker' ? { icon: <IconAlertTriangle size={14} aria-hidden /> } : {})}
    >
      {t(`severity.${severity}.name`)}
    </State>
  )
}

export function FindingWord({ state }: { state: FindingState }) {
  const { t } = useTranslation('test-plans')
  const tone = ({ open: 'warn', retest: 'accent', closed: 'good', accepted: 'quiet' } as const)[state]
  return <State tone={tone}>{t(`state.${state}`)}</State>
}

export function ResultWord({ result }: { result: ScriptResult | RunResult }) {
  const { t } = useTranslation('test-plans')
  const tone = ({ untested: 'quiet', failed: 'bad', passed: 'good', could_not: 'warn' } as const)[result]
  return (
    <State tone={tone} {...(result === 'passed' ? { icon: <IconCircleCheck size={14} aria-hidden /> } : {})}>
      {t(`result.${result}`)}
    </State>
  )
}

export function DeviceIcon({ device, size = 16 }: { device: Device; size?: number }) {
  const Icon = device === 'phone' ? IconDeviceMobile : IconDeviceLaptop
  return <Icon size={size} stroke={1.6} aria-hidden />
}
