/** Tells a screen reader that another page is open. */
import { useRouterState } from '@tanstack/react-router'
import { useEffect, useState } from 'react'

export function Announcer() {
  const path = useRouterState({ select: (s) => s.resolvedLocation?.pathname })
  const [said, setSaid] = useState('')
  useEffect(() => {
    // The page sets its title while it renders; a moment later it stands.
    const timer = setTimeout(() => setSaid(document.title), 150)
    return () => clearTimeout(timer)
  }, [path])
  return (
    <div className="spoken" aria-live="polite" aria-atomic="true">
      {said}
    </div>
  )
}
