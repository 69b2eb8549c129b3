/** Are we making one of the seven mistakes? One calm row for each: what was found, the next step, whose it is, since when. */
import { Button } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { Outlet, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { WithProgram, type Program } from '../program/current.tsx'
import { languageOf } from '../program/language.ts'
import { Go } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, Note, PageSkeleton } from '../ui/states.tsx'
import { NextStep } from './next-step.tsx'
import { type Found, type Mistake, useSaid } from './said.ts'
import { StateWord } from './state-word.tsx'
import { Weeks } from './weeks.tsx'
import classes from './mistakes.module.css'

export function MistakesPage() {
  return <WithProgram>{(program) => <Mistakes program={program} />}</WithProgram>
}

function Mistakes({ program }: { program: Program }) {
  const { t, i18n } = useTranslation('mistakes')
  const found = useOperation('mistakes.get', { programId: program.id })
  const words = useOperation('library.mistakes', { language: languageOf(i18n.language) }, { staleTime: 3_600_000 })
  const again = useAct('mistakes.check', {
    invalidates: ['mistakes.get'],
    done: t('done'),
  })
  return (
    <Loaded query={found} skeleton={<PageSkeleton />}>
      {(a) => {
        const button = a.mayCheck ? (
          <Button loading={again.isPending} onClick={() => again.mutate({ programId: program.id })}>
            {t(a.checkedAt === null ? 'first' : 'again')}
          </Button>
        ) : undefined
        return (
          <Page
            title={t('title')}
            help={t('help')}
            action={a.checkedAt === null ? undefined : button}
            description={
              a.checkedAt === null ? (
                t('never')
              ) : (
                <>
                  {t('description')} <When at={a.checkedAt} />
                </>
              )
            }
          >
            {a.checkedAt === null ? (
              <Empty title={t('none')} icon={<IconShieldCheck size={22} stroke={1.6} />} action={button}>
                {t('noneBody')}
              </Empty>
            ) : (
              <>
                <Verdict found={a} />
                <Section title={t('list')}>
                  <ol className={classes.rows}>
                    {a.mistakes.map((one) => (
                      <Row
                        key={one.id}
                        mistake={one}
                        looked={a.looked}
                        name={words.data?.items.find((m) => m.id === one.id)?.name ?? one.id}
                      />
                    ))}
                  </ol>
                </Section>
              </>
            )}
            <Outlet />
          </Page>
        )
      }}
    </Loaded>
  )
}

function Verdict({ found }: { found: Found }) {
  const { t } = useTranslation('mistakes')
  const count = found.mistakes.filter((one) => one.state === 'fail').length
  const waived = found.mistakes.filter((one) => one.checks.some((k) => k.waiver !== null)).length
  const unknown = found.mistakes.every((one) => one.state === 'unknown')
  return (
    <div className={classes.verdict}>
      <Note
        tone={count > 0 ? 'warn' : unknown ? 'plain' : 'good'}
        title={t(count > 0 ? 'verdict.found' : unknown ? 'verdict.unknown' : 'verdict.clear', { count })}
      >
        {t(count > 0 ? 'verdict.foundBody' : unknown ? 'verdict.unknownBody' : 'verdict.clearBody')}
        {waived > 0 ? ` ${t('verdict.waived', { count: waived })}` : ''}
      </Note>
    </div>
  )
}

function Row({ mistake, looked, name }: { mistake: Mistake; looked: number; name: string }) {
  const { t } = useTranslation('mistakes')
  const f = useFormat()
  const { mistakeId } = useParams({ strict: false }) as { mistakeId?: string }
  const failing = mistake.checks.filter((one) => one.result === 'fail' && one.waiver === null)
  const first = failing[0]
  return (
    <li data-state={mistake.state} data-open={mistakeId === mistake.id || undefined}>
      <span className={classes.code} aria-hidden>
        {mistake.id}
      </span>
      <div className={classes.words}>
        <Go to={`/program/mistakes/${mistake.id}`} className={classes.name} id={`mistake-${mistake.id}`}>
          {name}
        </Go>
        <Evidence mistake={mistake} />
        {first ? (
          <span className={classes.step}>
            <NextStep check={first} />
            {failing.length > 1 ? (
              <Go to={`/program/mistakes/${mistake.id}`} className={classes.more}>
                {t('more', { count: failing.length - 1 })}
              </Go>
            ) : null}
          </span>
        ) : null}
      </div>
      <div className={classes.side}>
        <StateWord state={mistake.state} />
        {mistake.state === 'fail' && mistake.owner ? (
          <span className={classes.owner}>
            <span className="spoken">{t('owner')}: </span>
            <Person person={mistake.owner} size={20} detail={null} />
          </span>
        ) : null}
      </div>
      <div className={classes.time}>
        <Weeks mistake={mistake} looked={looked} />
        <small>
          {mistake.since
            ? t('since', { day: f.day(mistake.since, 'short') })
            : t('days', { days: f.number(mistake.days), of: f.number(looked), count: looked })}
        </small>
      </div>
    </li>
  )
}

/** One sentence: what fails, what is let stand, or how much could be told. */
function Evidence({ mistake }: { mistake: Mistake }) {
  const { t } = useTranslation('mistakes')
  const f = useFormat()
  const said = useSaid()
  const fails = mistake.checks.filter((one) => one.result === 'fail')
  const first = fails.find((one) => one.waiver === null)
  if (first) return <p>{said(first)}</p>
  const waived = fails[0]?.waiver
  if (waived)
    return <p>{t('letStand', { name: waived.by.name, day: f.day(waived.until, 'short'), reason: waived.reason })}</p>
  const passing = mistake.checks.filter((one) => one.result === 'pass').length
  const unknown = mistake.checks.filter((one) => one.result === 'unknown')
  if (passing === 0 && unknown[0]) return <p>{said(unknown[0])}</p>
  return (
    <p>
      {unknown.length > 0
        ? t('somePass', { passing: f.number(passing), unknown: f.number(unknown.length), count: passing })
        : t('allPass', { passing: f.number(passing), count: passing })}
    </p>
  )
}
