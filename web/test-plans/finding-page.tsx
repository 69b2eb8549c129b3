/** One finding: in the panel of the plan for the team, on a page of its own for whoever found it or sees to it. */
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, PageSkeleton, TextSkeleton } from '../ui/states.tsx'
import { FindingBody } from './finding-body.tsx'

const useFinding = () => {
  const { waveId = '', findingId = '' } = useParams({ strict: false }) as { waveId?: string; findingId?: string }
  return { waveId, query: useOperation('testPlans.finding', { waveId, findingId }) }
}

export function FindingPanel() {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const { waveId, query } = useFinding()
  return (
    <SidePanel
      title={
        query.data
          ? t('numbered', { n: f.number(query.data.number), title: query.data.script.name })
          : t('finding.kind')
      }
      kind={t('finding.kind')}
      back={`/program/tests/${waveId}`}
      size="wide"
    >
      <Loaded query={query} skeleton={<TextSkeleton lines={8} />}>
        {(finding) => <FindingBody key={finding.id} finding={finding} />}
      </Loaded>
    </SidePanel>
  )
}

export function FindingPage() {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const { query } = useFinding()
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(finding) => (
        <Page
          title={
            finding.may.includes('retest')
              ? t('finding.retestTitle')
              : t('numbered', { n: f.number(finding.number), title: finding.script.name })
          }
          description={t('finding.of', { wave: finding.wave.name, script: finding.script.name })}
          help={t('finding.help')}
          width="reading"
          back={{ to: '/tests', label: t('mine.back') }}
        >
          <FindingBody key={finding.id} finding={finding} heading="h2" />
        </Page>
      )}
    </Loaded>
  )
}
