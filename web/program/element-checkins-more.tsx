/** What a lead can add to check-ins: agendas of the company's own, and another rhythm for some. */
import { ActionIcon, Button, NumberInput, Select, TagsInput, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Design, OtherCadence, OwnAgenda } from '../../contract/design.ts'
import { BeginAgenda, NewerAgenda } from './agenda-source.tsx'
import { languageOf } from './language.ts'
import classes from './steps.module.css'

type Settings = Design['elements']['checkins']
type Change = (change: Partial<Settings>) => void
const cadenceIds = ['weekly', 'biweekly', 'monthly', 'quarterly'] as const
const languageIds = ['en', 'de', 'es', 'fr'] as const
const sides = ['both', 'report', 'manager'] as const
const attributes = ['department', 'location', 'country', 'level'] as const
/** A short name that answers can be kept under. */
const newId = () => `q-${crypto.randomUUID().slice(0, 8)}`

export function OwnAgendas({ settings, set }: { settings: Settings; set: Change }) {
  const { t } = useTranslation('program')
  const change = (id: string, next: OwnAgenda | null) =>
    set({
      agendas: settings.agendas.flatMap((a) => (a.id === id ? (next ? [next] : []) : [a])),
      ...(next === null && settings.template === id ? { template: null } : {}),
    })
  const add = (agenda: OwnAgenda) => set({ agendas: [...settings.agendas, agenda] })
  const full = settings.agendas.length >= 6
  return (
    <div className={classes.list} style={{ display: 'grid', gap: 8 }}>
      <div>
        <span className={classes.label}>{t('elements.ownAgendas')}</span>
        <p className={classes.hint}>{t('elements.ownAgendasHint')}</p>
      </div>
      {settings.agendas.map((a) => (
        <AgendaEditor key={a.id} agenda={a} change={(next) => change(a.id, next)} />
      ))}
      <div className={classes.between} style={{ justifyContent: 'flex-start' }}>
        <Button
          variant="default"
          size="xs"
          disabled={full}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() =>
            add({ id: crypto.randomUUID(), name: '', topics: [{ id: newId(), by: 'both', ask: {}, hint: {} }] })
          }
        >
          {t('elements.addAgenda')}
        </Button>
        <BeginAgenda disabled={full} onBegin={add} />
      </div>
    </div>
  )
}

function AgendaEditor({ agenda, change }: { agenda: OwnAgenda; change: (next: OwnAgenda | null) => void }) {
  const { t, i18n } = useTranslation('program')
  const [language, setLanguage] = useState<(typeof languageIds)[number]>(languageOf(i18n.language))
  const topic = (id: string, next: Partial<OwnAgenda['topics'][number]> | null) =>
    change({
      ...agenda,
      topics: agenda.topics.flatMap((q) => (q.id === id ? (next ? [{ ...q, ...next }] : []) : [q])),
    })
  return (
    <details className={classes.policy} open={agenda.name === ''}>
      <summary>
        <strong>{agenda.name || t('elements.agendaUntitled')}</strong>
      </summary>
      <div className={classes.policyBody}>
        <div className={classes.row}>
          <TextInput
            label={t('elements.agendaName')}
            maxLength={60}
            value={agenda.name}
            onChange={(e) => change({ ...agenda, name: e.currentTarget.value })}
          />
          <Select
            label={t('policies.language')}
            value={language}
            allowDeselect={false}
            data={languageIds.map((l) => ({ value: l, label: t(`language.${l}`) }))}
            onChange={(l) => setLanguage(languageIds.find((one) => one === l) ?? 'en')}
          />
        </div>
        <NewerAgenda agenda={agenda} language={language} change={change} />
        {agenda.topics.map((q, i) => (
          <div key={q.id} className={classes.two}>
            <div className={classes.row}>
              <Textarea
                autosize
                minRows={1}
                maxRows={4}
                label={t('elements.question', { number: i + 1 })}
                maxLength={200}
                value={q.ask[language] ?? ''}
                onChange={(e) => topic(q.id, { ask: { ...q.ask, [language]: e.currentTarget.value } })}
              />
              <Select
                label={t('elements.asked')}
                value={q.by}
                allowDeselect={false}
                data={sides.map((s) => ({ value: s, label: t(`elements.askedBy.${s}`) }))}
                onChange={(by) => topic(q.id, { by: sides.find((s) => s === by) ?? 'both' })}
              />
            </div>
            <div className={classes.between}>
              <TextInput
                style={{ flex: '1 1 220px' }}
                aria-label={t('elements.questionHint', { number: i + 1 })}
                placeholder={t('elements.questionHint', { number: i + 1 })}
                maxLength={300}
                value={q.hint[language] ?? ''}
                onChange={(e) => topic(q.id, { hint: { ...q.hint, [language]: e.currentTarget.value } })}
              />
              <ActionIcon
                aria-label={t('elements.removeQuestion', { number: i + 1 })}
                disabled={agenda.topics.length === 1}
                onClick={() => topic(q.id, null)}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            </div>
          </div>
        ))}
        <div className={classes.between}>
          <Button
            variant="default"
            size="xs"
            disabled={agenda.topics.length >= 10}
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() =>
              change({ ...agenda, topics: [...agenda.topics, { id: newId(), by: 'both', ask: {}, hint: {} }] })
            }
          >
            {t('elements.addQuestion')}
          </Button>
          <Button variant="subtle" color="gray" size="xs" onClick={() => change(null)}>
            {t('elements.removeAgenda', { name: agenda.name || t('elements.agendaUntitled') })}
          </Button>
        </div>
      </div>
    </details>
  )
}

