/** The parts of a course of another maker while it is open: what is done, what may be opened, and the way on and back. */
import { Button, Menu } from '@mantine/core'
import {
  IconChevronDown,
  IconChevronLeft,
  IconChevronRight,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconLock,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/reader.tsx'
import type { Course } from './course-page.tsx'
import classes from './package.module.css'

export type Parts = NonNullable<Course['package']>['parts']
export type Way = { partId?: string; go?: 'next' | 'previous' }

export function Contents({
  parts,
  at,
  next,
  previous,
  onWay,
  busy,
}: {
  parts: Parts
  at: string
  next: boolean
  previous: boolean
  onWay: (way: Way) => void
  busy: boolean
}) {
  const { t } = useTranslation('training')
  const f = useFormat()
  const index = parts.findIndex((one) => one.id === at)
  return (
    <nav className={classes.contents} aria-label={t('package.contents')}>
      <Button
        variant="default"
        leftSection={<IconChevronLeft size={16} aria-hidden />}
        disabled={!previous || busy}
        onClick={() => onWay({ partId: at, go: 'previous' })}
      >
        {t('package.previous')}
      </Button>
      <Menu position="bottom-start" width={320} withinPortal>
        <Menu.Target>
          <Button variant="default" disabled={busy} rightSection={<IconChevronDown size={16} aria-hidden />}>
            {t('package.contentsAt', { n: f.number(index + 1), of: f.number(parts.length) })}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes.menu}>
          {parts.map((one, i) => (
            <Menu.Item
              key={one.id}
              disabled={!one.open}
              aria-current={one.id === at ? 'step' : undefined}
              leftSection={<Mark part={one} />}
              onClick={() => one.id !== at && onWay({ partId: one.id })}
            >
              <span className={one.id === at ? classes.here : undefined}>
                {t('numbered', { n: f.number(i + 1), title: one.title })}
              </span>
              {one.id === at ? <span className={classes.note}>{t('package.here')}</span> : null}
              {one.open ? null : <span className={classes.note}>{t('package.partLater')}</span>}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button
        variant="default"
        rightSection={<IconChevronRight size={16} aria-hidden />}
        disabled={!next || busy}
        onClick={() => onWay({ partId: at, go: 'next' })}
      >
        {t('package.next')}
      </Button>
    </nav>
  )
}

/** Whether a part is done, open, or waits for others. */
export function Mark({ part }: { part: Parts[number] }) {
  const { t } = useTranslation('training')
  if (part.done)
    return <IconCircleCheckFilled size={20} className={classes.done} role="img" aria-label={t('package.partDone')} />
  if (!part.open)
    return <IconLock size={20} stroke={1.6} className={classes.open} role="img" aria-label={t('package.partLater')} />
  return (
    <IconCircleDashed size={20} stroke={1.6} className={classes.open} role="img" aria-label={t('package.partOpen')} />
  )
}
