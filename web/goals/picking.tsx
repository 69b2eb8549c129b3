/** Several goals chosen, and what can be done with all of them. */
import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Goal } from './measures.ts'
import { TogetherDialog, type TogetherKind } from './together-dialog.tsx'
import classes from './together.module.css'

export function PickingBar({
  goals,
  picked,
  onPick,
  onDone,
}: {
  goals: readonly Goal[]
  picked: ReadonlySet<string>
  onPick: (ids: ReadonlySet<string>) => void
  onDone: () => void
}) {
  const { t } = useTranslation('goals')
  const [kind, setKind] = useState<TogetherKind | null>(null)
  const mine = goals.filter((g) => g.mayWrite)
  const chosen = mine.filter((g) => picked.has(g.id))
  const kinds: TogetherKind[] = ['dates', 'parent', 'visibility', 'owner', 'close']
  return (
    <div className={classes.bar} role="region" aria-label={t('together.bar')}>
      <span aria-live="polite">{t('together.chosen', { count: chosen.length })}</span>
      {chosen.length < mine.length ? (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => onPick(new Set(mine.map((g) => g.id)))}>
          {t('together.all')}
        </Button>
      ) : null}
      <Button size="compact-sm" variant="default" disabled={chosen.length === 0} onClick={() => setKind('copy')}>
        {t('together.copy.short')}
      </Button>
      <Menu position="top-end">
        <Menu.Target>
          <Button size="compact-sm" disabled={chosen.length === 0}>
            {t('together.change')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {kinds.map((one) => (
            <Menu.Item key={one} onClick={() => setKind(one)}>
              {t(`together.${one}.short`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={onDone}>
        {t('together.end')}
      </Button>
      {kind ? <TogetherDialog act={kind} goals={chosen} onClose={() => setKind(null)} onDone={onDone} /> : null}
    </div>
  )
}
