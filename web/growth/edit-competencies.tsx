/** Competencies with what can be observed at each level, and the levels themselves. */
import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import fold from '../ui/fold.module.css'
import { toast } from '../ui/toasts.tsx'
import {
  moved,
  nameIn,
  wordsIn,
  type Change,
  type Competency,
  type Framework,
  type Language,
} from './draft-framework.ts'
import classes from './growth.module.css'

export type EditorProps = { framework: Framework; language: Language; change: Change }

/** Up, down and out, for one of a list. */
export function Arrange({
  name,
  at,
  of,
  onMove,
  onRemove,
}: {
  name: string
  at: number
  of: number
  onMove: (by: number) => void
  onRemove: () => void
}) {
  const { t } = useTranslation('growth')
  return (
    <span className={classes.buttons}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={32}
        disabled={at === 0}
        aria-label={t('arrange.up', { name })}
        onClick={() => onMove(-1)}
      >
        <IconArrowUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={32}
        disabled={at === of - 1}
        aria-label={t('arrange.down', { name })}
        onClick={() => onMove(1)}
      >
        <IconArrowDown size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('arrange.remove', { name })} onClick={onRemove}>
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </span>
  )
}

/** Takes one out, with a way back to how everything was. */
export function useRemoval(framework: Framework, change: Change) {
  const { t } = useTranslation('growth')
  return (name: string, without: (old: Framework) => Framework) => {
    const before = framework
    change(without)
    toast({
      message: t('arrange.removed', { name: name || t('unnamed') }),
      action: { label: t('undo'), run: () => change(() => before) },
    })
  }
}

export function CompetenciesEditor({ framework, language, change, starter }: EditorProps & { starter: ReactNode }) {
  const { t } = useTranslation('growth')
  const remove = useRemoval(framework, change)
  const [fresh, setFresh] = useState<string | null>(null)
  const set = (id: string, next: Partial<Competency>) =>
    change((old) => ({
      ...old,
      competencies: old.competencies.map((k) => (k.id === id ? { ...k, ...next } : k)),
    }))
  return (
    <div className={classes.editor}>
      {framework.competencies.map((k, at) => {
        const name = nameIn(k, language)
        const text = k.texts[language] ?? { name: '', meaning: '' }
        return (
          <details key={k.id} className={`${fold.fold} ${classes.fold}`} open={k.id === fresh}>
            <summary>
              <span dir="auto">{name || t('unnamed')}</span>
              <small>{text.name ? '' : t('framework.notInLanguage')}</small>
            </summary>
            <div className={classes.foldBody}>
              <div className={classes.item}>
                <TextInput
                  label={t('framework.name')}
                  maxLength={100}
                  dir="auto"
                  placeholder={name}
                  value={text.name}
                  onChange={(event) =>
                    set(k.id, { texts: { ...k.texts, [language]: { ...text, name: event.currentTarget.value } } })
                  }
                />
                <Arrange
                  name={name || t('unnamed')}
                  at={at}
                  of={framework.competencies.length}
                  onMove={(by) => change((old) => ({ ...old, competencies: moved(old.competencies, at, by) }))}
                  onRemove={() =>
                    remove(name, (old) => ({
                      ...old,
                      competencies: old.competencies.filter((one) => one.id !== k.id),
                    }))
                  }
                />
              </div>
              <Textarea
                autosize
                minRows={2}
                maxRows={6}
                maxLength={800}
                dir="auto"
                label={t('framework.meaning')}
                placeholder={wordsIn(k.texts, language, (one) => one.meaning)}
                value={text.meaning}
                onChange={(event) =>
                  set(k.id, { texts: { ...k.texts, [language]: { ...text, meaning: event.currentTarget.value } } })
                }
              />
              {framework.levels.map((level) => (
                <Textarea
                  key={level.id}
                  autosize
                  minRows={2}
                  maxRows={8}
                  maxLength={2000}
                  dir="auto"
                  label={nameIn(level, language) || t('unnamed')}
                  description={t('framework.behavioursHint')}
                  placeholder={wordsIn(k.behaviours[level.id] ?? {}, language, (one) => one)}
                  value={k.behaviours[level.id]?.[language] ?? ''}
                  onChange={(event) =>
                    set(k.id, {
                      behaviours: {
                        ...k.behaviours,
                        [level.id]: { ...k.behaviours[level.id], [language]: event.currentTarget.value },
                      },
                    })
                  }
                />
              ))}
            </div>
          </details>
        )
      })}
      <div className={classes.buttons}>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={framework.competencies.length >= 40}
          onClick={() => {
            const id = crypto.randomUUID()
            setFresh(id)
            change((old) => ({
              ...old,
              competencies: [...old.competencies, { id, from: null, texts: {}, behaviours: {} }],
            }))
          }}
        >
          {t('framework.addCompetency')}
        </Button>
        {starter}
      </div>
    </div>
  )
}

export function LevelsEditor({ framework, language, change }: EditorProps) {
  const { t } = useTranslation('growth')
  const remove = useRemoval(framework, change)
  return (
    <div className={classes.editor}>
      <p className={classes.plain}>{t('framework.levelsBody')}</p>
      {framework.levels.map((level, at) => {
        const name = nameIn(level, language)
        return (
          <div key={level.id} className={classes.item}>
            <TextInput
              label={t('framework.level', { number: at + 1 })}
              maxLength={100}
              dir="auto"
              placeholder={name}
              value={level.texts[language]?.name ?? ''}
              onChange={(event) => {
                const said = event.currentTarget.value
                change((old) => ({
                  ...old,
                  levels: old.levels.map((l) =>
                    l.id === level.id ? { ...l, texts: { ...l.texts, [language]: { name: said } } } : l,
                  ),
                }))
              }}
            />
            <Arrange
              name={name || t('unnamed')}
              at={at}
              of={framework.levels.length}
              onMove={(by) => change((old) => ({ ...old, levels: moved(old.levels, at, by) }))}
              onRemove={() =>
                remove(name, (old) => ({ ...old, levels: old.levels.filter((one) => one.id !== level.id) }))
              }
            />
          </div>
        )
      })}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={framework.levels.length >= 7}
          onClick={() => change((old) => ({ ...old, levels: [...old.levels, { id: crypto.randomUUID(), texts: {} }] }))}
        >
          {t('framework.addLevel')}
        </Button>
      </div>
    </div>
  )
}
