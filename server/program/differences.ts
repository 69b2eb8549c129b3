/**
 * What differs between two designs, as a list that a page can say in any language.
 * Pure. Empty exactly when nothing a reader would notice differs: policy numbers are
 * counted by publishing and do not count as a difference.
 */
import {
  type CompanyValue,
  type Design,
  type DesignGroup,
  elementIds,
  type OtherCadence,
  type OwnAgenda,
  type Policy,
  training as trainingSettings,
} from '../../contract/design.ts'
import { languages } from '../../contract/library.ts'
import type { Difference } from '../../contract/program.ts'

type Value = Difference['before']
/** A first version shows what it says beyond the settings that every design begins with. */
const unsaid = { training: trainingSettings.parse({}) }
type Item = NonNullable<Difference['item']>

export function differences(a: Design | null, b: Design): Difference[] {
  const found: Difference[] = []
  const compare = (
    area: DesignGroup,
    field: string,
    before: Value | undefined,
    after: Value | undefined,
    item?: Item,
  ) => {
    const from = before ?? null
    const to = after ?? null
    if (from === to) return
    found.push({ area, field, ...(item ? { item } : {}), kind: 'changed', before: from, after: to })
  }
  const lists = <T extends { id: string }>(
    area: DesignGroup,
    before: readonly T[],
    after: readonly T[],
    label: (item: T) => string,
    inside: (before: T, after: T, item: Item) => void,
  ) => {
    const old = new Map(before.map((item) => [item.id, item]))
    const now = new Map(after.map((item) => [item.id, item]))
    for (const item of before) {
      if (!now.has(item.id))
        found.push({
          area,
          kind: 'removed',
          item: { id: item.id, label: label(item) },
          before: label(item),
          after: null,
        })
    }
    for (const item of after) {
      const was = old.get(item.id)
      if (was) inside(was, item, { id: item.id, label: label(item) })
      else
        found.push({ area, kind: 'added', item: { id: item.id, label: label(item) }, before: null, after: label(item) })
    }
    const stayed = (items: readonly T[], other: Map<string, T>) => items.filter((item) => other.has(item.id))
    const [was, is] = [stayed(before, now), stayed(after, old)]
    if (was.some((item, i) => item.id !== is[i]!.id)) {
      found.push({
        area,
        field: 'order',
        kind: 'moved',
        before: was.map(label).join('\n'),
        after: is.map(label).join('\n'),
      })
    }
  }

  compare('brand', 'name', text(a?.brand.name), text(b.brand.name))
  compare('brand', 'tagline', text(a?.brand.tagline), text(b.brand.tagline))
  for (const l of languages)
    compare('brand', `tagline.${l}`, text(a?.brand.taglineIn?.[l]), text(b.brand.taglineIn?.[l]))
  compare('brand', 'language', a?.brand.language, b.brand.language)
  compare('brand', 'accent', a?.brand.accent, b.brand.accent)
  compare('brand', 'logo', a?.brand.logoFileId, b.brand.logoFileId)
  compare('reasons', 'why', text(a?.why), text(b.why))
  for (const l of languages) compare('reasons', `why.${l}`, text(a?.whyIn?.[l]), text(b.whyIn?.[l]))
  compare('reasons', 'whyNow', text(a?.whyNow), text(b.whyNow))
  for (const l of languages) compare('reasons', `whyNow.${l}`, text(a?.whyNowIn?.[l]), text(b.whyNowIn?.[l]))
  lists(
    'objectives',
    a?.objectives ?? [],
    b.objectives,
    (o) => o.text,
    (was, is, item) => {
      compare('objectives', 'text', was.text, is.text, item)
      for (const l of languages) compare('objectives', `text.${l}`, text(was.textIn?.[l]), text(is.textIn?.[l]), item)
    },
  )
  for (const id of elementIds) compare('elements', `${id}.on`, a?.elements[id].on ?? false, b.elements[id].on)
  for (const id of elementIds) {
    const was: Record<string, unknown> = a?.elements[id] ?? {}
    for (const [setting, value] of Object.entries(b.elements[id]))
      if (setting !== 'on') {
        const shown = inWords[`${id}.${setting}`] ?? plain
        compare('elements', `${id}.${setting}`, shown(was[setting]), shown(value))
      }
  }
  lists('policies', a?.policies ?? [], b.policies, policyLabel, (was, is, item) => {
    compare('policies', 'audience', was.audience, is.audience, item)
    compare('policies', 'acknowledge', was.acknowledge, is.acknowledge, item)
    compare('policies', 'withinDays', was.withinDays, is.withinDays, item)
    for (const language of languagesOf(was, is)) {
      compare('policies', `title.${language}`, was.texts[language]?.title, is.texts[language]?.title, item)
      compare('policies', `body.${language}`, was.texts[language]?.body, is.texts[language]?.body, item)
    }
  })
  lists(
    'training',
    a?.training.courses ?? [],
    b.training.courses,
    (course) => course.id,
    (was, is, item) => {
      compare('training', 'required', plain(was.required.toSorted()), plain(is.required.toSorted()), item)
      compare('training', 'offered', plain(was.offered.toSorted()), plain(is.offered.toSorted()), item)
      compare('training', 'dueDays', was.dueDays, is.dueDays, item)
    },
  )
  compare('training', 'managersReady', (a ?? unsaid).training.managersReady, b.training.managersReady)
  compare('training', 'letters', (a ?? unsaid).training.letters, b.training.letters)
  lists(
    'metrics',
    a?.metrics ?? [],
    b.metrics,
    (m) => m.id,
    (was, is, item) => {
      compare('metrics', 'baseline', was.baseline, is.baseline, item)
      compare('metrics', 'baselineSource', text(was.baselineSource), text(is.baselineSource), item)
      compare('metrics', 'target', was.target, is.target, item)
      compare('metrics', 'by', was.by, is.by, item)
    },
  )
  compare('people', 'sponsorId', a?.sponsorId, b.sponsorId)
  compare('people', 'leadId', a?.leadId, b.leadId)
  return found
}

