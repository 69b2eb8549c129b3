/** Finished reviews of an earlier tool, and the way back. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { BringPage as Page, BroughtFiles } from '../ui/bring.tsx'
import { ConfirmDialog } from '../ui/confirm.tsx'

type Field = NonNullable<Answer<'reviews.import'>['columns'][number]['field']>
type Import = Answer<'reviews.imports'>['imports'][number]

const fields: readonly Field[] = [
  'personNumber',
  'personEmail',
  'cycle',
  'startsOn',
  'endsOn',
  'managerNumber',
  'managerEmail',
  'managerName',
  'finishedOn',
  'state',
  'rating',
  'role',
  'question',
  'answer',
  'answerRating',
  'asked',
]
const reads = ['reviews.imports', 'reviews.about', 'reviews.earlier', 'reviews.evidence'] as const

export function BringPage() {
  const { t } = useTranslation('reviews')
  const [removing, setRemoving] = useState<Import | null>(null)
  return (
    <Page
      words={{
        title: t('bring.title'),
        description: t('bring.description'),
        help: t('bring.help'),
        upload: t('bring.upload'),
        safe: t('bring.safe'),
        columnsHint: t('bring.columnsHint'),
        would: (count) => t('bring.would', { count }),
        take: (count, good) => t(good ? 'bring.takeGood' : 'bring.take', { count }),
        done: (count) => t('bring.done', { count }),
      }}
      look={useAct('reviews.import', { showsProblem: true })}
      take={useAct('reviews.import', { invalidates: reads, showsProblem: true })}
      found={(report) => report.reviews}
      counts={(report) => [t('bring.people', { count: report.people }), t('bring.answers', { count: report.answers })]}
      fields={fields}
      days={['startsOn', 'endsOn', 'finishedOn']}
      nameOf={(field) => t(`bringField.${field as Field}`)}
      said={(one) => t(`row.${one.code}`, { ...one.params, defaultValue: one.message })}
    >
      <BroughtFiles<Import>
        query={useOperation('reviews.imports', {})}
        brought={(one) => t('bring.brought', { count: one.reviews })}
        none={{ title: t('bring.none.title'), body: t('bring.none.body') }}
        wayBack={(one) =>
          one.reviews > 0 ? (
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              onClick={() => setRemoving(one)}
              aria-label={`${t('bring.remove')}: ${one.fileName}`}
            >
              {t('bring.remove')}
            </Button>
          ) : null
        }
      />
      {removing ? <Remove one={removing} onClose={() => setRemoving(null)} /> : null}
    </Page>
  )
}

function Remove({ one, onClose }: { one: Import; onClose: () => void }) {
  const { t } = useTranslation('reviews')
  const remove = useAct('reviews.removeImport', {
    invalidates: reads,
    showsProblem: true,
    done: (a) => t('bring.removedDone', { count: a.removed }),
  })
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('bring.removeTitle', { name: one.fileName })}
      confirm={t('bring.remove')}
      danger
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ importId: one.id }, { onSuccess: onClose })}
    >
      {t('bring.removeBody', { count: one.reviews })}
    </ConfirmDialog>
  )
}
