/** One planned message: why it is here, when, to whom, from whom; then its letter, and what became of it. */
import { ActionIcon, Button, Select } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconChevronsLeft, IconChevronsRight } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { Report } from '../campaigns/report.tsx'
import { WithProgram, type Program } from '../program/current.tsx'
import { readerKinds } from '../campaigns/reader-kinds.ts'
import { languageOf } from '../program/language.ts'
import { useMe } from '../shell/me.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { DateField } from '../ui/date-field.tsx'
import { Go, useGo } from '../ui/link.tsx'
import { Facts } from '../ui/page.tsx'
import { PersonPicker } from '../ui/person-picker.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { useLanguageName } from '../ui/languages.ts'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, Note, TextSkeleton } from '../ui/states.tsx'
import { movable, reads, stepped, type Plan, type Planned, useMove } from './acts.ts'
import classes from './plan.module.css'
import { PlannedState, useSaid } from './said.tsx'

const senderKinds = ['sponsor', 'lead', 'hr', 'champion', 'manager'] as const

export function PlannedMessagePanel() {
  return <WithProgram>{(program) => <Panel program={program} />}</WithProgram>
}

function Panel({ program }: { program: Program }) {
  const { t, i18n } = useTranslation('plan')
  const { messageId = '' } = useParams({ strict: false }) as { messageId?: string }
  const plan = useOperation('plan.get', { programId: program.id, language: languageOf(i18n.language) })
  const m = plan.data?.messages.find((one) => one.id === messageId)
  return (
    <SidePanel title={m?.title ?? t('message')} kind={t('message')} back="/program/communications">
      <Loaded query={plan} skeleton={<TextSkeleton lines={8} />}>
        {(found) => (m ? <Message key={m.id} plan={found} m={m} /> : <p>{t('gone')}</p>)}
      </Loaded>
    </SidePanel>
  )
}

function Message({ plan, m }: { plan: Plan; m: Planned }) {
  const { t } = useTranslation('plan')
  const name = useLanguageName()
  const f = useFormat()
  const me = useMe()
  const said = useSaid(plan)
  const mayWrite = me.roles.includes('lead')
  const checks = plan.checks.filter((one) => one.messageId === m.id)
  const day = m.day === null ? null : said.distance(m.day)
  return (
    <div className={classes.panel}>
      <p className={classes.panelTop}>
        <PlannedState m={m} />
        <span>
          {m.on ? <When on={m.on} style="long" /> : null}
          {m.on && day ? ' · ' : null}
          {day}
        </span>
      </p>
      {checks.map((one) => (
        <Note key={one.key} tone="warn">
          {said.check(one)}
        </Note>
      ))}
      {m.campaignId && (m.state === 'sending' || m.state === 'sent') ? <Funnel campaignId={m.campaignId} /> : null}
      <Why m={m} />
      {m.offIn.length > 0 && m.state !== 'sent' && m.state !== 'removed' ? (
        <Note>{t('offIn', { places: f.list(m.offIn) })}</Note>
      ) : null}
      {mayWrite && movable(m) ? <Edit plan={plan} m={m} /> : null}
      <Facts
        facts={[
          { label: t('filter.wave'), value: said.waveName(m.waveId) },
          ...(mayWrite && movable(m)
            ? []
            : [
                { label: t('filter.readers'), value: said.readers(m) },
                { label: t('filter.sender'), value: said.sender(m) },
              ]),
          { label: t('tells'), value: m.tells.length > 0 ? f.list(m.tells.map((one) => t(`heard.${one}`))) : '–' },
          { label: t('minutes'), value: t('toRead', { minutes: f.number(m.minutes, 1) }) },
          {
            label: t('languages'),
            value: f.list(m.languages.map(name)),
          },
        ]}
      />
      {mayWrite ? (
        <Acts m={m} />
      ) : m.campaignId ? (
        <Button variant="default" component={Go} to={`/program/communications/${m.campaignId}`}>
          {t('open')}
        </Button>
      ) : null}
    </div>
  )
}

/** Where it comes from, in a sentence. */
function Why({ m }: { m: Planned }) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const usual =
    m.usualDay === null
      ? ''
      : m.usualDay === 0
        ? t('why.usualThen')
        : t(m.usualDay < 0 ? 'why.usualBefore' : 'why.usualAfter', {
            count: Math.abs(m.usualDay),
            n: f.number(Math.abs(m.usualDay)),
          })
  return (
    <p className={classes.why}>
      {t(!m.planned ? 'why.outside' : m.generated ? 'why.generated' : 'why.added')} {usual}
      {m.kit ? ` ${t('why.kit')}` : m.senderKind === 'champion' ? ` ${t('why.champion')}` : ''}
      {m.changed ? ` ${t('why.changed')}` : ''}
    </p>
  )
}

