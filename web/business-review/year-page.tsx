/** Does the program go on after this year: what speaks for each choice, what was decided, and who signed? */
import { Button, Modal, Radio, Select, Textarea } from '@mantine/core'
import { IconSignature } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { languageOf } from '../program/language.ts'
import { useMe } from '../shell/me.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { List, Row } from '../ui/list.tsx'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { DateField } from '../ui/date-field.tsx'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Facts, Page, Section } from '../ui/page.tsx'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { all, answerTones, home, type Year, yearTones } from './acts.ts'
import { Lines } from './blocks.tsx'
import classes from './business-review.module.css'

const stale = [...all, 'governance.decisions', 'governance.meeting'] as const
const choices = ['continue', 'change', 'stop'] as const
type Choice = (typeof choices)[number]

export function YearPage() {
  const { i18n } = useTranslation('business-review')
  const { programId = '' } = useParams({ strict: false }) as { programId?: string }
  const query = useOperation('yearEnds.get', { programId, language: languageOf(i18n.language) })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(year) => <Inside year={year} />}
    </Loaded>
  )
}

function Inside({ year }: { year: Year }) {
  const { t, i18n } = useTranslation('business-review')
  const f = useFormat()
  const [dialog, setDialog] = useState<'decide' | 'sign' | null>(null)
  const sign = useAct('yearEnds.sign', {
    invalidates: stale,
    showsProblem: true,
    done: t('year.signed'),
    onDone: () => setDialog(null),
  })
  const { decision, pack } = year
  return (
    <Page
      title={t('year.title', { program: year.program, n: f.number(year.year) })}
      help={t('year.help')}
      back={{ to: home, label: t('list.title') }}
      description={
        <span className={classes.headline}>
          {t('year.ends', { day: f.day(year.endsOn, 'long') })}
          <State tone={yearTones[year.state]}>{t(`year.state.${year.state}`)}</State>
        </span>
      }
      action={
        year.maySign ? (
          <Button leftSection={<IconSignature size={16} aria-hidden />} onClick={() => setDialog('sign')}>
            {t('year.sign')}
          </Button>
        ) : year.mayDecide && pack ? (
          <Button onClick={() => setDialog('decide')}>{t('year.decide')}</Button>
        ) : undefined
      }
    >
      {decision ? (
        <Section title={t('year.decided')}>
          <Facts
            facts={[
              { label: t('year.choice'), value: <strong>{t(`year.of.${decision.choice}`)}</strong> },
              { label: t('year.why'), value: <span dir="auto">{decision.why}</span> },
              {
                label: t('year.recorded'),
                value: (
                  <>
                    <Go className={classes.link} to={`/program/governance/decisions/${decision.id}`}>
                      {t('year.number', { n: f.number(decision.number) })}
                    </Go>{' '}
                    · <span dir="auto">{decision.decidedBy.name}</span>, <When at={decision.decidedAt} style="long" />
                  </>
                ),
              },
              {
                label: t('year.signature'),
                value: decision.signedAt ? (
                  <>
                    <span dir="auto">{decision.signedBy?.name}</span>, <When at={decision.signedAt} style="long" />
                  </>
                ) : (
                  <State tone="warn">
                    {year.sponsor ? t('year.waits', { name: year.sponsor.name }) : t('year.noSponsor')}
                  </State>
                ),
              },
            ]}
          />
        </Section>
      ) : year.state === 'ahead' ? (
        <Note title={t('year.aheadTitle')}>{t('year.ahead', { day: f.day(year.endsOn, 'long') })}</Note>
      ) : !year.committee ? (
        <Note tone="warn" title={t('year.noCommittee')}>
          {t('year.noCommitteeBody')}
        </Note>
      ) : null}
      {pack ? (
        <p className={classes.rests}>
          <Go className={classes.link} to={`${home}/${pack.id}`}>
            {t('year.rests', { day: f.day(pack.asOf, 'long') })}
          </Go>
          <State tone={answerTones[pack.answer]}>{t(`answer.${pack.answer}`)}</State>
        </p>
      ) : (
        <Note tone="warn" title={t('year.noPack')}>
          {t('year.noPackBody')}
        </Note>
      )}
      {pack ? (
        <>
          <ul className={classes.choices}>
            {year.evidence.map(({ choice, lines }) => (
              <li key={choice} data-chosen={decision?.choice === choice || undefined}>
                <h2>{t(`year.of.${choice}`)}</h2>
                <p className={classes.quiet}>{t('year.speaks', { count: lines.length, n: f.number(lines.length) })}</p>
                {lines.length > 0 ? <Lines items={lines} /> : null}
              </li>
            ))}
          </ul>
          {year.open.length > 0 ? (
            <Section title={t('year.open')} description={t('year.openBody')} bare>
              <Lines items={year.open} />
            </Section>
          ) : null}
        </>
      ) : null}
      {year.before.length > 0 ? (
        <Section title={t('year.before')} bare>
          <List>
            {year.before.map((one) => (
              <Row
                key={one.year}
                title={t('year.nth', { n: f.number(one.year) })}
                to={`/program/governance/decisions/${one.decisionId}`}
                says={t('year.signedOn', { day: f.dayAt(one.signedAt, 'long') })}
                end={<State tone="quiet">{t(`year.of.${one.choice}`)}</State>}
              />
            ))}
          </List>
        </Section>
      ) : null}
      {dialog === 'decide' && pack ? (
        <Decide year={year} packId={pack.id} language={languageOf(i18n.language)} onClose={() => setDialog(null)} />
      ) : null}
      {decision ? (
        <ConfirmDialog
          opened={dialog === 'sign'}
          onClose={() => setDialog(null)}
          title={t('year.signTitle', { choice: t(`year.of.${decision.choice}`) })}
          confirm={t('year.sign')}
          onConfirm={() => sign.mutate({ programId: year.programId, decisionId: decision.id })}
          busy={sign.isPending}
          error={sign.error}
        >
          {t('year.signSays')}
        </ConfirmDialog>
      ) : null}
    </Page>
  )
}

