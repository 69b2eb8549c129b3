/** What all ways in share: one refusal at a time, waits that count down, and where to go afterwards. */
import { useRouter } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { ApiProblem, queryClient, type Answer } from '../api.ts'

/** The last refusal; with the seconds that are left where the server said to wait. */
export function useRefusal() {
  const [error, setError] = useState<unknown>(null)
  const [until, setUntil] = useState(0)
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    if (until <= performance.now()) return
    const timer = setInterval(() => setNow(performance.now()), 250)
    return () => clearInterval(timer)
  }, [until])
  const take = useCallback((refused: unknown) => {
    const seconds =
      refused instanceof ApiProblem && refused.code === 'too_many_requests' ? Number(refused.params['seconds']) : 0
    setNow(performance.now())
    setUntil(seconds > 0 ? performance.now() + seconds * 1000 : 0)
    setError(seconds > 0 ? null : refused)
  }, [])
  return {
    error,
    wait: Math.max(0, Math.ceil((until - now) / 1000)),
    take,
    clear: useCallback(() => take(null), [take]),
  }
}

const asked = 'belay.password-offered'

/** Signs in, then goes where the person wanted to; nowhere outside their company. */
export function useEnter(slug: string, refusal: ReturnType<typeof useRefusal>) {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const enter = async (way: 'password' | 'link' | 'code', work: () => Promise<Answer<'access.signIn'>>) => {
    setBusy(true)
    refusal.clear()
    try {
      const answer = await work()
      queryClient.clear()
      const home = `/o/${answer.slug}`
      const to = (way === 'link' && takeKept(home)) || wanted(home)
      // A password for next time is offered once on a device; to people with a code always.
      const offer = !answer.hasPassword && (way === 'code' || localStorage.getItem(asked) !== answer.personId)
      if (offer) {
        localStorage.setItem(asked, answer.personId)
        router.history.replace(`${home}/first-password${to === home ? '' : `?back=${encodeURIComponent(to)}`}`)
      } else router.history.replace(to)
    } catch (refused) {
      refusal.take(refused)
      setBusy(false)
    }
  }
  return { enter, busy }
}

/** The page that was asked for before signing in, when it is one of this company's own; else its home. */
export function wanted(home: string, search: string = location.search): string {
  const back = new URLSearchParams(search).get('back')?.replace(/^"|"$/g, '') ?? ''
  return isOwn(home, back) ? back : home
}

function isOwn(home: string, page: string): boolean {
  return page.startsWith(`${home}/`) && !/[\\\s]|\/\/|\/\./.test(page)
}

const kept = 'belay.wanted'

/** A link by mail comes back in another tab, which knows nothing of this one's address: the page wanted waits for it here. */
export function keepWanted(home: string): void {
  const to = wanted(home)
  if (to === home) localStorage.removeItem(kept)
  else localStorage.setItem(kept, to)
}

function takeKept(home: string): string | null {
  const page = localStorage.getItem(kept) ?? ''
  if (!isOwn(home, page)) return null
  localStorage.removeItem(kept)
  return page
}
