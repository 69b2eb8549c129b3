/** Choosing what a message starts from. Everything else has a sensible value and is changed on its page. */
import { Button, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { Go, useAddress, useGo } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, ProblemNote } from '../ui/states.tsx'
import classes from './campaigns.module.css'

type Choices = Answer<'campaigns.choices'>
const phases = ['before', 'at', 'after'] as const

export function NewMessagePage() {
  const { t } = useTranslation('campaigns')
  const choices = useOperation('campaigns.choices', {})
  return (
    <Page
      title={t('new.title')}
      description={t('new.description')}
      back={{ to: '/program/communications', label: t('back') }}
    >
      <Loaded
        query={choices}
        empty={(found) =>
          found.waves.length === 0 && (
            <Empty title={t('new.noWave.title')} action={<Go to="/program/waves">{t('new.noWave.action')}</Go>}>
              {t('new.noWave.body')}
            </Empty>
          )
        }
      >
        {(found) => <Templates choices={found} />}
      </Loaded>
    </Page>
  )
}

function Templates({ choices }: { choices: Choices }) {
  const { t } = useTranslation('campaigns')
  const f = useFormat()
  const go = useGo()
  // Where somebody comes from a wave, or because a certain sender should speak.
  const [at, setAt] = useAddress<{ wave?: string; sender?: string }>()
  const wave =
    choices.waves.find((one) => one.id === at.wave) ?? choices.waves.find((one) => !one.live) ?? choices.waves.at(-1)!
  const waveId = wave.id
  const theirs = choices.templates.filter((one) => one.sender === at.sender)
  const offered = theirs.length > 0 ? theirs : choices.templates
  const create = useAct('campaigns.create', {
    invalidates: ['campaigns.list'],
    showsProblem: true,
    onDone: (made) => void go(`/program/communications/${made.id}`),
  })
  const on = (phase: string) => (phase === 'at' ? wave.goesLiveOn : phase === 'before' ? wave.preparesOn : null)
  return (
    <>
      {create.error ? <ProblemNote small error={create.error} /> : null}
      <Select
        label={t('wave')}
        w={320}
        maw="100%"
        allowDeselect={false}
        value={waveId}
        onChange={(value) => value && setAt({ wave: value })}
        data={choices.waves.map((one) => ({ value: one.id, label: one.name }))}
      />
      {phases.map((phase) => {
        const templates = offered.filter((one) => one.phase === phase)
        return templates.length === 0 ? null : (
          <section key={phase} aria-label={t(`phase.${phase}`)} className={classes.phase}>
            <h2>{t(`phase.${phase}`)}</h2>
            <ul className={classes.templates}>
              {templates.map((one) => (
                <li key={one.id}>
                  <button
                    type="button"
                    className={classes.template}
                    disabled={create.isPending}
                    onClick={() => create.mutate({ template: one.id, waveId, sendsOn: on(phase) })}
                  >
                    <strong>{one.title}</strong>
                    <span>{one.preview}</span>
                    <small>
                      {t('new.meta', {
                        sender: t(`sender.${one.sender}`),
                        audience: t(`audience.${one.audience}`),
                        minutes: f.number(one.minutes),
                      })}
                    </small>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
      {offered === theirs ? (
        <Button variant="subtle" mt={20} onClick={() => setAt({ sender: undefined })}>
          {t('new.all')}
        </Button>
      ) : null}
    </>
  )
}
