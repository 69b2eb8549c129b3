/** Which waves are in their first weeks, and which were handed over. */
import { IconLifebuoy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { List, Row } from '../ui/list.tsx'
import { Meter } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { Falls } from './falls.tsx'
import { StageWord } from './stage-word.tsx'

export function HypercarePage() {
  const { t } = useTranslation('hypercare')
  const f = useFormat()
  const query = useOperation('hypercare.list', {})
  return (
    <Page title={t('waves.title')} description={t('waves.body')} help={t('waves.help')}>
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={3} />}
        empty={(a) =>
          a.waves.length === 0 && (
            <Empty icon={<IconLifebuoy size={22} stroke={1.6} />} title={t('waves.none')}>
              {t('waves.noneBody')}
            </Empty>
          )
        }
      >
        {({ waves, falls }) => (
          <>
            <List>
              {waves.map((one) => (
                <Row
                  key={one.wave.id}
                  title={one.wave.name}
                  to={`/program/hypercare/${one.wave.id}`}
                  says={
                    one.stage === 'handed_over'
                      ? t('waves.since', { day: f.day(one.wentLiveOn, 'short') })
                      : t('met', { count: one.of, met: f.number(one.met), of: f.number(one.of) })
                  }
                  end={
                    <>
                      {one.stage === 'running' ? (
                        <Meter
                          share={one.day / one.days}
                          label={t('stage.running', { day: f.number(one.day), days: f.number(one.days) })}
                          size="small"
                          showValue={false}
                        />
                      ) : null}
                      <StageWord stage={one.stage} day={one.day} days={one.days} handedOverOn={one.handedOverOn} />
                    </>
                  }
                />
              ))}
            </List>
            {waves.some((one) => one.stage === 'handed_over') ? <Falls falls={falls} /> : null}
          </>
        )}
      </Loaded>
    </Page>
  )
}
