/** One goal at its own address: report on it, change it, close it, see how it came to be. */
import { ActionIcon, Button, Menu, Radio, SegmentedControl, Textarea } from '@mantine/core'
import { IconDots, IconLock } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { Go, useGo } from '../ui/link.tsx'
import { Meter } from '../ui/meter.tsx'
import { Avatar, Person } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, Note, TextSkeleton } from '../ui/states.tsx'
import { useEdit, useProgress, useTurns } from './acts.ts'
import { Going, toneOf } from './amount.tsx'
import { GoalFields } from './goal-fields.tsx'
import { GoalPeople } from './goal-people.tsx'
import { Talk } from './goal-talk.tsx'
import { History, Hints } from './goal-history.tsx'
import { KeyResultEditor } from './key-result-editor.tsx'
import { QuickShare } from './key-results.tsx'
import { expectedOf } from './measures.ts'
import { TogetherDialog, type TogetherKind } from './together-dialog.tsx'
import classes from './goals.module.css'

export type Detail = Answer<'goals.get'>
const confidences = ['on_track', 'at_risk', 'off_track'] as const
const outcomes = ['achieved', 'partly', 'missed', 'dropped'] as const

export function GoalPanel() {
  const { t } = useTranslation('goals')
  const { goalId = '' } = useParams({ strict: false }) as { goalId?: string }
  const query = useOperation('goals.get', { goalId })
  const goal = query.data
  return (
    <SidePanel
      key={goalId}
      back="/goals"
      kind={t('goal')}
      title={goal ? <Title goal={goal} /> : t('goal')}
      action={goal?.mayWrite ? <More goal={goal} /> : undefined}
    >
      <Loaded query={query} skeleton={<TextSkeleton lines={6} />}>
        {(found) => <Body goal={found} />}
      </Loaded>
    </SidePanel>
  )
}

function Title({ goal }: { goal: Detail }) {
  const { t } = useTranslation('goals')
  const { edit } = useEdit()
  const [title, setTitle] = useState(goal.title)
  if (!goal.mayWrite || goal.status.state === 'closed') return <span dir="auto">{goal.title}</span>
  return (
    <Textarea
      className={classes.titleField}
      autosize
      minRows={1}
      maxLength={300}
      dir="auto"
      value={title}
      aria-label={t('field.title')}
      onChange={(event) => setTitle(event.currentTarget.value.replaceAll('\n', ' '))}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
      }}
      onBlur={() => {
        const words = title.trim()
        if (!words) setTitle(goal.title)
        else if (words !== goal.title) edit(goal.id, { title: words }, goal.revision)
      }}
    />
  )
}

