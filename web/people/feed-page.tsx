/** The people feed: the place to drop a people file, and every file that came before. */
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, keyOf, useAct, useRows, type Answer, type ApiProblem } from '../api.ts'
import { DataTable, type Column } from '../ui/data-table.tsx'
import { DateField } from '../ui/date-field.tsx'
import { dayIn } from '../ui/format.ts'
import { useGo } from '../ui/link.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, ProblemNote } from '../ui/states.tsx'
import { Upload } from '../ui/upload.tsx'
import { running, type ListedImport } from './saying.ts'
import { StateWord } from './state-word.tsx'
import { Summary } from './summary.tsx'
import classes from './people.module.css'

const largest = 64 * 1024 * 1024
const atOnce = 30

export function FeedPage() {
  const { t } = useTranslation('people')
  const go = useGo()
  const list = useInfiniteQuery<
    Answer<'imports.list'>,
    ApiProblem,
    ListedImport[],
    readonly unknown[],
    string | undefined
  >({
    queryKey: keyOf('imports.list'),
    initialPageParam: undefined,
    queryFn: ({ signal, pageParam }) =>
      call('imports.list', { limit: atOnce, ...(pageParam ? { before: pageParam } : {}) }, { signal }),
    getNextPageParam: (last) => (last.imports.length < atOnce ? undefined : last.imports.at(-1)?.id),
    select: (data) => data.pages.flatMap((p) => p.imports),
    refetchInterval: (query) =>
      query.state.data?.pages.some((p) => p.imports.some((i) => running(i.state))) ? 2000 : false,
  })
  const rows = useRows(list.data, list)
  const columns: Column<ListedImport>[] = [
    {
      id: 'file',
      header: t('feed.file'),
      width: 'minmax(200px, 1.6fr)',
      fixed: true,
      phone: 'title',
      cell: (i) => <span className={classes.fileName}>{i.fileName}</span>,
    },
    {
      id: 'state',
      header: t('feed.state'),
      width: '180px',
      fixed: true,
      phone: 'end',
      cell: (i) => <StateWord state={i.state} />,
    },
    {
      id: 'counts',
      header: t('feed.found'),
      width: 'minmax(240px, 2fr)',
      phone: 'detail',
      cell: (i) => <Summary of={i} />,
    },
    { id: 'asOf', header: t('asOf'), width: '130px', phone: 'detail', cell: (i) => <When on={i.asOf} style="short" /> },
    {
      id: 'by',
      header: t('feed.by'),
      width: 'minmax(130px, 1fr)',
      phone: 'detail',
      cell: (i) => i.createdBy ?? t('feed.byServer'),
    },
    {
      id: 'when',
      header: t('feed.when'),
      width: '140px',
      align: 'end',
      phone: 'detail',
      cell: (i) => <When at={i.createdAt} />,
    },
  ]
  return (
    <Page title={t('feed.title')} width="wide" description={t('feed.description')} help={t('feed.help')}>
      <NewImport />
      <Section title={t('feed.earlier')} bare>
        {rows.total === 0 ? (
          <Card>
            <Empty title={t('feed.none.title')} icon={<IconFileSpreadsheet size={22} stroke={1.5} />}>
              <p className={classes.plain}>{t('feed.none.body')}</p>
              <ol className={classes.stepsList}>
                <li>{t('feed.none.export')}</li>
                <li>{t('feed.none.columns')}</li>
                <li>{t('feed.none.drop')}</li>
              </ol>
            </Empty>
          </Card>
        ) : (
          <DataTable
            label={t('feed.earlier')}
            name="imports"
            rows={rows}
            columns={columns}
            rowKey={(i) => i.id}
            onOpen={(i) => void go(`/settings/people/${i.id}`)}
          />
        )}
        {list.hasNextPage ? (
          <div className={classes.more}>
            <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('feed.more')}
            </Button>
          </div>
        ) : null}
      </Section>
    </Page>
  )
}

/** The file and the day it stands for; the dry run begins by itself. */
function NewImport() {
  const { t } = useTranslation('people')
  const f = useFormat()
  const go = useGo()
  const today = dayIn(f.now(), f.timeZone)
  const [file, setFile] = useState<File | null>(null)
  const [asOf, setAsOf] = useState<string | null>(null)
  const upload = useAct('imports.upload', {
    invalidates: ['imports.list'],
    showsProblem: true,
    onDone: ({ id }) => void go(`/settings/people/${id}`),
  })
  return (
    <section className={classes.new} aria-label={t('upload.title')}>
      <Upload
        label={t('upload.title')}
        hint={t('upload.hint')}
        accept={['.csv', '.txt', '.tsv', '.gz']}
        maxBytes={largest}
        file={file}
        disabled={upload.isPending}
        onFile={(taken) => {
          upload.reset()
          setFile(taken)
        }}
      />
      {file ? (
        <form
          className={classes.newForm}
          onSubmit={(event) => {
            event.preventDefault()
            upload.mutate({ name: file.name, ...(asOf ? { asOf } : {}), file })
          }}
        >
          <div className={classes.day}>
            <DateField
              label={t('upload.asOf')}
              description={t('upload.asOfWhy')}
              value={asOf ?? today}
              onChange={setAsOf}
              max={today}
            />
          </div>
          <div className={classes.buttons}>
            <Button variant="default" onClick={() => setFile(null)} disabled={upload.isPending}>
              {t('upload.forget')}
            </Button>
            <Button type="submit" loading={upload.isPending}>
              {t('upload.look')}
            </Button>
          </div>
          <p className={classes.quiet}>{t('upload.safe')}</p>
          {upload.error ? <ProblemNote small error={upload.error} /> : null}
        </form>
      ) : null}
    </section>
  )
}
