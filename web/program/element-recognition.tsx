/** What the company stands for, and how quietly people may be thanked. */
import { ActionIcon, Button, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CompanyValue } from '../../contract/design.ts'
import { languageOf } from './language.ts'
import type { ElementProps } from './step-elements.tsx'
import classes from './steps.module.css'

const languageIds = ['en', 'de', 'es', 'fr'] as const

export function RecognitionElement({ settings, set }: ElementProps<'recognition'>) {
  const { t, i18n } = useTranslation('program')
  const [language, setLanguage] = useState<(typeof languageIds)[number]>(languageOf(i18n.language))
  const change = (id: string, next: Partial<CompanyValue> | null) =>
    set({ values: settings.values.flatMap((v) => (v.id === id ? (next ? [{ ...v, ...next }] : []) : [v])) })
  return (
    <div className={classes.elementBody}>
      <div className={classes.two}>
        <div>
          <span className={classes.label}>{t('elements.values')}</span>
          <p className={classes.hint}>{t('elements.valuesHint')}</p>
        </div>
        {settings.values.length > 0 ? (
          <Select
            label={t('policies.language')}
            value={language}
            maw={240}
            allowDeselect={false}
            data={languageIds.map((l) => ({ value: l, label: t(`language.${l}`) }))}
            onChange={(l) => setLanguage(languageIds.find((one) => one === l) ?? 'en')}
          />
        ) : null}
        {settings.values.map((v, i) => (
          <div key={v.id} className={classes.row} style={{ alignItems: 'flex-end' }}>
            <TextInput
              label={t('elements.valueName', { number: i + 1 })}
              placeholder={other(v.name) || t('elements.valueExample')}
              maxLength={40}
              value={v.name[language] ?? ''}
              onChange={(e) => change(v.id, { name: { ...v.name, [language]: e.currentTarget.value } })}
            />
            <Textarea
              style={{ flex: '2 1 240px' }}
              autosize
              minRows={1}
              maxRows={4}
              label={t('elements.valueSentence', { number: i + 1 })}
              placeholder={other(v.sentence) || t('elements.valueSentenceExample')}
              maxLength={200}
              value={v.sentence[language] ?? ''}
              onChange={(e) => change(v.id, { sentence: { ...v.sentence, [language]: e.currentTarget.value } })}
            />
            <ActionIcon
              style={{ flex: 'none' }}
              size="lg"
              aria-label={t('elements.removeValue', { number: i + 1 })}
              onClick={() => change(v.id, null)}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </div>
        ))}
        <Button
          style={{ justifySelf: 'start' }}
          variant="default"
          size="xs"
          disabled={settings.values.length >= 8}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => set({ values: [...settings.values, { id: crypto.randomUUID(), name: {}, sentence: {} }] })}
        >
          {t('elements.addValue')}
        </Button>
      </div>
      <Switch
        label={t('elements.recognitionQuiet')}
        description={t('elements.recognitionQuietHint')}
        checked={settings.quiet}
        onChange={(event) => set({ quiet: event.currentTarget.checked })}
      />
      <Switch
        label={t('elements.recognitionWeekly')}
        description={t('elements.recognitionWeeklyHint')}
        checked={settings.weekly}
        onChange={(event) => set({ weekly: event.currentTarget.checked })}
      />
    </div>
  )
}

/** What it says in another language, to translate from. */
const other = (texts: CompanyValue['name']) => languageIds.map((l) => texts[l]).find(Boolean) ?? ''
