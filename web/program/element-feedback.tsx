import { Checkbox, NumberInput, Switch, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ElementProps } from './step-elements.tsx'
import classes from './steps.module.css'

const modes = ['attributed', 'confidential', 'anonymous'] as const

export function FeedbackElement({ settings, set }: ElementProps<'feedback'>) {
  const { t } = useTranslation('program')
  const [asked, setAsked] = useState(() => settings.questions.join('\n'))
  return (
    <div className={classes.elementBody}>
      <Checkbox.Group
        label={t('elements.feedbackModes')}
        description={t('elements.feedbackModesHint')}
        value={settings.modes}
        onChange={(chosen) => {
          const next = modes.filter((m) => chosen.includes(m))
          if (next.length > 0) set({ modes: next })
        }}
      >
        <div className={classes.choices}>
          {modes.map((m) => (
            <Checkbox
              key={m}
              value={m}
              label={t(`feedbackMode.${m}`)}
              description={t(`elements.feedbackModeSays.${m}`)}
              disabled={settings.modes.length === 1 && settings.modes[0] === m}
            />
          ))}
        </div>
      </Checkbox.Group>
      {settings.modes.includes('anonymous') ? (
        <NumberInput
          label={t('elements.feedbackFloor')}
          description={t('elements.feedbackFloorHint')}
          value={settings.floor}
          min={3}
          max={10}
          clampBehavior="blur"
          allowDecimal={false}
          maw={240}
          onChange={(v) => typeof v === 'number' && v >= 3 && v <= 10 && set({ floor: v })}
        />
      ) : null}
      <NumberInput
        label={t('elements.feedbackMaxOpen')}
        description={t('elements.feedbackMaxOpenHint')}
        value={settings.maxOpen}
        min={1}
        max={20}
        clampBehavior="blur"
        allowDecimal={false}
        maw={240}
        onChange={(v) => typeof v === 'number' && v >= 1 && v <= 20 && set({ maxOpen: v })}
      />
      <Switch
        label={t('elements.feedbackRounds')}
        description={t('elements.feedbackRoundsHint')}
        checked={settings.rounds}
        onChange={(event) => set({ rounds: event.currentTarget.checked })}
      />
      <Switch
        label={t('elements.feedbackKnown')}
        description={t('elements.feedbackKnownHint')}
        checked={settings.aboutKnown}
        onChange={(event) => set({ aboutKnown: event.currentTarget.checked })}
      />
      <Switch
        label={t('elements.feedbackSharing')}
        description={t('elements.feedbackSharingHint')}
        checked={settings.sharing === 'author'}
        onChange={(event) => set({ sharing: event.currentTarget.checked ? 'author' : 'person' })}
      />
      <Textarea
        label={t('elements.feedbackQuestions')}
        description={t('elements.feedbackQuestionsHint')}
        autosize
        minRows={2}
        maxRows={8}
        value={asked}
        onChange={(event) => {
          setAsked(event.currentTarget.value)
          set({
            questions: [
              ...new Set(
                event.currentTarget.value
                  .split('\n')
                  .map((line) => line.trim().slice(0, 300))
                  .filter(Boolean),
              ),
            ].slice(0, 6),
          })
        }}
      />
    </div>
  )
}
