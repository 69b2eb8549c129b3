/** All mail that left or waits: who, what kind, how far. Words are never kept, except in a demo. */
import { Button, TextInput } from '@mantine/core'
import { Outlet, useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MailState } from '../../contract/attention.ts'
import { useAct, useOperation, type Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { DataTable, type Column } from '../ui/data-table.tsx'
import { Filter, FilterBar } from '../ui/filter-bar.tsx'
import { useAddress, useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Note, ProblemNote } from '../ui/states.tsx'
import { useRowWindow } from '../ui/window.ts'
import classes from './inbox.module.css'
import { MailTabs } from './mail-tabs.tsx'

type Mail = Answer<'mail.list'>['mail'][number]
export const tones: Record<MailState, 'good' | 'warn' | 'bad' | 'quiet' | 'accent'> = {
  waiting: 'accent',
  sending: 'accent',
  submitted: 'good',
  bounced: 'bad',
  failed: 'bad',
  uncertain: 'warn',
  excluded: 'quiet',
}

export function OutgoingPage() {
  const { t } = useTranslation('attention')
  const f = useFormat()
  const go = useGo()
  const me = useMe()
  const { mailId } = useParams({ strict: false }) as { mailId?: string }
  const [at, setAt] = useAddress<{ q?: string; state?: MailState; kind?: string; subject?: string }>()
  const filter = useMemo(
    () => ({ search: at.q, state: at.state, kind: at.kind, subject: at.subject }),
    [at.q, at.state, at.kind, at.subject],
  )
  const summary = useOperation(
    'mail.list',
    { ...filter, limit: 1 },
    {
      keep: true,
      // Whoever searches looks at what is there; it is not counted again behind them.
      every: at.q ? false : 10_000,
    },
  )
  const counted = (data: Pick<Answer<'mail.list'>, 'states'>) =>
    at.state ? data.states[at.state] : Object.values(data.states).reduce((a, b) => a + b, 0)
  const total = summary.data ? counted(summary.data) : null
  const more = summary.data
    ? (at.state ? [summary.data.states[at.state]] : Object.values(summary.data.states)).some(
        (n) => n >= summary.data.mostCounted,
      )
    : false
  const rows = useRowWindow('mail.list', filter, {
    page: (offset, limit) => ({ offset, limit }),
    read: (answer) => ({ rows: answer.mail, total: counted(answer) }),
  })
  const columns: Column<Mail>[] = [
    {
      id: 'person',
      header: t('mail.to'),
      width: 'minmax(200px, 2fr)',
      fixed: true,
      phone: 'title',
      cell: (m) => <Person person={m.person} detail={m.address || t('mail.noAddress')} />,
    },
    {
      id: 'kind',
      header: t('mail.about'),
      width: 'minmax(140px, 1.2fr)',
      phone: 'detail',
      cell: (m) => <span dir="auto">{m.subject ?? t(`mail.kinds.${m.kind}`, { defaultValue: m.kind })}</span>,
    },
    {
      id: 'state',
      header: t('mail.state'),
      width: '140px',
      phone: 'end',
      cell: (m) => <State tone={tones[m.state]}>{t(`mail.states.${m.state}`)}</State>,
    },
    {
      id: 'reason',
      header: t('mail.reason'),
      width: 'minmax(140px, 1.4fr)',
      phone: 'off',
      cell: (m) => (m.reason ? t(`mail.reasons.${m.reason}`, { defaultValue: m.reason }) : ''),
    },
    {
      id: 'due',
      header: t('mail.when'),
      width: '140px',
      align: 'end',
      phone: 'off',
      cell: (m) => <When at={m.settledAt ?? m.dueAt} />,
    },
  ]
  const active = (at.state ? 1 : 0) + (at.kind ? 1 : 0) + (at.subject ? 1 : 0)
  return (
    <Page
      below={<MailTabs />}
      title={t('mail.title')}
      width="wide"
      help={t('mail.help')}
      description={
        total === null
          ? undefined
          : t(more ? 'mail.countMore' : 'mail.count', { count: total, number: f.number(total) })
      }
    >
      {summary.data ? (
        <div className={classes.above}>
          <Server data={summary.data} />
          <Failed failed={summary.data.failed} />
        </div>
      ) : null}
      <FilterBar
        search={{ value: at.q, onChange: (q) => setAt({ q }), label: t('mail.search') }}
        active={active}
        onClear={() => setAt({ state: undefined, kind: undefined, subject: undefined })}
      >
        <Filter
          single
          label={t('mail.state')}
          value={at.state ? [at.state] : []}
          onChange={([state]) => setAt({ state: state as MailState | undefined })}
          options={(Object.keys(tones) as MailState[]).map((value) => ({
            value,
            label: t(`mail.states.${value}`),
            ...(summary.data ? { count: summary.data.states[value] } : {}),
          }))}
        />
        <Filter
          single
          label={t('mail.kind')}
          value={at.kind ? [at.kind] : []}
          onChange={([kind]) => setAt({ kind })}
          options={(summary.data?.kinds ?? []).map((value) => ({
            value,
            label: t(`mail.kinds.${value}`, { defaultValue: value }),
          }))}
        />
      </FilterBar>
      <DataTable
        label={t('mail.title')}
        name="mail"
        counted={(count, number) => t(more ? 'mail.countMore' : 'mail.count', { count, number })}
        rows={rows}
        columns={columns}
        rowKey={(m) => m.id}
        filtered={active > 0 || Boolean(at.q)}
        onOpen={(m) => void go(`/settings/mail/${m.id}`, { search: true })}
        {...(mailId ? { current: mailId } : {})}
        empty={<Empty title={t('mail.none.title')}>{t('mail.none.body')}</Empty>}
      />
      {me.roles.includes('admin') && summary.data ? <Settings from={summary.data.from} /> : null}
      <Outlet />
    </Page>
  )
}

function Server({ data }: { data: Answer<'mail.list'> }) {
  const { t } = useTranslation('attention')
  if (data.server === 'none')
    return (
      <Note tone="warn" title={t('mail.server.noneTitle')}>
        {t('mail.server.none')}
      </Note>
    )
  if (data.server === 'kept_here') return <Note tone="accent">{t('mail.server.kept')}</Note>
  if (data.trouble) {
    return (
      <Note tone="bad" title={t(`mail.trouble.${data.trouble.code}`)}>
        {t(data.trouble.code === 'mail_refused' ? 'mail.trouble.tried' : 'mail.trouble.safe')}{' '}
        {data.trouble.answer ? <q dir="ltr">{data.trouble.answer}</q> : null} <When at={data.trouble.since} />
      </Note>
    )
  }
  return null
}

/** What failed by one cause is sent again by one press, once the cause is mended. */
function Failed({ failed }: { failed: Answer<'mail.list'>['failed'] }) {
  const { t } = useTranslation('attention')
  const f = useFormat()
  const again = useAct('mail.allAgain', { invalidates: ['mail.list'], showsProblem: true, done: t('mail.all.done') })
  const letters = failed.reduce((sum, one) => sum + one.letters, 0)
  if (letters === 0) return null
  const number = (count: number) => ({ count, number: f.number(count) })
  return (
    <Note
      tone="warn"
      title={t('mail.all.title', number(letters))}
      action={
        failed.length > 1 ? (
          <Button size="compact-sm" variant="default" disabled={again.isPending} onClick={() => again.mutate({})}>
            {t('mail.all.every')}
          </Button>
        ) : undefined
      }
    >
      {t('mail.all.body')}
      <ul className={classes.failed}>
        {failed.map(({ reason, letters: some }) => (
          <li key={reason ?? ''}>
            <span>{t('mail.all.some', { ...number(some), reason: t(`mail.reasons.${reason ?? 'other'}`) })}</span>
            {reason || failed.length === 1 ? (
              <Button
                size="compact-sm"
                variant="default"
                disabled={again.isPending}
                onClick={() => again.mutate(reason ? { reason } : {})}
              >
                {t('mail.all.do')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {again.error ? <ProblemNote small error={again.error} /> : null}
    </Note>
  )
}

function Settings({ from }: { from: string }) {
  const { t } = useTranslation('attention')
  const [address, setAddress] = useState(from)
  const save = useAct('mail.settings', {
    invalidates: ['mail.list'],
    showsProblem: true,
    done: t('mail.settings.saved'),
  })
  const test = useAct('mail.test', { invalidates: ['mail.list'], done: t('mail.settings.planned') })
  return (
    <Section
      title={t('mail.settings.title')}
      description={t('mail.settings.body')}
      action={
        <Button variant="default" onClick={() => test.mutate({})} loading={test.isPending}>
          {t('mail.settings.test')}
        </Button>
      }
    >
      <form
        className={classes.from}
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ from: address.trim() || null })
        }}
      >
        <TextInput
          type="email"
          label={t('mail.settings.from')}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
          w={320}
          maw="100%"
          dir="ltr"
        />
        <Button type="submit" variant="default" disabled={address === from} loading={save.isPending}>
          {t('mail.settings.save')}
        </Button>
        {save.error ? <ProblemNote small error={save.error} /> : null}
      </form>
    </Section>
  )
}
