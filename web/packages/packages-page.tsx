/** Which courses of other makers are here? Bringing one, describing it, taking it away. */
import { Button } from '@mantine/core'
import { IconPackage } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { formatBytes } from '../ui/format.ts'
import { Go } from '../ui/link.tsx'
import { TrainingTabs } from '../training/training-tabs.tsx'
import { List, Row } from '../ui/list.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat, useReader } from '../ui/reader.tsx'
import { Empty, Loaded, Note, RowsSkeleton } from '../ui/states.tsx'
import { toast } from '../ui/toasts.tsx'
import { BringForm } from './bring-form.tsx'
import { type Brought, packageReads } from './brought.ts'
import { DescribeForm } from './describe-form.tsx'
import classes from './packages.module.css'

/** What stands open: bringing a course, a new version of one, or its description. */
type Open = { bring: string | null } | { describe: string } | null

export function PackagesPage() {
  const { t } = useTranslation('packages')
  const query = useOperation('packages.list', {})
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const bring = (
    <Button onClick={() => setOpen({ bring: null })} disabled={!query.data}>
      {t('bring')}
    </Button>
  )
  return (
    <Page
      title={t('title')}
      help={t('help')}
      description={t('description')}
      below={<TrainingTabs />}
      action={query.data && query.data.packages.length > 0 ? bring : undefined}
      more={
        <Button component={Go} to="/program/design/training" variant="default">
          {t('toDesign')}
        </Button>
      }
    >
      <Loaded query={query} skeleton={<RowsSkeleton rows={3} />}>
        {(a) => (
          <>
            {a.served ? null : (
              <Note tone="warn" title={t('closed.title')}>
                {t('closed.body')}
              </Note>
            )}
            {open && 'bring' in open ? (
              <BringForm
                key={open.bring ?? 'new'}
                limits={a.limits}
                of={a.packages.find((one) => one.courseId === open.bring) ?? null}
                onEnd={close}
              />
            ) : null}
            {a.packages.length === 0 ? (
              open ? null : (
                <Empty icon={<IconPackage size={22} stroke={1.6} />} title={t('none.title')} action={bring}>
                  {t('none.body')}
                </Empty>
              )
            ) : (
              <List>
                {a.packages.map((one) =>
                  open && 'describe' in open && open.describe === one.courseId ? (
                    <li key={one.courseId}>
                      <DescribeForm one={one} onEnd={close} />
                    </li>
                  ) : (
                    <Package
                      key={one.courseId}
                      one={one}
                      served={a.served}
                      onDescribe={() => setOpen({ describe: one.courseId })}
                      onVersion={() => setOpen({ bring: one.courseId })}
                    />
                  ),
                )}
              </List>
            )}
            <p className={classes.foot}>{t('privacy')}</p>
            {open || a.packages.some((one) => one.kind === 'cmi5') ? (
              <p className={classes.foot}>{t('minimal')}</p>
            ) : null}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Package({
  one,
  served,
  onDescribe,
  onVersion,
}: {
  one: Brought
  served: boolean
  onDescribe: () => void
  onVersion: () => void
}) {
  const { t } = useTranslation('packages')
  const f = useFormat()
  const { locale } = useReader()
  const [asks, setAsks] = useState(false)
  const { title, courseId } = one
  const remove = useAct('packages.takeAway', {
    invalidates: [...packageReads],
    showsProblem: true,
    onDone: () => toast({ message: t('removed', { title }) }),
  })
  return (
    <>
      <Row
        title={title}
        says={[
          one.about,
          t('facts', {
            kind: t(`kind.${one.kind}`),
            version: f.number(one.version),
            size: formatBytes(one.bytes, locale),
          }) +
            (one.parts.length > 1
              ? ` · ${t('parts', { count: one.parts.length, n: f.number(one.parts.length) })}`
              : ''),
          t('by', { name: one.broughtBy.name, day: f.dayAt(one.broughtAt, 'long') }),
        ]}
        acts={
          <>
            {served ? (
              <Button component={Go} to={`/learning/${courseId}`} variant="default" aria-label={t('tryOf', { title })}>
                {t('try')}
              </Button>
            ) : null}
            <Button variant="default" onClick={onDescribe} aria-label={t('editOf', { title })}>
              {t('edit')}
            </Button>
            <Button variant="default" onClick={onVersion} aria-label={t('newVersionOf', { title })}>
              {t('newVersion')}
            </Button>
            <Button variant="subtle" color="gray" onClick={() => setAsks(true)} aria-label={t('removeOf', { title })}>
              {t('remove')}
            </Button>
          </>
        }
      />
      <ConfirmDialog
        opened={asks}
        onClose={() => setAsks(false)}
        title={t('removeTitle', { title })}
        confirm={t('remove')}
        danger
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ courseId })}
      >
        {t('removeBody')}
      </ConfirmDialog>
    </>
  )
}
