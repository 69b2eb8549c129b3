/** A delivery under observation: the sheet, and at the end a signature, or what to work on and when again. */
import { Button, Radio, SegmentedControl, Select, Textarea } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, type Request, useAct, useOperation } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { DateField } from '../ui/date-field.tsx'
import form from '../ui/form.module.css'
import { Go } from '../ui/link.tsx'
import { List, Row } from '../ui/list.tsx'
import { Facts, Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { Points, Words } from './observed.tsx'
import { DeliveryState } from './standing.tsx'
import classes from './trainers.module.css'

type Found = Answer<'trainers.delivery'>
type Said = Request<'trainers.observe'>
type Step = Said['seen'][string]
const steps: readonly Step[] = ['seen', 'partly', 'missing']

export function DeliveryPage() {
  const { deliveryId = '' } = useParams({ strict: false }) as { deliveryId?: string }
  const query = useOperation('trainers.delivery', { deliveryId })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(found) => <Delivery key={found.delivery.id} found={found} />}
    </Loaded>
  )
}

function Delivery({ found }: { found: Found }) {
  const { t } = useTranslation('trainers')
  const f = useFormat()
  const me = useMe()
  const { delivery, sheet } = found
  const { session } = delivery
  const mine = delivery.candidate.id === me.person.id || delivery.observer.id === me.person.id
  return (
    <Page
      title={session.title}
      width="reading"
      help={t('delivery.help')}
      back={
        mine
          ? { to: '/trainer', label: t('mine.title') }
          : { to: `/program/trainers/${delivery.candidate.id}`, label: delivery.candidate.name }
      }
      {...(session.workshopId ? { more: <Guide workshopId={session.workshopId} /> } : {})}
    >
      <Facts
        facts={[
          { label: t('delivery.candidate'), value: <span dir="auto">{delivery.candidate.name}</span> },
          { label: t('delivery.observer'), value: <span dir="auto">{delivery.observer.name}</span> },
          { label: t('delivery.when'), value: f.exact(session.startsAt) },
          ...(session.place ? [{ label: t('delivery.where'), value: session.place }] : []),
          { label: t('delivery.state'), value: <DeliveryState state={delivery.state} /> },
        ]}
      />
      {found.mayWrite ? (
        <Sheet found={found} />
      ) : (
        <>
          {delivery.observedOn ? (
            <Section title={t('observed.title', { day: f.day(delivery.observedOn, 'short') })}>
              <div className={classes.said}>
                <Words of={delivery} />
                <p className={form.quiet}>{t('observed.readers')}</p>
              </div>
            </Section>
          ) : null}
          <Section title={sheet.title} bare>
            {delivery.observedOn ? null : <p className={classes.intro}>{sheet.intro}</p>}
            <Points sheet={sheet} seen={delivery.observedOn ? delivery.seen : null} />
          </Section>
        </>
      )}
    </Page>
  )
}

function Guide({ workshopId }: { workshopId: string }) {
  const { t } = useTranslation('trainers')
  return (
    <Button component={Go} to={`/program/workshops/${workshopId}`} variant="default">
      {t('delivery.guide')}
    </Button>
  )
}

function Sheet({ found }: { found: Found }) {
  const { t } = useTranslation('trainers')
  const f = useFormat()
  const { delivery, sheet, courses, sessions } = found
  const [said, set] = useState<Omit<Said, 'deliveryId'>>({ verdict: 'ready', seen: {}, well: '', workOn: '' })
  const put = (change: Partial<typeof said>) => set((old) => ({ ...old, ...change }))
  const save = useAct('trainers.observe', {
    invalidates: [
      'trainers.delivery',
      'trainers.mine',
      'trainers.list',
      'trainers.get',
      'trainers.readiness',
      'inbox.list',
    ],
    showsProblem: true,
    done: (_answer, { verdict }) => t(verdict === 'ready' ? 'sheet.signed' : 'sheet.kept'),
  })
  const items = sheet.groups.flatMap((group) => group.items)
  const open = items.filter((item) => !said.seen[item.id]).length
  const again = said.verdict === 'not_yet'
  const complete = open === 0 && (!again || (said.workOn?.trim() && (said.nextSessionId || said.nextBy)))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (complete) save.mutate({ deliveryId: delivery.id, ...said })
      }}
    >
      <Section title={sheet.title} bare>
        <p className={classes.intro}>{sheet.intro}</p>
        {sheet.groups.map((group) => (
          <section key={group.title} className={classes.group}>
            <h3>{group.title}</h3>
            <List>
              {group.items.map((item) => (
                <Row
                  key={item.id}
                  title={<span id={`point-${item.id}`}>{item.words}</span>}
                  says={item.good}
                  acts={
                    <SegmentedControl
                      aria-labelledby={`point-${item.id}`}
                      value={said.seen[item.id] ?? ''}
                      data={steps.map((step) => ({ value: step, label: t(`seen.${step}`) }))}
                      onChange={(step) => put({ seen: { ...said.seen, [item.id]: step as Step } })}
                    />
                  }
                />
              ))}
            </List>
          </section>
        ))}
      </Section>
      <Section title={t('sheet.title')} description={t('observed.readers')}>
        <div className={`${form.form} ${form.inside}`}>
          <Textarea
            label={t('observed.well')}
            description={t('sheet.wellSays')}
            autosize
            minRows={3}
            maxLength={4000}
            value={said.well ?? ''}
            onChange={(e) => put({ well: e.currentTarget.value })}
          />
          <Radio.Group
            label={t('sheet.verdict', { name: delivery.candidate.name })}
            value={said.verdict}
            onChange={(verdict) => put({ verdict: verdict as Said['verdict'] })}
          >
            <div className={form.choices}>
              <Radio value="ready" label={t('sheet.ready')} description={t('sheet.readySays')} />
              <Radio value="not_yet" label={t('sheet.notYet')} description={t('sheet.notYetSays')} />
            </div>
          </Radio.Group>
          {again ? (
            <>
              <Textarea
                label={t('observed.workOn')}
                description={t('sheet.workOnSays')}
                required
                withAsterisk={false}
                autosize
                minRows={3}
                maxLength={4000}
                value={said.workOn ?? ''}
                onChange={(e) => put({ workOn: e.currentTarget.value })}
              />
              <div className={form.pair}>
                <Select
                  label={t('sheet.nextSession')}
                  clearable
                  placeholder={t('sheet.noSession')}
                  value={said.nextSessionId ?? null}
                  data={sessions
                    .filter((one) => one.id !== delivery.session.id)
                    .map((one) => ({ value: one.id, label: `${one.title}, ${f.exact(one.startsAt)}` }))}
                  onChange={(nextSessionId) => put({ nextSessionId })}
                />
                {said.nextSessionId ? null : (
                  <DateField
                    label={t('sheet.nextBy')}
                    value={said.nextBy ?? null}
                    onChange={(nextBy) => put({ nextBy })}
                  />
                )}
              </div>
            </>
          ) : courses.done < courses.of ? (
            <Note tone="warn">
              {t('sheet.coursesOpen', { done: f.number(courses.done), of: f.number(courses.of) })}
            </Note>
          ) : null}
          {save.error ? <ProblemNote error={save.error} /> : null}
          <div className={form.acts}>
            <Button type="submit" loading={save.isPending} disabled={!complete}>
              {t(again ? 'sheet.keep' : 'sheet.sign')}
            </Button>
            {open > 0 ? (
              <span className={form.quiet}>{t('sheet.open', { count: open, n: f.number(open) })}</span>
            ) : null}
          </div>
        </div>
      </Section>
    </form>
  )
}
