import { useTranslation } from 'react-i18next'
import { TextLink } from '../program/text-link.tsx'
import { placesOf, useMe } from '../shell/me.ts'
import { type Check, stepTo } from './said.ts'

/** The next step as a link, for whoever sees the page that it leads to. */
export function NextStep({ check }: { check: Check }) {
  const { t } = useTranslation('mistakes')
  const me = useMe()
  const step = stepTo(check)
  if (!step || !placesOf(me).includes(step.place)) return null
  // A message is begun by the lead; the sponsor finds theirs in the list.
  if (check.next === 'message' && !me.roles.includes('lead'))
    return <TextLink to="/program/communications">{t('next.communications')}</TextLink>
  if (check.next === 'message' && check.evidence['draft']) return <TextLink to={step.to}>{t('next.draft')}</TextLink>
  return (
    <TextLink to={step.to} {...(step.search ? { search: step.search } : {})}>
      {t(check.next === 'training' && check.reason === 'none_asked' ? 'next.chooseTraining' : `next.${check.next}`)}
    </TextLink>
  )
}
