/** What holds for the whole company. */
import { Button, NumberInput, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { useLanguageName } from '../ui/languages.ts'
import { Page } from '../ui/page.tsx'
import { Loaded, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { languages } from '../words.ts'
import classes from './access.module.css'

type Company = Answer<'company.get'>

export function CompanyPage() {
  const { t } = useTranslation('access')
  const query = useOperation('company.get', {})
  return (
    <Page title={t('company.title')} description={t('company.body')} width="reading">
      <Loaded query={query} skeleton={<TextSkeleton lines={6} />}>
        {(company) => <Form key={JSON.stringify(company)} company={company} />}
      </Loaded>
    </Page>
  )
}

function Form({ company }: { company: Company }) {
  const { t } = useTranslation('access')
  const [draft, setDraft] = useState(company)
  const set = (change: Partial<Company>) => setDraft({ ...draft, ...change })
  const save = useAct('company.change', { invalidates: ['company.get', 'access.me'], done: t('company.saved') })
  const nameOf = useLanguageName()
  const spoken = [...new Set<string>([...languages, company.locale])]
  const same = JSON.stringify(draft) === JSON.stringify(company)
  return (
    <form
      className={classes.company}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(draft)
      }}
    >
      <TextInput
        label={t('company.name')}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        maxLength={200}
        required
        withAsterisk={false}
      />
      <Select
        label={t('company.timeZone')}
        description={t('company.timeZoneSays')}
        data={[...new Set([company.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])]}
        value={draft.timeZone}
        onChange={(timeZone) => timeZone && set({ timeZone })}
        searchable
        allowDeselect={false}
        limit={60}
      />
      <Select
        label={t('company.language')}
        description={t('company.languageSays')}
        data={spoken.map((value) => ({ value, label: nameOf(value) }))}
        value={draft.locale}
        onChange={(locale) => locale && set({ locale })}
        allowDeselect={false}
      />
      <NumberInput
        label={t('company.leavers')}
        description={t('company.leaversSays')}
        value={draft.leaverLimitPercent}
        onChange={(value) => set({ leaverLimitPercent: typeof value === 'number' ? value : Number.NaN })}
        min={0}
        max={100}
        decimalScale={2}
        suffix=" %"
      />
      {save.error ? <ProblemNote small error={save.error} /> : null}
      <Button
        type="submit"
        className={classes.companySave}
        disabled={same || draft.name.trim() === '' || Number.isNaN(draft.leaverLimitPercent)}
        loading={save.isPending}
      >
        {t('company.save')}
      </Button>
    </form>
  )
}
