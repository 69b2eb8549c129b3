/** A field for words, with the writing aid under it. */
import { Textarea } from '@mantine/core'
import { IconBulb } from '@tabler/icons-react'
import { useDeferredValue, useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { aidLanguages, languageOf, loadedWords, remarksOn, type AidLanguage, type Remark } from './aid.ts'
import writing from '../ui/writing.module.css'
import classes from './feedback.module.css'

const offKey = 'belay.aid.off'

export function useAid(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => localStorage.getItem(offKey) === null)
  return [
    on,
    (next) => {
      if (next) localStorage.removeItem(offKey)
      else localStorage.setItem(offKey, '1')
      setOn(next)
    },
  ]
}

export function Writer({
  label,
  hint,
  value,
  onChange,
  aid,
  rows = 3,
  error,
}: {
  label: ReactNode
  hint?: string
  value: string
  onChange: (words: string) => void
  aid: boolean
  rows?: number
  error?: ReactNode
}) {
  return (
    <div className={classes.writer}>
      <Textarea
        label={label}
        description={hint}
        autosize
        minRows={rows}
        maxRows={16}
        maxLength={4000}
        dir="auto"
        value={value}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {aid ? <Remarks text={value} /> : null}
    </div>
  )
}

/** Appears when typing rests; says what it noticed and asks one question. */
function Remarks({ text }: { text: string }) {
  const { t, i18n } = useTranslation('feedback')
  const base = i18n.language.slice(0, 2)
  const own: AidLanguage = aidLanguages.find((l) => l === base) ?? 'en'
  const [rested, setRested] = useState('')
  const language = languageOf(rested, own)
  const [loaded, setLoaded] = useState<Remark[]>([])
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), 900)
    return () => clearTimeout(timer)
  }, [text])
  useEffect(() => {
    let stale = false
    if (language === 'en' && rested.trim().length > 12)
      // Without a connection the chunk may be missing; the lists still work.
      loadedWords(rested).then(
        (found) => !stale && setLoaded(found),
        () => undefined,
      )
    else setLoaded([])
    return () => {
      stale = true
    }
  }, [rested, language])
  const settled = useDeferredValue(rested)
  const remarks = settled === text ? remarksOn(settled, language, loaded) : []
  return (
    <ul className={classes.remarks} aria-live="polite" aria-label={t('aid.label')}>
      {remarks.map((r) => (
        <li key={`${r.kind} ${r.from}`}>
          <IconBulb size={15} stroke={1.7} aria-hidden />
          <span>{t(`aid.${r.kind}`, { words: r.words, instead: r.instead ?? '' })}</span>
        </li>
      ))}
    </ul>
  )
}

/** What the aid is, which languages it covers, and a switch. */
export function AidSwitch({ on, set }: { on: boolean; set: (on: boolean) => void }) {
  const { t } = useTranslation('feedback')
  return (
    <p className={writing.small}>
      {t(on ? 'aid.about' : 'aid.off')}{' '}
      <button type="button" className={writing.textButton} onClick={() => set(!on)}>
        {t(on ? 'aid.switchOff' : 'aid.switchOn')}
      </button>
    </p>
  )
}
