/** Who holds which certificate? The list, and which courses give one. */
import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core'
import { IconCertificate } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, useAct, useOperation } from '../api.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Filter, FilterBar } from '../ui/filter-bar.tsx'
import { useAddress } from '../ui/link.tsx'
import form from '../ui/form.module.css'
import { List, Row } from '../ui/list.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { useRowWindow } from '../ui/window.ts'
import { type CertificateState, certificateTones } from './certificate-tones.ts'
import classes from './certificates.module.css'
import { TrainingTabs } from './training-tabs.tsx'

type Held = Answer<'certificates.list'>['certificates'][number]
type Rules = Answer<'certificates.rules'>
type Rule = Rules['rules'][number]
const roles = ['employees', 'managers', 'leaders', 'hr', 'champions', 'trainers'] as const
const isRole = (id: string) => id.startsWith('curriculum:')
const roleIn = (id: string) => roles.find((role) => id === `curriculum:${role}`) ?? 'employees'
const option = (one: { id: string; title: string }) => ({ value: one.id, label: one.title })

export function CertificatesPage() {
  const { t } = useTranslation('training')
  const f = useFormat()
  const [at, setAt] = useAddress<{ q?: string; state?: CertificateState }>()
  const [asks, setAsks] = useState<Held | null>(null)
  const filter = useMemo(() => ({ q: at.q, state: at.state }), [at.q, at.state])
  const rows = useRowWindow('certificates.list', filter, {
    page: (offset, limit) => ({ offset, limit }),
    read: (answer) => ({ rows: answer.certificates, total: answer.total }),
  })
  const columns: Column<Held>[] = [
    {
      id: 'person',
      header: t('certificates.person'),
      width: 'minmax(200px, 2fr)',
      fixed: true,
      phone: 'title',
      cell: (one) => <Person person={one.person} detail={one.person.title} />,
    },
    {
      id: 'title',
      header: t('certificates.certificate'),
      width: 'minmax(160px, 1.5fr)',
      phone: 'detail',
      cell: (one) => one.title,
    },
    {
      id: 'state',
      header: t('certificates.state'),
      width: '150px',
      phone: 'end',
      cell: (one) => <State tone={certificateTones[one.state]}>{t(`certificates.states.${one.state}`)}</State>,
    },
    {
      id: 'until',
      header: t('certificates.until'),
      width: '140px',
      phone: 'off',
      cell: (one) => (one.expiresOn ? f.day(one.expiresOn, 'short') : t('certificates.noEnd')),
    },
    { id: 'number', header: t('certificates.number'), width: '160px', phone: 'off', cell: (one) => one.number },
    {
      id: 'act',
      header: t('certificates.acts'),
      width: '150px',
      align: 'end',
      phone: 'detail',
      cell: (one) =>
        one.state === 'revoked' ? (
          <span className={classes.quiet}>{one.reason}</span>
        ) : (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-label={t('certificates.revokeOf', { name: one.person.name, title: one.title })}
            onClick={() => setAsks(one)}
          >
            {t('certificates.revoke')}
          </Button>
        ),
    },
  ]
  return (
    <Page title={t('certificates.title')} help={t('certificates.help')} below={<TrainingTabs />}>
      <RulesPart />
      <Section title={t('certificates.holders')} bare>
        <FilterBar
          search={{ value: at.q, onChange: (q) => setAt({ q }), label: t('certificates.search') }}
          active={at.state ? 1 : 0}
          onClear={() => setAt({ state: undefined })}
        >
          <Filter
            single
            label={t('certificates.state')}
            value={at.state ? [at.state] : []}
            onChange={([state]) => setAt({ state: state as CertificateState | undefined })}
            options={(Object.keys(certificateTones) as CertificateState[]).map((value) => ({
              value,
              label: t(`certificates.states.${value}`),
            }))}
          />
        </FilterBar>
        <DataTable
          label={t('certificates.holders')}
          name="certificates"
          rows={rows}
          rowKey={(one) => one.id}
          columns={columns}
          counted={(count, n) => t('certificates.count', { count, n })}
          filtered={Boolean(at.q || at.state)}
          empty={
            <Empty icon={<IconCertificate size={22} stroke={1.6} />} title={t('certificates.noneTitle')}>
              {t('certificates.noneBody')}
            </Empty>
          }
        />
      </Section>
      {asks ? <Revoke one={asks} onEnd={() => setAsks(null)} /> : null}
    </Page>
  )
}

function Revoke({ one, onEnd }: { one: Held; onEnd: () => void }) {
  const { t } = useTranslation('training')
  const [reason, setReason] = useState('')
  const revoke = useAct('certificates.revoke', {
    invalidates: ['certificates.list'],
    showsProblem: true,
    onDone: onEnd,
  })
  return (
    <ConfirmDialog
      opened
      onClose={onEnd}
      title={t('certificates.revokeTitle', { name: one.person.name, title: one.title })}
      confirm={t('certificates.revoke')}
      danger
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => reason.trim() && revoke.mutate({ certificateId: one.id, reason })}
    >
      <p>{t('certificates.revokeBody')}</p>
      <TextInput
        label={t('certificates.reason')}
        required
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}

