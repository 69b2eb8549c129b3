import type { TFunction } from 'i18next'
import type { Cadence, ElementId } from '../../contract/design.ts'
import { inside } from './inside.ts'

/** The name of an element that is on, check-ins with how often they are held. */
export const elementSaid = (t: TFunction<'program'>, id: ElementId, cadence: Cadence | null): string =>
  id === 'checkins' && cadence ? `${t('element.checkins')} ${inside(t(`cadence.${cadence}`))}` : t(`element.${id}`)
