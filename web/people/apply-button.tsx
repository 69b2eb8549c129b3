/** Writing what the dry run showed: one question before it happens, with whatever has to be decided first. */
import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { useFormat } from '../ui/reader.tsx'
import { useLookAgain } from './look-again.ts'
import type { Whole } from './saying.ts'
import { Summary } from './summary.tsx'
import classes from './people.module.css'

export function ApplyButton({ whole }: { whole: Whole }) {
  const { t } = useTranslation('people')
  const f = useFormat()
  const of = whole.import
  const counts = of.counts!
  const again = useLookAgain(whole)
  const [asking, setAsking] = useState(false)
  const [goodRows, setGoodRows] = useState(false)
  const [restate, setRestate] = useState(false)
  /** Pressed before everything was decided: what is missing says so. */
  const [pressed, setPressed] = useState(false)
  const apply = useAct('imports.apply', {
    invalidates: ['imports.get', 'imports.list', 'imports.findings'],
    showsProblem: true,
    onDone: () => setAsking(false),
  })
  const good = counts.rows - counts.refused
  const exceeded = whole.leaverLimit.exceeded
  const older = whole.newerAsOf !== null
  const decided = (counts.refused === 0 || goodRows) && (!older || restate)
  const left = { count: counts.left, number: f.number(counts.left), present: f.number(counts.present) }
  const stale = apply.error?.code === 'people_import_changed'
  const missing = (ticked: boolean) => (pressed && !ticked ? t('apply.decide') : undefined)
  const confirm = () => {
    if (stale) return again.look()
    if (!decided) return setPressed(true)
    apply.mutate({ id: of.id, acceptGoodRows: goodRows, restate, ...(exceeded ? { confirmLeavers: counts.left } : {}) })
  }
  return (
    <>
      <Button
        onClick={() => {
          apply.reset()
          setPressed(false)
          setAsking(true)
        }}
      >
        {t('apply.open')}
      </Button>
      <ConfirmDialog
        key={String(asking)}
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('apply.question', { file: of.fileName })}
        confirm={stale ? t('again') : exceeded ? t('apply.endThem', left) : t('apply.open')}
        danger={exceeded && !stale}
        busy={apply.isPending || again.isPending}
        error={apply.error}
        onConfirm={confirm}
        {...(exceeded && !stale
          ? { type: { label: t('apply.type', { number: counts.left }), expected: String(counts.left) } }
          : {})}
      >
        <div className={classes.question}>
          <p className={classes.plain}>
            <Summary of={of} />
          </p>
          <p className={classes.plain}>{t('apply.description', { day: f.day(of.asOf, 'long') })}</p>
          {counts.refused > 0 ? (
            <Checkbox
              checked={goodRows}
              onChange={(event) => setGoodRows(event.currentTarget.checked)}
              label={t('apply.good', {
                count: counts.refused,
                good: f.number(good),
                refused: f.number(counts.refused),
              })}
              description={t('apply.goodWhy')}
              error={missing(goodRows)}
            />
          ) : null}
          {whole.newerAsOf !== null ? (
            <Checkbox
              checked={restate}
              onChange={(event) => setRestate(event.currentTarget.checked)}
              label={t('apply.restate', { day: f.day(of.asOf, 'long') })}
              description={t('apply.restateWhy', { newest: f.day(whole.newerAsOf, 'long') })}
              error={missing(restate)}
            />
          ) : null}
          <p className={classes.quiet}>{t('apply.noUndo')}</p>
        </div>
      </ConfirmDialog>
    </>
  )
}
