/** What goes out in my name: read it, then approve it or not. Opening this page does nothing; its button does. */
import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, useRows, type Answer } from '../api.ts'
import { DataTable, type Column } from '../ui/data-table.tsx'
import { useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { When } from '../ui/reader.tsx'
import { Empty, Loaded, Note, ProblemNote } from '../ui/states.tsx'
import { LetterPreview } from './preview.tsx'
import { tones } from './tones.ts'

type Campaign = Answer<'campaigns.get'>
type Listed = Answer<'campaigns.toApprove'>['campaigns'][number]
const reads = ['campaigns.get', 'campaigns.toApprove', 'campaigns.list', 'inbox.list'] as const

export function ToApprovePage() {
  const { t } = useTranslation('campaigns')
  const go = useGo()
  const waiting = useOperation('campaigns.toApprove', {})
  const rows = useRows(waiting.data?.campaigns, waiting)
  const columns: Column<Listed>[] = [
    { id: 'title', header: t('column.message'), width: '2fr', fixed: true, phone: 'title', cell: (k) => k.title },
    { id: 'to', header: t('column.to'), phone: 'detail', cell: (k) => k.wave.name },
    {
      id: 'on',
      header: t('column.on'),
      width: '140px',
      phone: 'end',
      cell: (k) => (k.sendsOn ? <When on={k.sendsOn} /> : t('noDate')),
    },
  ]
  return (
    <Page title={t('approve.listTitle')} description={t('approve.listBody')}>
      <DataTable
        label={t('approve.listTitle')}
        name="to-approve"
        rows={rows}
        columns={columns}
        rowKey={(k) => k.id}
        onOpen={(k) => void go(`/approve/${k.id}`)}
        empty={<Empty title={t('approve.none.title')}>{t('approve.none.body')}</Empty>}
      />
    </Page>
  )
}

export function ApprovePage() {
  const { campaignId = '' } = useParams({ strict: false }) as { campaignId?: string }
  const campaign = useOperation('campaigns.get', { campaignId })
  return <Loaded query={campaign}>{(k) => <Approve campaign={k} />}</Loaded>
}

function Approve({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns')
  const approve = useAct('campaigns.approve', { invalidates: reads, showsProblem: true, done: t('approve.done') })
  const decline = useAct('campaigns.decline', { invalidates: reads, showsProblem: true, done: t('approve.declined') })
  const settled = campaign.approval.approvedAt !== null
  const id = { campaignId: campaign.id }
  const yes = campaign.mayApprove && !settled && !campaign.startedAt
  return (
    <Page
      title={yes ? t('approve.title') : campaign.title}
      width="normal"
      help={t('approve.help')}
      back={{ to: '/approve', label: t('approve.back') }}
      description={
        yes ? (
          campaign.sendsOn ? (
            <>
              {t('approve.body')} <When on={campaign.sendsOn} style="long" />.
            </>
          ) : (
            t('approve.bodyNoDate')
          )
        ) : (
          <State tone={tones[campaign.state]}>{t(`state.${campaign.state}`)}</State>
        )
      }
      action={
        yes ? (
          <Button onClick={() => approve.mutate({ ...id, revision: campaign.revision })} loading={approve.isPending}>
            {t('approve.do')}
          </Button>
        ) : undefined
      }
      more={
        campaign.mayApprove && !campaign.startedAt ? (
          <Button variant="default" onClick={() => decline.mutate(id)} loading={decline.isPending}>
            {t(settled ? 'approve.takeBack' : 'approve.decline')}
          </Button>
        ) : undefined
      }
    >
      {(approve.error ?? decline.error) ? <ProblemNote small error={approve.error ?? decline.error} /> : null}
      {settled ? <Note tone="good">{t('approve.settled')}</Note> : null}
      <LetterPreview campaignId={campaign.id} version={`${campaign.revision}`} choose={false} />
    </Page>
  )
}
