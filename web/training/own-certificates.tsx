/** What somebody has learned, on paper if they like. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { addressOf, useOperation } from '../api.ts'
import { List, Row } from '../ui/list.tsx'
import { State } from '../ui/meter.tsx'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { certificateTones } from './certificate-tones.ts'
import classes from './training.module.css'

export function OwnCertificates() {
  const { t } = useTranslation('training')
  const f = useFormat()
  const query = useOperation('certificates.mine', {})
  const held = query.data?.certificates ?? []
  if (held.length === 0) return null
  return (
    <Section title={t('certificates.mine')} bare>
      <List>
        {held.map((one) => (
          <Row
            key={one.id}
            title={one.title}
            to={`/certificates/${one.number}`}
            says={[
              <span key="until" className={classes.meta}>
                <State tone={certificateTones[one.state]}>{t(`certificates.states.${one.state}`)}</State>
                <span>
                  {one.expiresOn
                    ? t('certificates.untilDay', { day: f.day(one.expiresOn, 'short') })
                    : t('certificates.noEnd')}
                </span>
              </span>,
              one.reason,
            ]}
            acts={
              one.state === 'revoked' ? undefined : (
                <Button
                  component="a"
                  href={addressOf('certificates.paper', { certificateId: one.id })}
                  variant="default"
                  aria-label={t('certificates.paperOf', { title: one.title })}
                >
                  {t('certificates.paper')}
                </Button>
              )
            }
          />
        ))}
      </List>
    </Section>
  )
}
