/** Who starts when? The roadmap, and each wave at an address of its own. */
import { Button } from '@mantine/core'
import { IconPlus, IconRoute } from '@tabler/icons-react'
import { Outlet, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation, useRows } from '../api.ts'
import { DataTable } from '../ui/data-table.tsx'
import { Go, useGo } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded } from '../ui/states.tsx'
import { WithProgram, type Program } from './current.tsx'
import { Roadmap } from './roadmap.tsx'
import { WaveWord } from './wave-word.tsx'
import classes from './waves-page.module.css'
import { useWaveSize } from './wave-size.ts'

export function WavesPage() {
  return <WithProgram>{(program) => <Waves program={program} />}</WithProgram>
}

function Waves({ program }: { program: Program }) {
  const { t } = useTranslation('program')
  const go = useGo()
  const f = useFormat()
  const size = useWaveSize()
  const { waveId } = useParams({ strict: false }) as { waveId?: string }
  const waves = useOperation('waves.list', { programId: program.id })
  const rows = useRows(waves.data?.waves, waves)
  const plan = waves.data?.mayLaunch ? (
    <Button component={Go} to="/program/waves/new" search={true} leftSection={<IconPlus size={16} aria-hidden />}>
      {t('waves.plan')}
    </Button>
  ) : null
  return (
    <Page title={t('waves.title')} description={t('waves.description')} help={t('waves.help')} action={plan}>
      <Loaded
        query={waves}
        empty={(a) =>
          a.waves.length === 0 && (
            <Empty
              title={t('waves.none')}
              icon={<IconRoute size={22} stroke={1.6} />}
              action={plan}
              example={
                <ul className={classes.example}>
                  <li>
                    <strong>{t('waves.exampleOne')}</strong>
                    <span>{t('waves.exampleOneBody')}</span>
                  </li>
                  <li>
                    <strong>{t('waves.exampleTwo')}</strong>
                    <span>{t('waves.exampleTwoBody')}</span>
                  </li>
                </ul>
              }
            >
              {t('waves.noneBody')}
            </Empty>
          )
        }
      >
        {(a) => (
          <>
            <Roadmap waves={a.waves} today={a.today} />
            <div className={classes.table}>
              <DataTable
                label={t('waves.title')}
                name="waves"
                counted={(count, number) => t('waves.count', { count, number })}
                rows={rows}
                rowKey={(w) => w.id}
                current={waveId ?? null}
                onOpen={(w) => void go(`/program/waves/${w.id}`, { search: true })}
                columns={[
                  {
                    id: 'name',
                    header: t('wave.name'),
                    width: 'minmax(160px, 2fr)',
                    fixed: true,
                    phone: 'title',
                    cell: (w) => <strong className={classes.strong}>{w.name}</strong>,
                  },
                  {
                    id: 'state',
                    header: t('wave.state'),
                    width: 'minmax(120px, 1fr)',
                    phone: 'end',
                    cell: (w) => <WaveWord state={w.state} paused={w.halt?.kind === 'pause'} />,
                  },
                  {
                    id: 'audience',
                    header: t('wave.audience'),
                    width: 'minmax(140px, 1.4fr)',
                    cell: (w) => w.audience?.name ?? '–',
                  },
                  {
                    id: 'people',
                    header: t('wave.people'),
                    width: '96px',
                    align: 'end',
                    cell: (w) => size(w).shown,
                  },
                  {
                    id: 'prepares',
                    header: t('wave.prepares'),
                    width: '120px',
                    phone: 'off',
                    cell: (w) => (w.preparesOn ? <When on={w.preparesOn} style="short" /> : '–'),
                  },
                  {
                    id: 'live',
                    header: t('wave.goesLive'),
                    width: '120px',
                    cell: (w) => (w.goesLiveOn ? <When on={w.goesLiveOn} style="short" /> : '–'),
                  },
                  {
                    id: 'version',
                    header: t('wave.version'),
                    width: '84px',
                    align: 'end',
                    phone: 'off',
                    cell: (w) => (w.version === null ? '–' : f.number(w.version)),
                  },
                ]}
              />
            </div>
            <Section title={t('rule.title')}>
              <ul className={classes.rule}>
                {(['before', 'both', 'after', 'leave'] as const).map((part) => (
                  <li key={part}>{t(`rule.${part}`)}</li>
                ))}
              </ul>
            </Section>
          </>
        )}
      </Loaded>
      <Outlet />
    </Page>
  )
}
