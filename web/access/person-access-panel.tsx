/** How one person signs in: for administrators who help, or who have to close a door. */
import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Facts, Section } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import classes from './access.module.css'
import { SessionsList, TokensList } from './sessions-list.tsx'

const tones = { open: 'good', never_used: 'quiet', closed: 'bad', left: 'quiet' } as const
const reads = ['access.accessOf', 'access.outsiders'] as const

export function PersonAccessPanel() {
  const { t } = useTranslation('access')
  const f = useFormat()
  const { personId = '' } = useParams({ strict: false }) as { personId?: string }
  const found = useOperation('access.accessOf', { personId })
  const [closing, setClosing] = useState(false)
  const [ending, setEnding] = useState<string | null>(null)
  const settled = { onSettled: () => setEnding(null) }
  const endSession = useAct('access.endSessionOf', { invalidates: reads, done: t('session.ended') })
  const endAll = useAct('access.endSessionsOf', {
    invalidates: reads,
    done: (a) => t('session.othersEnded', { count: a.ended }),
  })
  const endToken = useAct('access.endTokenOf', { invalidates: reads, done: t('token.ended') })
  const close = useAct('access.closeAccount', {
    invalidates: reads,
    showsProblem: true,
    done: t('closing.done'),
    onDone: () => setClosing(false),
  })
  const reopen = useAct('access.reopenAccount', { invalidates: reads, done: t('closing.reopened') })
  const data = found.data
  const footer =
    data?.state === 'closed' ? (
      <Button onClick={() => reopen.mutate({ personId })} loading={reopen.isPending}>
        {t('closing.reopen')}
      </Button>
    ) : data && data.state !== 'left' ? (
      <Button variant="default" color="red" onClick={() => setClosing(true)}>
        {t('closing.do')}
      </Button>
    ) : undefined
  return (
    <SidePanel
      title={data?.person.name ?? t('look.kind')}
      kind={t('look.kind')}
      back="/settings/access"
      footer={footer}
    >
      <Loaded query={found} skeleton={<RowsSkeleton rows={4} />}>
        {(a) => (
          <>
            <Facts
              facts={[
                { label: t('look.state'), value: <State tone={tones[a.state]}>{t(`state.${a.state}`)}</State> },
                {
                  label: t('look.email'),
                  value: a.person.email ? <span dir="ltr">{a.person.email}</span> : t('look.noEmail'),
                },
                ...(a.person.employeeNumber
                  ? [{ label: t('signIn.number'), value: <span dir="ltr">{a.person.employeeNumber}</span> }]
                  : []),
                { label: t('look.last'), value: a.lastSignedInAt ? <When at={a.lastSignedInAt} /> : t('look.never') },
                {
                  label: t('password.title'),
                  value: a.passwordSetAt ? <When at={a.passwordSetAt} /> : t('look.noPassword'),
                },
                ...(a.codeUntil
                  ? [
                      {
                        label: t('look.code'),
                        value: (
                          <>
                            {t('look.codeUntil')} <When at={a.codeUntil} />
                          </>
                        ),
                      },
                    ]
                  : []),
                ...(a.roles.length > 0
                  ? [{ label: t('look.roles'), value: f.list(a.roles.map((role) => t(`role.${role}.title`))) }]
                  : []),
              ]}
            />
            <Section
              title={t('sessions.title')}
              action={
                a.sessions.length > 1 ? (
                  <Button
                    variant="subtle"
                    size="compact-md"
                    loading={endAll.isPending}
                    onClick={() => endAll.mutate({ personId })}
                  >
                    {t('sessions.endAll')}
                  </Button>
                ) : undefined
              }
            >
              {a.sessions.length === 0 ? (
                <Empty small title={t('sessions.none')} />
              ) : (
                <SessionsList
                  sessions={a.sessions}
                  ending={ending}
                  onEnd={(s) => (setEnding(s.id), endSession.mutate({ personId, id: s.id }, settled))}
                />
              )}
            </Section>
            {a.tokens.length > 0 ? (
              <Section title={t('tokens.title')}>
                <TokensList
                  tokens={a.tokens}
                  ending={ending}
                  onEnd={(token) => (setEnding(token.id), endToken.mutate({ personId, id: token.id }, settled))}
                />
              </Section>
            ) : null}
            <p>
              <Go to="/settings/audit" search={{ person: personId }} className={classes.inline}>
                {t('look.trail')}
              </Go>
            </p>
            <ConfirmDialog
              opened={closing}
              onClose={() => setClosing(false)}
              title={t('closing.title', { name: a.person.name })}
              confirm={t('closing.do')}
              danger
              busy={close.isPending}
              error={close.error}
              onConfirm={() => close.mutate({ personId })}
            >
              {t('closing.body')}
            </ConfirmDialog>
          </>
        )}
      </Loaded>
    </SidePanel>
  )
}
