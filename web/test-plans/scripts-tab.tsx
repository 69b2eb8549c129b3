/** What is tried, in which languages and on which devices; and where nobody is. */
import { Button, Menu } from '@mantine/core'
import { IconCheck, IconChevronDown, IconClock, IconMinus, IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ScriptRow, TestPlan } from '../../contract/test-plan-shapes.ts'
import { useAct } from '../api.ts'
import { useLanguageName } from '../ui/languages.ts'
import { Go } from '../ui/link.tsx'
import { usePhone } from '../ui/media.ts'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty } from '../ui/states.tsx'
import classes from './test-plans.module.css'
import { DeviceIcon, ResultWord, staleTests, testRoles } from './words-of.tsx'

type Cell = ScriptRow['coverage'][number]

export function ScriptsTab({ plan }: { plan: TestPlan }) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const waveId = plan.wave.id
  const home = `/program/tests/${waveId}`
  const add = useAct('testPlans.addScript', { invalidates: staleTests, done: t('script.added') })
  const manages = plan.mayManage && !plan.live
  const roles = testRoles.filter((role) => plan.scriptRows.some((one) => one.role === role))
  return (
    <>
      <div className={classes.tools}>
        <p className={classes.quiet}>{t('scripts.body')}</p>
        {manages ? (
          <span className={classes.acts}>
            {plan.offered.length > 0 ? (
              <Menu>
                <Menu.Target>
                  <Button
                    variant="default"
                    rightSection={<IconChevronDown size={16} aria-hidden />}
                    loading={add.isPending}
                  >
                    {t('scripts.fromLibrary', { count: plan.offered.length, n: f.number(plan.offered.length) })}
                  </Button>
                </Menu.Target>
                <Menu.Dropdown>
                  {plan.offered.map((one) => (
                    <Menu.Item key={one.libraryId} onClick={() => add.mutate({ waveId, libraryId: one.libraryId })}>
                      {one.title} · {t(`role.${one.role}`)}
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
            ) : null}
            <Button
              component={Go}
              to={`${home}/scripts/new`}
              search={{ view: 'scripts' }}
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
            >
              {t('scripts.own')}
            </Button>
          </span>
        ) : null}
      </div>
      {plan.scriptRows.length === 0 ? (
        <Empty title={t('scripts.none')}>{t('scripts.noneBody')}</Empty>
      ) : (
        roles.map((role) => (
          <Section key={role} title={t(`as.${role}`)}>
            <Scripts plan={plan} rows={plan.scriptRows.filter((one) => one.role === role)} />
          </Section>
        ))
      )}
      {plan.scriptRows.length === 0 ? null : (
        <p className={classes.key} aria-hidden>
          {(['passed', 'failed', 'asked', 'nobody'] as const).map((is) => (
            <span key={is} className={classes.cell} data-is={is}>
              <CellMark is={is} /> {t(`cover.${is}`)}
            </span>
          ))}
        </p>
      )}
    </>
  )
}

function Scripts({ plan, rows }: { plan: TestPlan; rows: readonly ScriptRow[] }) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const phone = usePhone()
  const language = useLanguageName()
  const home = `/program/tests/${plan.wave.id}`
  const where = (cell: Pick<Cell, 'language' | 'device'>) =>
    t(`cover.${cell.device}`, { language: language(cell.language) })
  return (
    <div className={classes.coverage} data-scrolls role="group" aria-label={t('cover.label')} tabIndex={phone ? -1 : 0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('cover.script')}</th>
            <th scope="col">{t('cover.result')}</th>
            {phone
              ? null
              : plan.needs.map((need) => (
                  <th key={`${need.language} ${need.device}`} scope="col" className={classes.need}>
                    <span aria-hidden title={where(need)}>
                      {need.language.toUpperCase()} <DeviceIcon device={need.device} />
                    </span>
                    <span className="spoken">{where(need)}</span>
                  </th>
                ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => {
            return (
              <tr key={one.id}>
                <th scope="row">
                  <Go to={`${home}/scripts/${one.id}`} search={{ view: 'scripts' }} className={classes.name}>
                    {one.title}
                  </Go>
                  <span className={classes.quiet}>
                    {[
                      one.must ? t('script.must') : t('script.may'),
                      t('minutes', { count: one.minutes, n: f.number(one.minutes) }),
                      one.own ? t('script.own') : '',
                      t('cover.tried', { count: one.tried, n: f.number(one.tried) }),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                  {phone ? (
                    <span className={classes.cells}>
                      {one.coverage.map((cell) => (
                        <span key={`${cell.language} ${cell.device}`} className={classes.cell} data-is={cell.is}>
                          <span aria-hidden>{cell.language.toUpperCase()}</span>
                          <DeviceIcon device={cell.device} />
                          <CellMark is={cell.is} />
                          <span className="spoken">
                            {where(cell)}: {t(`cover.${cell.is}`)}
                          </span>
                        </span>
                      ))}
                    </span>
                  ) : null}
                </th>
                <td>
                  <ResultWord result={one.result} />
                </td>
                {phone
                  ? null
                  : plan.needs.map((need) => {
                      const cell = one.coverage.find((c) => c.language === need.language && c.device === need.device)
                      return (
                        <td key={`${need.language} ${need.device}`} className={classes.cell} data-is={cell?.is}>
                          {cell ? (
                            <>
                              <CellMark is={cell.is} />
                              <span className="spoken">
                                {where(cell)}: {t(`cover.${cell.is}`)}
                              </span>
                            </>
                          ) : null}
                        </td>
                      )
                    })}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function CellMark({ is }: Pick<Cell, 'is'>) {
  const Icon = { passed: IconCheck, failed: IconX, asked: IconClock, nobody: IconMinus }[is]
  return <Icon size={16} stroke={1.8} aria-hidden />
}
