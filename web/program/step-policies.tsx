/** Expectations and rules: texts from the library or one's own, in each language, to be acknowledged or not. */
import { Button, NumberInput, SegmentedControl, Switch, Textarea, TextInput } from '@mantine/core'
import { IconChevronRight, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Policy } from '../../contract/design.ts'
import type { Language } from '../../contract/library.ts'
import { sentenceOf, useOperation } from '../api.ts'
import { MarkdownView } from '../ui/markdown.tsx'
import { useMedia } from '../ui/media.ts'
import { Empty } from '../ui/states.tsx'
import { toast } from '../ui/toasts.tsx'
import { languages } from '../words.ts'
import type { StepProps } from './design-page.tsx'
import { useGroup } from './drafts.ts'
import { languageOf } from './language.ts'
import { fromLibrary, NewerPolicy } from './policy-source.tsx'
import classes from './steps.module.css'

const audiences = ['everyone', 'managers', 'employees'] as const

export function PoliciesStep({ program, design, mayDesign }: StepProps) {
  const { t, i18n } = useTranslation('program')
  const [policies, set] = useGroup(program.id, design, 'policies')
  const shelf = useOperation('library.policies', { language: languageOf(i18n.language) })
  const [adding, setAdding] = useState<string | null>(null)
  const offered = (shelf.data?.items ?? []).filter((p) => !policies.some((mine) => mine.from === p.id))
  const change = (id: string, with_: Partial<Policy>) =>
    set(policies.map((p) => (p.id === id ? { ...p, ...with_ } : p)))

  /** The library's text in all the languages it has. */
  const addFrom = async (libraryId: string) => {
    setAdding(libraryId)
    try {
      const found = await fromLibrary(libraryId)
      if (found)
        set([
          ...policies,
          { id: crypto.randomUUID(), from: libraryId, version: 1, acknowledge: true, withinDays: 14, ...found },
        ])
    } catch (error) {
      toast({ message: sentenceOf(error), tone: 'bad' })
    } finally {
      setAdding(null)
    }
  }
  const addOwn = () =>
    set([
      ...policies,
      {
        id: crypto.randomUUID(),
        from: null,
        audience: 'everyone',
        version: 1,
        acknowledge: true,
        withinDays: 14,
        texts: { [languageOf(i18n.language)]: { title: '', body: '' } },
      },
    ])

  return (
    <>
      {policies.length === 0 ? (
        <Empty small title={t('policies.none')}>
          {t('policies.noneBody')}
        </Empty>
      ) : null}
      {policies.map((policy) => (
        <PolicyEditor
          key={policy.id}
          policy={policy}
          mayDesign={mayDesign}
          onChange={(with_) => change(policy.id, with_)}
          onRemove={() => {
            const before = policies
            set(policies.filter((p) => p.id !== policy.id))
            toast({ message: t('policies.removed'), action: { label: t('undo'), run: () => set(before) } })
          }}
        />
      ))}
      {mayDesign ? (
        <div className={classes.two}>
          {offered.length > 0 ? (
            <div>
              <span className={classes.label}>{t('policies.library')}</span>
              <ul className={`${classes.offer} ${classes.list}`}>
                {offered.map((p) => (
                  <li key={p.id}>
                    <span>
                      {p.title}
                      <small>
                        {t(`policyFor.${p.audience}`)} · {t('policies.minutes', { count: Math.ceil(p.minutes) })} ·{' '}
                        {t(`level.${p.level}`)}
                      </small>
                    </span>
                    <Button
                      variant="default"
                      size="compact-sm"
                      leftSection={<IconPlus size={14} aria-hidden />}
                      loading={adding === p.id}
                      onClick={() => void addFrom(p.id)}
                      aria-label={t('policies.addThis', { title: p.title })}
                    >
                      {t('policies.add')}
                    </Button>
                  </li>
                ))}
              </ul>
            </div>
          ) : null}
          <div>
            <Button
              variant="subtle"
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={addOwn}
              disabled={policies.length >= 12}
            >
              {t('policies.own')}
            </Button>
          </div>
        </div>
      ) : null}
    </>
  )
}

