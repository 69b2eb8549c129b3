/** Which business reviews are there, and what is to be looked at next? */
import { Button, Modal } from '@mantine/core'
import { IconFileAnalytics } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { ReviewList } from '../metric-review/review-list.tsx'
import { List, Row } from '../ui/list.tsx'
import { DateField } from '../ui/date-field.tsx'
import { useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, ProblemNote, RowsSkeleton } from '../ui/states.tsx'
import { all, answerTones, home, yearTones } from './acts.ts'
import classes from './business-review.module.css'

type Found = Answer<'businessReviews.list'>

export function ReviewsPage() {
  const { t } = useTranslation('business-review')
  const query = useOperation('businessReviews.list', {})
  const [making, setMaking] = useState(false)
  const a = query.data
  const mayMake =
    a?.mayWrite && a.programs.some((p) => p.newest !== null) && !a.packs.some((p) => p.releasedAt === null)
  const make = mayMake ? <Button onClick={() => setMaking(true)}>{t('make.act')}</Button> : undefined
  return (
    <Page title={t('list.title')} description={t('list.body')} help={t('list.help')} action={make}>
      <Loaded query={query} skeleton={<RowsSkeleton rows={4} />}>
        {(found) => (
          <>
            {found.packs.length === 0 ? (
              <Empty icon={<IconFileAnalytics size={22} stroke={1.6} />} title={t('list.none')} action={make}>
                {t(
                  found.mayWrite
                    ? found.programs.some((p) => p.newest !== null)
                      ? 'list.noneMake'
                      : 'list.noneNumbers'
                    : 'list.noneRead',
                )}
              </Empty>
            ) : (
              <Packs found={found} />
            )}
            {found.years.length > 0 ? <Years found={found} /> : null}
            <ReviewList />
            {making ? <Make found={found} onClose={() => setMaking(false)} /> : null}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Packs({ found }: { found: Found }) {
  const { t } = useTranslation('business-review')
  const f = useFormat()
  return (
    <List>
      {found.packs.map((pack) => (
        <Row
          key={pack.id}
          title={t('list.asOf', { day: f.day(pack.asOf, 'long') })}
          to={`${home}/${pack.id}`}
          says={
            (pack.releasedAt
              ? t('list.released', { day: f.dayAt(pack.releasedAt, 'short'), name: pack.releasedBy?.name ?? '' })
              : t('list.draft', { name: pack.madeBy.name })) + (pack.superseded ? ` · ${t('list.superseded')}` : '')
          }
          end={
            pack.releasedAt ? (
              <State tone={answerTones[pack.answer]}>{t(`answer.${pack.answer}`)}</State>
            ) : (
              <State tone="accent">{t('state.draft')}</State>
            )
          }
        />
      ))}
    </List>
  )
}

function Years({ found }: { found: Found }) {
  const { t } = useTranslation('business-review')
  const f = useFormat()
  return (
    <Section title={t('year.section')} description={t('year.sectionBody')} bare>
      <List>
        {found.years.map((year) => (
          <Row
            key={year.programId}
            title={t('year.row', { program: year.program, n: f.number(year.year) })}
            to={`${home}/year/${year.programId}`}
            says={t('year.ends', { day: f.day(year.endsOn, 'long') })}
            end={<State tone={yearTones[year.state]}>{t(`year.state.${year.state}`)}</State>}
          />
        ))}
      </List>
    </Section>
  )
}

function Make({ found, onClose }: { found: Found; onClose: () => void }) {
  const { t } = useTranslation('business-review')
  const go = useGo()
  const program = found.programs.find((p) => p.newest !== null)!
  const [asOf, setAsOf] = useState<string | null>(program.newest)
  const make = useAct('businessReviews.make', {
    invalidates: all,
    showsProblem: true,
    onDone: ({ id }) => void go(`${home}/${id}`),
  })
  return (
    <Modal opened onClose={onClose} title={t('make.act')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (asOf) make.mutate({ programId: program.id, asOf })
        }}
      >
        <p className={classes.plain}>{t('make.says')}</p>
        <DateField
          label={t('make.asOf')}
          description={t('make.asOfSays')}
          value={asOf}
          onChange={setAsOf}
          max={program.newest ?? found.today}
          required
        />
        {make.error ? <ProblemNote small error={make.error} /> : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={make.isPending} disabled={!asOf}>
            {t('make.do')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
