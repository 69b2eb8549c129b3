/** One task of one’s own: what it is for, what waits for it, and the tick. */
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { State } from '../ui/meter.tsx'
import { Facts } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, Note, TextSkeleton } from '../ui/states.tsx'
import { tones } from './acts.ts'
import classes from './roadmap.module.css'
import { Tick } from './tick.tsx'

export function MyTaskPanel() {
  const { t } = useTranslation('roadmap')
  const f = useFormat()
  const { taskId = '' } = useParams({ strict: false }) as { taskId?: string }
  const query = useOperation('roadmap.mine', {})
  const found = query.data?.tasks.find((one) => one.id === taskId)
  return (
    <SidePanel title={found?.title ?? t('task')} kind={t('task')} back="/program/my-tasks">
      <Loaded query={query} skeleton={<TextSkeleton lines={5} />}>
        {({ today }) =>
          found ? (
            <div className={classes.panel} key={found.id}>
              <div className={classes.states}>
                <State tone={tones[found.state]}>{t(`state.${found.state}`)}</State>
              </div>
              {found.about ? (
                <p className={classes.written} dir="auto">
                  {found.about}
                </p>
              ) : null}
              <Tick task={found} today={today} />
              <Facts
                facts={[
                  { label: t('column.phase'), value: t(`phase.${found.phase}`) },
                  ...(found.wave
                    ? [{ label: t('column.wave'), value: <span dir="auto">{found.wave.name}</span> }]
                    : []),
                  { label: t('column.starts'), value: <When on={found.startsOn} style="long" /> },
                  { label: t('column.due'), value: <When on={found.dueOn} style="long" /> },
                  ...(found.slack !== null
                    ? [
                        {
                          label: t('column.slack'),
                          value:
                            found.slack < 0
                              ? t('slack.missing', { count: -found.slack, n: f.number(-found.slack) })
                              : t('slack.left', { count: found.slack, n: f.number(found.slack) }),
                        },
                      ]
                    : []),
                  { label: t('after'), value: found.waitsFor.length > 0 ? f.list(found.waitsFor) : t('nothing') },
                  { label: t('before'), value: found.before.length > 0 ? f.list(found.before) : t('nothing') },
                ]}
              />
              <p className={classes.plain}>{t('mine.else')}</p>
            </div>
          ) : (
            <Note title={t('mine.notYours')} />
          )
        }
      </Loaded>
    </SidePanel>
  )
}
