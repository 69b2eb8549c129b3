/** Text that the server has parsed: no markup travels, so none can be smuggled in. */
import { Fragment } from 'react'
import type { TextBlock } from '../../contract/program.ts'
import classes from './text-blocks.module.css'

type Run = Extract<TextBlock, { kind: 'paragraph' }>['runs'][number]

export function TextBlocks({ blocks, lang }: { blocks: readonly TextBlock[]; lang?: string }) {
  return (
    <div className={classes.text} lang={lang} dir="auto">
      {blocks.map((block, i) => {
        if (block.kind === 'heading')
          return (
            <h3 key={i}>
              <Runs runs={block.runs} />
            </h3>
          )
        if (block.kind === 'quote')
          return (
            <blockquote key={i}>
              <Runs runs={block.runs} />
            </blockquote>
          )
        if (block.kind === 'paragraph')
          return (
            <p key={i}>
              <Runs runs={block.runs} />
            </p>
          )
        const List = block.ordered ? 'ol' : 'ul'
        return (
          <List key={i}>
            {block.items.map((item, n) => (
              <li key={n}>
                <Runs runs={item} />
              </li>
            ))}
          </List>
        )
      })}
    </div>
  )
}

function Runs({ runs }: { runs: readonly Run[] }) {
  return (
    <>
      {runs.map((run, i) => {
        let node = <Fragment>{run.text}</Fragment>
        if (run.emphasis) node = <em>{node}</em>
        if (run.strong) node = <strong>{node}</strong>
        return run.href ? (
          <a key={i} href={run.href} rel="noopener noreferrer nofollow" target="_blank">
            {node}
          </a>
        ) : (
          <Fragment key={i}>{node}</Fragment>
        )
      })}
    </>
  )
}
