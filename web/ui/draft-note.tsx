/** Says that something unsaved was found again. `<DraftNote draft={note} />` above the field. */
import { useTranslation } from 'react-i18next'
import type { Draft } from './draft.ts'
import { Note } from './states.tsx'

export function DraftNote({ draft }: { draft: Draft<unknown> | { restored: boolean } }) {
  const { t } = useTranslation('ui')
  return draft.restored ? <Note>{t('draft.restored')}</Note> : null
}
