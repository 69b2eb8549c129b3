/** Who sees what about you: the people by name, and why. Computed by the server from the permissions themselves. */
import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { Page, Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, TextSkeleton } from '../ui/states.tsx'
import classes from './access.module.css'

type Kind = Answer<'access.privacy'>['kinds'][number]
type Seen = Kind['seenBy'][number]

export function PrivacyPage() {
  const { t } = useTranslation('access')
  const privacy = useOperation('access.privacy', {})
  return (
    <Page title={t('privacy.title')} description={t('privacy.description')} help={t('privacy.help')}>
      <Loaded query={privacy} skeleton={<TextSkeleton lines={8} />}>
        {(data) => (
          <>
            <ul className={classes.kinds}>
              {data.kinds.map((kind) => (
                <OneKind key={kind.kind} kind={kind} />
              ))}
            </ul>
            <Section title={t('privacy.operator.title')} description={t('privacy.operator.description')} bare>
              <ul className={classes.plain}>
                {(['database', 'backups', 'mail', 'signIn', 'logs', 'protection'] as const).map((key) => (
                  <li key={key}>{t(`privacy.operator.${key}`)}</li>
                ))}
              </ul>
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function OneKind({ kind }: { kind: Kind }) {
  const { t } = useTranslation('access')
  const seen = kind.seenBy.filter((s) => s.total > 0)
  return (
    <li className={classes.kind}>
      <h2>{t(`privacy.kind.${kind.kind}.title`)}</h2>
      <p>{t(`privacy.kind.${kind.kind}.about`)}</p>
      {seen.length === 0 ? (
        <div className={classes.only}>
          <IconLock size={16} aria-hidden /> {t('privacy.onlyYou')}
        </div>
      ) : (
        <dl className={classes.seen}>
          {seen.map((s) => (
            <OneGround key={JSON.stringify(s.ground)} seen={s} />
          ))}
        </dl>
      )}
    </li>
  )
}

function OneGround({ seen }: { seen: Seen }) {
  const { t } = useTranslation('access')
  const f = useFormat()
  const { ground } = seen
  const label =
    ground.by === 'colleagues'
      ? t('privacy.ground.colleagues')
      : ground.by === 'relation'
        ? t(`privacy.relation.${ground.relation}`, { count: seen.total })
        : t(`role.${ground.role}.title`)
  const rest = seen.total - seen.people.length
  return (
    <div className={classes.ground}>
      <dt>{label}</dt>
      <dd>
        {ground.by === 'colleagues'
          ? t('privacy.colleagues', { count: seen.total, number: f.number(seen.total) })
          : null}
        {seen.people.map((person) => (
          <Person key={person.id} person={person} size={24} link />
        ))}
        {ground.by !== 'colleagues' && rest > 0 ? (
          <span>{t('privacy.more', { count: rest, number: f.number(rest) })}</span>
        ) : null}
      </dd>
    </div>
  )
}
