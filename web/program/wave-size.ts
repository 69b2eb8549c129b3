/** How many people a wave holds, as words get it: with “up to” where only the most it could be is known. */
import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/reader.tsx'

export function useWaveSize(): (wave: { people: number; upTo: boolean }) => { count: number; shown: string } {
  const { t } = useTranslation('program')
  const f = useFormat()
  return ({ people, upTo }) => ({
    count: people,
    shown: upTo ? t('upTo', { number: f.number(people) }) : f.number(people),
  })
}
