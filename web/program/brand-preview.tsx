/** The brand as people will meet it: a corner of the app, and a real letter from the library. */
import { IconCalendarWeek, IconMessages, IconTarget } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Brand, Design } from '../../contract/design.ts'
import { addressOf, call, type Answer } from '../api.ts'
import { brandStyle } from '../ui/brand.ts'
import { initialsOf } from '../ui/format.ts'
import { Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import classes from './brand-preview.module.css'
import { languageOf } from './language.ts'

export const logoAddress = (fileId: string | null) => (fileId ? addressOf('program.logo', { fileId }) : null)

export function BrandMark({ brand, size = 32 }: { brand: Brand; size?: number }) {
  const address = logoAddress(brand.logoFileId)
  if (address)
    return (
      <img
        className={classes.mark}
        src={address}
        alt=""
        width={size}
        height={size}
        style={{ inlineSize: size, blockSize: size }}
      />
    )
  return (
    <span className={classes.mark} style={{ inlineSize: size, blockSize: size, fontSize: size * 0.48 }} aria-hidden>
      {initialsOf(brand.name || '–').slice(0, 1)}
    </span>
  )
}

export function AppPreview({ brand, scheme }: { brand: Brand; scheme: 'light' | 'dark' }) {
  const { t } = useTranslation('program')
  return (
    <div
      className={classes.app}
      data-paper={scheme}
      style={brandStyle(brand.accent, scheme)}
      role="img"
      aria-label={t('preview.appAlt', { name: brand.name })}
    >
      <div className={classes.rail} aria-hidden>
        <div className={classes.head}>
          <BrandMark brand={brand} size={26} />
          <strong>{brand.name || t('preview.noName')}</strong>
        </div>
        <span data-now>
          <IconCalendarWeek size={16} stroke={1.6} />
          {t('preview.week')}
        </span>
        <span>
          <IconTarget size={16} stroke={1.6} />
          {t('element.goals')}
        </span>
        <span>
          <IconMessages size={16} stroke={1.6} />
          {t('element.checkins')}
        </span>
      </div>
      <div className={classes.page} aria-hidden>
        <strong className={classes.title}>{t('preview.week')}</strong>
        <p>{brand.tagline || t('preview.noTagline')}</p>
        <div className={classes.card}>
          <span>{t('preview.talk')}</span>
          <span className={classes.button}>{t('preview.prepare')}</span>
        </div>
        <div className={classes.card}>
          <span>{t('preview.goal')}</span>
          <span className={classes.bar}>
            <i />
          </span>
          <span className={classes.link}>{t('preview.update')}</span>
        </div>
      </div>
    </div>
  )
}

/** Written by the server with the words as they stand, a moment after the last key. */
export function MailPreview({ design, scheme }: { design: Design; scheme: 'light' | 'dark' }) {
  const { t, i18n } = useTranslation('program')
  const [letter, setLetter] = useState<Answer<'library.preview'> | null>(null)
  const [error, setError] = useState<unknown>(null)
  const { brand, why, whyNow, whyIn, whyNowIn } = design
  const objectives = design.objectives.filter((o) => o.text)
  const asked = JSON.stringify({
    id: 'sponsor-announcement',
    language: languageOf(i18n.language),
    program: {
      name: brand.name,
      accent: brand.accent,
      logoFileId: brand.logoFileId,
      ...(brand.tagline ? { tagline: brand.tagline } : {}),
      ...(why ? { why } : {}),
      ...(whyNow ? { whyNow } : {}),
      ...(objectives.length > 0
        ? { objectives: objectives.map((o) => o.text), objectivesIn: objectives.map((o) => o.textIn ?? {}) }
        : {}),
      language: brand.language ?? null,
      taglineIn: brand.taglineIn,
      whyIn,
      whyNowIn,
    },
  })
  useEffect(() => {
    if (!brand.name.trim()) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      call('library.preview', JSON.parse(asked), { signal: stop.signal }).then(
        (answer) => {
          setLetter(answer)
          setError(null)
        },
        (reason: unknown) => !stop.signal.aborted && setError(reason),
      )
    }, 400)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [asked, brand.name])
  if (!brand.name.trim()) return <Note>{t('preview.nameFirst')}</Note>
  if (error) return <ProblemNote small error={error} />
  if (!letter) return <TextSkeleton lines={8} />
  return (
    <figure className={classes.mail} data-paper={scheme}>
      <figcaption>
        <strong>{letter.subject}</strong>
        <span>{letter.preview}</span>
      </figcaption>
      <Letter html={letter.html} scheme={scheme} label={t('preview.mailAlt')} />
    </figure>
  )
}

/** Found in the letter, never written into the page. */
const sheetTag = 'style'

/**
 * The letter in a tree of its own, on the width of a phone, in either scheme: its style
 * sheet is taken apart, since it would follow the reader's device and not the switch.
 */
function Letter({ html, scheme, label }: { html: string; scheme: 'light' | 'dark'; label: string }) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!host.current) return
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' })
    const sheets = new RegExp(`<${sheetTag}>([\\s\\S]*?)</${sheetTag}>`, 'g')
    const written = new CSSStyleSheet()
    written.replaceSync([...html.matchAll(sheets)].map((s) => s[1]).join(''))
    // Without its sheets: the page's security policy would refuse them, aloud.
    const letter = new DOMParser().parseFromString(html.replace(sheets, ''), 'text/html')
    const rules = [...written.cssRules].flatMap((rule) => {
      if (!(rule instanceof CSSMediaRule)) return []
      return rule.conditionText.includes('dark') === false || scheme === 'dark'
        ? [...rule.cssRules].map((r) => r.cssText)
        : []
    })
    const shown = new CSSStyleSheet()
    shown.replaceSync(rules.map((rule) => rule.replace(/(^|,\s*)(body|html|:root)\b/g, '$1.letter')).join('\n'))
    root.adoptedStyleSheets = [shown]
    const body = document.createElement('div')
    body.className = `letter ${letter.body.className}`
    body.setAttribute('style', letter.body.getAttribute('style') ?? '')
    body.replaceChildren(...letter.body.childNodes)
    root.replaceChildren(body)
  }, [html, scheme])
  return <div ref={host} className={classes.letter} role="document" aria-label={label} inert />
}
