/** The audit trail: one sentence an event, newest first, further back at the press of a button. */
import { Button, MultiSelect, Select } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { addressOf, call, keyOf, useOperation, type Answer, type ApiProblem, type Request } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { DateField } from '../ui/date-field.tsx'
import { useAddress } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { PersonPicker } from '../ui/person-picker.tsx'
import { When } from '../ui/reader.tsx'
import { SaveFile } from '../ui/save-file.tsx'
import { Empty, ProblemNote, RowsSkeleton } from '../ui/states.tsx'
import classes from './audit.module.css'

type Event = Answer<'audit.list'>['events'][number]
type Filters = Pick<Request<'audit.list'>, 'type' | 'person' | 'via' | 'from' | 'to'>
const vias = ['session', 'token', 'job', 'operator', 'mail', 'anonymous'] as const

export function AuditPage() {
  const { t } = useTranslation('audit')
  const [at, setAt] = useAddress<{
    type?: string[]
    person?: string
    via?: (typeof vias)[number]
    from?: string
    to?: string
  }>()
  const filters: Filters = {
    ...(at.type?.length ? { type: at.type } : {}),
    ...(at.person ? { person: at.person } : {}),
    ...(at.via ? { via: at.via } : {}),
    ...(at.from ? { from: at.from } : {}),
    ...(at.to ? { to: at.to } : {}),
  }
  const pages = useInfiniteQuery<
    Answer<'audit.list'>,
    ApiProblem,
    { pages: Answer<'audit.list'>[] },
    readonly unknown[],
    string | null
  >({
    queryKey: keyOf('audit.list', filters),
    queryFn: ({ pageParam, signal }) =>
      call('audit.list', { ...filters, limit: 50, ...(pageParam ? { before: pageParam } : {}) }, { signal }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
  })
  const types = useOperation('audit.types', {}, { staleTime: 300_000 })
  const person = pages.data?.pages[0]?.person ?? null
  const events = pages.data?.pages.flatMap((p) => p.events) ?? []
  const active = Object.keys(filters).length > 0
  const groups = Map.groupBy(types.data?.types ?? [], (type) => type.split('.')[0]!)
  return (
    <Page
      title={t('title')}
      description={t('description')}
      help={t('help')}
      action={
        <SaveFile quiet href={addressOf('audit.export', filters)}>
          {t('export')}
        </SaveFile>
      }
    >
      <search className={classes.filters}>
        <div className={classes.person}>
          <PersonPicker
            label={t('filter.person')}
            value={person}
            onChange={(p) => setAt({ person: p?.id })}
            useFind={usePeopleSearch}
          />
        </div>
        <MultiSelect
          label={t('filter.type')}
          placeholder={at.type?.length ? undefined : t('type.choose')}
          value={at.type ?? []}
          onChange={(type) => setAt({ type })}
          searchable
          clearable
          hidePickedOptions
          data={[...groups].map(([group, list]) => ({
            group: t(`group.${group}`, { defaultValue: group }),
            items: list.map((value) => ({ value, label: plainSentence(t, value) })),
          }))}
        />
        <Select
          label={t('filter.via')}
          placeholder={t('type.choose')}
          value={at.via ?? null}
          onChange={(via) => setAt({ via: (via ?? undefined) as (typeof vias)[number] | undefined })}
          clearable
          data={vias.map((value) => ({ value, label: t(`via.${value}`) }))}
        />
        <DateField
          label={t('filter.from')}
          value={at.from ?? null}
          onChange={(from) => setAt({ from: from ?? undefined })}
        />
        <DateField label={t('filter.to')} value={at.to ?? null} onChange={(to) => setAt({ to: to ?? undefined })} />
        {active ? (
          <Button
            className={classes.clear}
            variant="subtle"
            onClick={() =>
              setAt({ type: undefined, person: undefined, via: undefined, from: undefined, to: undefined })
            }
          >
            {t('filter.clear')}
          </Button>
        ) : null}
      </search>
      {pages.error ? <ProblemNote error={pages.error} retry={() => void pages.refetch()} /> : null}
      {pages.isPending ? <RowsSkeleton rows={8} /> : null}
      {pages.data && events.length === 0 ? <Empty title={t('none.title')}>{t('none.body')}</Empty> : null}
      {events.length > 0 ? (
        <>
          <ol className={classes.list}>
            {events.map((event) => (
              <OneEvent key={event.id} event={event} />
            ))}
          </ol>
          <div className={classes.more}>
            {pages.hasNextPage ? (
              <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {t('more')}
              </Button>
            ) : (
              t('end')
            )}
          </div>
        </>
      ) : null}
    </Page>
  )
}

function OneEvent({ event }: { event: Event }) {
  const { t } = useTranslation('audit')
  const { t: access } = useTranslation('access')
  const { data } = event
  const actor =
    event.actor?.name ||
    t(event.via === 'operator' ? 'actor.operator' : event.via === 'job' ? 'actor.job' : 'actor.somebody')
  const subject = event.subject.name ?? (event.subject.kind === 'person' ? t('subject.somebody') : '')
  const role =
    typeof data['role'] === 'string' ? access(`role.${data['role']}.title`, { defaultValue: data['role'] }) : ''
  const reason = typeof data['reason'] === 'string' ? t(`reason.${data['reason']}`, { defaultValue: '' }) : ''
  const method = typeof data['method'] === 'string' ? t(`method.${data['method']}`, { defaultValue: '' }) : ''
  const changed = Array.isArray(data['changed']) ? data['changed'].filter((f) => typeof f === 'string') : []
  return (
    <li className={classes.event}>
      <span className={classes.at}>
        <When at={event.at} />
      </span>
      <span className={classes.words} dir="auto">
        {t(`events.${event.type}`, {
          actor,
          subject,
          role,
          reason,
          method,
          defaultValue: t('unknownEvent', { type: event.type }),
        })}
        {changed.length > 0 ? (
          <span className={classes.detail}>{t('changed', { fields: changed.join(', ') })}</span>
        ) : null}
      </span>
      <span className={classes.via}>{event.withheld ? t('withheld') : t(`via.${event.via}`)}</span>
    </li>
  )
}

/** The sentence of a type as a choice: names as dots. */
function plainSentence(t: (key: string, options: Record<string, string>) => string, type: string): string {
  return t(`events.${type}`, { actor: '…', subject: '…', role: '…', reason: '…', method: '…', defaultValue: type })
}
