/** What would you try? The scripts of one person, what they are asked to try again, and what they see to. */
import { IconArrowRight, IconChecklist } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { Go } from '../ui/link.tsx'
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
      <ul className={classes.list}>
        {some.map((one) => (
          <li key={one.id}>
            <Go to={`/tests/${one.waveId}/findings/${one.id}`} className={classes.row}>
              <span className={classes.rowWords}>
                <strong>{t('numbered', { n: f.number(one.number), title: one.script.name })}</strong>
                <span className={classes.quiet} dir="auto">
                  {one.words}
                </span>
              </span>
              <SeverityWord severity={one.severity} />
            </Go>
          </li>
        ))}
      </ul>
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
      <ul className={classes.list}>
        {plan.scripts.map((one) => (
          <li key={one.scriptId}>
            <Go to={`/tests/${plan.wave.id}/${one.scriptId}`} className={classes.row}>
              <span className={classes.rowWords}>
                <strong dir="auto">{one.title}</strong>
                <span className={classes.quiet}>
                  {[
                    t(`as.${one.role}`),
                    t('minutes', { count: one.minutes, n: f.number(one.minutes) }),
                    one.must ? '' : t('mine.may'),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              <MyState state={one.state} />
              <IconArrowRight size={16} aria-hidden className="flips" />
            </Go>
          </li>
        ))}
      </ul>
      <p className={classes.quiet}>{plan.lead ? t('mine.who', { name: plan.lead.name }) : t('mine.whoNobody')}</p>
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
