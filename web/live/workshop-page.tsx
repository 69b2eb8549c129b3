/** The guide of a workshop for whoever leads it: what the slide shows, what to say, what to do. To read and to print. */
import { Button, Select } from '@mantine/core'
import { IconPresentation, IconPrinter } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import form from '../ui/form.module.css'
import { useLanguageName } from '../ui/languages.ts'
import { Go, useAddress } from '../ui/link.tsx'
import { MarkdownView } from '../ui/markdown.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, PageSkeleton } from '../ui/states.tsx'
import { languages } from '../words.ts'
import classes from './live.module.css'

type Workshop = Answer<'live.workshop'>

/** In the reader's language, or in the one that the address names: a session may be held in another. */
export function useWorkshop() {
  const { workshopId = '' } = useParams({ strict: false }) as { workshopId?: string }
  const [{ language }, setAt] = useAddress<{ language?: Workshop['language'] }>()
  const query = useOperation(
    'live.workshop',
    { workshopId, ...(language ? { language } : {}) },
    { staleTime: 3_600_000 },
  )
  return { query, language, setLanguage: (next: Workshop['language']) => setAt({ language: next }) }
}

export function WorkshopPage() {
  const { query, language, setLanguage } = useWorkshop()
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(workshop) => <Guide workshop={workshop} chosen={language} onLanguage={setLanguage} />}
    </Loaded>
  )
}

function Guide({
  workshop,
  chosen,
  onLanguage,
}: {
  workshop: Workshop
  chosen: Workshop['language'] | undefined
  onLanguage: (language: Workshop['language']) => void
}) {
  const { t } = useTranslation('live')
  const f = useFormat()
  const languageName = useLanguageName()
  return (
    <Page
      title={workshop.title}
      width="reading"
      help={t('workshops.help')}
      description={`${t(`who.${workshop.who}`)} · ${t('minutes', { count: workshop.minutes, n: f.number(workshop.minutes) })}`}
      back={{ to: '/program/sessions', label: t('led.place') }}
      action={
        <Button
          component={Go}
          to={`/program/workshops/${workshop.id}/slides`}
          search={chosen ? { language: chosen } : {}}
          leftSection={<IconPresentation size={16} aria-hidden />}
        >
          {t('workshops.slides')}
        </Button>
      }
      more={
        <Button variant="default" onClick={() => print()} leftSection={<IconPrinter size={16} aria-hidden />}>
          {t('workshops.print')}
        </Button>
      }
    >
      <div className={classes.tongue} data-chrome>
        <Select
          label={t('workshops.language')}
          allowDeselect={false}
          value={workshop.language}
          data={languages.map((one) => ({ value: one, label: languageName(one) }))}
          onChange={(next) => next && onLanguage(next as Workshop['language'])}
        />
      </div>
      <div lang={workshop.language}>
        <MarkdownView text={workshop.intro} />
        <ol className={classes.parts}>
          {workshop.parts.map((part, i) => {
            const from = workshop.parts.slice(0, i).reduce((sum, one) => sum + one.minutes, 0)
            return (
              <li key={part.title}>
                <header>
                  <h2>{t('workshops.part', { n: f.number(i + 1), title: part.title })}</h2>
                  <span className={form.quiet}>
                    {t('workshops.minute', { from: f.number(from), to: f.number(from + part.minutes) })}
                  </span>
                </header>
                <div className={classes.slideBox}>
                  <MarkdownView text={part.slide} />
                </div>
                <MarkdownView text={part.guide} />
              </li>
            )
          })}
        </ol>
      </div>
    </Page>
  )
}
