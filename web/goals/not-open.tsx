/** A part of the practice that has not begun for the reader: said kindly, with the day where there is one. */
import { IconCalendarTime } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '../api.ts'
import { useFormat } from '../ui/reader.tsx'
import { Empty } from '../ui/states.tsx'

export function NotOpen({ error }: { error: ApiProblem }) {
  const { t } = useTranslation('goals')
  const f = useFormat()
  const element =
    (['checkins', 'feedback', 'recognition'] as const).find((e) => e === error.params['element']) ?? 'goals'
  const startsOn = error.params['startsOn']
  return (
    <Empty
      icon={<IconCalendarTime size={22} stroke={1.6} />}
      title={
        startsOn
          ? t(`notOpen.${element}.soon`, { day: f.day(String(startsOn), 'long') })
          : t(`notOpen.${element}.later`)
      }
    >
      {startsOn ? t('notOpen.soonBody') : t('notOpen.laterBody')}
    </Empty>
  )
}
