/** The guided design: ten short steps in any order, saved as one types. */
import { Button, Select } from '@mantine/core'
import { IconArrowLeft, IconArrowRight, IconCheck, IconCloudOff, IconLoader2 } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMetricNames } from '../metrics/names.ts'
import type { Design, DesignGroup, ElementId } from '../../contract/design.ts'
import { useOperation, type Answer } from '../api.ts'
import { useGo } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { Loaded, Note, PageSkeleton } from '../ui/states.tsx'
import { Steps, type Step } from '../ui/steps.tsx'
import { WithProgram, type Program } from './current.tsx'
import classes from './design-page.module.css'
import { resolve, useDesign, type SaveState } from './drafts.ts'
import { BrandStep } from './step-brand.tsx'
import { ElementsStep } from './step-elements.tsx'
import { MetricsStep } from './step-metrics.tsx'
import { PeopleStep } from './step-people.tsx'
import { PoliciesStep } from './step-policies.tsx'
import { PublishStep } from './step-publish.tsx'
import { stepIds, stepOf, type StepId } from './step-ids.ts'
import { ObjectivesStep, ReasonsStep } from './step-reasons.tsx'
import { TrainingStep } from './step-training.tsx'
import { WavesStep } from './step-waves.tsx'

const groupOf = Object.fromEntries(Object.entries(stepOf).map(([group, step]) => [step, group])) as Partial<
  Record<StepId, DesignGroup>
>

export type Whole = Answer<'program.get'>
export type StepProps = { program: Program; whole: Whole; design: Design; mayDesign: boolean }

/** The plain address opens where something is missing first. */
export function DesignStart() {
  return <WithProgram>{(program) => <Start program={program} />}</WithProgram>
}

function Start({ program }: { program: Program }) {
  const go = useGo()
  const { query } = useDesign(program.id)
  const missing = query.data?.draft.missing
  useEffect(() => {
    if (!missing) return
    const first = missing.find((m) => m.needed === 'publish') ?? missing[0]
    void go(`/program/design/${first ? stepOf[first.group] : 'name'}`, { search: true, replace: true })
  }, [missing, go])
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {() => <PageSkeleton />}
    </Loaded>
  )
}

export function DesignPage() {
  return <WithProgram>{(program) => <Designer program={program} />}</WithProgram>
}

function Designer({ program }: { program: Program }) {
  const { t } = useTranslation('program')
  const { step: asked } = useParams({ strict: false }) as { step?: string }
  const step = stepIds.find((id) => id === asked) ?? 'name'
  const { query, state, edits, saveNow } = useDesign(program.id)
  const go = useGo()
  const at = stepIds.indexOf(step)
  const previous = stepIds[at - 1]
  const next = stepIds[at + 1]
  const move = (to: StepId) => {
    saveNow()
    void go(`/program/design/${to}`, { search: true })
  }
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(whole) => {
        const { design } = whole.draft
        const props: StepProps = { program, whole, design, mayDesign: whole.mayDesign }
        const conflict = [...edits].find(([, e]) => e.state === 'conflict')?.[0]
        return (
          <Page
            title={t(`steps.${step}.title`)}
            tabTitle={t(`steps.${step}.title`)}
            description={t(`steps.${step}.description`)}
            help={t('design.help')}
            width="normal"
            more={whole.mayDesign ? <SaveMark state={state} onRetry={saveNow} /> : undefined}
          >
            <div className={classes.layout} data-step={step}>
              <aside className={classes.steps}>
                <DesignSteps program={program} whole={whole} />
              </aside>
              <div className={classes.narrow}>
                <Select
                  aria-label={t('design.steps')}
                  value={step}
                  allowDeselect={false}
                  onChange={(to) => to && move(to as StepId)}
                  data={stepIds.map((id, i) => ({
                    value: id,
                    label: t('design.stepOf', { number: i + 1, all: stepIds.length, name: t(`steps.${id}.label`) }),
                  }))}
                />
              </div>
              <div className={classes.content}>
                {whole.mayDesign ? null : <Note>{t('design.readOnly')}</Note>}
                {conflict ? (
                  <Note
                    tone="warn"
                    title={t('design.conflict')}
                    action={
                      <span className={classes.choices}>
                        <Button
                          variant="default"
                          size="compact-sm"
                          onClick={() => resolve(program.id, conflict, 'theirs')}
                        >
                          {t('design.theirs')}
                        </Button>
                        <Button size="compact-sm" onClick={() => resolve(program.id, conflict, 'mine')}>
                          {t('design.mine')}
                        </Button>
                      </span>
                    }
                  >
                    {t('design.conflictBody', { part: t(`steps.${stepOf[conflict]}.label`) })}
                  </Note>
                ) : null}
                <fieldset className={classes.fields} disabled={!whole.mayDesign} data-step={step}>
                  <legend className="spoken">{t(`steps.${step}.label`)}</legend>
                  <StepContent step={step} {...props} />
                </fieldset>
                <nav className={classes.walk} aria-label={t('design.walk')} data-chrome>
                  {previous ? (
                    <Button
                      variant="subtle"
                      color="gray"
                      leftSection={<IconArrowLeft size={16} aria-hidden className="flips" />}
                      onClick={() => move(previous)}
                    >
                      {t(`steps.${previous}.label`)}
                    </Button>
                  ) : (
                    <span />
                  )}
                  {next ? (
                    <Button
                      rightSection={<IconArrowRight size={16} aria-hidden className="flips" />}
                      onClick={() => move(next)}
                    >
                      {t(`steps.${next}.label`)}
                    </Button>
                  ) : null}
                </nav>
              </div>
            </div>
          </Page>
        )
      }}
    </Loaded>
  )
}

