/** The page before one is in: whose house this is, one thing to do, and a calm view. */
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { setSiteName } from '../ui/page.tsx'
import { chooseLanguage, languages } from '../words.ts'
import { showAccent } from './brand.ts'
import { Contours } from './contours.tsx'
import { Mark } from './mark.tsx'
import type { Brand } from './me.ts'
import classes from './sign-in-frame.module.css'

export function SignInFrame({
  title,
  description,
  brand,
  organization,
  children,
  below,
}: {
  title: string
  description?: ReactNode
  /** Undefined while it is not known. */
  brand?: Brand | null | undefined
  organization?: string | null
  children: ReactNode
  /** Other ways in, help. */
  below?: ReactNode
}) {
  const { t, i18n } = useTranslation('shell')
  const name = brand?.name ?? organization ?? 'Belay'
  useEffect(() => {
    setSiteName(name)
    document.title = `${title} · ${name}`
    if (brand !== undefined) showAccent(brand?.accent ?? null)
  }, [name, title, brand])
  return (
    <div className={classes.frame}>
      <main className={classes.side}>
        <div className={classes.brand}>
          <Mark brand={brand ?? null} name={name} size={32} />
          <span>
            <strong>{name}</strong>
            {brand && organization ? <small>{organization}</small> : null}
          </span>
        </div>
        <div className={classes.form}>
          <h1 className={classes.title}>{title}</h1>
          {description ? <p className={classes.description}>{description}</p> : null}
          {children}
          {below ? <div className={classes.below}>{below}</div> : null}
        </div>
        <footer className={classes.footer}>
          <span className="spoken" id="languages">
            {t('you.language')}
          </span>
          <ul aria-labelledby="languages">
            {languages.map((language) => (
              <li key={language}>
                <button
                  type="button"
                  lang={language}
                  aria-pressed={i18n.language === language}
                  onClick={() => chooseLanguage(language)}
                >
                  {{ en: 'English', de: 'Deutsch', es: 'Español', fr: 'Français' }[language]}
                </button>
              </li>
            ))}
          </ul>
        </footer>
      </main>
      <aside className={classes.view} aria-hidden>
        <Contours />
        <p className={classes.tagline}>{brand?.tagline || t('tagline')}</p>
      </aside>
    </div>
  )
}
