/** One's own ways in: where one is signed in, the password, API tokens. */
import { Button, CopyButton, Modal, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { Page, Section } from '../ui/page.tsx'
import { When } from '../ui/reader.tsx'
import { Empty, Loaded, Note, ProblemNote, RowsSkeleton, TextSkeleton } from '../ui/states.tsx'
import { toast } from '../ui/toasts.tsx'
import classes from './access.module.css'
import { NameForm } from './name-form.tsx'
import { PasswordForm } from './password-form.tsx'
import { SessionsList, TokensList } from './sessions-list.tsx'

export function AccountPage() {
  const { t } = useTranslation('access')
  return (
    <Page title={t('account.title')} help={t('account.help')} width="reading">
      <Sessions />
      <Password />
      <Tokens />
    </Page>
  )
}

function Sessions() {
  const { t } = useTranslation('access')
  const sessions = useOperation('access.sessions', {})
  const [ending, setEnding] = useState<string | null>(null)
  const end = useAct('access.endSession', { invalidates: ['access.sessions'], done: t('session.ended') })
  const others = useAct('access.endOtherSessions', {
    invalidates: ['access.sessions'],
    done: (answer) => t('session.othersEnded', { count: answer.ended }),
  })
  const more = (sessions.data?.sessions.length ?? 0) > 1
  return (
    <Section
      title={t('sessions.title')}
      description={t('sessions.description')}
      action={
        more ? (
          <Button variant="default" loading={others.isPending} onClick={() => others.mutate({})}>
            {t('sessions.endOthers')}
          </Button>
        ) : undefined
      }
    >
      <Loaded query={sessions} skeleton={<RowsSkeleton rows={2} />}>
        {(data) => (
          <SessionsList
            sessions={data.sessions}
            ending={ending}
            onEnd={(session) => {
              setEnding(session.id)
              end.mutate({ id: session.id }, { onSettled: () => setEnding(null) })
            }}
          />
        )}
      </Loaded>
    </Section>
  )
}

function Password() {
  const { t } = useTranslation('access')
  const account = useOperation('access.account', {})
  const [opened, setOpened] = useState(false)
  return (
    <Loaded query={account} skeleton={<TextSkeleton lines={2} />}>
      {(a) => (
        <>
          {a.nameAsked ? <NameForm /> : null}
          <Section
            title={t('password.title')}
            description={
              a.passwordSetAt ? (
                <>
                  {t('password.setAt')} <When at={a.passwordSetAt} />. {t('password.changeAbout')}
                </>
              ) : (
                t('password.none')
              )
            }
            action={
              opened ? undefined : (
                <Button variant="default" onClick={() => setOpened(true)}>
                  {t(a.passwordSetAt ? 'password.change' : 'password.set')}
                </Button>
              )
            }
            bare={!opened}
          >
            {opened ? (
              <div className={classes.pad}>
                <PasswordForm
                  currentAsked={a.currentAsked}
                  length={a.passwordLength}
                  name={a.email ?? a.employeeNumber ?? ''}
                  label={t('password.save')}
                  onDone={(tokens) => {
                    setOpened(false)
                    toast({ message: tokens > 0 ? t('password.savedTokens', { count: tokens }) : t('password.saved') })
                  }}
                  beside={
                    <Button variant="subtle" onClick={() => setOpened(false)}>
                      {t('cancel')}
                    </Button>
                  }
                />
              </div>
            ) : null}
          </Section>
        </>
      )}
    </Loaded>
  )
}

function Tokens() {
  const { t } = useTranslation('access')
  const tokens = useOperation('access.tokens', {})
  const [making, setMaking] = useState(false)
  const [ending, setEnding] = useState<string | null>(null)
  const end = useAct('access.endToken', { invalidates: ['access.tokens'], done: t('token.ended') })
  return (
    <Section
      title={t('tokens.title')}
      description={t('tokens.description')}
      action={
        <Button variant="default" onClick={() => setMaking(true)}>
          {t('tokens.make')}
        </Button>
      }
    >
      <Loaded
        query={tokens}
        skeleton={<RowsSkeleton rows={1} />}
        empty={(d) =>
          d.tokens.length === 0 && (
            <Empty small title={t('tokens.none.title')}>
              {t('tokens.none.body')}
            </Empty>
          )
        }
      >
        {(data) => (
          <TokensList
            tokens={data.tokens}
            ending={ending}
            onEnd={(token) => {
              setEnding(token.id)
              end.mutate({ id: token.id }, { onSettled: () => setEnding(null) })
            }}
          />
        )}
      </Loaded>
      {making ? <NewToken onClose={() => setMaking(false)} /> : null}
    </Section>
  )
}

function NewToken({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('access')
  const { t: ui } = useTranslation('ui')
  const [name, setName] = useState('')
  const [days, setDays] = useState<number | string>(1)
  const [made, setMade] = useState<Answer<'access.createToken'> | null>(null)
  const make = useAct('access.createToken', { invalidates: ['access.tokens'], showsProblem: true, onDone: setMade })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(made ? 'token.ready' : 'tokens.make')}
      closeOnClickOutside={!made}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      {made ? (
        <div className={classes.form}>
          <Note tone="warn">{t('token.once')}</Note>
          <code className={classes.secret} dir="ltr">
            {made.token}
          </code>
          <div className={classes.buttons}>
            <CopyButton value={made.token}>
              {({ copied, copy }) => (
                <Button onClick={copy} data-autofocus>
                  {t(copied ? 'copied' : 'copy')}
                </Button>
              )}
            </CopyButton>
            <Button variant="default" onClick={onClose}>
              {t('done')}
            </Button>
          </div>
        </div>
      ) : (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            make.mutate({ name, days: Number(days) || 1 })
          }}
        >
          <TextInput
            label={t('token.name')}
            description={t('token.nameAbout')}
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            required
            withAsterisk={false}
            maxLength={120}
            data-autofocus
          />
          <NumberInput
            label={t('token.days')}
            description={t('token.daysAbout')}
            value={days}
            onChange={setDays}
            min={1}
            max={365}
            allowDecimal={false}
            clampBehavior="strict"
          />
          {make.error ? <ProblemNote small error={make.error} /> : null}
          <Button type="submit" loading={make.isPending}>
            {t('tokens.make')}
          </Button>
        </form>
      )}
    </Modal>
  )
}