function PolicyEditor({
  policy,
  mayDesign,
  onChange,
  onRemove,
}: {
  policy: Policy
  mayDesign: boolean
  onChange: (with_: Partial<Policy>) => void
  onRemove: () => void
}) {
  const { t, i18n } = useTranslation('program')
  const narrow = useMedia('(max-width: 47.99em)')
  const there = languages.filter((l) => policy.texts[l])
  const [language, setLanguage] = useState<Language>(
    there.includes(languageOf(i18n.language)) ? languageOf(i18n.language) : (there[0] ?? 'en'),
  )
  const [reading, setReading] = useState(!mayDesign)
  const text = policy.texts[language]
  const title = text?.title || there.map((l) => policy.texts[l]?.title).find(Boolean) || t('policies.untitled')
  const write = (with_: Partial<{ title: string; body: string }>) =>
    onChange({ texts: { ...policy.texts, [language]: { title: '', body: '', ...text, ...with_ } } })
  return (
    <details className={classes.policy} open={!there.some((l) => policy.texts[l]?.body)}>
      <summary>
        <IconChevronRight size={16} aria-hidden className={`${classes.arrow} flips`} />
        <strong>{title}</strong>
        <span>{t(`policyFor.${policy.audience}`)}</span>
        <span>{policy.acknowledge ? t('policies.asked', { count: policy.withinDays }) : t('policies.notAsked')}</span>
      </summary>
      <div className={classes.policyBody}>
        <div className={classes.row}>
          <div>
            <span className={classes.label}>{t('policies.for')}</span>
            <SegmentedControl
              fullWidth
              orientation={narrow ? 'vertical' : 'horizontal'}
              aria-label={t('policies.for')}
              value={policy.audience}
              onChange={(v) => onChange({ audience: v as Policy['audience'] })}
              data={audiences.map((a) => ({ value: a, label: t(`policyFor.${a}`) }))}
            />
          </div>
        </div>
        <div className={classes.row}>
          <Switch
            label={t('policies.acknowledge')}
            description={t('policies.acknowledgeHint')}
            checked={policy.acknowledge}
            onChange={(e) => onChange({ acknowledge: e.currentTarget.checked })}
          />
          {policy.acknowledge ? (
            <NumberInput
              label={t('policies.within')}
              value={policy.withinDays}
              min={1}
              max={120}
              allowDecimal={false}
              suffix={` ${t('days')}`}
              onChange={(v) => typeof v === 'number' && v >= 1 && v <= 120 && onChange({ withinDays: v })}
            />
          ) : null}
        </div>
        <div className={classes.between}>
          <SegmentedControl
            size="xs"
            aria-label={t('policies.language')}
            value={language}
            onChange={(v) => setLanguage(v as Language)}
            data={languages.map((l) => ({
              value: l,
              label: policy.texts[l]?.body ? t(`language.${l}`) : `${t(`language.${l}`)} –`,
            }))}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('policies.view')}
            value={reading ? 'read' : 'write'}
            onChange={(v) => setReading(v === 'read')}
            data={[
              { value: 'write', label: t('policies.write') },
              { value: 'read', label: t('policies.read') },
            ]}
          />
        </div>
        {mayDesign ? <NewerPolicy policy={policy} language={language} onChange={onChange} /> : null}
        {!text ? <p className={classes.used}>{t('policies.notIn')}</p> : null}
        {reading ? (
          text ? (
            <MarkdownView text={text.body} />
          ) : null
        ) : (
          <>
            <TextInput
              label={t('policies.title')}
              value={text?.title ?? ''}
              maxLength={120}
              lang={language}
              onChange={(e) => write({ title: e.currentTarget.value })}
            />
            <Textarea
              label={t('policies.body')}
              description={t('policies.bodyHint', { field: '{{program.name}}' })}
              value={text?.body ?? ''}
              minRows={8}
              maxRows={24}
              maxLength={20_000}
              lang={language}
              onChange={(e) => write({ body: e.currentTarget.value })}
            />
          </>
        )}
        {mayDesign ? (
          <div>
            <Button
              variant="subtle"
              color="red"
              size="compact-sm"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={onRemove}
            >
              {t('policies.remove', { title })}
            </Button>
          </div>
        ) : null}
      </div>
    </details>
  )
}
