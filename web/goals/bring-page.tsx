/** Goals of an earlier tool. */
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { BringPage as Page, BroughtFiles } from '../ui/bring.tsx'
import { goalReads } from './acts.ts'

type Field = NonNullable<Answer<'goals.import'>['columns'][number]['field']>

const fields: readonly Field[] = [
  'title',
  'description',
  'ownerNumber',
  'ownerEmail',
  'externalId',
  'parentId',
  'kind',
  'level',
  'visibility',
  'startsOn',
  'endsOn',
  'state',
  'progress',
  'unit',
  'start',
  'target',
  'current',
  'weight',
]

export function BringPage() {
  const { t } = useTranslation('goals')
  return (
    <Page
      words={{
        title: t('bring.title'),
        description: t('bring.description'),
        help: t('bring.help'),
        upload: t('bring.upload'),
        safe: t('bring.safe'),
        would: (count) => t('bring.would', { count }),
        take: (count, good) => t(good ? 'bring.takeGood' : 'bring.take', { count }),
        done: (count) => t('bring.done', { count }),
      }}
      look={useAct('goals.import', { showsProblem: true })}
      take={useAct('goals.import', { invalidates: [...goalReads, 'goals.imports'], showsProblem: true })}
      found={(report) => report.goals}
      counts={(report) => [t('bring.results', { count: report.keyResults })]}
      fields={fields}
      days={['startsOn', 'endsOn']}
      nameOf={(field) => t(`bringField.${field as Field}`)}
      said={(one) => t(`finding.${one.code}`, { ...one.params, defaultValue: one.message })}
    >
      <BroughtFiles<Answer<'goals.imports'>['imports'][number]>
        query={useOperation('goals.imports', {})}
        brought={(one) => t('bring.brought', { count: one.goals })}
        none={{ title: t('bring.none.title'), body: t('bring.none.body') }}
      />
    </Page>
  )
}