function Body({ goal }: { goal: Detail }) {
  const { t } = useTranslation('goals')
  const me = useMe()
  const [closing, setClosing] = useState(false)
  const turns = useTurns()
  const live = goal.status.state === 'active' || goal.status.state === 'over'
  return (
    <div>
      <div className={classes.block}>
        <div className={classes.top}>
          <div className={classes.topLine}>
            <Person person={goal.owner} size={24} link detail={null} />
            <Going status={goal.status} />
            {goal.ownerState === 'here' ? null : <span>{t(`owner.${goal.ownerState}`)}</span>}
            {goal.level === 'person' ? null : <span>{t(`level.${goal.level}`)}</span>}
            {goal.status.state === 'active' ? <span>{t('daysLeft', { count: goal.status.daysLeft })}</span> : null}
            {goal.visibility === 'private' ? (
              <span>
                <IconLock size={14} aria-hidden /> {t('private')}
              </span>
            ) : null}
          </div>
          <Meter
            share={goal.reached}
            label={t('progressOf', { title: goal.title })}
            tone={toneOf(goal.status)}
            expected={goal.status.state === 'active' ? expectedOf(goal, me.today) : null}
          />
          {goal.writtenBy ? (
            <span className={classes.when}>{t('writtenBy', { name: goal.writtenBy.name })}</span>
          ) : null}
        </div>
        {goal.status.state === 'draft' ? (
          <Note
            title={t('draft.title')}
            action={
              goal.mayWrite ? (
                <Button
                  size="xs"
                  loading={turns.publish.isPending}
                  onClick={() => turns.publish.mutate({ goalId: goal.id })}
                >
                  {t('draft.publish')}
                </Button>
              ) : undefined
            }
          >
            {t('draft.body')}
          </Note>
        ) : null}
        {goal.ownerState === 'left' ? <OwnerLeft goal={goal} onClose={() => setClosing(true)} /> : null}
        {goal.copiedFrom ? (
          <p className={classes.when}>
            {t('copiedFrom')}{' '}
            <Go to={`/goals/${goal.copiedFrom.id}`} search dir="auto">
              {goal.copiedFrom.title}
            </Go>
          </p>
        ) : null}
        {goal.status.state === 'over' && !closing ? (
          <Note
            tone="warn"
            title={t('over.title')}
            action={
              goal.mayWrite ? (
                <Button size="xs" onClick={() => setClosing(true)}>
                  {t('close.act')}
                </Button>
              ) : undefined
            }
          >
            {t('over.body')}
          </Note>
        ) : null}
      </div>
      {closing ? <Closing goal={goal} onDone={() => setClosing(false)} /> : null}
      <section className={classes.block}>
        <h3 className={classes.blockTitle}>{t('keyResults')}</h3>
        {goal.keyResults.length === 0 && live && goal.mayReport ? <QuickShare goal={goal} /> : null}
        <KeyResultEditor goal={goal} />
      </section>
      {live && goal.mayReport && !closing ? <Report goal={goal} onClose={() => setClosing(true)} /> : null}
      {goal.status.state === 'closed' ? (
        <section className={classes.block}>
          <h3 className={classes.blockTitle}>{t('closed.title')}</h3>
          {goal.reflection ? (
            <p className={classes.said} dir="auto">
              {goal.reflection}
            </p>
          ) : (
            <p className={classes.when}>{t('closed.none')}</p>
          )}
          <ThankHelpers goal={goal} />
          {goal.mayWrite ? (
            <Button mt="sm" variant="default" onClick={() => turns.reopen.mutate({ goalId: goal.id })}>
              {t('reopen')}
            </Button>
          ) : null}
        </section>
      ) : null}
      <section className={classes.block}>
        <h3 className={classes.blockTitle}>{t('details')}</h3>
        <div className={classes.stack}>
          <GoalFields key={goal.revision} goal={goal} />
          <GoalPeople goal={goal} />
        </div>
      </section>
      {goal.mayWrite && goal.hints.length > 0 ? <Hints goal={goal} /> : null}
      {goal.serving.length > 0 ? (
        <section className={classes.block}>
          <h3 className={classes.blockTitle}>{t('serving', { count: goal.serving.length })}</h3>
          <ul className={classes.serving}>
            {goal.serving.map((g) => (
              <li key={g.id}>
                <Avatar name={g.owner.name} id={g.owner.id} size={24} />
                <Go to={`/goals/${g.id}`} search className={classes.title} dir="auto">
                  {g.title}
                </Go>
                <Meter size="small" share={g.reached} label={g.title} tone={toneOf(g.status)} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {goal.status.state === 'draft' ? null : <Talk goal={goal} />}
      <History goal={goal} />
    </div>
  )
}

/** Whoever helped with a closed goal, one press from a word of thanks. */
function ThankHelpers({ goal }: { goal: Detail }) {
  const { t } = useTranslation('goals')
  const me = useMe()
  const helpers = [goal.owner, ...goal.contributors, ...goal.keyResults.flatMap((k) => k.owner ?? [])]
  const ids = [...new Set(helpers.map((p) => p.id))].filter((id) => id !== me.person.id)
  if (!me.elements.includes('recognition') || ids.length === 0) return null
  return (
    <Button
      component={Go}
      to="/recognition/give"
      search={{ to: ids.slice(0, 8), goal: goal.id }}
      mt="sm"
      me="xs"
      variant="default"
    >
      {t('closed.thank')}
    </Button>
  )
}

/** Its owner is gone: what becomes of it is for whoever was asked. */
function OwnerLeft({ goal, onClose }: { goal: Detail; onClose: () => void }) {
  const { t } = useTranslation('goals')
  const [handing, setHanding] = useState(false)
  return (
    <Note tone="warn" title={t('left.title', { name: goal.owner.name })}>
      {goal.mayWrite ? t('left.asked') : goal.asked ? t('left.other', { name: goal.asked.name }) : t('left.nobody')}
      {goal.mayWrite && goal.status.state !== 'closed' ? (
        <div className={classes.buttons}>
          <Button size="xs" onClick={() => setHanding(true)}>
            {t('together.owner.act')}
          </Button>
          <Button size="xs" variant="default" onClick={onClose}>
            {t('close.act')}
          </Button>
        </div>
      ) : null}
      {handing ? <TogetherDialog act="owner" goals={[goal]} onClose={() => setHanding(false)} /> : null}
    </Note>
  )
}

/** How it goes, in one word and if wanted a sentence. */
function Report({ goal, onClose }: { goal: Detail; onClose: () => void }) {
  const { t } = useTranslation('goals')
  const progress = useProgress()
  const said = goal.status.state === 'active' && goal.status.said ? goal.status.going : ''
  const [confidence, setConfidence] = useState<string>(said)
  const [note, setNote] = useState('')
  const changed = note.trim() !== '' || (confidence !== '' && confidence !== said)
  return (
    <section className={classes.block}>
      <h3 className={classes.blockTitle} id="how-it-goes">
        {t('report.title')}
      </h3>
      <div className={classes.stack}>
        <SegmentedControl
          fullWidth
          aria-labelledby="how-it-goes"
          value={confidence}
          onChange={setConfidence}
          data={confidences.map((value) => ({ value, label: t(`going.${value}`) }))}
        />
        <Textarea
          autosize
          minRows={1}
          maxRows={8}
          maxLength={4000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          placeholder={t('report.placeholder')}
          aria-label={t('report.note')}
        />
        <div className={classes.buttons}>
          <Button
            disabled={!changed}
            loading={progress.isPending}
            onClick={() =>
              progress.mutate(
                {
                  goalId: goal.id,
                  note: note.trim(),
                  ...(confidence ? { confidence: confidence as (typeof confidences)[number] } : {}),
                },
                { onSuccess: () => setNote('') },
              )
            }
          >
            {t('report.save')}
          </Button>
          {goal.mayWrite ? (
            <Button variant="subtle" color="gray" onClick={onClose}>
              {t('close.begin')}
            </Button>
          ) : null}
        </div>
      </div>
    </section>
  )
}

function Closing({ goal, onDone }: { goal: Detail; onDone: () => void }) {
  const { t } = useTranslation('goals')
  const f = useFormat()
  const { close } = useTurns()
  const [outcome, setOutcome] = useState<(typeof outcomes)[number]>(
    goal.reached >= 0.95 ? 'achieved' : goal.reached >= 0.4 ? 'partly' : 'missed',
  )
  const [reflection, setReflection] = useState('')
  return (
    <section className={classes.block}>
      <h3 className={classes.blockTitle}>{t('close.title')}</h3>
      <div className={classes.stack}>
        <Radio.Group
          value={outcome}
          onChange={(value) => setOutcome(value as typeof outcome)}
          label={t('close.outcome', { share: f.share(Math.round(goal.reached * 100), 100) })}
        >
          <div className={classes.buttons} style={{ marginBlockStart: 8 }}>
            {outcomes.map((value) => (
              <Radio key={value} value={value} label={t(`outcome.${value}`)} />
            ))}
          </div>
        </Radio.Group>
        <Textarea
          autosize
          minRows={2}
          maxRows={10}
          maxLength={4000}
          value={reflection}
          onChange={(event) => setReflection(event.currentTarget.value)}
          label={t('close.reflection')}
          description={t('close.reflectionHint')}
        />
        <div className={classes.buttons}>
          <Button
            loading={close.isPending}
            onClick={() =>
              close.mutate({ goalId: goal.id, outcome, reflection: reflection.trim() }, { onSuccess: onDone })
            }
          >
            {t('close.act')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onDone}>
            {t('close.cancel')}
          </Button>
        </div>
      </div>
    </section>
  )
}

function More({ goal }: { goal: Detail }) {
  const { t } = useTranslation('goals')
  const go = useGo()
  const turns = useTurns()
  const bare =
    !goal.history.some((u) => u.kind === 'progressed' || u.kind === 'closed' || u.kind === 'reopened') &&
    goal.serving.length === 0
  const [act, setAct] = useState<TogetherKind | null>(null)
  const me = useMe()
  const open = goal.status.state !== 'closed'
  const mayHand = open && goal.owner.id !== me.person.id
  const mayCopy = goal.status.state !== 'draft' && goal.ownerState !== 'left'
  if (!bare && !mayHand && !mayCopy) return null
  return (
    <>
      {act ? <TogetherDialog act={act} goals={[goal]} onClose={() => setAct(null)} /> : null}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('more')}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayCopy ? <Menu.Item onClick={() => setAct('copy')}>{t('together.copy.short')}</Menu.Item> : null}
          {mayHand ? <Menu.Item onClick={() => setAct('owner')}>{t('together.owner.short')}</Menu.Item> : null}
          {bare ? (
            <Menu.Item
              onClick={() =>
                turns.remove.mutate({ goalId: goal.id }, { onSuccess: () => void go('/goals', { search: true }) })
              }
            >
              {t('remove')}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
