/** Three ways in: password, a link by mail, a printed code. The one used last comes first. */
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../api.ts'
import { CompanyField } from '../shell/company-field.tsx'
import { rememberSlug } from '../shell/last-slug.ts'
import { SignInFrame } from '../shell/sign-in-frame.tsx'
import { useAddress } from '../ui/link.tsx'
import { Note, ProblemNote } from '../ui/states.tsx'
import { ViewTabs } from '../ui/tabs.tsx'
import classes from './access.module.css'
import { keepWanted, useEnter, useRefusal } from './entering.ts'
import { useEntrance } from './entrance.ts'
import { PasswordFields, Refused } from './password-fields.tsx'

const ways = ['password', 'link', 'code'] as const
type Way = (typeof ways)[number]
const kept = 'belay.way'
const lastWay = (): Way => ways.find((w) => w === localStorage.getItem(kept)) ?? 'password'

export function SignInPage() {
  const { t } = useTranslation('access')
  const { slug } = useParams({ strict: false }) as { slug: string }
  const { entrance, organization, brand } = useEntrance(slug)
  const [at, setAt] = useAddress<{ way?: Way; back?: string }>()
  const way = ways.find((w) => w === at.way) ?? lastWay()
  useEffect(() => {
    if (organization) rememberSlug(organization.slug)
  }, [organization])
  if (entrance.error) {
    const nobodys = entrance.error.status === 404
    return (
      <SignInFrame title={t('unknown.title')}>
        <ProblemNote small error={entrance.error} {...(nobodys ? {} : { retry: () => void entrance.refetch() })} />
        {nobodys ? (
          <div className={classes.way}>
            <CompanyField />
          </div>
        ) : null}
      </SignInFrame>
    )
  }
  return (
    <SignInFrame title={t('signIn.title')} organization={organization?.name ?? null} brand={brand}>
      <ViewTabs
        label={t('signIn.ways')}
        value={way}
        onChange={(to) => {
          localStorage.setItem(kept, to)
          setAt({ way: to })
        }}
        tabs={ways.map((value) => ({ value, label: t(`signIn.way.${value}`) }))}
      />
      <div className={classes.way}>
        {way === 'password' ? <ByPassword slug={slug} onLink={() => setAt({ way: 'link' })} /> : null}
        {way === 'link' ? <ByLink slug={slug} /> : null}
        {way === 'code' ? <ByCode slug={slug} /> : null}
      </div>
    </SignInFrame>
  )
}

function Form({
  onSubmit,
  refusal,
  busy,
  label,
  children,
}: {
  onSubmit: () => void
  refusal: ReturnType<typeof useRefusal>
  busy: boolean
  label: string
  children: ReactNode
}) {
  return (
    <form
      className={classes.form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {children}
      <Refused refusal={refusal} />
      <Button type="submit" size="md" fullWidth loading={busy} disabled={refusal.wait > 0}>
        {label}
      </Button>
    </form>
  )
}

function Shared({ value, onChange }: { value: boolean; onChange: (value: boolean) => void }) {
  const { t } = useTranslation('access')
  return (
    <Checkbox
      checked={value}
      onChange={(event) => onChange(event.currentTarget.checked)}
      label={t('signIn.shared.label')}
      description={t('signIn.shared.description')}
    />
  )
}

function ByPassword({ slug, onLink }: { slug: string; onLink: () => void }) {
  const { t } = useTranslation('access')
  const [given, setGiven] = useState({ name: '', password: '' })
  const [shared, setShared] = useState(false)
  const refusal = useRefusal()
  const { enter, busy } = useEnter(slug, refusal)
  return (
    <Form
      refusal={refusal}
      busy={busy}
      label={t('signIn.go')}
      onSubmit={() => void enter('password', () => call('access.signIn', { organization: slug, ...given, shared }))}
    >
      <PasswordFields value={given} onChange={setGiven} size="md" />
      <Shared value={shared} onChange={setShared} />
      <p className={classes.aside}>
        {t('signIn.forgot')}{' '}
        <button type="button" className={classes.inline} onClick={onLink}>
          {t('signIn.forgotLink')}
        </button>
      </p>
    </Form>
  )
}

function ByLink({ slug }: { slug: string }) {
  const { t } = useTranslation('access')
  const [email, setEmail] = useState('')
  const [asked, setAsked] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const refusal = useRefusal()
  if (asked) {
    return (
      <div className={classes.form} role="status">
        <Note tone="good" title={t('signIn.asked.title')}>
          {t('signIn.asked.body', { email: asked })}
        </Note>
        <p className={classes.aside}>{t('signIn.asked.none')}</p>
        <Button variant="default" size="md" onClick={() => setAsked(null)}>
          {t('signIn.asked.again')}
        </Button>
      </div>
    )
  }
  return (
    <Form
      refusal={refusal}
      busy={busy}
      label={t('signIn.ask')}
      onSubmit={() => {
        setBusy(true)
        refusal.clear()
        call('access.requestLink', { organization: slug, email })
          .then(() => {
            keepWanted(`/o/${slug}`)
            setAsked(email.trim())
          }, refusal.take)
          .finally(() => setBusy(false))
      }}
    >
      <TextInput
        size="md"
        type="email"
        label={t('signIn.email')}
        description={t('signIn.emailAbout')}
        value={email}
        onChange={(e) => setEmail(e.currentTarget.value)}
        autoComplete="email"
        required
        withAsterisk={false}
        dir="ltr"
      />
    </Form>
  )
}

function ByCode({ slug }: { slug: string }) {
  const { t } = useTranslation('access')
  const [employeeNumber, setNumber] = useState('')
  const [code, setCode] = useState('')
  const [shared, setShared] = useState(true)
  const refusal = useRefusal()
  const { enter, busy } = useEnter(slug, refusal)
  return (
    <Form
      refusal={refusal}
      busy={busy}
      label={t('signIn.go')}
      onSubmit={() =>
        void enter('code', () => call('access.openCode', { organization: slug, employeeNumber, code, shared }))
      }
    >
      <TextInput
        size="md"
        label={t('signIn.number')}
        value={employeeNumber}
        onChange={(e) => setNumber(e.currentTarget.value)}
        autoComplete="username"
        spellCheck={false}
        required
        withAsterisk={false}
        dir="ltr"
      />
      <TextInput
        size="md"
        label={t('signIn.code')}
        description={t('signIn.codeAbout')}
        value={code}
        onChange={(e) => setCode(e.currentTarget.value)}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        required
        withAsterisk={false}
        dir="ltr"
        classNames={{ input: classes.code! }}
      />
      <Shared value={shared} onChange={setShared} />
    </Form>
  )
}
