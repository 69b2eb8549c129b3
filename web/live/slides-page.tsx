/** The slides of a workshop on the whole screen: arrows turn them, Escape leads back to the guide. */
import { ActionIcon } from '@mantine/core'
import { IconArrowLeft, IconArrowRight, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { useGo } from '../ui/link.tsx'
import { MarkdownView } from '../ui/markdown.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, PageSkeleton } from '../ui/states.tsx'
import classes from './live.module.css'
import { useWorkshop } from './workshop-page.tsx'

export function SlidesPage() {
  const { query } = useWorkshop()
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(workshop) => <Slides workshop={workshop} />}
    </Loaded>
  )
}

function Slides({ workshop }: { workshop: Answer<'live.workshop'> }) {
  const { t } = useTranslation('live')
  const f = useFormat()
  const go = useGo()
  const [at, setAt] = useState(0)
  const stage = useRef<HTMLDivElement>(null)
  const last = workshop.parts.length
  const back = () => void go(`/program/workshops/${workshop.id}`, { search: true })
  const turn = (by: number) => setAt((old) => Math.min(last, Math.max(0, old + by)))
  const keys = useRef<Record<string, () => void>>({})
  keys.current = {
    ArrowRight: () => turn(1),
    ArrowDown: () => turn(1),
    PageDown: () => turn(1),
    ' ': () => turn(1),
    ArrowLeft: () => turn(-1),
    ArrowUp: () => turn(-1),
    PageUp: () => turn(-1),
    Home: () => setAt(0),
    End: () => setAt(last),
    Escape: back,
  }
  useEffect(() => {
    stage.current?.focus()
    const onKey = (event: KeyboardEvent) => {
      // A button that has the focus keeps its own key.
      if (event.metaKey || event.ctrlKey || event.altKey) return
      if (event.key === ' ' && (event.target as HTMLElement).closest('button')) return
      const act = keys.current[event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  useEffect(() => {
    document.title = workshop.title
  }, [workshop.title])
  const part = workshop.parts[at - 1]
  return (
    <div className={classes.stage} ref={stage} tabIndex={-1}>
      <div className={classes.slide} lang={workshop.language} aria-live="polite">
        <h1>{part ? part.title : workshop.title}</h1>
        {part ? <MarkdownView text={part.slide} /> : <p>{workshop.use}</p>}
      </div>
      <nav className={classes.stageBar} aria-label={t('slides.title')}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('slides.back')} onClick={back}>
          <IconX size={20} aria-hidden />
        </ActionIcon>
        <span>{t('slides.at', { n: f.number(at + 1), of: f.number(last + 1) })}</span>
        <span className={classes.turns}>
          <ActionIcon
            variant="default"
            size="lg"
            disabled={at === 0}
            aria-label={t('slides.previous')}
            onClick={() => turn(-1)}
          >
            <IconArrowLeft size={20} aria-hidden className="flips" />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size="lg"
            disabled={at === last}
            aria-label={t('slides.next')}
            onClick={() => turn(1)}
          >
            <IconArrowRight size={20} aria-hidden className="flips" />
          </ActionIcon>
        </span>
      </nav>
    </div>
  )
}
