/** Numbers that the company defines itself. */
import { Button, Modal, NumberInput, Radio, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, type Request, useAct, useOperation } from '../api.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Go } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, ProblemNote, RowsSkeleton } from '../ui/states.tsx'
import { useMetricWords } from './words.tsx'
import classes from './own-page.module.css'

type Own = Answer<'ownMetrics.list'>['metrics'][number]
type Definition = Own['definition']
type Unit = Request<'ownMetrics.define'>['unit']
type Said = Omit<Request<'ownMetrics.define'>, 'unit' | 'productivity'>

const units = ['percent', 'number', 'days', 'minutes', 'of_five', 'score'] as const satisfies readonly Unit[]
const layers = ['adoption', 'quality', 'outcome'] as const
const stale = ['ownMetrics.list', 'metrics.registry', 'metrics.dashboard', 'metrics.explain'] as const

export function OwnPage() {
  const { t } = useTranslation('metrics')
  const query = useOperation('ownMetrics.list', {})
  const [writing, setWriting] = useState<'new' | 'productivity' | Definition | null>(null)
  const [ending, setEnding] = useState<Own | null>(null)
  const end = useAct('ownMetrics.end', {
    invalidates: [...stale],
    showsProblem: true,
    onDone: () => setEnding(null),
  })
  return (
    <Page
      title={t('own.title')}
      description={t('own.description')}
      help={t('own.help')}
      back={{ to: '/program/metrics', label: t('title') }}
      action={
        query.data && query.data.room > 0 ? (
          <Button onClick={() => setWriting('new')}>{t('own.define')}</Button>
        ) : undefined
      }
    >
      <Loaded query={query} skeleton={<RowsSkeleton />}>
        {({ metrics, productivity }) => (
          <>
            <Section title={t('own.list')}>
              {metrics.length === 0 ? (
                <Empty
                  title={t('own.none.title')}
                  action={<Button onClick={() => setWriting('new')}>{t('own.define')}</Button>}
                >
                  {t('own.none.body')}
                </Empty>
              ) : (
                <ul className={classes.list}>
                  {metrics.map((own) => (
                    <Line
                      key={own.definition.id}
                      own={own}
                      change={() => setWriting(own.definition)}
                      end={() => setEnding(own)}
                    />
                  ))}
                </ul>
              )}
            </Section>
            {productivity ? null : (
              <Section
                title={t('own.productivity.title')}
                description={t('own.productivity.body')}
                action={
                  <Button variant="default" onClick={() => setWriting('productivity')}>
                    {t('own.productivity.do')}
                  </Button>
                }
                bare
              />
            )}
          </>
        )}
      </Loaded>
      {writing ? (
        <Write
          key={typeof writing === 'string' ? writing : writing.id}
          definition={typeof writing === 'string' ? null : writing}
          productivity={writing === 'productivity'}
          close={() => setWriting(null)}
        />
      ) : null}
      <ConfirmDialog
        opened={ending !== null}
        onClose={() => setEnding(null)}
        title={t('own.end.title', { name: ending?.definition.name ?? '' })}
        confirm={t('own.end.do')}
        busy={end.isPending}
        error={end.error}
        onConfirm={() => ending && end.mutate({ metric: ending.definition.id as never })}
      >
        {t('own.end.body')}
      </ConfirmDialog>
    </Page>
  )
}

function Line({ own, change, end }: { own: Own; change: () => void; end: () => void }) {
  const { t, f } = useMetricWords()
  const { definition, endedOn, values, newest } = own
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <h3 className={classes.name}>{definition.name}</h3>
        <p className={classes.quiet}>{definition.sentence}</p>
        <p className={classes.quiet}>
          {[
            t(`layers.${definition.layer}.title`),
            t(`own.unit.${definition.unit as Unit}`),
            newest
              ? t('own.values', { count: values, number: f.number(values), on: f.day(newest, 'short') })
              : t('own.noValues'),
            ...(endedOn ? [t('own.ended', { on: f.day(endedOn, 'short') })] : []),
          ].join(' · ')}
        </p>
      </div>
      {endedOn ? null : (
        <div className={classes.acts}>
          <Button component={Go} to={`/program/own-numbers/${definition.id}`} variant="default">
            {t('own.bring')}
            <span className="spoken">: {definition.name}</span>
          </Button>
          <Button variant="subtle" color="gray" onClick={change}>
            {t('own.change')}
            <span className="spoken">: {definition.name}</span>
          </Button>
          <Button variant="subtle" color="gray" onClick={end}>
            {t('own.end.do')}
            <span className="spoken">: {definition.name}</span>
          </Button>
        </div>
      )}
    </li>
  )
}

