/**
 * The session ended while somebody was writing: the password is asked for right there,
 * over the page, so that the words stay and are saved. A link or a code is one step away;
 * this tab keeps the words meanwhile, and notices by itself when it is signed in again.
 */
import { Button, Modal } from '@mantine/core'
import { useEffect, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { call, goOnSignedIn } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { forgetDrafts } from '../ui/draft.ts'
import classes from './access.module.css'
import { useRefusal } from './entering.ts'
import { PasswordFields, Refused } from './password-fields.tsx'

export function SignInAgain({ onDone, onOtherWay }: { onDone: () => void; onOtherWay: () => void }) {
  const { t } = useTranslation('access')
  const me = useMe()
  const [given, setGiven] = useState({ name: me.person.email ?? '', password: '' })
  const [busy, setBusy] = useState(false)
  const refusal = useRefusal()

  const goOn = (personId: string) => {
    // Somebody else at the same device: the words are not theirs to save or to read.
    if (personId !== me.person.id) {
      forgetDrafts()
      location.assign(`/o/${me.organization.slug}`)
      return
    }
    onDone()
    void goOnSignedIn()
  }

  // A link from the mail opens another tab; coming back to this one is enough.
  useEffect(() => {
    const look = () => {
      if (document.visibilityState !== 'visible') return
      call('access.me', {}).then(
        (who) => goOn(who.person.id),
        () => {},
      )
    }
    document.addEventListener('visibilitychange', look)
    addEventListener('focus', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      removeEventListener('focus', look)
    }
  })

  const signIn = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    refusal.clear()
    try {
      const answer = await call('access.signIn', { organization: me.organization.slug, ...given, shared: false })
      goOn(answer.personId)
    } catch (refused) {
      refusal.take(refused)
      setBusy(false)
    }
  }

  return (
    <Modal
      opened
      onClose={() => {}}
      title={t('again.title')}
      size={460}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      overlayProps={{ backgroundOpacity: 0.6, blur: 10 }}
    >
      <form className={classes.form} onSubmit={(event) => void signIn(event)}>
        <p className={classes.aside} role="alert">
          {t('again.body')}
        </p>
        <PasswordFields value={given} onChange={setGiven} focus />
        <Refused refusal={refusal} />
        <Button type="submit" loading={busy} disabled={refusal.wait > 0} fullWidth>
          {t('again.go')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onOtherWay} fullWidth>
          {t('again.otherWay')}
        </Button>
      </form>
    </Modal>
  )
}
