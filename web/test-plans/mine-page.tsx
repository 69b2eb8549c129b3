/** What would you try? The scripts of one person, what they are asked to try again, and what they see to. */
import { IconChecklist } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { List, Row } from '../ui/list.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, Note, RowsSkeleton } from '../ui/states.tsx'
import classes from './test-plans.module.css'
import { SeverityWord } from './words-of.tsx'

type Mine = Answer<'tests.mine'>
type Plan = Mine['plans'][number]

export function MinePage() {
  const { t } = useTranslation('test-plans')
  const query = useOperation('tests.mine', {})
  return (
    <Page title={t('mine.title')} description={t('mine.body')} help={t('mine.help')} width="reading">
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={5} />}
        empty={(a) =>
          a.plans.length + a.findings.length === 0 && (
            <Empty title={t('mine.none')} icon={<IconChecklist size={22} stroke={1.6} />}>
              {t('mine.noneBody')}
            </Empty>
          )
        }
      >
        {(a) => (
          <>
            <Findings
              title={t('mine.again')}
              body={t('mine.againBody')}
              some={a.findings.filter((one) => one.as === 'finder')}
            />
            <Findings
              title={t('mine.fix')}
              body={t('mine.fixBody')}
              some={a.findings.filter((one) => one.as === 'owner')}
            />
            {a.plans.map((plan) => (
              <One key={plan.wave.id} plan={plan} />
            ))}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Findings({ title, body, some }: { title: string; body: string; some: Mine['findings'] }) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  if (some.length === 0) return null
  return (
    <Section title={title} description={body} bare>
      <List>
        {some.map((one) => (
          <Row
            key={one.id}
            title={t('numbered', { n: f.number(one.number), title: one.script.name })}
            to={`/tests/${one.waveId}/findings/${one.id}`}
            says={<span dir="auto">{one.words}</span>}
            end={<SeverityWord severity={one.severity} />}
          />
        ))}
      </List>
    </Section>
  )
}

const isOpen = (state: Plan['scripts'][number]['state']) =>
  state === 'to_do' || state === 'begun' || state === 'changed'

function One({ plan }: { plan: Plan }) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const open = plan.scripts.filter((one) => isOpen(one.state))
  const minutes = open.reduce((sum, one) => sum + one.minutes, 0)
  return (
    <Section
      title={plan.wave.name}
      description={
        open.length > 0
          ? [
              t('mine.open', { count: open.length, n: f.number(open.length) }),
              t('minutes', { count: minutes, n: f.number(minutes) }),
              t('mine.due', { day: f.day(plan.dueOn, 'long') }),
            ].join(' · ')
          : t('mine.done')
      }
      bare
    >
      {!plan.access ? (
        <Note tone="accent" title={t('mine.noAccess')}>
          {plan.accessFrom ? t('mine.accessFrom', { day: f.day(plan.accessFrom, 'long') }) : t('mine.noAccessBody')}
        </Note>
      ) : null}
      <List>
        {plan.scripts.map((one) => (
          <Row
            key={one.scriptId}
            title={one.title}
            to={`/tests/${plan.wave.id}/${one.scriptId}`}
            says={[
              t(`as.${one.role}`),
              t('minutes', { count: one.minutes, n: f.number(one.minutes) }),
              one.must ? '' : t('mine.may'),
            ]
              .filter(Boolean)
              .join(' · ')}
            end={<MyState state={one.state} />}
          />
        ))}
      </List>
      <p className={classes.after}>{plan.lead ? t('mine.who', { name: plan.lead.name }) : t('mine.whoNobody')}</p>
    </Section>
  )
}

function MyState({ state }: Pick<Plan['scripts'][number], 'state'>) {
  const { t } = useTranslation('test-plans')
  const tone = (
    { to_do: 'quiet', begun: 'accent', changed: 'warn', passed: 'good', failed: 'bad', could_not: 'warn' } as const
  )[state]
  return <State tone={tone}>{t(`mine.state.${state}`)}</State>
}
