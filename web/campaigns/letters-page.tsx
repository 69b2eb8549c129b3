/** Every letter that Belay writes by itself: in whose words, and who may switch it off. */
import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation, useRows, type Answer } from '../api.ts'
import { DataTable, type Column } from '../ui/data-table.tsx'
import { Filter, FilterBar } from '../ui/filter-bar.tsx'
import { Go, useAddress, useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty } from '../ui/states.tsx'
import { CommunicationsTabs } from './communications-tabs.tsx'
import classes from './letters.module.css'
import { useLanguageName } from '../ui/languages.ts'
import { languageOf } from '../program/language.ts'

type Listed = Answer<'letters.list'>['letters'][number]

export function LettersPage() {
  const { t, i18n } = useTranslation(['campaigns', 'attention'])
  const f = useFormat()
  const go = useGo()
  const name = useLanguageName()
  const [at, setAt] = useAddress<{ q?: string; part?: string; words?: string }>()
  const letters = useOperation('letters.list', { language: languageOf(i18n.language) })
  const all = letters.data?.letters ?? []
  const partOf = (letter: Listed) => letter.part ?? 'program'
  const words = (letter: Listed) =>
    letter.closed
      ? 'closed'
      : letter.languages.some((one) => one.own?.stale)
        ? 'stale'
        : letter.languages.some((one) => one.own)
          ? 'own'
          : 'ours'
  const query = at.q?.toLowerCase() ?? ''
  const shown = letters.data?.letters.filter(
    (letter) =>
      (!at.part || partOf(letter) === at.part) &&
      (!at.words || words(letter) === at.words) &&
      `${letter.title} ${letter.subject}`.toLowerCase().includes(query),
  )
  const rows = useRows(shown, letters)
  const active = (at.part ? 1 : 0) + (at.words ? 1 : 0)
  const columns: Column<Listed>[] = [
    {
      id: 'title',
      header: t('letters.column.letter'),
      width: 'minmax(240px, 2fr)',
      fixed: true,
      phone: 'title',
      cell: (letter) => (
        <span className={classes.letter}>
          <strong>{letter.title}</strong>
          <small>{t(`attention:notices.part.${partOf(letter)}`)}</small>
        </span>
      ),
    },
    {
      id: 'words',
      header: t('letters.column.words'),
      width: 'minmax(200px, 1.4fr)',
      fixed: true,
      phone: 'detail',
      cell: (letter) => {
        const own = letter.languages.filter((one) => one.own)
        if (letter.closed)
          return (
            <span className={classes.closed}>
              <IconLock size={15} stroke={1.7} aria-hidden /> {t('letters.words.closed')}
            </span>
          )
        if (own.length === 0) return t('letters.words.ours')
        return (
          <span className={classes.own}>
            {t('letters.words.own', { languages: f.list(own.map((one) => name(one.language))) })}
            {own.some((one) => one.own?.stale) ? <State tone="warn">{t('letters.words.stale')}</State> : null}
          </span>
        )
      },
    },
    {
      id: 'off',
      header: t('letters.column.off'),
      width: 'minmax(170px, 1fr)',
      phone: 'detail',
      cell: (letter) =>
        letter.kind === null || letter.grade === 'needed'
          ? t(letter.kind === null ? 'letters.off.gathers' : 'letters.off.needed')
          : t(letter.fixed ? `letters.off.${letter.fixed.as}` : 'letters.off.person'),
    },
  ]
  return (
    <Page
      title={t('letters.title')}
      width="wide"
      help={t('letters.help')}
      description={t('letters.description')}
      action={
        <Button component={Go} to="/program/communications/address" variant="default">
          {t('address.open')}
        </Button>
      }
      below={<CommunicationsTabs />}
    >
      <FilterBar
        search={{ value: at.q, onChange: (q) => setAt({ q }), label: t('letters.search') }}
        active={active}
        onClear={() => setAt({ part: undefined, words: undefined })}
      >
        <Filter
          single
          label={t('letters.column.part')}
          value={at.part ? [at.part] : []}
          onChange={([part]) => setAt({ part })}
          options={[...new Set(all.map(partOf))].map((value) => ({
            value,
            label: t(`attention:notices.part.${value}`),
            count: all.filter((letter) => partOf(letter) === value).length,
          }))}
        />
        <Filter
          single
          label={t('letters.column.words')}
          value={at.words ? [at.words] : []}
          onChange={([value]) => setAt({ words: value })}
          options={(['ours', 'own', 'stale', 'closed'] as const).map((value) => ({
            value,
            label: t(`letters.filter.${value}`),
            count: all.filter((letter) => words(letter) === value).length,
          }))}
        />
      </FilterBar>
      <DataTable
        label={t('letters.title')}
        name="letters"
        counted={(count, number) => t('letters.count', { count, number })}
        rows={rows}
        columns={columns}
        rowKey={(letter) => letter.template}
        filtered={active > 0 || Boolean(at.q)}
        onOpen={(letter) => void go(`/program/communications/letters/${letter.template}`)}
        empty={<Empty title={t('letters.none.title')}>{t('letters.none.body')}</Empty>}
      />
    </Page>
  )
}
