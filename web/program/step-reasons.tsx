/** Why, why now, and what the program should achieve. */
import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../ui/states.tsx'
import { AlsoIn } from './also-in.tsx'
import type { StepProps } from './design-page.tsx'
import { useGroup } from './drafts.ts'
import { Ideas } from './ideas.tsx'
import classes from './steps.module.css'
import { useStarters, useTongues, type InLanguages } from './tongues.ts'

export function ReasonsStep({ program, design, mayDesign }: StepProps) {
  const { t } = useTranslation('program')
  const [reasons, set] = useGroup(program.id, design, 'reasons')
  const tongues = useTongues(program.id, design)
  const { ideas, take } = useStarters(tongues)
  const situations = ideas?.whys ?? []
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
              const at = situations.findIndex((s) => s.situation === situation)
              const why = take((s) => s.whys[at]?.why)
              const whyNow = take((s) => s.whys[at]?.whyNow)
              set({ why: why.words, whyIn: why.wordsIn, whyNow: whyNow.words, whyNowIn: whyNow.wordsIn })
            }}
          />
        </div>
      ) : null}
      <div>
        <Textarea
          label={t('reasons.why')}
          description={t('reasons.whyHint')}
          placeholder={t('reasons.whyExample')}
          value={reasons.why}
          minRows={4}
          maxLength={2000}
          onChange={(e) => set({ ...reasons, why: e.currentTarget.value })}
        />
        <AlsoIn
          tongues={tongues}
          label={t('reasons.why')}
          first={reasons.why}
          words={reasons.whyIn}
          rows={4}
          most={2000}
          mayDesign={mayDesign}
          onChange={(whyIn) => set({ ...reasons, whyIn })}
        />
      </div>
      <div>
        <Textarea
          label={t('reasons.whyNow')}
          description={t('reasons.whyNowHint')}
          placeholder={t('reasons.whyNowExample')}
          value={reasons.whyNow}
          minRows={3}
          maxLength={2000}
          onChange={(e) => set({ ...reasons, whyNow: e.currentTarget.value })}
        />
        <AlsoIn
          tongues={tongues}
          label={t('reasons.whyNow')}
          first={reasons.whyNow}
          words={reasons.whyNowIn}
          rows={3}
          most={2000}
          mayDesign={mayDesign}
          onChange={(whyNowIn) => set({ ...reasons, whyNowIn })}
        />
      </div>
      <p className={classes.used}>{t('reasons.used')}</p>
    </>
  )
}

export function ObjectivesStep({ program, design, mayDesign }: StepProps) {
  const { t } = useTranslation('program')
  const [objectives, set] = useGroup(program.id, design, 'objectives')
  const tongues = useTongues(program.id, design)
  const { ideas, take } = useStarters(tongues)
  const offered = (ideas?.objectives ?? [])
    .map((o, i) => ({ text: o.objective, ...take((s) => s.objectives[i]?.objective) }))
    .filter((o) => !objectives.some((mine) => mine.text === o.text || mine.text === o.words))
  const list = useRef<HTMLOListElement>(null)
  const add = (text: string, textIn: InLanguages = {}) => {
    set([...objectives, { id: crypto.randomUUID(), text, textIn }])
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
            <div className={classes.below}>
              <AlsoIn
                tongues={tongues}
                label={t('objectives.number', { number: i + 1 })}
                first={objective.text}
                words={objective.textIn}
                most={300}
                mayDesign={mayDesign}
                onChange={(textIn) => set(objectives.map((o) => (o.id === objective.id ? { ...o, textIn } : o)))}
              />
            </div>
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
            ideas={offered}
            chosen=""
            most={4}
            onChoose={(text) => {
              const idea = offered.find((o) => o.text === text)
              if (idea) add(idea.words, idea.wordsIn)
            }}
          />
        </div>
      ) : null}
      {objectives.length > 3 ? <p className={classes.used}>{t('objectives.many')}</p> : null}
    </>
  )
}
