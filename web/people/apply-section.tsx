/** Writing what the dry run showed: what has to be decided first, and one question before it happens. */
import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Note } from '../ui/states.tsx'
import { useLookAgain } from './look-again.ts'
import type { Whole } from './saying.ts'
import classes from './people.module.css'

export function ApplySection({ whole }: { whole: Whole }) {
  const { t } = useTranslation('people')
  const f = useFormat()
  const of = whole.import
  const counts = of.counts!
  const again = useLookAgain(whole)
  const [goodRows, setGoodRows] = useState(false)
  const [restate, setRestate] = useState(false)
  const [asking, setAsking] = useState(false)
  const apply = useAct('imports.apply', {
    invalidates: ['imports.get', 'imports.list', 'imports.findings'],
    showsProblem: true,
    onDone: () => setAsking(false),
  })
  const good = counts.rows - counts.refused
  const exceeded = whole.leaverLimit.exceeded
  const decided = good > 0 && (counts.refused === 0 || goodRows) && (whole.newerAsOf === null || restate)
  const left = { count: counts.left, number: f.number(counts.left), present: f.number(counts.present) }
  const stale = apply.error?.code === 'people_import_changed'
  return (
    <Section title={t('apply.title')} description={t('apply.description', { day: f.day(of.asOf, 'long') })}>
      <div className={classes.choices}>
        {good <= 0 ? <Note tone="bad">{t('apply.noneGood')}</Note> : null}
        {counts.refused > 0 && good > 0 ? (
          <Checkbox
            checked={goodRows}
            onChange={(event) => setGoodRows(event.currentTarget.checked)}
            label={t('apply.good', { count: counts.refused, good: f.number(good), refused: f.number(counts.refused) })}
            description={t('apply.goodWhy')}
          />
        ) : null}
        {whole.newerAsOf !== null ? (
          <Checkbox
            checked={restate}
            onChange={(event) => setRestate(event.currentTarget.checked)}
            label={t('apply.restate', { day: f.day(of.asOf, 'long') })}
            description={t('apply.restateWhy', { newest: f.day(whole.newerAsOf, 'long') })}
          />
        ) : null}
        {exceeded ? (
          <Note tone="warn" title={t('apply.leavers', left)}>
            {t('apply.leaversWhy', { limit: f.number(whole.leaverLimit.percent) })}
          </Note>
        ) : null}
        {counts.added + counts.changed + counts.left + counts.rehired === 0 && good > 0 ? (
          <p className={classes.quiet}>{t('apply.nothingNew')}</p>
        ) : null}
        <div className={classes.buttons}>
          <Button
            disabled={!decided}
            onClick={() => {
              apply.reset()
              setAsking(true)
            }}
          >
            {t('apply.open')}
          </Button>
          <Button variant="default" loading={again.isPending} onClick={again.look}>
            {t('again')}
          </Button>
        </div>
        {good > 0 && !decided ? <p className={classes.quiet}>{t('apply.decide')}</p> : null}
      </div>
      <ConfirmDialog
        key={String(asking)}
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('apply.question', { file: of.fileName })}
        confirm={stale ? t('again') : exceeded ? t('apply.endThem', left) : t('apply.open')}
        danger={exceeded && !stale}
        busy={apply.isPending || again.isPending}
        error={apply.error}
        onConfirm={() =>
          stale
            ? again.look()
            : apply.mutate({
                id: of.id,
                acceptGoodRows: goodRows,
                restate,
                ...(exceeded ? { confirmLeavers: counts.left } : {}),
              })
        }
        {...(exceeded && !stale
          ? { type: { label: t('apply.type', { number: counts.left }), expected: String(counts.left) } }
          : {})}
      >
        <p className={classes.plain}>
          {t('apply.summary', {
            added: f.number(counts.added),
            changed: f.number(counts.changed),
            left: f.number(counts.left),
            rehired: f.number(counts.rehired),
          })}
        </p>
        {counts.refused > 0 ? (
          <p>{t('apply.leftOut', { count: counts.refused, number: f.number(counts.refused) })}</p>
        ) : null}
        <p className={classes.quiet}>{t('apply.noUndo')}</p>
      </ConfirmDialog>
    </Section>
  )
}
