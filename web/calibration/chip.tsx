/** One person in the grid: a button, so that nobody has to drag. */
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { isChanged, type Row, type Session } from './acts.ts'
import { chipId } from './placing.ts'
import classes from './calibration.module.css'

export function Chip({
  row,
  session,
  current,
  tabStop = true,
  onShow,
  onFocus,
  onKeyDown,
}: {
  row: Row
  session: Session
  current: boolean
  /** False: reached by arrow keys only. */
  tabStop?: boolean
  onShow: (row: Row) => void
  onFocus?: () => void
  onKeyDown?: (event: KeyboardEvent, row: Row) => void
}) {
  const { t } = useTranslation('calibration')
  return (
    <li>
      <button
        type="button"
        id={chipId(row.reviewId)}
        className={classes.chip}
        data-changed={isChanged(row) || undefined}
        data-still={row.state !== 'rated' || undefined}
        aria-current={current || undefined}
        tabIndex={tabStop ? 0 : -1}
        draggable={session.mayMove && row.state === 'rated'}
        onFocus={onFocus}
        onDragStart={(event) => event.dataTransfer.setData('text/plain', row.reviewId)}
        onKeyDown={(event) => onKeyDown?.(event, row)}
        onClick={() => onShow(row)}
      >
        <span dir="auto">{row.person.name}</span>
        {isChanged(row) ? <span className="spoken"> {t('grid.changed')}</span> : null}
      </button>
    </li>
  )
}
