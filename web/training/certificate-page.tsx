/** Does this certificate hold? For colleagues who were shown its number. */
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { State } from '../ui/meter.tsx'
import { Facts, Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, PageSkeleton } from '../ui/states.tsx'
import { certificateTones } from './certificate-tones.ts'

export function CertificatePage() {
  const { t } = useTranslation('training')
  const f = useFormat()
  const { number = '' } = useParams({ strict: false }) as { number?: string }
  const query = useOperation('certificates.look', { number })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(one) => (
        <Page title={one.title} width="reading" help={t('certificates.lookHelp')}>
          <p>
            <State tone={certificateTones[one.state]}>{t(`certificates.states.${one.state}`)}</State>
          </p>
          <Facts
            facts={[
              { label: t('certificates.person'), value: one.person.name },
              { label: t('certificates.by'), value: one.organization },
              { label: t('certificates.issued'), value: f.day(one.issuedOn, 'long') },
              {
                label: t('certificates.until'),
                value: one.expiresOn ? f.day(one.expiresOn, 'long') : t('certificates.noEnd'),
              },
              { label: t('certificates.number'), value: one.number },
            ]}
          />
        </Page>
      )}
    </Loaded>
  )
}
