/** The answer library: what is known, in which languages, and whether it helps. */
import { Button } from '@mantine/core'
import { IconBooks, IconPlus } from '@tabler/icons-react'
import { Outlet, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation, useRows, type Answer } from '../api.ts'
import { DataTable, type Column } from '../ui/data-table.tsx'
import { Filter, FilterBar } from '../ui/filter-bar.tsx'
import { Go, useAddress, useGo } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty } from '../ui/states.tsx'
import { DeskTabs } from './desk-tabs.tsx'
import { textIn } from './entry-text.ts'
import classes from './hypercare.module.css'
import { topicOptions } from './topics.ts'

type Library = Answer<'desk.library'>
type Entry = Pick<Library['entries'][number], 'id' | 'topic' | 'opened' | 'helped'> & {
  texts: Library['entries'][number]['texts']
  /** Of the company's own: languages that it does not stand in. Of ours: what became of it. */
  is: { own: Library['entries'][number]['missing']; writtenAt: string } | Library['shipped'][number]['state']
}
/** The company's own first, then those that come with Belay. */
const rowsOf = ({ entries, shipped }: Library): Entry[] => [
  ...entries.map(({ missing, writtenAt, ...one }) => ({ ...one, is: { own: missing, writtenAt } })),
  ...shipped.map(({ state, ...one }) => ({ ...one, is: state })),
]
const sources = ['theirs', 'ours'] as const
/** Letters in any case, without their accents. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()

export function LibraryPage() {
  const { t, i18n } = useTranslation('hypercare')
  const f = useFormat()
  const go = useGo()
  const { entryId = null, faq = null } = useParams({ strict: false }) as { entryId?: string; faq?: string }
  const [at, setAt] = useAddress<{ q?: string; topic?: string; source?: string }>()
  const query = useOperation('desk.library', {})
  const wanted = (query.data && rowsOf(query.data))?.filter(
    (one) =>
      (!at.source || (at.source === 'ours') === (typeof one.is === 'string')) &&
      (!at.topic || one.topic === at.topic) &&
      (!at.q ||
        Object.values(one.texts).some((text) => plain(`${text.question} ${text.answer}`).includes(plain(at.q!)))),
  )
  const rows = useRows(wanted, query)
  const add = (
    <Button component={Go} to="/program/answers/new" search={true} leftSection={<IconPlus size={16} aria-hidden />}>
      {t('library.add')}
    </Button>
  )
  const columns: Column<Entry>[] = [
    {
      id: 'question',
      header: t('library.question'),
      width: 'minmax(220px, 2.4fr)',
      fixed: true,
      phone: 'title',
      cell: (one) => (
        <strong dir="auto" className={classes.cell}>
          {textIn(one.texts, i18n.language).question}
        </strong>
      ),
    },
    {
      id: 'topic',
      header: t('desk.topic'),
      width: '140px',
      phone: 'end',
      cell: (one) => t(`topic.${one.topic}`),
    },
    {
      id: 'source',
      header: t('library.source'),
      width: '190px',
      phone: 'detail',
      cell: ({ is }) =>
        typeof is !== 'string'
          ? t('library.theirs')
          : is === 'shown'
            ? t('library.ours')
            : t(is === 'own' ? 'library.ownWords' : is === 'out' ? 'library.out' : 'library.off'),
    },
    {
      id: 'missing',
      header: t('library.missing'),
      width: '130px',
      phone: 'detail',
      cell: ({ is }) =>
        typeof is === 'string' || is.own.length === 0
          ? t('library.complete')
          : is.own.map((l) => l.toUpperCase()).join(', '),
    },
    {
      id: 'helped',
      header: t('library.helped'),
      width: '150px',
      align: 'end',
      phone: 'detail',
      cell: (one) =>
        one.opened === 0
          ? t('library.unread')
          : t('library.counts', { count: one.opened, opened: f.number(one.opened), helped: f.number(one.helped) }),
    },
    {
      id: 'written',
      header: t('library.written'),
      width: '130px',
      align: 'end',
      phone: 'off',
      cell: ({ is }) => (typeof is === 'string' ? null : <When at={is.writtenAt} />),
    },
  ]
  return (
    <Page
      title={t('library.title')}
      description={t('library.body')}
      help={t('library.help')}
      width="wide"
      action={add}
      below={<DeskTabs />}
    >
      <FilterBar
        search={{ value: at.q, onChange: (q) => setAt({ q }), label: t('library.search') }}
        active={[at.topic, at.source].filter(Boolean).length}
        onClear={() => setAt({ topic: undefined, source: undefined })}
      >
        <Filter
          single
          label={t('desk.topic')}
          options={topicOptions(t)}
          value={at.topic ? [at.topic] : []}
          onChange={([topic]) => setAt({ topic })}
        />
        <Filter
          single
          label={t('library.source')}
          options={sources.map((value) => ({ value, label: t(`library.${value}`) }))}
          value={at.source ? [at.source] : []}
          onChange={([source]) => setAt({ source })}
        />
      </FilterBar>
      <DataTable
        label={t('library.title')}
        name="desk-library"
        rows={rows}
        columns={columns}
        rowKey={(one) => one.id}
        current={entryId ?? faq}
        filtered={Boolean(at.q || at.topic || at.source)}
        onOpen={(one) =>
          void go(`/program/answers/${typeof one.is === 'string' ? 'shipped/' : ''}${one.id}`, { search: true })
        }
        counted={(count, number) => t('library.count', { count, number })}
        empty={
          <Empty icon={<IconBooks size={22} stroke={1.6} />} title={t('library.none')} action={add}>
            {t('library.noneBody')}
          </Empty>
        }
      />
      <Outlet />
    </Page>
  )
}
