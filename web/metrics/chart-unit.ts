/** How a chart writes the values of a metric, and by what it multiplies them: shares are drawn from 0 to 1. */
import type { ChartUnit } from '../ui/trend-chart.tsx'
import type { Definition } from './address.ts'

type Unit = Definition['unit']

/** `days`: the word for them. */
export function chartUnit(unit: Unit, days: string): ChartUnit {
  switch (unit) {
    case 'percent':
      return 'share'
    case 'days':
      return { unit: days }
    case 'minutes':
      return { unit: '', digits: 0 }
    case 'number':
    case 'index':
    case 'of_five':
      return { unit: '', digits: 2 }
    case 'items':
      return { unit: '', digits: 1 }
    case 'score':
      return { unit: '', digits: 0 }
  }
}

export const chartScale = (unit: Unit): number => (unit === 'percent' ? 0.01 : 1)
