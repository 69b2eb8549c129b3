/** A change that is looked at while it is made, and saved with what it moves. */
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, type Request } from '../api.ts'
import { all, type Task } from './acts.ts'

export type Change = Request<'roadmap.change'>['change']

export function useChange(task: Task, change: Change, onDone: () => void) {
  const { t } = useTranslation('roadmap')
  const preview = useAct('roadmap.preview', { showsProblem: true })
  const save = useAct('roadmap.change', { invalidates: all, showsProblem: true, done: t('saved'), onDone })
  const ready = Object.keys(change).length > 0
  const key = JSON.stringify(change)
  const look = useRef(preview.mutate)
  look.current = preview.mutate
  useEffect(() => {
    if (key === '{}') return
    // Asked once typing rests.
    const timer = setTimeout(() => look.current({ taskId: task.id, change: JSON.parse(key) as Change }), 250)
    return () => clearTimeout(timer)
  }, [key, task.id])
  return {
    ready,
    effect: preview.data,
    looking: preview.isPending,
    error: save.error ?? preview.error,
    busy: save.isPending,
    save: (others: 'move' | 'stay') => save.mutate({ taskId: task.id, revision: task.revision, change, others }),
  }
}
