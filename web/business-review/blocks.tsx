/** Parts of a section, as they also stand on paper. */
import { IconCheck, IconAlertTriangle, IconCircleDot, IconX } from '@tabler/icons-react'
import { Facts } from '../ui/page.tsx'
import { TakeTable } from '../ui/take-table.tsx'
import type { Block } from './acts.ts'
import classes from './business-review.module.css'

/** A scrolling table must be reachable by keyboard, though it is no control. */
const reachable = { tabIndex: 0 }

export const toneIcons = { good: IconCheck, warn: IconAlertTriangle, bad: IconX, plain: IconCircleDot } as const

export function Blocks({ blocks, section }: { blocks: readonly Block[]; section: string }) {
  return (
    <div className={classes.blocks}>
      {blocks.map((block, i) => (
        <One key={i} block={block} section={section} />
      ))}
    </div>
  )
}

function One({ block, section }: { block: Block; section: string }) {
  switch (block.kind) {
    case 'text':
      return (
        <div className={classes.text}>
          {block.title ? <h3>{block.title}</h3> : null}
          <p dir="auto">{block.text}</p>
        </div>
      )
    case 'facts':
      return (
        <div className={classes.facts}>
          <Facts facts={block.facts.map(({ label, value }) => ({ label, value: <span dir="auto">{value}</span> }))} />
        </div>
      )
    case 'list':
      return (
        <div className={classes.text}>
          {block.title ? <h3>{block.title}</h3> : null}
          <Lines items={block.items} />
        </div>
      )
    case 'table':
      return (
        <div className={classes.text}>
          {block.title ? <h3>{block.title}</h3> : null}
          <div className={classes.scroll} {...reachable} data-scrolls role="group" aria-label={block.title || section}>
            <table className={classes.table}>
              <thead>
                <tr>
                  {block.head.map((head, i) => (
                    <th key={i} scope="col">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {block.rows.map((row, r) => (
                  <tr key={r}>
                    {row.map((cell, i) =>
                      i === 0 ? (
                        <th key={i} scope="row" dir="auto">
                          {cell}
                        </th>
                      ) : (
                        <td key={i} dir="auto">
                          {cell}
                        </td>
                      ),
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {block.note ? <p className={classes.quiet}>{block.note}</p> : null}
          <div data-chrome>
            <TakeTable title={block.title || section} rows={() => [block.head, ...block.rows]} />
          </div>
        </div>
      )
  }
}

export function Lines({ items }: { items: readonly { tone: keyof typeof toneIcons; text: string }[] }) {
  return (
    <ul className={classes.lines}>
      {items.map((item, i) => {
        const Icon = toneIcons[item.tone]
        return (
          <li key={i} data-tone={item.tone}>
            <Icon size={16} stroke={1.8} aria-hidden />
            <span dir="auto">{item.text}</span>
          </li>
        )
      })}
    </ul>
  )
}
