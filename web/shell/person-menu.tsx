/** One's own name at the edge. What opens from it is fetched when somebody reaches for it. */
import { UnstyledButton } from '@mantine/core'
import { lazy, Suspense, useState, type ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../ui/person.tsx'
import type { Me } from './me.ts'
import classes from './shell.module.css'

const load = () => import('./person-menu-opened.tsx')
const Opened = lazy(() => load().then((m) => ({ default: m.PersonMenuOpened })))

export function PersonMenu({ me, narrow }: { me: Me; narrow: boolean }) {
  const [wanted, setWanted] = useState(false)
  const button = <OwnName me={me} narrow={narrow} onPointerEnter={() => void load()} onClick={() => setWanted(true)} />
  if (!wanted) return button
  return (
    <Suspense fallback={button}>
      <Opened me={me} button={<OwnName me={me} narrow={narrow} />} />
    </Suspense>
  )
}

function OwnName({ me, narrow, className, ...rest }: { me: Me; narrow: boolean } & ComponentProps<'button'>) {
  const { t } = useTranslation('shell')
  return (
    // The menu brings a class of its own once it stands around the button.
    <UnstyledButton className={[classes.me, className].filter(Boolean).join(' ')} aria-haspopup="menu" {...rest}>
      <Avatar name={me.person.name} id={me.person.id} size={28} />
      <span className="spoken">{t('you.menu', { name: me.person.name })}</span>
      {narrow ? null : (
        <span className={classes.meWords} data-wide aria-hidden>
          <span>{me.person.name}</span>
          {me.person.title ? <small>{me.person.title}</small> : null}
        </span>
      )}
    </UnstyledButton>
  )
}
