/** One mistake: why it sinks programs, each check with what it rests on, and letting one stand. */
import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { WithProgram, type Program } from '../program/current.tsx'
import { languageOf } from '../program/language.ts'
import { WaiveDialog, WaiverNote } from '../program/waiver.tsx'
import { useMe } from '../shell/me.ts'
import { useFormat } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded } from '../ui/states.tsx'
import { Checks } from '../ui/steps.tsx'
import { NextStep } from './next-step.tsx'
import { type Check, useSaid } from './said.ts'
import { StateWord } from './state-word.tsx'
import { Weeks } from './weeks.tsx'
import classes from './mistakes.module.css'

export function MistakePanel() {
  return <WithProgram>{(program) => <Panel program={program} />}</WithProgram>
}

const stale = ['mistakes.get'] as const

function Panel({ program }: { program: Program }) {
  const { t, i18n } = useTranslation('mistakes')
  const f = useFormat()
  const said = useSaid()
  const me = useMe()
  const { mistakeId } = useParams({ strict: false }) as { mistakeId?: string }
  const found = useOperation('mistakes.get', { programId: program.id })
  const words = useOperation('library.mistakes', { language: languageOf(i18n.language) }, { staleTime: 3_600_000 })
  const [waiving, setWaiving] = useState<Check | null>(null)
  const waive = useAct('mistakes.waive', { invalidates: stale, showsProblem: true, onDone: () => setWaiving(null) })
  const end = useAct('waivers.end', { invalidates: stale, done: t('waiverEnded') })
  const told = words.data?.items.find((one) => one.id === mistakeId)
  const mayEnd = me.roles.includes('lead') || me.roles.includes('sponsor')
  return (
    <SidePanel title={told?.name ?? mistakeId ?? ''} kind={t('kind', { id: mistakeId ?? '' })} back="/program/mistakes">
      <Loaded query={found}>
        {(a) => {
          const mistake = a.mistakes.find((one) => one.id === mistakeId)
          if (!mistake) return null
          return (
            <div className={classes.panel}>
              <div className={classes.head}>
                <StateWord state={mistake.state} />
                <span>{t('weeks', { days: f.number(mistake.days), of: f.number(a.looked), count: a.looked })}</span>
              </div>
              <Weeks mistake={mistake} looked={a.looked} size="large" />
              <div className={classes.checks}>
                <Checks
                  checks={mistake.checks.map((check) => ({
                    id: check.id,
                    state: check.result,
                    label: t(`check.${check.id}.name`),
                    detail: (
                      <>
                        <span>{said(check)}</span>
                        {check.since ? <span>{t('since', { day: f.day(check.since, 'short') })}</span> : null}
                        {check.owner && check.result === 'fail' ? (
                          <span>{t('ownedBy', { name: check.owner.name })}</span>
                        ) : null}
                        {check.result === 'fail' ? (
                          <span className={classes.step}>
                            <NextStep check={check} />
                            {check.waivable && check.waiver === null ? (
                              <Button variant="subtle" size="compact-sm" onClick={() => setWaiving(check)}>
                                {t('waive')}
                              </Button>
                            ) : null}
                          </span>
                        ) : null}
                        {check.waiver ? (
                          <WaiverNote
                            waiver={check.waiver}
                            {...(mayEnd
                              ? { onEnd: () => end.mutate({ waiverId: check.waiver!.id }), busy: end.isPending }
                              : {})}
                          />
                        ) : null}
                      </>
                    ),
                  }))}
                />
              </div>
              {told ? (
                <div className={classes.why}>
                  <h3>{told.question}</h3>
                  <p>{told.explanation}</p>
                  <h3>{t('instead')}</h3>
                  <p>{told.instead}</p>
                </div>
              ) : null}
              {waiving ? (
                <WaiveDialog
                  what={t(`check.${waiving.id}.name`)}
                  today={a.today}
                  busy={waive.isPending}
                  error={waive.error}
                  onClose={() => setWaiving(null)}
                  onWaive={({ reason, until }) =>
                    waive.mutate({ programId: program.id, check: waiving.id, reason, until })
                  }
                />
              ) : null}
            </div>
          )
        }}
      </Loaded>
    </SidePanel>
  )
}
