/** Who is nearby to ask: name, where, how to reach. For pages of others. */
import { IconMail } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { Section } from '../ui/page.tsx'
import { List, Row } from '../ui/list.tsx'
import { Avatar } from '../ui/person.tsx'
import { useLanguageName } from '../ui/languages.ts'
import classes from './champions.module.css'

export function YourChampions() {
  const { t } = useTranslation('champions')
  const languageName = useLanguageName()
  const query = useOperation('champions.who', {}, { staleTime: 300_000, select: (a) => a.champions })
  if (!query.data || query.data.length === 0) return null
  return (
    <Section title={t('yours.title', { count: query.data.length })} description={t('yours.body')} bare>
      <List>
        {query.data.map((one) => (
          <Row
            key={one.id}
            lead={<Avatar name={one.name} id={one.id} size={36} />}
            title={one.name}
            to={`/people/${one.id}`}
            says={[t(`near.${one.near}`), one.location, languageName(one.language)].filter(Boolean).join(' · ')}
            end={
              one.email ? (
                <a className={classes.reach} href={`mailto:${one.email}`}>
                  <IconMail size={16} aria-hidden /> <span dir="ltr">{one.email}</span>
                </a>
              ) : null
            }
          />
        ))}
      </List>
    </Section>
  )
}
