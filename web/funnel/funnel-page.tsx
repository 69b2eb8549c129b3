/** Do messages do what they are for? From who was addressed to who has begun, added up in the way somebody asks. */
import { IconFilter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation, useRows } from '../api.ts'
import { CommunicationsTabs } from '../campaigns/communications-tabs.tsx'
import { WithProgram, type Program } from '../program/current.tsx'
import { languageOf } from '../program/language.ts'
import { useMe } from '../shell/me.ts'
import { DataTable, type Column } from '../ui/data-table.tsx'
import { Go, useGo } from '../ui/link.tsx'
import { usePhone } from '../ui/media.ts'
import { Page, Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, Note, PageSkeleton } from '../ui/states.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import { useRowWindow } from '../ui/window.ts'
import { Cell, type Funnel, steps, Whole } from './stages.tsx'
import classes from './funnel.module.css'

type Row = Funnel['rows'][number]

const views = ['message', 'sender', 'audience', 'wave', 'purpose'] as const
type By = (typeof views)[number]

export function FunnelPage() {
  return <WithProgram>{(program) => <OfProgram program={program} />}</WithProgram>
}

function OfProgram({ program }: { program: Program }) {
  const { t, i18n } = useTranslation('funnel')
  const [by, setBy] = useTab(views, 'by')
  const language = languageOf(i18n.language)
  const query = useOperation(
    'funnel.get',
    { programId: program.id, by: by === 'message' ? 'wave' : by, language },
    { every: 60_000, keep: true },
  )
  return (
    <Page
      title={t('title')}
      description={t('description')}
      help={t('help')}
      width="wide"
      below={<CommunicationsTabs />}
    >
      <Loaded query={query} skeleton={<PageSkeleton />}>
        {(funnel) =>
          funnel.all.messages === 0 ? (
            <Empty
              title={t(funnel.uncounted > 0 ? 'soon.title' : 'empty.title')}
              icon={<IconFilter size={22} stroke={1.6} />}
            >
              {funnel.uncounted > 0
                ? t('soon.body', { count: funnel.uncounted, n: funnel.uncounted })
                : t('empty.body')}
            </Empty>
          ) : (
            <>
              <Section title={t('whole.title')} description={<Counted funnel={funnel} />}>
                <Whole all={funnel.all} floor={funnel.smallestGroup} />
              </Section>
              <Left funnel={funnel} />
              <Section title={t('by.title')} bare>
                <ViewTabs
                  label={t('by.title')}
                  value={by}
                  onChange={setBy}
                  tabs={views.map((value) => ({ value, label: t(`by.${value}`) }))}
                />
                {by === 'message' ? (
                  <Messages programId={program.id} language={language} floor={funnel.smallestGroup} />
                ) : (
                  <Groups by={by} funnel={funnel} query={query} />
                )}
              </Section>
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

/** When it was counted: a number that is an hour old says so. */
function Counted({ funnel }: { funnel: Funnel }) {
  const { t } = useTranslation('funnel')
  return funnel.countedUntil ? (
    <>
      {t('counted')} <When at={funnel.countedUntil} />. {t('countedHow')}
    </>
  ) : null
}

/** What the sums do not hold. */
function Left({ funnel }: { funnel: Funnel }) {
  const { t } = useTranslation('funnel')
  const f = useFormat()
  const me = useMe()
  // The list of letters is for whoever sees to them; a sponsor would be led to a closed door.
  const mayOpen = me.roles.includes('lead') || me.roles.includes('admin')
  const { pending, undelivered, leftOut } = funnel.all
  const lines = [
    pending > 0 ? t('left.pending', { count: pending, n: f.number(pending) }) : null,
    undelivered > 0 ? (
      <>
        {t('left.undelivered', { count: undelivered, n: f.number(undelivered) })}{' '}
        {mayOpen ? (
          <Go to="/settings/mail" className={classes.link}>
            {t('left.see')}
          </Go>
        ) : null}
      </>
    ) : null,
    leftOut > 0 ? t('left.leftOut', { count: leftOut, n: f.number(leftOut) }) : null,
    funnel.reminders > 0 ? t('left.reminders', { count: funnel.reminders, n: f.number(funnel.reminders) }) : null,
    funnel.uncounted > 0 ? t('left.uncounted', { count: funnel.uncounted, n: f.number(funnel.uncounted) }) : null,
  ].filter((line) => line !== null)
  return lines.length > 0 ? (
    <Note>
      <ul className={classes.left}>
        {lines.map((line, i) => (
          <li key={i}>{line}</li>
        ))}
      </ul>
    </Note>
  ) : null
}

function useStepColumns(floor: number): Column<Row>[] {
  const { t } = useTranslation('funnel')
  const f = useFormat()
  const phone = usePhone()
  return [
    {
      id: 'addressed',
      header: t('step.addressed'),
      width: '86px',
      align: 'end',
      phone: 'detail',
      cell: (row) =>
        phone ? t('addressed', { count: row.addressed, n: f.number(row.addressed) }) : f.number(row.addressed),
    },
    ...steps.map((step): Column<Row> => ({
      id: step,
      header: t(`step.${step}`),
      width: 'minmax(96px, 1fr)',
      phone: 'detail',
      cell: (row) => <Cell counts={row} step={step} floor={floor} />,
    })),
  ]
}

function Messages({
  programId,
  language,
  floor,
}: {
  programId: string
  language: ReturnType<typeof languageOf>
  floor: number
}) {
  const { t } = useTranslation('funnel')
  const f = useFormat()
  const go = useGo()
  const rows = useRowWindow(
    'funnel.get',
    { programId, by: 'message' as const, language },
    { page: (offset, limit) => ({ offset, limit }), read: (a) => ({ rows: a.rows, total: a.total }) },
  )
  const columns: Column<Row>[] = [
    {
      id: 'message',
      header: t('column.message'),
      width: 'minmax(160px, 2fr)',
      fixed: true,
      phone: 'title',
      cell: ({ message }) => (
        <span className={classes.title}>
          <strong>{message!.title}</strong>
          <small>
            {f.list([message!.wave, message!.sender ?? t('champions')])} ·{' '}
            <When at={message!.startedAt} style="short" />
            {message!.cancelled ? ` · ${t('stopped')}` : null}
          </small>
        </span>
      ),
    },
    ...useStepColumns(floor),
  ]
  return (
    <DataTable
      label={t('by.message')}
      name="funnel-messages"
      rows={rows}
      columns={columns}
      rowKey={(row) => row.message!.id}
      onOpen={(row) => void go(`/program/communications/${row.message!.id}`)}
      counted={(count, number) => t('messages', { count, n: number })}
    />
  )
}

function Groups({
  by,
  funnel,
  query,
}: {
  by: Exclude<By, 'message'>
  funnel: Funnel
  query: Parameters<typeof useRows>[1]
}) {
  const { t } = useTranslation('funnel')
  const f = useFormat()
  const phone = usePhone()
  // While another view is on its way the last one's rows stand there; they have no such group.
  const rows = useRows(
    funnel.rows.filter((row) => row[by] !== null),
    query,
  )
  const columns: Column<Row>[] = [
    {
      id: by,
      header: t(`column.${by}`),
      width: 'minmax(160px, 1.6fr)',
      fixed: true,
      phone: 'title',
      cell: (row) => <Of row={row} />,
    },
    ...useStepColumns(funnel.smallestGroup),
    {
      id: 'messages',
      header: t('column.messages'),
      width: '90px',
      align: 'end',
      phone: 'detail',
      cell: (row) =>
        phone ? t('messages', { count: row.messages, n: f.number(row.messages) }) : f.number(row.messages),
    },
  ]
  return (
    <DataTable label={t(`by.${by}`)} name={`funnel-${by}`} rows={rows} columns={columns} rowKey={(row) => keyOf(row)} />
  )
}

const keyOf = ({ sender, audience, wave, purpose }: Row): string =>
  typeof sender === 'string'
    ? sender
    : (sender?.id ?? (audience ? `${audience.readers} ${audience.narrowed ?? ''}` : (wave?.id ?? purpose ?? '')))

/** What a row is about. */
function Of({ row }: { row: Row }) {
  const { t } = useTranslation('funnel')
  const { t: of } = useTranslation('campaigns')
  const { sender, audience, wave, purpose } = row
  if (sender === 'champions' || sender === 'nobody') return <strong>{t(sender)}</strong>
  if (sender) return <Person person={sender} />
  if (audience)
    return (
      <span className={classes.title}>
        <strong>{of(`readersAre.${audience.readers}`)}</strong>
        {audience.narrowed ? <small>{audience.narrowed}</small> : null}
      </span>
    )
  if (wave) return <strong>{wave.name}</strong>
  return <strong>{of(`purpose.${purpose!}`)}</strong>
}
