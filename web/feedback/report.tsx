/** What came back: by name where names are known, mixed where nobody's is. */
import { IconCheck, IconEyeOff, IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Go } from '../ui/link.tsx'
import { Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { Empty } from '../ui/states.tsx'
import type { Request } from './acts.ts'
import { Answers } from './answers.tsx'
import { ModeBox, useModeFacts } from './modes.tsx'
import writing from '../ui/writing.module.css'
import classes from './feedback.module.css'

export function Report({ q }: { q: Request }) {
  const { t } = useTranslation('feedback')
  const facts = useModeFacts(q)
  const round = q.kind === 'round'
  const waits = round && q.state === 'open'
  return (
    <Section title={t(round ? 'report.round' : 'report.title')} bare>
      {waits ? (
        <Empty small title={t('report.waits')}>
          {t('report.waitsBody')}
        </Empty>
      ) : q.items.length === 0 && q.anonymous === null ? (
        <Empty small title={t(q.state === 'open' ? 'report.noneYet' : 'report.none')}>
          {q.state === 'open' ? t('report.noneYetBody') : null}
        </Empty>
      ) : null}
      {q.items.length > 0 ? (
        <ul className={classes.reportItems}>
          {q.items.map((item) => (
            <li key={item.id}>
              <div className={writing.reportTop}>
                {item.author ? (
                  <Person person={item.author} size={28} detail={t(`category.${item.category}`)} />
                ) : (
                  <span className={classes.hiddenName}>
                    <IconEyeOff size={16} aria-hidden /> {t('somebody')}
                  </span>
                )}
                {round ? null : (
                  <Go to={`/feedback/items/${item.id}`} className={writing.textButton}>
                    {t('report.open')}
                  </Go>
                )}
              </div>
              <Answers answers={item.answers} />
            </li>
          ))}
        </ul>
      ) : null}
      {q.anonymous ? <Anonymous q={q} /> : null}
      <ModeBox title={t('whoReads')} facts={facts} />
    </Section>
  )
}

function Anonymous({ q }: { q: Request }) {
  const { t } = useTranslation('feedback')
  const a = q.anonymous
  if (!a) return null
  if (a.state !== 'shown')
    return a.state === 'waiting' && q.kind === 'round' ? null : (
      <Empty small icon={<IconLock size={20} stroke={1.6} />} title={t(`anonymous.${a.state}.title`)}>
        {t(`anonymous.${a.state}.body`, { count: q.floor })}
      </Empty>
    )
  // Under the heading of its group, where it has one.
  const Ask = q.kind === 'round' ? 'h4' : 'h3'
  return (
    <>
      {a.groups.map((group) => (
        <section key={group.group} className={classes.group} aria-label={t(`group.${group.group}`)}>
          {q.kind === 'round' ? <h3 className={classes.groupTitle}>{t(`group.${group.group}`)}</h3> : null}
          {group.answers.map((answer) => (
            <div key={answer.questionId} className={classes.mixed}>
              <Ask>{q.questions.find((one) => one.id === answer.questionId)?.ask}</Ask>
              <ul>
                {answer.words.map((words, i) => (
                  <li key={`${i} ${words.slice(0, 20)}`} dir="auto">
                    {words}
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </section>
      ))}
      <p className={writing.small}>
        <IconCheck size={14} aria-hidden /> {t('anonymous.mixed')}
      </p>
    </>
  )
}
