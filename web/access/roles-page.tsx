/** Who may do what: roles with their holders, people outside the people file, and a way to anybody's sign-in. */
import { Button, Modal, Select, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Outlet } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { grantableRoles, type GrantableRole } from './role-names.ts'
import { useAct, useOperation, type Answer } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Go, useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, ProblemNote, RowsSkeleton } from '../ui/states.tsx'
import { Tabs } from '../ui/tabs.tsx'
import classes from './access.module.css'

type Grant = Answer<'access.roles'>['grants'][number]

export function AccessTabs() {
  const { t } = useTranslation('access')
  return (
    <Tabs
      label={t('settings.tabs')}
      tabs={[
        { to: '/settings/access', label: t('roles.tab') },
        { to: '/settings/access/codes', label: t('codes.tab') },
      ]}
    />
  )
}

export function RolesPage() {
  const { t } = useTranslation('access')
  const go = useGo()
  const roles = useOperation('access.roles', {})
  const audiences = useOperation('audiences.list', {})
  const [granting, setGranting] = useState<GrantableRole | null>(null)
  const [ending, setEnding] = useState<Grant | null>(null)
  const nameOf = (id: string | null) => audiences.data?.audiences.find((a) => a.id === id)?.name ?? null
  return (
    <Page
      title={t('roles.title')}
      description={t('roles.description')}
      help={t('roles.help')}
      below={<AccessTabs />}
      action={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setGranting('hr')}>
          {t('roles.grant')}
        </Button>
      }
    >
      <Loaded query={roles} skeleton={<RowsSkeleton rows={6} />}>
        {(data) => (
          <>
            {grantableRoles.map((role) => {
              const held = data.grants.filter((g) => g.role === role)
              const offered = data.offered.includes(role)
              if (!offered && held.length === 0) return null
              return (
                <Section
                  key={role}
                  title={t(`role.${role}.title`)}
                  description={`${t(`role.${role}.about`)} ${t(`role.${role}.opens`)}`}
                  action={
                    !offered ? undefined : (
                      <Button
                        variant="subtle"
                        size="compact-md"
                        onClick={() => setGranting(role)}
                        aria-label={t('roles.grantRole', { role: t(`role.${role}.title`) })}
                      >
                        {t('roles.add')}
                      </Button>
                    )
                  }
                >
                  {held.length === 0 ? (
                    <p className={classes.quiet}>{t('roles.nobody')}</p>
                  ) : (
                    <ul className={classes.list}>
                      {held.map((grant) => (
                        <li key={grant.id} className={classes.item}>
                          <span className={classes.itemWords}>
                            <Person
                              person={grant.person}
                              link
                              detail={<GrantDetail grant={grant} population={nameOf(grant.populationId)} />}
                            />
                          </span>
                          <Button
                            variant="default"
                            size="compact-md"
                            onClick={() => setEnding(grant)}
                            aria-label={t('roles.endOne', { name: grant.person.name, role: t(`role.${role}.title`) })}
                          >
                            {t('roles.end')}
                          </Button>
                        </li>
                      ))}
                    </ul>
                  )}
                </Section>
              )
            })}
            <Outsiders />
            {data.ended.length > 0 ? <Ended grants={data.ended} /> : null}
          </>
        )}
      </Loaded>
      <Section title={t('look.title')} description={t('look.description')} bare>
        <div className={classes.narrow}>
          <PersonPicker
            label={t('look.label')}
            value={null}
            onChange={(person) => person && void go(`/settings/access/people/${person.id}`)}
            useFind={usePeopleSearch}
          />
        </div>
      </Section>
      {granting && roles.data ? (
        <GrantDialog role={granting} offered={roles.data.offered} onClose={() => setGranting(null)} />
      ) : null}
      {ending ? <EndDialog grant={ending} onClose={() => setEnding(null)} /> : null}
      <Outlet />
    </Page>
  )
}

function GrantDetail({ grant, population }: { grant: Grant; population: string | null }) {
  const { t } = useTranslation('access')
  const f = useFormat()
  return (
    <>
      {grant.role === 'hr' ? (
        <>
          {t('roles.looksAfter', {
            audience: population ?? '…',
            count: grant.populationSize ?? 0,
            number: f.number(grant.populationSize ?? 0),
          })}{' '}
          ·{' '}
        </>
      ) : null}
      {t('roles.granted')} <When at={grant.grantedAt} />{' '}
      {t('roles.by', { name: grant.grantedBy?.name ?? t('operator') })}
    </>
  )
}