/** Defining a number, or writing a new version of it. */
function Write({
  definition,
  productivity,
  close,
}: {
  definition: Definition | null
  productivity: boolean
  close: () => void
}) {
  const { t } = useTranslation('metrics')
  const f = useFormat()
  const [said, setSaid] = useState<Said>({
    name: definition?.name ?? (productivity ? t('own.productivity.name') : ''),
    sentence: definition?.sentence ?? '',
    layer: definition?.layer ?? 'outcome',
    direction: definition?.direction ?? 'up',
    target: definition?.target ?? null,
    floor: definition?.floor ?? 5,
  })
  const [unit, setUnit] = useState<Unit>((definition?.unit as Unit | undefined) ?? 'percent')
  const done = { invalidates: [...stale], showsProblem: true, done: t('own.saved'), onDone: close } as const
  const define = useAct('ownMetrics.define', done)
  const change = useAct('ownMetrics.change', done)
  const set = (part: Partial<Said>) => setSaid((before) => ({ ...before, ...part }))
  const least = definition?.floor ?? 1
  return (
    <Modal
      opened
      onClose={close}
      size={560}
      title={definition ? t('own.changing') : t(productivity ? 'own.productivity.do' : 'own.define')}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (definition) change.mutate({ metric: definition.id as never, ...said })
          else define.mutate({ ...said, unit, productivity })
        }}
      >
        <TextInput
          label={t('own.field.name')}
          value={said.name}
          maxLength={80}
          required
          data-autofocus
          onChange={(e) => set({ name: e.currentTarget.value })}
        />
        <Textarea
          label={t('own.field.sentence')}
          description={t('own.field.sentenceHint')}
          value={said.sentence}
          maxLength={300}
          required
          autosize
          minRows={2}
          onChange={(e) => set({ sentence: e.currentTarget.value })}
        />
        <div className={classes.pair}>
          <Select
            label={t('own.field.unit')}
            {...(definition ? { description: t('own.field.unitStays') } : {})}
            value={unit}
            data={units.map((value) => ({ value, label: t(`own.unit.${value}`) }))}
            allowDeselect={false}
            disabled={definition !== null}
            onChange={(value) => value && setUnit(value as Unit)}
          />
          <Select
            label={t('own.field.layer')}
            value={said.layer}
            data={layers.map((value) => ({ value, label: t(`layers.${value}.about`) }))}
            allowDeselect={false}
            onChange={(value) => value && set({ layer: value as Said['layer'] })}
          />
        </div>
        <div className={classes.pair}>
          <Radio.Group
            label={t('own.field.direction')}
            value={said.direction}
            onChange={(value) => set({ direction: value as Said['direction'] })}
          >
            <Radio value="up" label={t('own.up')} mt="xs" />
            <Radio value="down" label={t('own.down')} mt="xs" />
          </Radio.Group>
          <NumberInput
            label={t('own.field.target')}
            description={t('own.field.targetHint')}
            value={said.target ?? ''}
            onChange={(v) => set({ target: typeof v === 'number' ? v : null })}
          />
        </div>
        <Radio.Group
          label={t('own.field.floor')}
          description={t('own.field.floorHint')}
          value={said.floor === 1 ? 'things' : 'people'}
          onChange={(value) => set({ floor: value === 'things' ? 1 : Math.max(5, least) })}
        >
          <Radio value="people" label={t('own.people')} mt="xs" />
          <Radio value="things" label={t('own.things')} mt="xs" disabled={least > 1} />
        </Radio.Group>
        {said.floor === 1 ? null : (
          <NumberInput
            label={t('own.field.least')}
            value={said.floor}
            min={Math.max(5, least)}
            max={100}
            description={t('own.field.leastHint', { least: f.number(Math.max(5, least)) })}
            onChange={(v) => set({ floor: typeof v === 'number' ? v : Math.max(5, least) })}
          />
        )}
        {define.error || change.error ? <ProblemNote small error={define.error ?? change.error} /> : null}
        <div className={classes.end}>
          <Button variant="default" onClick={close}>
            {t('own.cancel')}
          </Button>
          <Button type="submit" loading={define.isPending || change.isPending}>
            {t('own.save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
