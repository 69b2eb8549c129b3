/** Who stands behind the program and who runs it. */
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { Note } from '../ui/states.tsx'
import type { StepProps } from './design-page.tsx'
import { useGroup } from './drafts.ts'
import classes from './steps.module.css'

/** Somebody just chosen is known to nobody yet: asked for by id. */
function usePerson(id: string | null, known: readonly Pickable[]): Pickable | null {
  const there = known.find((p) => p.id === id) ?? null
  const asked = useOperation(
    'people.get',
    { personId: id ?? '' },
    { enabled: id !== null && !there, staleTime: 300_000 },
  )
  return there ?? (asked.data ? { id: asked.data.id, name: asked.data.name, title: asked.data.title } : null)
}

export function PeopleStep({ program, whole, design, mayDesign }: StepProps) {
  const { t } = useTranslation('program')
  const [people, set] = useGroup(program.id, design, 'people')
  const sponsor = usePerson(people.sponsorId, whole.people)
  const lead = usePerson(people.leadId, whole.people)
  const gone = whole.draft.missing.filter((m) => m.id === 'sponsor_left' || m.id === 'lead_left')
  return (
    <div className={classes.two}>
      {gone.map((m) => (
        <Note key={m.id} tone="warn">
          {t(`missing.${m.id}`)}
        </Note>
      ))}
      <PersonPicker
        label={t('people.sponsor')}
        description={t('people.sponsorHint')}
        value={sponsor}
        onChange={(p) => set({ ...people, sponsorId: p?.id ?? null })}
        useFind={usePeopleSearch}
        disabled={!mayDesign}
      />
      <PersonPicker
        label={t('people.lead')}
        description={t('people.leadHint')}
        value={lead}
        onChange={(p) => set({ ...people, leadId: p?.id ?? null })}
        useFind={usePeopleSearch}
        disabled={!mayDesign}
      />
      {people.sponsorId && people.sponsorId === people.leadId ? <Note tone="warn">{t('people.same')}</Note> : null}
      <p className={classes.used}>{t('people.grants')}</p>
    </div>
  )
}
