/** What the lead should turn to: what is late, what was found, what is about to go wrong. As lines of the program's first page. */
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { languageOf } from '../program/language.ts'
import type { Search } from '../ui/link.tsx'
import { useFormat } from '../ui/reader.tsx'
import { useSaid } from './said.ts'

type Line = Answer<'home.lead'>['lines'][number]
export type Shown = {
  id: string
  urgency: Line['urgency']
  title: string
  body: string
  to: string
  search: Search
  label: string
}

/** Undefined until it is known. */
export function useLeadLines(programId: string, enabled: boolean): Shown[] | undefined {
  const { t, i18n } = useTranslation('mistakes')
  const f = useFormat()
  const said = useSaid()
  const found = useOperation('home.lead', { programId }, { enabled })
  const words = useOperation(
    'library.mistakes',
    { language: languageOf(i18n.language) },
    { enabled, staleTime: 3_600_000 },
  )
  return found.data?.lines.map((line, i): Shown => {
    const shown = (to: string, title: string, body: string, label: string, search: Search = {}): Shown => ({
      id: `${line.kind} ${i}`,
      urgency: line.urgency,
      to,
      search,
      title,
      body,
      label,
    })
    switch (line.kind) {
      case 'launch_past': {
        const about = { wave: line.wave, on: f.day(line.on, 'long') }
        return shown(
          `/program/waves/${line.waveId}`,
          t('home.launch_past.title', about),
          t('home.launch_past.body', about),
          t('home.launch_past.label', about),
        )
      }
      case 'gates': {
        const about = { wave: line.wave, on: f.day(line.on, 'long') }
        return shown(
          '/program/readiness',
          t('home.gates.title', about),
          t('home.gates.body', { points: f.number(line.points), count: line.points }),
          t('home.gates.label', about),
          { wave: line.waveId },
        )
      }
      case 'approval':
        return shown(
          `/program/communications/${line.campaignId}`,
          line.mine ? t('home.approval.mine') : t('home.approval.title', { sender: line.sender }),
          t('home.approval.body', { on: f.day(line.on, 'long') }),
          t('home.approval.label'),
        )
      case 'paused':
        return shown(
          `/program/waves/${line.waveId}`,
          t('home.paused.title', { wave: line.wave }),
          t('home.paused.body', { on: f.day(line.on, 'long') }),
          t('home.paused.label'),
        )
      case 'mistake':
        return shown(
          `/program/mistakes/${line.mistake}`,
          words.data?.items.find((one) => one.id === line.mistake)?.name ?? line.mistake,
          said({ id: line.check, reason: line.reason, evidence: line.evidence }),
          t('home.mistake.label'),
        )
      case 'waiver_ends':
        return shown(
          line.mistake ? `/program/mistakes/${line.mistake}` : '/program/readiness',
          t('home.waiver_ends.title', { on: f.day(line.on, 'long') }),
          t('home.waiver_ends.body'),
          t('home.waiver_ends.label'),
          line.waveId ? { wave: line.waveId } : {},
        )
      case 'roadmap_late':
        return shown(
          '/program/roadmap',
          t('home.roadmap_late.title', { count: line.tasks, n: f.number(line.tasks) }),
          t('home.roadmap_late.body', { title: line.title, on: f.day(line.on, 'long') }),
          t('home.roadmap_late.label'),
          { show: 'late' },
        )
      case 'roadmap_risk':
        return shown(
          '/program/roadmap',
          t('home.roadmap_risk.title', { wave: line.wave, count: line.days, n: f.number(line.days) }),
          t('home.roadmap_risk.body', { on: f.day(line.on, 'long') }),
          t('home.roadmap_risk.label'),
          { wave: line.waveId },
        )
      case 'metric_review':
        return shown(
          `/program/business-review/metrics/${line.reviewId}`,
          t('home.metric_review.title'),
          t('home.metric_review.body', { on: f.day(line.on, 'long') }),
          t('home.metric_review.label'),
        )
      case 'alert':
        return shown(
          '/program/metrics',
          t('home.alert.title', { name: line.name, count: line.alerts }),
          t('home.alert.body', { on: f.day(line.on, 'long') }),
          t('home.alert.label'),
        )
      case 'questions_late':
        return shown(
          '/program/desk',
          t('home.questions_late.title', { count: line.questions, n: f.number(line.questions) }),
          t('home.questions_late.body'),
          t('home.questions_late.label'),
        )
      case 'hand_over': {
        const about = { wave: line.wave, on: f.day(line.on, 'long') }
        return shown(
          `/program/hypercare/${line.waveId}/hand-over`,
          t('home.hand_over.title', about),
          t('home.hand_over.body', about),
          t('home.hand_over.label', about),
        )
      }
      case 'fell_back':
        return shown(
          '/program/hypercare',
          t('home.fell_back.title', { count: line.falls, n: f.number(line.falls) }),
          t(`home.fell_back.body.${line.metric}`, { where: line.label, on: f.day(line.on, 'long') }),
          t('home.fell_back.label'),
        )
      case 'sponsor_act':
        return shown(
          '/program/sponsor',
          t('home.sponsor_act.title', { act: t(`act.${line.act}`), on: f.day(line.on, 'long') }),
          t('home.sponsor_act.body'),
          t('home.sponsor_act.label'),
        )
    }
  })
}
