/** Champions: invited, asked about, or gone. */
import { Button } from '@mantine/core'
import { IconUserHeart } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Go } from '../ui/link.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Row, type TaskOf } from './row.tsx'

export function ChampionTask({ task }: { task: TaskOf<'champion_invited' | 'champion_fits' | 'champion_left'> }) {
  const { t } = useTranslation('week')
  const f = useFormat()
  switch (task.kind) {
    case 'champion_invited':
      return (
        <Row
          icon={<IconUserHeart size={20} stroke={1.6} />}
          title={t('champion.invited', { name: task.by })}
          detail={t('champion.until', { day: f.day(task.until, 'short') })}
        >
          <Button component={Go} to="/champion">
            {t('champion.read')}
          </Button>
        </Row>
      )
    case 'champion_fits':
      return (
        <Row
          icon={<IconUserHeart size={20} stroke={1.6} />}
          title={t('champion.fits', { name: task.person.name })}
          detail={t('champion.fitsBody')}
        >
          <Button component={Go} to="/champion/asked">
            {t('champion.look')}
          </Button>
        </Row>
      )
    case 'champion_left':
      return (
        <Row
          icon={<IconUserHeart size={20} stroke={1.6} />}
          title={t('champion.left', { count: task.count, n: f.number(task.count) })}
          detail={t('champion.leftBody')}
        >
          <Button component={Go} to="/program/champions">
            {t('champion.handOver')}
          </Button>
        </Row>
      )
  }
}