const icons: Record<number, typeof IconChevronLeft> = {
  [-7]: IconChevronsLeft,
  [-1]: IconChevronLeft,
  1: IconChevronRight,
  7: IconChevronsRight,
}

function Edit({ plan, m }: { plan: Plan; m: Planned }) {
  const { t } = useTranslation('plan')
  const move = useMove(plan)
  const choices = useOperation('campaigns.choices', {})
  const change = useAct('plan.change', { invalidates: reads, done: t('done.changed') })
  const wave = choices.data?.waves.find((w) => w.id === m.waveId)
  const texts = (choices.data?.templates ?? []).filter(
    (one) => one.id === m.template || one.needs.every((id) => wave?.elements.includes(id)),
  )
  const step = (by: number, label: string) => {
    const Arrow = icons[by]!
    return (
      <ActionIcon
        variant="default"
        size={36}
        aria-label={label}
        title={label}
        onClick={() => move(m, stepped(m.on!, by))}
      >
        <Arrow size={16} aria-hidden className="flips" />
      </ActionIcon>
    )
  }
  return (
    <div className={classes.form}>
      {m.state !== 'planned' && m.state !== 'draft' ? <Note>{t('changeVoids')}</Note> : null}
      {m.on ? (
        <div className={classes.mover}>
          <DateField label={t('goesOut')} value={m.on} onChange={(on) => on && move(m, on)} />
          {step(-7, t('move.weekEarlier'))}
          {step(-1, t('move.dayEarlier'))}
          {step(1, t('move.dayLater'))}
          {step(7, t('move.weekLater'))}
        </div>
      ) : null}
      <Select
        label={t('filter.readers')}
        allowDeselect={false}
        placeholder={m.audience ?? ''}
        value={m.readers}
        onChange={(value) =>
          value && change.mutate({ messageId: m.id, readers: value as (typeof readerKinds)[number] })
        }
        data={readerKinds.map((value) => ({ value, label: t(`readers.${value}`) }))}
      />
      <Select
        label={t('speaks')}
        allowDeselect={false}
        value={m.senderKind}
        onChange={(value) => value && change.mutate({ messageId: m.id, sender: value as (typeof senderKinds)[number] })}
        data={senderKinds.map((value) => ({ value, label: t(`sender.${value}`) }))}
      />
      <PersonPicker
        label={t(m.senderKind === 'champion' ? 'otherwise' : 'filter.sender')}
        value={m.sender}
        onChange={(person) => change.mutate({ messageId: m.id, senderId: person?.id ?? null })}
        useFind={usePeopleSearch}
      />
      <Select
        label={t('text')}
        searchable
        allowDeselect={false}
        value={m.template}
        onChange={(value) => value && value !== m.template && change.mutate({ messageId: m.id, template: value })}
        data={texts.map((one) => ({ value: one.id, label: one.title }))}
      />
    </div>
  )
}

function Acts({ m }: { m: Planned }) {
  const { t } = useTranslation('plan')
  const go = useGo()
  const begin = useAct('plan.begin', {
    invalidates: reads,
    onDone: (answer) => void go(`/program/communications/${answer.campaignId}`),
  })
  const back = useAct('plan.bringBack', { invalidates: reads, done: t('done.back') })
  const leave = useAct('plan.leaveOut', { invalidates: reads, done: t('done.leftOut') })
  const { id: messageId } = m
  if (m.state === 'removed')
    return (
      <div className={classes.acts}>
        <Button loading={back.isPending} onClick={() => back.mutate({ messageId })}>
          {t('bringBack')}
        </Button>
      </div>
    )
  return (
    <div className={classes.acts}>
      {m.campaignId ? (
        <Button component={Go} to={`/program/communications/${m.campaignId}`}>
          {t('open')}
        </Button>
      ) : (
        <>
          <Button loading={begin.isPending} onClick={() => begin.mutate({ messageId })}>
            {t('begin')}
          </Button>
          <Button
            variant="default"
            component={Go}
            to="/program/communications/new"
            search={{ wave: m.waveId, look: m.template }}
          >
            {t('read')}
          </Button>
        </>
      )}
      {movable(m) ? (
        <Button variant="subtle" color="gray" loading={leave.isPending} onClick={() => leave.mutate({ messageId })}>
          {t('leaveOut')}
        </Button>
      ) : null}
    </div>
  )
}

function Funnel({ campaignId }: { campaignId: string }) {
  const campaign = useOperation('campaigns.get', { campaignId })
  return (
    <Loaded query={campaign} skeleton={<TextSkeleton lines={3} />} small>
      {(k) => <Report campaign={k} />}
    </Loaded>
  )
}
