/** Which course is for whom: required or offered, and by when. Nothing is asked of anybody before it is chosen here. */
import { Button, Checkbox, NumberInput, Select, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ChosenCourse, TrainingRole } from '../../contract/design.ts'
import { useOperation } from '../api.ts'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, Note } from '../ui/states.tsx'
import type { StepProps } from './design-page.tsx'
import { useGroup } from './drafts.ts'
import { languageOf } from './language.ts'
import classes from './steps.module.css'
import { TextLink } from './text-link.tsx'

const roles: readonly TrainingRole[] = ['employees', 'managers', 'leaders', 'hr', 'champions', 'trainers']
const needs = ['none', 'offered', 'required'] as const
type Need = (typeof needs)[number]

export function TrainingStep({ program, design, mayDesign }: StepProps) {
  const { t, i18n } = useTranslation('program')
  const f = useFormat()
  const shelf = useOperation('training.courses', { language: languageOf(i18n.language) }, { staleTime: 3_600_000 })
  const [training, set] = useGroup(program.id, design, 'training')
  const change = (id: string, with_: Partial<ChosenCourse>) =>
    set({ ...training, courses: training.courses.map((one) => (one.id === id ? { ...one, ...with_ } : one)) })
  const give = (course: ChosenCourse, role: TrainingRole, need: Need) => {
    const without = (list: readonly TrainingRole[]) => list.filter((one) => one !== role)
    change(course.id, {
      required: need === 'required' ? [...without(course.required), role] : without(course.required),
      offered: need === 'offered' ? [...without(course.offered), role] : without(course.offered),
    })
  }
  return (
    <Loaded query={shelf}>
      {({ courses }) => {
        const missing = courses.filter(
          (one) => !one.package && !one.own && !training.courses.some((mine) => mine.id === one.id),
        )
        return (
          <>
            {training.courses.length === 0 && mayDesign ? (
              <Note
                title={t('training.noneTitle')}
                action={
                  <Button
                    size="compact-sm"
                    onClick={() =>
                      set({ ...training, courses: missing.map((one) => ({ id: one.id, ...one.suggestion })) })
                    }
                  >
                    {t('training.takeAll')}
                  </Button>
                }
              >
                {t('training.none')}
              </Note>
            ) : null}
            {courses.map((one) => {
              const mine = training.courses.find((chosen) => chosen.id === one.id)
              return (
                <section key={one.id} className={classes.metric} data-on={mine ? true : undefined}>
                  <div className={`${classes.metricHead} ${classes.courseHead}`}>
                    <Checkbox
                      checked={Boolean(mine)}
                      label={one.title}
                      description={`${one.use} ${t(one.package ? 'training.sizePackage' : 'training.size', {
                        count: one.package ? one.minutes : one.lessons.length,
                        n: f.number(one.lessons.length),
                        minutes: f.number(one.minutes),
                      })}`}
                      onChange={(e) =>
                        set({
                          ...training,
                          courses: e.currentTarget.checked
                            ? [...training.courses, { id: one.id, ...one.suggestion }]
                            : training.courses.filter((chosen) => chosen.id !== one.id),
                        })
                      }
                    />
                    {mayDesign ? (
                      <p className={classes.courseRead}>
                        <TextLink to={`/learning/${one.id}`}>{t('training.read')}</TextLink>
                      </p>
                    ) : null}
                  </div>
                  {mine ? (
                    <div className={classes.courseBody}>
                      {roles.map((role) => (
                        <Select
                          key={role}
                          label={t(`trainingRole.${role}`)}
                          allowDeselect={false}
                          value={
                            mine.required.includes(role) ? 'required' : mine.offered.includes(role) ? 'offered' : 'none'
                          }
                          data={needs.map((need) => ({ value: need, label: t(`trainingNeed.${need}`) }))}
                          onChange={(need) => need && give(mine, role, need as Need)}
                        />
                      ))}
                      {mine.required.length > 0 ? (
                        <NumberInput
                          label={t('training.due')}
                          description={t('training.dueHint')}
                          inputWrapperOrder={['label', 'input', 'description', 'error']}
                          value={mine.dueDays}
                          min={-60}
                          max={120}
                          allowDecimal={false}
                          clampBehavior="blur"
                          suffix={` ${t('days')}`}
                          onChange={(v) =>
                            typeof v === 'number' && v >= -60 && v <= 120 && change(mine.id, { dueDays: v })
                          }
                        />
                      ) : null}
                    </div>
                  ) : null}
                </section>
              )
            })}
            {training.courses.length > 0 && missing.length > 0 && mayDesign ? (
              <div>
                <Button
                  variant="subtle"
                  onClick={() =>
                    set({
                      ...training,
                      courses: [...training.courses, ...missing.map((one) => ({ id: one.id, ...one.suggestion }))],
                    })
                  }
                >
                  {t('training.takeRest', { count: missing.length, n: f.number(missing.length) })}
                </Button>
              </div>
            ) : null}
            <div className={classes.row}>
              <NumberInput
                label={t('training.bar')}
                description={t('training.barHint')}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                value={training.managersReady}
                min={0}
                max={100}
                allowDecimal={false}
                clampBehavior="blur"
                suffix=" %"
                onChange={(v) => typeof v === 'number' && v >= 0 && v <= 100 && set({ ...training, managersReady: v })}
              />
              <Switch
                label={t('training.letters')}
                description={t('training.lettersHint')}
                checked={training.letters}
                onChange={(e) => set({ ...training, letters: e.currentTarget.checked })}
              />
            </div>
          </>
        )
      }}
    </Loaded>
  )
}
