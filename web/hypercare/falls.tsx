/** Parts of the company in which a habit fell back after the hand-over, with what to do first. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Fall } from '../../contract/hypercare.ts'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty } from '../ui/states.tsx'
import classes from './hypercare.module.css'

export function Falls({ falls }: { falls: readonly Fall[] }) {
  const { t } = useTranslation('hypercare')
  const f = useFormat()
  const of = ({ numerator, denominator }: Fall['found']) =>
    t('fall.of', { n: f.number(numerator), d: f.number(denominator) })
  return (
    <Section title={t('fall.title')} description={t('fall.body')}>
      {falls.length === 0 ? (
        <Empty small title={t('fall.none')}>
          {t('fall.noneBody')}
        </Empty>
      ) : (
        <ul className={classes.risks}>
          {falls.map((one) => (
            <li key={one.id}>
              <span className={classes.rowWords}>
                <strong dir="auto">{one.label}</strong>
                <span>
                  {t('fall.line', {
                    what: t(`fall.metric.${one.metric}`),
                    was: f.share(one.reference.numerator, one.reference.denominator),
                    wasOf: of(one.reference),
                    wasOn: f.day(one.reference.on, 'short'),
                    is: f.share(one.found.numerator, one.found.denominator),
                    isOf: of(one.found),
                    isOn: f.day(one.found.on, 'short'),
                  })}
                </span>
                {one.closedOn ? null : <span className={classes.quiet}>{t('fall.next')}</span>}
              </span>
              <span className={classes.acts}>
                <State tone={one.lost ? 'quiet' : one.closedOn ? 'good' : 'warn'}>
                  {one.closedOn
                    ? t(one.lost ? 'fall.lost' : 'fall.closed', { day: f.day(one.closedOn, 'short') })
                    : t('fall.open')}
                </State>
                <Button
                  component={Go}
                  to={`/program/metrics/${one.metric}`}
                  search={{ kind: one.kind, key: one.key }}
                  size="compact-sm"
                  variant="default"
                >
                  {t('fall.numbers')}
                  <span className="spoken">: {one.label}</span>
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
