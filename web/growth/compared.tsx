/** Both sides side by side, with what was expected then. What differs is something to talk about, nothing more. */
import { useTranslation } from 'react-i18next'
import fold from '../ui/fold.module.css'
import { State } from '../ui/meter.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import type { Growth, Look } from './acts.ts'
import classes from './growth.module.css'

export function Compared({ g, own }: { g: Growth; own: boolean }) {
  const { t } = useTranslation('growth')
  if (g.looks.length === 0) return null
  return (
    <section className={classes.earlier} aria-labelledby="compared">
      <h2 id="compared">{t('compared.title')}</h2>
      {g.looks.map((look, at) => (
        <details key={look.id} className={`${fold.fold} ${classes.fold}`} open={at === 0}>
          <summary>
            <span>
              {look.comparedAt ? <When at={look.comparedAt} style="long" /> : null}
              {own ? ` · ${t('compared.with', { name: look.manager.name })}` : ''}
            </span>
            {look.role ? <small>{look.role.name}</small> : null}
          </summary>
          <Both look={look} own={own} name={g.person.name} />
        </details>
      ))}
    </section>
  )
}

function Both({ look, own, name }: { look: Look; own: boolean; name: string }) {
  const { t } = useTranslation('growth')
  const f = useFormat()
  const levelOf = (id: string | null | undefined) => look.levels.find((l) => l.id === id)?.name ?? null
  const of = (views: Look['mine'], id: string) => views.find((v) => v.competencyId === id)
  const rows = look.competencies.map((k) => {
    const [mine, theirs] = [of(look.mine, k.id), of(look.theirs ?? [], k.id)]
    return {
      k,
      mine,
      theirs,
      differs: Boolean(mine?.levelId && theirs?.levelId && mine.levelId !== theirs.levelId),
    }
  })
  const differing = rows.filter((r) => r.differs).length
  const other = own ? look.manager.name : name
  return (
    <div className={classes.foldBody}>
      <p className={classes.plain}>
        {differing === 0
          ? t('compared.same')
          : t('compared.differs', { n: f.number(differing), of: f.number(rows.length), count: differing })}
      </p>
      <ul className={classes.both}>
        {rows.map(({ k, mine, theirs, differs }) => (
          <li key={k.id}>
            <span className={classes.bothTop}>
              <strong>{k.name}</strong>
              {differs ? <State tone="accent">{t('compared.talk')}</State> : null}
            </span>
            <dl className={classes.three}>
              <div>
                <dt>{t('expected.word')}</dt>
                <dd>{levelOf(k.expectedLevelId) ?? t('compared.notAsked')}</dd>
              </div>
              <div>
                <dt>{t('you')}</dt>
                <dd>{levelOf(mine?.levelId) ?? t('look.noLevel')}</dd>
              </div>
              <div>
                <dt>{other}</dt>
                <dd>{levelOf(theirs?.levelId) ?? t('look.noLevel')}</dd>
              </div>
            </dl>
            {mine?.example ? <Example who={t('you')} words={mine.example} /> : null}
            {theirs?.example ? <Example who={other} words={theirs.example} /> : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Example({ who, words }: { who: string; words: string }) {
  return (
    <blockquote className={classes.example}>
      <cite>{who}</cite>
      <p dir="auto">{words}</p>
    </blockquote>
  )
}
