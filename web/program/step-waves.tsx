/** The last step of the design: who starts when. Planned on the waves page, summed up here. */
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { Go } from '../ui/link.tsx'
import { Empty, Loaded } from '../ui/states.tsx'
import type { StepProps } from './design-page.tsx'
import classes from './steps.module.css'
import { Roadmap } from './roadmap.tsx'
import { TextLink } from './text-link.tsx'

export function WavesStep({ program, mayDesign }: StepProps) {
  const { t } = useTranslation('program')
  const waves = useOperation('waves.list', { programId: program.id })
  const plan = mayDesign ? (
    <Button component={Go} to="/program/waves/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t('waves.plan')}
    </Button>
  ) : null
  return (
    <Loaded
      query={waves}
      empty={(a) =>
        a.waves.length === 0 && (
          <Empty small title={t('waves.none')} action={plan}>
            {t('waves.noneBody')}
          </Empty>
        )
      }
    >
      {(a) => (
        <div className={classes.two}>
          <Roadmap waves={a.waves} today={a.today} />
          <div className={classes.between}>
            {plan}
            <TextLink to="/program/waves">{t('waves.all')}</TextLink>
          </div>
        </div>
      )}
    </Loaded>
  )
}
