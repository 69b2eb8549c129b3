/** What is expected of somebody's role, what changed about it, and what often comes next. */
import { IconListCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import fold from '../ui/fold.module.css'
import { Section } from '../ui/page.tsx'
import { Empty, Note } from '../ui/states.tsx'
import type { Expectation, Growth } from './acts.ts'
import classes from './growth.module.css'

/** What can be observed at a level, one thing a line. */
export function Behaviours({ title, lines }: { title: string; lines: readonly string[] }) {
  const { t } = useTranslation('growth')
  return (
    <div className={classes.behaviours}>
      <strong>{title}</strong>
      {lines.length === 0 ? (
        <p className={classes.quiet}>{t('noBehaviours')}</p>
      ) : (
        <ul>
          {lines.map((line, at) => (
            <li key={at} dir="auto">
              {line}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** A change of what is expected: said, never judged. */
export function Changed({ g, own }: { g: Growth; own: boolean }) {
  const { t } = useTranslation('growth')
  const { change } = g
  if (!change) return null
  const moved = change.roleBefore?.id !== change.roleNow?.id
  return (
    <Note
      title={
        moved && change.roleNow
          ? t(own ? 'changed.role' : 'changed.roleOf', { role: change.roleNow.name, name: g.person.name })
          : t(own ? 'changed.title' : 'changed.titleOf', { name: g.person.name })
      }
    >
      <ul className={classes.changes}>
        {change.differs.map((d) => (
          <li key={d.competency}>
            {d.now === null
              ? t('changed.gone', { competency: d.competency })
              : d.before === null
                ? t('changed.new', { competency: d.competency, now: d.now })
                : t('changed.level', { competency: d.competency, before: d.before, now: d.now })}
          </li>
        ))}
      </ul>
    </Note>
  )
}

export function Expected({ g, own }: { g: Growth; own: boolean }) {
  const { t } = useTranslation('growth')
  const e = g.expectation
  if (!e)
    return (
      <Empty icon={<IconListCheck size={22} stroke={1.6} />} title={t('notPublished')}>
        {t('notPublishedBody')}
      </Empty>
    )
  return (
    <>
      <Section
        bare
        title={e.role ? t('expected.role', { role: e.role.name }) : t('expected.noRole')}
        description={e.role ? undefined : t(own ? 'expected.noRoleBody' : 'expected.noRoleOf')}
      >
        <Competencies competencies={e.competencies} levels={e.levels} />
      </Section>
      {g.next ? (
        <Section bare title={t('next.title', { role: g.next.role.name })} description={t('next.body')}>
          <Competencies competencies={g.next.competencies} levels={e.levels} now={e} />
        </Section>
      ) : null}
    </>
  )
}

function Competencies({
  competencies,
  levels,
  now,
}: {
  competencies: Expectation['competencies']
  levels: Expectation['levels']
  /** For a role to look at: what is expected today, to see what would be new. */
  now?: Expectation
}) {
  const { t } = useTranslation('growth')
  const nameOf = (id: string | null | undefined) => levels.find((l) => l.id === id)?.name
  return (
    <div className={fold.folds}>
      {competencies.map((k) => {
        const today = now?.competencies.find((one) => one.id === k.id)?.expectedLevelId
        const expected = nameOf(k.expectedLevelId)
        return (
          <details key={k.id} className={`${fold.fold} ${classes.fold}`}>
            <summary>
              <span>{k.name}</span>
              <small>
                {expected
                  ? now && today !== k.expectedLevelId
                    ? today
                      ? t('next.from', { before: nameOf(today), now: expected })
                      : t('next.new', { now: expected })
                    : expected
                  : ''}
              </small>
            </summary>
            <div className={classes.foldBody}>
              {k.meaning ? <p className={classes.plain}>{k.meaning}</p> : null}
              {levels.map((level) => (
                <div
                  key={level.id}
                  data-expected={level.id === k.expectedLevelId || undefined}
                  className={classes.level}
                >
                  <Behaviours
                    title={level.id === k.expectedLevelId ? t('levelExpected', { level: level.name }) : level.name}
                    lines={k.levels.find((l) => l.id === level.id)?.behaviours ?? []}
                  />
                </div>
              ))}
            </div>
          </details>
        )
      })}
    </div>
  )
}
