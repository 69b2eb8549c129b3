/** The draft to read: for those who look after it and do not write it. */
import { useTranslation } from 'react-i18next'
import fold from '../ui/fold.module.css'
import { Empty } from '../ui/states.tsx'
import { nameIn, wordsIn, type Framework, type Language } from './draft-framework.ts'
import { Behaviours } from './expected.tsx'
import classes from './growth.module.css'

export function ReadFramework({
  framework,
  language,
  what,
}: {
  framework: Framework
  language: Language
  what: 'competencies' | 'roles'
}) {
  const { t } = useTranslation('growth')
  const items = framework[what]
  if (items.length === 0) return <Empty small title={t('framework.nothing')} />
  return (
    <div className={fold.folds}>
      {what === 'competencies'
        ? framework.competencies.map((k) => (
            <details key={k.id} className={`${fold.fold} ${classes.fold}`}>
              <summary>
                <span dir="auto">{nameIn(k, language) || t('unnamed')}</span>
              </summary>
              <div className={classes.foldBody}>
                <p className={classes.plain} dir="auto">
                  {wordsIn(k.texts, language, (one) => one.meaning)}
                </p>
                {framework.levels.map((level) => (
                  <Behaviours
                    key={level.id}
                    title={nameIn(level, language)}
                    lines={wordsIn(k.behaviours[level.id] ?? {}, language, (one) => one)
                      .split('\n')
                      .filter(Boolean)}
                  />
                ))}
              </div>
            </details>
          ))
        : framework.roles.map((role) => (
            <details key={role.id} className={`${fold.fold} ${classes.fold}`}>
              <summary>
                <span dir="auto">{nameIn(role, language) || t('unnamed')}</span>
                <small>{t('roles.asked', { count: Object.keys(role.expects).length })}</small>
              </summary>
              <div className={classes.foldBody}>
                <dl className={classes.editor}>
                  {framework.competencies.flatMap((k) => {
                    const level = framework.levels.find((l) => l.id === role.expects[k.id])
                    return level ? (
                      <div key={k.id} className={classes.expects}>
                        <dt>{nameIn(k, language)}</dt>
                        <dd className={classes.plain}>{nameIn(level, language)}</dd>
                      </div>
                    ) : (
                      []
                    )
                  })}
                </dl>
              </div>
            </details>
          ))}
    </div>
  )
}
