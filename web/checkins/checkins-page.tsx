/** With whom one talks next: one row for each person. */
import { Button } from '@mantine/core'
import { IconMessages } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, useOperation } from '../api.ts'
import { NotOpen } from '../goals/not-open.tsx'
import { Go, useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { useOpenCheckin } from './acts.ts'
import { useDueWords, type Pair } from './due-words.ts'
import classes from './checkins.module.css'

export function CheckinsPage() {
  const { t } = useTranslation('checkins')
  const query = useOperation('checkins.list', {})
  if (query.error instanceof ApiProblem && query.error.code === 'element_off' && !query.data) {
    return (
      <Page title={t('title.list')} width="reading">
        <NotOpen error={query.error} />
      </Page>
    )
  }
  return (
    <Page title={t('title.list')} width="reading" help={t('help')}>
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={4} />}
        empty={(a) =>
          a.pairs.length === 0 && (
            <Empty icon={<IconMessages size={22} stroke={1.6} />} title={t('none.title')}>
              {t('none.body')}
            </Empty>
          )
        }
      >
        {({ pairs }) => {
          const now = pairs.filter((p) => p.cadence !== null)
          const groups = [
            { id: 'manager', pairs: now.filter((p) => p.side === 'report') },
            { id: 'team', pairs: now.filter((p) => p.side === 'manager') },
            { id: 'earlier', pairs: pairs.filter((p) => p.cadence === null) },
          ].filter((g) => g.pairs.length > 0)
          return (
            <>
              {now.length > 0 && now.every((p) => p.side === 'manager') ? null : now.length === 0 ? (
                <Empty small title={t('noManager.title')}>
                  {t('noManager.body')}
                </Empty>
              ) : null}
              {groups.map((group) => (
                <Section key={group.id} title={t(`group.${group.id}`)}>
                  <ul className={classes.pairs}>
                    {group.pairs.map((pair) => (
                      <PairRow key={pair.person.id + pair.side} pair={pair} />
                    ))}
                  </ul>
                </Section>
              ))}
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}

function PairRow({ pair }: { pair: Pair }) {
  const { t } = useTranslation('checkins')
  const go = useGo()
  const f = useFormat()
  const dueWords = useDueWords()
  const open = useOpenCheckin()
  const [busy, setBusy] = useState(false)
  const due = dueWords(pair.due, pair.lastHeldOn)
  const begin = () => {
    if (pair.open) return void go(`/check-ins/${pair.open.id}`)
    if (pair.cadence === null) {
      const last = pair.lastId ?? pair.disputedId
      return last ? void go(`/check-ins/${last}`) : undefined
    }
    setBusy(true)
    open.mutate(
      { personId: pair.person.id },
      { onSuccess: (k) => void go(`/check-ins/${k.id}`), onSettled: () => setBusy(false) },
    )
  }
  const pressing = pair.due && pair.due.state !== 'later'
  const act = pair.cadence === null ? t('read') : pair.open?.mineReady ? t('open') : t('prepare')
  return (
    <li className={classes.pair}>
      <Person
        person={pair.person}
        size={36}
        detail={pair.second ? t('secondLine', { title: pair.person.title }) : pair.person.title}
      />
      <span className={classes.facts}>
        <span className={classes.dueWords} data-tone={due.tone}>
          {pair.open?.startsAt && pair.due?.state !== 'waiting' ? f.instant(pair.open.startsAt) : due.words}
        </span>
        <span className={classes.small}>
          {pair.disputedId ? (
            <Go to={`/check-ins/${pair.disputedId}`}>{t('disputed')}</Go>
          ) : pair.open?.theirsReady ? (
            <State tone="good">{t('ready.theirs')}</State>
          ) : pair.due && pair.lastHeldOn ? (
            <>
              {t('last')} <When on={pair.lastHeldOn} />
            </>
          ) : pair.cadence ? (
            t('never')
          ) : null}
        </span>
      </span>
      <Button
        variant={pressing ? 'filled' : 'default'}
        loading={busy}
        onClick={begin}
        aria-label={`${act}: ${t('openWith', { name: pair.person.name })}`}
      >
        {act}
      </Button>
    </li>
  )
}