function StepContent({ step, ...props }: StepProps & { step: StepId }): ReactNode {
  switch (step) {
    case 'name':
      return <BrandStep {...props} />
    case 'why':
      return <ReasonsStep {...props} />
    case 'objectives':
      return <ObjectivesStep {...props} />
    case 'elements':
      return <ElementsStep {...props} />
    case 'expectations':
      return <PoliciesStep {...props} />
    case 'training':
      return <TrainingStep {...props} />
    case 'metrics':
      return <MetricsStep {...props} />
    case 'people':
      return <PeopleStep {...props} />
    case 'waves':
      return <WavesStep {...props} />
    case 'publish':
      return <PublishStep {...props} />
  }
}

function DesignSteps({ program, whole }: { program: Program; whole: Whole }) {
  const { t } = useTranslation('program')
  const { nameOf } = useMetricNames()
  const { design, missing } = whole.draft
  const waves = useOperation('waves.list', { programId: program.id })
  const count = waves.data?.waves.length ?? program.waves
  const people = whole.people.filter((p) => p.id === design.leadId || p.id === design.sponsorId).map((p) => p.name)
  const said: Record<StepId, string> = {
    name: design.brand.name,
    why: design.why.split(/(?<=[.!?])\s/)[0] ?? '',
    objectives: design.objectives.length ? t('summary.objectives', { count: design.objectives.length }) : '',
    elements: (Object.keys(design.elements) as ElementId[])
      .filter((e) => design.elements[e].on)
      .map((e) => t(`element.${e}`))
      .join(' · '),
    expectations: design.policies.length
      ? t('summary.policies', { count: design.policies.length })
      : t('summary.optional'),
    training: design.training.courses.length
      ? t('summary.courses', { count: design.training.courses.length })
      : t('summary.optional'),
    metrics: design.metrics.map((m) => nameOf(m.id)).join(' · '),
    people: people.join(' · '),
    waves: count ? t('summary.waves', { count }) : t('waves.none'),
    publish:
      program.version === null
        ? t('summary.neverPublished')
        : program.unpublished.length === 0
          ? t('summary.published', { number: program.version })
          : t('summary.changes', { count: program.unpublished.length }),
  }
  const steps: Step[] = stepIds.map((id) => {
    const group = groupOf[id]
    const gaps = missing.filter((m) => m.group === group)
    const done =
      id === 'waves'
        ? count > 0
        : id === 'publish'
          ? program.version !== null && program.unpublished.length === 0
          : id === 'expectations'
            ? gaps.length === 0 && design.policies.length > 0
            : id === 'training'
              ? design.training.courses.length > 0
              : gaps.length === 0
    const left = gaps.some((m) => m.id === 'lead_left' || m.id === 'sponsor_left' || m.id === 'policy_text')
    return {
      to: `/program/design/${id}`,
      label: t(`steps.${id}.label`),
      state: left ? 'problem' : done ? 'done' : 'open',
      summary: short(said[id]) || (gaps[0] ? t(`missing.${gaps[0].id}`, { about: gaps[0].about ?? '' }) : ''),
    }
  })
  return <Steps label={t('design.steps')} steps={steps} />
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 58).trimEnd()}…` : text)

/** Whether everything typed is safe on the server. */
function SaveMark({ state, onRetry }: { state: SaveState; onRetry: () => void }) {
  const { t } = useTranslation('program')
  return (
    <span className={classes.saved} role="status" data-state={state}>
      {state === 'failed' ? (
        <>
          <IconCloudOff size={16} aria-hidden />
          {t('design.failed')}
          <Button variant="subtle" size="compact-sm" onClick={onRetry}>
            {t('design.retry')}
          </Button>
        </>
      ) : state === 'conflict' ? null : state === 'saved' ? (
        <>
          <IconCheck size={16} aria-hidden />
          {t('design.saved')}
        </>
      ) : (
        <>
          <IconLoader2 size={16} aria-hidden />
          {t('design.saving')}
        </>
      )}
    </span>
  )
}
