/** Roles: whom one means by the people file, and which level of which competency it asks. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { Filter } from '../ui/filter-bar.tsx'
import fold from '../ui/fold.module.css'
import { useFormat } from '../ui/reader.tsx'
import { Note } from '../ui/states.tsx'
import { moved, nameIn, type Role } from './draft-framework.ts'
import { Arrange, useRemoval, type EditorProps } from './edit-competencies.tsx'
import classes from './growth.module.css'

const fields = ['department', 'division', 'title', 'level'] as const

export function RolesEditor({ framework, language, change }: EditorProps) {
  const { t } = useTranslation('growth')
  const f = useFormat()
  const remove = useRemoval(framework, change)
  const reach = useOperation('competencies.reach', {}, { keep: true })
  const [fresh, setFresh] = useState<string | null>(null)
  const set = (id: string, next: Partial<Role>) =>
    change((old) => ({ ...old, roles: old.roles.map((r) => (r.id === id ? { ...r, ...next } : r)) }))
  return (
    <div className={classes.editor}>
      <p className={classes.plain}>{t('roles.body')}</p>
      {reach.data && framework.roles.length > 0 && reach.data.without > 0 ? (
        <Note>
          {t('roles.without', {
            n: f.number(reach.data.without),
            count: reach.data.without,
            of: f.number(reach.data.of),
          })}
        </Note>
      ) : null}
      {framework.roles.map((role, at) => {
        const name = nameIn(role, language)
        const people = reach.data?.roles.find((r) => r.id === role.id)?.people
        const asked = Object.keys(role.expects).length
        return (
          <details key={role.id} className={`${fold.fold} ${classes.fold}`} open={role.id === fresh}>
            <summary>
              <span dir="auto">{name || t('unnamed')}</span>
              <small>
                {[
                  ...(people === undefined || !reach.data
                    ? []
                    : [t('roles.people', { n: f.number(people), count: people, of: f.number(reach.data.of) })]),
                  t('roles.asked', { count: asked }),
                ].join(' · ')}
              </small>
            </summary>
            <div className={classes.foldBody}>
              <div className={classes.item}>
                <TextInput
                  label={t('framework.name')}
                  maxLength={100}
                  dir="auto"
                  placeholder={name}
                  value={role.texts[language]?.name ?? ''}
                  onChange={(event) =>
                    set(role.id, { texts: { ...role.texts, [language]: { name: event.currentTarget.value } } })
                  }
                />
                <Arrange
                  name={name || t('unnamed')}
                  at={at}
                  of={framework.roles.length}
                  onMove={(by) => change((old) => ({ ...old, roles: moved(old.roles, at, by) }))}
                  onRemove={() =>
                    remove(name, (old) => ({ ...old, roles: old.roles.filter((one) => one.id !== role.id) }))
                  }
                />
              </div>
              <fieldset className={classes.rule}>
                <legend>{t('roles.who')}</legend>
                {fields.map((field) => (
                  <Filter
                    key={field}
                    label={t(`roles.field.${field}`)}
                    options={optionsOf(reach.data?.values[field] ?? [], role.rule[field])}
                    value={role.rule[field]}
                    onChange={(values) => set(role.id, { rule: { ...role.rule, [field]: values } })}
                  />
                ))}
                <NativeSelect
                  aria-label={t('roles.managers.label')}
                  value={role.rule.managers === null ? 'all' : role.rule.managers ? 'yes' : 'no'}
                  data={(['all', 'yes', 'no'] as const).map((v) => ({ value: v, label: t(`roles.managers.${v}`) }))}
                  onChange={(event) => {
                    const v = event.currentTarget.value
                    set(role.id, { rule: { ...role.rule, managers: v === 'all' ? null : v === 'yes' } })
                  }}
                />
              </fieldset>
              <fieldset className={classes.rule}>
                <legend>{t('roles.expects')}</legend>
                {framework.competencies.length === 0 ? (
                  <p className={classes.quiet}>{t('roles.noCompetencies')}</p>
                ) : null}
              </fieldset>
              {framework.competencies.map((k) => (
                <label key={k.id} className={classes.expects}>
                  <span dir="auto">{nameIn(k, language) || t('unnamed')}</span>
                  <NativeSelect
                    value={role.expects[k.id] ?? ''}
                    onChange={(event) => {
                      const { [k.id]: _before, ...rest } = role.expects
                      const level = event.currentTarget.value
                      set(role.id, { expects: level ? { ...rest, [k.id]: level } : rest })
                    }}
                    data={[
                      { value: '', label: t('roles.notAsked') },
                      ...framework.levels.map((l) => ({ value: l.id, label: nameIn(l, language) || t('unnamed') })),
                    ]}
                  />
                </label>
              ))}
              <NativeSelect
                label={t('roles.next')}
                description={t('roles.nextHint')}
                value={role.nextId ?? ''}
                onChange={(event) => set(role.id, { nextId: event.currentTarget.value || null })}
                data={[
                  { value: '', label: t('roles.nextNone') },
                  ...framework.roles
                    .filter((one) => one.id !== role.id)
                    .map((one) => ({ value: one.id, label: nameIn(one, language) || t('unnamed') })),
                ]}
              />
            </div>
          </details>
        )
      })}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={framework.roles.length >= 120}
          onClick={() => {
            const id = crypto.randomUUID()
            setFresh(id)
            change((old) => ({
              ...old,
              roles: [
                ...old.roles,
                {
                  id,
                  from: null,
                  texts: {},
                  rule: { department: [], division: [], title: [], level: [], managers: null },
                  expects: {},
                  nextId: null,
                },
              ],
            }))
          }}
        >
          {t('roles.add')}
        </Button>
      </div>
    </div>
  )
}

/** What the people file knows, and what a rule names although nobody has it today. */
function optionsOf(values: readonly (readonly [string, number])[], chosen: readonly string[]) {
  const known = new Set(values.map(([value]) => value))
  return [
    ...values.map(([value, count]) => ({ value, label: value, count })),
    ...chosen.filter((v) => !known.has(v)).map((value) => ({ value, label: value, count: 0 })),
  ]
}