/** Settings that hold more than a value or a list of names. Ids do not count: nobody reads them. */
const inWords: Record<string, (value: unknown) => Value> = {
  'checkins.agendas': (value) =>
    ((value ?? []) as OwnAgenda[])
      .flatMap((a) => [
        a.name,
        ...a.topics.flatMap((t) =>
          languages.flatMap((l) =>
            t.ask[l] ? [`– ${[t.ask[l], ...(t.hint[l] ? [t.hint[l]] : [])].join(' ')} (${l}, ${t.by})`] : [],
          ),
        ),
      ])
      .join('\n') || null,
  'recognition.values': (value) =>
    ((value ?? []) as CompanyValue[])
      .flatMap((v) =>
        languages.flatMap((l) =>
          v.name[l] || v.sentence[l] ? [`${[v.name[l], v.sentence[l]].filter(Boolean).join(': ')} (${l})`] : [],
        ),
      )
      .join('\n') || null,
  // A rule a line, which the page says in its reader's language.
  'checkins.others': (value) =>
    ((value ?? []) as OtherCadence[]).map(({ who, cadence }) => JSON.stringify({ who, cadence })).join('\n') || null,
}

/** A setting as one value to compare and to show; a list as its names or words, a line each. */
function plain(value: unknown): Value {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map((one) => plain(one)).join('\n') || null
  const named = (value as { name?: unknown }).name
  return typeof named === 'string' ? named : JSON.stringify(value)
}

/** Empty text and no text are the same to a reader. */
const text = (value: string | undefined): string | null => value || null

function languagesOf(a: Policy, b: Policy) {
  return [...new Set([...Object.keys(a.texts), ...Object.keys(b.texts)])].sort() as (keyof Policy['texts'])[]
}

/** A policy's name where no reader is known: in the first of our languages that has one. */
export function policyLabel(policy: Policy): string {
  return languages.map((l) => policy.texts[l]?.title).find(Boolean) ?? ''
}

/** Whether people would read another text: then acknowledgements begin anew. */
export function samePolicyText(a: Policy, b: Policy): boolean {
  return languagesOf(a, b).every(
    (language) =>
      a.texts[language]?.title === b.texts[language]?.title && a.texts[language]?.body === b.texts[language]?.body,
  )
}
