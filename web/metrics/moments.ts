/** What charts mark, in words: what happened in the company, and what the committee decided about a number. */
import { type Answer, useOperation } from '../api.ts'
import { useReadsCommittee } from '../governance/acts.ts'
import { useMe } from '../shell/me.ts'
import { useMetricWords } from './words.tsx'

type Annotation = Answer<'metrics.moments'>['annotations'][number]
type Mark = { on: string; label: string }

/** `metric`: whose decisions are marked, too. */
export function useMarks(): (annotations: readonly Annotation[], metric?: string) => Mark[] {
  const { t, f } = useMetricWords()
  const reads = useReadsCommittee()
  const decisions = useOperation('governance.decisions', {}, { enabled: reads, staleTime: 300_000 })
  return (annotations, metric) =>
    [
      ...annotations.map(({ on, kind, label }) => ({
        on,
        label:
          kind === 'go_live'
            ? label
            : kind === 'version'
              ? t('version', { number: label })
              : kind === 'reorganised'
                ? t('happened.reorganised', { count: Number(label), n: f.number(Number(label)) })
                : t(`happened.${kind}`, { wave: label }),
      })),
      ...(decisions.data?.decisions ?? [])
        .filter((d) => metric !== undefined && d.metric === metric && d.state !== 'withdrawn')
        .map((d) => ({ on: d.decidedOn, label: t('decision', { number: f.number(d.number) }) })),
    ].toSorted((a, b) => a.on.localeCompare(b.on))
}

/** For charts outside the dashboard; nothing for whoever sees no numbers of the company. */
export function useMoments(): readonly Annotation[] {
  const { roles } = useMe()
  const may = (['lead', 'sponsor', 'committee', 'hr', 'manager'] as const).some((role) => roles.includes(role))
  return useOperation('metrics.moments', {}, { enabled: may, staleTime: 300_000 }).data?.annotations ?? []
}
