/** Statements that are asked with every request: written out once, and from then on only given their values. */
import { CompiledQuery, type QueryResult, type RawBuilder } from 'kysely'
import type { Db, Tx } from './db.ts'

/** Stands in the text for the value that comes with each asking. */
class Place {
  readonly index: number
  constructor(index: number) {
    this.index = index
  }
}

/**
 * `write` gets a stand-in for each value and is called once, at the first asking; it must do nothing
 * with them but put them into the statement. What does not come from outside is kept as it was then.
 */
export function statement<Values extends readonly unknown[], Row>(
  write: (...values: Values) => RawBuilder<Row>,
): (db: Db | Tx, ...values: Values) => Promise<QueryResult<Row>> {
  let text: string
  let parts: readonly unknown[] | undefined
  return (db, ...values) => {
    if (!parts) {
      const written = write(...(values.map((_, index) => new Place(index)) as unknown as Values)).compile(db)
      text = written.sql
      parts = written.parameters
    }
    return db.executeQuery<Row>(
      CompiledQuery.raw(
        text,
        parts.map((part) => (part instanceof Place ? values[part.index] : part)),
      ) as CompiledQuery<Row>,
    )
  }
}
