/** Whom a dry run would add, change or end: a list for each kind, searched and a page at a time. */
import { Button } from '@mantine/core'
import { IconChevronRight, IconDownload } from '@tabler/icons-react'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf, useOperation, type Answer } from '../api.ts'
import { SearchField } from '../ui/filter-bar.tsx'
import { Go, useAddress } from '../ui/link.tsx'
import { Section } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Loaded, TextSkeleton } from '../ui/states.tsx'
import { pickLanguage } from '../words.ts'
import { useLookAgain } from './look-again.ts'
import { Pager } from './pager.tsx'
import type { Whole } from './saying.ts'
import classes from './people.module.css'

const atOnce = 50

type Named = Answer<'imports.people'>['people'][number]
const kinds = [
  'added',
  'left',
  'rehired',
  'moved',
  'managerChanged',
  'titleChanged',
  'changed',
] as const satisfies readonly Named['kind'][]
/** Between a value before and one after. */
const twoValued = new Set<Named['kind']>(['moved', 'managerChanged', 'titleChanged'])

export function NamedList({ whole }: { whole: Whole }) {
  const { t, i18n } = useTranslation('people')
  const [at, setAt] = useAddress<{ who?: string; q?: string }>()
  const again = useLookAgain(whole)
  const counts = whole.import.counts!
  const some = kinds.filter((kind) => counts[kind] > 0)
  if (some.length === 0) return null
  return (
    <Section
      title={t('named.title')}
      description={t('named.description')}
      action={
        whole.named ? (
          <Button
            component="a"
            href={addressOf('imports.peopleFile', { id: whole.import.id, language: pickLanguage([i18n.language]) })}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t('named.downloadAll')}
          </Button>
        ) : (
          <Button variant="default" loading={again.isPending} onClick={again.look}>
            {t('again')}
          </Button>
        )
      }
    >
      {whole.named ? (
        <ul className={classes.kinds}>
          {some.map((kind) => (
            <Kind
              key={kind}
              of={whole}
              kind={kind}
              count={counts[kind]}
              opened={at.who === kind}
              q={at.q}
              onSearch={(q) => setAt({ q })}
              onToggle={() => setAt({ who: at.who === kind ? undefined : kind, q: undefined })}
            />
          ))}
        </ul>
      ) : (
        <p className={classes.nothing}>{t('named.gone')}</p>
      )}
    </Section>
  )
}

type KindProps = {
  of: Whole
  kind: Named['kind']
  count: number
  opened: boolean
  q: string | undefined
  onSearch: (q: string | undefined) => void
  onToggle: () => void
}

function Kind({ of, kind, count, opened, q, onSearch, onToggle }: KindProps) {
  const { t, i18n } = useTranslation('people')
  const f = useFormat()
  const id = useId()
  return (
    <li>
      <button type="button" className={classes.kind} aria-expanded={opened} aria-controls={id} onClick={onToggle}>
        <IconChevronRight size={16} aria-hidden />
        <span className={classes.kindName}>{t(`named.kinds.${kind}`)}</span>
        <span className={classes.kindCount}>{t('named.people', { count, number: f.number(count) })}</span>
      </button>
      <div id={id} className={classes.found} hidden={!opened}>
        {opened ? (
          <>
            <div className={classes.namedTools}>
              {count > 8 ? <SearchField value={q} onChange={onSearch} label={t('named.search')} /> : null}
              <Button
                component="a"
                href={addressOf('imports.peopleFile', {
                  id: of.import.id,
                  kind,
                  language: pickLanguage([i18n.language]),
                })}
                download
                variant="default"
                size="compact-sm"
                leftSection={<IconDownload size={14} aria-hidden />}
              >
                {t('named.download')}
              </Button>
            </div>
            <People of={of} kind={kind} q={q} />
          </>
        ) : null}
      </div>
    </li>
  )
}

function People({ of, kind, q }: { of: Whole; kind: Named['kind']; q: string | undefined }) {
  const { t } = useTranslation('people')
  const [offset, setOffset] = useState(0)
  useEffect(() => setOffset(0), [q])
  const people = useOperation(
    'imports.people',
    { id: of.import.id, kind, limit: atOnce, offset, ...(q ? { q } : {}) },
    { keep: true },
  )
  return (
    <Loaded query={people} skeleton={<TextSkeleton lines={4} />} small>
      {({ people: rows, total }) =>
        rows.length === 0 ? (
          <p className={classes.quiet} role="status">
            {t('named.none')}
          </p>
        ) : (
          <>
            <ul className={classes.findings} aria-label={t(`named.kinds.${kind}`)} aria-busy={people.isPlaceholderData}>
              {rows.map((one, i) => (
                <Row key={`${offset}-${i}`} one={one} />
              ))}
            </ul>
            <Pager offset={offset} total={total} size={atOnce} onOffset={setOffset} />
          </>
        )
      }
    </Loaded>
  )
}

function Row({ one }: { one: Named }) {
  const { t } = useTranslation('people')
  const f = useFormat()
  return (
    <li>
      <span className={classes.where}>
        <strong>{one.personId ? <Go to={`/people/${one.personId}`}>{one.name}</Go> : one.name}</strong>
        {one.number ? <span>{t('found.number', { number: one.number })}</span> : null}
      </span>
      <span>
        {twoValued.has(one.kind)
          ? t('named.from', { was: one.was ?? t('named.nothing'), becomes: one.becomes ?? t('named.nothing') })
          : one.fields.length > 0
            ? f.list(one.fields.map((field) => t(`named.fields.${field}`)))
            : (one.becomes ?? one.was)}
        <small className={classes.since}>
          <When on={one.day} />
        </small>
      </span>
    </li>
  )
}
