/** What a place is for, at the place itself: shown once, by itself; under Help it stands always. */
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { usePageHelp } from '../ui/help.ts'
import { usePath } from '../ui/link.tsx'
import { guideSlot } from '../ui/page.tsx'
import { Note } from '../ui/states.tsx'
import { placeAt, places } from './places.ts'

/** Where the work of every week is done. */
const guided = [
  'goals',
  'checkins',
  'feedback',
  'recognition',
  'growth',
  'reviews',
  'learning',
  'team',
  'champion',
  'trainer',
] as const
type Guided = (typeof guided)[number]

export function Guide() {
  const path = usePath()
  const place = placeAt(path)
  const guide = guided.find((one) => one === place && path === places[one].to)
  const words = usePageHelp()
  return guide && words ? <Once key={guide} guide={guide} words={words} /> : null
}

function Once({ guide, words }: { guide: Guided; words: string }) {
  const { t } = useTranslation('shell')
  const query = useOperation('access.guides', {}, { staleTime: Infinity })
  const { mutate: see } = useAct('access.seeGuide')
  // What was new when the page was opened stays until it is put away.
  const [isNew, setNew] = useState<boolean | null>(null)
  const seen = query.data?.seen
  useEffect(() => {
    if (!seen || isNew !== null) return
    setNew(!seen.includes(guide))
    if (!seen.includes(guide)) see({ guide })
  }, [seen, isNew, guide, see])
  const slot = document.getElementById(guideSlot)
  if (!isNew || !slot) return null
  return createPortal(
    <Note
      tone="accent"
      title={t('guide.title')}
      action={
        <Button size="compact-sm" variant="default" onClick={() => setNew(false)}>
          {t('guide.got')}
        </Button>
      }
    >
      {words} {t('guide.always')}
    </Note>,
    slot,
  )
}
