/** A manager's team in one line: who is due first. */
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { useDueWords } from '../checkins/due-words.ts'
import { Go } from '../ui/link.tsx'
import { Section } from '../ui/page.tsx'
import { Avatar } from '../ui/person.tsx'
import classes from './week.module.css'

type Team = NonNullable<Answer<'week.get'>['team']>

export function TeamStrip({ team }: { team: Team }) {
  const { t } = useTranslation('week')
  const dueWords = useDueWords()
  return (
    <Section
      title={t('team')}
      bare
      description={
        team.cadence.pairs > 0 ? t('cadence', { n: team.cadence.inWindow, count: team.cadence.pairs }) : undefined
      }
      action={
        <Go to="/team" className={classes.sectionLink}>
          {t('teamAll')}
        </Go>
      }
    >
      <ul className={classes.strip}>
        {team.people.slice(0, 8).map((member) => {
          const due = member.onLeave
            ? { words: t('onLeave'), tone: 'quiet' as const }
            : member.checkin
              ? dueWords(member.checkin.due, member.checkin.lastHeldOn)
              : { words: t('noCheckins'), tone: 'quiet' as const }
          return (
            <li key={member.person.id}>
              <Go to={member.checkin?.id ? `/check-ins/${member.checkin.id}` : '/team'} className={classes.mate}>
                <Avatar name={member.person.name} id={member.person.id} size={36} />
                <span className={classes.mateName} dir="auto">
                  {member.person.name}
                </span>
                <span className={classes.mateDue} data-tone={due.tone}>
                  {due.words}
                </span>
              </Go>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
