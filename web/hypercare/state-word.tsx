/** Where a question stands, in a word with its colour. */
import { useTranslation } from 'react-i18next'
import type { DeskState } from '../../contract/desk.ts'
import { State } from '../ui/meter.tsx'

export function StateWord({ state, late = false }: { state: DeskState; late?: boolean }) {
  const { t } = useTranslation('hypercare')
  switch (state.is) {
    case 'open':
      return <State tone={late ? 'bad' : 'warn'}>{t(late ? 'state.late' : 'state.open')}</State>
    case 'taken':
      return <State tone={late ? 'bad' : 'accent'}>{t(late ? 'state.late' : 'state.taken')}</State>
    case 'answered':
      return <State tone="good">{t('state.answered')}</State>
    case 'closed':
      return <State tone="quiet">{t('state.closed')}</State>
  }
}
