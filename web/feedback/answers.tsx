/** What somebody said, to read. */
import classes from './feedback.module.css'

/** Questions as quiet headings, words in reading size. */
export function Answers({ answers }: { answers: readonly { ask: string; words: string }[] }) {
  return (
    <div className={classes.answers}>
      {answers.map((a, i) => (
        <div key={`${i} ${a.ask}`}>
          {a.ask ? <h3>{a.ask}</h3> : null}
          <p dir="auto">{a.words}</p>
        </div>
      ))}
    </div>
  )
}