export function OtherCadences({ settings, set }: { settings: Settings; set: Change }) {
  const { t } = useTranslation('program')
  const change = (id: string, next: Partial<OtherCadence> | null) =>
    set({ others: settings.others.flatMap((o) => (o.id === id ? (next ? [{ ...o, ...next }] : []) : [o])) })
  const add = (who: OtherCadence['who']) =>
    set({ others: [...settings.others, { id: crypto.randomUUID(), who, cadence: 'weekly' }] })
  return (
    <div className={classes.two}>
      <div>
        <span className={classes.label}>{t('elements.others')}</span>
        <p className={classes.hint}>{t('elements.othersHint')}</p>
      </div>
      {settings.others.map((o, i) => (
        <div key={o.id} className={classes.row}>
          <Who who={o.who} set={(who) => change(o.id, { who })} />
          <Select
            label={t('elements.ruleTalks')}
            value={o.cadence}
            allowDeselect={false}
            data={cadenceIds.map((c) => ({ value: c, label: t(`cadence.${c}`) }))}
            onChange={(v) => change(o.id, { cadence: cadenceIds.find((c) => c === v) ?? 'weekly' })}
          />
          <ActionIcon
            style={{ flex: 'none' }}
            size="lg"
            aria-label={t('elements.removeRule', { number: i + 1 })}
            onClick={() => change(o.id, null)}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <div className={classes.between} style={{ justifyContent: 'flex-start' }}>
        <Button
          variant="default"
          size="xs"
          disabled={settings.others.length >= 6}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => add({ kind: 'joiners', days: 90 })}
        >
          {t('elements.addJoiners')}
        </Button>
        <Button
          variant="default"
          size="xs"
          disabled={settings.others.length >= 6}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => add({ kind: 'people', attribute: 'department', values: [] })}
        >
          {t('elements.addPeople')}
        </Button>
      </div>
    </div>
  )
}

function Who({ who, set }: { who: OtherCadence['who']; set: (who: OtherCadence['who']) => void }) {
  const { t } = useTranslation('program')
  if (who.kind === 'joiners')
    return (
      <NumberInput
        label={t('elements.joinerDays')}
        value={who.days}
        min={7}
        max={365}
        clampBehavior="blur"
        allowDecimal={false}
        suffix={` ${t('days')}`}
        onChange={(v) => typeof v === 'number' && v >= 7 && v <= 365 && set({ kind: 'joiners', days: v })}
      />
    )
  return (
    <>
      <Select
        label={t('elements.whoIs')}
        value={who.attribute}
        allowDeselect={false}
        data={attributes.map((a) => ({ value: a, label: t(`elements.attribute.${a}`) }))}
        onChange={(v) => set({ ...who, attribute: attributes.find((a) => a === v) ?? 'department' })}
      />
      <TagsInput
        label={t('elements.values')}
        placeholder={t('elements.valuesExample')}
        maxTags={40}
        value={who.values}
        onChange={(values) => set({ ...who, values })}
      />
    </>
  )
}