function Ended({ grants }: { grants: readonly Grant[] }) {
  const { t } = useTranslation('access')
  return (
    <Section title={t('roles.ended.title')} description={t('roles.ended.description')}>
      <ul className={classes.list}>
        {grants.map((grant) => (
          <li key={grant.id} className={classes.item}>
            <span className={classes.itemWords}>
              <Person
                person={grant.person}
                link
                detail={
                  <>
                    {t(`role.${grant.role}.title`)} · {t('roles.endedOn')} <When at={grant.endedAt} />{' '}
                    {t('roles.by', { name: grant.endedBy?.name ?? t('operator') })}
                  </>
                }
              />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function GrantDialog({
  role: first,
  offered,
  onClose,
}: {
  role: GrantableRole
  offered: readonly GrantableRole[]
  onClose: () => void
}) {
  const { t } = useTranslation('access')
  const { t: ui } = useTranslation('ui')
  const audiences = useOperation('audiences.list', {})
  const [person, setPerson] = useState<Pickable | null>(null)
  const [role, setRole] = useState<GrantableRole>(first)
  const [population, setPopulation] = useState<string | null>(null)
  const grant = useAct('access.grantRole', {
    invalidates: ['access.roles', 'access.accessOf'],
    showsProblem: true,
    onDone: onClose,
    done: (answer) => t('roles.done', { name: answer.person.name, role: t(`role.${answer.role}.title`) }),
  })
  const list = audiences.data?.audiences ?? []
  return (
    <Modal opened onClose={onClose} title={t('roles.grant')} closeButtonProps={{ 'aria-label': ui('close') }}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (person)
            grant.mutate({
              personId: person.id,
              role,
              ...(role === 'hr' && population ? { populationId: population } : {}),
            })
        }}
      >
        <PersonPicker
          label={t('roles.person')}
          value={person}
          onChange={setPerson}
          useFind={usePeopleSearch}
          required
        />
        <Select
          label={t('roles.role')}
          description={`${t(`role.${role}.about`)} ${t(`role.${role}.opens`)}`}
          value={role}
          onChange={(value) => value && setRole(value as GrantableRole)}
          allowDeselect={false}
          data={grantableRoles
            .filter((value) => offered.includes(value))
            .map((value) => ({ value, label: t(`role.${value}.title`) }))}
        />
        {role === 'hr' ? (
          list.length === 0 && audiences.data ? (
            <Empty
              small
              title={t('roles.noAudience.title')}
              action={
                <Button component={Go} to="/program/audiences" variant="default">
                  {t('roles.noAudience.do')}
                </Button>
              }
            >
              {t('roles.noAudience.body')}
            </Empty>
          ) : (
            <Select
              label={t('roles.population')}
              description={t('roles.populationAbout')}
              value={population}
              onChange={setPopulation}
              searchable
              required
              withAsterisk={false}
              data={list.map((a) => ({ value: a.id, label: a.name }))}
            />
          )
        ) : null}
        {grant.error ? <ProblemNote small error={grant.error} /> : null}
        <Button type="submit" loading={grant.isPending} disabled={!person || (role === 'hr' && !population)}>
          {t('roles.grant')}
        </Button>
      </form>
    </Modal>
  )
}

function EndDialog({ grant, onClose }: { grant: Grant; onClose: () => void }) {
  const { t } = useTranslation('access')
  const end = useAct('access.endRole', {
    invalidates: ['access.roles', 'access.accessOf', 'access.me'],
    showsProblem: true,
    onDone: onClose,
    done: t('roles.endDone'),
  })
  const role = t(`role.${grant.role}.title`)
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('roles.endTitle', { name: grant.person.name, role })}
      confirm={t('roles.end')}
      danger
      busy={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate({ grantId: grant.id })}
    >
      {t('roles.endBody')}
    </ConfirmDialog>
  )
}

const tones = { open: 'good', never_used: 'quiet', closed: 'bad', left: 'quiet' } as const

function Outsiders() {
  const { t } = useTranslation('access')
  const outsiders = useOperation('access.outsiders', {})
  const [adding, setAdding] = useState(false)
  return (
    <Section
      title={t('outsiders.title')}
      description={t('outsiders.description')}
      action={
        <Button variant="subtle" size="compact-md" onClick={() => setAdding(true)}>
          {t('outsiders.add')}
        </Button>
      }
    >
      <Loaded
        query={outsiders}
        skeleton={<RowsSkeleton rows={2} />}
        empty={(d) => d.people.length === 0 && <p className={classes.quiet}>{t('outsiders.none')}</p>}
      >
        {(data) => (
          <ul className={classes.list}>
            {data.people.map((person) => (
              <li key={person.id} className={classes.item}>
                <span className={classes.itemWords}>
                  <Person person={person} detail={person.email} />
                </span>
                <State tone={tones[person.state]}>{t(`state.${person.state}`)}</State>
                <Button
                  component={Go}
                  to={`/settings/access/people/${person.id}`}
                  variant="default"
                  size="compact-md"
                  aria-label={t('look.of', { name: person.name })}
                >
                  {t('look.open')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {adding ? <AddOutsider onClose={() => setAdding(false)} /> : null}
    </Section>
  )
}

function AddOutsider({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('access')
  const { t: ui } = useTranslation('ui')
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const add = useAct('access.addOutsider', {
    invalidates: ['access.outsiders', 'people.list'],
    showsProblem: true,
    onDone: onClose,
    done: t('outsiders.added'),
  })
  return (
    <Modal opened onClose={onClose} title={t('outsiders.add')} closeButtonProps={{ 'aria-label': ui('close') }}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate({ name, email })
        }}
      >
        <TextInput
          label={t('outsiders.name')}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          required
          withAsterisk={false}
          maxLength={200}
          data-autofocus
        />
        <TextInput
          type="email"
          label={t('signIn.email')}
          value={email}
          onChange={(e) => setEmail(e.currentTarget.value)}
          required
          withAsterisk={false}
          dir="ltr"
        />
        {add.error ? <ProblemNote small error={add.error} /> : null}
        <Button type="submit" loading={add.isPending}>
          {t('outsiders.add')}
        </Button>
      </form>
    </Modal>
  )
}