function RulesPart() {
  const { t } = useTranslation('training')
  const f = useFormat()
  const query = useOperation('certificates.rules', {})
  const [edits, setEdits] = useState<string | null>(null)
  const drop = useAct('certificates.dropRule', { invalidates: ['certificates.rules'] })
  return (
    <Section
      title={t('certificates.rules')}
      description={t('certificates.rulesBody')}
      action={
        query.data && edits === null ? (
          <Button variant="default" onClick={() => setEdits('')}>
            {t('certificates.add')}
          </Button>
        ) : undefined
      }
      bare
    >
      <Loaded query={query} skeleton={<RowsSkeleton rows={2} />}>
        {(a) => (
          <>
            {edits !== null ? (
              <RuleForm
                key={edits}
                of={a.rules.find((one) => one.courseId === edits) ?? null}
                all={a}
                onEnd={() => setEdits(null)}
              />
            ) : null}
            {a.rules.length > 0 ? (
              <List>
                {a.rules.map((rule) => (
                  <Row
                    key={rule.courseId}
                    title={rule.title}
                    says={[
                      isRole(rule.courseId)
                        ? t('certificates.forCurriculum', { role: t(`role.${roleIn(rule.courseId)}`) })
                        : t('certificates.forCourse', { course: rule.course }),
                      (rule.months === null
                        ? t('certificates.noEnd')
                        : t('certificates.months', { count: rule.months, n: f.number(rule.months) })) +
                        (rule.strict ? ` · ${t('certificates.strictShort')}` : ''),
                    ]}
                    acts={
                      <>
                        <Button
                          variant="default"
                          aria-label={t('certificates.editOf', { title: rule.title })}
                          onClick={() => setEdits(rule.courseId)}
                        >
                          {t('certificates.edit')}
                        </Button>
                        <Button
                          variant="subtle"
                          color="gray"
                          aria-label={t('certificates.dropOf', { title: rule.title })}
                          onClick={() => drop.mutate({ courseId: rule.courseId })}
                        >
                          {t('certificates.drop')}
                        </Button>
                      </>
                    }
                  />
                ))}
              </List>
            ) : edits === null ? (
              <p className={classes.quiet}>{t('certificates.noRules')}</p>
            ) : null}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function RuleForm({ of, all, onEnd }: { of: Rule | null; all: Rules; onEnd: () => void }) {
  const { t } = useTranslation('training')
  const curricula = roles.map((role) => ({
    id: `curriculum:${role}`,
    title: t('certificates.curriculum', { role: t(`role.${role}`) }),
  }))
  const free = [...curricula, ...all.courses].filter((one) => !all.rules.some((rule) => rule.courseId === one.id))
  const [courseId, setCourse] = useState(of?.courseId ?? free.find((one) => !isRole(one.id))?.id ?? free[0]?.id ?? '')
  const [title, setTitle] = useState(of?.title ?? free.find((one) => one.id === courseId)?.title ?? '')
  const [months, setMonths] = useState<number | null>(of ? of.months : 12)
  const [strict, setStrict] = useState(of?.strict ?? false)
  const save = useAct('certificates.setRule', {
    invalidates: ['certificates.rules'],
    done: t('certificates.saved'),
    onDone: onEnd,
  })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ courseId, title, months, strict: months !== null && strict && !isRole(courseId) })
      }}
    >
      {of ? null : (
        <Select
          label={t('certificates.course')}
          data={[
            { group: t('certificates.curricula'), items: free.filter((one) => isRole(one.id)).map(option) },
            { group: t('certificates.courses'), items: free.filter((one) => !isRole(one.id)).map(option) },
          ].filter((group) => group.items.length > 0)}
          value={courseId}
          allowDeselect={false}
          onChange={(id) => {
            if (!id) return
            setCourse(id)
            setTitle(free.find((one) => one.id === id)!.title)
          }}
        />
      )}
      <TextInput
        label={t('certificates.name')}
        required
        maxLength={120}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Checkbox
        label={t('certificates.ends')}
        checked={months !== null}
        onChange={(event) => setMonths(event.currentTarget.checked ? 12 : null)}
      />
      {months === null ? null : (
        <>
          <NumberInput
            label={t('certificates.after')}
            min={1}
            max={120}
            allowDecimal={false}
            clampBehavior="blur"
            value={months}
            onChange={(value) => typeof value === 'number' && setMonths(value)}
          />
          {isRole(courseId) ? null : (
            <Checkbox
              label={t('certificates.strict')}
              description={t('certificates.strictHint')}
              checked={strict}
              onChange={(event) => setStrict(event.currentTarget.checked)}
            />
          )}
        </>
      )}
      <div className={form.acts}>
        <Button type="submit" loading={save.isPending} disabled={!courseId || title.trim() === ''}>
          {t('certificates.save')}
        </Button>
        <Button variant="default" onClick={onEnd}>
          {t('certificates.cancel')}
        </Button>
      </div>
    </form>
  )
}
