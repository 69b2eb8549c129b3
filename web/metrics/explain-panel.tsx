/** Where one number comes from. */
import { useParams } from '@tanstack/react-router'
import { useOperation } from '../api.ts'
import { TakeTable } from '../ui/take-table.tsx'
import { Facts } from '../ui/page.tsx'
import { When } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, Note, TextSkeleton } from '../ui/states.tsx'
import { type MetricId, usePlace } from './address.ts'
import { Now } from './card.tsx'
import { useMetricWords } from './words.tsx'
import classes from './metrics.module.css'

export function ExplainPanel() {
  const { metric } = useParams({ strict: false }) as { metric: MetricId }
  const { query } = usePlace()
  const { t, f, segment: nameOf, value, of, aim, target: targetWords } = useMetricWords()
  const found = useOperation('metrics.explain', { metric, ...query })
  const e = found.data
  const copied = () => [
    [t('copy.asOf'), t('copy.numerator'), t('copy.denominator'), e?.definition.name ?? ''],
    ...(e?.history ?? []).map((p) => [p.asOf, p.numerator, p.denominator, p.value ?? '']),
  ]
  return (
    <SidePanel
      title={e?.definition.name ?? t('explain.title')}
      kind={e ? `${t('explain.title')} · ${nameOf(e.segment)}` : t('explain.title')}
      back="/program/metrics"
    >
      <Loaded query={found} skeleton={<TextSkeleton lines={9} />}>
        {(x) => {
          const point = x.now.state === 'shown' || x.now.state === 'held' ? x.now.point : null
          return (
            <div className={classes.panel}>
              <div className={classes.head}>
                <Now chart={x} floor={x.floor} />
              </div>
              <p>{x.definition.sentence}</p>
              <p className={classes.formula}>{x.definition.formula}</p>
              {x.now.state === 'held' ? (
                <Note>{t('held.long', { on: f.day(x.now.peopleOf, 'long'), floor: x.floor, most: x.floor - 1 })}</Note>
              ) : null}
              {x.now.state === 'hidden' ? (
                <Note>
                  {t(x.now.because === 'floor' ? 'hidden.floorLong' : 'hidden.complementLong', { floor: x.floor })}
                </Note>
              ) : null}
              <Facts
                facts={[
                  ...(point
                    ? [
                        // A value of the company's own may have been brought without one.
                        ...(x.definition.of === 'imported' && point.numerator === 0
                          ? []
                          : [
                              {
                                label: t('explain.numerator'),
                                value: `${f.number(point.numerator)} · ${x.definition.numerator}`,
                              },
                            ]),
                        {
                          label: t('explain.denominator'),
                          value: `${f.number(point.denominator)} · ${x.definition.denominator}`,
                        },
                        { label: t('explain.asOf'), value: <When on={point.asOf} style="long" /> },
                      ]
                    : [
                        { label: t('explain.numerator'), value: x.definition.numerator },
                        { label: t('explain.denominator'), value: x.definition.denominator },
                      ]),
                  ...(x.knownAt ? [{ label: t('explain.knownAt'), value: f.exact(x.knownAt) }] : []),
                  ...(x.brought
                    ? [
                        {
                          label: t('explain.source'),
                          value: t(x.brought.file === null ? 'explain.broughtApi' : 'explain.broughtFile', {
                            name: x.brought.by,
                            at: f.exact(x.brought.at),
                            file: x.brought.file ?? '',
                          }),
                        },
                      ]
                    : []),
                  // Answers are nobody's, so they know no roster.
                  ...(x.definition.of === 'answers' || x.definition.of === 'imported'
                    ? []
                    : [
                        {
                          label: t('explain.roster'),
                          value: t(x.roster === 'live' ? 'roster.liveLong' : 'roster.frozenLong'),
                        },
                      ]),
                  {
                    label: t('explain.target'),
                    value: x.target
                      ? targetWords(x.target, aim(x.definition, x.target.value))
                      : x.definition.rise
                        ? t('target.rise', { value: f.number(x.definition.rise.by), count: x.definition.rise.months })
                        : t(x.definition.within ? 'target.part' : 'target.none'),
                  },
                  ...(x.baseline
                    ? [
                        {
                          label: t('explain.baseline'),
                          value: `${aim(x.definition, x.baseline.value)}${x.baseline.source ? ` · ${x.baseline.source}` : ''}`,
                        },
                      ]
                    : []),
                  {
                    label: t('explain.floor'),
                    value:
                      x.definition.floor === 1 ? t('explain.noFloor') : t('explain.floorValue', { floor: x.floor }),
                  },
                  {
                    label: t('explain.version'),
                    value: `${x.definition.id} · ${t('version', { number: x.definition.version })}`,
                  },
                ]}
              />
              <h3 className={classes.sub}>{t('explain.counts')}</h3>
              <ul className={classes.list}>
                {x.definition.counts.map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
              <h3 className={classes.sub}>{t('explain.excludes')}</h3>
              <ul className={classes.list}>
                {x.definition.excludes.map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
              {x.history.length > 0 ? (
                <>
                  <div className={classes.subRow}>
                    <h3 className={classes.sub}>{t('explain.history')}</h3>
                    <TakeTable title={x.definition.name} rows={copied} />
                  </div>
                  <table className={classes.history}>
                    <tbody>
                      {x.history.map((p) => (
                        <tr key={p.asOf}>
                          <th scope="row">{f.day(p.asOf, 'short')}</th>
                          <td>{value(x.definition, p)}</td>
                          <td>{of(x.definition, p)}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </>
              ) : null}
            </div>
          )
        }}
      </Loaded>
    </SidePanel>
  )
}
