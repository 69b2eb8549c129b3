/** One letter: what became of it, what the server said, and in a demo what it said itself. */
import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { queryClient, useAct, useOperation, type Answer } from '../api.ts'
import { LetterFrame } from '../ui/letter-frame.tsx'
import { useMe } from '../shell/me.ts'
import { State } from '../ui/meter.tsx'
import { Facts } from '../ui/page.tsx'
import { When } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, Note, TextSkeleton } from '../ui/states.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import classes from './inbox.module.css'
import { tones } from './outgoing-page.tsx'

/** The row as the list behind this panel knows it. */
function known(mailId: string) {
  for (const [, data] of queryClient.getQueriesData<Answer<'mail.list'>>({ queryKey: ['mail.list'] })) {
    const found = data?.mail?.find((m) => m.id === mailId)
    if (found) return found
  }
  return undefined
}

export function MailPanel() {
  const { t } = useTranslation('attention')
  const me = useMe()
  const { mailId = '' } = useParams({ strict: false }) as { mailId?: string }
  const mail = known(mailId)
  /** A letter is written when it is due, with what is true then; one that is left out never is. */
  const unwritten = mail?.state === 'waiting' || mail?.state === 'excluded' ? mail.state : null
  const words = useOperation('mail.words', { mailId }, { enabled: me.demo && !unwritten })
  const again = useAct('mail.again', { invalidates: ['mail.list'], done: t('mail.again.done') })
  const [view, setView] = useTab(['html', 'text'] as const, 'as')
  const stuck =
    mail?.state === 'failed' ||
    mail?.state === 'uncertain' ||
    mail?.state === 'bounced' ||
    (mail?.state === 'excluded' && mail.reason === 'words_broken')
  return (
    <SidePanel
      title={
        words.data?.subject ??
        mail?.subject ??
        (mail ? t(`mail.kinds.${mail.kind}`, { defaultValue: mail.kind }) : t('mail.letter'))
      }
      kind={t('mail.letter')}
      back="/settings/mail"
      size="wide"
      footer={
        stuck ? (
          <Button onClick={() => again.mutate({ mailId })} loading={again.isPending}>
            {t('mail.again.do')}
          </Button>
        ) : undefined
      }
    >
      {mail ? (
        <>
          <div className={classes.states}>
            <State tone={tones[mail.state]}>{t(`mail.states.${mail.state}`)}</State>
          </div>
          {mail.state === 'uncertain' ? <Note tone="warn">{t('mail.again.uncertain')}</Note> : null}
          <Facts
            facts={[
              { label: t('mail.to'), value: `${mail.person.name} ${mail.address ? `<${mail.address}>` : ''}` },
              ...(mail.reason
                ? [{ label: t('mail.reason'), value: t(`mail.reasons.${mail.reason}`, { defaultValue: mail.reason }) }]
                : []),
              ...(mail.answer ? [{ label: t('mail.answer'), value: <span dir="ltr">{mail.answer}</span> }] : []),
              { label: t('mail.due'), value: <When at={mail.dueAt} /> },
              ...(mail.settledAt ? [{ label: t('mail.settled'), value: <When at={mail.settledAt} /> }] : []),
              ...(mail.language ? [{ label: t('mail.language'), value: mail.language }] : []),
            ]}
          />
        </>
      ) : null}
      {unwritten ? (
        <p className={classes.because}>{t(`mail.unwritten.${unwritten}`)}</p>
      ) : me.demo ? (
        <Loaded query={words} skeleton={<TextSkeleton lines={6} />} small>
          {(w) => (
            <>
              <ViewTabs
                label={t('mail.as.label')}
                value={view}
                onChange={setView}
                tabs={[
                  { value: 'html', label: t('mail.as.html') },
                  { value: 'text', label: t('mail.as.text') },
                ]}
              />
              {view === 'html' ? (
                <LetterFrame className={classes.frame} title={w.subject} html={w.html} />
              ) : (
                <pre className={classes.plain}>{w.text}</pre>
              )}
            </>
          )}
        </Loaded>
      ) : (
        <p className={classes.because}>{t('mail.neverKept')}</p>
      )}
    </SidePanel>
  )
}
