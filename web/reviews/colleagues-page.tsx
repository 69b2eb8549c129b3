/** Which colleagues are asked: named by the person, and where the cycle says so, agreed by the manager. */
import { Button, CloseButton } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { State } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { usePeerActs } from './acts.ts'
import classes from './reviews.module.css'

type Asked = Answer<'reviews.nominations'>

export function ColleaguesPage() {
  const { t } = useTranslation('reviews')
  const { reviewId = '' } = useParams({ strict: false }) as { reviewId?: string }
  const query = useOperation('reviews.nominations', { reviewId })
  if (query.error && !query.data) {
    return (
      <Page title={t('peers.title')} width="reading" back={{ to: '/reviews', label: t('mine.short') }}>
        <ProblemNote error={query.error} retry={() => void query.refetch()} />
      </Page>
    )
  }
  if (!query.data) return <PageSkeleton />
  return <Colleagues asked={query.data} />
}

function Colleagues({ asked }: { asked: Asked }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const { nominate, decide } = usePeerActs()
  const [picked, setPicked] = useState<Pickable | null>(null)
  const named = asked.peers.filter((p) => p.decision !== 'refused')
  const full = named.length >= asked.most
  const save = (ids: readonly string[]) => nominate.mutate({ reviewId: asked.reviewId, personIds: [...ids] })
  const undecided = asked.peers.filter((p) => p.decision === null)
  const self = asked.as === 'person'
  return (
    <Page
      title={self ? t('peers.title') : t('peers.titleOf', { name: asked.person.name })}
      width="reading"
      back={{ to: '/reviews', label: t('mine.short') }}
      help={t('peers.help')}
      description={
        <>
          {asked.cycle.name} · {t('peers.count', { least: f.number(asked.least), most: f.number(asked.most) })} ·{' '}
          {t('write.due', { day: f.day(asked.dueOn, 'short') })}
        </>
      }
      action={
        asked.mayDecide && undecided.length > 0 ? (
          <Button
            loading={decide.isPending}
            onClick={() => decide.mutate({ reviewId: asked.reviewId, approve: undecided.map((p) => p.person.id) })}
          >
            {t('peers.approveAll', { n: f.number(undecided.length), count: undecided.length })}
          </Button>
        ) : undefined
      }
    >
      <div className={classes.banner}>
        <Note tone="accent" title={t(`mode.${asked.mode}.title`)}>
          {t(`mode.${asked.mode}.${self ? 'person' : 'manager'}`)}
        </Note>
        {asked.state !== 'open' ? <Note title={t(`peers.${asked.state}`)} /> : null}
      </div>
      {asked.mayName ? (
        <div className={classes.pick}>
          <PersonPicker
            label={t('peers.add')}
            description={full ? t('peers.full', { most: f.number(asked.most) }) : t('peers.addHint')}
            value={picked}
            disabled={full || nominate.isPending}
            useFind={usePeopleSearch}
            without={[asked.person.id, ...asked.peers.map((p) => p.person.id)]}
            onChange={(person) => {
              if (!person) return
              setPicked(null)
              save([...named.map((p) => p.person.id), person.id])
            }}
          />
        </div>
      ) : null}
      {asked.peers.length === 0 ? (
        <Empty small icon={<IconUsers size={22} stroke={1.6} />} title={t('peers.none')}>
          {self ? t('peers.noneBody') : null}
        </Empty>
      ) : (
        <ul className={classes.rows}>
          {asked.peers.map((p) => (
            <li key={p.person.id} className={classes.row} data-team>
              <Person person={p.person} size={36} detail={p.person.title || p.person.department} />
              <span className={classes.rowEnd}>
                {p.answered ? (
                  <State tone="good">{t('peers.answered')}</State>
                ) : p.declined ? (
                  <State tone="quiet">{t('peers.declined')}</State>
                ) : p.decision === 'approved' ? (
                  <State tone="good">{t('peers.approved')}</State>
                ) : p.decision === 'refused' ? (
                  <State tone="quiet">{t('peers.refused')}</State>
                ) : (
                  <State tone="accent">{t('peers.undecided')}</State>
                )}
              </span>
              <span className={classes.rowAct}>
                {asked.mayDecide && p.decision === null ? (
                  <>
                    <Button
                      size="xs"
                      loading={decide.isPending}
                      onClick={() => decide.mutate({ reviewId: asked.reviewId, approve: [p.person.id] })}
                      aria-label={`${t('peers.yes')}: ${p.person.name}`}
                    >
                      {t('peers.yes')}
                    </Button>
                    <Button
                      size="xs"
                      variant="default"
                      onClick={() => decide.mutate({ reviewId: asked.reviewId, approve: [], refuse: [p.person.id] })}
                      aria-label={`${t('peers.no')}: ${p.person.name}`}
                    >
                      {t('peers.no')}
                    </Button>
                  </>
                ) : asked.mayName && p.decision === null ? (
                  <CloseButton
                    aria-label={t('peers.remove', { name: p.person.name })}
                    onClick={() => save(named.filter((x) => x !== p).map((x) => x.person.id))}
                  />
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className={classes.after}>
        {self && asked.needsApproval ? t('peers.needsApproval') : self ? t('peers.askedAtOnce') : null}
      </p>
    </Page>
  )
}
