/** Words of a message whose text the library says in a later version by now, language by language. */
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/library.ts'
import { call, queryClient, type Answer } from '../api.ts'
import { useLanguageName } from '../ui/languages.ts'
import { Newer } from '../ui/newer.tsx'
import { languages } from '../words.ts'
import { labels, parts } from './word-parts.ts'

type Campaign = Answer<'campaigns.get'>
type Texts = Campaign['texts']
type Words = NonNullable<Texts[Language]>

/** A language's own words taken away: the library's stand there again. */
export function without(texts: Texts, language: Language): Texts {
  const { [language]: _dropped, ...rest } = texts
  return rest
}

export function NewerWords({ campaign, template }: { campaign: Campaign; template: Answer<'library.get'> }) {
  const { t } = useTranslation('campaigns')
  const name = useLanguageName()
  const said = (text: Pick<Words, (typeof parts)[number]>) =>
    parts.map((part) => ({ id: part, label: t(labels[part]), words: text[part] ?? '' }))
  const save = async (texts: Texts, revision: number) => {
    const saved = await call('campaigns.update', { campaignId: campaign.id, revision, texts })
    await Promise.all(
      (['campaigns.list', 'campaigns.get', 'campaigns.audience', 'plan.get'] as const).map((read) =>
        queryClient.invalidateQueries({ queryKey: [read] }),
      ),
    )
    return saved
  }
  return (languages as readonly Language[]).map((language) => {
    const own = campaign.texts[language]
    const now = template.texts.find((text) => text.language === language)
    if (!own || !now) return null
    return (
      <Newer
        key={language}
        made={{ began: own.fromVersion, now: template.version }}
        ours={said(own)}
        theirs={said(now)}
        language={language}
        about={name(language)}
        onTake={async () => {
          const { revision, texts } = await save(without(campaign.texts, language), campaign.revision)
          // As it was: with the version that it began as.
          return () => save({ ...texts, [language]: { ...own, fromVersion: own.fromVersion ?? 1 } }, revision)
        }}
        onKeep={() =>
          save({ ...campaign.texts, [language]: { ...own, fromVersion: template.version } }, campaign.revision)
        }
      />
    )
  })
}
