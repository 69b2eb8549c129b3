/** One answer of the library: opened to be read, and asked whether it helped. */
import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, type Answer } from '../api.ts'
import { TextLink } from '../program/text-link.tsx'
import fold from '../ui/fold.module.css'
import { useLanguageName } from '../ui/languages.ts'
import { MarkdownView } from '../ui/markdown.tsx'
import classes from './hypercare.module.css'

export function AnswerFold({
  answer,
  asks = true,
  kept,
  after,
  foot,
  children,
}: {
  answer: Answer<'desk.answers'>['answers'][number]
  /** Whether it asks if it helped, and counts; not for whoever answers. */
  asks?: boolean
  /** Whether it is open, where the page keeps that: its list is put in another order while somebody reads. Undefined: never opened. */
  kept?: { open: boolean | undefined; keep: (open: boolean) => void }
  /** Where one asks further, if that is not on this page. */
  after?: string
  /** What there is to say about it. */
  foot?: ReactNode
  /** What can be done with it. */
  children?: ReactNode
}) {
  const { t, i18n } = useTranslation('hypercare')
  const languageName = useLanguageName()
  const [opened, setOpened] = useState(false)
  const [said, setSaid] = useState<'helped' | 'not_helped' | null>(null)
  const use = useAct('desk.used', {})
  const say = (how: 'helped' | 'not_helped') => {
    setSaid(how)
    use.mutate({ entryId: answer.id, how })
  }
  const other = !i18n.language.startsWith(answer.language)
  return (
    <details
      className={fold.fold}
      {...(kept ? { open: kept.open === true } : {})}
      onToggle={(event) => {
        const { open } = event.currentTarget
        if (kept && open !== (kept.open === true)) kept.keep(open)
        if (!asks || !open || opened || kept?.open !== undefined) return
        setOpened(true)
        use.mutate({ entryId: answer.id, how: 'opened' })
      }}
    >
      <summary>
        <span dir="auto" lang={answer.language}>
          {answer.question}
        </span>
        {other ? <small className={classes.quiet}>{languageName(answer.language)}</small> : null}
      </summary>
      <div className={classes.answer}>
        <div lang={answer.language}>
          <MarkdownView text={answer.answer} />
        </div>
        {foot}
        {!asks ? (
          <div className={classes.helped}>{children}</div>
        ) : said === null ? (
          <div className={classes.helped} role="group" aria-label={t('helped.ask')}>
            <span>{t('helped.ask')}</span>
            <Button size="compact-sm" variant="default" onClick={() => say('helped')}>
              {t('helped.yes')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => say('not_helped')}>
              {t('helped.no')}
            </Button>
          </div>
        ) : (
          <p className={classes.helped} role="status">
            {said === 'helped' ? <IconCheck size={16} aria-hidden /> : null}
            {said === 'helped' ? (
              t('helped.good')
            ) : after ? (
              <TextLink to={after} named>
                {t('helped.askHere')}
              </TextLink>
            ) : (
              t('helped.askDesk')
            )}
          </p>
        )}
      </div>
    </details>
  )
}
