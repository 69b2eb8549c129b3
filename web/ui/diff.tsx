/** What changed between two versions, in words before colours. */
import { useTranslation } from 'react-i18next'
import classes from './diff.module.css'

export type Change = {
  id: string
  label: string
  kind: 'added' | 'removed' | 'changed'
  before?: string | null
  after?: string | null
}

export function Diff({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation('ui')
  if (changes.length === 0) return <p className={classes.same}>{t('diff.same')}</p>
  return (
    <ul className={classes.diff}>
      {changes.map((c) => (
        <li key={c.id}>
          <div className={classes.head}>
            <span className={classes.label}>{c.label}</span>
            <span className={classes.kind} data-kind={c.kind}>
              {t(`diff.${c.kind}`)}
            </span>
          </div>
          <div className={classes.values}>
            {c.before ? (
              <del className={classes.before}>
                <span className="spoken">{t('diff.before')}: </span>
                {c.kind === 'changed' && c.after ? <Words text={c.before} other={c.after} /> : c.before}
              </del>
            ) : null}
            {c.after ? (
              <ins className={classes.after}>
                <span className="spoken">{t('diff.after')}: </span>
                {c.kind === 'changed' && c.before ? <Words text={c.after} other={c.before} /> : c.after}
              </ins>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  )
}

/** Marks the words that the other version lacks. */
function Words({ text, other }: { text: string; other: string }) {
  return (
    <>
      {wordDiff(text, other).map((part, i) =>
        part.same ? <span key={i}>{part.text}</span> : <mark key={i}>{part.text}</mark>,
      )}
    </>
  )
}

/** Longest common sequence of words; long texts are compared whole. */
export function wordDiff(text: string, other: string): { text: string; same: boolean }[] {
  const a = text.split(/(\s+)/)
  const b = other.split(/(\s+)/)
  if (a.length * b.length > 400_000) return [{ text, same: false }]
  const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i]![j] = a[i] === b[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!)
  const parts: { text: string; same: boolean }[] = []
  const push = (word: string, same: boolean) => {
    const last = parts.at(-1)
    if (last && last.same === same) last.text += word
    else parts.push({ text: word, same })
  }
  let i = 0
  let j = 0
  while (i < a.length) {
    if (j < b.length && a[i] === b[j]) {
      push(a[i]!, true)
      i++
      j++
    } else if (j < b.length && table[i]![j + 1]! > table[i + 1]![j]!) j++
    else push(a[i++]!, false)
  }
  return parts
}
