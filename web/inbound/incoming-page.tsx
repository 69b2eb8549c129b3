/** Mail that came in: how the mailbox is, and what became of each mail. Never what one said. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { MailTabs } from '../attention/mail-tabs.tsx'
import { DataTable, type Column } from '../ui/data-table.tsx'
import { Filter, FilterBar } from '../ui/filter-bar.tsx'
import { useAddress } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Facts, Page } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Note } from '../ui/states.tsx'
import { useRowWindow } from '../ui/window.ts'
import classes from './inbound.module.css'

type Incoming = Answer<'incoming_mail.list'>
type Mail = Incoming['mail'][number]
type Became = Mail['became']

const tones: Record<Became, 'good' | 'warn' | 'bad' | 'quiet' | 'accent'> = {
  asked: 'good',
  added: 'good',
  returned_dead: 'bad',
  returned: 'warn',
  return_unknown: 'quiet',
  delayed: 'quiet',
  automatic: 'quiet',
  stranger: 'quiet',
  disowned: 'warn',
  empty: 'warn',
  too_large: 'warn',
  too_many: 'warn',
  waiting_many: 'warn',
  two_companies: 'warn',
}

export function IncomingPage() {
  const { t } = useTranslation('inbound')
  const f = useFormat()
  const [at, setAt] = useAddress<{ became?: Became }>()
  const filter = useMemo(() => ({ became: at.became }), [at.became])
  const summary = useOperation('incoming_mail.list', { ...filter, limit: 1 }, { keep: true, every: 15_000 })
  const rows = useRowWindow('incoming_mail.list', filter, {
    page: (offset, limit) => ({ offset, limit }),
    read: (answer) => ({ rows: answer.mail, total: answer.total }),
  })
  const more = summary.data ? summary.data.total >= summary.data.mostCounted : false
  const columns: Column<Mail>[] = [
    {
      id: 'sender',
      header: t('sender'),
      width: 'minmax(200px, 2fr)',
      fixed: true,
      phone: 'title',
      cell: (m) =>
        m.person ? (
          <Person person={m.person} detail={m.sender ?? ''} />
        ) : m.sender === null ? (
          <span className={classes.quiet}>{t('atDesk')}</span>
        ) : (
          <span dir="ltr">{m.sender || t('unknownSender')}</span>
        ),
    },
    {
      id: 'became',
      header: t('became'),
      width: 'minmax(240px, 2fr)',
      phone: 'detail',
      cell: (m) => <State tone={tones[m.became]}>{t(`becoming.${m.became}`)}</State>,
    },
    {
      id: 'more',
      header: '',
      width: 'minmax(140px, 1fr)',
      phone: 'off',
      cell: (m) =>
        [...m.leftOut.map((what) => t(`leftOut.${what}`)), ...(m.answered ? [t('answered')] : [])].join(' · '),
    },
    {
      id: 'when',
      header: t('when'),
      width: '140px',
      align: 'end',
      phone: 'end',
      cell: (m) => <When at={m.at} />,
    },
  ]
  return (
    <Page
      below={<MailTabs />}
      title={t('title')}
      width="wide"
      help={t('help')}
      description={
        summary.data
          ? t(more ? 'countMore' : 'count', { count: summary.data.total, number: f.number(summary.data.total) })
          : undefined
      }
    >
      {summary.data ? <Mailbox mailbox={summary.data.mailbox} /> : null}
      <FilterBar active={at.became ? 1 : 0} onClear={() => setAt({ became: undefined })}>
        <Filter
          single
          label={t('became')}
          value={at.became ? [at.became] : []}
          onChange={([became]) => setAt({ became: became as Became | undefined })}
          options={(Object.keys(tones) as Became[]).map((value) => ({ value, label: t(`becoming.${value}`) }))}
        />
      </FilterBar>
      <DataTable
        label={t('title')}
        name="incoming"
        counted={(count, number) => t(more ? 'countMore' : 'count', { count, number })}
        rows={rows}
        columns={columns}
        rowKey={(m) => m.id}
        filtered={Boolean(at.became)}
        empty={<Empty title={t('empty.title')}>{t('empty.body')}</Empty>}
      />
    </Page>
  )
}

function Mailbox({ mailbox }: { mailbox: Incoming['mailbox'] }) {
  const { t } = useTranslation('inbound')
  if (mailbox.state === 'none')
    return (
      <Note tone="accent" title={t('none.title')}>
        {t('none.body')}
      </Note>
    )
  const { trouble } = mailbox
  return (
    <div className={classes.mailbox}>
      {trouble ? (
        <Note tone="bad" title={t(`trouble.${trouble.code}`)}>
          {t('trouble.safe')} {t(`trouble.do.${trouble.code}`)}{' '}
          {trouble.answer ? (
            <>
              {t('trouble.said')} <q dir="ltr">{trouble.answer}</q>{' '}
            </>
          ) : null}
          <When at={trouble.since} />
        </Note>
      ) : (
        <p className={classes.quiet}>{t(mailbox.state === 'waiting' ? 'waiting' : 'working')}</p>
      )}
      <Facts
        facts={[
          { label: t('address'), value: <span dir="ltr">{mailbox.address}</span> },
          { label: t('looked'), value: mailbox.lookedAt ? <When at={mailbox.lookedAt} /> : t('never') },
          { label: t('lastMail'), value: mailbox.mailAt ? <When at={mailbox.mailAt} /> : t('never') },
        ]}
      />
    </div>
  )
}
