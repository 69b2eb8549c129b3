/** A question that comes with Belay: what it says here, and what the desk does with it. */
import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { useLanguageName } from '../ui/languages.ts'
import { Go } from '../ui/link.tsx'
import { MarkdownView } from '../ui/markdown.tsx'
import { useFormat } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Empty, Loaded, TextSkeleton } from '../ui/states.tsx'
import { ViewTabs } from '../ui/tabs.tsx'
import { languages } from '../words.ts'
import classes from './hypercare.module.css'

type Library = Answer<'desk.library'>
type Shipped = Library['shipped'][number]
type Language = keyof Shipped['texts']
const back = '/program/answers'

export function ShippedPanel() {
  const { t } = useTranslation('hypercare')
  const { faq = '' } = useParams({ strict: false }) as { faq?: string }
  const query = useOperation('desk.library', {})
  return (
    <SidePanel title={t('entry.title')} kind={t('shipped.kind')} back={back} size="wide">
      <Loaded query={query} skeleton={<TextSkeleton lines={6} />}>
        {({ shipped, entries }) => {
          const one = shipped.find((each) => each.id === faq)
          return one ? (
            <Known key={one.id} one={one} own={entries.find((entry) => entry.faq === one.id)?.id ?? null} />
          ) : (
            <Empty small title={t('entry.gone')}>
              {t('entry.goneBody')}
            </Empty>
          )
        }}
      </Loaded>
    </SidePanel>
  )
}

function Known({ one, own }: { one: Shipped; own: string | null }) {
  const { t, i18n } = useTranslation('hypercare')
  const f = useFormat()
  const languageName = useLanguageName()
  const all = languages as readonly Language[]
  const [language, setLanguage] = useState(all.find((each) => i18n.language.startsWith(each)) ?? all[0]!)
  const invalidates = ['desk.library', 'desk.answers'] as const
  const leave = useAct('desk.leaveOut', { invalidates, done: t('shipped.left') })
  const bring = useAct('desk.leaveOut', { invalidates, done: t('shipped.brought') })
  const { question, answer } = one.texts[language]
  return (
    <div className={classes.panel}>
      <p className={classes.quiet}>
        {t('shipped.about', { when: t(`known.moment.${one.phase}`), version: f.number(one.version) })}
        {' · '}
        {t('library.counts', { count: one.opened, opened: f.number(one.opened), helped: f.number(one.helped) })}
        {one.notHelped > 0 ? ` · ${t('entry.notHelped', { count: one.notHelped, n: f.number(one.notHelped) })}` : ''}
      </p>
      <p className={classes.words}>{t(`shipped.${one.state}`)}</p>
      <ViewTabs
        label={t('entry.languages')}
        value={language}
        onChange={setLanguage}
        tabs={all.map((value) => ({ value, label: languageName(value) }))}
      />
      <div lang={language} className={classes.shipped}>
        <h3>{question}</h3>
        <MarkdownView text={answer} />
      </div>
      <div className={classes.acts}>
        {own ? (
          <Button component={Go} to={`${back}/${own}`} search={true}>
            {t('shipped.open')}
          </Button>
        ) : (
          <>
            {one.state === 'off' ? null : (
              <Button component={Go} to={`${back}/new`} search={{ faq: one.id }}>
                {t('shipped.word')}
              </Button>
            )}
            {one.state === 'out' ? (
              <Button
                variant="default"
                loading={bring.isPending}
                onClick={() => bring.mutate({ faq: one.id, out: false })}
              >
                {t('shipped.back')}
              </Button>
            ) : (
              <Button
                variant="default"
                loading={leave.isPending}
                onClick={() => leave.mutate({ faq: one.id, out: true })}
              >
                {t('shipped.leave')}
              </Button>
            )}
          </>
        )}
      </div>
    </div>
  )
}
