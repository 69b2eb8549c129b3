/** What was found in a file, by kind; each kind opens to its lines, a page at a time. */
import { Button } from '@mantine/core'
import { IconChevronRight, IconColumns3 } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { Go, useAddress } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, TextSkeleton } from '../ui/states.tsx'
import { useSaying, type Finding, type Whole } from './saying.ts'
import { Pager } from './pager.tsx'
import classes from './people.module.css'

const atOnce = 50

/** What a word about columns, dates or a status puts right, without another file. */
const settledByMapping = new Set<Finding['code']>([
  'status_unknown',
  'column_not_imported',
  'date_ambiguous',
  'date_two_digit_year',
  'encoding_suspicious',
  'characters_lost',
])
const settleable = ({ import: of }: Whole): boolean => of.state === 'looked' || of.state === 'refused'

export function FindingsList({ whole }: { whole: Whole }) {
  const [at, setAt] = useAddress<{ kind?: string }>()
  return (
    <ul className={classes.kinds}>
      {whole.kinds.map((kind) => (
        <Kind
          key={kind.code}
          of={whole}
          kind={kind}
          opened={at.kind === kind.code}
          onToggle={() => setAt({ kind: at.kind === kind.code ? undefined : kind.code })}
        />
      ))}
    </ul>
  )
}

function Kind({
  of,
  kind,
  opened,
  onToggle,
}: {
  of: Whole
  kind: Whole['kinds'][number]
  opened: boolean
  onToggle: () => void
}) {
  const { t } = useTranslation('people')
  const f = useFormat()
  const id = useId()
  return (
    <li>
      <button type="button" className={classes.kind} aria-expanded={opened} aria-controls={id} onClick={onToggle}>
        <IconChevronRight size={16} aria-hidden />
        <span className={classes.kindName}>{t(`kinds.${kind.code}`)}</span>
        <State tone={kind.severity === 'refused' ? 'bad' : 'warn'}>{t(`severity.${kind.severity}`)}</State>
        <span className={classes.kindCount}>{f.number(kind.count)}</span>
      </button>
      <div id={id} className={classes.found} hidden={!opened}>
        {opened ? (
          <>
            {settledByMapping.has(kind.code) && settleable(of) ? (
              <Button
                component={Go}
                to={`/settings/people/${of.import.id}/columns`}
                variant="default"
                size="compact-sm"
                className={classes.settle}
                leftSection={<IconColumns3 size={14} aria-hidden />}
              >
                {t('found.map')}
              </Button>
            ) : null}
            <Lines of={of} code={kind.code} />
          </>
        ) : null}
      </div>
    </li>
  )
}

function Lines({ of, code }: { of: Whole; code: Finding['code'] }) {
  const { t } = useTranslation('people')
  const f = useFormat()
  const say = useSaying()
  const [offset, setOffset] = useState(0)
  const lines = useOperation('imports.findings', { id: of.import.id, code, limit: atOnce, offset }, { keep: true })
  return (
    <Loaded query={lines} skeleton={<TextSkeleton lines={4} />} small>
      {({ findings, total }) => (
        <>
          <ul className={classes.findings} aria-label={t(`kinds.${code}`)} aria-busy={lines.isPlaceholderData}>
            {findings.map((found, i) => (
              <li key={`${offset}-${i}`}>
                <span className={classes.where}>
                  <span>
                    <strong>{t('found.line', { number: f.number(found.line) })}</strong>
                    {found.id ? ` · ${t('found.number', { number: found.id })}` : ''}
                  </span>
                  {found.column ? <span>{found.column}</span> : null}
                </span>
                <span>{say.finding(found)}</span>
              </li>
            ))}
          </ul>
          <Pager offset={offset} total={total} size={atOnce} onOffset={setOffset} />
        </>
      )}
    </Loaded>
  )
}
