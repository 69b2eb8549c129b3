/** Words of a message or letter in one language: subject, first line, letter and the name of its button. */
import { Button, Textarea, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignText } from '../../contract/campaigns.ts'
import classes from './campaigns.module.css'

export function WordsForm({
  text,
  begun,
  own,
  busy,
  language,
  onSave,
  onReset,
  onWrite,
  children,
}: {
  text: CampaignText
  /** What was written and not saved when the form stood here last. */
  begun?: CampaignText | undefined
  /** Whether these are the company's own words. */
  own: boolean
  busy: boolean
  language: string
  onSave: (text: CampaignText) => void
  onReset: () => void
  /** Hears of every change, for a preview of what is not saved yet. */
  onWrite?: (text: CampaignText) => void
  /** Stands between the words and the buttons. */
  children?: ReactNode
}) {
  const { t } = useTranslation('campaigns')
  const [at, setAt] = useState(begun ?? text)
  const changed = JSON.stringify(at) !== JSON.stringify(text)
  const write = (change: Partial<CampaignText>) => {
    const next = { ...at, ...change }
    setAt(next)
    onWrite?.(next)
  }
  return (
    <form
      className={classes.side}
      lang={language}
      onSubmit={(event) => {
        event.preventDefault()
        onSave(at)
      }}
    >
      <TextInput
        label={t('words.subject')}
        value={at.subject}
        maxLength={160}
        onChange={(event) => write({ subject: event.currentTarget.value })}
      />
      <TextInput
        label={t('words.preview')}
        description={t('words.previewHelp')}
        value={at.preview}
        maxLength={200}
        onChange={(event) => write({ preview: event.currentTarget.value })}
      />
      <Textarea
        label={t('words.body')}
        description={t('words.bodyHelp')}
        autosize
        minRows={10}
        maxRows={28}
        value={at.body}
        onChange={(event) => write({ body: event.currentTarget.value })}
      />
      {at.actionLabel === null ? null : (
        <TextInput
          label={t('words.action')}
          value={at.actionLabel}
          maxLength={60}
          onChange={(event) => write({ actionLabel: event.currentTarget.value })}
        />
      )}
      {children}
      <div className={classes.actions}>
        <Button type="submit" variant="default" disabled={!changed} loading={busy}>
          {t('words.save')}
        </Button>
        {own ? (
          <Button variant="subtle" color="gray" onClick={onReset}>
            {t('words.reset')}
          </Button>
        ) : null}
      </div>
    </form>
  )
}