/** What the business review says for a choice, as a beginning for the committee's reasons. */
function draftFor(year: Year, choice: Choice | null): string {
  const lines = year.evidence.find((one) => one.choice === choice)?.lines ?? []
  return lines
    .map((line) => `• ${line.text}`)
    .join('\n')
    .slice(0, 4000)
}

function Decide({
  year,
  packId,
  language,
  onClose,
}: {
  year: Year
  packId: string
  language: ReturnType<typeof languageOf>
  onClose: () => void
}) {
  const { t } = useTranslation('business-review')
  const f = useFormat()
  const me = useMe()
  const meetings = useOperation('governance.get', {})
  const [choice, setChoice] = useState<Choice | null>(null)
  const [decided, setDecided] = useState('')
  const [why, setWhy] = useState('')
  const [owner, setOwner] = useState<Pickable | null>({ id: me.person.id, name: me.person.name })
  const [dueOn, setDueOn] = useState<string | null>(null)
  const [meetingId, setMeetingId] = useState<string | null>(null)
  const decide = useAct('yearEnds.decide', { invalidates: stale, showsProblem: true, onDone: onClose })
  const held = [meetings.data?.next, ...(meetings.data?.past ?? [])]
    .filter((m) => m !== null && m !== undefined)
    .filter((m) => m.state === 'on' || m.state === 'over' || m.state === 'held')
  const ready = choice !== null && decided.trim() && why.trim() && owner
  return (
    <Modal opened onClose={onClose} title={t('year.decideTitle')} size="lg">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (ready)
            decide.mutate({
              programId: year.programId,
              packId,
              choice,
              decided,
              why,
              meetingId,
              ownerId: owner.id,
              dueOn,
              language,
            })
        }}
      >
        <Radio.Group
          label={t('year.choice')}
          value={choice ?? ''}
          onChange={(v) => {
            const next = choices.find((one) => one === v) ?? null
            // A draft that nobody has touched follows the choice; their own words stay.
            if (!why.trim() || why === draftFor(year, choice)) setWhy(draftFor(year, next))
            setChoice(next)
          }}
        >
          <div className={classes.radios}>
            {choices.map((one) => (
              <Radio key={one} value={one} label={t(`year.of.${one}`)} description={t(`year.means.${one}`)} />
            ))}
          </div>
        </Radio.Group>
        <Textarea
          label={t('year.what')}
          description={t('year.whatSays')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={3800}
          dir="auto"
          value={decided}
          onChange={(e) => setDecided(e.currentTarget.value)}
        />
        <Textarea
          label={t('year.why')}
          description={choice !== null && why === draftFor(year, choice) && why ? t('year.whyDrafted') : undefined}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={4000}
          dir="auto"
          value={why}
          onChange={(e) => setWhy(e.currentTarget.value)}
        />
        <PersonPicker label={t('year.owner')} value={owner} onChange={setOwner} useFind={usePeopleSearch} required />
        <DateField label={t('year.due')} value={dueOn} onChange={setDueOn} min={year.today} clearable />
        {held.length > 0 ? (
          <Select
            label={t('year.meeting')}
            placeholder={t('year.noMeeting')}
            clearable
            value={meetingId}
            onChange={setMeetingId}
            data={held.map((m) => ({ value: m.id, label: f.dayAt(m.startsAt, 'long') }))}
          />
        ) : null}
        {decide.error ? <ProblemNote small error={decide.error} /> : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={decide.isPending} disabled={!ready}>
            {t('year.record')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
