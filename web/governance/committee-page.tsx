/** Who steers the program, what they decide, and which numbers call them. */
import { Button, NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Request } from '../api.ts'
import { languageOf } from '../program/language.ts'
import { useMe } from '../shell/me.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { List, Row } from '../ui/list.tsx'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Facts, Page, Section } from '../ui/page.tsx'
import { PersonPicker } from '../ui/person-picker.tsx'
import { Avatar } from '../ui/person.tsx'
import { Empty, Loaded, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { all, home, type Overview } from './acts.ts'
import { GovernanceTabs } from './frame.tsx'
import classes from './governance.module.css'

type Committee = NonNullable<Overview['committee']>
type Member = Committee['members'][number]
const parts = ['chair', 'member', 'guest'] as const

export function CommitteePage() {
  const { t } = useTranslation('governance')
  const query = useOperation('governance.get', {})
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {({ committee, may }) => (
        <Page
          title={t('committee.title')}
          help={t('committee.help')}
          action={
            may.shape ? (
              <Button component={Go} to={`${home}/charter`} variant={committee ? 'default' : 'filled'}>
                {t(committee ? 'charter.change' : 'charter.begin')}
              </Button>
            ) : undefined
          }
          below={<GovernanceTabs />}
        >
          {committee ? (
            <>
              <Members committee={committee} mayShape={may.shape} />
              <Charter committee={committee} />
              <Marks mayRun={may.run} />
            </>
          ) : (
            <Empty title={t('none.title')}>{t(may.shape ? 'none.body' : 'none.bodyOthers')}</Empty>
          )}
        </Page>
      )}
    </Loaded>
  )
}

function Members({ committee, mayShape }: { committee: Committee; mayShape: boolean }) {
  const { t } = useTranslation('governance')
  const [leaving, setLeaving] = useState<Member | null>(null)
  const name = useAct('governance.name', { invalidates: [...all, 'access.roles'] })
  const release = useAct('governance.release', {
    invalidates: [...all, 'access.roles'],
    showsProblem: true,
    onDone: () => setLeaving(null),
  })
  const { members } = committee
  const { person: me } = useMe()
  return (
    <Section
      title={t('members.title')}
      description={t(members.some((m) => m.part === 'chair') ? 'members.says' : 'members.noChair')}
      bare
    >
      {members.length === 0 ? <p className={classes.none}>{t('members.none')}</p> : null}
      <List>
        {members.map((m) => (
          <Row
            key={m.person.id}
            lead={<Avatar name={m.person.name} id={m.person.id} size={36} />}
            title={m.person.name}
            says={<span dir="auto">{m.person.title}</span>}
            end={mayShape ? undefined : <State tone="quiet">{t(`part.${m.part}`)}</State>}
            acts={
              mayShape ? (
                <>
                  <Select
                    aria-label={t('members.partOf', { name: m.person.name })}
                    size="sm"
                    allowDeselect={false}
                    value={m.part}
                    onChange={(part) => part && name.mutate({ personId: m.person.id, part: part as Member['part'] })}
                    data={parts.map((part) => ({ value: part, label: t(`part.${part}`) }))}
                  />
                  <Button
                    variant="subtle"
                    color="gray"
                    size="compact-sm"
                    aria-label={t('members.removeOf', { name: m.person.name })}
                    onClick={() => setLeaving(m)}
                  >
                    {t('members.remove')}
                  </Button>
                </>
              ) : undefined
            }
          />
        ))}
      </List>
      {mayShape && !members.some((m) => m.person.id === me.id) ? (
        <p className={classes.foot}>
          {t('members.notMe')}{' '}
          <Button
            variant="default"
            size="compact-sm"
            loading={name.isPending}
            onClick={() => name.mutate({ personId: me.id, part: 'member' })}
          >
            {t('members.addMe')}
          </Button>
        </p>
      ) : null}
      {mayShape ? (
        <div className={classes.pick}>
          <PersonPicker
            label={t('members.add')}
            description={t('members.addSays')}
            value={null}
            onChange={(person) => person && name.mutate({ personId: person.id, part: 'member' })}
            useFind={usePeopleSearch}
            without={members.map((m) => m.person.id)}
          />
        </div>
      ) : null}
      <ConfirmDialog
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t('members.leave', { name: leaving?.person.name ?? '' })}
        confirm={t('members.remove')}
        busy={release.isPending}
        error={release.error}
        onConfirm={() => leaving && release.mutate({ personId: leaving.person.id })}
      >
        {t('members.leaveSays')}
      </ConfirmDialog>
    </Section>
  )
}

