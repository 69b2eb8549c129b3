/** What was published when, and what each version changed. */
import { Button } from '@mantine/core'
import { IconChevronRight, IconStack2 } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { Go } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, TextSkeleton } from '../ui/states.tsx'
import { WithProgram, type Program } from './current.tsx'
import { Differences } from './differences.tsx'
import classes from './versions-page.module.css'

type Version = Answer<'program.versions'>['versions'][number]

export function VersionsPage() {
  return <WithProgram>{(program) => <Versions program={program} />}</WithProgram>
}

function Versions({ program }: { program: Program }) {
  const { t } = useTranslation('program')
  const versions = useOperation('program.versions', { programId: program.id })
  const publish =
    program.unpublished.length > 0 ? (
      <Button component={Go} to="/program/design/publish" variant="default">
        {t('versions.unpublished', { count: program.unpublished.length })}
      </Button>
    ) : undefined
  return (
    <Page
      title={t('versions.title')}
      description={t('versions.description')}
      back={{ to: '/program', label: t('overview.back') }}
      action={publish}
    >
      <Loaded
        query={versions}
        empty={(a) =>
          a.versions.length === 0 && (
            <Empty
              title={t('versions.none')}
              icon={<IconStack2 size={22} stroke={1.6} />}
              action={
                <Button component={Go} to="/program/design">
                  {t('overview.openDesign')}
                </Button>
              }
            >
              {t('versions.noneBody')}
            </Empty>
          )
        }
      >
        {(a) => (
          <ol className={classes.versions} reversed>
            {a.versions.map((v, i) => (
              <OneVersion key={v.number} program={program} version={v} open={i === 0} />
            ))}
          </ol>
        )}
      </Loaded>
    </Page>
  )
}

function OneVersion({ program, version, open }: { program: Program; version: Version; open: boolean }) {
  const { t } = useTranslation('program')
  const f = useFormat()
  const [shown, setShown] = useState(open)
  const difference = useOperation(
    'program.difference',
    { programId: program.id, to: version.number },
    { enabled: shown, staleTime: 3_600_000 },
  )
  return (
    <li>
      <details open={open} onToggle={(e) => setShown(e.currentTarget.open)}>
        <summary>
          <IconChevronRight size={16} aria-hidden className={`${classes.arrow} flips`} />
          <strong>{t('versions.number', { number: version.number })}</strong>
          <span>
            <When at={version.publishedAt} />
            {version.publishedBy ? ` · ${version.publishedBy.name}` : ''}
          </span>
          <span>
            {version.waves.length > 0
              ? t('versions.runs', { waves: f.list(version.waves.map((w) => w.name)), count: version.waves.length })
              : t('versions.noWave')}
          </span>
          {version.note ? <em>{version.note}</em> : null}
        </summary>
        {shown ? (
          <div className={classes.changes}>
            <Loaded query={difference} skeleton={<TextSkeleton />}>
              {(found) => (
                <>
                  <p>{found.from === null ? t('versions.first') : t('versions.since', { number: found.from })}</p>
                  <Differences found={found} />
                </>
              )}
            </Loaded>
          </div>
        ) : null}
      </details>
    </li>
  )
}
