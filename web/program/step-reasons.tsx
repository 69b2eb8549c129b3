/** Why, why now, and what the program should achieve. */
import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { Empty } from '../ui/states.tsx'
import type { StepProps } from './design-page.tsx'
import { useGroup } from './drafts.ts'
import { Ideas } from './ideas.tsx'
import { languageOf } from './language.ts'
import classes from './steps.module.css'

export function ReasonsStep({ program, design, mayDesign }: StepProps) {
  const { t, i18n } = useTranslation('program')
  const [reasons, set] = useGroup(program.id, design, 'reasons')
  const starters = useOperation('library.starters', { language: languageOf(i18n.language) })
  const situations = starters.data?.whys ?? []
  const empty = !reasons.why && !reasons.whyNow
  return (
    <>
      {mayDesign && empty && situations.length > 0 ? (
        <div className={classes.situations}>
          <p className={classes.lead}>{t('reasons.situation')}</p>
          <Ideas
            label={t('reasons.situations')}
            ideas={situations.map((s) => ({ text: s.situation }))}
            chosen=""
            most={6}
            onChoose={(situation) => {
              const found = situations.find((s) => s.situation === situation)
              if (found) set({ why: found.why, whyNow: found.whyNow })
            }}
          />
        </div>
      ) : null}
      <Textarea
        label={t('reasons.why')}
        description={t('reasons.whyHint')}
        placeholder={t('reasons.whyExample')}
        value={reasons.why}
        minRows={4}
        maxLength={2000}
        onChange={(e) => set({ ...reasons, why: e.currentTarget.value })}
      />
      <Textarea
        label={t('reasons.whyNow')}
        description={t('reasons.whyNowHint')}
        placeholder={t('reasons.whyNowExample')}
        value={reasons.whyNow}
        minRows={3}
        maxLength={2000}
        onChange={(e) => set({ ...reasons, whyNow: e.currentTarget.value })}
      />
      <p className={classes.used}>{t('reasons.used')}</p>
    </>
  )
}

export function ObjectivesStep({ program, design, mayDesign }: StepProps) {
  const { t, i18n } = useTranslation('program')
  const [objectives, set] = useGroup(program.id, design, 'objectives')
  const starters = useOperation('library.starters', { language: languageOf(i18n.language) })
  const list = useRef<HTMLOListElement>(null)
  const add = (text: string) => {
    set([...objectives, { id: crypto.randomUUID(), text }])
    if (!text)
      requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus())
  }
  const move = (from: number, to: number) => {
    const next = [...objectives]
    const [item] = next.splice(from, 1)
    if (item) next.splice(to, 0, item)
    set(next)
  }
  return (
    <>
      {objectives.length === 0 ? (
        <Empty small title={t('objectives.none')}>
          {t('objectives.noneBody')}
        </Empty>
      ) : null}
      <ol ref={list} className={classes.items}>
        {objectives.map((objective, i) => (
          <li key={objective.id}>
            <span className={classes.number} aria-hidden>
              {i + 1}
            </span>
            <TextInput
              aria-label={t('objectives.number', { number: i + 1 })}
              value={objective.text}
              maxLength={300}
              placeholder={t('objectives.example')}
              onChange={(e) =>
                set(objectives.map((o) => (o.id === objective.id ? { ...o, text: e.currentTarget.value } : o)))
              }
              onKeyDown={(e) => {
                if (e.key === 'Enter' && objectives.length < 6) {
                  e.preventDefault()
                  add('')
                }
              }}
            />
            {mayDesign ? (
              <span className={classes.tools}>
                <ActionIcon
                  aria-label={t('objectives.up', { number: i + 1 })}
                  disabled={i === 0}
                  onClick={() => move(i, i - 1)}
                >
                  <IconArrowUp size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  aria-label={t('objectives.down', { number: i + 1 })}
                  disabled={i === objectives.length - 1}
                  onClick={() => move(i, i + 1)}
                >
                  <IconArrowDown size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  aria-label={t('objectives.remove', { number: i + 1 })}
                  onClick={() => set(objectives.filter((o) => o.id !== objective.id))}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              </span>
            ) : null}
          </li>
        ))}
      </ol>
      {mayDesign && objectives.length < 6 ? (
        <div>
          <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => add('')}>
            {t('objectives.add')}
          </Button>
          <Ideas
            label={t('objectives.ideas')}
            ideas={(starters.data?.objectives ?? [])
              .filter((o) => !objectives.some((mine) => mine.text === o.objective))
              .map((o) => ({ text: o.objective }))}
            chosen=""
            most={4}
            onChoose={(text) => add(text)}
          />
        </div>
      ) : null}
      {objectives.length > 3 ? <p className={classes.used}>{t('objectives.many')}</p> : null}
    </>
  )
}
