/** Everybody in a cycle and how far theirs is; who else could be in it, and who was left out. */
import { Button, Menu, NativeSelect, SegmentedControl } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { DataTable } from '../ui/data-table.tsx'
import { FilterBar } from '../ui/filter-bar.tsx'
import { useAddress, useGo } from '../ui/link.tsx'
import { usePhone } from '../ui/media.ts'
import { State } from '../ui/meter.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty } from '../ui/states.tsx'
import { useRowWindow } from '../ui/window.ts'
import { useCycleActs, type Cycle } from './acts.ts'
import { LeaveOut, SetManager } from './cycle-dialogs.tsx'
import { ReopenDialog } from './reopen-dialog.tsx'
import classes from './reviews.module.css'

type Row = Answer<'reviews.people'>['people'][number]

const shows = ['in', 'to_clear', 'no_manager', 'not_in', 'left_out'] as const

export function People({ cycle, notIn }: { cycle: Cycle; notIn: number }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const go = useGo()
  const me = useMe()
  const [at, setAt] = useAddress<{ q?: string; show?: (typeof shows)[number] }>()
  const [leaving, setLeaving] = useState<Row | null>(null)
  const [naming, setNaming] = useState<Row | null>(null)
  const [opening, setOpening] = useState<Row | null>(null)
  const { add, bringBack } = useCycleActs()
  const looks = me.roles.includes('hr') && cycle.stages.some((s) => s.id === 'hr')
  const offered = shows.filter((s) => (s === 'not_in' ? cycle.mayDesign : s === 'to_clear' ? looks : true))
  const show = offered.find((s) => s === at.show) ?? 'in'
  const rows = useRowWindow(
    'reviews.people',
    { cycleId: cycle.id, show, ...(at.q ? { search: at.q } : {}) },
    { page: (offset, limit) => ({ offset, limit }), read: (a) => ({ rows: a.people, total: a.total }) },
  )
  const phone = usePhone()
  const choose = (v: string) => setAt({ show: v === 'in' ? undefined : (v as (typeof shows)[number]) })
  const choices = offered.map((s) => ({
    value: s,
    label: s === 'not_in' && notIn > 0 ? `${t('cycle.shows.not_in')} (${f.number(notIn)})` : t(`cycle.shows.${s}`),
  }))
  const running = cycle.state.state === 'running'
  const designs = cycle.mayDesign && running
  const acts = (v: Row) => {
    if (designs && show === 'not_in')
      return (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => add.mutate({ cycleId: cycle.id, personIds: [v.person.id] })}
        >
          {t('cycle.takeIn')}
        </Button>
      )
    if (!v.id) return null
    const reviewId = v.id
    if (v.leftOut)
      return designs && v.leftOut.because === 'decided' ? (
        <Button size="compact-sm" variant="default" onClick={() => bringBack.mutate({ reviewId })}>
          {t('cycle.bringBack')}
        </Button>
      ) : null
    const written = v.roles.some((r) => !r.sealed && r.done) && v.person.id !== me.person.id
    const before = designs && !v.sharedAt
    if (!written && !before) return null
    return (
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="compact-sm" variant="subtle" color="gray" aria-label={t('form.more', { name: v.person.name })}>
            <IconDots size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {written ? <Menu.Item onClick={() => setOpening(v)}>{t('reopen.act')}</Menu.Item> : null}
          {before ? <Menu.Item onClick={() => setNaming(v)}>{t('cycle.setManager')}</Menu.Item> : null}
          {before ? <Menu.Item onClick={() => setLeaving(v)}>{t('cycle.leaveOut')}</Menu.Item> : null}
        </Menu.Dropdown>
      </Menu>
    )
  }
  return (
    <>
      <FilterBar
        search={{ value: at.q, onChange: (q) => setAt({ q }), label: t('cycle.searchPeople') }}
        active={0}
        onClear={() => {}}
        end={
          phone ? (
            // Side by side they do not fit.
            <NativeSelect
              size="xs"
              aria-label={t('cycle.show')}
              value={show}
              data={choices}
              onChange={(event) => choose(event.currentTarget.value)}
            />
          ) : (
            <SegmentedControl size="xs" aria-label={t('cycle.show')} value={show} onChange={choose} data={choices} />
          )
        }
      />
      <DataTable
        label={t('cycle.view.people')}
        name="reviews-people"
        counted={(count, number) => t('cycle.counted.people', { count, number })}
        rows={rows}
        rowKey={(v) => v.person.id}
        filtered={Boolean(at.q)}
        onOpen={(v) => void go(v.id && me.roles.includes('hr') ? `/reviews/${v.id}` : `/people/${v.person.id}`)}
        empty={<Empty small title={t(`cycle.empty.${show}`)} />}
        columns={[
          {
            id: 'person',
            header: t('cycle.person'),
            width: '2fr',
            fixed: true,
            phone: 'title',
            cell: (v) => <Person person={v.person} size={28} />,
          },
          {
            id: 'department',
            header: t('cycle.department'),
            width: '1.3fr',
            phone: 'off',
            cell: (v) => v.person.department,
          },
          {
            id: 'manager',
            header: t('role.manager'),
            width: '1.4fr',
            phone: 'detail',
            cell: (v) => v.manager?.name ?? '–',
          },
          {
            id: 'written',
            header: t('cycle.written'),
            width: '1.6fr',
            phone: 'detail',
            cell: (v) =>
              v.leftOut ? (
                <span className={classes.small}>{v.leftOut.words || t(`cycle.because.${v.leftOut.because}`)}</span>
              ) : (
                <span className={classes.small}>
                  {v.roles
                    .map((r) => {
                      const told =
                        r.done === null
                          ? t('cycle.asked', { n: f.number(r.of), count: r.of })
                          : `${f.number(r.done)}/${f.number(r.of)}`
                      return `${t(`short.${r.role}`)} ${told}`
                    })
                    .join(' · ')}
                </span>
              ),
          },
          {
            id: 'state',
            header: t('cycle.state'),
            width: '140px',
            phone: 'end',
            cell: (v) =>
              v.acknowledgedAt ? (
                <State tone="good">{t('own.read')}</State>
              ) : v.sharedAt ? (
                <State tone="good">{t('team.shared')}</State>
              ) : v.onLeave ? (
                <State tone="quiet">{t('team.onLeave')}</State>
              ) : v.roles.some((r) => r.late > 0) ? (
                <State tone="warn">{t('state.late')}</State>
              ) : null,
          },
          ...(running
            ? [
                {
                  id: 'acts',
                  header: t('cycle.acts'),
                  width: '110px',
                  align: 'end' as const,
                  phone: 'detail' as const,
                  cell: acts,
                },
              ]
            : []),
        ]}
      />
      {leaving?.id ? <LeaveOut review={leaving} reviewId={leaving.id} onClose={() => setLeaving(null)} /> : null}
      {opening?.id ? (
        <ReopenDialog reviewId={opening.id} name={opening.person.name} onClose={() => setOpening(null)} />
      ) : null}
      {naming?.id ? <SetManager review={naming} reviewId={naming.id} onClose={() => setNaming(null)} /> : null}
    </>
  )
}