function Charter({ committee }: { committee: Committee }) {
  const { t } = useTranslation('governance')
  const said = (words: string) => (
    <span className={classes.written} dir="auto">
      {words || t('charter.nothing')}
    </span>
  )
  return (
    <Section title={t('charter.title')}>
      <Facts
        facts={[
          { label: t('charter.program'), value: <span dir="auto">{committee.programName}</span> },
          { label: t('charter.purpose'), value: said(committee.purpose) },
          { label: t('charter.decides'), value: said(committee.decides) },
          { label: t('charter.decidesNot'), value: said(committee.decidesNot) },
          {
            label: t('charter.rhythm'),
            value: t('charter.rhythmSays', {
              count: committee.cadenceWeeks,
              time: committee.starts,
              minutes: committee.minutes,
              zone: committee.timeZone.replaceAll('_', ' '),
            }),
          },
        ]}
      />
    </Section>
  )
}

/** Numbers that put themselves on the agenda. */
function Marks({ mayRun }: { mayRun: boolean }) {
  const { t, i18n } = useTranslation('governance')
  const query = useOperation('governance.triggers', { language: languageOf(i18n.language) })
  const end = useAct('governance.unwatch', { invalidates: ['governance.triggers'] })
  return (
    <Section title={t('marks.title')} description={t('marks.says')} bare>
      <Loaded query={query}>
        {({ triggers }) => (
          <>
            {triggers.length === 0 ? <p className={classes.none}>{t('marks.none')}</p> : null}
            <List>
              {triggers.map((one) => (
                <Row
                  key={one.id}
                  title={t(`marks.${one.side}`, { name: one.name, mark: one.mark })}
                  to={`/program/metrics/${one.metric}`}
                  says={one.now ? t('marks.now', { value: one.now }) : t('marks.noNumber')}
                  end={<State tone={one.past ? 'warn' : 'good'}>{t(one.past ? 'marks.past' : 'marks.inside')}</State>}
                  acts={
                    mayRun ? (
                      <Button
                        variant="subtle"
                        color="gray"
                        size="compact-sm"
                        aria-label={t('marks.endOf', { name: one.name })}
                        onClick={() => end.mutate({ triggerId: one.id })}
                      >
                        {t('marks.end')}
                      </Button>
                    ) : undefined
                  }
                />
              ))}
            </List>
            {mayRun ? <NewMark /> : null}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function NewMark() {
  const { t, i18n } = useTranslation('governance')
  const options = useOperation('governance.options', { language: languageOf(i18n.language) }, { staleTime: 60_000 })
  const [metric, setMetric] = useState<Request<'governance.watch'>['metric'] | null>(null)
  const [side, setSide] = useState<'below' | 'above'>('below')
  const [mark, setMark] = useState<number | string>('')
  const watch = useAct('governance.watch', {
    invalidates: ['governance.triggers'],
    showsProblem: true,
    done: t('marks.set'),
    onDone: () => {
      setMetric(null)
      setMark('')
    },
  })
  const chosen = options.data?.metrics.find((m) => m.id === metric)
  return (
    <form
      className={classes.mark}
      onSubmit={(event) => {
        event.preventDefault()
        if (metric && typeof mark === 'number') watch.mutate({ metric, side, mark })
      }}
    >
      <Select
        label={t('marks.metric')}
        searchable
        value={metric}
        onChange={(id) => {
          const found = options.data?.metrics.find((m) => m.id === id)
          setMetric(found?.id ?? null)
          setSide(found?.direction === 'down' ? 'above' : 'below')
        }}
        data={(options.data?.metrics ?? []).map((m) => ({ value: m.id, label: m.name }))}
      />
      <Select
        label={t('marks.side')}
        allowDeselect={false}
        value={side}
        onChange={(one) => one && setSide(one as typeof side)}
        data={(['below', 'above'] as const).map((one) => ({ value: one, label: t(`marks.when.${one}`) }))}
      />
      <NumberInput
        label={t('marks.mark', { unit: chosen ? t(`unit.${chosen.unit}`) : '' })}
        decimalScale={2}
        value={mark}
        onChange={setMark}
      />
      <Button type="submit" variant="default" loading={watch.isPending} disabled={!metric || typeof mark !== 'number'}>
        {t('marks.do')}
      </Button>
      {watch.error ? <ProblemNote small error={watch.error} /> : null}
    </form>
  )
}
