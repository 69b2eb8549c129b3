/** The frame of every signed-in page: rail, bar on a phone, skip link, keys, search. */
import { Outlet, useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, call, queryClient, whenSignedOut, type Answer } from '../api.ts'
import { takeLetter } from './begun.ts'
import { hasDrafts, keepDraftsOf } from '../ui/draft.ts'
import { ReaderProvider, localeFor } from '../ui/reader.tsx'
import { setSiteName } from '../ui/page.tsx'
import { PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { Announcer } from '../ui/announcer.tsx'
import { followProfile } from '../words.ts'
import { showAccent } from './brand.ts'
import { BottomBar, TopBar } from './bars.tsx'
import { beginEarly, takeEarly } from './early-keys.ts'
import { useShellKeys } from './keys.ts'
import { Guide } from './guide.tsx'
import { rememberSlug } from './last-slug.ts'
import { MeProvider, placesOf, useMeQuery, useMyProgram, type Me } from './me.ts'
import { Rail } from './rail.tsx'
import { SubPlaces } from './sub-places.tsx'
import classes from './shell.module.css'

const loadPalette = () => import('./palette.tsx')
const Palette = lazy(() => loadPalette().then((m) => ({ default: m.Palette })))
const SignInAgain = lazy(() => import('../access/sign-in-again.tsx').then((m) => ({ default: m.SignInAgain })))
const Help = lazy(() => import('./help.tsx').then((m) => ({ default: m.Help })))

export type Opened = 'palette' | 'help' | null

export function Shell() {
  const { slug } = useParams({ strict: false }) as { slug: string }
  const navigate = useNavigate()
  const me = useMeQuery()
  const [again, setAgain] = useState(false)
  const known = me.data !== undefined

  useEffect(() => {
    const toSignIn = () => {
      const here = location.pathname + location.search
      if (here.includes('/sign-in')) return
      void navigate({
        to: `/o/${slug}/sign-in`,
        search: here.replace(/\/$/, '') === `/o/${slug}` ? {} : { back: here },
        replace: true,
      } as never).then(() => queryClient.clear())
    }
    // Whoever is in the middle of writing signs in right there; nothing that they wrote is lost or hidden.
    whenSignedOut(() => (known && hasDrafts() ? setAgain(true) : toSignIn()))
    return () => whenSignedOut(() => {})
  }, [slug, navigate, known])

  const signedOut = me.error instanceof ApiProblem && me.error.code === 'unauthenticated'
  const elsewhere = me.data && me.data.organization.slug !== slug
  useEffect(() => {
    if (elsewhere) void navigate({ to: `/o/${slug}/sign-in`, replace: true } as never)
  }, [elsewhere, slug, navigate])

  if (me.data && !elsewhere) {
    keepDraftsOf(me.data.person.id)
    return (
      <Frame who={me.data}>
        {again ? (
          <SignInAgain
            onDone={() => setAgain(false)}
            onOtherWay={() => {
              setAgain(false)
              const here = location.pathname + location.search
              void navigate({ to: `/o/${slug}/sign-in`, search: { back: here }, replace: true } as never).then(() =>
                queryClient.clear(),
              )
            }}
          />
        ) : null}
      </Frame>
    )
  }
  if (me.error && !signedOut) return <ProblemNote error={me.error} retry={() => void me.refetch()} />
  return (
    <div className={classes.frame}>
      <div className={classes.railGhost} />
      <main className={classes.main}>
        <PageSkeleton />
      </main>
    </div>
  )
}

function Frame({ who, children }: { who: Answer<'access.me'>; children: ReactNode }) {
  const more = useMyProgram(true)
  const me: Me = { ...who, ...more }
  const { t, i18n } = useTranslation('shell')
  const [opened, setOpened] = useState<Opened>(null)
  const open = (what: Opened) => {
    if (what === 'palette' && opened !== 'palette') beginEarly()
    setOpened(what)
  }
  useEffect(() => {
    // Closed, or gone before it came: the keys belong to the page again.
    if (opened !== 'palette') takeEarly()
  }, [opened])
  useEffect(() => () => void takeEarly(), [])
  useEffect(() => {
    const campaignId = takeLetter()
    // Counted for a trial of two subjects alone; nobody waits for it.
    if (campaignId) call('messages.arrived', { campaignId }).catch(() => {})
  }, [])
  useEffect(() => whenSearchIsNear(() => void loadPalette().catch(() => {})), [])
  const [narrow, setNarrow] = useRailWidth()
  const brand = me.program
  useEffect(() => {
    rememberSlug(me.organization.slug)
    followProfile(me.language, me.locale)
  }, [me.organization.slug, me.language, me.locale])
  const name = brand?.name ?? me.organization.name
  const accent = brand?.accent
  useEffect(() => {
    setSiteName(name)
    if (accent) showAccent(accent)
  }, [name, accent])
  const reader = useMemo(() => {
    // The demo's clock may be moved; nearby dates are told by it, not by the device's.
    const ahead = me.movableClock ? Date.parse(me.now) - Date.now() : 0
    return { locale: localeFor(i18n.language), timeZone: me.timeZone, now: () => Date.now() + ahead }
  }, [i18n.language, me.timeZone, me.movableClock, me.now])
  const seen = placesOf(me)
  useShellKeys({ open, toggleRail: () => setNarrow(!narrow), places: seen })

  return (
    <MeProvider value={me}>
      <ReaderProvider reader={reader}>
        <a
          href="#main"
          className={classes.skip}
          onClick={(event) => {
            event.preventDefault()
            document.getElementById('main')?.focus()
          }}
        >
          {t('skip')}
        </a>
        <div className={classes.frame} data-narrow={narrow || undefined}>
          <Rail me={me} seen={seen} narrow={narrow} onNarrow={setNarrow} open={open} />
          <TopBar me={me} open={open} />
          <main id="main" tabIndex={-1} className={classes.main}>
            <SubPlaces seen={seen} narrow={narrow} />
            <Suspense fallback={<PageSkeleton />}>
              <Outlet />
              <Guide />
            </Suspense>
          </main>
          <BottomBar me={me} seen={seen} />
        </div>
        <Announcer />
        <Suspense fallback={null}>
          {children}
          {opened === 'palette' ? <Palette me={me} seen={seen} onClose={() => setOpened(null)} open={open} /> : null}
          {opened === 'help' ? <Help me={me} onClose={() => setOpened(null)} /> : null}
        </Suspense>
      </ReaderProvider>
    </MeProvider>
  )
}

/** The search's code comes when a hand goes towards it: a modifier key goes down, or its button is pointed at or focused. */
function whenSearchIsNear(run: () => void): () => void {
  const events = ['keydown', 'pointerover', 'focusin'] as const
  const near = (event: Event) => {
    const is =
      event instanceof KeyboardEvent
        ? event.key === 'Control' || event.key === 'Meta'
        : event.target instanceof Element && event.target.closest('[data-opens="search"]') !== null
    if (!is) return
    stop()
    run()
  }
  const stop = () => events.forEach((name) => removeEventListener(name, near))
  events.forEach((name) => addEventListener(name, near, { passive: true }))
  return stop
}

const narrowKey = 'belay.rail'
/** Icons only below 1100 px; the person's own choice stands above it. */
function useRailWidth(): [boolean, (narrow: boolean) => void] {
  const [chosen, setChosen] = useState(() => localStorage.getItem(narrowKey))
  const [small, setSmall] = useState(() => matchMedia('(max-width: 1099px)').matches)
  useEffect(() => {
    const query = matchMedia('(max-width: 1099px)')
    const update = () => setSmall(query.matches)
    query.addEventListener('change', update)
    return () => query.removeEventListener('change', update)
  }, [])
  return [
    small ? chosen !== 'wide-always' : chosen === 'narrow',
    (narrow) => {
      const next = narrow ? (small ? null : 'narrow') : small ? 'wide-always' : null
      setChosen(next)
      if (next) localStorage.setItem(narrowKey, next)
      else localStorage.removeItem(narrowKey)
    },
  ]
}
