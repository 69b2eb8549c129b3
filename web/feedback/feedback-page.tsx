/** What one received, what waits for an answer, what one asked and gave. */
import { Button, Switch } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import { Outlet, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { addressOf, ApiProblem, useOperation } from '../api.ts'
import { NotOpen } from '../goals/not-open.tsx'
import { useMe } from '../shell/me.ts'
import { Filter, FilterBar } from '../ui/filter-bar.tsx'
import { Go, useAddress } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { TableFile } from '../ui/table-file.tsx'
import { ViewTabs } from '../ui/tabs.tsx'
import type { Summary } from './acts.ts'
import { Asked, ToAnswer } from './request-lists.tsx'
import { type Address, ItemRow, limitOf, More, Rows } from './rows.tsx'

const boxes = ['received', 'answer', 'asked', 'given', 'team'] as const
type Box = (typeof boxes)[number]

export function FeedbackPage() {
  const { t } = useTranslation('feedback')
  const me = useMe()
  const [at, setAt] = useAddress<Address>()
  const box: Box = boxes.find((b) => b === at.box) ?? 'received'
  const received = useOperation('feedback.list', { box: 'received', limit: 1 })
  const waiting = useOperation('feedback.requests', { box: 'to_answer', open: 'true', limit: 50 })
  const refused = received.error instanceof ApiProblem && received.error.code === 'element_off' ? received.error : null
  if (refused && !received.data)
    return (
      <Page title={t('title')} width="reading">
        <NotOpen error={refused} />
      </Page>
    )
  const some = (n: number | undefined) => (n ? { count: n } : {})
  return (
    <Page
      title={t(`question.${box}`)}
      tabTitle={t('title')}
      help={t('help')}
      action={
        <Button component={Go} to="/feedback/give">
          {t('give.act')}
        </Button>
      }
      more={
        <Button component={Go} to="/feedback/ask" variant="default">
          {t('ask.act')}
        </Button>
      }
      below={
        <ViewTabs
          label={t('tabs')}
          value={box}
          onChange={(next) =>
            setAt({
              box: next === 'received' ? undefined : next,
              q: undefined,
              mode: undefined,
              unread: undefined,
              more: undefined,
            })
          }
          tabs={[
            { value: 'received', label: t('tab.received'), ...some(received.data?.unread) },
            { value: 'answer', label: t('tab.answer'), ...some(waiting.data?.requests.length) },
            { value: 'asked', label: t('tab.asked') },
            { value: 'given', label: t('tab.given') },
            ...(me.roles.includes('manager') ? [{ value: 'team' as const, label: t('tab.team') }] : []),
          ]}
        />
      }
    >
      {box === 'answer' ? <ToAnswer /> : box === 'asked' ? <Asked /> : <Items key={box} box={box} />}
      <Outlet />
    </Page>
  )
}

function Items({ box }: { box: 'received' | 'given' | 'team' }) {
  const { t } = useTranslation('feedback')
  const [at, setAt] = useAddress<Address>()
  const { itemId } = useParams({ strict: false }) as { itemId?: string }
  const limit = limitOf(at.more)
  const mode = at.mode?.[0] as Summary['mode'] | undefined
  const filtered = Boolean(at.q || mode || at.unread)
  const query = useOperation(
    'feedback.list',
    {
      box,
      limit,
      ...(at.q ? { search: at.q } : {}),
      ...(mode ? { mode } : {}),
      ...(at.unread ? { unread: 'true' as const } : {}),
    },
    { keep: true },
  )
  const drafts = useOperation('feedback.list', { box: 'drafts', limit: 50 }, { enabled: box === 'given' })
  const bar = filtered || (query.data?.items.length ?? 0) > 4
  return (
    <>
      {box === 'given' && drafts.data && drafts.data.items.length > 0 ? (
        <Section title={t('drafts')} bare>
          <Rows label={t('drafts')}>
            {drafts.data.items.map((item) => (
              <ItemRow key={item.id} item={item} box="given" now={false} />
            ))}
          </Rows>
        </Section>
      ) : null}
      {bar ? (
        <FilterBar
          search={{ value: at.q, onChange: (q) => setAt({ q, more: undefined }), label: t('search') }}
          active={(mode ? 1 : 0) + (at.unread ? 1 : 0)}
          onClear={() => setAt({ mode: undefined, unread: undefined })}
        >
          <Filter
            single
            label={t('filter.mode')}
            options={(['attributed', 'confidential'] as const).map((value) => ({ value, label: t(`mode.${value}`) }))}
            value={at.mode ?? []}
            onChange={(next) => setAt({ mode: next, more: undefined })}
          />
          {box === 'received' ? (
            <Switch
              size="sm"
              label={t('filter.unread')}
              checked={Boolean(at.unread)}
              onChange={(event) => setAt({ unread: event.currentTarget.checked ? 'yes' : undefined })}
            />
          ) : null}
        </FilterBar>
      ) : null}
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={5} />}
        empty={(a) => a.items.length === 0 && <Nothing box={box} filtered={filtered} />}
      >
        {(a) => (
          <>
            <Rows label={t(`tab.${box}`)}>
              {a.items.map((item) => (
                <ItemRow key={item.id} item={item} box={box} now={item.id === itemId} />
              ))}
            </Rows>
            <More next={a.next} limit={limit} busy={query.isFetching} />
            <TableFile
              href={addressOf('feedback.export', {
                box,
                ...(mode ? { mode } : {}),
                ...(at.q ? { search: at.q } : {}),
              })}
            >
              {t('download')}
            </TableFile>
          </>
        )}
      </Loaded>
    </>
  )
}

function Nothing({ box, filtered }: { box: 'received' | 'given' | 'team'; filtered: boolean }) {
  const { t } = useTranslation('feedback')
  if (filtered) return <Empty small title={t('none.found')} />
  return (
    <Empty
      icon={<IconArrowsExchange size={22} stroke={1.6} />}
      title={t(`none.${box}.title`)}
      action={
        box === 'team' ? undefined : (
          <Button component={Go} to={box === 'given' ? '/feedback/give' : '/feedback/ask'} variant="default">
            {t(box === 'given' ? 'give.act' : 'ask.act')}
          </Button>
        )
      }
    >
      {t(`none.${box}.body`)}
    </Empty>
  )
}
